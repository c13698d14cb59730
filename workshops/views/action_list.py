"""The actions of all workshops that one may see."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.requests import Request
from sdg_platform.htmx import render_page
from workshops.models import Action, ActionStatus
from workshops.models.action import ActionQuerySet
from workshops.views.workshop import PAGE_SIZE, page_number

GROUPS = ("status", "municipality", "overdue")
MOST_VALUES = 200
Chosen = dict[str, list[str]]


@require_safe
def action_list(request: Request) -> HttpResponse:
    """Own municipality's and what others share: what waits first, the oldest promise on top."""
    visible = Action.objects.visible_to(request.actor)
    facets, chosen = facets_of(visible, request.GET)
    found = narrowed(visible, chosen)
    number = page_number(request)
    first = (number - 1) * PAGE_SIZE
    actions = list(found.for_list()[first : first + PAGE_SIZE + 1])
    context = {
        "actions": actions[:PAGE_SIZE],
        "total": found.count(),
        "facets": facets,
        "is_filtered": any(chosen.values()),
        "own_codes": request.actor.municipality_codes,
        "previous_url": page_url(chosen, number - 1) if number > 1 else "",
        "next_url": page_url(chosen, number + 1) if len(actions) > PAGE_SIZE else "",
    }
    partials = {"results": "workshops/_action_results.html"}
    return render_page(request, "workshops/action_list.html", context, partials=partials)


def facets_of(visible: ActionQuerySet, query: QueryDict) -> tuple[list[dict[str, Any]], Chosen]:
    """Each group with its counts under the other groups' choices, and what is chosen.

    What names nothing that could be found is no filter.
    """
    names = {
        "status": {code: str(label) for code, label in ActionStatus.choices},
        "municipality": municipality_names(visible),
        "overdue": {"1": gettext("Datoen er gået")},
    }
    chosen = {
        group: [
            value for value in dict.fromkeys(query.getlist(group)[:MOST_VALUES]) if value in known
        ]
        for group, known in names.items()
    }
    labels = {
        "status": gettext("Hvordan går det?"),
        "municipality": gettext("Kommune"),
        "overdue": gettext("Hvornår"),
    }
    facets = [
        {
            "name": group,
            "label": labels[group],
            "open": group == "status" or bool(chosen[group]),
            "choices": choices_of(group, names[group], visible, chosen),
        }
        for group in GROUPS
    ]
    return facets, chosen


def municipality_names(visible: ActionQuerySet) -> dict[str, str]:
    codes = visible.order_by().values("municipality")
    houses = Municipality.objects.filter(pk__in=codes)
    return {house.pk: str(house) for house in houses}


def choices_of(
    group: str, names: dict[str, str], visible: ActionQuerySet, chosen: Chosen
) -> list[dict[str, Any]]:
    """Every value that would find something, and a chosen one even if it would not."""
    others = narrowed(visible, {**chosen, group: []}).order_by()
    if group == "overdue":
        counts = {"1": others.overdue(timezone.localdate()).count()}
    else:
        counts = dict(others.values_list(group).annotate(Count("pk")))
    return [
        {
            "value": value,
            "label": label,
            "count": counts.get(value, 0),
            "chosen": value in chosen[group],
        }
        for value, label in names.items()
        if counts.get(value) or value in chosen[group]
    ]


def narrowed(visible: ActionQuerySet, chosen: Chosen) -> ActionQuerySet:
    if chosen["status"]:
        visible = visible.filter(status__in=chosen["status"])
    if chosen["municipality"]:
        visible = visible.filter(municipality__in=chosen["municipality"])
    return visible.overdue(timezone.localdate()) if chosen["overdue"] else visible


def page_url(chosen: Chosen, page: int) -> str:
    query = QueryDict(mutable=True)
    for group, values in chosen.items():
        if values:
            query.setlist(group, values)
    query["page"] = str(page)
    return f"?{query.urlencode()}"
