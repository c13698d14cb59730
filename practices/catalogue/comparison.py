"""Two to four practices side by side, line by line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from sdg_platform.accounts.actor import Actor

FEWEST, MOST = 2, 4


class Row(NamedTuple):
    """One line of the table: for each practice a text, or a list of texts (`is_list`)."""

    name: str
    label: Any
    cells: list[Any]
    is_list: bool = False


@dataclass(frozen=True)
class Comparison:
    """Needs the practices' parts (`for_page`); says only what `actor` may read."""

    practices: list[Practice]
    actor: Actor

    @property
    def is_enough(self) -> bool:
        return len(self.practices) >= FEWEST

    def rows(self) -> Iterable[Row]:
        """What at least one of them tells; nobody compares empty lines."""
        for name, label, say in _LINES:
            cells = [say(one) for one in self.practices]
            if any(cells):
                yield Row(name, label, cells, isinstance(cells[0], list))
        differently = [one.bad_experience_for(self.actor) for one in self.practices]
        if any(differently):
            yield Row("differently", _("Det ville vi gøre anderledes"), differently)


def _texts(name: str, field: str) -> Callable[[Practice], list[str]]:
    """The texts of the practice's rows, without the empty ones."""

    def say(practice: Practice) -> list[str]:
        rows = getattr(practice, name).all()
        return [text for row in rows if (text := str(getattr(row, field)))]

    return say


def _names(name: str) -> Callable[[Practice], list[str]]:
    return lambda practice: [str(row) for row in getattr(practice, name).all()]


_LINES: Final[tuple[tuple[str, Any, Callable[[Practice], Any]], ...]] = (
    ("stage", _("Hvor langt er de"), lambda it: str(it.get_stage_display())),
    ("driver", _("Hvem drev det"), lambda it: str(it.get_driver_display())),
    ("goals", _("Verdensmål"), _texts("goal_rows", "goal")),
    ("targets", _("Delmål"), _names("targets")),
    ("themes", _("De 6 P'er"), _names("themes")),
    ("packages", _("Forebyggelsespakker"), _names("packages")),
    ("departments", _("Forvaltninger"), _texts("department_rows", "department")),
    ("problem", _("Hvad var problemet?"), lambda it: it.problem),
    ("steps", _("Sådan gjorde de"), _texts("steps", "what")),
    ("went_wrong", _("Det gik galt"), _texts("steps", "went_wrong")),
    ("result", _("Det kom der ud af det"), lambda it: it.result),
    ("time_to_effect", _("Før de mærkede noget"), lambda it: it.time_to_effect),
    ("partners", _("Hvem var med"), _names("partners")),
    (
        "money_range",
        _("Pris det første år, uden løn"),
        lambda it: str(it.get_money_range_display()),
    ),
    ("requirements", _("Det kræver det"), _texts("requirements", "text")),
    ("smallest_version", _("Prøv det i næste måned"), lambda it: it.smallest_version),
    ("can_move", _("Det kan flyttes"), lambda it: it.can_move),
    ("not_for", _("Hvem skal ikke kopiere det?"), lambda it: it.not_for),
)
