"""Questions that nobody asks by accident: what they are made of, and everything that is done with one."""

import random
import re
import time
from collections.abc import Sequence

from hypothesis import strategies as st

from bot.app import App
from bot.assistant.assistant import MAX_QUESTION
from bot.assistant.followups import Turn
from bot.assistant.gaps import gap_terms
from bot.discord_app import render
from bot.domain import Outcome
from bot.errors import UsageError
from tests.any_text import any_text

MOST_MS = 50.0
_CONTENT = 2_000  # characters of a Discord message

# What a pattern or a table may stumble over, alone or repeated without end.
TRAPS = (
    *(" ", "\n", "\t", "\x00", "a", "a ", "a-", "-a", "a'", "'s", ". ", ".", "? ", "1", "1. ", "(", "[", "*", "**"),
    *("_", "`", "<", "<a", "<@1>", ">", "://", "a://", "http://a", "@", "@everyone ", "vs ", "a vs ", " vs. b"),
    *("compare ", "difference ", "difference of ", "difference between ", " and ", "how is ", "why? "),
    *("how do a differ from ",),
    *("different from ", "and ", "it ", "how many ", "what's ", "e.g. ", "i.e. ", "A. ", "Dr. ", "DoD ", "PBIs "),
    *("grooming ", "product backlog item ", "definition of ", "sprint", "sprints ", "sprinttt", "stakeholderr ", "zz "),
    *("\ufdfa", "\u0300", "\u0345", "\u202e", "\u200b", "\u02bc", "\u2019", "\u3000", "\ud800", "\U0001f680", "\u00df"),
    *("\u0130", "\u01c5", "\ufb03", "\u0451", "\u4ea7", "x" * 90),
)  # fmt: skip


def vocabulary(app: App) -> list[str]:
    """Return words of the content, as they stand there and with a slip in each."""
    texts = " ".join(f"{article.title} {article.lead}" for article in app.corpus.articles.values())
    known, chance = sorted(set(re.findall(r"[a-z]{4,}", texts.lower()))), random.Random(24)
    return [*known, *(_with_a_slip(word, chance) for word in known)]


def _with_a_slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice("aeioustrn") + word[place + 1 :]


def questions(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Return texts of up to 4,000 characters of words, traps and anything else, some of it repeated."""
    fragment = st.one_of(st.sampled_from(TRAPS), st.sampled_from(words).map(lambda word: word + " "), any_text(8))
    stretch = st.tuples(
        st.lists(fragment, min_size=1, max_size=30).map("".join), st.sampled_from((1, 1, 2, 30, MAX_QUESTION))
    )
    return st.lists(stretch, min_size=1, max_size=4).map(
        lambda stretches: "".join((text * times)[:MAX_QUESTION] for text, times in stretches)[:MAX_QUESTION]
    )


def answered(app: App, question: str) -> float:
    """Do everything that is done with a question, and check it; returns the milliseconds of processor time."""
    begun = time.process_time()
    try:
        answer = app.assistant.ask(question, Turn("product-owner"))
    except UsageError:
        return (time.process_time() - begun) * 1000
    gaps, reply = gap_terms(answer), app.answer_reply(answer)
    shown = render.content(reply)
    spent = (time.process_time() - begun) * 1000
    assert answer.outcome in Outcome
    assert (answer.outcome is Outcome.ANSWER) == bool(answer.quotes)
    assert len(gaps) <= 20
    assert 0 < len(shown) <= _CONTENT
    for quote in answer.quotes:
        assert quote.text in app.corpus.articles[quote.topic].path.read_text("utf-8")
    return spent
