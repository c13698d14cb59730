"""What a search across everything answers: groups by kind, each with its total."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from partnerships.models import Organisation, Partnership
from practices.models import Practice, Strategy
from sdg_platform.accounts.actor import Actor
from sdg_platform.search import index
from sdg_platform.search.analyser import Piece
from sdg_platform.views.reference import ReferenceHit, find_reference
from sdg_platform.views.shelf import practices_url
from workshops.models import Action, OpenQuestion, Reflection, Workshop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Read in one go and dealt out to the groups; a kind that got none is asked for by itself.
AT_ONCE: Final = 60
IN_A_GROUP: Final = 5
ON_A_PAGE: Final = 20


class Kind(NamedTuple):
    """A group of the page; `rows` are what the reader may see, with what a line shows."""

    name: "StrOrPromise"
    rows: Callable[[Actor], QuerySet]


# The order of the page: what somebody did comes first, then what people said, then who.
INDEXED: Final[dict[str, Kind]] = {
    "practice": Kind(
        gettext_lazy("Praksisser"),
        lambda actor: Practice.objects.visible_to(actor).select_related("municipality"),
    ),
    "reflection": Kind(
        gettext_lazy("Noter fra workshops"),
        lambda actor: Reflection.objects.visible_to(actor).select_related("workshop"),
    ),
    "question": Kind(
        gettext_lazy("Spørgsmål"),
        lambda actor: OpenQuestion.objects.visible_to(actor).for_cards(),
    ),
    "action": Kind(
        gettext_lazy("Tiltag"),
        lambda actor: Action.objects.visible_to(actor).for_list(),
    ),
    "strategy": Kind(
        gettext_lazy("Strategier"),
        lambda actor: Strategy.objects.visible_to(actor).select_related("municipality"),
    ),
    "workshop": Kind(
        gettext_lazy("Workshops"),
        lambda actor: Workshop.objects.visible_to(actor).select_related("municipality"),
    ),
    "partnership": Kind(
        gettext_lazy("Partnerskaber"),
        lambda actor: Partnership.objects.visible_to(actor).select_related("municipality"),
    ),
    "organisation": Kind(
        gettext_lazy("Organisationer og netværk"),
        lambda actor: Organisation.objects.visible_to(actor),
    ),
}
REFERENCE: Final[dict[str, "StrOrPromise"]] = {
    "goal": gettext_lazy("Verdensmål"),
    "target": gettext_lazy("Delmål"),
    "theme": gettext_lazy("De 6 P’er"),
}


# What has a title of its own; a note has only what it says.
ONE: Final[dict[str, "StrOrPromise"]] = {
    "practice": gettext_lazy("Praksis"),
    "question": gettext_lazy("Spørgsmål"),
    "strategy": gettext_lazy("Strategi"),
    "workshop": gettext_lazy("Workshop"),
    "partnership": gettext_lazy("Partnerskab"),
    "organisation": gettext_lazy("Organisation"),
}


class Result(NamedTuple):
    """One line: the record itself, and where it matched."""

    kind: str
    record: Any
    title: list[Piece]
    snippet: list[Piece]


class Suggestion(NamedTuple):
    """A title to go to at once; `name` says what it is of."""

    name: "StrOrPromise"
    record: Any
    title: str


class Group(NamedTuple):
    """The first results of a kind; `more_url` is "" when all of them stand here."""

    kind: str
    name: "StrOrPromise"
    total: int
    results: list[Result]
    more_url: str = ""


@dataclass(frozen=True)
class Answer:
    """`total` over all groups; `nearest` only when it is 0."""

    total: int
    groups: list[Group]
    nearest: list[Result]


def answer(query: str, actor: Actor) -> Answer:
    """Every kind in which something was found, a few of each."""
    found = index.find(query, actor=actor, kinds=list(INDEXED), limit=AT_ONCE)
    hits = [*found.hits, *_hits_left_out(query, found, actor)]
    shown = [
        hit for kind in INDEXED for hit in [hit for hit in hits if hit.kind == kind][:IN_A_GROUP]
    ]
    results = _results(shown, actor)
    groups = [
        _group(query, kind, found.by_kind[kind], [row for row in results if row.kind == kind])
        for kind in INDEXED
        if kind in found.by_kind
    ]
    groups += _reference_groups(query, find_reference(query))
    total = sum(group.total for group in groups)
    return Answer(total, groups, [] if total else _results(found.nearest, actor))


def answer_of_kind(query: str, kind: str, page: int, actor: Actor) -> Group:
    """One page of a single kind; goals, targets and P's are so few that they stand on one."""
    start = (page - 1) * ON_A_PAGE
    if kind in REFERENCE:
        hits = [hit for hit in find_reference(query) if hit.kind == kind]
        shown = [Result(*hit) for hit in hits[start : start + ON_A_PAGE]]
        return Group(kind, REFERENCE[kind], len(hits), shown)
    found = index.find(query, actor=actor, kinds=[kind], limit=ON_A_PAGE, offset=start)
    return Group(kind, INDEXED[kind].name, found.total, _results(found.hits, actor))


def _hits_left_out(query: str, found: index.Found, actor: Actor) -> Iterable[index.Hit]:
    """The best of kinds that others crowded out of what was read."""
    missing = found.by_kind.keys() - {hit.kind for hit in found.hits}
    for kind in sorted(missing):
        yield from index.find(query, actor=actor, kinds=[kind], limit=IN_A_GROUP).hits


def completions(typed: str, kinds: Collection[str], actor: Actor) -> list[Suggestion]:
    """Things whose title goes on from what was typed, newest first; eight at most."""
    found = index.suggest(typed, actor=actor, kinds=kinds)
    records = _records(found, actor)
    return [
        Suggestion(ONE[hit.kind], records[hit.kind, hit.object_id], hit.title)
        for hit in found
        if (hit.kind, hit.object_id) in records
    ]


def _results(hits: Iterable[index.Hit], actor: Actor) -> list[Result]:
    hits = list(hits)
    records = _records(hits, actor)
    return [
        Result(hit.kind, records[hit.kind, hit.object_id], hit.title, hit.snippet)
        for hit in hits
        if (hit.kind, hit.object_id) in records
    ]


def _records(
    hits: Sequence[index.Hit | index.Completion], actor: Actor
) -> dict[tuple[str, str], Any]:
    """What stands behind the hits, one query a kind; what is gone since is left out."""
    records = {}
    for kind in {hit.kind for hit in hits} & INDEXED.keys():
        ids = [hit.object_id for hit in hits if hit.kind == kind]
        for record in INDEXED[kind].rows(actor).filter(pk__in=ids):
            records[kind, str(record.pk)] = record
    return records


def _group(query: str, kind: str, total: int, results: list[Result]) -> Group:
    more = ""
    if total > len(results):
        # Practices have a list of their own, with facets.
        more = practices_url(q=query) if kind == "practice" else _kind_url(query, kind)
    return Group(kind, INDEXED[kind].name, total, results, more)


def _reference_groups(query: str, hits: list[ReferenceHit]) -> Iterable[Group]:
    for kind, name in REFERENCE.items():
        of_kind = [Result(*hit) for hit in hits if hit.kind == kind]
        if of_kind:
            more = _kind_url(query, kind) if len(of_kind) > IN_A_GROUP else ""
            yield Group(kind, name, len(of_kind), of_kind[:IN_A_GROUP], more)


def _kind_url(query: str, kind: str) -> str:
    address = QueryDict(mutable=True)
    address.update({"q": query, "kind": kind})
    return f"{reverse('search')}?{address.urlencode()}"
