"""What a brief may be made of: the rows to tick, which of them come first, and in what order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.search import index
from workshops.models import Workshop

MOST_OFFERED = 6
MOST_FOUND = 8


@dataclass(frozen=True)
class Pick:
    """One row to tick: a workshop or a practice, and what is said of it in small letters."""

    pk: int
    title: str
    about: str
    is_chosen: bool


def workshops_to_tick(
    rows: QuerySet[Workshop], *, chosen: Sequence[int], home: str | None
) -> list[Pick]:
    """The chosen ones, then the newest of the own municipality."""
    rows = rows.select_related("municipality")
    own = rows.filter(municipality=home).exclude(pk__in=chosen)
    newest = own.order_by("-date", "-pk")[:MOST_OFFERED]
    picked = sorted(rows.filter(pk__in=chosen), key=lambda it: chosen.index(it.pk))
    return [
        *(Pick(it.pk, it.title, about_workshop(it), True) for it in picked),
        *(Pick(it.pk, it.title, about_workshop(it), False) for it in newest),
    ]


def practices_to_tick(
    rows: QuerySet[Practice], *, chosen: Sequence[int], offered: Iterable[int]
) -> list[Pick]:
    """The chosen ones in their order, then what is offered, each once."""
    asked = list(dict.fromkeys([*chosen, *offered]))
    wanted = rows.select_related("municipality").filter(pk__in=asked)
    return [
        Pick(it.pk, it.title, about_practice(it), it.pk in chosen)
        for it in sorted(wanted, key=lambda it: asked.index(it.pk))
    ]


def found_practices(words: str, actor: Actor) -> list[int]:
    """Practices that answer what was searched for; the own drafts stay out of a brief."""
    hits = index.find(words, actor=actor, kinds=["practice"], limit=MOST_FOUND).hits
    return [int(hit.object_id) for hit in hits if not hit.draft]


def fitting_practices(
    rows: QuerySet[Practice], *, goals: Sequence[int], home: str | None
) -> Iterable[int]:
    """The newest on the chosen goals; before a goal is chosen, those of the own municipality."""
    if goals:
        about = Practice.objects.filter(goals__in=goals).values("pk")
        return rows.filter(pk__in=about).values_list("pk", flat=True)[:MOST_OFFERED]
    return rows.filter(municipality=home).values_list("pk", flat=True)[:MOST_OFFERED]


def with_moved(order: list[int], moved: int, step: int) -> list[int]:
    """The order with one of them `step` places on; at the ends it stays where it is.

    >>> with_moved([4, 7, 9], 7, -1), with_moved([4, 7, 9], 9, 1), with_moved([4], 5, 1)
    ([7, 4, 9], [4, 7, 9], [4])
    """
    if moved not in order:
        return order
    new = list(order)
    place = new.index(moved)
    other = min(max(place + step, 0), len(new) - 1)
    new[place], new[other] = new[other], new[place]
    return new


def is_id(value: object) -> bool:
    """Digits that a database takes as a key.

    >>> is_id("12"), is_id("-1"), is_id("²"), is_id("9" * 30)
    (True, False, False, False)
    """
    return str(value).isascii() and str(value).isdecimal() and len(str(value)) < 19


def about_workshop(workshop: Workshop) -> str:
    day = date_format(workshop.date, gettext("j. F Y")) if workshop.date else gettext("uden dato")
    return gettext("Workshop, %(municipality)s, %(day)s") % {
        "municipality": workshop.municipality.name,
        "day": day,
    }


def about_practice(practice: Practice) -> str:
    return gettext("Praksis, %(municipality)s, %(outcome)s") % {
        "municipality": practice.municipality.name,
        "outcome": practice.get_outcome_display().lower(),
    }
