"""The directory's needs, each beside the offers that may answer it, as one reader sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from partnerships.matching import Listed, Match, matches
from partnerships.models import Partnership
from sdg_platform.accounts.actor import Actor
from sdg_platform.taxonomy.models import Goal

MOST_LISTED: Final = 1_000


@dataclass(frozen=True)
class Answer:
    """An offer with what led to it."""

    offer: Partnership
    words: tuple[str, ...]
    goals: list[Goal]


@dataclass(frozen=True)
class Introduction:
    need: Partnership
    answers: list[Answer]
    is_own: bool


def introductions_for(actor: Actor) -> list[Introduction]:
    """Everything `actor` may see that somebody may answer; the own municipality's needs first."""
    rows = Partnership.objects.visible_to(actor).in_need_or_offering()
    rows = rows.select_related("municipality").prefetch_related("goals", "themes")
    listed = {row.pk: row for row in rows.order_by("-updated_at", "-pk")[:MOST_LISTED]}
    needs = [_listed(row, row.seeks) for row in listed.values() if row.seeks]
    offers = [_listed(row, row.offers) for row in listed.values() if row.offers]
    found = matches(needs, offers)
    made = [
        Introduction(
            listed[key],
            list(_answers(found[key], listed)),
            listed[key].municipality_id in actor.municipality_codes,
        )
        for key in found
    ]
    return sorted(made, key=lambda one: not one.is_own)


def _listed(row: Partnership, text: str) -> Listed:
    goals = frozenset(goal.pk for goal in row.goals.all())
    return Listed(row.pk, text, goals, frozenset(theme.pk for theme in row.themes.all()))


def _answers(found: list[Match], listed: dict[int, Partnership]) -> Iterator[Answer]:
    for match in found:
        offer = listed[match.offer]
        goals = [goal for goal in offer.goals.all() if goal.pk in match.goals]
        yield Answer(offer, match.words, goals)
