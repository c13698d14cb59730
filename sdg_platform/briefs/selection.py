"""What a brief is made of: the rows behind it, as far as they may leave the house.

A brief ends in other people's hands, so it holds what everybody may read, and what belongs
to the municipality that makes it. What other municipalities share with the network only
stays on the platform, although the person who exports can read it there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partnerships.models import Partnership
from practices.models import Practice, PracticeGoal
from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.briefs.models import Brief
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models import OVER, Action, ActionStatus, Quadrant, Reflection, Workshop

MOST_NOTES = 2_000
MOST_FOUND = 50


def leaving(rows: Any, brief: Brief) -> Any:
    """Those of `rows`, which the exporter may see, that may leave the house in this brief."""
    manager: Any = rows.model._default_manager
    public = manager.visible_to(ANONYMOUS).filter(pk=OuterRef("pk"))
    return rows.filter(Q(municipality=brief.municipality_id) | Exists(public))


@dataclass
class Selection:
    """The rows of one brief for one exporter; each is fetched once, when it is asked for."""

    brief: Brief
    actor: Actor

    @cached_property
    def workshops(self) -> list[Workshop]:
        chosen = self.brief.workshops.visible_to(self.actor)
        return list(leaving(chosen, self.brief).prefetch_related("goals"))

    @cached_property
    def themes(self) -> list[Theme]:
        return list(self.brief.themes.all())

    @cached_property
    def chosen_goals(self) -> list[Goal]:
        return list(self.brief.goals.all())

    @cached_property
    def goals(self) -> list[Goal]:
        """The chosen goals, else those that the chosen workshops and their notes are about."""
        if self.chosen_goals:
            return self.chosen_goals
        about = {goal for workshop in self.workshops for goal in workshop.goals.all()}
        about |= {goal for note in self.notes for goal in note.goals.all()}
        return sorted(about, key=lambda goal: goal.number)

    @cached_property
    def notes(self) -> list[Reflection]:
        """All notes of the chosen workshops; without workshops those tagged as the brief is."""
        notes = Reflection.objects.visible_to(self.actor)
        if self.brief.workshops.exists():
            notes = notes.filter(workshop__in=self.workshops)
        else:
            notes = self._tagged(notes, self.chosen_goals)
        notes = leaving(notes, self.brief)
        notes = notes.select_related("workshop", "municipality").prefetch_related("goals", "themes")
        return list(notes.order_by("-workshop__date", "workshop", "position", "seq")[:MOST_NOTES])

    def notes_in(self, quadrant: str) -> list[Reflection]:
        """In reading order: those that carry the brief's goals or P's first, workshops in turn.

        A note that belongs to another follows it, so that it is not torn from its meaning.
        """
        notes = [note for note in self.notes if note.quadrant == quadrant]
        keys = {note.pk for note in notes}
        below: dict[Any, list[Reflection]] = {}
        for note in notes:
            below.setdefault(note.parent_id if note.parent_id in keys else None, []).append(note)
        tops = below.pop(None, [])
        told = [
            *taking_turns(note for note in tops if self._is_tagged(note)),
            *taking_turns(note for note in tops if not self._is_tagged(note)),
        ]
        return list(chain.from_iterable(with_those_below(note, below) for note in told))

    @cached_property
    def actions(self) -> list[Action]:
        """What the chosen workshops agreed on; what waits comes first, dropped ones stay out."""
        rows = Action.objects.visible_to(self.actor).filter(workshop__in=self.workshops)
        kept = leaving(rows.exclude(status=ActionStatus.DROPPED), self.brief)
        return list(kept.for_list()[:MOST_FOUND])

    @cached_property
    def practices(self) -> list[Practice]:
        """The chosen ones in their order, else the newest that serve the goals and P's.

        Only published ones: a second person has read them.
        """
        published = Practice.objects.visible_to(self.actor).published()
        published = published.select_related("municipality").prefetch_related("steps")
        if self.picks_practices:
            return self.brief.ordered(published.filter(briefs=self.brief))
        return list(self._tagged(published, self.goals)[:MOST_FOUND])

    @cached_property
    def practice_count(self) -> int:
        """How many there are, also where only the newest were fetched."""
        if self.picks_practices or len(self.practices) < MOST_FOUND:
            return len(self.practices)
        published = Practice.objects.visible_to(self.actor).published()
        return self._tagged(published, self.goals).count()

    @cached_property
    def picks_practices(self) -> bool:
        return self.brief.practices.exists()

    @cached_property
    def partnerships(self) -> list[Partnership]:
        """Those about the brief's goals that are still running, the own ones first."""
        about = Partnership.objects.visible_to(self.actor).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()),
            pk__in=Partnership.objects.filter(goals__in=self.goals).values("pk"),
        )
        found = leaving(about, self.brief).for_cards()[:MOST_FOUND]
        return sorted(found, key=lambda it: it.municipality_id != self.brief.municipality_id)

    @cached_property
    def gaps(self) -> list[tuple[Goal, bool]]:
        """Goals without a published practice of our own; true where nobody has one."""
        published = Practice.objects.visible_to(self.actor).published()
        rows = PracticeGoal.objects.filter(goal__in=self.goals, practice__in=published).order_by()
        told = set(rows.values_list("goal", flat=True).distinct())
        own = rows.filter(practice__municipality=self.brief.municipality_id)
        own_told = set(own.values_list("goal", flat=True).distinct())
        return [(goal, goal.pk not in told) for goal in self.goals if goal.pk not in own_told]

    @cached_property
    def holds_inner_words(self) -> bool:
        """Something in it is otherwise read by the own municipality or the network only."""
        return (
            any(is_inner(note) for note in self.notes)
            or any(
                practice.bad_experience_for(self.reader_of(practice))
                and practice.bad_experience_visibility != Sharing.PUBLIC
                for practice in self.practices
            )
            or any(it.sharing != Sharing.PUBLIC for it in self.partnerships)
            or any(it.reach != Sharing.PUBLIC for it in self.actions)
        )

    def reader_of(self, practice: Practice) -> Actor:
        """Through whose eyes a practice's bad experience is read: the house for its own."""
        own = practice.municipality_id == self.brief.municipality_id
        return self.brief.house() if own else ANONYMOUS

    def _tagged(self, rows: Any, goals: Sequence[Goal]) -> Any:
        """OR inside goals and inside P's, AND between the two, as in the lists."""
        if not goals and not self.themes:
            return rows.none()
        manager: Any = rows.model._default_manager
        if goals:
            rows = rows.filter(pk__in=manager.filter(goals__in=goals).values("pk"))
        if self.themes:
            rows = rows.filter(pk__in=manager.filter(themes__in=self.themes).values("pk"))
        return rows

    def _is_tagged(self, note: Reflection) -> bool:
        goals = {goal.pk for goal in self.chosen_goals}
        themes = {theme.pk for theme in self.themes}
        return not goals.isdisjoint(goal.pk for goal in note.goals.all()) or not themes.isdisjoint(
            theme.pk for theme in note.themes.all()
        )


def is_inner(note: Reflection) -> bool:
    """A note that a passer-by could not read on the platform."""
    reaches = {note.sharing, note.workshop.sharing}
    return reaches != {Sharing.PUBLIC} or note.workshop.state not in OVER


def taking_turns(notes: Iterable[Reflection]) -> list[Reflection]:
    """One note of each workshop at a time, so that a long meeting does not drown a short one."""
    meetings: dict[int, list[Reflection]] = {}
    for note in notes:
        meetings.setdefault(note.workshop_id, []).append(note)
    rounds = zip_longest(*meetings.values())
    return [note for notes in rounds for note in notes if note is not None]


def with_those_below(note: Reflection, below: dict[Any, list[Reflection]]) -> Iterable[Reflection]:
    waiting: list[Reflection] = [note]
    while waiting:
        upper = waiting.pop(0)
        yield upper
        waiting[:0] = below.pop(upper.pk, [])


def notes_by_quadrant(selection: Selection) -> dict[str, Sequence[Reflection]]:
    """The four fields in the order they are asked; an empty one is left out."""
    told = {quadrant.value: selection.notes_in(quadrant.value) for quadrant in Quadrant}
    return {quadrant: notes for quadrant, notes in told.items() if notes}
