"""What is sent to bring notes in: a file or pasted text, and what the workshop is called."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power
from sdg_platform.fields import CleanCharField
from sdg_platform.text import TITLE_LIMIT
from workshops.documents import DocumentRefused
from workshops.models import Source, Workshop
from workshops.models.source import text_of
from workshops.notes import parse_notes
from workshops.reading.placing import clean_title, suggest_title

ACCEPTED = ".docx,.odt,.rtf,.html,.htm,.md,.markdown,.txt"
LONGEST_NAME = 255
NOTHING_SENT = _("Indsæt noget tekst, eller vælg en fil.")


class ImportForm(forms.Form):
    """A document, or text from one; only what can be read is valid.

    The text stays as it was pasted, so that the original beside the notes is the original:
    what cannot be stored is listed line by line in the preview.
    """

    text = forms.CharField(
        label=_("Indsæt noterne her"),
        help_text=_("Kopiér det hele med overskrifter. Vi retter ikke i det."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=_("Eller vælg en fil"),
        help_text=_("Word, OpenDocument, RTF, HTML eller ren tekst, højst 20 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A stray NUL makes one line unreadable, not the whole paste.
        self.fields["text"].validators = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if file and text.strip():
            self.add_error("text", _("Vælg enten filen eller teksten, ikke begge."))
        elif file:
            self._read("file", file.name[-LONGEST_NAME:], file.read())
        elif text.strip():
            self._read("text", "", text.encode(errors="replace"))
        elif not self.errors:
            self.add_error("text", NOTHING_SENT)
        return cleaned

    def _read(self, field: str, name: str, content: bytes) -> None:
        self.name, self.content = name, content
        try:
            self.parsed = parse_notes(text_of(content, name))
        except DocumentRefused as refused:
            self.add_error(field, str(refused))
        else:
            if not self.parsed.lines:
                self.add_error(field, NOTHING_SENT)

    def receive(self, workshop: Workshop, actor: Actor) -> Source:
        """Keep the document until its preview is confirmed."""
        return Source.objects.receive(workshop, name=self.name, content=self.content, by=actor.user)


class NewWorkshopImportForm(ImportForm):
    """A document that becomes a workshop of its own."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommune"), empty_label=None, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = actor.codes_with(Power.RUN_WORKSHOPS)
        self.home = actor.home_with(Power.RUN_WORKSHOPS) or ""
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.filter(pk__in=codes)  # type: ignore[attr-defined]
        field.initial = self.home
        if len(codes) == 1:
            field.widget = forms.HiddenInput()

    def create(self, actor: Actor) -> Source:
        """A draft named after the document, holding it; nothing of it is a note yet."""
        chosen: Municipality | None = self.cleaned_data["municipality"]
        with transaction.atomic():
            workshop = Workshop.objects.create(
                title=self._title(),
                municipality_id=chosen.pk if chosen else self.home,
                created_by=actor.user,
            )
            return self.receive(workshop, actor)

    def _title(self) -> str:
        today = date_format(timezone.localdate(), gettext("j. F Y"))
        return (
            suggest_title(self.parsed)
            or clean_title(PurePath(self.name).stem)
            or gettext("Workshop %(date)s") % {"date": today}
        )


class HeadForm(forms.Form):
    """What a workshop that came out of a document is called, and when it was held."""

    title = CleanCharField(
        label=_("Hvad hedder workshoppen?"),
        limit=TITLE_LIMIT,
        one_line=True,
        error_messages={"required": _("Giv workshoppen en titel.")},
    )
    date = forms.DateField(
        label=_("Dato"),
        required=False,
        localize=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Skriv datoen som 2026-11-22 eller 22.11.2026.")},
    )
