"""A page of lines, as every reader of a format writes it."""

from dataclasses import dataclass, field

from workshops.reading.layout import heading_of
from workshops.reading.lines import read_line

LONGEST_BOLD_HEADING = 100
INDENT = "  "


@dataclass(slots=True)
class Page:
    """Lines in the making: list items get bullets and indentation, headings get #."""

    lines: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)

    def add_heading(self, text: str, level: int) -> None:
        """A heading is one line, whatever breaks it had."""
        if text := " ".join(text.split()):
            self.add_blank()
            self._add(f"{'#' * min(max(level, 1), 6)} {text}", "heading")

    def add_item(self, text: str, level: int, number: int = 0) -> None:
        """An item of a list, `level` 0 at the top; `number` 0 for a bullet."""
        if self.shapes[-2:] == ["item", "plain"]:
            # A lone line between two lists stands like a heading: let it be seen.
            self.lines.insert(-1, "")
            self.shapes.insert(-1, "blank")
        first, *rest = text.strip().split("\n")
        bullet = f"{number}." if number else "•"
        margin = INDENT * min(level, 20)
        self._add(f"{margin}{bullet} {first}", "item")
        for line in rest:
            self._add(f"{margin}{' ' * len(bullet)} {line.strip()}".rstrip(), "item")

    def add_paragraph(self, text: str, *, is_bold: bool = False) -> None:
        text = text.rstrip()
        if not text.strip():
            self.add_blank()
        elif is_bold and "\n" not in text and len(text) <= LONGEST_BOLD_HEADING:
            self._add(f"**{text.strip()}**", "bold")
        else:
            for line in text.split("\n"):
                self._add(line.rstrip(), "plain" if line.strip() else "blank")

    def add_blank(self) -> None:
        if self.shapes and self.shapes[-1] != "blank":
            self._add("", "blank")

    def add_aside(self, page: "Page") -> None:
        """What stands apart from the running text (a text box, a table), between blanks."""
        self.add_blank()
        self.lines.extend(page.lines)
        self.shapes.extend(page.shapes)
        self.add_blank()

    def add_footnotes(self, page: "Page") -> None:
        """Under a rule, which closes whatever field is open above."""
        if any(line.strip() for line in page.lines):
            self.add_blank()
            self._add("---", "rule")
            self.add_aside(page)

    def add_table(self, rows: list[list["Page"]]) -> None:
        """The cells one after another: down the columns if a row holds the headings."""
        inside = Page()
        if any(sum(cell.is_heading() for cell in row) >= 2 for row in rows):
            width = max(len(row) for row in rows)
            cells = [row[column] for column in range(width) for row in rows if column < len(row)]
        else:
            cells = [cell for row in rows for cell in row]
        for cell in cells:
            if cell.is_heading():
                inside.add_blank()
            for line, shape in zip(cell.lines, cell.shapes, strict=True):
                inside._add(line, shape)
        self.add_aside(inside)

    def is_heading(self) -> bool:
        """Whether the one line on this page heads a field."""
        lines = [line for line in self.lines if line.strip()]
        return len(lines) == 1 and heading_of(read_line(lines[0])) is not None

    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    def _add(self, line: str, shape: str) -> None:
        self.lines.append(line)
        self.shapes.append(shape)
