"""Texts that stand in Danish and English side by side, read in the reader's language."""

from typing import Any

from django.utils.translation import get_language


def bilingual(field: str) -> Any:
    """A property that reads `<field>_en` for an English reader and `<field>_da` otherwise.

    Danish is the source language, so it also answers where no language is active (a
    command, a migration) and where the English text was left empty.
    """

    def read(record: Any) -> str:
        english = (get_language() or "").startswith("en")
        danish = getattr(record, f"{field}_da")
        return (getattr(record, f"{field}_en") or danish) if english else danish

    return property(read)
