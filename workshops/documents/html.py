"""Web pages and what Word, Google Docs and mail programs save as such."""

import re
from html.parser import HTMLParser

from workshops.documents.page import Page
from workshops.documents.plain import decode

Attributes = list[tuple[str, str | None]]

LEFT_OUT = frozenset({"script", "style", "title", "template", "del", "svg", "noscript", "object"})
BLOCKS = frozenset(
    """
    p div section article header footer main aside nav address blockquote pre dl dt dd form
    fieldset legend figure figcaption hr center details summary body caption
    """.split()  # noqa: SIM905
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD = frozenset({"b", "strong"})
_WHITE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w-]{1,40})""", re.IGNORECASE)
# Both save lists flat and keep the level aside.
_WORD_LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d)")
_GOOGLE_LEVEL = re.compile(r"\blst-kix_\S+?-(\d)\b")


def read_html(data: bytes) -> Page:
    """The lines of a page; scripts, styles and struck-out changes are no text."""
    reader = _HtmlReader()
    reader.feed(_decode(data))
    reader.close()
    return reader.finish()


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:2048])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data).removeprefix("\ufeff")


class _HtmlReader(HTMLParser):
    """Collects running text and lets it out at each edge of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.outer: list[tuple[Page, list[list[Page]], list[list[int]]]] = []
        self.rows: list[list[Page]] = []
        self.lists: list[list[int]] = []  # [counts up?, number so far, level]
        self.pieces: list[tuple[str, bool]] = []
        self.skipping = self.bold = self.preformatted = self.heading = 0
        self.item: tuple[int, int] | None = None

    def finish(self) -> Page:
        self.flush()
        while self.outer:
            self.end_table()
        return self.page

    # --- What the parser meets ----------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag in LEFT_OUT or tag == "body":
            self.skipping = 0 if tag == "body" else self.skipping + 1
        if tag == "br":
            self.pieces.append(("\n", bool(self.bold)))
        elif tag == "input" and have.get("type") == "checkbox":
            self.pieces.append(("[x] " if "checked" in have else "[ ] ", bool(self.bold)))
        elif tag in BOLD:
            self.bold += 1
        elif tag in {"ul", "ol"}:
            self.flush()
            google = _GOOGLE_LEVEL.search(have.get("class", ""))
            level = int(google[1]) if google else len(self.lists)
            self.lists.append([tag == "ol", 0, level])
        elif tag == "li":
            self.start_item()
        elif tag in {"table", "tr", "td", "th"}:
            self.start_table_part(tag)
        elif tag in BLOCKS or tag in HEADINGS:
            self.start_block(tag, have.get("style", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in LEFT_OUT:
            self.skipping = max(self.skipping - 1, 0)
        elif tag in BOLD:
            self.bold = max(self.bold - 1, 0)
        elif tag in {"ul", "ol"}:
            self.flush()
            self.lists = self.lists[:-1]
        elif tag in BLOCKS or tag in HEADINGS or tag in {"li", "td", "th", "tr"}:
            self.flush()
            self.item = None if tag == "li" else self.item
            self.preformatted -= tag == "pre" and self.preformatted > 0
        elif tag == "table" and self.outer:
            self.flush()
            self.end_table()

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            text = data if self.preformatted else _WHITE.sub(" ", data)
            self.pieces.append((text, bool(self.bold)))

    # --- Blocks, items, tables ----------------------------------------------------------

    def start_block(self, tag: str, style: str) -> None:
        self.flush()
        self.heading = HEADINGS.get(tag, 0)
        self.preformatted += tag == "pre"
        if tag == "hr":
            self.page.add_paragraph("---")
        if word := _WORD_LEVEL.search(style):
            self.pieces.append((" " * 2 * (int(word[1]) - 1), False))

    def start_item(self) -> None:
        self.flush()
        if not self.lists:
            self.lists.append([0, 0, 0])
        counting = self.lists[-1]
        counting[1] += 1
        self.item = (counting[2], counting[1] if counting[0] else 0)

    def start_table_part(self, tag: str) -> None:
        self.flush()
        if tag == "table":
            self.outer.append((self.page, self.rows, self.lists))
            self.page, self.rows, self.lists = Page(), [], []
        elif self.outer and tag == "tr":
            self.rows.append([])
        elif self.outer:
            if not self.rows:
                self.rows.append([])
            self.page = Page()
            self.rows[-1].append(self.page)

    def end_table(self) -> None:
        rows = self.rows
        self.page, self.rows, self.lists = self.outer.pop()
        self.page.add_table(rows)

    def flush(self) -> None:
        """Let out what has been collected as a paragraph, an item or a heading."""
        raw = "".join(piece for piece, _ in self.pieces)
        text = raw.rstrip() if self.preformatted else re.sub(r" *\n *", "\n", raw).rstrip()
        is_bold = all(bold for piece, bold in self.pieces if piece.strip())
        self.pieces = []
        if text.strip():
            if self.heading:
                self.page.add_heading(text, self.heading)
            elif self.item:
                self.page.add_item(text, *self.item)
                self.item = None
            else:
                self.page.add_paragraph(text.removeprefix("\n"), is_bold=is_bold)
        self.heading = 0
