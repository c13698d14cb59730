"""The practices that rows of a file may already be, found in a few queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, Self

from practices.incoming.scope import Scope
from practices.models import Practice
from practices.rows import identity, snapshot

AT_ONCE: Final = 400


@dataclass(frozen=True)
class Stored:
    """A stored practice as a row, whole: the columns and the full example."""

    pk: int
    row: Mapping[str, Any]

    @property
    def municipality(self) -> str:
        return str(self.row["municipality"])


@dataclass
class StoredPractices:
    """By the three keys of the contract: uid, else source address, else title; the last two
    inside of one municipality.
    """

    by_uid: dict[str, Stored] = field(default_factory=dict)
    by_source: dict[tuple[str, str], list[Stored]] = field(default_factory=dict)
    by_title: dict[tuple[str, str], Stored] = field(default_factory=dict)

    @classmethod
    def matching(cls, rows: Iterable[Mapping[str, Any]], scope: Scope) -> Self:
        found = cls()
        rows = list(rows)
        for column, name in (("uid", "uid"), ("source_url", "source_url"), ("title", "title")):
            said = {str(row[name]) for row in rows if row.get(name)}
            for portion in _portions(sorted(said)):
                for practice in _rows(scope).filter(**{f"{column}__in": portion}).order_by("pk"):
                    found._keep(practice)
        return found

    def _keep(self, practice: Practice) -> None:
        row = {**identity(practice), **snapshot(practice)}
        stored, home = Stored(practice.pk, row), str(practice.municipality_id)
        if self.by_uid.setdefault(row["uid"], stored) is not stored:
            return
        self.by_title.setdefault((home, practice.title), stored)
        if practice.source_url:
            self.by_source.setdefault((home, practice.source_url), []).append(stored)

    def of(self, row: Mapping[str, Any]) -> Stored | None:
        """The practice this row is; where one source tells of several, the title decides."""
        home = str(row.get("municipality") or "")
        if uid := row.get("uid"):
            return self.by_uid.get(uid)
        if source := row.get("source_url"):
            told = self.by_source.get((home, source), [])
            same_title = [one for one in told if one.row["title"] == row.get("title")]
            return next(iter(same_title or told), None)
        return self.by_title.get((home, str(row.get("title") or "")))


def _rows(scope: Scope) -> Any:
    practices = Practice.objects.for_page()
    return practices.filter(municipality=scope.home) if scope.home else practices


def _portions(values: list[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion
