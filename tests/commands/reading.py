"""What a reply says and offers, for tests to look at."""

from typing import TypeVar

from bot.commands.reply import Action, Block, Do, Items, Links, Paragraph, Quotation, Reply, Source
from bot.domain import Resource

T = TypeVar("T", bound=Block)

LABEL, BUTTONS, LINES, CUSTOM_ID, OPTIONS, OPTION_TEXT = 80, 25, 5, 100, 25, 100  # what Discord takes


def paragraphs(reply: Reply) -> str:
    """Return our own sentences, joined."""
    return " ".join(block.text for block in reply.blocks if isinstance(block, Paragraph))


def of_kind(reply: Reply, kind: type[T]) -> list[T]:
    """Return the blocks of one kind."""
    return [block for block in reply.blocks if isinstance(block, kind)]


def quoted(reply: Reply) -> list[str]:
    return [block.text for block in of_kind(reply, Quotation)]


def links(reply: Reply) -> list[Resource]:
    return [resource for block in of_kind(reply, Links) for resource in block.resources]


def items(reply: Reply) -> list[str]:
    """Return the names in its lists, without the colon behind them."""
    return [item.title.removesuffix(":") for block in of_kind(reply, Items) for item in block.items]


def sources(reply: Reply) -> list[Source]:
    return of_kind(reply, Source)


def offered(reply: Reply, do: Do) -> list[str]:
    """Return the slugs of the buttons that do one thing."""
    return [action.slug for action in reply.actions if action.do is do]


def rows(reply: Reply) -> list[list[str]]:
    """Return the labels of the buttons, line by line."""
    lines = sorted({action.row or 0 for action in reply.actions})
    return [[action.label for action in reply.actions if (action.row or 0) == line] for line in lines]


def lines_used(reply: Reply) -> set[int]:
    """Return the lines of buttons."""
    return {action.row or 0 for action in reply.actions}


def menu(reply: Reply) -> list[Action]:
    """Return what the lines of the menu do."""
    return [option.action for option in reply.menu.options] if reply.menu else []


def _id(action: Action) -> str:
    return f"po1:{action.do}:{action.slug}:{action.key}"


def assert_within_limits(reply: Reply) -> None:
    """Fail where Discord would refuse the buttons or the menu."""
    assert len(reply.actions) <= BUTTONS
    assert all(len(line) <= 5 for line in rows(reply)) or all(action.row is None for action in reply.actions)
    for action in reply.actions:
        assert 1 <= len(action.label) <= LABEL
        assert len(_id(action)) <= CUSTOM_ID
    assert len({_id(action) for action in reply.actions}) == len(reply.actions)
    if reply.menu is not None:
        assert 1 <= len(reply.menu.options) <= OPTIONS
        for option in reply.menu.options:
            assert 1 <= len(option.action.label) <= OPTION_TEXT
            assert len(option.description) <= OPTION_TEXT
        values = [_id(option.action) for option in reply.menu.options]
        assert len(set(values)) == len(values)
        assert all(len(value) <= CUSTOM_ID for value in values)
        assert len(lines_used(reply)) < LINES
