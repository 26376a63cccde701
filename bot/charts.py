"""A picture of how much was asked, for people to look at. Drawn only where matplotlib is there: the extra `charts`.

Called as a program, it reads a packed chart from standard input and writes the PNG to standard output.

It is a card with a background of its own, since Discord shows it on dark and on light. Discord shows pictures about 550
pixels wide, a phone some 350; so there is little on it, and what there is is large.
"""

import json
import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INCHES = (12.0, 7.4)
_DPI = 100
_CARD, _INK, _QUIET, _FAINT = "#1f2430", "#f2f4f8", "#a9b2c3", "#343b4b"
_DONE, _REST = "#4fc3a1", "#f0a35e"  # a green and an orange that differ in lightness too
_MOST_LABELS = 4
_FEWEST_COLUMNS, _MOST_BARS = 7, 5
_LEFT, _MIDDLE, _RIGHT = 0.05, 0.6, 0.95  # where the two halves begin, and the right margin; shares of the width


@dataclass(frozen=True, slots=True)
class Column:
    """What was counted in one span of time, and the part of it that was answered."""

    label: str
    total: int
    part: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that stands on the picture. `figures` are three large numbers with what each counts, `bars` at most five."""

    figures: tuple[tuple[str, str], ...]
    columns_title: str
    columns: tuple[Column, ...]
    part_name: str
    rest_name: str
    bars_title: str
    bars: tuple[tuple[str, int], ...]


def is_available() -> bool:
    """Tell whether pictures can be drawn here."""
    return find_spec("matplotlib") is not None


def packed(chart: Chart) -> bytes:
    """Return a chart as it is sent to a process that draws it."""
    return json.dumps(asdict(chart)).encode()


def unpacked(data: bytes) -> Chart:
    """Return the chart that was packed."""
    values = json.loads(data)
    values["columns"] = [Column(**column) for column in values["columns"]]
    return Chart(**values)


def draw(chart: Chart) -> bytes:
    """Return a PNG. The first one of a process takes a second and 55 MiB, for matplotlib has to be imported."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  # slow, and optional
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=_CARD)
    FigureCanvasAgg(figure)
    _figures(figure, chart)
    _columns(figure, chart, _MIDDLE - 0.06 if chart.bars else _RIGHT)
    if chart.bars:
        _bars(figure, chart)
    drawn = BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def _figures(figure: "Figure", chart: Chart) -> None:
    for left, (value, name) in zip((_LEFT, (_LEFT + _MIDDLE) / 2, _MIDDLE), chart.figures, strict=True):
        figure.text(left, 0.84, value, color=_INK, fontsize=48, fontweight="bold")
        figure.text(left, 0.775, name, color=_QUIET, fontsize=21)


def _columns(figure: "Figure", chart: Chart, right: float) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  # see above

    axes = figure.add_axes((_LEFT + 0.02, 0.11, right - _LEFT - 0.02, 0.42))
    places = range(len(chart.columns))
    parts = [column.part for column in chart.columns]
    rests = [column.total - column.part for column in chart.columns]
    axes.bar(places, parts, color=_DONE, width=0.78)
    axes.bar(places, rests, bottom=parts, color=_REST, width=0.78)
    _plain(axes)
    axes.grid(visible=True, axis="y", color=_FAINT, linewidth=1.5)
    axes.set_axisbelow(True)
    beside = max(0.0, (_FEWEST_COLUMNS - len(chart.columns)) / 2)  # a single day is no wall
    axes.set_xlim(-0.7 - beside, len(chart.columns) - 0.3 + beside)
    axes.set_ylim(0, max(column.total for column in chart.columns) * 1.05 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    step = -(-len(chart.columns) // _MOST_LABELS)
    shown = [place for place in places if (len(chart.columns) - 1 - place) % step == 0]  # the newest has its label
    axes.set_xticks(shown, [chart.columns[place].label for place in shown])
    axes.tick_params(colors=_QUIET, labelsize=18, length=0, pad=8)
    _title(figure, _LEFT, chart.columns_title)
    _legend(figure, ((_DONE, chart.part_name), (_REST, chart.rest_name)))


def _legend(figure: "Figure", names: tuple[tuple[str, str], ...]) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415  # see above

    figure.legend(
        handles=[Patch(color=color, label=name) for color, name in names],
        loc="upper left",
        bbox_to_anchor=(_LEFT, 0.635),
        ncols=len(names),
        frameon=False,
        fontsize=18,
        labelcolor=_QUIET,
        borderpad=0,
        borderaxespad=0,
        handlelength=0.8,
        handleheight=0.8,
        columnspacing=1.2,
        handletextpad=0.5,
    )


def _bars(figure: "Figure", chart: Chart) -> None:
    axes = figure.add_axes((_MIDDLE, 0.05, _RIGHT - _MIDDLE, 0.59))
    most = max(count for _, count in chart.bars)
    places = range(_MOST_BARS, _MOST_BARS - len(chart.bars), -1)
    axes.barh(places, [count for _, count in chart.bars], color=_DONE, height=0.28)
    for place, (name, count) in zip(places, chart.bars, strict=True):
        axes.text(0, place + 0.24, name, color=_INK, fontsize=19, parse_math=False)
        axes.text(count + most * 0.03, place, str(count), color=_QUIET, fontsize=18, va="center")
    _plain(axes)
    axes.set_xlim(0, most * 1.17)
    axes.set_ylim(0.6, _MOST_BARS + 0.7)
    axes.set_xticks([])
    axes.set_yticks([])
    _title(figure, _MIDDLE, chart.bars_title)


def _title(figure: "Figure", left: float, title: str) -> None:
    figure.text(left, 0.665, title, color=_INK, fontsize=22, fontweight="bold")


def _plain(axes: "Axes") -> None:
    axes.set_facecolor(_CARD)
    for spine in axes.spines.values():
        spine.set_visible(False)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(unpacked(sys.stdin.buffer.read())))
