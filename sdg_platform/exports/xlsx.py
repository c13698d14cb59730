"""Spreadsheets whose cells are text, never formulas or links.

Rows are written as they come, so a table of any length takes constant memory.

A cell holds at most 32,767 characters. A longer text goes on in the same column of
the following row, whose other cells are empty. Where the first column is a key that
is never empty, a row without a key therefore continues the row above it, and
`joined_rows` puts it together again.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from itertools import chain, count, islice, zip_longest
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sdg_platform.exports.document import Document
from sdg_platform.exports.sheets import Cell, Row, Sheet, document_sheets

LONGEST_CELL = 32_767  # in UTF-16 code units, as spreadsheets count
WIDEST_COLUMN = 80  # in characters
MOST_ROWS = 1_048_576  # of one sheet, header included
MADE = datetime(2000, 1, 1)
LOOK_AHEAD = 50  # rows that decide the column widths
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_SHEET_NAME = 31


def write_xlsx(sheets: Iterable[Sheet], title: str = "") -> bytes:
    """A workbook of these sheets, headers frozen, readable columns."""
    out = BytesIO()
    write_xlsx_to(out, sheets, title)
    return out.getvalue()


def write_document_xlsx(document: Document) -> bytes:
    return write_xlsx(document_sheets(document), document.title)


def write_xlsx_to(file: IO[bytes], sheets: Iterable[Sheet], title: str = "") -> None:
    """Write to an open binary file, one row in memory at a time."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as workbook:
        # A fixed time of making: the same rows are the same file, byte for byte.
        workbook.set_properties({"title": _text(title), "created": MADE})
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        names: set[str] = set()
        for sheet in sheets:
            rows = iter(sheet.rows)
            first = [list(row) for row in islice(rows, LOOK_AHEAD)]
            widths = _widths([list(sheet.header), *first])
            lines = chain.from_iterable(_split(row) for row in chain(first, rows))
            line = next(lines, None)
            while True:  # a table longer than a sheet goes on in the next
                worksheet = workbook.add_worksheet(_free_name(sheet.name, names))
                worksheet.freeze_panes(1, 0)
                for column, width in enumerate(widths):
                    worksheet.set_column(column, column, width, wrapped)
                _write_row(worksheet, 0, sheet.header, bold)
                line = _write_lines(worksheet, line, lines, wrapped)
                if line is None:
                    break


def joined_rows(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Rows as they were before long cells were split: undoes the rule of this module.

    >>> list(joined_rows([["1", "en lang "], ["", "tekst"], ["2", "kort"]]))
    [['1', 'en lang tekst'], ['2', 'kort']]
    """
    whole: list[str] | None = None
    for row in rows:
        if whole is not None and row and not row[0] and any(row):
            whole = [start + rest for start, rest in zip_longest(whole, row, fillvalue="")]
            continue
        if whole is not None:
            yield whole
        whole = row
    if whole is not None:
        yield whole


def _split(row: Row) -> Iterator[list[Cell]]:
    """The row, and the rows that continue it where a cell is too long."""
    row = [_text(cell) if isinstance(cell, str) else cell for cell in row]
    # Most rows are short, and looking into each cell takes as long as writing it.
    if sum(len(cell) for cell in row if isinstance(cell, str)) * 2 <= LONGEST_CELL:
        yield row
        return
    parts = [_parts(cell) if isinstance(cell, str) else [cell] for cell in row]
    for cells in zip_longest(*parts, fillvalue=""):
        yield list(cells)


def _parts(text: str) -> list[Cell]:
    """Pieces that each fit a cell, never cut inside a character.

    >>> [len(part) for part in _parts("a" + "\\U0001f4a1" * 16_384)]
    [16384, 1]
    """
    if len(text) * 2 <= LONGEST_CELL:
        return [text]
    parts: list[Cell] = []
    start = units = 0
    for position, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > LONGEST_CELL:
            parts.append(text[start:position])
            start, units = position, 2 if character > "\uffff" else 1
    return [*parts, text[start:]]


def _text(text: str) -> str:
    """The text with a visible stand-in where XML has no way to say a character."""
    return NOT_XML.sub("\ufffd", text)


def _write_row(worksheet: Worksheet, number: int, row: Row, style: Format) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:  # the column has its style: an empty cell needs no words in the file
                worksheet.write_string(number, column, cell, style)
        elif cell is not None:
            worksheet.write_number(number, column, cell, style)


def _write_lines(
    worksheet: Worksheet, line: list[Cell] | None, further: Iterator[list[Cell]], style: Format
) -> list[Cell] | None:
    """Fill the sheet with `line` and those after it; returns the first that has no room."""
    for number in range(1, MOST_ROWS):
        if line is None:
            break
        _write_row(worksheet, number, line, style)
        line = next(further, None)
    return line


def _widths(rows: list[list[Cell]]) -> list[int]:
    """A width a column, from the longest line among these rows."""
    columns = zip_longest(*rows, fillvalue="")
    longest = (
        max(len(line) for cell in column for line in (str(cell or "").splitlines() or [""]))
        for column in columns
    )
    return [min(max(6, length + 2), WIDEST_COLUMN) for length in longest]


def _free_name(wanted: str, taken: set[str]) -> str:
    """A sheet name that spreadsheets accept and this workbook has not used yet."""
    plain = NOT_IN_SHEET_NAME.sub(" ", _text(wanted)).strip("' ") or "Ark"
    if plain.casefold() == "history":  # reserved
        plain += "_"
    for number in count(1):
        ending = "" if number == 1 else f" ({number})"
        name = _fitting(plain, LONGEST_SHEET_NAME - len(ending)) + ending
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def _fitting(text: str, units: int) -> str:
    """The start of a text that takes at most so many UTF-16 code units."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip("' ")
