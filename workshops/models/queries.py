"""Which workshops and which notes: who may see them, and what a page needs of them."""

import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Power
from sdg_platform.accounts.sharing import OwnedQuerySet, shared_with
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal
from workshops.models.codes import OVER, State
from workshops.models.keys import CODE_LENGTH

if TYPE_CHECKING:  # Named below in quotes, which the linter does not read.
    from workshops.models.reflection import Reflection  # noqa: F401
    from workshops.models.workshop import Workshop  # noqa: F401


# What nobody may see. It says in one condition what several would say of no municipality and no
# board: building those cost a participant's page as much as building those that find something.
NOBODYS = Q(pk__in=())


def joint_with(codes: Collection[str]) -> "models.QuerySet[Any, Any]":
    """The ids of the workshops in which one of these municipalities is a guest."""
    from workshops.models.workshop import Workshop  # Stands above this module.

    guests = Workshop.cohosts.through._default_manager
    return guests.filter(municipality__in=codes).values("workshop")


class WorkshopQuerySet(OwnedQuerySet["Workshop"]):
    def owned_by(self, actor: Actor) -> Self:
        """Those that one's own municipality holds, as the host or as a guest beside it."""
        return self.filter(held_by(actor.municipality_codes, "pk"))

    def visible_to(self, actor: Actor) -> Self:
        """Own municipality's, those one takes part in, and finished ones that are shared."""
        return self.filter(
            held_by(actor.municipality_codes, "pk")
            | joined_by(actor)
            | (shared_with(actor) & Q(state__in=OVER))
        )

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def with_code(self, typed: str) -> Self:
        """The open workshop behind a code as people type it, in any case and with gaps."""
        code = "".join(character for character in typed if character.isalnum()).upper()
        return self._joinable().filter(code=code) if len(code) == CODE_LENGTH else self.none()

    def with_token(self, token: str) -> Self:
        return self._joinable().filter(token=token) if token else self.none()

    def with_minutes_token(self, token: str) -> Self:
        """The workshop whose minutes a link lets read: once it is over, until its last day."""
        over = self.filter(within_retention(), state__in=OVER)
        return over.filter(minutes_token=token) if token else self.none()

    def _joinable(self) -> Self:
        return self.filter(within_retention(), state=State.OPEN)

    def for_writing(self) -> Self:
        """With its municipality, and whether guests have to be read at all."""
        guests = self.model.cohosts.through.objects.filter(workshop=models.OuterRef("pk"))
        return self.select_related("municipality").annotate(has_guests=models.Exists(guests))

    def for_board(self) -> Self:
        """What the page around the notes shows, and whether there is more to be read for it."""
        goals = self.model.goals.through
        photos: Any = self.model._meta.get_field("photos").related_model
        late: Any = self.model._meta.get_field("late_notes").related_model
        here = models.OuterRef("pk")
        return self.for_writing().annotate(
            has_goals=models.Exists(goals.objects.filter(workshop=here)),
            has_photos=models.Exists(photos.objects.filter(workshop=here)),
            has_late=models.Exists(late.objects.filter(workshop=here)),
        )

    def for_list(self, actor: Actor) -> Self:
        """With the number of notes that `actor` may read in each."""
        alive = Q(reflections__deleted_at__isnull=True, reflections__hidden_at__isnull=True)
        readable = alive & (
            held_by(actor.municipality_codes, "pk")
            | Q(pk__in=list(actor.participations))
            | shared_with(actor, "reflections__sharing")
        )
        return (
            self.select_related("municipality")
            .prefetch_related("cohosts")
            .annotate(note_count=Count("reflections", filter=readable))
        )


class ReflectionQuerySet(OwnedQuerySet["Reflection"]):
    def alive(self) -> Self:
        """Neither taken off the board nor hidden by its facilitator."""
        return self.filter(deleted_at__isnull=True, hidden_at__isnull=True)

    def visible_to(self, actor: Actor) -> Self:
        """Own municipality's, one's own boards', and what finished boards let out."""
        return self.alive().filter(self._readable(actor))

    def on_board(self, actor: Actor, removed: Iterable[uuid.UUID] = ()) -> Self:
        """What `actor` may read, and the tombstones of `removed`.

        A hidden note stays on the board of those who run it, where it can be shown again.
        """
        alive = Q(deleted_at__isnull=True) | Q(pk__in=list(removed))
        runs = held_by(actor.codes_with(Power.RUN_WORKSHOPS), "workshop")
        in_sight = Q(hidden_at__isnull=True) | runs
        rows = self.filter(self._readable(actor)).filter(alive, in_sight)
        return rows.defer("created_at", "fingerprint")

    @staticmethod
    def _readable(actor: Actor) -> Q:
        readable = (
            held_by(actor.municipality_codes, "workshop")
            | joined_by(actor, "workshop__")
            | (
                shared_with(actor)
                & shared_with(actor, "workshop__sharing")
                & Q(workshop__state__in=OVER)
            )
        )
        return readable & _uncovered_for(actor)

    def editable_by(self, actor: Actor) -> Self:
        """Those on the own municipality's boards, and those one wrote oneself."""
        return self.alive().filter(
            held_by(actor.municipality_codes, "workshop")
            | Q(participant__in=list(actor.participations.values())),
            _uncovered_for(actor),
        )

    def for_goal(self, goal: Goal) -> Self:
        return self.filter(goals=goal)

    def behind_notes_of(self, participant: uuid.UUID) -> Self:
        """Others' notes that lie behind one that `participant` wrote."""
        own = self.alive().filter(gathered_under__participant=participant)
        return own.exclude(participant=participant)

    def put_in_index(self) -> None:
        """Bring search in line with these notes, and with what some of them became."""
        from workshops.models.action import Action  # Both stand above this module.
        from workshops.models.question import OpenQuestion

        notes = self.select_related("workshop", "municipality").prefetch_related(
            "goals", "themes", "workshop__cohosts"
        )
        alive = [note for note in notes if note.is_alive and not note.workshop.is_hidden]
        index.put(note.search_entry() for note in alive)
        index.remove("reflection", {note.pk for note in notes} - {note.pk for note in alive})
        keys = [note.pk for note in notes]
        OpenQuestion.objects.filter(reflection__in=keys).put_in_index()
        Action.objects.filter(reflection__in=keys).put_in_index()

    def in_board_order(self) -> Self:
        return self.order_by("quadrant", "position", "seq")


def held_by(codes: Collection[str], workshop: str) -> Q:
    """One of these municipalities is the host, or a guest; `workshop` is the field with its id."""
    if not codes:
        return NOBODYS
    return Q(municipality__in=codes) | Q(**{f"{workshop}__in": joint_with(codes)})


def within_retention(path: str = "") -> Q:
    """The workshop at `path` has not come to its last day, or has none."""
    last = f"{path}retention"
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": timezone.localdate()})


def joined_by(actor: Actor, path: str = "") -> Q:
    """The workshop at `path` is one in which `actor` takes part, and it lets people read."""
    if not actor.participations:
        return NOBODYS
    boards = {f"{path}pk__in": list(actor.participations), f"{path}state__in": [State.OPEN, *OVER]}
    return Q(**boards) & within_retention(path)


def _uncovered_for(actor: Actor) -> Q:
    """While a board is hidden, each note is there for its writer alone; counts are for all."""
    own = Q(participant__in=list(actor.participations.values()))
    if actor.user is not None:
        own |= Q(created_by=actor.user)
    return Q(workshop__is_hidden=False) | own
