"""The anatomy of one line of pasted notes: its indentation, bullet, check box and words.

People paste from Word, OneNote, mail and Markdown, and mix bullets freely. Nothing here
decides what a line means; `notes` does, by looking at a line and its neighbours.
"""

import re
from dataclasses import dataclass, replace

from sdg_platform.text import TextRefused, clean_text
from workshops.reading.headings import SIGNS, TAKE_FORWARD, split_sign

NO_LIMIT = 1 << 62
TAB_STOP = 4

LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
SPACES = " \t\u00a0\u200b\u200c\u200d\u2060\ufeff\u2007\u202f\u3000"

_DOTS = "*•●○◦∙·▪▫■□‣⁃►▶»›>\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_DASHES = "-–—−‐‑"
_ARROWS = "|".join(
    re.escape(arrow)
    for arrow in sorted(SIGNS[TAKE_FORWARD].split(), key=len, reverse=True)
    if arrow != "💡"
)
_BULLET = re.compile(
    rf"""
      (?P<arrow>  (?:{_ARROWS})[\ufe0e\ufe0f]? )
    | (?P<number> \(?(?:\d{{1,2}}[.)]|(?:[a-zæøå]|[ivx]{{2,4}})\))(?=[\s\u00a0]) )
    | (?P<sub>    o(?=\t) )
    | (?P<dash>   [{_DASHES}]{{1,2}}(?=[\s\u00a0]|[^\W\d]|$) )
    | (?P<plus>   [+＋](?=[\s\u00a0]|[^\W\d]|$) | ➕\ufe0f? )
    | (?P<dot>    \*(?=[\s\u00a0]|[^\W\d][^*]*$|$) | [{_DOTS.replace("*", "")}] )
    """,
    re.VERBOSE,
)
_NAMED_SIGN = re.compile("[?？%％÷ΔΔ∆△]+(?=[\\s\u00a0]|$)|[❓❔⁇➗➖❌✖✗👎✚✅👍💡][\ufe0e\ufe0f]?")
_CHECK_BOX = re.compile(r"\[(?P<tick>[ xX✓✔]?)\](?=[\s\u00a0]|$)|(?P<box>[☐☑☒✓✔])\ufe0f?")
_HASHES = re.compile(r"(?P<hashes>\#{1,6})(?=[\s\u00a0]|[^\w\s#]|$)(?P<words>.*)", re.DOTALL)
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<words>(?:(?!(?P=mark)).)+)(?P=mark)(?P<colon>:?)")
_RULE = re.compile(r"([-*_=~–—])(?:[\s\u00a0]*\1){2,}")
_LETTER = re.compile(r"[a-zæøå]\.(?=[\s\u00a0])")
_ORDINAL = re.compile(r"(\d{1,2})\.")
_MONTH = re.compile(
    r"(?:januar|februar|marts|mars|april|maj|mai|juni|juli|august|septemb|oktob|novemb|decemb|desemb)",
    re.IGNORECASE,
)
# Word draws its deeper levels with these; pasted as plain text the indentation is gone.
_DEEPER = {"o": 2, "▪": 4, "\uf0a7": 4}


@dataclass(frozen=True, slots=True)
class Line:
    """One line with text in it.

    `number` counts from 1 in the original; `indent` in columns. `family` is the kind of
    bullet: "", dash, plus, dot, number, arrow or sign. `words` is the line without
    indentation, heading markup, bullet and check box. `hashes` is the heading level of
    Markdown, 0 for none. `after_blank` and `before_blank` count the edges of the text as blank.
    """

    number: int
    raw: str
    indent: int
    bullet: str
    family: str
    words: str
    done: bool | None = None
    hashes: int = 0
    is_bold: bool = False
    is_rule: bool = False
    is_underline: bool = False
    ends_hard: bool = False
    after_blank: bool = True
    before_blank: bool = True

    @property
    def signed(self) -> str:
        """The line with its sign, as a heading would be read: "÷ Virker ikke"."""
        return f"{self.bullet} {self.words}".strip()

    @property
    def sign(self) -> str | None:
        """The quadrant that the bullet stands for, where it is a sign."""
        return split_sign(self.bullet)[0] if self.bullet else None

    @property
    def is_marked_up(self) -> bool:
        return bool(self.hashes) or self.is_bold


def read_lines(text: str) -> list[Line]:
    r"""Every line of `text` that prints something.

    >>> [(line.number, line.family, line.words) for line in read_lines("\ufeff- a\r\n\r\n1) b")]
    [(1, 'dash', 'a'), (3, 'number', 'b')]
    """
    rows = LINE_BREAK.split(text.removeprefix("\ufeff"))
    blank = [True, *(prints_nothing(row) for row in rows), True]
    is_quoted = _is_quoted([row for row, empty in zip(rows, blank[1:], strict=False) if not empty])
    counting = 0
    lines = []
    for number, raw in enumerate(rows, start=1):
        if blank[number]:
            continue
        line = replace(
            read_line(raw.lstrip()[1:] if is_quoted else raw, number=number, counting=counting),
            raw=raw,
            after_blank=blank[number - 1],
            before_blank=blank[number + 1],
        )
        if line.family == "number":
            counting = ordinal(line.bullet)
        lines.append(line)
    return _underline_headings(lines)


def read_line(raw: str, *, number: int = 1, counting: int = 0) -> Line:
    """Take one line apart; `counting` is the number of the numbered item before it.

    >>> read_line("   a) gerne korte").indent, read_line("[x] ringe til KL").done
    (3, True)
    >>> read_line("3.4 eller 11.7?").words, read_line("## + Plus").signed
    ('3.4 eller 11.7?', '+ Plus')
    """
    body = raw.strip(SPACES).strip()
    line = Line(
        number=number,
        raw=raw,
        indent=_columns(raw),
        bullet="",
        family="",
        words=body,
        ends_hard=raw.endswith(("  ", "\\")),
        is_rule=bool(_RULE.fullmatch(body)),
    )
    if line.is_rule:
        return line
    if heading := _HASHES.fullmatch(body):
        body = heading["words"].rstrip(SPACES + "#").strip(SPACES)
        line = replace(line, hashes=len(heading["hashes"]))
    if bold := _BOLD.fullmatch(body):
        body = bold["words"].strip(SPACES) + bold["colon"]
        line = replace(line, is_bold=True)
    bullet, family, body = _split_bullet(body, counting, is_indented=line.indent >= 2)
    done, body = _split_check_box(body)
    indent = line.indent + (_DEEPER.get(bullet, 0) if family in {"sub", "dot"} else 0)
    family = "dot" if family == "sub" else family
    return replace(line, bullet=bullet, family=family, words=body, done=done, indent=indent)


def prints_nothing(text: str) -> bool:
    r"""Whether white space and invisible characters are all there is.

    >>> prints_nothing("\u200b \u00a0"), prints_nothing("\x00")
    (True, False)
    """
    try:
        return not text.strip() or not clean_text(text, limit=NO_LIMIT)
    except TextRefused:
        return False


def _is_quoted(rows: list[str]) -> bool:
    """Whether a mail program put ">" in front of every line."""
    return len(rows) > 1 and all(re.match(r"\s*>(?!>)", row) for row in rows)


def _underline_headings(lines: list[Line]) -> list[Line]:
    """Read `Fungerer` above `========` as the heading it is in Markdown."""
    marked = list(lines)
    for index, rule in enumerate(lines[1:], start=1):
        above = lines[index - 1]
        if rule.is_rule and not rule.after_blank and _can_be_underlined(above):
            level = 1 if rule.raw.strip()[0] == "=" else 2
            marked[index - 1] = replace(marked[index - 1], hashes=above.hashes or level)
            marked[index] = replace(rule, is_underline=True)
    return marked


def _can_be_underlined(line: Line) -> bool:
    return line.family in {"", "sign"} and not line.is_rule and len(line.words.split()) <= 20


def _columns(raw: str) -> int:
    width = 0
    for character in raw:
        if character == "\t":
            width += TAB_STOP - width % TAB_STOP
        elif character in " \u00a0\u2007\u202f\u3000":
            width += 1
        elif character not in SPACES:
            break
    return width


def _split_bullet(body: str, counting: int, *, is_indented: bool) -> tuple[str, str, str]:
    # At the margin "A." may be somebody's initial; under a numbered item "a." is a bullet.
    if is_indented and (letter := _LETTER.match(body)):
        return letter[0], "number", body[letter.end() :].strip(SPACES)
    match = _BULLET.match(body)
    if match and not _is_ordinal_word(match[0], body[match.end() :], counting):
        return match[0], match.lastgroup or "", body[match.end() :].strip(SPACES)
    if match := _NAMED_SIGN.match(body):
        return match[0], "sign", body[match.end() :].strip(SPACES)
    return "", "", body


def _split_check_box(body: str) -> tuple[bool | None, str]:
    if not (match := _CHECK_BOX.match(body)):
        return None, body
    done = (match["tick"] or "").strip() != "" or (match["box"] or "☐") != "☐"
    return done, body[match.end() :].strip(SPACES)


def ordinal(bullet: str) -> int:
    """The number in a numbered bullet, 0 in a lettered one."""
    digits = "".join(character for character in bullet if character.isdigit())
    return int(digits) if digits.isascii() and digits else 0


def _is_ordinal_word(bullet: str, rest: str, counting: int) -> bool:
    """Whether "17." belongs to the words: "17. verdensmål", "2. oktober"."""
    ordinal = _ORDINAL.fullmatch(bullet)
    if not ordinal:
        return False
    rest = rest.strip(SPACES)
    value = int(ordinal[1])
    return bool(_MONTH.match(rest)) or (value > 1 and value != counting + 1 and rest[:1].islower())
