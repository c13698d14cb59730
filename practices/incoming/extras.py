"""The fields of a full example, which stand behind the columns in our JSON files."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext

from practices.incoming.cells import (
    CellRefused,
    as_text,
    check_address,
    check_code,
    items_of,
    rows_of,
)
from practices.incoming.known import Known
from practices.models import Practice
from practices.models.codes import RequirementKind, Weight
from practices.rows import DATES, GOALS
from sdg_platform.text import FIELD_LIMIT


def read_extra(name: str, cell: Any, known: Known) -> Any:
    """The value of one field; raises CellRefused."""
    if name in _READERS:
        return _READERS[name](cell)
    if name in GOALS:
        said = as_text(cell, FIELD_LIMIT, one_line=True)
        return check_code("goals", said, known) if said else None
    if name in DATES:
        return _date(as_text(cell, 20, one_line=True))
    field: Any = Practice._meta.get_field(name)
    limit = field.max_length or FIELD_LIMIT
    text = as_text(cell, limit, one_line=bool(field.max_length))
    if text and field.choices and text not in dict(field.choices):
        raise CellRefused(gettext("“%(said)s” kender vi ikke") % {"said": text})
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise CellRefused(gettext("skriv datoen som 2026-11-22")) from None


def _flag(cell: Any) -> bool:
    said = str(cell).strip().casefold()
    if said not in {"", "none", "0", "1", "true", "false", "ja", "nej", "yes", "no"}:
        raise CellRefused(gettext("skriv ja eller nej"))
    return said in {"1", "true", "ja", "yes"}


def _requirements(cell: Any) -> list[dict[str, str]]:
    rows = rows_of(items_of(cell), "kind", "weight", "text")
    for row in rows:
        row["weight"] = row["weight"] or Weight.MUST.value
        if row["kind"] not in RequirementKind.values or row["weight"] not in Weight.values:
            raise CellRefused(gettext("“%(said)s” kender vi ikke") % {"said": row["kind"]})
    return [row for row in rows if row["text"]]


def _building_blocks(cell: Any) -> list[dict[str, str]]:
    rows = rows_of(items_of(cell), "what", "link")
    for row in rows:
        check_address(row["link"])
    return [row for row in rows if row["what"]]


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "health_as_means": _flag,
    "requirements": _requirements,
    "building_blocks": _building_blocks,
}
