"""What is written beside the pictures, and how they are made small."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from tests.pictures.scene import Scene

_COLOURS = 32
_AREA = 4000  # pixels
_APART = 24  # sum of the differences in red, green and blue

Colour = tuple[int, int, int]

_HEAD = """# Pictures

What people see, drawn from what the bot really sent: the real client on the loopback Discord of the tests, with the
real content, drawn in Discord's look by headless Chromium. Each picture shows the same messages on a desktop and on a
phone 390 pixels wide, dark and light. The font differs a little from Discord's own, which is not free.

    python -m tests.pictures

makes them all again (it needs Chromium or Chrome; with Pillow installed the files are smaller).
A further picture is one function in `tests/pictures/scenes_*.py`.
"""


def smaller(png: bytes) -> bytes:
    """Return a picture with a palette of 32 colours where Pillow is installed, else as it is."""
    if find_spec("PIL") is None:
        return png
    image = import_module("PIL.Image")
    drawn = image.open(io.BytesIO(png)).convert("RGB")
    colours = _palette(drawn.getcolors(drawn.width * drawn.height))
    palette = image.new("P", (1, 1))
    palette.putpalette([part for colour in colours for part in colour])
    out = io.BytesIO()
    drawn.quantize(palette=palette, dither=image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette(counted: list[tuple[int, Colour]]) -> list[Colour]:
    """Return the colours of large areas, and of the others the most frequent that differ from those.

    Pillow would fill the rest of a palette up with black.
    """
    chosen: list[Colour] = []
    for count, colour in sorted(counted, reverse=True):
        apart = 0 if count > _AREA else _APART
        if len(chosen) < _COLOURS and all(_distance(colour, other) > apart for other in chosen):
            chosen.append(colour)
    return chosen + [chosen[0]] * (256 - len(chosen))


def _distance(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def read_me(scenes: Iterable[Scene]) -> str:
    """Return the page that shows the pictures, a line each."""
    shown = "".join(f"\n## {scene.caption}\n\n![{scene.name}]({scene.name}.png)\n" for scene in scenes)
    return _HEAD + shown
