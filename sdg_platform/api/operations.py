"""The addresses below /api/v1/: each fetches through the actor, as the pages do."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from partnerships.models import Organisation, OrganisationKind, Partnership
from practices.catalogue.listing import Listing
from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.api import schemas
from sdg_platform.api.paging import by_key, code_of, limit_of, next_address, number_of
from sdg_platform.taxonomy.models import Goal, Target, Theme
from workshops.models import OVER, Workshop

api = NinjaAPI(
    title="Verdensmål i praksis",
    version="1",
    description="What the pages show, as JSON. Read-only; without a login it holds what is public.",
    urls_namespace="api",
    docs_url=None,
)
MISSING: Any = {404: schemas.Problem}


class Paging(Schema):
    """Malformed values are ignored, as in the lists."""

    after: str = Field("", description="The key of the last row seen; `next` carries it.")
    limit: str = Field("", description="Rows a page: 50 unless said, 200 at most.")


class ByGoal(Paging):
    goal: list[str] = Field([], description="Numbers from 1 to 17; several mean any of them.")


class PracticeFilter(ByGoal):
    """The filters of /practices/: OR inside a group, AND across groups."""

    q: str = Field("", description="Words that must all be found.")
    target: list[str] = []
    theme: list[str] = []
    track: list[str] = Field([], description="KL's tracks, by the goals of the practice.")
    department: list[str] = []
    package: list[str] = []
    municipality: list[str] = []
    region: list[str] = []
    outcome: list[str] = []
    stage: list[str] = []
    driver: list[str] = []
    sort: str = Field("", description="relevance, newest or title")


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values[:50] if value.isascii() and value.isdigit()][:50]


# --- The shared words -------------------------------------------------------------------------


def absolute(request: HttpRequest, record: Any) -> str:
    return request.build_absolute_uri(record.get_absolute_url())


def goal_row(request: HttpRequest, goal: Goal) -> dict[str, Any]:
    names = ("number", "name_da", "name_en", "summary_da", "summary_en", "colour", "iri")
    return {name: getattr(goal, name) for name in names} | {"url": absolute(request, goal)}


@api.get("/goals", response=schemas.GoalPage, url_name="goal_list", tags=["taxonomy"])
def goals(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The 17 goals."""
    page = by_key(request, Goal.objects.all())
    return {"items": [goal_row(request, goal) for goal in page.rows], "next": page.next}


@api.get(
    "/goals/{number}",
    response={200: schemas.GoalOut, **MISSING},
    url_name="goal_detail",
    tags=["taxonomy"],
)
def goal(request: HttpRequest, number: str) -> dict[str, Any]:
    return goal_row(request, get_object_or_404(Goal, pk=_number_or_404(number)))


def target_row(request: HttpRequest, target: Target) -> dict[str, Any]:
    names = ("code", "plain_da", "plain_en", "iri")
    row = {name: getattr(target, name) for name in names}
    return row | {"goal": target.goal_id, "url": absolute(request, target)}


@api.get("/targets", response=schemas.TargetPage, url_name="target_list", tags=["taxonomy"])
def targets(request: HttpRequest, filters: Query[ByGoal]) -> dict[str, Any]:
    """The 169 targets in our own plain words, or those of some goals."""
    rows = Target.objects.all()
    if chosen := numbers(filters.goal):
        rows = rows.filter(goal__in=[number for number in chosen if number <= 17])
    page = by_key(request, rows, code_of)
    return {"items": [target_row(request, target) for target in page.rows], "next": page.next}


@api.get(
    "/targets/{code}",
    response={200: schemas.TargetOut, **MISSING},
    url_name="target_detail",
    tags=["taxonomy"],
)
def target(request: HttpRequest, code: str) -> dict[str, Any]:
    return target_row(request, get_object_or_404(Target, pk=code))


def theme_row(request: HttpRequest, theme: Theme) -> dict[str, Any]:
    names = ("code", "label", "name_da", "name_en", "description_da", "description_en")
    return {name: getattr(theme, name) for name in names} | {"url": absolute(request, theme)}


@api.get("/themes", response=schemas.ThemePage, url_name="theme_list", tags=["taxonomy"])
def themes(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The 6 P's."""
    page = by_key(request, Theme.objects.all(), code_of)
    return {"items": [theme_row(request, theme) for theme in page.rows], "next": page.next}


@api.get(
    "/themes/{code}",
    response={200: schemas.ThemeOut, **MISSING},
    url_name="theme_detail",
    tags=["taxonomy"],
)
def theme(request: HttpRequest, code: str) -> dict[str, Any]:
    return theme_row(request, get_object_or_404(Theme, pk=code))


def municipality_row(municipality: Municipality) -> dict[str, Any]:
    """The region as of today; the placements are loaded."""
    today = timezone.localdate()
    here = [
        placement.region_id
        for placement in municipality.placements.all()
        if (placement.valid_from or today) <= today <= (placement.valid_to or today)
    ]
    names = ("code", "name", "official_name", "is_example")
    row = {name: getattr(municipality, name) for name in names}
    return row | {"region": here[0] if here else ""}


@api.get(
    "/municipalities",
    response=schemas.MunicipalityPage,
    url_name="municipality_list",
    tags=["taxonomy"],
)
def municipalities(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    rows = Municipality.objects.prefetch_related("placements")
    page = by_key(request, rows, code_of)
    return {"items": [municipality_row(one) for one in page.rows], "next": page.next}


@api.get(
    "/municipalities/{code}",
    response={200: schemas.MunicipalityOut, **MISSING},
    url_name="municipality_detail",
    tags=["taxonomy"],
)
def municipality(request: HttpRequest, code: str) -> dict[str, Any]:
    rows = Municipality.objects.prefetch_related("placements")
    return municipality_row(get_object_or_404(rows, pk=code))


# --- Practices --------------------------------------------------------------------------------


@api.get("/practices", response=schemas.PracticePage, url_name="practice_list", tags=["practices"])
def practices(request: HttpRequest, filters: Query[PracticeFilter]) -> dict[str, Any]:
    """The catalogue, filtered and sorted as its page is; members see their own drafts."""
    listing = Listing.read(request.GET, actor_of(request))
    limit = limit_of(request.GET)
    ids = _practice_ids(listing, number_of(filters.after), limit + 1)
    shown = ids[:limit]
    rows = listing.rows(request.build_absolute_uri, shown, extras=True)
    following = next_address(request, shown[-1]) if len(ids) > limit else None
    return {"items": list(rows), "next": following, "total": listing.total}


def _practice_ids(listing: Listing, after: int | None, count: int) -> list[int]:
    """The ids past `after`; a key that is not in the list is ignored."""
    after = after if after is not None and after < 2**32 and after in listing.members else None
    if listing.filters.order == "relevance":
        best = listing.by_relevance
        return best.numbers(count) if after is None else best.after(after, count)
    return listing.order.first(listing.members, count, after=after)


@api.get(
    "/practices/{number}",
    response={200: schemas.PracticeOut, **MISSING},
    url_name="practice_detail",
    tags=["practices"],
)
def practice(request: HttpRequest, number: str) -> dict[str, Any]:
    seen = Practice.objects.visible_to(actor_of(request))
    found = get_object_or_404(seen.only("pk"), pk=_number_or_404(number))
    listing = Listing.read(_nothing_asked(request), actor_of(request))
    return next(listing.rows(request.build_absolute_uri, [found.pk], extras=True))


def _nothing_asked(request: HttpRequest) -> Any:
    return type(request.GET)("")


# --- Who works with whom ----------------------------------------------------------------------


def partnership_row(request: HttpRequest, one: Partnership) -> dict[str, Any]:
    names = ("id", "title", "description", "sharing", "seeks", "offers")
    return {name: getattr(one, name) for name in names} | {
        "url": absolute(request, one),
        "municipality": one.municipality_id,
        "goals": [goal.pk for goal in one.goals.all()],
        "roles": [
            {
                "organisation": role.organisation_id,
                "name": role.organisation.name,
                **{name: getattr(role, name) for name in ("role", "brings", "gets")},
            }
            for role in one.roles.all()
        ],
    }


@api.get(
    "/partnerships",
    response=schemas.PartnershipPage,
    url_name="partnership_list",
    tags=["partnerships"],
)
def partnerships(request: HttpRequest, filters: Query[ByGoal]) -> dict[str, Any]:
    rows = Partnership.objects.visible_to(actor_of(request)).for_cards()
    page = by_key(request, _about(rows, filters.goal))
    return {"items": [partnership_row(request, one) for one in page.rows], "next": page.next}


def _about(rows: QuerySet, goals: list[str]) -> QuerySet:
    """Those tagged with any of the goals; unknown goals are ignored."""
    chosen = [number for number in numbers(goals) if 1 <= number <= 17]
    tagged = rows.model.goals.through.objects.filter(goal__in=chosen)
    name = rows.model._meta.model_name
    return rows.filter(Q(pk__in=tagged.values(f"{name}_id"))) if chosen else rows


@api.get(
    "/partnerships/{number}",
    response={200: schemas.PartnershipOut, **MISSING},
    url_name="partnership_detail",
    tags=["partnerships"],
)
def partnership(request: HttpRequest, number: str) -> dict[str, Any]:
    rows = Partnership.objects.visible_to(actor_of(request)).for_cards()
    return partnership_row(request, get_object_or_404(rows, pk=_number_or_404(number)))


class OrganisationFilter(Paging):
    kind: list[str] = Field([], description="municipality, civil_society, network …")


def organisation_row(request: HttpRequest, one: Organisation) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in ("id", "name", "kind", "description")}
    return row | {
        "url": absolute(request, one),
        "website": one.url,
        "municipality": one.municipality_id,
    }


@api.get(
    "/organisations",
    response=schemas.OrganisationPage,
    url_name="organisation_list",
    tags=["partnerships"],
)
def organisations(request: HttpRequest, filters: Query[OrganisationFilter]) -> dict[str, Any]:
    """Everybody in the directory; `kind=network` gives the networks."""
    rows = Organisation.objects.visible_to(actor_of(request))
    if kinds := [kind for kind in filters.kind if kind in OrganisationKind.values]:
        rows = rows.filter(kind__in=kinds)
    page = by_key(request, rows)
    return {"items": [organisation_row(request, one) for one in page.rows], "next": page.next}


@api.get(
    "/organisations/{number}",
    response={200: schemas.OrganisationOut, **MISSING},
    url_name="organisation_detail",
    tags=["partnerships"],
)
def organisation(request: HttpRequest, number: str) -> dict[str, Any]:
    rows = Organisation.objects.visible_to(actor_of(request))
    return organisation_row(request, get_object_or_404(rows, pk=_number_or_404(number)))


# --- Workshops --------------------------------------------------------------------------------


def over(request: HttpRequest) -> QuerySet[Workshop]:
    actor = actor_of(request)
    rows = Workshop.objects.visible_to(actor).filter(state__in=OVER)
    return rows.for_list(actor).prefetch_related("goals")


def workshop_row(request: HttpRequest, one: Workshop) -> dict[str, Any]:
    names = ("id", "title", "date", "place", "state", "purpose")
    return {name: getattr(one, name) for name in names} | {
        "url": absolute(request, one),
        "municipality": one.municipality_id,
        "goals": [goal.pk for goal in one.goals.all()],
        "notes": one.note_count,
    }


@api.get("/workshops", response=schemas.WorkshopPage, url_name="workshop_list", tags=["workshops"])
def workshops(request: HttpRequest, filters: Query[ByGoal]) -> dict[str, Any]:
    """Workshops that are over, as far as their municipalities share them."""
    page = by_key(request, _about(over(request), filters.goal))
    return {"items": [workshop_row(request, one) for one in page.rows], "next": page.next}


@api.get(
    "/workshops/{number}",
    response={200: schemas.WorkshopOut, **MISSING},
    url_name="workshop_detail",
    tags=["workshops"],
)
def workshop(request: HttpRequest, number: str) -> dict[str, Any]:
    return workshop_row(request, get_object_or_404(over(request), pk=_number_or_404(number)))


def _number_or_404(said: str) -> int:
    number = number_of(said)
    if number is None:
        raise Http404
    return number


def documented() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each address with its description, for the page that explains them."""
    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        yield path, methods["get"]
