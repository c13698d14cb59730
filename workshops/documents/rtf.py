"""Rich text: striprtf takes the markup off; list levels and headings are carried past it.

striprtf forgets how deep an item stands and which paragraph is a heading, so both are put
into the text first, as characters for private use, and read off its lines afterwards.
"""

import re

from striprtf.striprtf import rtf_to_text

from workshops.documents.page import Page
from workshops.documents.refusal import DocumentRefused

LEVEL_MARK, HEADING_MARK = 0xE100, 0xE200
_LEVEL = re.compile(r"\\ilvl(\d)(?!\d)")
_HEADING = re.compile(r"\\outlinelevel(\d)(?!\d)")
_CELL_END = re.compile(r"\\(?:cell|nestcell)(?![a-z])")
_DELETED = re.compile(r"\{\\(?:deleted|\*\\deleted)\b[^{}]*\}")
_MARKS = re.compile(
    f"[{chr(LEVEL_MARK)}-{chr(LEVEL_MARK + 9)}{chr(HEADING_MARK)}-{chr(HEADING_MARK + 9)}]"
)


def read_rtf(data: bytes) -> Page:
    """The lines of a rich text."""
    source = data.decode("latin-1")
    source = _CELL_END.sub(r"\\par", _DELETED.sub("", source))
    source = _LEVEL.sub(lambda found: _carry(found, LEVEL_MARK), source)
    source = _HEADING.sub(lambda found: _carry(found, HEADING_MARK), source)
    try:
        text = rtf_to_text(source, errors="replace")
    except (ValueError, IndexError, KeyError, LookupError, AttributeError):
        raise DocumentRefused("damaged") from None
    page = Page()
    for line in text.split("\n"):
        _add_line(page, line)
    return page


def _carry(found: re.Match[str], mark: int) -> str:
    return f"{found[0]}\\u{mark + int(found[1])}?"


def _add_line(page: Page, line: str) -> None:
    marks = [ord(mark) for mark in _MARKS.findall(line)]
    words = _MARKS.sub("", line)
    headings = [mark - HEADING_MARK for mark in marks if mark >= HEADING_MARK]
    levels = [mark - LEVEL_MARK for mark in marks if mark < HEADING_MARK]
    if headings and headings[-1] < 9:
        page.add_heading(words, headings[-1] + 1)
    elif levels and words.strip():
        page.add_paragraph("  " * levels[-1] + words.strip())
    else:
        page.add_paragraph(words)
