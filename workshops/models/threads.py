"""What became of a note after it was written: the short words that its slip shows of it."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from workshops.models.action import WAITING, Action, ActionStatus
from workshops.models.moderation import Moderation, ModerationAct
from workshops.models.question import OpenQuestion
from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop

# What stands on the slip, and the page behind it.
Thread = tuple[str, str]


def thread_rows(workshop: Workshop, actor: Actor) -> list[QuerySet]:
    """What `actor` may know became of the notes: rows of four tables in one shape."""
    return [
        _actions(workshop, actor),
        _answers(workshop),
        _seeds(workshop, actor),
        _solutions(workshop, actor),
    ]


def thread(workshop: Workshop, kind: str, number: int, said: str, status: str, day: Any) -> Thread:
    """One of these rows as it stands on a slip."""
    return _label(kind, said, status, day), _address(kind, workshop.pk, number)


def shaped(
    rows: QuerySet, kind: str, note: str, number: Any, said: Any, status: Any = "", day: Any = None
) -> QuerySet:
    """One shape for rows of many tables: note, kind, number, words, status and day."""
    return rows.order_by().values_list(
        note,
        Value(kind, CharField()),
        number,
        Cast(said, TextField()),
        status or Value("", CharField()),
        day or Cast(Value(None), DateField()),
    )


def _actions(workshop: Workshop, actor: Actor) -> QuerySet:
    rows = Action.objects.visible_to(actor).filter(workshop=workshop, reflection__isnull=False)
    return shaped(rows, "action", "reflection", "pk", "owner", "status", "due")


def _answers(workshop: Workshop) -> QuerySet:
    rows = OpenQuestion.objects.filter(reflection__workshop=workshop, answers__isnull=False)
    return shaped(rows, "question", "reflection", "pk", Count("answers"))


def _seeds(workshop: Workshop, actor: Actor) -> QuerySet:
    rows = Reflection.objects.filter(
        workshop=workshop, practice__in=Practice.objects.visible_to(actor)
    )
    struck = Moderation.objects.filter(reflection=OuterRef("pk"), act=ModerationAct.REDACTED)
    status = Case(When(Exists(struck), then=Value("struck")), default=Value(""))
    return shaped(rows, "seed", "pk", "practice", "practice__title", status)


def _solutions(workshop: Workshop, actor: Actor) -> QuerySet:
    rows = Reflection.solutions.through.objects.filter(
        reflection__workshop=workshop, practice__in=Practice.objects.visible_to(actor)
    )
    return shaped(rows, "solution", "reflection", "practice", "practice__title")


def _label(kind: str, said: str, status: str, day: date | None) -> str:
    if kind == "question":
        return ngettext("%(count)d svar", "%(count)d svar", int(said)) % {"count": int(said)}
    if kind == "seed" and status:
        # The title may be the very words that were struck out.
        return gettext("Blev til en praksis")
    if kind == "seed":
        return gettext("Blev til: %(practice)s") % {"practice": said}
    if kind == "solution":
        return gettext("Løst her: %(practice)s") % {"practice": said}
    if status not in WAITING:
        return str(ActionStatus(status).label)
    return gettext("Tiltag: %(who)s") % {"who": who_and_when(said, day) or gettext("ingen endnu")}


def who_and_when(owner: str, day: date | None) -> str:
    """Jonas, 14. dec."""
    when = date_format(day, gettext("j. b")) if day else ""
    return ", ".join(filter(None, (owner, when)))


def _address(kind: str, workshop: int, number: int) -> str:
    if kind == "action":
        return f"{reverse('workshops:workshop_actions', args=[workshop])}#tiltag-{number}"
    if kind == "question":
        return reverse("workshops:question_detail", args=[number])
    return reverse("practices:practice_detail", args=[number])
