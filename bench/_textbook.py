"""A list with facets as one writes it by the book: the ORM, a query for each group, OFFSET.

The same page as ours as far as it goes: published practices, OR inside a group, AND across groups,
each group counted under the choices of the others, twenty cards of the newest, their goals
prefetched. It is what a good developer writes first, with the indexes that Django makes.
"""

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

from practices.models import Practice

GROUPS: Final = {
    "outcome": "outcome",
    "goal": "goals",
    "driver": "driver",
    "theme": "themes",
    "department": "departments",
    "package": "packages",
    "stage": "stage",
    "municipality": "municipality",
    "region": "municipality__placements__region",
}
PAGE: Final = Engine().from_string(
    "<p>{{ page.paginator.count }}</p>"
    "{% for group, counts in facets %}<h3>{{ group }}</h3><ul>{% for row in counts %}"
    "<li><a href='?{{ group }}={{ row.0 }}'>{{ row.0 }}</a> {{ row.1 }}</li>{% endfor %}</ul>"
    "{% endfor %}{% for one in page %}<article><h2>{{ one.title }}</h2>"
    "<p>{{ one.municipality }}</p><p>{{ one.summary }}</p>"
    "{% for goal in one.goals.all %}{{ goal.number }} {% endfor %}</article>{% endfor %}"
)


def textbook(request: HttpRequest) -> HttpResponse:
    found = narrowed(request).select_related("municipality").prefetch_related("goals")
    page = Paginator(found.order_by("-listed_at", "-pk"), 20).get_page(request.GET.get("page"))
    facets = [(group, counted(request, group)) for group in GROUPS]
    return HttpResponse(PAGE.render(Context({"page": page, "facets": facets})))


def narrowed(request: HttpRequest, leave_out: str = "") -> QuerySet[Practice]:
    found = Practice.objects.filter(status="published")
    for group, field in GROUPS.items():
        values = request.GET.getlist(group)
        if values and group != leave_out:
            found = found.filter(**{f"{field}__in": values})
    return found.distinct()


def counted(request: HttpRequest, group: str) -> list[tuple[Any, int]]:
    field = GROUPS[group]
    rows = narrowed(request, leave_out=group).order_by().values(field)
    return list(rows.annotate(number=Count("pk", distinct=True)).values_list(field, "number"))
