"""What many workshops say together: counts that each lead back to the notes. Pure.

A field is where somebody put a note, not how they felt: nothing here weighs one field against
another, and nothing puts municipalities in order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple

from workshops.across.likeness import parts, same_questions, topics

# What a choice may be about; the names of the query string.
GROUPS: Final = ("quadrant", "goal", "municipality", "workshop")
# Stands among the goals for notes that have none.
NO_GOAL: Final = "none"
# A word or a question goes on from one meeting to another, or it does not recur.
LEAST_WORKSHOPS: Final = 2
MOST_THEMES: Final = 8
MOST_QUESTIONS: Final = 12
# Eight years; what is older is still in the lists.
MOST_HALVES: Final = 16


class Note(NamedTuple):
    """A reflection as a synthesis reads it; `goals` are numbers as text, or `NO_GOAL` alone.

    `pk` is the id as 32 hexadecimal digits: thousands are read, and few ever looked up.
    """

    pk: str
    quadrant: str
    text: str
    workshop: str
    municipality: str
    day: date | None
    goals: tuple[str, ...]

    def values(self, group: str) -> tuple[str, ...]:
        return self.goals if group == "goal" else (getattr(self, group),)


# --- Which notes --------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """`groups` holds only what is chosen: OR inside a group, AND across; days are included."""

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None

    def is_in_period(self, note: Note) -> bool:
        """A workshop without a date lies in no period."""
        if not self.first and not self.last:
            return True
        return note.day is not None and (self.first or date.min) <= note.day <= (
            self.last or date.max
        )

    def missed(self, note: Note) -> list[str]:
        """The groups in which the note is not what was chosen."""
        return [
            group for group, wanted in self.groups.items() if wanted.isdisjoint(note.values(group))
        ]


@dataclass
class Sifted:
    """`counts` of a group ignore its own choice: what one more tick would find."""

    notes: list[Note]
    counts: dict[str, Counter[str]]


def sift(notes: Iterable[Note], choice: Choice) -> Sifted:
    """Those that were chosen, and how many each value of each group would find."""
    kept: list[Note] = []
    beside: dict[str, list[Note]] = {group: [] for group in GROUPS}
    in_period = notes if not (choice.first or choice.last) else filter(choice.is_in_period, notes)
    for note in in_period:
        missed = choice.missed(note) if choice.groups else ()
        if not missed:
            kept.append(note)
        elif len(missed) == 1:
            beside[missed[0]].append(note)
    counts = {group: _count(kept, group) + _count(beside[group], group) for group in GROUPS}
    return Sifted(kept, counts)


def _count(notes: list[Note], group: str) -> Counter[str]:
    if group == "goal":
        return Counter(goal for note in notes for goal in note.goals)
    return Counter(map(attrgetter(group), notes))


# --- What recurs --------------------------------------------------------------------------


class Theme(NamedTuple):
    """A word that recurs: `key` finds its notes, `word` is how most have spelled it."""

    key: str
    word: str
    notes: int
    workshops: int
    municipalities: int


def themes(notes: Sequence[Note], most: int = MOST_THEMES) -> list[Theme]:
    """Words of at least two workshops, those of most workshops first.

    Of words that stand in the very same notes only the longest is told.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    spelled: defaultdict[str, list[str]] = defaultdict(list)
    for at, note in enumerate(notes):
        for stem, word in topics(note.text).items():
            holders[stem].append(at)
            spelled[stem].append(word)
    workshops = [note.workshop for note in notes]
    found = []
    for key, held in _with_compounds(holders).items():
        number = len({workshops[at] for at in held})
        if number >= LEAST_WORKSHOPS:
            found.append((-number, -len(held), -len(key), key, frozenset(held)))
    found.sort(key=itemgetter(slice(4)))
    first_of = {held: key for *_place, key, held in reversed(found)}
    picked = islice(((key, held) for *_, key, held in found if first_of[held] == key), most)
    return [_theme(key, spelled[key], [notes[at] for at in held]) for key, held in picked]


def _with_compounds(holders: Mapping[str, list[int]]) -> dict[str, set[int]]:
    """A word stands also where a compound with it stands."""
    gathered = {key: set(held) for key, held in holders.items()}
    for stem, held in holders.items():
        for part in parts(stem):
            if part in gathered:
                gathered[part].update(held)
    return gathered


def _theme(key: str, spelled: list[str], notes: list[Note]) -> Theme:
    workshops = {note.workshop for note in notes}
    municipalities = {note.municipality for note in notes}
    word = _most_used(Counter(spelled))
    return Theme(key, word, len(notes), len(workshops), len(municipalities))


def _most_used(spelled: Counter[str]) -> str:
    return min(spelled, key=lambda word: (-spelled[word], len(word), word))


def spelling(notes: Iterable[Note], key: str) -> str:
    """How most of `notes` spell the word with the stem `key`; "" where none does."""
    said = (topics(note.text) for note in notes)
    spelled = Counter(topic[key] for topic in said if key in topic)
    return _most_used(spelled) if spelled else ""


def themes_by_quadrant(notes: Iterable[Note], quadrants: Iterable[str]) -> dict[str, list[Theme]]:
    """The recurring words of each field by itself."""
    by_quadrant: dict[str, list[Note]] = {quadrant: [] for quadrant in quadrants}
    for note in notes:
        by_quadrant[note.quadrant].append(note)
    return {quadrant: themes(some) for quadrant, some in by_quadrant.items()}


@dataclass(frozen=True)
class AskedAgain:
    """A question that several workshops have asked, each in its own words; the first leads."""

    notes: Sequence[Note]

    @property
    def first(self) -> Note:
        return self.notes[0]

    @property
    def workshops(self) -> int:
        return len({note.workshop for note in self.notes})

    @property
    def municipalities(self) -> list[str]:
        """Codes, in the order they asked."""
        return list(dict.fromkeys(note.municipality for note in self.notes))


def questions(notes: Iterable[Note]) -> list[AskedAgain]:
    """Every question among the notes with those that ask the same, oldest first."""
    asked = (note for note in notes if note.quadrant == "question")
    in_order = sorted(asked, key=lambda note: (note.day or date.max, note.pk))
    return [AskedAgain(group) for group in same_questions(in_order, lambda note: note.text)]


def asked_again(notes: Iterable[Note], most: int = MOST_QUESTIONS) -> list[AskedAgain]:
    """Questions of at least two workshops, those of most municipalities first."""
    again = [one for one in questions(notes) if one.workshops >= LEAST_WORKSHOPS]
    again.sort(key=lambda one: (-len(one.municipalities), -one.workshops, -len(one.notes)))
    return again[:most]


# --- Numbers for pictures -----------------------------------------------------------------


def crossed(notes: Iterable[Note]) -> Counter[tuple[str, str]]:
    """How many notes there are of each goal in each field."""
    return Counter((goal, note.quadrant) for note in notes for goal in note.goals)


class Half(NamedTuple):
    """Half a year: January to June, or July to December."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "Half":
        return cls(day.year, 1 if day.month < 7 else 2)

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def number(self) -> int:
        return self.year * 2 + self.half - 1


class Stretch(NamedTuple):
    """The notes of half a year, field by field."""

    half: Half
    counts: Counter[str]

    @property
    def total(self) -> int:
        return self.counts.total()

    def share(self, quadrant: str) -> float | None:
        """From 0 to 1; None where nobody wrote anything."""
        return self.counts[quadrant] / self.total if self.total else None


def over_time(notes: Iterable[Note], most: int = MOST_HALVES) -> list[Stretch]:
    """Every half year from the first note to the last, empty ones included; the latest `most`."""
    counts: dict[Half, Counter[str]] = {}
    for (day, quadrant), number in Counter((note.day, note.quadrant) for note in notes).items():
        if day is not None:
            counts.setdefault(Half.of(day), Counter())[quadrant] += number
    if not counts:
        return []
    first, last = min(counts).number, max(counts).number
    return [
        Stretch(half, counts.get(half, Counter()))
        for half in _halves(max(first, last - most + 1), last)
    ]


def _halves(first: int, last: int) -> Iterator[Half]:
    for number in range(first, last + 1):
        yield Half(number // 2, number % 2 + 1)
