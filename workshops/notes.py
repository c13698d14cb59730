"""Read pasted workshop notes into the four fields.

Text in, notes out: no database, and no guessing. A line is a heading only if its sign or
wording says so, or if it stands like one; what belongs to no field is listed as not placed,
with the reason. Every line that has text is accounted for exactly once, so the preview can
show the original beside the result and the numbers add up:

    len(notes) + len(headings) + len(not_placed) + (1 if title) + joined == len(lines)
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest

from django.utils.translation import gettext

from sdg_platform.text import NOTE_LIMIT, TITLE_LIMIT, TextRefused, clean_text
from workshops.reading.headings import QUADRANTS, TAKE_FORWARD, is_aside, read_wording
from workshops.reading.layout import Layout, is_short, survey
from workshops.reading.lines import Line, ordinal, read_lines

# Nobody's editor wraps narrower than this, and no wrapped line is longer.
WRAPS_FROM, WRAPS_TO = 60, 120


class Reason(StrEnum):
    """Why a line was not placed."""

    NO_FIELD = "no_field"
    UNKNOWN_HEADING = "unknown_heading"
    UNDER_UNKNOWN_HEADING = "under_unknown_heading"
    SIGN_OF_ANOTHER_FIELD = "sign_of_another_field"
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NOT_STORABLE = "not_storable"

    @property
    def sentence(self) -> str:
        """The reason in the reader's language."""
        return {
            Reason.NO_FIELD: gettext("Der står ingen overskrift for et felt over linjen."),
            Reason.UNKNOWN_HEADING: gettext("Vi kender ikke overskriften."),
            Reason.UNDER_UNKNOWN_HEADING: gettext("Linjen står under en ukendt overskrift."),
            Reason.SIGN_OF_ANOTHER_FIELD: gettext("Tegnet hører til et andet felt."),
            Reason.NO_WORDS: gettext("Der er ingen ord på linjen."),
            Reason.TOO_LONG: gettext("Linjen er for lang til en note. Del den i flere."),
            Reason.NOT_STORABLE: gettext("Linjen har et usynligt tegn, der ikke kan gemmes."),
        }[self]


class Landing(StrEnum):
    """Where a line of the original ended up."""

    NOTE = "note"
    HEADING = "heading"
    TITLE = "title"
    NOT_PLACED = "not_placed"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed line, not yet stored.

    `text` is the writer's own; only bullet, check box and outer white space are off.
    `parent` is the index of the note one level above; `done` is a check box's tick.
    """

    quadrant: str
    text: str
    line: int
    parent: int | None = None
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    text: str
    quadrant: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    line: int
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the original as it stood, and where it landed.

    `note` is the index of the note it became; `joined` says that it carries on the line
    above (a wrapped sentence, the rule under a heading) and adds to no count of its own.
    """

    line: int
    text: str
    landing: Landing
    quadrant: str | None = None
    note: int | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class ParsedNotes:
    notes: list[Note] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    not_placed: list[NotPlaced] = field(default_factory=list)
    lines: list[SourceLine] = field(default_factory=list)
    title: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many notes each quadrant got, empty ones included."""
        return {code: sum(n.quadrant == code for n in self.notes) for code in QUADRANTS}

    @property
    def joined(self) -> int:
        """How many lines only carry on the line above."""
        return sum(line.joined for line in self.lines)


def parse_notes(text: str) -> ParsedNotes:
    r"""Place every line of `text`. Never raises, never drops a line.

    >>> parsed = parse_notes("## + Hvad fungerer?\n- Det fælles sprog\n  - på tværs\nEventuelt")
    >>> [(note.quadrant, note.text, note.parent) for note in parsed.notes]
    [('works', 'Det fælles sprog', None), ('works', 'på tværs', 0)]
    >>> [(line.text, line.reason.value) for line in parsed.not_placed]
    [('Eventuelt', 'unknown_heading')]
    """
    lines = read_lines(text)
    reader = _Reader(survey(lines))
    above: Line | None = None
    for line, below in zip_longest(lines, lines[1:]):
        reader.read(
            line,
            above=None if line.after_blank else above,
            below=None if line.before_blank else below,
        )
        above = line
    return reader.parsed


class _Reader:
    """Walks down the lines with one thing in mind: which field is open."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.parsed = ParsedNotes()
        self.close_field(Reason.NO_FIELD)

    def read(self, line: Line, *, above: Line | None, below: Line | None) -> None:
        """Decide where `line` lands; `above` and `below` touch it without a blank line."""
        quadrant = self.layout.headings.get(line.number)
        if self.is_title(line, quadrant):
            self.take_title(line)
        elif line.is_underline and self.carries_on_heading():
            self.land(line, self.parsed.lines[-1].landing, joined=True)
        elif quadrant:
            self.open_field(quadrant, line)
        elif line.number in self.layout.signed:
            self.take_signed(line)
        elif line.is_rule or not line.words:
            self.leave_wordless(line)
        elif self.is_unknown_heading(line, above, below):
            self.leave(line, Reason.UNKNOWN_HEADING)
            self.close_field(Reason.UNDER_UNKNOWN_HEADING)
        else:
            self.take_content(line, above)

    # --- The field that is open ---------------------------------------------------------

    def close_field(self, why: Reason) -> None:
        self.quadrant: str | None = None
        self.why_closed = why
        self.forget_levels()

    def forget_levels(self) -> None:
        self.levels: list[tuple[int, int]] = []
        self.first_of_note: Line | None = None
        self.all_bulleted = True
        self.is_spaced = False
        self.heading_ordinal = 0

    def open_field(self, quadrant: str, line: Line) -> None:
        self.quadrant = quadrant
        self.forget_levels()
        self.heading_ordinal = ordinal(line.bullet)
        if remark := read_wording(line.signed).remark:
            self.add_note(line, remark)
        else:
            self.parsed.headings.append(Heading(line.number, line.raw.strip(), quadrant))
            self.land(line, Landing.HEADING, quadrant=quadrant)

    def take_signed(self, line: Line) -> None:
        """A line that names its field itself: it and what is indented under it, no more."""
        self.quadrant = line.sign
        self.forget_levels()
        self.add_note(line, line.words)

    # --- What a line is -----------------------------------------------------------------

    def is_title(self, line: Line, quadrant: str | None) -> bool:
        return line.hashes == 1 and not self.parsed.lines and not quadrant

    def carries_on_heading(self) -> bool:
        return self.parsed.lines[-1].landing in {Landing.HEADING, Landing.TITLE}

    def is_unknown_heading(self, line: Line, above: Line | None, below: Line | None) -> bool:
        if line.hashes:
            return True
        if self.layout.outline_indent is not None:
            return line.indent <= self.layout.outline_indent
        if self.layout.signed:
            return False
        if is_aside(line.words) and (line.after_blank or line.family in {"", "sign"}):
            return line.family in {"", "sign", "number"}
        if line.family == "number" and not (above and above.family == "number"):
            return 0 < self.heading_ordinal == ordinal(line.bullet) - 1
        if line.is_bold:
            return is_short(line) and not (below and below.is_bold)
        if not self.levels:
            return False
        if line.after_blank:
            return self.stands_like_heading(line, below)
        # Between bullets, a short line without one that announces more of them.
        announces = line.words.endswith(":") and bool(below and below.family)
        return announces and self.all_bulleted and not line.family and is_short(line)

    def stands_like_heading(self, line: Line, below: Line | None) -> bool:
        """Whether a short line after a blank one differs from the notes above it."""
        if not is_short(line):
            return False
        if line.sign and line.family in {"sign", "arrow"}:
            return bool(below and below.family != line.family and below.indent <= line.indent)
        if line.family:
            return False
        if line.words.endswith(":") or (below and below.family):
            return True
        if self.all_bulleted:
            return True
        return below is not None and self.layout.is_compact and not self.is_spaced

    def carries_on(self, line: Line, above: Line | None) -> bool:
        """Whether `line` is the rest of a sentence that an editor wrapped."""
        first = self.first_of_note
        if not first or not above or line.family or line.done is not None or line.is_bold:
            return False
        if self.parsed.lines[-1].landing != Landing.NOTE or above.ends_hard:
            return False
        if above.words.endswith((".", "!", "?", ":", ";")):
            return False
        width = len(above.raw.rstrip()) + 1 + len(line.words.split()[0])
        is_full = width > WRAPS_FROM and len(above.raw) <= WRAPS_TO
        goes_on = line.words[0].islower()
        if first.family and 2 <= line.indent - first.indent <= 4 and line.raw[0] == " ":
            return goes_on or is_full
        starts_new = bool(first.family) or first.words[0].isupper()
        return is_full and goes_on and starts_new and line.indent == first.indent

    # --- Where it lands -----------------------------------------------------------------

    def take_title(self, line: Line) -> None:
        try:
            clean_text(line.signed, limit=TITLE_LIMIT)
        except TextRefused:
            self.leave(line, Reason.UNKNOWN_HEADING)
            return
        self.parsed = replace(self.parsed, title=line.signed)
        self.land(line, Landing.TITLE)

    def take_content(self, line: Line, above: Line | None) -> None:
        if self.layout.signed and self.levels and line.indent <= self.levels[0][0] + 1:
            self.close_field(Reason.NO_FIELD)
        if self.quadrant is None:
            self.leave(line, self.why_closed)
        elif self.carries_on(line, above) and self.join(line):
            pass
        elif line.family == "sign" and line.sign != self.quadrant and not self.is_tick(line):
            self.leave(line, Reason.SIGN_OF_ANOTHER_FIELD)
        else:
            self.add_note(line, line.words)

    def is_tick(self, line: Line) -> bool:
        return self.quadrant == TAKE_FORWARD and line.bullet.startswith("✅")

    def join(self, line: Line) -> bool:
        """Append to the note above; False where it would grow too long for a note."""
        index = len(self.parsed.notes) - 1
        note = self.parsed.notes[index]
        whole = f"{note.text} {line.words}"
        if why_not_storable(whole):
            return False
        self.parsed.notes[index] = replace(note, text=whole)
        self.land(line, Landing.NOTE, quadrant=note.quadrant, note=index, joined=True)
        return True

    def add_note(self, line: Line, text: str) -> None:
        if reason := why_not_storable(text):
            self.leave(line, reason)
            return
        while self.levels and self.levels[-1][0] > line.indent - 2:
            self.levels.pop()
        if not self.levels:
            self.all_bulleted &= bool(line.family or line.done is not None)
            self.is_spaced |= self.first_of_note is not None and line.after_blank
        index = len(self.parsed.notes)
        parent = self.levels[-1][1] if self.levels else None
        done = True if self.is_tick(line) else line.done
        self.parsed.notes.append(Note(self.quadrant or "", text, line.number, parent, done))
        self.levels.append((line.indent, index))
        self.first_of_note = line
        self.land(line, Landing.NOTE, quadrant=self.quadrant, note=index)

    def leave_wordless(self, line: Line) -> None:
        self.leave(line, why_not_storable(line.raw) or Reason.NO_WORDS)
        if line.is_rule:
            self.close_field(Reason.UNDER_UNKNOWN_HEADING if self.quadrant else self.why_closed)

    def leave(self, line: Line, reason: Reason) -> None:
        self.parsed.not_placed.append(NotPlaced(line.number, line.raw.strip(), reason))
        self.land(line, Landing.NOT_PLACED)

    def land(
        self,
        line: Line,
        landing: Landing,
        *,
        quadrant: str | None = None,
        note: int | None = None,
        joined: bool = False,
    ) -> None:
        self.parsed.lines.append(SourceLine(line.number, line.raw, landing, quadrant, note, joined))


def why_not_storable(text: str) -> Reason | None:
    """None if `text` can be stored as a note."""
    try:
        return None if clean_text(text, limit=NOTE_LIMIT) else Reason.NO_WORDS
    except TextRefused as refused:
        return Reason.TOO_LONG if refused.reason == "too_long" else Reason.NOT_STORABLE
