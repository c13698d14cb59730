"""What a reader still cannot do with a card: in words, each an invitation, never a percentage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from practices.models.codes import Outcome, RequirementKind, Stage, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from practices.models import Practice

# After two years nobody relies on it without asking.
STILL_TRUE_FOR: Final = timedelta(days=730)


@dataclass(frozen=True)
class Gap:
    """`text` continues "Der mangler endnu:"; `place` is where the form asks for it."""

    text: "StrOrPromise"
    depth: str
    place: str


CONTACT = Gap(_("hvem man kan ringe til"), "notits", "id_owner_contact")
STEPS = Gap(_("hvordan det blev gjort, trin for trin"), "kort", "steps")
SMALLEST = Gap(_("hvad man kan prøve i næste måned"), "kort", "id_smallest_version")
COST = Gap(_("hvad det koster"), "fuld", "id_money_range")
RESULT = Gap(_("hvad der kom ud af det"), "kort", "id_result")
DIFFERENT = Gap(_("hvad der gik galt, eller hvad man ville gøre anderledes"), "kort", "steps")
MOVABLE = Gap(_("hvad man kan tage med hjem"), "fuld", "id_can_move")
STOPPED = Gap(_("hvorfor det stoppede"), "kort", "id_stopped_why")
GOAL = Gap(_("hvilket verdensmål det handler om"), "kort", "goals")
STILL_TRUE = Gap(_("om det stadig passer"), "", "h-ask")


def gaps_of(practice: "Practice", bad_experience: str, today: date) -> list[Gap]:
    """What is missing for somebody who may read `bad_experience` of it; needs `for_page`."""
    return list(_missing(practice, bad_experience, today))


def _missing(practice: "Practice", bad_experience: str, today: date) -> Iterator[Gap]:
    steps = list(practice.steps.all())
    if not practice.owner_contact:
        yield CONTACT
    if not steps:
        yield STEPS
    if not practice.smallest_version:
        yield SMALLEST
    if not practice.money_range and not _money_is_said(practice):
        yield COST
    if not (practice.result or practice.result_figure) and practice.outcome != Outcome.TOO_EARLY:
        yield RESULT
    if not bad_experience and not any(step.went_wrong for step in steps):
        yield DIFFERENT
    if not practice.can_move and not practice.building_blocks.all():
        yield MOVABLE
    yield from _unsaid(practice)
    if practice.status == Status.PUBLISHED and _is_old(practice, today):
        yield STILL_TRUE


def _unsaid(practice: "Practice") -> Iterator[Gap]:
    if practice.stage == Stage.STOPPED and not practice.stopped_why:
        yield STOPPED
    if not practice.goal_rows.all():
        yield GOAL


def _money_is_said(practice: "Practice") -> bool:
    needs = practice.requirements.all()
    return any(step.cost for step in practice.steps.all()) or any(
        row.kind == RequirementKind.MONEY for row in needs
    )


def _is_old(practice: "Practice", today: date) -> bool:
    """Counted from when somebody last said that it is right, or else from when it came out."""
    said = practice.confirmed_on or (practice.published_at and practice.published_at.date())
    return said is not None and today - said > STILL_TRUE_FOR
