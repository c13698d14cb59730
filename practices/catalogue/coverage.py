"""The gap from strategy to practice: goals by strategies or by sentences, and what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Self

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext

from practices.models import Commitment, Practice, Strategy
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.roles import Power
from sdg_platform.exports.sheets import Sheet
from sdg_platform.taxonomy.models import Goal

MOST_STRATEGIES: Final = 30


class Line(NamedTuple):
    """A sentence with what it is tagged with, and the practices that the reader may see."""

    commitment: Commitment
    goals: list[Goal]
    practices: list[Practice]


class Head(NamedTuple):
    """A column: a strategy, or a sentence of the one strategy; `short` is what stands above it."""

    value: str
    short: str
    name: str
    url: str


class Cell(NamedTuple):
    """Of one goal in one column: so many sentences, served by so many practices.

    `url` is where it is read, or, where a sentence is missing, written; "" for who may not.
    """

    column: Head
    sentences: int
    practices: int
    url: str


@dataclass(frozen=True)
class Coverage:
    """Some strategies as one reader may see them, with all their sentences."""

    strategies: list[Strategy]
    actor: Actor

    @classmethod
    def of(cls, strategies: Iterable[Strategy], actor: Actor) -> Self:
        """Reads sentences, goals and practices in four queries."""
        seen = Practice.objects.visible_to(actor).select_related("municipality")
        shown = seen.only(
            *("title", "outcome", "status", "language"),
            *("municipality__name", "municipality__official_name"),
        )
        sentences = Commitment.objects.prefetch_related(
            "goals", "targets", Prefetch("practices", shown, to_attr="seen_practices")
        )
        found = list(strategies)
        prefetch_related_objects(found, Prefetch("commitments", sentences))
        return cls(found, actor)

    @cached_property
    def lines(self) -> list[Line]:
        return [
            Line(row, list(row.goals.all()), row.seen_practices)  # type: ignore[attr-defined]
            for strategy in self.strategies
            for row in _with_strategy(strategy)
        ]

    @cached_property
    def goals(self) -> list[Goal]:
        return list(Goal.objects.all())

    # --- What is missing ---------------------------------------------------------------------

    @property
    def without_practice(self) -> list[Line]:
        return [line for line in self.lines if not line.practices]

    @property
    def served(self) -> int:
        """How many sentences have at least one practice."""
        return len(self.lines) - len(self.without_practice)

    @property
    def goals_without_sentence(self) -> list[Goal]:
        spoken_of = {goal.pk for line in self.lines for goal in line.goals}
        return [goal for goal in self.goals if goal.pk not in spoken_of]

    # --- The matrix --------------------------------------------------------------------------

    @property
    def by_sentence(self) -> bool:
        """One strategy is looked at sentence by sentence."""
        return len(self.strategies) == 1

    @cached_property
    def heads(self) -> list[Head]:
        if self.by_sentence:
            return [
                Head(str(row.pk), str(row.position), row.text, row.get_absolute_url())
                for row, _, _ in self.lines
            ]
        return [
            Head(str(one.pk), one.title, f"{one.title}, {one.municipality}", one.get_absolute_url())
            for one in self.strategies
        ]

    def rows(self) -> list[tuple[Goal, list[Cell]]]:
        return [(goal, list(self._cells(goal))) for goal in self.goals]

    def _cells(self, goal: Goal) -> Iterator[Cell]:
        for head in self.heads:
            lines = self._lines_of.get((goal.pk, head.value), [])
            practices = {one.pk for line in lines for one in line.practices}
            url = lines[0].commitment.get_absolute_url() if len(lines) == 1 else head.url
            yield Cell(head, len(lines), len(practices), url if lines else self._invitation(head))

    @cached_property
    def _lines_of(self) -> dict[tuple[int, str], list[Line]]:
        found: dict[tuple[int, str], list[Line]] = {}
        for line in self.lines:
            column = str(line.commitment.pk if self.by_sentence else line.commitment.strategy_id)
            for goal in line.goals:
                found.setdefault((goal.pk, column), []).append(line)
        return found

    def _invitation(self, head: Head) -> str:
        """Where the missing sentence is written; a sentence does not lack the other 16 goals."""
        if self.by_sentence:
            return ""
        strategy = next(one for one in self.strategies if str(one.pk) == head.value)
        if not self.actor.may(Power.WRITE_PRACTICES, strategy.municipality_id):
            return ""
        return reverse("strategies:strategy_edit", args=[strategy.pk]) + "#sentences"

    # --- For a spreadsheet -------------------------------------------------------------------

    def sheets(self) -> list[Sheet]:
        """The matrix, every sentence, and the goals that no sentence speaks of."""
        heads = [head.short for head in self.heads]
        matrix = [
            (str(goal), *(cell.practices if cell.sentences else None for cell in cells))
            for goal, cells in self.rows()
        ]
        return [
            Sheet(gettext("Mål og strategier"), (gettext("Verdensmål"), *heads), matrix),
            Sheet(gettext("Formuleringer"), _header(), map(_row, self.lines)),
            Sheet(
                gettext("Mål uden formulering"),
                (gettext("Verdensmål"),),
                [(str(goal),) for goal in self.goals_without_sentence],
            ),
        ]


def _with_strategy(strategy: Strategy) -> Iterator[Commitment]:
    """Its sentences, each knowing the very strategy it stands in, so that nothing is read twice."""
    for row in strategy.commitments.all():
        row.strategy = strategy
        yield row


def _header() -> tuple[str, ...]:
    return (
        *(gettext("Nr."), gettext("Strategi"), gettext("Kommune"), gettext("Formulering")),
        *(gettext("Verdensmål"), gettext("Antal praksisser"), gettext("Praksisser")),
    )


def _row(line: Line) -> tuple[str | int, ...]:
    row = line.commitment
    return (
        *(row.position, row.strategy.title, str(row.strategy.municipality), row.text),
        "; ".join(str(goal) for goal in line.goals),
        len(line.practices),
        "; ".join(practice.title for practice in line.practices),
    )
