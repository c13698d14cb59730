"""What a form posted, changed as if somebody had typed it: rows moved, values put in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.http import QueryDict

from practices.card.depths import ADDED, ADDED_ROWS, Depth

ROWS: Final = frozenset().union(*ADDED_ROWS.values())
FIELDS: Final = frozenset().union(*ADDED.values())
_ROW: Final = re.compile(r"([a-z_]+)-(\d{1,6})-([a-z_]+)")
_MOVE: Final = re.compile(r"([a-z_]+)-(\d{1,6})-(up|down)")


def rows_named(data: Iterable[str]) -> frozenset[str]:
    """The kinds of row of which at least one was posted."""
    found = (match[1] for name in data if (match := _ROW.fullmatch(name)))
    return frozenset(found) & ROWS


def with_row_moved(data: QueryDict, move: str) -> QueryDict:
    """The same with one row up or down, as in "steps-2-up"; anything else changes nothing.

    >>> data = QueryDict("steps-0-what=gik&steps-1-what=spurgte")
    >>> with_row_moved(data, "steps-1-up")["steps-0-what"]
    'spurgte'
    """
    asked = _MOVE.fullmatch(move)
    if asked is None or asked[1] not in ROWS:
        return data
    here = int(asked[2])
    there = here + (1 if asked[3] == "down" else -1)
    if there < 0:
        return data
    turned = {str(here): str(there), str(there): str(here)}
    made = QueryDict(mutable=True)
    for name, values in data.lists():
        match = _ROW.fullmatch(name)
        if match and match[1] == asked[1]:
            name = f"{match[1]}-{turned.get(match[2], match[2])}-{match[3]}"
        made.setlist(name, values)
    return made


def with_choices_made(data: QueryDict, stored: Mapping[str, Any]) -> QueryDict:
    """After a conflict: where `keep-<name>` says "stored", that stands in the field."""
    kept = [
        name
        for name in stored
        if data.get(f"keep-{name}") == "stored" and (name in FIELDS or name in ROWS)
    ]
    if not kept:
        return data
    made = data.copy()
    for name in kept:
        put(made, name, stored[name])
    return made


def without_choices(data: QueryDict) -> QueryDict:
    """Ready for another answer: the choices that were made are not made again."""
    made = data.copy()
    for key in [key for key in made if key.startswith("keep-")]:
        del made[key]
    return made


def put(data: QueryDict, name: str, value: Any) -> None:
    """Put one value of a row (`practices.rows`) where the form would have posted it."""
    if name in ROWS:
        for key in [key for key in data if key.startswith(f"{name}-")]:
            del data[key]
        for place, row in enumerate(value):
            for field, said in row.items():
                data[f"{name}-{place}-{field}"] = str(said)
    elif isinstance(value, list):
        data.setlist(name, [str(code) for code in value])
        if name == "departments":
            data["lead"] = value[0] if value else ""
    elif isinstance(value, bool):
        data.setlist(name, ["on"] if value else [])
    else:
        data[name] = "" if value is None else str(value)


def carried(data: QueryDict, shown: Depth) -> Iterator[tuple[str, str]]:
    """What was typed at another depth and is not on this one's page: it goes along, hidden."""
    for name, values in data.lists():
        match = _ROW.fullmatch(name)
        here = match[1] in shown.rows if match else name in shown.fields
        ours = match[1] in ROWS if match else name in FIELDS
        if ours and not here:
            yield from ((name, value) for value in values)


def rows_of(values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Cleaned rows as a snapshot holds them: keys as text, what is empty left to its default."""
    told = ({name: value for name, value in row.items() if value} for row in values)
    return [
        row | ({"attachment": str(row["attachment"])} if "attachment" in row else {})
        for row in told
    ]
