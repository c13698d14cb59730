"""What each row of a file would do: a new practice, a change, nothing, or why it cannot."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext

from practices.incoming.cells import CellRefused, read_cell, shown
from practices.incoming.extras import read_extra
from practices.incoming.headers import TAKEN
from practices.incoming.known import Known
from practices.incoming.reading import ABSENT, Table
from practices.incoming.refusal import FileRefused
from practices.incoming.scope import Scope
from practices.incoming.stored import Stored, StoredPractices
from practices.parts import Parts
from practices.rows import EXTRAS

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
# Empty in a file, they stay as they are or get the usual value.
NEVER_EMPTY: Final = frozenset(
    {"title", "municipality", "outcome", "stage", "status", "language"}
    | {"bad_experience_visibility"}
)
_KEYS: Final = frozenset({"id", "uid", "municipality"})


@dataclass
class Judged:
    """One row of the file. `faults` are (header of the column, sentence)."""

    number: int
    title: str = ""
    verdict: str = REFUSED
    row: dict[str, Any] = field(default_factory=dict)
    stored: Stored | None = None
    changed: frozenset[str] = frozenset()
    faults: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""

    def fault(self, header: str, sentence: str) -> None:
        self.faults.append((header, sentence))

    @property
    def sentence(self) -> str:
        """What becomes of it, as the report says."""
        if self.faults:
            return "; ".join(
                f"{header}: {said}" if header else said for header, said in self.faults
            )
        said = {
            NEW: gettext("ny"),
            CHANGED: gettext("ændret: %(what)s") % {"what": ", ".join(sorted(self.changed))},
            SAME: gettext("uændret"),
        }[self.verdict]
        return f"{said}; {self.note}" if self.note else said


def judge(table: Table, fields: Sequence[str], scope: Scope) -> list[Judged]:
    """Every row in the order of the file; raises FileRefused where no column is the title."""
    if "title" not in fields:
        raise FileRefused("no_title")
    known = Known.read()
    read = list(_read_rows(table, fields, known, scope))
    stored = StoredPractices.matching((one.row for one in read), scope)
    seen: dict[tuple[Any, ...], Judged] = {}
    for one in read:
        one.stored = _recognised(one, stored, scope)
        _complete(one, scope)
        _compare_with_earlier(one, seen)
        if not one.faults:
            one.verdict = _verdict(one)
            _check_reach(one, scope)
    return read


def _read_rows(table: Table, fields: Sequence[str], known: Known, scope: Scope) -> Iterator[Judged]:
    columns = [(place, name) for place, name in enumerate(fields) if name in TAKEN]
    for number, cells in table.rows:
        if all(isinstance(cell, str) and not cell.strip() for cell in cells):
            continue
        one = Judged(number)
        for place, name in columns:
            cell = cells[place] if place < len(cells) else ""
            if cell == ABSENT or (name in scope.ignored):
                continue
            try:
                value = (read_extra if name in EXTRAS else read_cell)(name, cell, known)
            except CellRefused as refused:
                one.fault(str(table.header[place]), str(refused))
                if name == "title":
                    one.title = shown(cell)
            else:
                if value != "" or name not in NEVER_EMPTY:
                    one.row[name] = value
        one.title = one.row.get("title") or one.title
        if sentence := scope.settle(one.row):
            one.fault("", sentence)
        yield one


def _recognised(one: Judged, stored: StoredPractices, scope: Scope) -> Stored | None:
    """The practice it is. A uid that a member's municipality does not have, whether somebody else
    has it or nobody, is no uid: the row is known as those without one are.
    """
    known = stored.of(one.row)
    if known is None and scope.home and one.row.pop("uid", ""):
        one.note = gettext("uid står ikke hos jer, så vi ser bort fra det")
        return stored.of(one.row)
    return known


def _complete(one: Judged, scope: Scope) -> None:
    """Say what is missing for a practice that is not stored yet."""
    dilemma = [one.row.get(name) for name in ("dilemma_of", "dilemma_with")]
    if any(dilemma) and (not all(dilemma) or dilemma[0] == dilemma[1]):
        one.fault("dilemma_of", gettext("et dilemma står mellem to forskellige mål"))
    if one.stored is not None:
        home = one.row.setdefault("municipality", one.stored.municipality)
        if home != one.stored.municipality:
            one.fault("", gettext("praksissen findes allerede hos en anden kommune"))
        return
    heard = {header for header, _ in one.faults}
    for name, sentence in (
        ("title", gettext("skriv, hvad I gjorde (title)")),
        ("municipality", gettext("skriv, hvilken kommune det er (municipality)")),
        ("outcome", gettext("skriv, hvordan det gik (outcome), fx “too_early”")),
    ):
        if not one.row.get(name) and not heard:
            one.fault("", sentence)


def _compare_with_earlier(one: Judged, seen: dict[tuple[Any, ...], Judged]) -> None:
    """The same practice twice in a file is one, unless the rows disagree."""
    if one.stored is not None:
        key: tuple[Any, ...] = ("pk", one.stored.pk)
    else:
        key = _key(one.row)
    earlier = seen.setdefault(key, one)
    if earlier is one or one.faults:
        return
    if earlier.row == one.row:
        one.verdict, one.stored = SAME, earlier.stored
    else:
        one.fault(
            "",
            gettext("samme praksis står i række %(row)d, men anderledes") % {"row": earlier.number},
        )


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    if row.get("uid"):
        return "uid", row["uid"]
    if row.get("source_url"):
        return "source", row["source_url"], row.get("municipality")
    return "title", row.get("title"), row.get("municipality")


def _verdict(one: Judged) -> str:
    if one.stored is None:
        return one.verdict if one.verdict == SAME else NEW
    before = one.stored.row
    whole = {**before, **one.row}
    after = {name: _plain(name, whole) for name in one.row if name not in _KEYS}
    one.changed = frozenset(name for name, value in after.items() if value != _plain(name, before))
    one.row = whole
    return CHANGED if one.changed else SAME


def _plain(name: str, row: Mapping[str, Any]) -> Any:
    """A value as it comes back from the database: sets have no order, targets bring goals."""
    if name in {"targets", "themes", "packages"}:
        return frozenset(row.get(name) or ())
    if name == "goals":
        goals = [
            (
                it.get("role") or "secondary",
                int(it["goal"]),
                it.get("sign") or "+",
                it.get("why", ""),
            )
            for it in Parts.from_row(row).all_goals()
        ]
        return sorted(goals, key=lambda goal: goal[0])
    return row.get(name)


def _check_reach(one: Judged, scope: Scope) -> None:
    if one.verdict == CHANGED and not scope.may_change(one.stored):
        one.verdict = REFUSED
        one.fault("", gettext("praksissen er ikke en kladde; ret den på siden"))


def counts(rows: Iterable[Judged]) -> dict[str, int]:
    """How many rows there are of each verdict; all four are there."""
    found = dict.fromkeys((NEW, CHANGED, SAME, REFUSED), 0)
    for one in rows:
        found[one.verdict] += 1
    return found
