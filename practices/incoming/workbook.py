"""The first visible sheet of a stranger's .xlsx as rows of text; runs in a confined child.

Written by hand because a cell must say whether it is a formula, because `_x0041_` in our own
exports must come back as what somebody typed, and because it is five times as fast as the
library that knows everything else about spreadsheets too.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, Final
from xml.parsers import expat

from practices.incoming.refusal import FileRefused
from sdg_platform.packed import directory_fault

FORMULA: Final = "\x1aformula"
"""What stands in the place of a formula's cell: no text that somebody may store looks so."""
WIDEST_SHEET: Final = 200  # columns
BRIM: Final = 32_766  # UTF-16 code units of a cell that was split
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile("[A-Z]{1,3}")
_ROW_NUMBER = re.compile("[0-9]{1,7}")
_WHOLE_NUMBER = re.compile(r"(-?[0-9]+)\.0+")
_SHEET_RELATION = "/worksheet"
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def read_workbook(data: bytes, most_rows: int) -> list[tuple[int, list[str]]]:
    """The sheet's rows that hold anything, each with its number; raises FileRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if fault := directory_fault(archive.infolist()):
                raise FileRefused(fault)
            names = set(archive.namelist())
            shared: list[str] = []
            if "xl/sharedStrings.xml" in names:
                shared = _Strings().read(archive, "xl/sharedStrings.xml")
            return _Rows(shared, most_rows).read(archive, _first_sheet(archive))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, OSError):
        raise FileRefused("damaged") from None
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from None
        raise FileRefused("damaged") from None


def _parse(
    archive: zipfile.ZipFile, name: str, start: Start, end: End | None = None, text: Any = None
) -> None:
    """Walk through one part; where a DOCTYPE begins, entities are declared, so stop there."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise FileRefused("unsafe")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while chunk := part.read(1 << 20):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The part that holds the first sheet people see."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def workbook(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet" and attributes.get("state", "visible") == "visible":
            keys = [value for key, value in attributes.items() if key.endswith("relationships id")]
            sheets.extend(keys[:1])

    def relations(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith(_SHEET_RELATION):
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, "xl/workbook.xml", workbook)
    _parse(archive, "xl/_rels/workbook.xml.rels", relations)
    found = next((targets[key] for key in sheets if key in targets), None)
    if found is None:
        raise FileRefused("damaged")
    return posixpath.normpath(posixpath.join("/xl", found)).lstrip("/")


def unescape(text: str) -> str:
    """What a spreadsheet means by `_x000D_`; a typed `_x0041_` was written `_x005F_x0041_`.

    >>> unescape("a_x000A_b"), unescape("_x005F_x0041_")
    ('a\\nb', '_x0041_')
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Strings:
    """The table of texts that cells point into; readings aids (rPh) are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.inside = False
        self.aid = 0

    def read(self, archive: zipfile.ZipFile, name: str) -> list[str]:
        _parse(archive, name, self.start, self.end, self.text)
        return self.texts

    def start(self, name: str, _: dict[str, str]) -> None:
        local = _local(name)
        if local == "rPh":
            self.aid += 1
        self.inside = local == "t" and not self.aid

    def end(self, name: str) -> None:
        local = _local(name)
        self.inside = False
        if local == "rPh":
            self.aid -= 1
        elif local == "si":
            self.texts.append(unescape("".join(self.pieces)))
            self.pieces = []

    def text(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)


class _Rows:
    def __init__(self, shared: list[str], most_rows: int) -> None:
        self.shared = shared
        self.most_rows = most_rows
        self.rows: list[tuple[int, list[str]]] = []
        self.number = self.column = 0
        self.cells: dict[int, str] = {}
        self.kind = ""
        self.pieces: list[str] = []
        self.inside = self.is_formula = False

    def read(self, archive: zipfile.ZipFile, name: str) -> list[tuple[int, list[str]]]:
        _parse(archive, name, self.start, self.end, self.text)
        return self.rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                given = _ROW_NUMBER.fullmatch(attributes.get("r", ""))
                self.number = int(given[0]) if given else self.number + 1
                self.cells, self.column = {}, -1
            case "c":
                letters = _LETTERS.match(attributes.get("r", ""))
                self.column = _column(letters[0]) if letters else self.column + 1
                self.kind = attributes.get("t", "n")
                self.pieces, self.is_formula = [], False
            case "f":
                self.is_formula = True
            case "v" | "t":
                self.inside = True

    def end(self, name: str) -> None:
        match _local(name):
            case "v" | "t":
                self.inside = False
            case "c" if self.column < WIDEST_SHEET:
                if value := self._value():
                    self.cells[self.column] = value
            case "row" if self.cells:
                if len(self.rows) > self.most_rows:
                    raise FileRefused("too_long")
                width = max(self.cells) + 1
                self.rows.append((self.number, [self.cells.get(i, "") for i in range(width)]))

    def text(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)

    def _value(self) -> str:
        if self.is_formula:
            return FORMULA
        text = "".join(self.pieces)
        match self.kind:
            case "s":
                position = int(text) if text.isascii() and text.isdigit() else -1
                if not 0 <= position < len(self.shared):
                    raise FileRefused("damaged")
                return self.shared[position]
            case "n":
                whole = _WHOLE_NUMBER.fullmatch(text)
                return whole[1] if whole else text
            case _:
                return unescape(text)


def _column(letters: str) -> int:
    """The place of a column by its letters, from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def joined(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows as they were before long cells were split (see `exports.xlsx`).

    A row goes on from the one above where its key, the first cell, is empty and every text in
    it stands below a cell that was filled to the brim; a row that somebody added without a key
    is a row of its own.

    >>> full = "a" * 32_767
    >>> [(n, len(cells[1])) for n, cells in joined([(2, ["k", full]), (3, ["", "bc"])])]
    [(2, 32769)]
    >>> len(list(joined([(2, ["k", "kort"]), (3, ["", "ny"])])))
    2
    """
    whole: tuple[int, list[str]] | None = None
    above: list[str] = []
    for number, cells in rows:
        if whole is not None and not cells[0] and _goes_on(cells, above):
            width = max(len(cells), len(whole[1]))
            pairs = zip(_wide(whole[1], width), _wide(cells, width), strict=True)
            whole, above = (whole[0], [start + rest for start, rest in pairs]), cells
            continue
        if whole is not None:
            yield whole
        whole, above = (number, cells), cells
    if whole is not None:
        yield whole


def _goes_on(cells: list[str], above: list[str]) -> bool:
    pairs = zip(_wide(above, len(cells)), cells, strict=False)
    return all(_is_full(start) for start, rest in pairs if rest)


def _is_full(text: str) -> bool:
    """Whether a cell holds as much as a cell can, less half a character that did not fit."""
    return len(text) * 2 > BRIM and len(text.encode("utf-16-le", "surrogatepass")) // 2 >= BRIM


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
