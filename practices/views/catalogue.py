"""Look around: the list with its facets, and one practice."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from practices.card.gaps import gaps_of
from practices.card.hints import hints_of
from practices.card.life import life_of
from practices.card.whole import seen_practice
from practices.catalogue import facets
from practices.catalogue.listing import Listing
from practices.catalogue.map import tile_map
from practices.catalogue.remembered import remembered
from practices.catalogue.wishes import wish_of
from practices.models import Practice, Status
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.htmx import render_page
from sdg_platform.search.verdicts import searched_before


@require_safe
def practice_list(request: Request) -> HttpResponse:
    """Browse the catalogue; a change of the filters swaps the results and the counts."""
    held = facets.current()
    return remembered(request, held, partial(draw_list, request, held))


def draw_list(request: Request, held: facets.Held) -> HttpResponse:
    listing = Listing.read(request.GET, request.actor, held)
    wish = None if listing.filters.chosen else wish_of(listing.filters.q, request.actor)
    response = render_page(
        request,
        "practices/practice_list.html",
        {"listing": listing, "wish": wish, "may_write": request.actor.may(Power.WRITE_PRACTICES)},
        partials={"results": "practices/_swap.html"},
    )
    if request.htmx:
        push_url(response, f"{request.path}?{listing.filters.query()}")
    return response


@require_safe
def practice_map(request: Request) -> HttpResponse:
    """Where in the country it was done: a tile for each municipality, under the list's filters."""
    listing = Listing.read(request.GET, request.actor)
    context = {"listing": listing, "map": tile_map(listing, with_invented=settings.DEBUG)}
    return render(request, "practices/practice_map.html", context)


@require_safe
def practice_detail(request: Request, pk: int) -> HttpResponse:
    held = facets.current()
    practice = seen_practice(request.actor, pk, held.names)
    if practice is None:
        raise Http404
    return card(request, practice, held)


@require_safe
def practice_story(request: Request, pk: int) -> HttpResponse:
    """One column from problem to advice, to be printed or read aloud."""
    practice = get_object_or_404(Practice.objects.visible_to(request.actor).for_page(), pk=pk)
    said = practice.bad_experience_for(request.actor)
    context = {"practice": practice, "bad_experience": said}
    return render(request, "practices/practice_story.html", context)


def card(
    request: Request,
    practice: Practice,
    held: facets.Held | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole practice; `refusal` says why what was asked of it did not happen."""
    actor, home, held = request.actor, practice.municipality_id, held or facets.current()
    is_out = practice.status == Status.PUBLISHED
    context = {
        "practice": practice,
        "refusal": refusal,
        "bad_experience": (said := practice.bad_experience_for(actor)),
        "hints": hints_of(practice) if home in actor.municipality_codes else [],
        "gaps": gaps_of(practice, said, timezone.localdate()),
        "tracks": held.names.tracks(str(row.goal_id) for row in practice.goal_rows.all()),
        "is_own": home in actor.municipality_codes,
        "may_edit": actor.may(Power.WRITE_PRACTICES, home),
        "may_publish": actor.may(Power.PUBLISH, home) and not is_out,
        "may_withdraw": is_out and actor.may(Power.PUBLISH, home),
        "wrote_it": actor.user is not None and practice.was_written_by(actor.user),
        "asked": searched_before(request),
        **life_of(practice, actor, held),
    }
    return render(request, "practices/practice_detail.html", context, status=status)
