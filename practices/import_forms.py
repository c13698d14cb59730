"""What is sent to bring practices in: a spreadsheet, and which column means what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.incoming.cells import shown
from practices.incoming.headers import TAKEN, guess
from practices.incoming.reading import Table, read_table
from practices.incoming.refusal import FileRefused
from practices.models.upload import Upload
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_NAME: Final = 255
LABELS: Final[Mapping[str, "StrOrPromise"]] = {
    "title": _("Titel"),
    "summary": _("Kort fortalt"),
    "municipality": _("Kommune"),
    "departments": _("Forvaltninger"),
    "year": _("År"),
    "stage": _("Hvor langt er I?"),
    "outcome": _("Hvordan gik det?"),
    "driver": _("Hvem drev det?"),
    "source_url": _("Kilde (adresse)"),
    "goals": _("Verdensmål"),
    "targets": _("Delmål"),
    "themes": _("De 6 P'er"),
    "packages": _("Forebyggelsespakker"),
    "problem": _("Problemet"),
    "steps": _("Trin"),
    "result": _("Resultat"),
    "bad_experience": _("Det ville vi gøre anderledes"),
    "bad_experience_visibility": _("Hvem må læse det"),
    "partners": _("Partnere"),
    "language": _("Sprog"),
}


class ImportForm(forms.Form):
    """A spreadsheet for one municipality; only a file that can be read is valid."""

    municipality = forms.ChoiceField(label=_("Hvilken kommune?"))
    file = forms.FileField(
        label=_("Vælg en fil"),
        help_text=_("Excel (.xlsx), CSV eller JSON, højst 20 MB. Første række er overskrifter."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.json"}),
        error_messages={"required": _("Vælg en fil.")},
    )
    marks_optional = False

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Municipality.objects.filter(pk__in=actor.codes_with(Power.WRITE_PRACTICES))
        fields: dict[str, Any] = self.fields
        fields["municipality"].choices = [(place.pk, str(place)) for place in places]
        fields["municipality"].initial = actor.home_with(Power.WRITE_PRACTICES)
        if len(places) == 1:
            del fields["municipality"]
        self.actor = actor

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.content = file.read()
        try:
            read_table(self.content, file.name)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused), code=refused.reason) from refused
        return file

    def receive(self) -> Upload:
        home = self.cleaned_data.get("municipality")
        assert self.actor.user is not None
        return Upload.objects.receive(
            name=self.cleaned_data["file"].name[-LONGEST_NAME:],
            content=self.content,
            home=home or self.actor.home_with(Power.WRITE_PRACTICES),
            by=self.actor.user,
        )


@dataclass(frozen=True)
class Column:
    """One column of the file as the preview shows it."""

    place: int
    header: str
    example: str
    field: str

    @property
    def choices(self) -> Iterator[tuple[str, "StrOrPromise", bool]]:
        yield "", _("Læses ikke"), not self.field
        for name, label in LABELS.items():
            yield name, label, name == self.field
        if self.field and self.field not in LABELS:
            yield self.field, self.field, True


@dataclass(frozen=True)
class ColumnFields:
    """Which field each column is: as guessed, or as somebody chose it."""

    fields: list[str]

    @classmethod
    def read(cls, sent: Mapping[str, Any], header: Sequence[str]) -> Self:
        """From `c0`, `c1` … where they are sent; each field once, the first column wins."""
        taken: set[str] = set()
        fields = []
        for place, guessed in enumerate(guess(header)):
            field = sent.get(f"c{place}", guessed)
            field = field if field in TAKEN and field not in taken else ""
            taken.add(field)
            fields.append(field)
        return cls(fields)

    def columns(self, table: Table) -> list[Column]:
        return [
            Column(place, shown(header), _example(table, place), self.fields[place])
            for place, header in enumerate(table.header)
        ]


def _example(table: Table, place: int) -> str:
    """The first cell that says anything."""
    for _number, cells in table.rows[:50]:
        cell = cells[place] if place < len(cells) else ""
        if isinstance(cell, str) and cell.strip():
            return shown(cell)
    return ""
