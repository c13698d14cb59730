"""Word files, read from the XML itself.

python-docx's `text` leaves out what people did with "track changes" on, content controls,
text boxes and cells; notes are found in all of them. Deleted text stays out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from workshops.documents.archive import Archive, open_archive
from workshops.documents.page import Page
from workshops.documents.refusal import DocumentRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

LEFT_OUT = frozenset(
    [W + tag for tag in ("del", "moveFrom", "delText", "instrText", "delInstrText")]
    + [W + tag for tag in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "sectPr", "rt")]
    + [MC + "Fallback"]
)
CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
# Word's automatic correction turns --> into a letter of Wingdings.
WINGDINGS = {0xE0: "→", 0xE8: "→", 0xF0: "⇒", 0x4A: "☺", 0xFC: "✓", 0xFB: "✗", 0xA8: "☐", 0xFE: "☑"}
_HEADING_NAME = re.compile(r"(?:heading|overskrift|rubrik) ?(\d)|(title|titel|tittel|rubrik)", re.I)
# Nine tenths of the styles dress tables; leaving them unparsed halves the time of a small file.
_TABLE_STYLES = re.compile(
    rb'<w:style [^>]*w:type="table".*?</w:style>|<w:latentStyles.*?</w:latentStyles>', re.DOTALL
)
_LIST_LEVEL = re.compile(r"list (?:bullet|number) (\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: heading level, and which list.

    `level` is how deep an item stands, `rank` the list's own level that it counts on: in the
    style "List Number 2" they differ.
    """

    heading: int = 0
    list_id: str = ""
    level: int = 0
    rank: int = 0


class Styles:
    """The paragraph styles, each read when the first paragraph names it: Word stores hundreds."""

    def __init__(self, archive: Archive) -> None:
        root = archive.part("word/styles.xml", without=_TABLE_STYLES)
        styles = root.iter(W + "style") if root is not None else ()
        self._found = {style.get(W + "styleId", ""): style for style in styles}
        self._read: dict[str, Style] = {}

    def of(self, key: str) -> Style:
        if key not in self._read:
            self._read[key] = _read_style(self._with_ancestors(key))
        return self._read[key]

    def _with_ancestors(self, key: str) -> list[Element]:
        line: list[Element] = []
        while key in self._found and self._found[key] not in line:
            line.append(self._found[key])
            based_on = line[-1].find(W + "basedOn")
            key = based_on.get(W + "val", "") if based_on is not None else ""
        return line


@dataclass(slots=True)
class Book:
    """What the other parts of the file say about the paragraphs."""

    styles: "Styles"
    numbered: set[tuple[str, int]] = field(default_factory=set)
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next_number(self, list_id: str, rank: int) -> int:
        """The number of the next item, 0 in a list with bullets."""
        if (list_id, rank) not in self.numbered:
            return 0
        counter = self.counters[list_id]
        for deeper in [other for other in counter if other > rank]:
            del counter[deeper]
        counter[rank] = counter.get(rank, 0) + 1
        return counter[rank]


def read_docx(data: bytes) -> Page:
    """The lines of a Word file, its foot- and endnotes last."""
    with open_archive(data) as archive:
        root = archive.part("word/document.xml", paragraph=b":p")
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise DocumentRefused("damaged")
        book = Book(Styles(archive), _read_numbered_levels(archive))
        page = Page()
        _read_blocks(body, page, book)
        page.add_footnotes(_read_footnotes(archive, book))
    return page


def _read_blocks(parent: Element, page: Page, book: Book) -> None:
    for child in parent:
        if child.tag == W + "p":
            _read_paragraph(child, page, book)
        elif child.tag == W + "tbl":
            page.add_table([_read_cells(row, book) for row in _rows(child)])
        elif child.tag not in LEFT_OUT:
            _read_blocks(child, page, book)


def _rows(parent: Element) -> Iterator[Element]:
    """Rows, also those inside content controls and tracked insertions."""
    return _nearest(parent, W + "tr")


def _nearest(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in LEFT_OUT and child.tag != W + "trPr":
            yield from _nearest(child, tag)


def _read_cells(row: Element, book: Book) -> list[Page]:
    cells = []
    for cell in _nearest(row, W + "tc"):
        page = Page()
        _read_blocks(cell, page, book)
        cells.append(page)
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        cells.extend(Page() for _ in range(min(_number(span), 60) - 1))
    return cells


def _read_paragraph(paragraph: Element, page: Page, book: Book) -> None:
    boxes: list[Element] = []
    pieces = list(_read_runs(paragraph, boxes, is_bold=False))
    text = "".join(piece for piece, _ in pieces)
    style = _style_of(paragraph, book)
    if style.heading and text.strip():
        page.add_heading(text, style.heading)
    elif style.list_id and text.strip():
        page.add_item(text, style.level, book.next_number(style.list_id, style.rank))
    elif text.strip() or not boxes:
        page.add_paragraph(text, is_bold=all(bold for piece, bold in pieces if piece.strip()))
    for box in boxes:
        inside = Page()
        _read_blocks(box, inside, book)
        page.add_aside(inside)


def _read_runs(
    parent: Element, boxes: list[Element], *, is_bold: bool
) -> Iterator[tuple[str, bool]]:
    """Pieces of text and whether each is bold; text boxes are set aside in `boxes`."""
    for child in parent:
        if child.tag == W + "t":
            yield child.text or "", is_bold
        elif child.tag in CHARACTERS:
            yield CHARACTERS[child.tag], is_bold
        elif child.tag == W + "sym":
            yield _symbol(child), is_bold
        elif child.tag == W + "txbxContent":
            boxes.append(child)
        elif child.tag not in LEFT_OUT:
            bold = _is_bold(child) if child.tag == W + "r" else is_bold
            yield from _read_runs(child, boxes, is_bold=bold)


def _symbol(symbol: Element) -> str:
    code = int(symbol.get(W + "char", "0"), 16)
    return WINGDINGS.get(code & 0xFF, "•") if code >= 0xF000 else chr(code)


def _is_bold(run: Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(W + "val", "1") not in {"0", "false", "off"}


def _style_of(paragraph: Element, book: Book) -> Style:
    """The paragraph's own list setting, before that of its style."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    style = book.styles.of(named.get(W + "val", "")) if named is not None else Style()
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is None:
        return style
    list_id, level = _list_setting(own)
    if list_id == "0":
        return Style(heading=style.heading)
    if level is None:
        return replace(style, list_id=list_id or style.list_id)
    return replace(style, list_id=list_id or style.list_id, level=level, rank=level)


def _list_setting(num_pr: Element) -> tuple[str, int | None]:
    list_id, level = num_pr.find(W + "numId"), num_pr.find(W + "ilvl")
    return (
        list_id.get(W + "val", "") if list_id is not None else "",
        _number(level, default=0) if level is not None else None,
    )


def _read_style(line: Iterable[Element]) -> Style:
    """The first word of the family counts, beginning with the style itself."""
    heading, list_id, rank, level = 0, "", None, None
    for style in line:
        name_element = style.find(W + "name")
        name = name_element.get(W + "val", "") if name_element is not None else ""
        if match := _HEADING_NAME.fullmatch(name):
            heading = heading or int(match[1] or 1)
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (depth := _number(outline, default=9)) < 9:
            heading = heading or depth + 1
        setting = style.find(f"{W}pPr/{W}numPr")
        if setting is not None and not list_id:
            list_id, rank = _list_setting(setting)
        if level is None and (match := _LIST_LEVEL.fullmatch(name)):
            level = int(match[1]) - 1
    return Style(heading, list_id, rank or level or 0, rank or 0)


def _read_numbered_levels(archive: Archive) -> set[tuple[str, int]]:
    """The (list, level) pairs that count instead of showing bullets."""
    root = archive.part("word/numbering.xml")
    if root is None:
        return set()
    counting = defaultdict(set)
    for abstract in root.iter(W + "abstractNum"):
        for level in abstract.iter(W + "lvl"):
            form = level.find(W + "numFmt")
            if form is not None and form.get(W + "val") not in {"bullet", "none"}:
                rank = int(level.get(W + "ilvl", "0"))
                counting[abstract.get(W + "abstractNumId")].add(rank)
    numbered = set()
    for num in root.iter(W + "num"):
        abstract_id = num.find(W + "abstractNumId")
        if abstract_id is not None:
            ranks = counting[abstract_id.get(W + "val")]
            numbered |= {(num.get(W + "numId", ""), rank) for rank in ranks}
    return numbered


def _read_footnotes(archive: Archive, book: Book) -> Page:
    page = Page()
    for name, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        root = archive.part(name)
        for note in root.iter(W + tag) if root is not None else ():
            if note.get(W + "type") in {None, "normal"}:
                _read_blocks(note, page, book)
    return page


def _number(element: Element | None, default: int = 1) -> int:
    value = element.get(W + "val", "") if element is not None else ""
    return int(value) if value.isascii() and value.isdigit() else default
