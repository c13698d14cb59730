"""How much is asked at once: a note in two minutes, a card, or the full example."""

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from practices.models import Practice


class Depth(StrEnum):
    """In the order of how much they ask; each holds the one before."""

    NOTE = "notits"
    CARD = "kort"
    FULL = "fuld"

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        return cls(text) if text in set(cls) else None

    @classmethod
    def of(cls, practice: "Practice") -> Self:
        """The full one where something of it is filled in, else the card."""
        told = any(getattr(practice, name) for name in ADDED[cls.FULL] - {"owner"})
        rows = practice.pk and (practice.requirements.all() or practice.building_blocks.all())
        return cls(cls.FULL if told or rows else cls.CARD)

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    @property
    def label(self) -> "StrOrPromise":
        return LABELS[self]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the form that are asked for here."""
        return frozenset().union(*(ADDED[depth] for depth in list(type(self))[: self.rank + 1]))

    @property
    def rows(self) -> frozenset[str]:
        """The kinds of row that are asked for here."""
        return frozenset().union(
            *(ADDED_ROWS[depth] for depth in list(type(self))[: self.rank + 1])
        )


LABELS: Final = {
    Depth.NOTE: _("Notits"),
    Depth.CARD: _("Kort"),
    Depth.FULL: _("Fuldt eksempel"),
}
ADDED: Final = {
    Depth.NOTE: frozenset({"title", "outcome", "summary", "bad_experience", "owner_contact"}),
    Depth.CARD: frozenset(
        {
            *("problem", "result", "bad_experience_visibility", "stage", "driver", "departments"),
            *("lead", "themes", "packages", "targets", "health_as_means", "year", "source_url"),
            *("smallest_version", "stopped_why", "owner_name", "owner_role"),
        }
    ),
    Depth.FULL: frozenset(
        {
            *("novelty", "what_is_new", "political_start", "people_found"),
            *("young_people", "money_range", "time_to_effect", "result_figure", "result_source"),
            *("evidence", "stays_local", "can_move", "not_for", "dilemma", "dilemma_of"),
            *("dilemma_with", "fallback", "owner", "review_on", "licence", "origin"),
        }
    ),
}
ADDED_ROWS: Final = {
    Depth.NOTE: frozenset[str](),
    Depth.CARD: frozenset({"steps", "goals", "partners"}),
    Depth.FULL: frozenset({"requirements", "building_blocks"}),
}
