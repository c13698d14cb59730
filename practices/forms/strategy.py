"""A strategy is written with its title and its sentences; a sentence with its goals."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.forms.practice import TargetCheckboxes
from practices.models import Commitment, Strategy
from practices.sentences import split_sentences
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.editing import Difference, RowFormSet, differences, unjudged
from sdg_platform.fields import CleanCharField, RowsField
from sdg_platform.forms_renderer import GoalCheckboxes
from sdg_platform.taxonomy.models import Goal, Target
from sdg_platform.text import NOTE_LIMIT, TITLE_LIMIT

PASTED_LIMIT: Final = 200_000
MOST_SENTENCES: Final = 400
FIRST_YEAR, LAST_YEAR = 1990, 2100


class StrategyForm(forms.ModelForm):
    """The document itself; `pasted` is cut into sentences that stand below, to be seen through."""

    title = CleanCharField(
        label=_("Hvad hedder den?"),
        limit=TITLE_LIMIT,
        one_line=True,
        widget=forms.TextInput,
        error_messages={"required": _("Giv strategien et navn.")},
    )
    year = forms.IntegerField(
        label=_("Hvilket år er den fra?"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": _("Skriv et årstal med fire cifre.")},
    )
    url = forms.URLField(
        label=_("Hvor kan man læse den?"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": _("Skriv en adresse, der begynder med https://.")},
    )
    pasted = CleanCharField(
        label=_("Sæt teksten ind"),
        help_text=_("Vi deler den op i sætninger. Du ser dem, før noget bliver gemt."),
        limit=PASTED_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Strategy
        fields = ("title", "municipality", "year", "url", "status", "sharing")
        labels = {
            "municipality": _("Kommune"),
            "status": _("Hvor langt er den?"),
            "sharing": _("Hvem må se den?"),
        }
        widgets = {"sharing": forms.RadioSelect}

    def __init__(
        self, *args: Any, municipalities: Iterable[Municipality] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        codes = [one.pk for one in municipalities]
        if len(codes) > 1:
            fields["municipality"].queryset = Municipality.objects.filter(pk__in=codes)
            fields["municipality"].required = False
        else:
            del fields["municipality"]
        for name in ("status", "sharing"):
            fields[name].required = False

    def clean_municipality(self) -> Municipality:
        return self.cleaned_data["municipality"] or self.instance.municipality

    def clean_status(self) -> str:
        return self.cleaned_data["status"] or self.instance.status

    def clean_sharing(self) -> str:
        return self.cleaned_data["sharing"] or self.instance.sharing


class SentenceForm(forms.Form):
    """One sentence; `commitment` is the stored one that it was."""

    marks_optional = False

    commitment = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = CleanCharField(
        label=_("Formulering"),
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BaseSentenceFormSet(RowFormSet):
    most_rows = MOST_SENTENCES

    def filled(self) -> list[dict[str, Any]]:
        return [row for row in super().filled() if row.get("text")]


SentenceFormSet: Any = forms.formset_factory(SentenceForm, formset=BaseSentenceFormSet)


class StrategyEditor:
    """The form and its sentences as one thing that is shown, checked and stored together."""

    def __init__(
        self,
        strategy: Strategy,
        data: QueryDict | None,
        *,
        municipalities: Iterable[Municipality] = (),
    ) -> None:
        self.strategy = strategy
        self.number_cut = 0
        self.too_many = 0
        self.data = self._with_pasted(data) if data is not None else None
        self.is_adding = data is not None and (bool(self.number_cut) or "add" in data)
        self.form = StrategyForm(
            self.data,
            instance=strategy,
            initial={"version": strategy.version},
            municipalities=municipalities,
        )
        self.sentences = SentenceFormSet(
            self.data,
            prefix="sentences",
            adding=data is not None and "add" in data,
            initial=self._stored() if data is None else None,
        )
        if self.is_adding:
            unjudged(self.form)
            self.sentences.unjudged()

    def _stored(self) -> list[dict[str, Any]]:
        if not self.strategy.pk:
            return []
        rows = self.strategy.commitments.values_list("pk", "text")
        return [{"commitment": pk, "text": text} for pk, text in rows]

    def _with_pasted(self, data: QueryDict) -> QueryDict:
        """What was pasted becomes rows behind those that are there; nothing of it is dropped."""
        pasted = data.get("pasted", "")
        if not pasted.strip() or len(pasted) > PASTED_LIMIT:
            return data
        cut = split_sentences(pasted)
        taken = [name for name in data if name.startswith("sentences-") and str(data[name]).strip()]
        places = {int(part) for name in taken if (part := name.split("-")[1]).isdecimal()}
        first = max(places, default=-1) + 1
        if first + len(cut) > MOST_SENTENCES:
            self.too_many = len(cut)
            return data
        data = data.copy()
        for place, sentence in enumerate(cut, start=first):
            data[f"sentences-{place}-text"] = sentence
        data["pasted"] = ""
        self.number_cut = len(cut)
        return data

    @property
    def is_wrong(self) -> bool:
        if self.data is None or self.is_adding:
            return False
        return bool(self.form.errors) or bool(self.sentences.total_error_count())

    def is_valid(self) -> bool:
        valid = all([self.form.is_valid(), self.sentences.is_valid()])
        if self.too_many:
            said = gettext("Der er %(n)d sætninger. Sæt højst %(most)d ind ad gangen.")
            error = ValidationError(said % {"n": self.too_many, "most": MOST_SENTENCES})
            self.form.add_error("pasted", error)
            return False
        return valid

    def save(self, *, by: User) -> None:
        """Store it all; raises StaleVersion when somebody else has saved meanwhile."""
        rows = [(row.get("commitment"), row["text"]) for row in self.sentences.filled()]
        version = (self.form.cleaned_data["version"] or 0) if self.strategy.pk else None
        self.strategy.store(rows, by=by, version=version)

    def differences(self, stored: Strategy) -> list[Difference]:
        """What differs from the strategy as it stands now, sentences included."""
        found = differences(self.form, stored)
        mine = "\n".join(row["text"] for row in self.sentences.filled())
        theirs = "\n".join(stored.commitments.values_list("text", flat=True))
        if mine != theirs:
            found.append(Difference(gettext("Formuleringer"), mine or "–", theirs or "–"))
        return found


class CommitmentForm(forms.ModelForm):
    """One sentence with the goals and targets it speaks of."""

    text = CleanCharField(
        label=_("Formulering"), limit=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    goals = RowsField(
        Goal.objects.all(),
        label=_("Hvilke verdensmål handler den om?"),
        required=False,
        widget=GoalCheckboxes,
    )
    targets = RowsField(
        Target.objects.all(),
        label=_("Hvilke delmål?"),
        required=False,
        widget=TargetCheckboxes,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Commitment
        fields = ("text", "goals", "targets")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        goals = list(Goal.objects.all())
        fields: dict[str, Any] = self.fields
        fields["goals"].choices = [(goal.number, goal.name) for goal in goals]
        under: dict[int, list[tuple[str, str]]] = {goal.pk: [] for goal in goals}
        for target in Target.objects.all():
            under[target.goal_id].append((target.pk, str(target)))
        fields["targets"].choices = [(str(goal), under[goal.pk]) for goal in goals]
