"""The rows of a list in one of the three formats: for the page and for the command."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext

from practices.rows import COLUMNS, to_cells
from sdg_platform.exports.delimited import csv_lines
from sdg_platform.exports.sheets import Sheet
from sdg_platform.exports.xlsx import write_xlsx_to

Rows = Iterable[Mapping[str, Any]]


def write_xlsx(file: IO[bytes], rows: Rows) -> None:
    write_xlsx_to(file, [_sheet(rows)], gettext("Praksisser"))


def write_csv(file: IO[bytes], rows: Rows) -> None:
    file.writelines(csv_lines_of(rows))


def csv_lines_of(rows: Rows) -> Iterator[bytes]:
    return csv_lines(_sheet(rows))


def write_json(file: IO[bytes], rows: Rows) -> None:
    file.writelines(line.encode("utf-8", "replace") for line in json_lines(rows))


def json_lines(rows: Rows) -> Iterator[str]:
    """One list, a row a line."""
    separator = "[\n"
    for row in rows:
        yield f"{separator}{json.dumps(row, ensure_ascii=False)}"
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _sheet(rows: Rows) -> Sheet:
    return Sheet(gettext("Praksisser"), COLUMNS, (to_cells(row) for row in rows))


FILES: Final[Mapping[str, Callable[[IO[bytes], Rows], None]]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "json": write_json,
}
