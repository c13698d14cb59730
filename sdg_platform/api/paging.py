"""A page of rows by key: `?after=<key>&limit=<how many>`, and the address of the next one."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

USUAL: Final = 50
MOST: Final = 200


class Page(NamedTuple):
    rows: Sequence[Any]
    next: str | None


def limit_of(query: QueryDict) -> int:
    """How many are asked for, within reason; what is no number is not asked for."""
    said = query.get("limit", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else USUAL
    return min(max(number, 1), MOST)


def number_of(said: str | None) -> int | None:
    """A key that a database can hold; None for anything else."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 19 else None


def code_of(said: str | None) -> str | None:
    return said[:40] if said else None


def by_key(
    request: HttpRequest, rows: QuerySet, read_key: Callable[[str | None], Any] = number_of
) -> Page:
    """Rows in the order of their keys, those after the one named."""
    limit = limit_of(request.GET)
    after = read_key(request.GET.get("after"))
    rows = rows.order_by("pk")
    found = list((rows.filter(pk__gt=after) if after is not None else rows)[: limit + 1])
    shown = found[:limit]
    return Page(shown, next_address(request, shown[-1].pk) if len(found) > limit else None)


def next_address(request: HttpRequest, after: Any) -> str:
    query = request.GET.copy()
    query["after"] = str(after)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
