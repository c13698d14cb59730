"""What a coordinator chooses and writes.

Beside the fields of the record: `sections-lead`, `sections-economy` and
`sections-recommendation` are the texts that only a person writes. `sections` names the parts
that go along, once each (none named means all of them); a script may instead send one JSON
object there, section code to text: `{"economy": "40.000 kr. om året"}`. The order of the
`practices` is their order in the brief.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.accounts.roles import Power
from sdg_platform.briefs.models import ECONOMY, LEAD, RECOMMENDATION, TEXTS, Brief, Layout, Part
from sdg_platform.briefs.picks import (
    Pick,
    fitting_practices,
    found_practices,
    is_id,
    practices_to_tick,
    with_moved,
    workshops_to_tick,
)
from sdg_platform.briefs.sections import section_fields
from sdg_platform.briefs.selection import leaving
from sdg_platform.editing import Difference, differences, unjudged
from sdg_platform.fields import CleanCharField, RowsField
from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import TITLE_LIMIT
from workshops.models import Workshop

PICKED = ("goals", "themes", "workshops", "practices")


class BriefForm(forms.ModelForm):
    """One brief; see the module for the names of its fields."""

    marks_optional = False  # Only the heading and one choice are asked for, and the page says so.

    title = CleanCharField(
        label=_("Overskrift"),
        limit=TITLE_LIMIT,
        one_line=True,
        widget=forms.TextInput,
        error_messages={"required": _("Giv briefet en overskrift.")},
    )
    audience = CleanCharField(
        label=_("Hvem skal læse det?"),
        help_text=_("For eksempel: Sundheds- og Kulturudvalget."),
        limit=200,
        one_line=True,
        required=False,
        widget=forms.TextInput,
    )
    find = CleanCharField(
        label=_("Find flere praksisser"),
        limit=200,
        one_line=True,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Brief
        fields = ["title", "audience", "municipality", *PICKED, "language", "layout"]
        labels = {
            "municipality": _("Kommune"),
            "goals": _("Verdensmål"),
            "themes": _("De 6 P'er"),
            "workshops": _("Workshops"),
            "practices": _("Praksisser"),
            "language": _("Sprog"),
            "layout": _("Længde"),
        }
        widgets = {
            "goals": GoalCheckboxes,
            "themes": forms.CheckboxSelectMultiple,
            "workshops": forms.CheckboxSelectMultiple,
            "practices": forms.CheckboxSelectMultiple,
            "language": forms.RadioSelect,
            "layout": forms.RadioSelect,
        }
        field_classes = dict.fromkeys(PICKED, RowsField)
        error_messages = {
            name: {"invalid_choice": gone, "invalid_pk_value": gone}
            for name, gone in (
                ("workshops", _("En af dem findes ikke mere. Den er taget ud; gem igen.")),
                ("practices", _("En af dem er trukket tilbage. Den er taget ud; gem igen.")),
            )
        }

    def __init__(
        self, data: QueryDict | None, *, brief: Brief, actor: Actor, **options: Any
    ) -> None:
        initial = {"version": brief.version, "sections": brief.parts}
        initial |= {f"sections-{code}": brief.text(code) for code in TEXTS}
        options["initial"] = initial | options.get("initial", {})
        super().__init__(data, instance=brief, **options)
        self.actor = actor
        self._set_choices()
        self.fields.update(section_fields())
        self.picked_order = self._picked_order()
        if self.is_adding:
            unjudged(self)

    def _set_choices(self) -> None:
        fields: dict[str, Any] = self.fields
        codes = self.actor.codes_with(Power.WRITE_BRIEFS)
        fields["municipality"].queryset = Municipality.objects.filter(pk__in=codes)
        if len(codes) == 1:
            fields["municipality"].widget = forms.HiddenInput()
        fields["goals"].choices = [(goal.number, goal.name) for goal in Goal.objects.all()]
        seen = Workshop.objects.visible_to(self.actor)
        fields["workshops"].queryset = leaving(seen, self.instance)
        fields["practices"].queryset = Practice.objects.visible_to(self.actor).published()
        fields["layout"].choices = Layout.choices
        # A script may leave these out: then they stay as they are.
        for name in ("municipality", "language", "layout"):
            fields[name].required = False

    # ---- what is shown ----

    @property
    def lead(self) -> BoundField:
        return self[f"sections-{LEAD}"]

    @property
    def economy(self) -> BoundField:
        return self[f"sections-{ECONOMY}"]

    @property
    def recommendation(self) -> BoundField:
        return self[f"sections-{RECOMMENDATION}"]

    @property
    def is_adding(self) -> bool:
        """Rows were asked for or moved: nothing was sent to be stored.

        Enter in the search field comes without a button and searches.
        """
        data = self.data
        asked = any(name in data for name in ("add", "up", "down"))
        return self.is_bound and (asked or (bool(data.get("find")) and "save" not in data))

    @property
    def workshop_picks(self) -> list[Pick]:
        """What `picks.workshops_to_tick` offers for this brief."""
        return workshops_to_tick(
            self._rows("workshops"),
            chosen=self._chosen("workshops"),
            home=self.instance.municipality_id,
        )

    @property
    def practice_picks(self) -> list[Pick]:
        """What `picks.practices_to_tick` offers for this brief."""
        rows = self._rows("practices")
        fitting = fitting_practices(
            rows, goals=self._chosen("goals"), home=self.instance.municipality_id
        )
        return practices_to_tick(rows, chosen=self.picked_order, offered=[*self._found(), *fitting])

    @property
    def found_nothing(self) -> bool:
        return bool(self._words()) and not self._found()

    def _rows(self, name: str) -> Any:
        field: Any = self.fields[name]
        return field.queryset

    def _words(self) -> str:
        return self.data.get("find", "").strip()[:200] if self.is_bound else ""

    def _found(self) -> list[int]:
        return found_practices(self._words(), self.actor) if self._words() else []

    def _chosen(self, name: str) -> list[int]:
        """The ids ticked in this form, as sent or as stored; what is no number is left out."""
        if self.is_bound:
            data: Any = self.data
            values: Iterable[Any] = data.getlist(name)
        else:
            stored = self.get_initial_for_field(self.fields[name], name) or []
            values = [getattr(record, "pk", record) for record in stored]
        return list(dict.fromkeys(int(value) for value in values if is_id(value)))

    def _picked_order(self) -> list[int]:
        """The chosen practices, with one of them moved where an arrow was pressed."""
        if not self.is_bound and self.instance.pk:
            chosen = self.instance.practices.all()
            return [practice.pk for practice in self.instance.ordered(chosen)]
        order = self._chosen("practices")
        for name, step in (("up", -1), ("down", 1)):
            moved = self.data.get(name, "")
            if is_id(moved):
                order = with_moved(order, int(moved), step)
        return order

    # ---- what is sent ----

    def clean_municipality(self) -> Municipality:
        return self.cleaned_data["municipality"] or self.instance.municipality

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language

    def clean_layout(self) -> str:
        return self.cleaned_data["layout"] or self.instance.layout

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = {"goals", "workshops"} & set(cleaned)
        if len(asked) == 2 and not cleaned["goals"] and not cleaned["workshops"]:
            self.add_error("goals", _("Vælg mindst ét verdensmål eller én workshop."))
        self._take_json()
        return cleaned

    def _take_json(self) -> None:
        """Let the texts of a JSON object stand where nothing was written in their own field."""
        sent = self.cleaned_data.get("sections")
        if not isinstance(sent, Mapping):
            return
        for code in TEXTS:
            name = f"sections-{code}"
            if sent.get(code) and not self.cleaned_data.get(name):
                try:
                    self.cleaned_data[name] = self.fields[name].clean(str(sent[code]))
                except ValidationError as refused:
                    self.add_error(name, refused)

    def sections(self) -> dict[str, Any]:
        """As they are stored: the texts, the parts left out, the order of the practices."""
        sent = self.cleaned_data["sections"]
        parts = sent if isinstance(sent, list) and sent else Part.values
        return {
            **{code: self.cleaned_data[f"sections-{code}"] for code in TEXTS},
            "left_out": [part for part in Part.values if part not in parts],
            "order": self.picked_order,
        }

    def save_as(self, *, by: User | None) -> None:
        """Store it all; raises StaleVersion when somebody else has saved meanwhile."""
        self.instance.sections = self.sections()
        self.instance.save_selection(
            {name: self.cleaned_data[name] for name in PICKED},
            by=by,
            version=self.cleaned_data["version"],
        )

    def differences_from(self, stored: Brief) -> list[Difference]:
        """Field by field what I typed and what was stored meanwhile."""
        texts = (
            Difference(
                str(self.fields[f"sections-{code}"].label),
                self.cleaned_data[f"sections-{code}"] or "–",
                stored.text(code) or "–",
            )
            for code in TEXTS
            if self.cleaned_data[f"sections-{code}"] != stored.text(code)
        )
        parts = str(self.fields["sections"].label)
        plain = [found for found in differences(self, stored) if found.label != parts]
        return [*plain, *texts]
