"""The deck: no tip comes twice in a channel before all have come once. Pure."""

import hashlib
from collections.abc import Collection, Sequence

from bot.domain import Tip


def draw(tips: Sequence[Tip], given: Sequence[str], seed: str) -> Tip | None:
    """Return the next tip, or None where there is none.

    `given` holds the ids given so far in this channel, oldest first. The order within a round looks random and is fixed
    by `seed` and round. New content joins the present round; withdrawn tips are forgotten.
    """
    known = {tip.id for tip in tips}
    history = [tip_id for tip_id in given if tip_id in known]
    used = _present_round(history, len(known))
    waiting = [tip for tip in tips if tip.id not in used]
    if not used and len(waiting) > 1:
        # A new round may begin with any tip but the one that has just been given.
        waiting = [tip for tip in waiting if tip.id != next(reversed(history), "")]
    begun = len(history) - len(used)
    return min(waiting, key=lambda tip: _rank(f"{seed}:{begun}", tip.id), default=None)


def following(tips: Sequence[Tip], current_id: str) -> Tip | None:
    """Return the tip after `current_id` in a fixed shuffled circle: each comes once before any comes again."""
    circle = sorted(tips, key=lambda tip: _rank("circle", tip.id))
    place = next((number for number, tip in enumerate(circle) if tip.id == current_id), -1)
    return circle[(place + 1) % len(circle)] if circle else None


def _present_round(history: Sequence[str], deck_size: int) -> Collection[str]:
    """Return the ids given since the whole deck was last used up."""
    used: set[str] = set()
    for tip_id in history:
        if tip_id in used:  # a repeat can only open a new round
            used.clear()
        used.add(tip_id)
        if len(used) == deck_size:
            used.clear()
    return used


def _rank(seed: str, tip_id: str) -> bytes:
    return hashlib.sha256(f"{seed}:{tip_id}".encode()).digest()
