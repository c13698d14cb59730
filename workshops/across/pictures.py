"""What the synthesis shows as pictures, each with the table that stands beside it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from sdg_platform import charts
from workshops.across.listing import Across
from workshops.across.synthesis import (
    NO_GOAL,
    AskedAgain,
    Half,
    Stretch,
    Theme,
    asked_again,
    crossed,
    over_time,
    themes_by_quadrant,
)
from workshops.models import Quadrant

# More names than this are a list that nobody reads.
MOST_NAMED: Final = 4


class FieldHead(NamedTuple):
    """A field's code, mark and name in the reader's language."""

    code: str
    mark: str
    name: str


def field_heads() -> list[FieldHead]:
    return [FieldHead(field.value, field.mark, str(field.label)) for field in Quadrant]


class Word(NamedTuple):
    """A word that recurs in a field; `width` is its bar's, 100 for the widest of all."""

    theme: Theme
    width: int
    url: str


class FieldWords(NamedTuple):
    field: FieldHead
    words: list[Word]


def words_of(across: Across) -> list[FieldWords]:
    """What recurs in each field; all bars have one scale, so they can be compared."""
    recurring = themes_by_quadrant(across.found, Quadrant.values)
    most = max((theme.workshops for some in recurring.values() for theme in some), default=0)
    return [
        FieldWords(
            head,
            [
                Word(
                    theme,
                    charts.bar_width(theme.workshops, most),
                    across.notes_url(quadrant=head.code, word=theme.key),
                )
                for theme in recurring[head.code]
            ],
        )
        for head in field_heads()
    ]


class Question(NamedTuple):
    """The first who asked leads; of the municipalities a few are named, in the filters' order."""

    asked: AskedAgain
    named: list[str]
    unnamed: int
    url: str

    @property
    def places(self) -> int:
        return len(self.named) + self.unnamed


def questions_of(across: Across) -> list[Question]:
    return [_question(across, asked) for asked in asked_again(across.found)]


def _question(across: Across, asked: AskedAgain) -> Question:
    codes = set(asked.municipalities)
    names = [name for code, name in across.known["municipality"].items() if code in codes]
    named = names if len(names) <= MOST_NAMED + 1 else names[:MOST_NAMED]
    url = across.notes_url(like=UUID(asked.first.pk))
    return Question(asked, named, len(names) - len(named), url)


class Cell(NamedTuple):
    """A number, as text, and the notes behind it; `url` is "" for none."""

    field: FieldHead
    number: str
    shade: str
    url: str


class Row(NamedTuple):
    """A goal's notes, field by field; `goal` is None for notes without one."""

    value: str
    name: str
    goal: Any
    cells: list[Cell]


class Heat(NamedTuple):
    """`without_goal` stands apart: it is often the largest, and would pale all the others."""

    heads: list[FieldHead]
    rows: list[Row]
    without_goal: Row | None
    picture: charts.HeatMap
    legend: list[charts.Shade]


def heat_of(across: Across) -> Heat:
    """Goal by field. Where goals are chosen only they have a row, for their numbers alone lead
    to what they count.
    """
    heads, counts = field_heads(), crossed(across.found)
    chosen = across.filters.chosen.get("goal", ())
    shown = [value for value in across.known["goal"] if not chosen or value in chosen]
    goals = [value for value in shown if value != NO_GOAL]
    turned = [[counts[value, head.code] for value in goals] for head in heads]
    scale = charts.HeatScale.up_to(max((n for row in turned for n in row), default=0))
    rows = [_row(across, heads, value, counts, scale) for value in goals]
    rest = _row(across, heads, NO_GOAL, counts, None) if NO_GOAL in shown else None
    picture = charts.heat_map(turned, [head.mark for head in heads], goals)
    return Heat(heads, rows, rest, picture, scale.legend())


def _row(
    across: Across,
    heads: list[FieldHead],
    goal: str,
    counts: Mapping[tuple[str, str], int],
    scale: charts.HeatScale | None,
) -> Row:
    cells = []
    for head in heads:
        count = counts[goal, head.code]
        url = across.notes_url(goal=goal, quadrant=head.code) if count else ""
        cells.append(Cell(head, str(count), str(scale.shade(count)) if scale else "none", url))
    return Row(goal, across.known["goal"][goal], across.goals.get(goal), cells)


class Line(NamedTuple):
    """One field's share of the notes through the years."""

    field: FieldHead
    picture: charts.Steps


class Span(NamedTuple):
    """Half a year in the table."""

    name: str
    total: str
    url: str
    cells: list[Cell]


class Timeline(NamedTuple):
    lines: list[Line]
    spans: list[Span]
    top: int


def timeline_of(across: Across) -> Timeline | None:
    """Each field's share of each half year's notes; None until there are two to compare."""
    stretches, heads = over_time(across.found), field_heads()
    if sum(stretch.total > 0 for stretch in stretches) < 2:
        return None
    shares = [[stretch.share(head.code) for stretch in stretches] for head in heads]
    top = charts.scale_top([share for line in shares for share in line])
    lines = [
        Line(head, charts.steps(line, top=top)) for head, line in zip(heads, shares, strict=True)
    ]
    spans = [_span(across, heads, stretch) for stretch in stretches]
    return Timeline(lines, spans, round(top * 100))


def _span(across: Across, heads: list[FieldHead], stretch: Stretch) -> Span:
    """The half year's notes, never beyond the days that were chosen."""
    half, chosen = stretch.half, across.filters
    days = {
        "from": max(half.first, chosen.first or half.first),
        "to": min(half.last, chosen.last or half.last),
    }
    cells = [
        Cell(head, str(count), "", across.notes_url(quadrant=head.code, **days) if count else "")
        for head in heads
        for count in [stretch.counts[head.code]]
    ]
    url = across.notes_url(**days) if stretch.total else ""
    return Span(half_name(half), str(stretch.total), url, cells)


def half_name(half: Half) -> str:
    if half.half == 1:
        return gettext("1. halvår %(year)d") % {"year": half.year}
    return gettext("2. halvår %(year)d") % {"year": half.year}
