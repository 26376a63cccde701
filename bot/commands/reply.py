"""What a command says, before any front end has drawn it.

Text in a `Quotation` is an article's own Markdown and is shown as it stands. All other text is plain: it may hold
what a user typed, and a front end escapes it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain import Resource


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows; `detail` is shown beside it, less loudly."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of ours."""

    text: str


GOES_ON = " \u2026"  # behind a quotation


@dataclass(frozen=True, slots=True)
class Quotation:
    """Article text word for word; `mark` is the [start, end) of the sentence to emphasise.

    `goes_on` where the passage says more than is quoted, which is shown by an ellipsis.
    """

    text: str
    mark: tuple[int, int] | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list."""

    title: str
    text: str = ""

    @classmethod
    def named(cls, name: str, text: str) -> "Item":
        """Return a line that says something of what it names; both front ends show the colon between the two."""
        return cls(f"{name}:", text)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Links to public material, at most a handful."""

    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quotation stands: article title, heading, review date, address; each may be empty or None."""

    title: str
    section: str
    reviewed: date | None
    url: str


@dataclass(frozen=True, slots=True)
class Moments:
    """Instants that each reader sees in their own timezone."""

    caption: str
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command and what it does; where possible it can be clicked. `others` are its group's that belong to it."""

    name: str
    text: str
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The full names of all of them."""
        group = self.name.split(maxsplit=1)[0]
        return (self.name, *(f"{group} {other}" for other in self.others))


@dataclass(frozen=True, slots=True)
class Commands:
    """A list of commands."""

    lines: tuple[CommandLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers to compare at a glance, each with its label."""

    rows: tuple[tuple[str, int], ...]


Block = Heading | Paragraph | Quotation | Items | Links | Source | Moments | Commands | Bars | Note


# Between two characters that Unicode keeps for use inside a program, so that nobody's own words are taken for it.
CHANNEL_NAME = re.compile("\ufdd0([0-9]+)\ufdd1")


class Do(StrEnum):
    """What a button does. The values stand in button ids, so they stay."""

    OPEN = "open"  # show this passage to the one who clicked
    SHARE = "share"  # show this passage to everybody
    MORE = "more"  # show the article's start and its sections
    TIP = "tip"  # another tip
    WHY = "why"  # the passage behind a tip
    ACT = "act"  # what a tip suggests to do
    SCHEDULES = "schedules"  # another page of the server's schedules
    REPLACE = "replace"  # put this schedule in the place of the channel's
    TRY = "try"  # answer a test question
    UNSET = "unset"  # take back a server's ask channel or forum
    STUB = "stub"  # give an article to fill in
    ERASE = "erase"  # delete what is kept about the one who clicks
    READ = "read"  # what stands around this passage in its article
    RELATED = "related"  # topics near this one
    ASK = "ask"  # ask a question about this topic
    HELPFUL = "helpful"  # vote for this passage
    NOT_IT = "notit"  # vote against it, with a reason
    DISMISS = "dismiss"  # delete the message
    PAGE = "page"  # another page of an article
    LIST = "list"  # the topics of a category, or without one the categories
    DUTY = "duty"  # one responsibility, or without one all of them
    LINKS = "links"  # another page of resources
    TERM = "term"  # a term of the glossary


@dataclass(frozen=True, slots=True)
class Action:
    """A button. It holds no memory: `slug` and `key` say all that is needed, weeks later too.

    `row` counts from 0; None leaves the place to the front end.
    """

    do: Do
    label: str
    slug: str = ""
    key: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A line of a menu; choosing it does what a button of that action would."""

    action: Action
    description: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A select of at most 25 options."""

    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A text file to take away."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show, with what it says for those who cannot see it."""

    name: str
    data: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command says: `public` for everybody to see, `done` false for a refusal or an "I do not know".

    Without blocks there is nothing to say, since what was done can be seen. An `explorer` is to be clicked through: it
    is drawn in a frame, and one takes the place of the other.
    """

    blocks: tuple[Block, ...]
    actions: tuple[Action, ...] = ()
    menu: Menu | None = None
    public: bool = False
    done: bool = True
    topic: str = ""
    file: Download | None = None
    picture: Picture | None = None
    explorer: bool = False

    def after(self, *blocks: Block) -> "Reply":
        """Return the reply with these blocks before its own."""
        return replace(self, blocks=(*blocks, *self.blocks))


def channel_mention(channel_id: int) -> str:
    """Return what stands for a channel in a text: Discord shows it by its name, and lets people click it."""
    return f"\ufdd0{channel_id}\ufdd1"


def say(*sentences: str, done: bool = True, actions: Sequence[Action] = ()) -> Reply:
    """Return a reply of plain paragraphs."""
    return Reply(tuple(Paragraph(sentence) for sentence in sentences), tuple(actions), done=done)
