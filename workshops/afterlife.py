"""What became of a workshop's notes since, as its minutes tell it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.utils.formats import date_format
from django.utils.translation import gettext

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.sharing import shared_with
from sdg_platform.exports.document import Bullets, Line, Section, Source, Table
from workshops.models import Action, Answer, Moderation, Photo, Reflection, Workshop


@dataclass(frozen=True)
class Afterlife:
    """As far as one reader may know it; each mapping is by the key of a note."""

    actions: Sequence[Action] = ()
    answers: Mapping[UUID, list[Answer]] = field(default_factory=dict)
    solutions: Mapping[UUID, list[Practice]] = field(default_factory=dict)
    practices: Mapping[UUID, Practice] = field(default_factory=dict)
    # Of the pictures of charts the words: a file says what each shows, a page shows it.
    photos: Sequence[Photo] = ()
    # Whose words were struck out: a practice that grew from it may bear them in its title.
    struck: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, workshop: Workshop, actor: Actor) -> Self:
        actions = Action.objects.visible_to(actor).filter(workshop=workshop).for_list()
        answers = Answer.objects.filter(question__reflection__workshop=workshop)
        seen = Practice.objects.visible_to(actor).select_related("municipality")
        solved = Reflection.solutions.through.objects.filter(reflection__workshop=workshop)
        grown = Reflection.objects.filter(workshop=workshop, practice__isnull=False).order_by()
        kind = partial(Value, output_field=CharField())
        pairs = list(
            solved.order_by()
            .values_list(kind("solved"), "reflection", "practice")
            .union(grown.values_list(kind("grown"), "pk", "practice"), all=True)
        )
        practices = seen.in_bulk({pk for *_, pk in pairs}) if pairs else {}
        told = sorted((pk, was, note) for was, note, pk in pairs if pk in practices)
        return cls(
            list(actions),
            _by_note(
                (answer.question.reflection_id, answer)
                for answer in answers.select_related("municipality", "question")
            ),
            _by_note((note, practices[pk]) for pk, was, note in told if was == "solved"),
            {note: practices[pk] for pk, was, note in told if was == "grown"},
            list(_photos_for(workshop, actor)),
            Moderation.objects.struck_out(workshop) if practices else frozenset(),
        )

    def sections(self, notes: Sequence[Reflection]) -> tuple[Section, ...]:
        """What stands behind the four fields; a part that has nothing to say is left out."""
        told = (
            (gettext("Tiltag"), self._agreed()),
            (gettext("Svar på spørgsmålene"), self._answered(notes)),
            (gettext("Andre har løst noget lignende"), self._solved(notes)),
            (gettext("Praksisser, der begyndte her"), self._grown(notes)),
            (gettext("Billeder fra rummet"), _bullets(Line(one.alt) for one in self.photos)),
        )
        return tuple(Section(heading, (block,)) for heading, block in told if block)

    def _agreed(self) -> Table | None:
        if not self.actions:
            return None
        header = (
            gettext("Hvad"), gettext("Hvem"), gettext("Hvornår"), gettext("Status"),
            gettext("Hvad blev det til?"),
        )  # fmt: skip
        rows = tuple(
            (
                action.text,
                action.owner,
                date_format(action.due, gettext("j. F Y")) if action.due else "",
                action.get_status_display(),
                action.outcome,
            )
            for action in self.actions
        )
        has_outcome = any(row[-1] for row in rows)
        shown = len(header) if has_outcome else len(header) - 1
        return Table(header[:shown], tuple(row[:shown] for row in rows), gettext("Tiltag"))

    def _answered(self, notes: Sequence[Reflection]) -> Bullets | None:
        return _bullets(
            Line(
                note.text,
                children=tuple(
                    Line(answer.text, tags=(str(answer.municipality),))
                    for answer in self.answers[note.pk]
                ),
            )
            for note in notes
            if note.pk in self.answers
        )

    def _solved(self, notes: Sequence[Reflection]) -> Bullets | None:
        return _bullets(
            Line(note.text, children=tuple(map(_line, self.solutions[note.pk])))
            for note in notes
            if note.pk in self.solutions
        )

    def _grown(self, notes: Sequence[Reflection]) -> Bullets | None:
        """Each once; one whose note was struck out without its title."""
        kept = [note for note in notes if note.pk in self.practices]
        hushed = {self.practices[note.pk] for note in kept if note.pk in self.struck}
        grown = dict.fromkeys(self.practices[note.pk] for note in kept)
        neutral = gettext("En praksis, der voksede ud af en note")
        return _bullets(_line(one, neutral if one in hushed else "") for one in grown)

    # ---- for a machine ----

    def actions_as_json(self) -> list[dict[str, Any]]:
        return [
            {
                "id": action.pk,
                "text": action.text,
                "owner": action.owner,
                "due": action.due.isoformat() if action.due else None,
                "status": action.status,
                "outcome": action.outcome,
                "reflection": str(action.reflection_id) if action.reflection_id else None,
                "sharing": action.reach,
            }
            for action in self.actions
        ]

    def note_as_json(self, note: Reflection) -> dict[str, Any]:
        """What became of one note; where nothing did, nothing is said."""
        told: dict[str, Any] = {}
        if note.pk in self.answers:
            told["answers"] = [
                {
                    "text": answer.text,
                    "municipality": answer.municipality_id,
                    "date": answer.created_at.date().isoformat(),
                }
                for answer in self.answers[note.pk]
            ]
        if note.pk in self.solutions:
            told["solutions"] = [practice.pk for practice in self.solutions[note.pk]]
        if note.pk in self.practices:
            told["practice"] = self.practices[note.pk].pk
        return told


def _by_note(pairs: Iterable[tuple[UUID, Any]]) -> dict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for note, one in pairs:
        found[note].append(one)
    return dict(found)


def _bullets(lines: Iterable[Line]) -> Bullets | None:
    told = tuple(lines)
    return Bullets(told) if told else None


def _line(practice: Practice, instead: str = "") -> Line:
    house = str(practice.municipality)
    address = f"{settings.SITE_URL}{practice.get_absolute_url()}" if settings.SITE_URL else ""
    title = instead or practice.title
    return Line(title, tags=(house,), sources=(Source(title, address),))


def _photos_for(workshop: Workshop, actor: Actor) -> QuerySet[Photo]:
    """The room has seen them all, but minutes travel on: outside the house as far as each may."""
    seen = Photo.objects.visible_to(actor).filter(workshop=workshop.pk)
    return seen if workshop.is_held_by(actor) else seen.filter(shared_with(actor))
