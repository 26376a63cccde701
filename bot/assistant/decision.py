"""Answer, choice or unknown: decided from evidence, never from the raw score alone."""

import math
from collections.abc import Sequence

from bot.domain import Outcome, Signals
from bot.retrieval.retriever import Hit

MARGIN_WEIGHT = 0.5  # how much the lead of the first topic over the second counts

# Evidence = coverage + question match + MARGIN_WEIGHT x margin. Fixed on the development questions, answerable and not.
ANSWER_FROM = 0.62
CHOICE_FROM = 0.48
_SPREAD = 0.12  # evidence to confidence: a logistic centred between the thresholds

_CLOSE = 0.06  # two topics within this margin are offered as a choice unless the evidence is strong
_STRONG = 1.0


def weigh(hits: Sequence[Hit]) -> Signals:
    """Return the signals for ranked hits; all zero without a hit."""
    if not hits:
        return Signals(0.0, 0.0, 0.0, 0.0)
    first = hits[0]
    margin = min(1.0, first.score - (hits[1].score if len(hits) > 1 else 0.0))
    evidence = first.coverage + first.question_match + MARGIN_WEIGHT * margin
    middle = (ANSWER_FROM + CHOICE_FROM) / 2
    confidence = 1.0 / (1.0 + math.exp(-(evidence - middle) / _SPREAD))
    return Signals(first.coverage, first.question_match, margin, confidence)


def decide(signals: Signals) -> Outcome:
    """Return the outcome that the evidence allows."""
    evidence = signals.coverage + signals.question_match + MARGIN_WEIGHT * signals.margin
    if evidence < CHOICE_FROM:
        return Outcome.UNKNOWN
    if evidence < ANSWER_FROM or (signals.margin < _CLOSE and evidence < _STRONG):
        return Outcome.CHOICE
    return Outcome.ANSWER
