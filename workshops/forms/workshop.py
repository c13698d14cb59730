"""What a workshop is called, when it is, what its four fields ask and who may read it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power
from sdg_platform.fields import CleanCharField, RowsField
from sdg_platform.taxonomy.models import Goal
from sdg_platform.text import FIELD_LIMIT, TITLE_LIMIT
from workshops.forms.previous import PreviousField, earlier_meetings
from workshops.forms.tags import GoalsField
from workshops.forms.words import NAMES, grouped, own_words, word_fields
from workshops.models import State, Workshop
from workshops.models.templates import TEMPLATES, template_of

EDITABLE = (
    "title", "date", "begins", "ends", "place", "purpose", "sharing", "retention", "template",
    "hide_until_reveal", "dots", "previous",
)  # fmt: skip


class DayField(forms.DateField):
    """A day as browsers send it, or as people write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            localize=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"],
            error_messages={"invalid": _("Skriv datoen som 2026-11-22 eller 22.11.2026.")},
            **options,
        )


class HourField(forms.TimeField):
    """An hour as browsers send it, or as people write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            localize=False,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
            error_messages={"invalid": _("Skriv klokkeslættet som 9.30.")},
            **options,
        )


class WorkshopForm(forms.ModelForm):
    """A workshop in three minutes; the words of the four fields are the only long part."""

    title = CleanCharField(
        label=_("Hvad hedder workshoppen?"),
        limit=TITLE_LIMIT,
        one_line=True,
        error_messages={"required": _("Giv workshoppen en titel.")},
    )
    date = DayField(label=_("Dato"))
    begins = HourField(label=_("Fra kl."))
    ends = HourField(label=_("Til kl."))
    place = CleanCharField(label=_("Sted"), limit=TITLE_LIMIT, one_line=True, required=False)
    purpose = CleanCharField(
        label=_("Hvad skal I finde ud af?"),
        limit=FIELD_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    goals = GoalsField(Goal.objects.all(), label=_("Verdensmål"), required=False)
    template = forms.ChoiceField(
        label=_("Hvad spørger I om?"),
        choices=[(code, one.name) for code, one in TEMPLATES.items()],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vælg en af skabelonerne.")},
    )
    cohosts = RowsField(
        Municipality.objects.none(),
        label=_("Kommuner, der holder den sammen med jer"),
        help_text=_("De læser med fra begyndelsen, og deres facilitatorer kan hjælpe til."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    previous = PreviousField()
    dots = forms.IntegerField(
        label=_("Prikker til hver"),
        help_text=_("Så mange prikker har hver deltager."),
        required=False,
        min_value=1,
        max_value=10,
        error_messages={
            bound: _("Vælg et tal fra 1 til 10.") for bound in ("invalid", "min_value", "max_value")
        },
    )
    retention = DayField(
        label=_("Sidste dag, man kan gå med"),
        help_text=_(
            "Efter den dag virker koden ikke længere. Står der intet, er det 90 dage efter mødet; "
            "en åben tavle har ingen."
        ),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Workshop
        fields = [
            "title", "date", "begins", "ends", "place", "municipality", "cohosts", "purpose",
            "previous", "goals", "template", "hide_until_reveal", "dots", "sharing", "retention",
        ]  # fmt: skip
        widgets = {"sharing": forms.RadioSelect}
        labels = {
            "municipality": _("Kommune"),
            "sharing": _("Hvem må se noterne bagefter?"),
            "hide_until_reveal": _("Skjul noterne, til I viser dem"),
        }
        help_texts = {
            "sharing": _("Noterne kommer først ud af huset, når workshoppen er lukket."),
            "hide_until_reveal": _("Så skriver enhver for sig selv først."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit_municipalities(actor)
        self.fields["previous"].queryset = earlier_meetings(actor, self.instance)
        # A script may leave them out; on the page something always stands there.
        self.fields["sharing"].required = not self.is_bound or "sharing" in self.data
        self.fields["version"].initial = self.instance.version
        if self.instance.state != State.DRAFT:
            # Only the first opening hides.
            del self.fields["hide_until_reveal"]
        self.fields.update(word_fields(self.instance.template, self.instance.quadrant_titles))

    def show_template(self, asked: Mapping[str, str]) -> None:
        """Begin with another template's words, and keep what somebody typed instead of them."""
        code = asked.get("template", "")
        if code in TEMPLATES:
            self.initial["template"] = code
            self.fields.update(word_fields(code, own_words(asked)))

    def _limit_municipalities(self, actor: Actor) -> None:
        """One municipality needs no question; an existing workshop stays where it is."""
        codes = actor.codes_with(Power.RUN_WORKSHOPS)
        others = Municipality.objects.all()
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.filter(pk__in=codes)
        field.initial = actor.home_code if actor.home_code in codes else next(iter(codes), None)
        field.required = False
        if self.instance.pk:
            others = others.exclude(pk=self.instance.municipality_id)
            del self.fields["municipality"]
        elif len(codes) == 1:
            others = others.exclude(pk__in=codes)
            field.widget = forms.HiddenInput()
        self.fields["cohosts"].queryset = others

    def words(self) -> list[dict[str, Any]]:
        """The fields' names and questions, quadrant by quadrant, for the template."""
        return grouped(self)

    def has_word_errors(self) -> bool:
        return any(self[name].errors for name in NAMES)

    def templates(self) -> list[tuple[Any, Any]]:
        """Each template's radio button beside what it is good for."""
        lines = [one.line for one in TEMPLATES.values()]
        return list(zip(self["template"], lines, strict=True))

    def clean_municipality(self) -> Municipality:
        chosen = self.cleaned_data["municipality"]
        field = self.fields["municipality"]
        return chosen or field.queryset.get(pk=field.initial)

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or self.instance.sharing

    def clean_previous(self) -> Workshop | None:
        """A script may leave it out; then the one that was chosen stays."""
        chosen = self.cleaned_data["previous"]
        return chosen if "previous" in self.data else self.instance.previous

    def clean_template(self) -> str:
        return self.cleaned_data["template"] or self.instance.template

    def clean_dots(self) -> int:
        return self.cleaned_data["dots"] or self.instance.dots

    def clean_retention(self) -> datetime.date | None:
        last = self.cleaned_data["retention"]
        if last and last != self.instance.retention and last < timezone.localdate():
            raise forms.ValidationError(_("Vælg en dag, der ikke er gået endnu."))
        return last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and not self.errors and not cleaned.get("version"):
            raise forms.ValidationError(_("Hent siden igen; den mangler et versionsnummer."))
        self._check_hours(cleaned)
        self._set_last_day(cleaned)
        if cleaned.get("municipality") and "cohosts" in cleaned:
            cleaned["cohosts"] = cleaned["cohosts"].exclude(pk=cleaned["municipality"].pk)
        return cleaned

    def _check_hours(self, cleaned: dict[str, Any]) -> None:
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if ends and not begins and "begins" not in self.errors:
            self.add_error("begins", _("Skriv også, hvornår I begynder."))
        elif begins and ends and ends <= begins:
            self.add_error("ends", _("Vælg et tidspunkt, der ligger efter begyndelsen."))

    def _set_last_day(self, cleaned: dict[str, Any]) -> None:
        """Nobody has to think of it: the code lives on for a while after the meeting."""
        if "retention" not in cleaned:
            return
        day, last = cleaned.get("date"), cleaned["retention"]
        days = template_of(cleaned.get("template", "")).days
        if last and day and last < day:
            self.add_error("retention", _("Vælg en dag, der ikke ligger før workshoppen."))
        elif last is None and days is not None:
            today = timezone.localdate()
            cleaned["retention"] = max(day or today, today) + datetime.timedelta(days=days)

    def save(self, commit: bool = True) -> Workshop:
        """Store all at once; raises StaleVersion or WrongState where an edit comes too late."""
        workshop = self.instance
        with transaction.atomic():
            if workshop.pk:
                workshop.lock()
                workshop.claim(self.cleaned_data["version"])
            if any(name in self.data for name in NAMES):
                workshop.quadrant_titles = own_words(self.cleaned_data)
            if workshop.pk:
                workshop.save(update_fields=[*EDITABLE, "quadrant_titles", "version", "updated_at"])
            else:
                workshop.save()
            self._save_m2m()
            # Who its guests were may have been read before.
            vars(workshop).pop("guests", None)
            vars(workshop).pop("guest_codes", None)
            workshop.put_in_index()
            return workshop
