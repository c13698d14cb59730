"""How a text of notes is laid out, seen as a whole before its lines are read.

People head their fields in one of three ways: with headings, as the top level of an outline,
or with a sign in front of each single line. The first way that is found in a text holds for
all of it. The minutes of a council have headings of their own and are left alone.
"""

from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from workshops.reading.headings import essence, is_aside, is_formality, read_wording
from workshops.reading.lines import Line, ordinal

# The longest heading that was ever seen spans three questions in 90 characters.
LONGEST_HEADING = 300
LISTED = frozenset({"dash", "plus", "arrow", "number"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of a text begin.

    `headings` maps the number of a line to the quadrant it heads; `signed` holds the lines
    that carry their own sign; `outline_indent` is the column of headings that are bullets.
    `is_compact` says that the text stands directly under its headings, without a blank line.
    """

    headings: dict[int, str] = field(default_factory=dict)
    signed: frozenset[int] = frozenset()
    outline_indent: int | None = None
    is_compact: bool = False


def survey(lines: list[Line]) -> Layout:
    """Find out how the writer of `lines` headed the fields."""
    is_official = _is_official(lines)
    if headings := _find_headings(lines, need_sign=is_official):
        below_blank = [line.before_blank for line in lines if line.number in headings]
        return Layout(headings, is_compact=not any(below_blank))
    if is_official:
        return Layout()
    if outline := _find_outline(lines):
        return outline
    return Layout(signed=_find_signed(lines))


def is_short(line: Line) -> bool:
    """Whether `line` could be a heading by its length and form."""
    words = line.words
    return (
        len(words) <= 60
        and len(words.split()) <= 6
        and not words[:1].islower()
        and not words.endswith((".", "!", "?", ",", ";", "…"))
    )


def _is_official(lines: list[Line]) -> bool:
    """Whether these are the minutes or the agenda of a council rather than a workshop's."""
    formal = {
        essence(line.words) for line in lines if len(line.words) < 60 and is_formality(line.words)
    }
    return len(formal) >= 2


def _find_headings(lines: list[Line], *, need_sign: bool) -> dict[int, str]:
    headings: dict[int, str] = {}
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        quadrant = heading_of(line)
        if not quadrant or (need_sign and not read_wording(line.signed).sign):
            continue
        if line.is_marked_up or not _is_listed(line, above, below, headings):
            headings[line.number] = quadrant
    return headings


def heading_of(line: Line) -> str | None:
    """The quadrant that `line` would head, before its neighbours are asked."""
    if line.is_rule or line.done is not None or len(line.words) > LONGEST_HEADING:
        return None
    if line.indent >= 4 and not line.after_blank:
        return None
    wording = read_wording(line.words if line.family in {"number", "dot"} else line.signed)
    if wording.quadrant or line.family == "dot":
        return wording.quadrant if line.family != "dot" or line.is_marked_up else None
    # In "## + Det vi er glade for" the sign is no bullet: it says which field is meant.
    speaks_by_sign = line.hashes and not wording.words and line.family != "dash"
    return wording.sign if speaks_by_sign and not is_aside(line.words) else None


def _is_listed(
    line: Line, above: Line | None, below: Line | None, headings: dict[int, str]
) -> bool:
    """Whether `line` is an item in a list of its own kind, though its words head a field."""
    if line.family not in LISTED or above is None:
        return line.family == "number" and _counts_on(line, below)
    if not line.after_blank and above.family == line.family and above.number not in headings:
        return True
    if line.family == "number":
        return _counts_on(line, below)
    follows_heading = above.number in headings and len(line.words.split()) == 1
    return bool(follows_heading and below and not line.before_blank and below.family == line.family)


def _counts_on(line: Line, below: Line | None) -> bool:
    if below is None or line.before_blank or below.family != "number":
        return False
    return ordinal(below.bullet) == ordinal(line.bullet) + 1


def _find_outline(lines: list[Line]) -> Layout | None:
    """Headings that are bullets themselves, with their notes indented under them."""
    headings: dict[int, str] = {}
    indents = set()
    for line, below in pairwise(lines):
        quadrant = read_wording(line.words).quadrant
        if quadrant and line.family and below.indent >= line.indent + 2:
            headings[line.number] = quadrant
            indents.add(line.indent)
    return Layout(headings, outline_indent=min(indents)) if len(indents) == 1 else None


def _find_signed(lines: list[Line]) -> frozenset[int]:
    """Lines like "+ fælles sprog" and "? hvem ejer planen", in a text without headings.

    Plus and arrow are bullets as well, so they count only beside the sign of another field;
    a dash never does.
    """
    signed = [
        line
        for line, below in zip_longest(lines, lines[1:])
        if line.sign and line.words and line.family in {"plus", "arrow", "sign"}
        if not _heads_others(line, below)
    ]
    fields = {line.sign for line in signed}
    typed = [line for line in signed if line.bullet[0] in "?%÷"]
    if len(fields) >= 2 or len(typed) >= 2:
        return frozenset(line.number for line in signed)
    return frozenset()


def _heads_others(line: Line, below: Line | None) -> bool:
    """Whether a signed line stands over lines that carry no sign: an unknown heading."""
    if below is None or line.before_blank or not line.after_blank or not is_short(line):
        return False
    return below.indent <= line.indent and (below.sign is None or below.family == "dash")
