"""How many practices there are of everything by everything: the gaps are what one looks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from practices.catalogue import facets
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.requests import Request
from sdg_platform.exports.sheets import Sheet
from sdg_platform.exports.writers import WRITERS, file_name
from sdg_platform.exports.xlsx import write_xlsx
from sdg_platform.views.shelf import new_practice_url, practices_url

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS: Final[Mapping[str, "StrOrPromise"]] = {
    "goal": gettext_lazy("17 verdensmål"),
    "theme": gettext_lazy("6 P’er"),
}
COLUMNS: Final[Mapping[str, "StrOrPromise"]] = {
    "theme": gettext_lazy("6 P’er"),
    "department": gettext_lazy("Forvaltninger"),
    "outcome": gettext_lazy("Hvordan gik det"),
    "municipality": gettext_lazy("Kommuner"),
}
TITLES: Final[Mapping[tuple[str, str], "StrOrPromise"]] = {
    ("goal", "theme"): gettext_lazy("De 6 P’er og de 17 mål"),
    ("goal", "department"): gettext_lazy("De 17 mål og forvaltningerne"),
    ("goal", "outcome"): gettext_lazy("De 17 mål, og hvordan det gik"),
    ("goal", "municipality"): gettext_lazy("De 17 mål og kommunerne"),
    ("theme", "department"): gettext_lazy("De 6 P’er og forvaltningerne"),
    ("theme", "outcome"): gettext_lazy("De 6 P’er, og hvordan det gik"),
    ("theme", "municipality"): gettext_lazy("De 6 P’er og kommunerne"),
}
# More columns than this are no longer six in a row on a phone.
FEW_COLUMNS: Final = 6
# The first count of each shade, as the legend shows them; `heat` in the look says the same.
LEGEND: Final = ((0, "0"), (1, "1"), (2, "2–3"), (4, "4–5"), (6, "6–7"), (8, "8+"))


class Head(NamedTuple):
    """A row's or column's value; `record` is what it stands for, or its word."""

    value: str
    name: str
    record: Any


@dataclass(frozen=True)
class Cell:
    """`url` is the list of these practices, or for none the form that adds the first.

    Empty where only another municipality could add one.
    """

    column: Head
    count: int
    url: str


@dataclass(frozen=True)
class Matrix:
    rows: str
    columns: str
    seen: facets.Seen
    actor: Actor

    @classmethod
    def read(cls, query: QueryDict, actor: Actor) -> Self:
        """What is unknown, or the same thing both ways, is as if it had not been asked for."""
        rows = query.get("rows", "")
        rows = rows if rows in ROWS else "goal"
        columns = query.get("columns", "")
        if (rows, columns) not in TITLES:
            columns = "theme" if rows == "goal" else "department"
        return cls(rows, columns, facets.seen_by(actor), actor)

    @property
    def title(self) -> str:
        return str(TITLES[self.rows, self.columns])

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query.update({"rows": self.rows, "columns": self.columns})
        return query.urlencode()

    @property
    def is_wide(self) -> bool:
        return len(self.column_heads()) > FEW_COLUMNS

    def row_heads(self) -> list[Head]:
        return self._heads(self.rows)

    def column_heads(self) -> list[Head]:
        """All values there are; of 98 municipalities those that have told of something."""
        heads = self._heads(self.columns)
        if self.columns == "municipality":
            told = self.seen.counts("municipality").keys() | self.actor.municipality_codes
            heads = [head for head in heads if head.value in told]
        return heads

    def _heads(self, group: str) -> list[Head]:
        return [
            Head(value, str(record), record)
            for value, record in self.seen.names.groups[group].items()
        ]

    def lines(self) -> list[tuple[Head, list[Cell]]]:
        counts = self.seen.crossed(self.rows, self.columns)
        return [(row, list(self._cells(row, counts))) for row in self.row_heads()]

    def _cells(self, row: Head, counts: Mapping[tuple[str, str], int]) -> Iterator[Cell]:
        for column in self.column_heads():
            yield self._cell(row, column, counts.get((row.value, column.value), 0))

    def _cell(self, row: Head, column: Head, count: int) -> Cell:
        choices = {self.rows: row.value, self.columns: column.value}
        if count:
            return Cell(column, count, practices_url(**choices))
        if self.columns != "municipality":
            return Cell(column, 0, new_practice_url(**choices))
        is_own = column.value in self.actor.municipality_codes
        return Cell(column, 0, new_practice_url(**choices) if is_own else "")

    def sheet(self) -> Sheet:
        """The same numbers for a spreadsheet; a gap is an empty cell, which adds up to nothing."""
        header = (str(ROWS[self.rows]), *(head.name for head in self.column_heads()))
        rows = [(row.name, *(cell.count or None for cell in cells)) for row, cells in self.lines()]
        return Sheet(gettext("Overblik"), header, rows)


@require_safe
def matrix(request: Request) -> HttpResponse:
    shown = Matrix.read(request.GET, request.actor)
    context = {
        "matrix": shown,
        "columns": shown.column_heads(),
        "lines": shown.lines(),
        "row_choices": ROWS.items(),
        "column_choices": COLUMNS.items(),
        "legend": LEGEND,
    }
    return render(request, "hub/matrix.html", context)


@require_safe
def matrix_export(request: Request) -> HttpResponse:
    shown = Matrix.read(request.GET, request.actor)
    writer = WRITERS["xlsx"]
    response = HttpResponse(
        write_xlsx([shown.sheet()], shown.title), content_type=writer.content_type
    )
    name = file_name(shown.title, writer.extension)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
