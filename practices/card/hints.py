"""What the own municipality is gently asked about its card; rules, never a guess."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from practices.models.codes import Novelty

if TYPE_CHECKING:
    from practices.models import Practice


@dataclass(frozen=True)
class Hint:
    """A question, and where in the form (`depth`, `place`) the answer goes."""

    title: str
    text: str
    answer: str
    depth: str
    place: str


def hints_of(practice: "Practice") -> list[Hint]:
    """Needs `for_page`."""
    return list(_hints(practice))


def _hints(practice: "Practice") -> Iterator[Hint]:
    goals = list(practice.goal_rows.all())
    if practice.health_as_means and [row.goal_id for row in goals] == [3]:
        yield Hint(
            gettext("Kun mærket med mål 3"),
            gettext("I skriver, at sundhed er midlet. Hvilke andre mål kommer I også nærmere?"),
            gettext("Læg et mål mere på"),
            *("kort", "goals"),
        )
    if practice.novelty == Novelty.KNOWN and not practice.what_is_new:
        yield Hint(
            gettext("Det gjorde I allerede"),
            gettext("Hvad er så nyt, når verdensmålene er lagt på? Én linje er nok."),
            gettext("Skriv, hvad der er nyt"),
            *("fuld", "id_what_is_new"),
        )
    bare = [str(row.goal_id) for row in goals if row.role == "secondary" and not row.why]
    if bare:
        yield Hint(
            gettext("Et mål uden et hvorfor"),
            gettext("Mål %(goals)s mangler én sætning. Ellers ligner det et klistermærke.")
            % {"goals": ", ".join(bare)},
            gettext("Skriv hvorfor"),
            *("kort", "goals"),
        )
