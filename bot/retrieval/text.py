"""The one text pipeline: pages and questions become the same terms by the same steps.

Fold accents, lower-case, split into words, join hyphens (`time-box` also gives `timebox`), stem with Snowball English
(Porter 2, https://snowballstem.org/algorithms/english/stemmer.html). No word is dropped: in questions function words
weigh half.
"""

import re
import unicodedata
from collections.abc import Sequence
from sys import intern

import Stemmer

FUNCTION_WEIGHT = 0.5  # measured: dropping who/when/how costs more than any other choice; full weight drowns the rest

# Words that say something in our field count in full: done, no, must, need, before, after, how many, how much.
FUNCTION_WORDS = frozenset(
    """
    a about again all also am an and any anyone anything are as at be because been being but by can cannot
    cant could did didnt do does doesnt doing dont each either else even ever few for from get gets getting go
    goes going got guys had has have having he hello her here hers hey hi him his how i id if ill im in into
    is isnt it its ive just let lets like may maybe me might my nor not of off often on once one only or other
    our out over own please really same shall she should shouldnt so some someone something still such than
    thank thanks that thats the their them then there theres these they theyre thing things this those through
    to too two under until upon us very was wasnt we were what whats when where wheres which while who whom
    whos whose why will with without wont would wouldnt yet you your
    """.split()  # noqa: SIM905  # a list of 160 strings would be a page of quotes
)

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_APOSTROPHE = re.compile("['\u2019]")
_POSSESSIVE = re.compile("['\u2019]s$")
_LETTER_APOSTROPHE = "\u02bc"  # counts as a letter, and is typed as an apostrophe
_MOST_DECOMPOSED = 4_000  # characters more than before; U+FDFA alone becomes eighteen, and 4,000 of them an attack
_stem = Stemmer.Stemmer("english").stemWord
_stems: dict[str, str] = {}
_MOST_CACHED = 50_000  # words; a question may hold any word at all


def fold(text: str) -> str:
    """Return `text` lower-cased, with compatibility forms unified and accents removed."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)[: len(text) + _MOST_DECOMPOSED].replace(_LETTER_APOSTROPHE, "'")
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[str]:
    """Return the words of `text` in order: folded, without apostrophes; a hyphenated word gives parts and whole."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word.isalnum():
            found.append("versus" if word == "vs" else word)  # titles spell it out, people do not
        else:
            found += _parts(_APOSTROPHE.sub("", _POSSESSIVE.sub("", word)))
    return found


def _parts(word: str) -> list[str]:
    """Return a hyphenated word's parts, and of two parts the whole: time-box is also written timebox."""
    parts = [part for part in word.split("-") if part]
    return [*parts, "".join(parts)] if len(parts) == 2 else parts  # noqa: PLR2004  # longer chains are phrases


def stem(word: str) -> str:
    """Return the Snowball stem of a folded word."""
    known = _stems.get(word)
    if known is None:
        if len(_stems) >= _MOST_CACHED:
            _stems.clear()
        known = _stems[word] = intern(_stem(word))  # one string for each stem: it stands in many tables
    return known


def stems(text_words: Sequence[str]) -> list[str]:
    """Return the stem of each word."""
    return [_stems.get(word) or stem(word) for word in text_words]


def weight(word: str) -> float:
    """Return what a folded word counts in a question: half for a function word."""
    return FUNCTION_WEIGHT if word in FUNCTION_WORDS else 1.0
