"""Answer, choice or unknown: decided from evidence, never from the raw score alone.

Confidence is a logistic model of seven signals. Its weights were fitted on the development questions, on blind ones, on
questions of other fields, and on author questions taken out of the index; see `docs/retrieval.md`.
"""

import math
from dataclasses import fields
from operator import attrgetter

from bot.domain import Evidence, Outcome, Signals

_BIAS = -8.52
_COVERAGE = 2.01
_QUESTION = 2.4
_SAME_QUESTION = 2.7  # times the fourth power: only a nearly equal question or name speaks for itself
_UNKNOWN = -2.11
_MATCHED = 1.28  # times log(1 + n), as all counts: the third word says less than the second
_MATCHED_ANYWHERE = 2.6  # whether it can be answered at all does not hang on which topic came first
_FIELD_WORDS = 0.77

_ALL = attrgetter(*(field.name for field in fields(Evidence)))

ANSWER_FROM = 0.53
CHOICE_FROM = 0.30
NEAR_FROM = 0.05  # below, hardly a topic that could be offered helps; measured in `docs/retrieval.md`


def weigh(evidence: Evidence) -> Signals:
    """Return the signals with the confidence, in 0..1, that the first topic answers."""
    total = (
        _BIAS
        + _COVERAGE * evidence.coverage
        + _QUESTION * evidence.question_match
        + _SAME_QUESTION * evidence.question_match**4
        + _UNKNOWN * evidence.unknown
        + _MATCHED * math.log1p(evidence.matched)
        + _MATCHED_ANYWHERE * math.log1p(evidence.matched_anywhere)
        + _FIELD_WORDS * math.log1p(evidence.field_words)
    )
    confidence = 1.0 / (1.0 + math.exp(-total))
    return Signals(*_ALL(evidence), confidence=confidence if evidence.matched else 0.0)


def decide(signals: Signals) -> Outcome:
    """Return the outcome that the confidence allows."""
    if signals.confidence < CHOICE_FROM:
        return Outcome.UNKNOWN
    return Outcome.CHOICE if signals.confidence < ANSWER_FROM else Outcome.ANSWER


def is_near(signals: Signals) -> bool:
    """Tell whether the topics that were found may help somebody who gets no answer."""
    return signals.confidence >= NEAR_FROM
