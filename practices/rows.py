"""A practice as one flat row with the contract's names: pure, for files in and out.

`Practice` objects come in with their parts loaded (`for_page`); nothing is fetched here
but what they hold.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from practices.models import Practice

COLUMNS: Final = (
    *("uid", "id", "url", "title", "summary", "municipality", "region", "departments", "year"),
    *("status", "stage", "outcome", "driver", "source_url", "goals", "targets", "themes"),
    *("packages", "problem", "steps", "result", "bad_experience", "bad_experience_visibility"),
    *("partners", "language"),
)
NESTED: Final = frozenset({"goals", "steps", "partners"})
STEP_FIELDS: Final = ("what", "who", "duration", "cost", "went_wrong", "changed")
# The full example: behind the columns in JSON, and only where something was written.
STEP_EXTRAS: Final = ("method", "link", "attachment")
TEXTS: Final = (
    *("smallest_version", "stopped_why", "novelty", "what_is_new", "political_start"),
    *("people_found", "young_people", "money_range", "time_to_effect", "result_figure"),
    *("result_source", "evidence", "stays_local", "can_move", "not_for", "dilemma"),
    *("owner_name", "owner_role", "owner_contact", "fallback", "licence", "origin"),
)
GOALS: Final = ("dilemma_of", "dilemma_with")
DATES: Final = ("confirmed_on", "review_on")
EXTRAS: Final = ("health_as_means", *TEXTS, *GOALS, *DATES, "requirements", "building_blocks")
# What stands in rows of its own.
PARTS: Final = (
    *("departments", "goals", "targets", "themes", "packages", "steps", "partners"),
    *("requirements", "building_blocks"),
)
PLAIN: Final = (
    *("title", "summary", "year", "stage", "outcome", "driver", "source_url", "problem"),
    *("result", "bad_experience", "bad_experience_visibility", "language", "health_as_means"),
    *TEXTS,
)
# What stands on the record and not in what somebody wrote.
_IDENTITY: Final = frozenset({"uid", "id", "url", "municipality", "region"})


def to_row(
    practice: "Practice", *, url: str, region: str, bad_experience: str, reach: str
) -> dict[str, Any]:
    """The practice with exactly `COLUMNS`.

    `bad_experience` is what the reader may see of it and `reach` its visibility, or "" where
    even that is nobody's business. `year` is "" where none is given.
    """
    values = {
        "uid": str(practice.uid),
        "id": practice.pk,
        "url": url,
        "municipality": practice.municipality_id,
        "region": region,
        "departments": [row.department_id for row in practice.department_rows.all()],
        "status": practice.status,
        "goals": [
            {"goal": row.goal_id, "role": row.role, "sign": row.sign, "why": row.why}
            for row in practice.goal_rows.all()
        ],
        "targets": [target.pk for target in practice.targets.all()],
        "themes": [theme.pk for theme in practice.themes.all()],
        "packages": [package.pk for package in practice.packages.all()],
        "steps": [_step(step) for step in practice.steps.all()],
        "bad_experience": bad_experience,
        "bad_experience_visibility": reach,
        "partners": [_partner(row) for row in practice.partners.all()],
    }
    row = {name: values[name] if name in values else getattr(practice, name) for name in COLUMNS}
    row["year"] = "" if row["year"] is None else row["year"]
    return row


def extras_of(practice: "Practice") -> dict[str, Any]:
    """What the full example holds beyond `COLUMNS`; what is empty is left out."""
    return {name: value for name, value in _extras(practice).items() if value}


def snapshot(practice: "Practice") -> dict[str, Any]:
    """Everything that was written, for the own municipality: columns and extras in one row."""
    row = to_row(
        practice,
        url="",
        region="",
        bad_experience=practice.bad_experience,
        reach=practice.bad_experience_visibility,
    )
    return {name: row[name] for name in row if name not in _IDENTITY} | _extras(practice)


def identity(practice: "Practice") -> dict[str, Any]:
    """What tells the practice from all others, wherever its row has come from."""
    return {
        "uid": str(practice.uid),
        "id": practice.pk,
        "municipality": practice.municipality_id,
    }


def _extras(practice: "Practice") -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(practice, name) for name in ("health_as_means", *TEXTS)}
    values |= {name: getattr(practice, f"{name}_id") for name in GOALS}
    values |= {name: str(getattr(practice, name) or "") for name in DATES}
    values["requirements"] = [
        {"kind": row.kind, "weight": row.weight, "text": row.text}
        for row in practice.requirements.all()
    ]
    values["building_blocks"] = [
        {"what": row.what, "link": row.link} for row in practice.building_blocks.all()
    ]
    return {name: values[name] for name in EXTRAS}


def _step(step: Any) -> dict[str, str]:
    """The contract's six fields, and of the others those that say something."""
    said = {name: getattr(step, name) for name in STEP_FIELDS}
    more = {"method": step.method, "link": step.link, "attachment": str(step.attachment_id or "")}
    return said | {name: value for name, value in more.items() if value}


def _partner(row: Any) -> dict[str, str]:
    return {"name": row.name, "role": row.role} | ({"gain": row.gain} if row.gain else {})


def to_cells(row: Mapping[str, Any]) -> list[str | int]:
    """The row for a spreadsheet: codes joined by `;`, nested fields as JSON, nothing lost.

    >>> to_cells({"title": "Gåtur", "themes": ["people", "places"], "steps": [{"what": "Gå"}]})
    ['Gåtur', 'people;places', '[{"what": "Gå"}]']
    """
    return [_cell(name, value) for name, value in row.items()]


def _cell(name: str, value: Any) -> str | int:
    if name in NESTED:
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, list):
        return ";".join(map(str, value))
    return value


def plain_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row goes into the practice itself; what the row leaves out stays out.

    >>> plain_fields({"title": "Gåtur", "year": "", "goals": []})
    {'title': 'Gåtur', 'year': None}
    """
    fields = {name: row[name] for name in PLAIN if name in row}
    if "year" in fields:
        fields["year"] = int(fields["year"]) if fields["year"] else None
    fields |= {f"{name}_id": int(row[name]) if row[name] else None for name in GOALS if name in row}
    fields |= {
        name: date.fromisoformat(row[name]) if row[name] else None for name in DATES if name in row
    }
    return fields
