"""CSV as Danish spreadsheets open it: UTF-8 with BOM, `;` between cells, CRLF.

A spreadsheet runs a cell that starts with `=` as a formula, so such a cell gets a
leading `'`, which our own import takes off again. Every text comes back unchanged.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from sdg_platform.exports.document import Document
from sdg_platform.exports.sheets import Cell, Sheet, document_sheet

BOM = "\ufeff"
DELIMITERS = ";,\t"
# What a spreadsheet may run, full-width forms included, and controls it may skip to get there.
_RISKY = "[=+\\-@\uff0b\uff0d\uff1d\uff20\x00-\x1f\x7f-\x9f]"
RISKY_START = re.compile(f"'*{_RISKY}")
NEUTRALISED_START = re.compile(f"'+{_RISKY}")


def neutralise(text: str) -> str:
    """The text as a cell no spreadsheet runs; `restore` is its exact inverse.

    >>> neutralise("-> redskab"), neutralise("'=1"), neutralise("'tit og ofte'")
    ("'-> redskab", "''=1", "'tit og ofte'")
    """
    return f"'{text}" if RISKY_START.match(text) else text


def restore(text: str) -> str:
    """The text as it was before `neutralise`.

    >>> restore("'-> redskab"), restore("''=1"), restore("'tit og ofte'")
    ('-> redskab', "'=1", "'tit og ofte'")
    """
    return text[1:] if NEUTRALISED_START.match(text) else text


def write_csv(sheet: Sheet) -> bytes:
    return b"".join(csv_lines(sheet))


def write_document_csv(document: Document) -> bytes:
    return write_csv(document_sheet(document))


def csv_lines(sheet: Sheet) -> Iterator[bytes]:
    """The file row by row, for a response that streams; the first piece is BOM and header."""
    yield (BOM + _line(sheet.header)).encode("utf-8", "replace")
    for row in sheet.rows:
        yield _line(row).encode("utf-8", "replace")


def read_csv(data: bytes) -> list[list[str]]:
    """Rows of a CSV file, ours or another's: cells restored, `;` `,` or tab between them.

    The delimiter is the one that is most frequent in the first line.
    Raises ValueError where the bytes are not UTF-8 or a quoted cell never ends.
    """
    text = data.decode("utf-8-sig")
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return [[restore(cell) for cell in row] for row in rows if row]


def _line(row: Iterable[Cell]) -> str:
    out = StringIO(newline="")
    cells = (neutralise(cell) if isinstance(cell, str) else cell for cell in row)
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()
