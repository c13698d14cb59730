"""Goals that the words of an imported row suggest where it names none; a person ticks them."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from practices.incoming.judging import NEW, Judged
from sdg_platform.taxonomy.models import Goal
from sdg_platform.taxonomy.suggest import guess_language, suggest

# Who sends more has no use for guesses row by row.
MOST_GUESSED: Final = 200
MOST_EACH: Final = 2
_TOLD: Final = ("title", "summary", "problem", "result")
_TICK: Final = re.compile(r"(\d{1,5})=(1[0-7]|[1-9])")


class RowTip(NamedTuple):
    """A goal, the words that led to it, and what the form sends for it."""

    goal: Goal
    because: str
    value: str
    is_ticked: bool


class SeenRow(NamedTuple):
    """A row of the preview and what it seems to be about."""

    judged: Judged
    tips: list[RowTip]


def with_tips(rows: Iterable[Judged], ticked: Iterable[str]) -> list[SeenRow]:
    """Each row with its suggestions; a tick stays."""
    goals, yes = Goal.objects.in_bulk(), frozenset(ticked)
    return [
        SeenRow(one, _tips(one, goals, yes) if place < MOST_GUESSED else [])
        for place, one in enumerate(rows)
    ]


def _tips(one: Judged, goals: Mapping[int, Goal], yes: frozenset[str]) -> list[RowTip]:
    if not _names_no_goal(one):
        return []
    told = "\n".join(str(one.row.get(name) or "") for name in _TOLD)
    values = [(it, f"{one.number}={it.goal}") for it in suggest(told, guess_language(told))]
    return [
        RowTip(goals[it.goal], ", ".join(it.because), value, value in yes)
        for it, value in values[:MOST_EACH]
    ]


def _names_no_goal(one: Judged) -> bool:
    return one.verdict == NEW and not one.row.get("goals") and not one.row.get("targets")


def take_ticked(rows: Iterable[Judged], ticked: Iterable[str]) -> None:
    """Put the ticked goals ("12=3": row 12, goal 3) into new rows that name none.

    The first is the main one. What is malformed, or of another row, changes nothing.
    """
    said: dict[int, list[int]] = {}
    for value in ticked:
        if tick := _TICK.fullmatch(value):
            said.setdefault(int(tick[1]), []).append(int(tick[2]))
    for one in rows:
        if one.number in said and _names_no_goal(one):
            numbers = dict.fromkeys(said[one.number])
            one.row["goals"] = [
                {"goal": goal, "role": "secondary" if place else "primary", "sign": "+", "why": ""}
                for place, goal in enumerate(numbers)
            ]
