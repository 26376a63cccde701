"""An article to fill in: every key, and beside it what belongs there and its limit."""

from datetime import date

from bot.corpus.advice import GOOD_QUESTIONS
from bot.corpus.article import MAX_PASSAGE, MAX_QUESTION, MAX_SUMMARY, MAX_TITLE, MAX_URL, SECTION_WORDS
from bot.domain import RESOURCE_KINDS

# What is empty here and what stands in <!-- --> is refused by `check`, so that no half-filled article gets in.
_SKELETON = """\
---
title: "{title}"  # at most {max_title} characters
# One or two sentences that answer the obvious question by themselves, on one line; at most {max_summary} characters.
summary: ""
# Other names, acronyms and older words for it, for example [DoD, done criteria]; no other article may claim them.
also_called: []
# {questions} or more, each as somebody would type it into a chat: lower case, short, half a story, the wrong word.
# Mix keywords, plain questions, symptoms ("we keep ...") and older words. At most {max_question} characters each.
# A plain question is answered by the lead, one with a section by that section. Every section needs one.
# (The summary appears in lists of topics.)
questions:
  - ""
  - ""
  - ask: ""
    section: First section
  - ask: ""
    section: Second section
related: []  # slugs of two to five articles to read next, for example [sprint-goal, sprint]
# 2 to 4 sources that a reader can open. Title at most {max_title} characters, address at most {max_url}.
resources:
  - title: ""
    url: ""
    kind: guide  # one of: {kinds}
reviewed: {today}  # the day on which somebody last checked that all of this is true
---

<!-- The lead: the whole answer in one paragraph of three to six sentences, at most {max_passage} characters. -->

## First section
<!-- {least} to {most} words, at most {max_passage} characters. The first sentence answers the heading. -->

## Second section
<!-- Stands alone, for it is quoted alone. Paragraphs, lists, bold and whole links; no tables, images or HTML. -->
"""


def skeleton(slug: str, today: date) -> str:
    """Return the text of a new article file, its title made from the slug."""
    least, most = SECTION_WORDS
    return _SKELETON.format(
        title=slug.replace("-", " ").capitalize(),
        questions=GOOD_QUESTIONS,
        kinds=", ".join(RESOURCE_KINDS),
        today=today.isoformat(),
        least=least,
        most=most,
        max_title=MAX_TITLE,
        max_summary=MAX_SUMMARY,
        max_question=MAX_QUESTION,
        max_url=MAX_URL,
        max_passage=MAX_PASSAGE,
    )
