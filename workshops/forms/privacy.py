"""The one thing that is asked about before it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sdg_platform.text import looks_like_cpr

CPR_WARNING = _("Det ligner et CPR-nummer. Slet det, eller gem alligevel, hvis det ikke er et.")


def warn_of_cpr(form: forms.BaseForm, cleaned: dict[str, Any], name: str = "text") -> None:
    """Ask once before a civil registration number is stored; `anyway` is the second answer."""
    if looks_like_cpr(cleaned.get(name, "")) and not cleaned.get("anyway"):
        form.add_error(name, forms.ValidationError(CPR_WARNING, code="cpr"))
