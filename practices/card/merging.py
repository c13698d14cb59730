"""Two wrote at once: what only one of them changed goes together, the rest is a choice.

Pure, over rows in the names of `practices.rows`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Row = Mapping[str, Any]
# A set in which the order says nothing.
_UNORDERED: Final = frozenset({"targets", "themes", "packages"})


@dataclass
class Merge:
    """`theirs`: names to take over from what is stored; `mixed`: rows put together from both, by
    name; `clashes`: names that both changed.
    """

    theirs: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    mixed: dict[str, list[Row]] = field(default_factory=dict)


def merge(base: Row | None, mine: Row, stored: Row, names: Iterable[str]) -> Merge:
    """Compare over `names`; without the common `base` everything that differs is a clash.

    >>> merge({"title": "Gå", "year": 1}, {"title": "Gå tur", "year": 1},
    ...       {"title": "Gå", "year": 2}, ["title", "year"])
    Merge(theirs=['year'], clashes=[], mixed={})
    >>> merge(None, {"title": "Gå"}, {"title": "Løb"}, ["title"])
    Merge(theirs=[], clashes=['title'], mixed={})
    """
    found = Merge()
    for name in names:
        my, their = canonical(name, mine.get(name)), canonical(name, stored.get(name))
        if my == their:
            continue
        before = canonical(name, base.get(name)) if base is not None else None
        if base is not None and my == before:
            found.theirs.append(name)
        elif base is None or their != before:
            rows = (it.get(name) for it in (base or {}, mine, stored))
            if both := mixed(*rows):
                found.mixed[name] = both
            else:
                found.clashes.append(name)
    return found


def mixed(base: Any, mine: Any, stored: Any) -> list[Row] | None:
    """Rows put together field by field; None where both changed one field, or the rows moved.

    >>> mixed([{"what": "Gå", "who": ""}], [{"what": "Løb"}], [{"what": "Gå", "who": "Mette"}])
    [{'what': 'Løb', 'who': 'Mette'}]
    >>> mixed([{"what": "Gå"}], [{"what": "Løb"}], [{"what": "Cykl"}])
    """
    if not all(_are_rows(it) for it in (base, mine, stored)):
        return None
    if not len(base) == len(mine) == len(stored):
        return None
    made: list[Row] = []
    for before, my, their in zip(base, mine, stored, strict=True):
        found = merge(before, my, their, dict.fromkeys([*their, *my, *before]))
        if found.clashes:
            return None
        made.append({**my, **{name: their.get(name, "") for name in found.theirs}})
    return made


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def canonical(name: str, value: Any) -> Any:
    """The same for what says the same: empty is empty, however it is written.

    >>> canonical("steps", [{"what": "Gå", "who": ""}]) == canonical("steps", [{"what": "Gå"}])
    True
    >>> canonical("goals", [{"goal": 3, "role": "primary", "sign": "+", "why": ""}])
    [[('goal', '3'), ('role', 'primary')]]
    """
    if value in (None, "", False):
        return ""
    if not isinstance(value, list | tuple):
        return str(value).replace("\r\n", "\n")
    if name in _UNORDERED:
        return sorted(map(str, value)) or ""
    rows = [_row(it) if isinstance(it, Mapping) else str(it) for it in value]
    return (sorted(rows) if name == "goals" else rows) or ""


# What a row has when nobody says otherwise.
_DEFAULTS: Final = {"role": "secondary", "sign": "+", "weight": "must"}


def _row(row: Row) -> list[tuple[str, str]]:
    said = {name: str(value) for name, value in row.items() if value}
    return sorted((name, value) for name, value in said.items() if _DEFAULTS.get(name) != value)
