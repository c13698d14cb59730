"""A file to hang on a step: a document that others can take over."""

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.models import Practice, Step
from sdg_platform.text import TextRefused, clean_text

MOST_BYTES: Final = 10_000_000
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
# Ending: how the file begins, and what it is called when it is fetched. No pictures: a camera
# writes time and place into them.
KINDS: Final = {
    "pdf": (_PDF, "application/pdf"),
    "docx": (_ZIP, f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": (_ZIP, f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": (_ZIP, f"{_OFFICE}.presentationml.presentation"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
}


class AttachmentForm(forms.Form):
    """`kind` is the content type once the form is valid."""

    marks_optional = False

    step = forms.TypedChoiceField(
        label=_("Hvilket trin?"),
        coerce=int,
        error_messages={"required": _("Vælg det trin, filen hører til.")},
    )
    file = forms.FileField(
        label=_("Filen"),
        help_text=_("PDF, Word, Excel, PowerPoint eller OpenDocument, højst 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)}),
        error_messages={"required": _("Vælg en fil.")},
    )

    def __init__(self, *args: Any, practice: Practice, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = [
            ("", gettext("Vælg et trin")),
            *map(_choice, practice.steps.all()),
        ]

    def clean_file(self) -> Any:
        """Only what it says it is: the ending and the first bytes must agree."""
        file = self.cleaned_data["file"]
        ending = PurePath(file.name).suffix.lower().lstrip(".")
        begins, self.kind = KINDS.get(ending, (b"", ""))
        if not self.kind or not file.read(8).startswith(begins):
            raise forms.ValidationError(
                gettext("Den slags fil kan vi ikke tage. Gem den som PDF, og prøv igen.")
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("Filen er for stor. Den må højst fylde 10 MB."))
        try:
            file.name = clean_text(file.name, limit=200, one_line=True)
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        file.seek(0)
        return file


def _choice(step: Step) -> tuple[int, str]:
    return step.position, f"{step.position}. {step.heading or step.what[:60]}"
