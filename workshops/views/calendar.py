"""The calendar of workshops: for everybody, and for members under an address of their own."""

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.feeds import actor_of
from sdg_platform.accounts.requests import Request
from workshops.calendar import Meeting, write_calendar
from workshops.models import State, Workshop
from workshops.views.access import site_of
from workshops.views.now import unless_known

# The newest of them: a calendar is for what comes, and for looking back a little.
MOST_MEETINGS = 1_000


@require_safe
def calendar(request: Request) -> HttpResponseBase:
    """Those one may see, for whoever opens it in the browser; drafts only of one's own house."""
    return answer(request, request.actor)


@require_safe
def calendar_feed(request: Request, token: str) -> HttpResponseBase:
    """The same for a program that cannot log in: the address says in whose name it asks."""
    actor = actor_of(token)
    if actor is None:
        raise Http404
    return answer(request, actor)


def answer(request: Request, actor: Actor) -> HttpResponseBase:
    dated = Workshop.objects.visible_to(actor).filter(date__isnull=False)
    rows = dated.select_related("municipality").prefetch_related("cohosts").order_by("-date", "-pk")
    site = site_of(request)
    meetings = [meeting_of(workshop, site) for workshop in rows[:MOST_MEETINGS]]
    content = write_calendar(gettext("Workshops"), meetings, timezone.get_current_timezone())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="workshops.ics"'
    return unless_known(request, response)


def meeting_of(workshop: Workshop, site: str) -> Meeting:
    assert workshop.date is not None
    holders = ", ".join(str(one) for one in (workshop.municipality, *workshop.guests))
    return Meeting(
        # The same forever, whoever asks and whatever is changed.
        uid=f"workshop-{workshop.pk}@{urlsplit(site).hostname}",
        title=workshop.title,
        day=workshop.date,
        begins=workshop.begins,
        ends=workshop.ends,
        place=workshop.place,
        about="\n\n".join(filter(None, (workshop.purpose, holders))),
        url=site + workshop.get_absolute_url(),
        is_certain=workshop.state != State.DRAFT,
        changed=workshop.updated_at,
    )
