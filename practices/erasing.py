"""Erase somebody's name and address from practices and from their history."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from practices.models import Practice, PracticeVersion
from practices.models.catalogue import Catalogue

FIELDS: Final = ("owner_name", "owner_contact", "fallback")


def erase_contact(words: Iterable[str]) -> int:
    """Empty each contact field that holds one of `words`; returns how many practices had any."""
    words = [word for word in words if word]
    told = Q()
    for name in FIELDS:
        for word in words:
            told |= Q(**{f"{name}__icontains": word})
    found = list(Practice.objects.filter(told)) if words else []
    if found:
        Catalogue.hold()
    for practice in found:
        changed = _without(words, {name: getattr(practice, name) for name in FIELDS})
        for name, value in changed.items():
            setattr(practice, name, value)
        practice.save(update_fields=[*FIELDS, "updated_at"])
    _erase_from_history(words)
    return len(found)


def _erase_from_history(words: list[str]) -> None:
    """SQLite keeps JSON as it was written, with letters beyond ASCII spelt out."""
    held = Q()
    for word in words:
        held |= Q(said__icontains=word) | Q(said__contains=json.dumps(word)[1:-1])
    if not words:
        return
    versions = PracticeVersion.objects.annotate(said=Cast("snapshot", TextField())).filter(held)
    for version in versions.iterator(chunk_size=200):
        told = {name: version.snapshot.get(name, "") for name in FIELDS}
        version.snapshot = {**version.snapshot, **_without(words, told)}
        version.save(update_fields=["snapshot"])


def _without(words: Iterable[str], told: Mapping[str, Any]) -> dict[str, str]:
    folded = [word.casefold() for word in words]
    return {
        name: "" if any(word in str(value).casefold() for word in folded) else str(value)
        for name, value in told.items()
    }
