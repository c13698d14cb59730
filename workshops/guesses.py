"""Goals that the words of a note suggest, and those of them that somebody said yes to: pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sdg_platform.taxonomy.suggest import guess_language, suggest
from workshops.notes import Note

# Who sends more has no use for guesses line by line.
MOST_GUESSED: Final = 1_000
_TICK = re.compile(r"(\d{1,5})=(1[0-7]|[1-9])")

Ticked = Mapping[int, frozenset[int]]


def read_ticks(sent: Iterable[str]) -> Ticked:
    """The goals that were ticked, by line; what is malformed is not there.

    >>> read_ticks(["3=17", "3=4", "8=18", "x"]) == {3: frozenset({4, 17})}
    True
    """
    ticked: defaultdict[int, set[int]] = defaultdict(set)
    for value in sent:
        if match := _TICK.fullmatch(value):
            ticked[int(match[1])].add(int(match[2]))
    return {line: frozenset(goals) for line, goals in ticked.items()}


@dataclass(frozen=True, slots=True)
class Guess:
    """A suggested goal (a taxonomy Goal), the words that led to it, and whether it was ticked."""

    goal: Any
    because: tuple[str, ...]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class GuessedNote:
    """A note of a preview and what it seems to be about."""

    note: Note
    guesses: Sequence[Guess]


def with_guesses(
    notes: Sequence[Note], goals: Mapping[int, Any], ticked: Ticked
) -> Iterator[GuessedNote]:
    """Yield each note with its suggested goals; a tick stays, whatever becomes of the text."""
    for place, note in enumerate(notes):
        found = suggest(note.text, guess_language(note.text)) if place < MOST_GUESSED else []
        yes = ticked.get(note.line, frozenset())
        guesses = [Guess(goals[one.goal], one.because, one.goal in yes) for one in found]
        yield GuessedNote(note, guesses)
