"""The notes of all workshops as one reader asked for them: filters, facets, pages."""

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self
from uuid import UUID

from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast, Replace
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.search import index
from sdg_platform.search.analyser import Piece, mark
from sdg_platform.taxonomy.models import Goal
from workshops.across import synthesis
from workshops.across.filters import Filters
from workshops.across.likeness import speaks_of
from workshops.across.synthesis import NO_GOAL, Note, Sifted, sift
from workshops.models import Quadrant, Reflection, Workshop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE: Final = 40
DILEMMA: Final = ("dilemma_of", "dilemma_with")
# So many workshops are offered as a choice, and whatever is chosen.
MOST_WORKSHOPS: Final = 60
LABELS: Final[dict[str, "StrOrPromise"]] = {
    "quadrant": _("Felt"),
    "goal": _("Verdensmål"),
    "municipality": _("Kommune"),
    "workshop": _("Workshop"),
}


class WorkshopName(NamedTuple):
    """A workshop as far as a list of notes names it."""

    value: str
    title: str
    day: date | None
    municipality: str


@dataclass(frozen=True, slots=True)
class Option:
    """`count` is text already: a page has hundreds, and a template is slow with numbers."""

    value: str
    label: str
    count: str
    chosen: bool


class Facet(NamedTuple):
    name: str
    label: "StrOrPromise"
    choices: list[Option]
    open: bool


class Line(NamedTuple):
    """A note in the list, with the words that were searched for marked, and its goals."""

    note: Any
    pieces: list[Piece]
    goals: list[Goal]


def _hex(field: str) -> Func:
    """An id as text without dashes, the same from both databases, and no object made of it."""
    return Replace(Cast(field, TextField()), Value("-"), Value(""), output_field=TextField())


@dataclass(frozen=True)
class Across:
    """All notes that `actor` may read outside the boards, and what of them was asked for."""

    actor: Actor
    query: QueryDict

    @classmethod
    def read(cls, query: QueryDict, actor: Actor) -> Self:
        """What one sees only as a participant stays on its board."""
        return cls(Actor(actor.user, actor.roles), query)

    # --- The rows ---------------------------------------------------------------------------

    @cached_property
    def meetings(self) -> dict[str, WorkshopName]:
        """The newest first."""
        rows = Workshop.objects.visible_to(self.actor).order_by()
        columns = rows.values_list("pk", "title", "date", "municipality_id")
        found = sorted(columns, key=lambda row: (row[2] or date.min, row[0]), reverse=True)
        return {str(pk): WorkshopName(str(pk), title, day, code) for pk, title, day, code in found}

    @cached_property
    def notes(self) -> list[Note]:
        """Every note with its goals, in two queries however many there are."""
        visible = Reflection.objects.visible_to(self.actor)
        tagged = Reflection.goals.through.objects.filter(reflection__in=visible)
        goals: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for key, goal in tagged.order_by("goal_id").values_list(_hex("reflection_id"), "goal_id"):
            goals[key] += (str(goal),)
        places = {int(key): (key, it.municipality, it.day) for key, it in self.meetings.items()}
        rows = visible.order_by("position", "seq")
        return [
            Note(key, quadrant, text, *places[workshop], goals.get(key, (NO_GOAL,)))
            for key, quadrant, text, workshop in rows.values_list(
                _hex("pk"), "quadrant", "text", "workshop_id"
            )
            if workshop in places
        ]

    @cached_property
    def goals(self) -> dict[str, Goal]:
        return {str(goal.number): goal for goal in Goal.objects.order_by("number")}

    @cached_property
    def known(self) -> dict[str, dict[str, str]]:
        """Every value of every group that may be chosen, with its name, in the order shown."""
        codes = {meeting.municipality for meeting in self.meetings.values()}
        own = self.actor.municipality_codes
        places = Municipality.objects.filter(pk__in=codes)
        in_order = sorted(places, key=lambda place: place.pk not in own)
        return {
            "quadrant": {quadrant.value: str(quadrant.label) for quadrant in Quadrant},
            "goal": {
                **{number: goal.name for number, goal in self.goals.items()},
                NO_GOAL: gettext("Uden mål"),
            },
            "municipality": {place.pk: str(place) for place in in_order},
            "workshop": {key: meeting.title for key, meeting in self.meetings.items()},
        }

    # --- What is found ----------------------------------------------------------------------

    @cached_property
    def filters(self) -> Filters:
        return Filters.read(self.query, self.known)

    @cached_property
    def answer(self) -> tuple[dict[str, int], Set[str]]:
        """The place of every note that search gives, best first, and the words that it found."""
        if not self.filters.q:
            return {}, frozenset()
        matches, words = index.matching(self.filters.q, kind="reflection", actor=self.actor)
        return {UUID(match.object_id).hex: place for place, match in enumerate(matches)}, words

    @cached_property
    def within(self) -> list[Note]:
        """What the words and the question leave; the facets count and narrow inside of it."""
        notes = self.notes
        if self.filters.q:
            notes = [note for note in notes if note.pk in self.answer[0]]
        if word := self.filters.word:
            notes = [note for note in notes if speaks_of(note.text, word)]
        if like := self.filters.like:
            notes = self._same_question(notes, like.hex)
        return notes

    def _same_question(self, notes: list[Note], like: str) -> list[Note]:
        """Those that ask the same among all that the other filters leave."""
        among = sift(notes, self.filters.without("quadrant").choice).notes
        for asked in synthesis.questions(among):
            if any(note.pk == like for note in asked.notes):
                return list(asked.notes)
        return []

    @cached_property
    def sifted(self) -> Sifted:
        return sift(self.within, self.filters.choice)

    @property
    def found(self) -> list[Note]:
        return self.sifted.notes

    @property
    def total(self) -> int:
        return len(self.found)

    @property
    def number_chosen(self) -> int:
        days = (self.filters.first, self.filters.last)
        return sum(map(len, self.filters.chosen.values())) + sum(day is not None for day in days)

    @property
    def is_narrowed(self) -> bool:
        filters = self.filters
        return bool(self.number_chosen or filters.q or filters.word or filters.like)

    @cached_property
    def workshop_count(self) -> int:
        return len({note.workshop for note in self.found})

    @cached_property
    def municipality_count(self) -> int:
        return len({note.municipality for note in self.found})

    @cached_property
    def word_shown(self) -> str:
        """The word of the filter, as most of its notes spell it."""
        if not self.filters.word:
            return ""
        return synthesis.spelling(self.found, self.filters.word) or self.filters.word

    # --- The facets -------------------------------------------------------------------------

    def facets(self, *groups: str) -> list[Facet]:
        return [
            Facet(
                group,
                LABELS[group],
                list(self._options(group)),
                group in ("quadrant", "goal") or group in self.filters.chosen,
            )
            for group in groups
        ]

    def _options(self, group: str) -> Iterator[Option]:
        """What would find something, and what is chosen."""
        chosen, counts = self.filters.chosen.get(group, ()), self.sifted.counts[group]
        left = MOST_WORKSHOPS if group == "workshop" else len(self.known[group])
        for value, label in self.known[group].items():
            if value in chosen or (counts[value] and left > 0):
                left -= 1
                yield Option(value, label, str(counts[value]), value in chosen)

    # --- A page of it -----------------------------------------------------------------------

    @cached_property
    def last_page(self) -> int:
        return max((self.total - 1) // PAGE_SIZE, 0) + 1

    @cached_property
    def number(self) -> int:
        """The page that the query asks for; beyond the end it is the last one."""
        text = self.query.get("page", "")
        is_number = text.isascii() and text.isdigit() and len(text) < 9
        return min(max(int(text), 1), self.last_page) if is_number else 1

    @property
    def previous_url(self) -> str:
        return self._page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self._page_url(self.number + 1) if self.number < self.last_page else ""

    def _page_url(self, number: int) -> str:
        return self.notes_url(page=number if number > 1 else "")

    def notes_url(self, **more: object) -> str:
        """The list of the notes behind a number."""
        query = self.filters.query(**more)
        here = reverse("workshops:note_list")
        return f"{here}?{query}" if query else here

    @property
    def synthesis_url(self) -> str:
        """The same notes seen together, as far as a synthesis chooses among them."""
        query = self.filters.query(quadrant="", word="", like="")
        here = reverse("workshops:synthesis")
        return f"{here}?{query}" if query else here

    def chips(self) -> list[tuple[str, str]]:
        """What was searched for, each with the list without it."""
        said = {
            "q": self.filters.q,
            "word": self.word_shown,
            "like": gettext("Spørger om det samme") if self.filters.like else "",
        }
        return [(label, self.notes_url(**{name: ""})) for name, label in said.items() if label]

    def in_order(self) -> list[Note]:
        """Best match first where words were searched for, else the newest workshop first."""
        if self.filters.q:
            return sorted(self.found, key=lambda note: self.answer[0][note.pk])
        newest = {key: place for place, key in enumerate(self.meetings)}
        fields = {code: place for place, code in enumerate(Quadrant.values)}
        return sorted(self.found, key=lambda note: (newest[note.workshop], fields[note.quadrant]))

    def lines(self) -> list[Line]:
        """The notes of this page as they stand on their boards."""
        start = (self.number - 1) * PAGE_SIZE
        shown = {UUID(note.pk): note for note in self.in_order()[start : start + PAGE_SIZE]}
        rows = Reflection.objects.visible_to(self.actor).filter(pk__in=shown)
        by_key = {row.pk: row for row in rows.select_related("workshop", "municipality", *DILEMMA)}
        return [self._line(by_key[key], note) for key, note in shown.items() if key in by_key]

    def _line(self, row: Reflection, note: Note) -> Line:
        goals = [self.goals[value] for value in note.goals if value != NO_GOAL]
        return Line(row, mark(row.text, self.answer[1]) if self.filters.q else [], goals)
