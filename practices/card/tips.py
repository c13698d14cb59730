"""What the words of a practice point to, for its writer to take over with one press or pass by."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from sdg_platform.taxonomy.models import Goal, Target, Theme
from sdg_platform.taxonomy.suggest import (
    guess_language,
    suggest,
    suggest_targets,
    suggest_themes,
)

# The fields that say what was done, not with whom or where it can be read.
_TOLD: Final = re.compile(
    r"title|summary|problem|result|bad_experience|smallest_version|what_is_new"
    r"|steps-\d{1,3}-(?:what|went_wrong|changed)"
)
_GOAL_ROW: Final = re.compile(r"goals-(\d{1,2})-(goal|role|why)")
_TAKE: Final = re.compile(r"goal=(?:1[0-7]|[1-9])|(?:target|theme)=[a-z0-9.]{1,13}")
# More is a list to read; the surest come first.
_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Tip:
    """A goal, target or P: its key, its name, and the words of the text that led to it."""

    kind: str
    value: str
    name: str
    because: str


def tips_for(data: QueryDict) -> list[Tip]:
    """What is suggested for the texts that were typed and has not been chosen yet."""
    told = "\n".join(str(value) for name, value in data.items() if _TOLD.fullmatch(str(name)))
    language = guess_language(told)
    goals = suggest(told, language)
    numbers = {str(goal.goal) for goal in goals} | set(_goals_chosen(data).values())
    near = [it for it in suggest_targets(told, language) if it.target.split(".")[0] in numbers]
    found = {
        "goal": [(str(it.goal), it.because) for it in goals],
        "target": [(it.target, it.because) for it in near],
        "theme": [(it.theme, it.because) for it in suggest_themes(told, language)],
    }
    return [tip for kind, pairs in found.items() for tip in _tips(kind, pairs[:_MOST], data)]


def _tips(
    kind: str, pairs: Iterable[tuple[str, tuple[str, ...]]], data: QueryDict
) -> Iterator[Tip]:
    model: Any = {"goal": Goal, "target": Target, "theme": Theme}[kind]
    chosen = set(_goals_chosen(data).values()) if kind == "goal" else set(data.getlist(f"{kind}s"))
    fresh = {value: ", ".join(because) for value, because in pairs if value not in chosen}
    rows = {str(row.pk): row for row in model.objects.filter(pk__in=fresh)} if fresh else {}
    for value, because in fresh.items():
        yield Tip(kind, value, _name(rows[value]), because)


def _name(row: Any) -> str:
    return f"{row.label} – {row.name}" if isinstance(row, Theme) else str(row)


def with_tip_taken(data: QueryDict, take: str) -> QueryDict:
    """The same with a goal, target or P chosen, as in "goal=3"; anything else changes nothing.

    A goal gets the first row without one, and is the main goal where there is none yet.

    >>> made = with_tip_taken(QueryDict("goals-0-goal=3&goals-0-role=primary"), "goal=11")
    >>> made["goals-1-goal"], made["goals-1-role"]
    ('11', 'secondary')
    """
    if not _TAKE.fullmatch(take):
        return data
    kind, _, value = take.partition("=")
    made = data.copy()
    if kind == "goal" and value not in _goals_chosen(data).values():
        _put_goal(made, value)
    elif kind != "goal" and value not in made.getlist(f"{kind}s"):
        made.appendlist(f"{kind}s", value)
    return made


def _goals_chosen(data: QueryDict) -> dict[int, str]:
    """The goal of each row that has one."""
    rows = ((_GOAL_ROW.fullmatch(str(name)), value) for name, value in data.items())
    return {int(row[1]): str(value) for row, value in rows if row and row[2] == "goal" and value}


def _put_goal(data: QueryDict, number: str) -> None:
    chosen = _goals_chosen(data)
    said = {
        int(row[1])
        for name, value in data.items()
        if (row := _GOAL_ROW.fullmatch(str(name))) and row[2] == "why" and value
    }
    place = next(it for it in range(len(chosen) + len(said) + 1) if it not in {*chosen, *said})
    has_main = any(data.get(f"goals-{it}-role") == "primary" for it in chosen)
    data[f"goals-{place}-goal"] = number
    data[f"goals-{place}-role"] = "secondary" if has_main else "primary"
    data[f"goals-{place}-sign"] = data.get(f"goals-{place}-sign") or "+"
    data[f"goals-{place}-why"] = ""
