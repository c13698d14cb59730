"""The form of a practice and its rows as one thing: shown, checked and stored together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.card.depths import Depth
from practices.card.merging import merge
from practices.card.posted import (
    carried,
    put,
    rows_named,
    rows_of,
    with_choices_made,
    with_row_moved,
    without_choices,
)
from practices.card.tips import Tip, tips_for, with_tip_taken
from practices.card.wording import differing_words, label_of
from practices.forms import (
    BuildingBlockFormSet,
    GoalFormSet,
    PartnerFormSet,
    PracticeForm,
    RequirementFormSet,
    StepFormSet,
)
from practices.models import Practice
from practices.parts import Parts
from practices.rows import DATES, GOALS, PARTS, snapshot
from sdg_platform.accounts.models import User
from sdg_platform.editing import RowFormSet, unjudged
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import looks_like_cpr

FORM_SETS: Final[Mapping[str, type[Any]]] = {
    "steps": StepFormSet,
    "goals": GoalFormSet,
    "partners": PartnerFormSet,
    "requirements": RequirementFormSet,
    "building_blocks": BuildingBlockFormSet,
}


class PracticeEditor:
    """`data` is what was posted, None for an empty form; `preset` fills an empty one.

    `depth` is how much is asked on this page. A form that was opened deeper before goes on
    holding what was typed there (`reach`); what lies deeper still keeps what is stored.
    """

    def __init__(
        self,
        practice: Practice,
        data: QueryDict | None,
        *,
        depth: Depth | None = None,
        municipalities: Iterable[Any] = (),
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        self.practice = practice
        self.asked = data or QueryDict()
        self.data = None if data is None else _as_asked(data)
        self.depth, self.reach = self._depths(depth)
        # Before the form is bound: checking it writes into the record.
        self.stored = snapshot(practice) if practice.pk else {}
        if self.data is not None:
            self.data = with_choices_made(self.data, self.stored)
        preset = preset or {}
        self.form = PracticeForm(
            self.data,
            instance=practice,
            only=self.reach.fields | set(self.asked),
            initial={"version": practice.version, "lead": self._lead(), **preset},
            municipalities=list(municipalities),
        )
        told = {**self.stored, "goals": self._goals_at_first(preset)}
        self.rows = self._row_sets(told | {name: preset[name] for name in {"steps"} & set(preset)})
        if self.is_adding:
            unjudged(self.form)
            for rows in self.rows.values():
                rows.unjudged()

    def _depths(self, depth: Depth | None) -> tuple[Depth, Depth]:
        """What is asked now, and the deepest that this form has been."""
        said = (Depth.read(self.asked.get(name)) for name in ("show", "shown"))
        shown = next(filter(None, [*said, depth]), None)
        if shown is None:
            shown = Depth.of(self.practice) if self.data is None else Depth.CARD
        before = Depth.read(self.asked.get("depth")) or shown
        return shown, max(shown, before, key=lambda it: it.rank)

    def _lead(self) -> str:
        departments = self.stored.get("departments")
        return departments[0] if departments else ""

    def _goals_at_first(self, preset: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self.stored.get("goals") or preset.get("goals") or []

    def _row_sets(self, initial: Mapping[str, Any]) -> dict[str, RowFormSet]:
        goals = [(goal.pk, str(goal)) for goal in Goal.objects.all()]
        full = {"full": self.depth == Depth.FULL}
        options = {"goals": {"goals": goals}, "steps": full, "partners": full}
        return {
            name: kind(
                self.data,
                prefix=name,
                adding=self.asked.get("add") == name,
                initial=initial.get(name) if self.data is None else None,
                form_kwargs=options.get(name, {}),
            )
            for name, kind in FORM_SETS.items()
            if name in self.reach.rows | rows_named(self.asked)
        }

    # --- What the page shows ---------------------------------------------------------------

    @property
    def key(self) -> str:
        """What the browser calls what was typed here and not stored yet."""
        return f"practice-{self.practice.pk or 'new'}"

    @property
    def carried(self) -> list[tuple[str, str]]:
        return list(carried(self.data, self.depth)) if self.data is not None else []

    @property
    def depths(self) -> list[Depth]:
        return list(Depth)

    @property
    def is_adding(self) -> bool:
        """Rows, an order, another depth or suggestions were asked for; nothing was handed in."""
        asked = self.asked
        return asked.get("add") in FORM_SETS or bool({"move", "show", *_ASKS_TIPS} & set(asked))

    @property
    def tips(self) -> list[Tip] | None:
        """What the words point to; None until somebody asks."""
        if self.data is None or _ASKS_TIPS.isdisjoint(self.asked):
            return None
        return tips_for(self.data)

    @property
    def is_wrong(self) -> bool:
        if self.data is None or self.is_adding:
            return False
        wrong_rows = any(rows.total_error_count() for rows in self.rows.values())
        return bool(self.form.errors) or wrong_rows

    @property
    def looks_like_cpr(self) -> bool:
        return bool(self.form.errors) and self.form.has_error("cpr_seen")

    # --- What was sent ---------------------------------------------------------------------

    def is_valid(self) -> bool:
        valid = all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])
        if self._holds_cpr() and not self.form.cleaned_data.get("cpr_seen"):
            self.form.add_error(
                "cpr_seen",
                _("Der står noget, der ligner et CPR-nummer. Slet det, eller sæt kryds her."),
            )
            valid = False
        wrong = {*self.form.errors, *(n for n, rows in self.rows.items() if not rows.is_valid())}
        if not valid and wrong - self.depth.fields - self.depth.rows:
            self.depth = self.reach  # What is wrong must be there to be mended.
        return valid

    def _holds_cpr(self) -> bool:
        return any(
            looks_like_cpr(text)
            for name, values in (self.data.lists() if self.data is not None else ())
            if name != "csrfmiddlewaretoken"
            for text in values
        )

    def row(self) -> dict[str, Any]:
        """All of the practice as it would be stored, in the names of `practices.rows`."""
        row = dict(self.stored)
        for name, value in self.form.cleaned_data.items():
            if name in _NOT_OF_THE_ROW:
                continue
            if name in GOALS:
                value = value.pk if value else None
            elif name in DATES or value is None:
                value = str(value or "")
            elif name in PARTS:
                value = [it.pk for it in value]
            row[name] = value
        if "departments" in row:
            row["departments"] = self._departments(row["departments"])
        for name, rows in self.rows.items():
            row[name] = [it for it in rows_of(rows.filled()) if any(map(it.get, _SAID_BY))]
        row["goals"] = Parts.from_row(row).all_goals()
        return row

    def _departments(self, codes: list[str]) -> list[str]:
        """Who leads comes first: the one chosen, else who led before, else the first posted."""
        chosen = self.form.cleaned_data.get("lead")
        first = [chosen.pk] if chosen else self.stored.get("departments", [])[:1]
        posted = self.asked.getlist("departments")
        known = {*codes, *(first if chosen else ())}
        return list(dict.fromkeys(code for code in [*first, *posted, *codes] if code in known))

    def merged_with(self, stored: Practice) -> "Merged":
        """This form on top of what another stored meanwhile, ready to be sent again."""
        now = Practice.objects.for_page().get(pk=stored.pk)
        theirs, started_from = snapshot(now), self.form.cleaned_data["version"] or 0
        base = now.versions.filter(number=started_from).first()
        mine = self.row()
        names = [name for name in theirs if name in self.form.fields or name in self.rows]
        found = merge(base.snapshot if base else None, mine, theirs, names)
        data = without_choices(self.data or QueryDict())
        for name in found.theirs:
            put(data, name, theirs[name])
        for name, both in found.mixed.items():
            put(data, name, both)
        data["version"] = str(now.version)
        clashes = [
            Clash(name, label_of(name), *differing_words(name, mine[name], theirs[name]))
            for name in found.clashes
        ]
        taken = [label_of(name) for name in (*found.theirs, *found.mixed)]
        return Merged(PracticeEditor(now, data, depth=self.depth), clashes, taken)

    def save(self, *, by: User) -> None:
        """Store it all; raises StaleVersion when somebody else has saved meanwhile, Repeated when
        the same new practice came twice.
        """
        cleaned, parts = self.form.cleaned_data, Parts.from_row(self.row())
        if self.practice.pk:
            self.practice.save_parts(parts, by=by, version=cleaned["version"] or 0)
            return
        self.practice.municipality_id = cleaned.get("municipality") or self.practice.municipality_id
        self.practice.save_new(parts, by=by)


@dataclass(frozen=True)
class Clash:
    """One field that both changed, in words; `name` is where the choice is posted."""

    name: str
    label: str
    mine: str
    stored: str


@dataclass(frozen=True)
class Merged:
    """`taken` are the labels of what came from the other by itself."""

    editor: PracticeEditor
    clashes: list[Clash]
    taken: list[str]

    @property
    def is_to_be_seen(self) -> bool:
        """False where the other changed nothing of this form: the card was only confirmed."""
        return bool(self.clashes or self.taken)


def _as_asked(data: QueryDict) -> QueryDict:
    """What was posted, with a row moved or a suggestion taken over if a button said so."""
    return with_tip_taken(with_row_moved(data, data.get("move", "")), data.get("take", ""))


_ASKS_TIPS: Final = frozenset({"suggest", "take"})
_NOT_OF_THE_ROW: Final = frozenset({"municipality", "cpr_seen", "version", "lead", "owner"})
# The fields of which one must be filled in for a row to be one.
_SAID_BY: Final = ("what", "goal", "name", "text")
