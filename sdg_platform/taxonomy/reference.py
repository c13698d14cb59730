"""Loads the shared vocabulary from the files in `data/`.

Called by a data migration, so it takes the models from the caller and never imports them.
It refuses data with a hole in it: a page about target 3.4 without a text helps nobody.

Sources of what is not our own words: names, colours and the numbering of the targets are the
UN's (A/RES/70/1), the tracks KL's, the P's WHO's, the packages Sundhedsstyrelsen's. Which goals
lie near a P and which targets a package serves is our reading, and stored as a suggestion.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple

from django.apps.registry import Apps

DATA = Path(__file__).parent / "data"
LANGUAGES = ("da", "en")
PLAIN_WORDS = 12
# Characters, so that the pages keep their shape: a goal gets a paragraph, a target two lines.
GOAL_LIMITS = {"name": 60, "summary": 110, "municipal": 400}
TARGET_LIMITS = {"plain": 90, "municipal": 240}
NAME_LIMITS = {"name": 60}
THEME_LIMITS = {"name": 40, "description": 110}

Row = dict[str, Any]


class Reference(NamedTuple):
    """Everything in `data/`, one list a table, in the order people read it."""

    tracks: list[Row]
    goals: list[Row]
    targets: list[Row]
    phases: list[Row]
    themes: list[Row]
    departments: list[Row]
    packages: list[Row]


def read_reference(folder: Path = DATA) -> Reference:
    def read(name: str) -> Any:
        return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))

    themes, packages = read("themes"), read("packages")
    edition = {"edition": packages["edition"], "valid_from": packages["valid_from"]}
    return Reference(
        tracks=read("tracks"),
        goals=read("goals"),
        targets=read("targets_01_08") + read("targets_09_17"),
        phases=[themes["phase"]],
        themes=themes["themes"],
        departments=read("departments"),
        packages=[edition | package for package in packages["packages"]],
    )


def codes_of(goal: Row) -> list[str]:
    """The codes of a goal's targets in reading order: first the numbers, then the letters.

    >>> codes_of({"number": 8, "numbered": 10, "lettered": 2})[-4:]
    ['8.9', '8.10', '8.a', '8.b']
    """
    endings = [*range(1, goal["numbered"] + 1), *ascii_lowercase[: goal["lettered"]]]
    return [f"{goal['number']}.{ending}" for ending in endings]


def flaws(reference: Reference) -> Iterator[str]:
    """One sentence for each thing that is missing, unknown or too long."""
    numbers = [goal["number"] for goal in reference.goals]
    if numbers != list(range(1, 18)):
        yield f"The goals are not 1 to 17 in order: {numbers}."
    codes = [code for goal in reference.goals for code in codes_of(goal)]
    if sorted(codes) != sorted(target["code"] for target in reference.targets):
        odd = set(codes) ^ {target["code"] for target in reference.targets}
        yield f"The targets are not exactly the {len(codes)}: {sorted(odd) or 'one comes twice'}."
    for theme in reference.themes:
        yield from unknown(theme, "goals", numbers)
    for package in reference.packages:
        yield from unknown(package, "targets", codes)
    for rows, limits in (
        (reference.goals, GOAL_LIMITS),
        (reference.targets, TARGET_LIMITS),
        (reference.themes, THEME_LIMITS),
        (reference.tracks + reference.departments + reference.packages, NAME_LIMITS),
    ):
        for row in rows:
            yield from text_flaws(row, limits)


def unknown(row: Row, field: str, known: list[Any]) -> Iterator[str]:
    if strangers := [value for value in row[field] if value not in known]:
        yield f"{row['code']} names {field} that do not exist: {strangers}."


def text_flaws(row: Row, limits: dict[str, int]) -> Iterator[str]:
    which = row.get("code", row.get("number"))
    for field in (f"{stem}_{language}" for stem in limits for language in LANGUAGES):
        text = row.get(field, "")
        limit = limits[field.rpartition("_")[0]]
        if not text or text != " ".join(text.split()):
            yield f"{which} has no clean {field}: {text!r}."
        if len(text) > limit:
            yield f"{which} has a {field} of {len(text)} characters; {limit} is the limit."
        if field.startswith("plain") and len(text.split()) > PLAIN_WORDS:
            yield f"{which} has a {field} of more than {PLAIN_WORDS} words."


def load_taxonomy(apps: Apps, using: str = "default") -> None:
    """Write all reference rows; running it again changes nothing.

    `apps` is the migration's historical registry, or `django.apps.apps`. Texts are written
    over, so an administrator's edits survive only because a migration runs once; a mapping
    that somebody has confirmed or changed is left as it is. Raises ValueError with every flaw
    of the data, before anything is written.
    """
    reference = read_reference()
    if found := list(flaws(reference)):
        raise ValueError("\n".join(found))

    def save(model: str, rows: list[Row]) -> None:
        upsert(apps.get_model("taxonomy", model), rows, using)

    def link(model: str, rows: list[Row]) -> None:
        table = apps.get_model("taxonomy", model)
        links = [table(**row) for row in rows]
        table.objects.using(using).bulk_create(links, ignore_conflicts=True)

    save("Track", numbered(reference.tracks))
    save("Goal", [goal_row(goal) for goal in reference.goals])
    save("Target", target_rows(reference))
    save("Phase", reference.phases)
    save("Theme", [theme_row(theme, reference) for theme in numbered(reference.themes)])
    save("Department", numbered(reference.departments))
    save("PreventionPackage", [without(package, "targets") for package in reference.packages])
    link("ThemeGoal", pairs(reference.themes, "theme", "goal"))
    link("PackageTarget", pairs(reference.packages, "package", "target"))


def upsert(model: Any, rows: list[Row], using: str) -> None:
    """Insert the rows, or bring those that exist up to date, in one statement."""
    key = model._meta.pk.name
    model.objects.using(using).bulk_create(
        [model(**row) for row in rows],
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[field for field in rows[0] if field != key],
    )


def numbered(rows: list[Row]) -> list[Row]:
    return [row | {"position": position} for position, row in enumerate(rows, start=1)]


def without(row: Row, *fields: str) -> Row:
    return {field: value for field, value in row.items() if field not in fields}


def goal_row(goal: Row) -> Row:
    return without(goal, "track", "numbered", "lettered") | {
        "track_id": goal["track"],
        "official_url": f"https://sdgs.un.org/goals/goal{goal['number']}",
    }


def target_rows(reference: Reference) -> list[Row]:
    by_code = {target["code"]: target for target in reference.targets}
    return [
        by_code[code]
        | {
            "goal_id": goal["number"],
            "position": position,
            "official_url": f"https://metadata.un.org/sdg/{code}",
            "ours": True,
        }
        for goal in reference.goals
        for position, code in enumerate(codes_of(goal), start=1)
    ]


def theme_row(theme: Row, reference: Reference) -> Row:
    return without(theme, "goals") | {"phase_id": reference.phases[0]["code"]}


def pairs(rows: list[Row], one: str, other: str) -> list[Row]:
    """The rows of a mapping table: each `one` beside each `other` it names."""
    return [
        {f"{one}_id": row["code"], f"{other}_id": value, "suggested": True}
        for row in rows
        for value in row[f"{other}s"]
    ]
