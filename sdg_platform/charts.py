"""From numbers to the geometry of a picture: pure, no markup.

The templates `components/_chart_*.html` draw what comes out, with attributes and classes only,
so that it passes our content policy. Numbers always stand in a table beside the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, NamedTuple

SHADES: Final = 5


class Shade(NamedTuple):
    """One step of a heat scale: 0 is the empty cell, 5 the fullest; `label` is its range."""

    number: int
    label: str


@dataclass(frozen=True)
class HeatScale:
    """Which shade a count gets: as many steps of equal width as fit below the largest count.

    `starts` are the first counts of each step.
    """

    starts: tuple[int, ...]
    most: int

    @classmethod
    def up_to(cls, most: int) -> "HeatScale":
        """
        >>> HeatScale.up_to(3).starts, HeatScale.up_to(50).starts
        ((1, 2, 3), (1, 11, 21, 31, 41))
        """
        steps = min(most, SHADES)
        return cls(tuple(ceil(most * step / steps) + 1 for step in range(steps)), most)

    def shade(self, count: int) -> int:
        """Few steps are spread over the scale, so that the largest count is the fullest.

        >>> [HeatScale.up_to(50).shade(count) for count in (0, 1, 11, 50)]
        [0, 1, 2, 5]
        >>> [HeatScale.up_to(2).shade(count) for count in (0, 1, 2)]
        [0, 3, 5]
        """
        step = sum(count >= start for start in self.starts)
        return ceil(step * SHADES / len(self.starts)) if step else 0

    def legend(self) -> list[Shade]:
        """
        >>> [shade.label for shade in HeatScale.up_to(7).legend()]
        ['0', '1–2', '3', '4–5', '6', '7']
        """
        ends = [*(start - 1 for start in self.starts[1:]), self.most]
        ranges = zip(self.starts, ends, strict=True) if self.starts else ()
        steps = [
            Shade(self.shade(first), str(first) if first == last else f"{first}–{last}")
            for first, last in ranges
        ]
        return [Shade(0, "0"), *steps]


class ShadeArea(NamedTuple):
    """All squares of one shade; `path` is the `d` of an SVG path."""

    shade: int
    path: str


class Label(NamedTuple):
    """Words beside a picture; `x` and `y` are the middle of the text."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class HeatMap:
    """Squares in rows and columns, with their labels above and to the left."""

    width: int
    height: int
    areas: Sequence[ShadeArea]
    columns: Sequence[Label]
    rows: Sequence[Label]


def heat_map(
    counts: Sequence[Sequence[int]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    side: int = 28,
    gap: int = 4,
) -> HeatMap:
    """Lay out `counts`, one sequence a row."""
    scale = HeatScale.up_to(max((count for row in counts for count in row), default=0))
    pitch, margin = side + gap, side + gap
    places = range(len(columns))
    squares: dict[int, str] = {}
    for y in range(len(rows)):
        for x in places:
            shade = scale.shade(counts[y][x])
            square = f"M{margin + pitch * x} {margin + pitch * y}h{side}v{side}h-{side}z"
            squares[shade] = squares.get(shade, "") + square
    return HeatMap(
        width=margin + pitch * len(columns) - gap,
        height=margin + pitch * len(rows) - gap,
        areas=[ShadeArea(shade, squares[shade]) for shade in sorted(squares)],
        columns=[Label(margin + pitch * x + side // 2, side // 2, columns[x]) for x in places],
        rows=[
            Label(side // 2, margin + pitch * y + side // 2, name) for y, name in enumerate(rows)
        ],
    )


@dataclass(frozen=True)
class Steps:
    """A line that keeps its height through each stretch of time, with a gap where nothing is.

    `path` is the `d` of an SVG path inside `width` x `height`; `top` is the share at the upper
    edge.
    """

    width: int
    height: int
    path: str
    top: float


def scale_top(shares: Sequence[float | None]) -> float:
    """The quarter above the largest share: lines with the same top can be compared.

    >>> scale_top([0.1, None, 0.3]), scale_top([])
    (0.5, 0.25)
    """
    return max(ceil(max((share or 0 for share in shares), default=0) * 4) / 4, 0.25)


def steps(
    shares: Sequence[float | None], *, top: float, width: int = 240, height: int = 64
) -> Steps:
    """Draw `shares` (0 to 1) from left to right, each as wide as the others.

    >>> steps([0.25, 0.5], top=0.5, width=100, height=40).path
    'M0 20H50V0H100'
    """
    return Steps(width, height, "".join(_strokes(shares, top, width, height)), top)


def _strokes(shares: Sequence[float | None], top: float, width: int, height: int) -> Iterator[str]:
    width_of_one = width / max(len(shares), 1)
    before = None
    for place, share in enumerate(shares):
        here = None if share is None else _short(height * (1 - share / top))
        if here is not None:
            if before is None:
                yield f"M{_short(width_of_one * place)} {here}"
            elif here != before:
                yield f"V{here}"
            yield f"H{_short(width_of_one * (place + 1))}"
        before = here


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def bar_width(value: float, most: float, *, width: int = 100) -> int:
    """How long a bar is whose longest neighbour stands for `most`; what is there can be seen.

    >>> bar_width(1, 1000), bar_width(5, 10), bar_width(0, 10), bar_width(0, 0)
    (1, 50, 0, 0)
    """
    if not value or not most:
        return 0
    return max(round(width * value / most), 1)
