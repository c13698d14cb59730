"""A cell of somebody's table as the value of its column, or one sentence why not."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext

from practices.forms import FIRST_YEAR, LAST_YEAR
from practices.incoming.known import Known
from practices.incoming.workbook import FORMULA
from practices.rows import NESTED, STEP_EXTRAS, STEP_FIELDS
from sdg_platform.editing import MOST_ROWS
from sdg_platform.text import FIELD_LIMIT, TITLE_LIMIT, TextRefused, clean_text

LINES: Final[Mapping[str, int]] = {"title": TITLE_LIMIT, "source_url": 500}
TEXTS: Final = frozenset({"summary", "problem", "result", "bad_experience"})
ONE_CODE: Final = frozenset(
    {"municipality", "status", "stage", "outcome", "driver", "bad_experience_visibility"}
    | {"language"}
)
CODE_LISTS: Final = frozenset({"departments", "targets", "themes", "packages"})
MOST_ITEMS: Final = 200
_LIMITS: Final[Mapping[str, int]] = {
    **{"what": FIELD_LIMIT, "went_wrong": FIELD_LIMIT, "changed": FIELD_LIMIT},
    **{"who": 200, "duration": 200, "cost": 200, "name": 200, "role": 500, "why": 500},
    **{"gain": 500, "link": 500, "attachment": 36, "kind": 10, "weight": 4, "text": 500},
}
_ONE_LINE: Final = frozenset(_LIMITS) - {"what", "went_wrong", "changed"}
_GOAL: Final = re.compile(r"\W*(?:(?:verdens)?mål|sdg|goal)?\W*([0-9]{1,2})(?:\W\D*)?", re.I)
_LONGEST_ECHO: Final = 60


class CellRefused(ValueError):
    """A cell that cannot be stored; `str` is one sentence in the reader's language."""


def read_cell(column: str, cell: Any, known: Known) -> Any:
    """The value as `Practice.objects` takes it in a row; raises CellRefused."""
    if isinstance(cell, str) and FORMULA in cell:
        raise CellRefused(gettext("her står en formel; skriv det, den giver, i stedet"))
    if column in NESTED:
        return _NESTED_READERS[column](items_of(cell), known)
    if column in CODE_LISTS:
        return _codes(column, items_of(cell), known)
    text = as_text(cell, LINES.get(column, FIELD_LIMIT), one_line=column not in TEXTS)
    if column in ONE_CODE:
        return check_code(column, text, known) if text else ""
    return _OTHERS[column](text) if column in _OTHERS else text


def as_text(cell: Any, limit: int, *, one_line: bool) -> str:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | None):
        raise CellRefused(gettext("her skal stå tekst, ikke en liste"))
    try:
        return clean_text("" if cell is None else str(cell), limit=limit, one_line=one_line)
    except TextRefused as refused:
        raise CellRefused(str(refused)) from None


def check_code(column: str, said: str, known: Known) -> Any:
    code = known.code(column, said)
    if code is None:
        raise CellRefused(gettext("“%(said)s” kender vi ikke") % {"said": shown(said)})
    return code


def shown(said: Any) -> str:
    """The start of what somebody wrote, as it may stand in a report."""
    text = " ".join(str(said).replace(FORMULA, gettext("(formel)")).split())
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"


# --- Lists -----------------------------------------------------------------------------------


def items_of(cell: Any) -> list[Any]:
    """The list that a cell is: real in JSON, as JSON in one cell, or joined by `;` or lines."""
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            raise CellRefused(
                gettext("listen er ikke skrevet rigtigt; ret den, eller tøm cellen")
            ) from None
    if isinstance(cell, str):
        cell = [part for part in re.split("[;\n]", cell) if part.strip()]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = [str(cell)]
    if cell is None:
        return []
    if not isinstance(cell, list):
        raise CellRefused(gettext("her skal stå en liste"))
    if len(cell) > MOST_ITEMS:
        raise CellRefused(gettext("her står mere end %(most)d ting") % {"most": MOST_ITEMS})
    return cell


def rows_of(cell: list[Any], *names: str) -> list[dict[str, str]]:
    """The rows of which something is said; no more than the form takes, which mends them."""
    rows = [row for row in (read_record(item, names) for item in cell) if any(row.values())]
    if len(rows) > MOST_ROWS:
        said = gettext("her står %(n)d rækker, og der er plads til %(most)d")
        raise CellRefused(said % {"n": len(rows), "most": MOST_ROWS})
    return rows


def _codes(column: str, items: list[Any], known: Known) -> list[Any]:
    said = (as_text(item, FIELD_LIMIT, one_line=True) for item in items)
    parts = [part for text in said if text for part in _parts(column, text, known)]
    return list(dict.fromkeys(check_code(column, part, known) for part in parts))


def _parts(column: str, text: str, known: Known) -> list[str]:
    """People write "Sundhed, Kultur og fritid"; a name may hold a comma itself."""
    if "," not in text or known.code(column, text) is not None:
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def read_record(item: Any, names: Sequence[str]) -> dict[str, str]:
    """One step, partner or goal with its texts; a bare text is the first of the names."""
    if not isinstance(item, dict):
        item = {names[0]: item}
    if unknown := set(map(str, item)) - set(names):
        raise CellRefused(gettext("“%(said)s” kender vi ikke") % {"said": shown(min(unknown))})
    return {
        name: as_text(item.get(name), _LIMITS.get(name, FIELD_LIMIT), one_line=name in _ONE_LINE)
        for name in names
    }


def _steps(items: list[Any], known: Known) -> list[dict[str, str]]:
    """The contract's six fields, and of the others those that say something."""
    steps = [
        {name: said for name, said in step.items() if said or name in STEP_FIELDS}
        for step in rows_of(items, *STEP_FIELDS, *STEP_EXTRAS)
    ]
    if not all(step["what"] for step in steps):
        raise CellRefused(gettext("et trin mangler, hvad I gjorde (what)"))
    for step in steps:
        check_address(step.get("link", ""))
    return steps


def _partners(items: list[Any], known: Known) -> list[dict[str, str]]:
    rows = [
        {name: said for name, said in row.items() if said or name != "gain"}
        for row in rows_of(items, "name", "role", "gain")
    ]
    if not all(row["name"] for row in rows):
        raise CellRefused(gettext("en partner mangler et navn (name)"))
    return rows


def _goals(items: list[Any], known: Known) -> list[dict[str, Any]]:
    """Numbers, names, or all four fields; of bare numbers the first is the main goal."""
    parts = [
        part
        for item in items
        for part in (_parts("goals", item, known) if isinstance(item, str) else [item])
    ]
    rows = [_goal(part, known) for part in parts]
    if len({row["goal"] for row in rows}) < len(rows):
        raise CellRefused(gettext("et verdensmål står der to gange"))
    if sum(row["role"] == "primary" for row in rows) > 1:
        raise CellRefused(gettext("der kan kun være ét hovedmål"))
    if rows and not any(isinstance(part, dict) for part in parts):
        rows[0]["role"] = "primary"
    return rows


def _goal(item: Any, known: Known) -> dict[str, Any]:
    fields = item if isinstance(item, dict) else {"goal": item}
    said = as_text(fields.get("goal"), FIELD_LIMIT, one_line=True)
    match = _GOAL.fullmatch(said)
    number = check_code("goals", match[1].lstrip("0") if match else said, known)
    role, sign = fields.get("role") or "secondary", fields.get("sign") or "+"
    if role not in ("primary", "secondary") or sign not in ("+", "-"):
        raise CellRefused(gettext("et verdensmål er primary eller secondary, + eller -"))
    why = as_text(fields.get("why"), _LIMITS["why"], one_line=True)
    return {"goal": number, "role": role, "sign": sign, "why": why}


_NESTED_READERS: Final[Mapping[str, Callable[[list[Any], Known], list[Any]]]] = {
    "goals": _goals,
    "steps": _steps,
    "partners": _partners,
}


# --- One of a kind ---------------------------------------------------------------------------


def _year(text: str) -> int | str:
    if not text:
        return ""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:9]) <= LAST_YEAR):
        raise CellRefused(gettext("skriv et årstal med fire cifre"))
    return int(text)


def _uid(text: str) -> str:
    if not text:
        return ""
    try:
        return str(UUID(text))
    except ValueError:
        raise CellRefused(
            gettext("uid skal være tom eller en UUID, som vores fil har den")
        ) from None


def check_address(text: str) -> str:
    try:
        if text:
            URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise CellRefused(gettext("skriv en adresse, der begynder med https://")) from None
    return text


def _id(text: str) -> int:
    """The number a row had where it came from; 0 where it is no number of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


_OTHERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "year": _year,
    "uid": _uid,
    "source_url": check_address,
    "id": _id,
}
