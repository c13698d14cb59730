"""A practice as one flat row with the contract's names: pure, for files in and out.

`Practice` objects come in with their parts loaded (`for_page`); nothing is fetched here
but what they hold. `practices.told` reads the same values for many at once.
"""

import json
from collections.abc import Mapping, Sequence
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
# What is read of a part to make its row.
GOAL_COLUMNS: Final = ("goal_id", "role", "sign", "why")
STEP_COLUMNS: Final = (*STEP_FIELDS, "method", "link", "attachment_id")
PARTNER_COLUMNS: Final = ("name", "role", "gain")
REQUIREMENT_COLUMNS: Final = ("kind", "weight", "text")
BLOCK_COLUMNS: Final = ("what", "link")
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


def values_of(practice: "Practice") -> dict[str, Any]:
    """Everything that was written, under the names of `COLUMNS` and `EXTRAS`, and who it is;
    without `url` and `region`, which are not on the record.
    """
    values: dict[str, Any] = {name: getattr(practice, name) for name in PLAIN}
    values |= {name: getattr(practice, f"{name}_id") for name in GOALS}
    values |= {name: str(getattr(practice, name) or "") for name in DATES}
    return values | {
        **identity(practice),
        "status": practice.status,
        "departments": [row.department_id for row in practice.department_rows.all()],
        "goals": [goal_row(_columns(row, GOAL_COLUMNS)) for row in practice.goal_rows.all()],
        "targets": [target.pk for target in practice.targets.all()],
        "themes": [theme.pk for theme in practice.themes.all()],
        "packages": [package.pk for package in practice.packages.all()],
        "steps": [step_row(_columns(step, STEP_COLUMNS)) for step in practice.steps.all()],
        "partners": [
            partner_row(_columns(row, PARTNER_COLUMNS)) for row in practice.partners.all()
        ],
        "requirements": [
            dict(zip(REQUIREMENT_COLUMNS, _columns(row, REQUIREMENT_COLUMNS), strict=True))
            for row in practice.requirements.all()
        ],
        "building_blocks": [
            dict(zip(BLOCK_COLUMNS, _columns(row, BLOCK_COLUMNS), strict=True))
            for row in practice.building_blocks.all()
        ],
    }


def to_row(
    values: Mapping[str, Any], *, url: str, region: str, bad_experience: str, reach: str
) -> dict[str, Any]:
    """The practice with exactly `COLUMNS`, out of its `values_of`.

    `bad_experience` is what the reader may see of it and `reach` its visibility, or "" where
    even that is nobody's business. `year` is "" where none is given.
    """
    told = {
        **values,
        "url": url,
        "region": region,
        "bad_experience": bad_experience,
        "bad_experience_visibility": reach,
        "year": "" if values["year"] is None else values["year"],
    }
    return {name: told[name] for name in COLUMNS}


def extras_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the full example holds beyond `COLUMNS`; what is empty is left out."""
    return {name: values[name] for name in EXTRAS if values[name]}


def snapshot(practice: "Practice") -> dict[str, Any]:
    """Everything that was written, for the own municipality: columns and extras in one row."""
    values = values_of(practice)
    row = to_row(
        values,
        url="",
        region="",
        bad_experience=practice.bad_experience,
        reach=practice.bad_experience_visibility,
    )
    kept = {name: row[name] for name in row if name not in _IDENTITY}
    return kept | {name: values[name] for name in EXTRAS}


def identity(practice: "Practice") -> dict[str, Any]:
    """What tells the practice from all others, wherever its row has come from."""
    return {
        "uid": str(practice.uid),
        "id": practice.pk,
        "municipality": practice.municipality_id,
    }


def _columns(record: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(record, name) for name in names]


def goal_row(columns: Sequence[Any]) -> dict[str, Any]:
    """A goal out of its `GOAL_COLUMNS`."""
    goal, role, sign, why = columns
    return {"goal": goal, "role": role, "sign": sign, "why": why}


def step_row(columns: Sequence[Any]) -> dict[str, str]:
    """Out of its `STEP_COLUMNS` the contract's six fields, and of the others those that say
    something.
    """
    said: dict[str, str] = dict(zip(STEP_FIELDS, columns, strict=False))
    method, link, attachment = columns[len(STEP_FIELDS) :]
    more = {"method": method, "link": link, "attachment": str(attachment or "")}
    return said | {name: value for name, value in more.items() if value}


def partner_row(columns: Sequence[Any]) -> dict[str, str]:
    """A partner out of its `PARTNER_COLUMNS`."""
    name, role, gain = columns
    return {"name": name, "role": role} | ({"gain": gain} if gain else {})


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
