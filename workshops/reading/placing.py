"""Where each line of a document goes, once a person has looked at what the parser found.

Pure. The parser places what it can; the reader may place what waits, move what was placed, or
say that a line is no note. Nothing is dropped: every line with text is in exactly one count,
and `Placement.tallies` adds up to the number of lines.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sdg_platform.text import FIELD_LIMIT, TITLE_LIMIT, TextRefused, clean_text
from workshops.notes import (
    Landing,
    Note,
    NotPlaced,
    ParsedNotes,
    Reason,
    SourceLine,
    why_not_storable,
)
from workshops.reading.headings import QUADRANTS
from workshops.reading.lines import read_line

# What became of a line, beside the four quadrants.
NOT_A_NOTE = "not_a_note"
WAITING = "waiting"
REPEATED = "repeated"
STORED = "stored"
HEADING = "heading"
TITLE = "title"
CARRIES_ON = "carries_on"

HOPELESS = {Reason.TOO_LONG, Reason.NOT_STORABLE, Reason.NO_WORDS}
LONGEST_TITLE_LINE = 100
_CHOICE = re.compile(rf"(\d{{1,5}})=({'|'.join([*QUADRANTS, NOT_A_NOTE])})")

Choices = dict[int, str]


def read_choices(text: str) -> Choices:
    """What the reader decided so far, by line; what is malformed is not there.

    >>> read_choices("23=works 24=not_a_note 25=nonsense")
    {23: 'works', 24: 'not_a_note'}
    """
    found = (_CHOICE.fullmatch(word) for word in text.split())
    return {int(match[1]): match[2] for match in found if match}


def write_choices(choices: Mapping[int, str]) -> str:
    """The inverse of `read_choices`, for a hidden field.

    >>> write_choices({23: "works", 24: "not_a_note"})
    '23=works 24=not_a_note'
    """
    return " ".join(f"{line}={choice}" for line, choice in sorted(choices.items()))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the original and what becomes of it: a quadrant's code, or a word above."""

    line: int
    text: str
    becomes: str
    quadrant: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that is no note as it stands; `may_be_placed` unless no field could hold it."""

    line: int
    text: str
    reason: Reason | None
    may_be_placed: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """What would be stored (`notes`, in the order of the document), and everything else."""

    notes: list[Note] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    set_aside: list[Waiting] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def tallies(self) -> Counter[str]:
        """How many lines became what; the four quadrants count together as `note`."""
        return Counter("note" if row.becomes in QUADRANTS else row.becomes for row in self.rows)

    @property
    def left(self) -> int:
        """How many lines stay in the original only."""
        return len(self.waiting) + len(self.set_aside)


def place(
    parsed: ParsedNotes,
    choices: Mapping[int, str],
    *,
    stored: Collection[int] = (),
    repeated: Collection[int] = (),
) -> Placement:
    """Follow the reader where there is a choice, else the parser.

    `stored` lines are on the board already and stay as they are; `repeated` ones came in from
    another document and wait for a choice of their own.
    """
    becomes: dict[int, str] = {}
    items: list[Note | NotPlaced] = [*parsed.notes, *parsed.not_placed]
    for item in items:
        usual = item.quadrant if isinstance(item, Note) else WAITING
        if item.line in stored:
            becomes[item.line] = STORED
        elif item.line in choices and can_be_placed(item):
            becomes[item.line] = choices[item.line]
        else:
            becomes[item.line] = REPEATED if item.line in repeated else usual
    placement = Placement(_notes(parsed, becomes))
    for item in sorted(items, key=lambda item: item.line):
        if becomes[item.line] in {WAITING, NOT_A_NOTE}:
            pile = placement.waiting if becomes[item.line] == WAITING else placement.set_aside
            pile.append(_waiting(item))
    placement.rows.extend(_row(parsed, line, becomes) for line in parsed.lines)
    return placement


def can_be_placed(item: Note | NotPlaced) -> bool:
    """Whether any field could hold the line as a note."""
    return isinstance(item, Note) or (
        item.reason not in HOPELESS and why_not_storable(words_of(item.text)) is None
    )


def words_of(text: str) -> str:
    """A line without bullet and check box; the whole line where nothing else is left.

    >>> words_of("÷ ingen tid mellem møderne"), words_of("50 % vil have en dag mere")
    ('ingen tid mellem møderne', '50 % vil have en dag mere')
    """
    return read_line(text).words or text


def suggest_title(parsed: ParsedNotes) -> str:
    """What the document calls itself: its title, else a first line that became nothing else."""
    title = parsed.title
    if title is None and parsed.lines and parsed.lines[0].landing == Landing.NOT_PLACED:
        first = parsed.lines[0].text.strip()
        title = first if len(first) <= LONGEST_TITLE_LINE else None
    return clean_title(title or "")


def clean_title(text: str) -> str:
    """`text` as a title can be stored, cut where it is too long; empty where it cannot be."""
    try:
        return clean_text(text, limit=FIELD_LIMIT, one_line=True)[:TITLE_LIMIT].strip()
    except TextRefused:
        return ""


def _notes(parsed: ParsedNotes, becomes: Mapping[int, str]) -> list[Note]:
    """The notes to be stored; a note stays under the one above it only within its field."""
    kept = [note for note in parsed.notes if becomes[note.line] in QUADRANTS]
    kept = [replace(note, quadrant=becomes[note.line]) for note in kept]
    for item in parsed.not_placed:
        if becomes[item.line] in QUADRANTS:
            done = read_line(item.text).done
            kept.append(Note(becomes[item.line], words_of(item.text), item.line, done=done))
    kept.sort(key=lambda note: note.line)
    places = {note.line: index for index, note in enumerate(kept)}
    return [replace(note, parent=_parent(parsed, note, becomes, places)) for note in kept]


def _parent(
    parsed: ParsedNotes, note: Note, becomes: Mapping[int, str], places: Mapping[int, int]
) -> int | None:
    """The nearest note above that is kept in the same field; `note.parent` is the parser's."""
    above = note.parent
    while above is not None:
        line = parsed.notes[above].line
        if becomes[line] == note.quadrant:
            return places[line]
        above = parsed.notes[above].parent
    return None


def _waiting(item: Note | NotPlaced) -> Waiting:
    reason = None if isinstance(item, Note) else item.reason
    return Waiting(item.line, item.text, reason, can_be_placed(item))


def _row(parsed: ParsedNotes, line: SourceLine, becomes: Mapping[int, str]) -> Row:
    if line.joined:
        first = parsed.notes[line.note].line if line.note is not None else None
        quadrant = becomes[first] if first is not None else line.quadrant or ""
        return Row(line.line, line.text, CARRIES_ON, quadrant if quadrant in QUADRANTS else "")
    if line.landing in {Landing.HEADING, Landing.TITLE}:
        word = HEADING if line.landing == Landing.HEADING else TITLE
        return Row(line.line, line.text, word, line.quadrant or "")
    choice = becomes[line.line]
    return Row(line.line, line.text, choice, choice if choice in QUADRANTS else "")
