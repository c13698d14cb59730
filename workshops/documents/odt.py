"""OpenDocument texts, read from the XML itself; tracked deletions stay out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workshops.documents.archive import open_archive
from workshops.documents.page import Page
from workshops.documents.refusal import DocumentRefused

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

LEFT_OUT = frozenset(
    [TEXT + tag for tag in ("tracked-changes", "table-of-content", "note-citation")]
    + [OFFICE + "annotation", TEXT + "sequence-decls", OFFICE + "forms"]
)
CHARACTERS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Book:
    """What the styles say, and the footnotes met on the way."""

    bold: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=lambda: {"Title"})
    numbered: set[tuple[str, int]] = field(default_factory=set)
    footnotes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """The list item whose first paragraph is still to come."""

    level: int
    number: int
    is_begun: bool = False


def read_odt(data: bytes) -> Page:
    """The lines of an OpenDocument text, its footnotes last."""
    with open_archive(data) as archive:
        manifest = archive.part("META-INF/manifest.xml")
        if manifest is not None and any(
            e.tag.endswith("}encryption-data") for e in manifest.iter()
        ):
            raise DocumentRefused("encrypted")
        root = archive.part("content.xml", paragraph=b"<text:p")
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise DocumentRefused("damaged")
    book = _read_styles(root)
    page, footnotes = Page(), Page()
    _read_blocks(body, page, book)
    for note in book.footnotes:
        _read_blocks(note, footnotes, book)
    page.add_footnotes(footnotes)
    return page


def _read_blocks(parent: Element, page: Page, book: Book, item: Item | None = None) -> None:
    for child in parent:
        if child.tag == TEXT + "h":
            boxes: list[Element] = []
            text = "".join(piece for piece, _ in _read_inline(child, book, boxes, is_bold=False))
            page.add_heading(text, int(child.get(TEXT + "outline-level", "1")))
            _read_boxes(boxes, page, book)
        elif child.tag == TEXT + "p":
            _read_paragraph(child, page, book, item)
        elif child.tag == TEXT + "list":
            _read_list(child, page, book, level=item.level + 1 if item else 0)
        elif child.tag == TABLE + "table":
            page.add_table([_read_cells(row, book) for row in child.iter(TABLE + "table-row")])
        elif child.tag not in LEFT_OUT:
            _read_blocks(child, page, book, item)


def _read_list(parent: Element, page: Page, book: Book, *, level: int, style: str = "") -> None:
    style = parent.get(TEXT + "style-name") or style
    is_numbered = (style, level) in book.numbered
    number = 0
    for entry in parent:
        number += entry.tag == TEXT + "list-item"
        item = Item(level, number if is_numbered else 0)
        for child in entry:
            if child.tag == TEXT + "list":
                _read_list(child, page, book, level=level + 1, style=style)
            else:
                _read_blocks([child], page, book, item)  # type: ignore[arg-type]


def _read_cells(row: Element, book: Book) -> list[Page]:
    cells = []
    for cell in row:
        if cell.tag in {TABLE + "table-cell", TABLE + "covered-table-cell"}:
            page = Page()
            _read_blocks(cell, page, book)
            cells.append(page)
    return cells


def _read_paragraph(paragraph: Element, page: Page, book: Book, item: Item | None) -> None:
    style = paragraph.get(TEXT + "style-name", "")
    boxes: list[Element] = []
    pieces = list(_read_inline(paragraph, book, boxes, is_bold=style in book.bold))
    text = "".join(piece for piece, _ in pieces)
    if item and text.strip():
        page.add_item(text, item.level, item.number)
        item.is_begun = True
    elif style in book.titles and text.strip():
        page.add_heading(text, 1)
    elif text.strip() or not boxes:
        page.add_paragraph(text, is_bold=all(bold for piece, bold in pieces if piece.strip()))
    _read_boxes(boxes, page, book)


def _read_boxes(boxes: list[Element], page: Page, book: Book) -> None:
    for box in boxes:
        inside = Page()
        _read_blocks(box, inside, book)
        page.add_aside(inside)


def _read_inline(
    parent: Element, book: Book, boxes: list[Element], *, is_bold: bool
) -> Iterator[tuple[str, bool]]:
    yield _WHITE.sub(" ", parent.text or ""), is_bold
    for child in parent:
        if child.tag in CHARACTERS:
            yield CHARACTERS[child.tag], is_bold
        elif child.tag == TEXT + "s":
            yield " " * min(int(child.get(TEXT + "c", "1")), 100), is_bold
        elif child.tag == DRAW + "text-box":
            boxes.append(child)
        elif child.tag == TEXT + "note":
            book.footnotes.extend(child.iter(TEXT + "note-body"))
        elif child.tag not in LEFT_OUT:
            bold = is_bold or child.get(TEXT + "style-name") in book.bold
            yield from _read_inline(child, book, boxes, is_bold=bold)
        yield _WHITE.sub(" ", child.tail or ""), is_bold


def _read_styles(root: Element) -> Book:
    book = Book()
    for style in root.iter(STYLE + "style"):
        name = style.get(STYLE + "name", "")
        look = style.find(STYLE + "text-properties")
        if look is not None and look.get(FO + "font-weight") == "bold":
            book.bold.add(name)
        if style.get(STYLE + "parent-style-name") == "Title":
            book.titles.add(name)
    for style in root.iter(TEXT + "list-style"):
        for level in style.iter(TEXT + "list-level-style-number"):
            rank = int(level.get(TEXT + "level", "1")) - 1
            book.numbered.add((style.get(STYLE + "name", ""), rank))
    return book
