"""A file of practices as a header and rows of text, whatever kind of file it is.

What a file is, its first bytes say, and its name must agree. All three kinds are parsed in a
child process with limits: the largest of them takes its time even when nothing is wrong.
"""

import csv
import json
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any, Final

from practices.incoming.refusal import FileRefused
from practices.incoming.workbook import joined, read_workbook
from sdg_platform.confined import Crashed, Died, OutOfMemory, OutOfTime, run_confined
from sdg_platform.exports.delimited import DELIMITERS, restore
from sdg_platform.packed import MOST_BYTES

MEMORY_MB: Final = 700
SECONDS: Final = 60
MOST_ROWS: Final = 20_000
ENDINGS: Final = {".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".json": "json"}
# More control characters than this in a text, and it is no text.
MOST_CONTROLS: Final = 0.1
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Table:
    """`rows` are (number in the file, cells); cells of a JSON file may be lists and numbers."""

    header: list[str]
    rows: list[tuple[int, list[Any]]]


def read_table(data: bytes, name: str) -> Table:
    """Raises FileRefused, whose `str` is one sentence for the reader."""
    if not data.strip():
        raise FileRefused("empty")
    if len(data) > MOST_BYTES:
        raise FileRefused("too_large")
    kind = _kind_as_promised(data, PurePath(name.lower()).suffix)
    try:
        answer = run_confined(extract, data, kind, memory_mb=MEMORY_MB, seconds=SECONDS)
    except (OutOfMemory, OutOfTime, Died):
        raise FileRefused("too_heavy") from None
    except Crashed:
        raise FileRefused("damaged") from None
    if "refused" in answer:
        raise FileRefused(answer["refused"])
    return Table(answer["header"], [(number, cells) for number, cells in answer["rows"]])


def _kind_as_promised(data: bytes, ending: str) -> str:
    if ending and ending not in ENDINGS:
        raise FileRefused("old_excel" if data.startswith(_OLD_OFFICE) else "unknown_kind")
    kind = _kind_of(data)
    if kind in {"encrypted", "old_excel"}:
        raise FileRefused(kind)
    promised = ENDINGS.get(ending, kind)
    # A table may begin like a list: `[note];title`.
    if promised == "csv" and kind == "json":
        return "csv"
    if promised != kind:
        raise FileRefused("not_what_it_says", ending=ending)
    return kind


def _kind_of(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(_OLD_OFFICE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return "encrypted" if is_encrypted else "old_excel"
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > len(data) * MOST_CONTROLS:
        return "other"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "json" if start in {b"[", b"{"} else "csv"


def _kind_of_zip(data: bytes) -> str:
    """By the directory alone; what is cut short is taken for what its name says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "xlsx" if "xl/workbook.xml" in archive.namelist() else "other"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "xlsx"


# --- In the child ----------------------------------------------------------------------------


def extract(data: bytes, kind: str) -> dict[str, Any]:
    """`header` and `rows`, or the code of a refusal as `refused`."""
    try:
        header, rows = _PARSERS[kind](data)
    except FileRefused as refused:
        return {"refused": refused.reason}
    if len(rows) > MOST_ROWS:
        return {"refused": "too_long"}
    return {"header": header, "rows": rows} if rows else {"refused": "no_rows"}


def _workbook(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    rows = list(joined(read_workbook(data, MOST_ROWS * 2)))
    if not rows:
        raise FileRefused("empty")
    return rows[0][1], rows[1:]


def _delimited(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Rows of a CSV file, cells restored; the delimiter is the most frequent in the header."""
    text = _decoded(data)
    csv.field_size_limit(MOST_BYTES)
    header = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [
            (number, [restore(cell) for cell in row])
            for number, row in enumerate(reader, start=1)
            if any(row)
        ]
    except csv.Error:
        raise FileRefused("damaged") from None
    if not rows:
        raise FileRefused("empty")
    return rows[0][1], rows[1:]


def _decoded(data: bytes) -> str:
    """UTF-8 as we write it, or what an older Danish spreadsheet saves."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _json(data: bytes) -> tuple[list[str], list[tuple[int, list[Any]]]]:
    try:
        records = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused("damaged") from None
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise FileRefused("not_a_list")
    header = list(dict.fromkeys(name for one in records for name in one))[:1_000]
    rows = [
        (number, [one.get(name, ABSENT) for name in header])
        for number, one in enumerate(records, start=1)
    ]
    return header, rows


ABSENT: Final = {"absent": True}
"""A name that other records of the list have and this one has not: what is stored stays."""

_PARSERS: Final = {"xlsx": _workbook, "csv": _delimited, "json": _json}
