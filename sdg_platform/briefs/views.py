"""A coordinator's briefs: the list, the sheet beside its fields, and the files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.briefs.forms import BriefForm
from sdg_platform.briefs.models import Brief
from sdg_platform.briefs.picks import is_id
from sdg_platform.briefs.selection import Selection
from sdg_platform.briefs.sheet import Sheet
from sdg_platform.briefs.summary import document_of, summarise
from sdg_platform.editing import StaleVersion, with_version
from sdg_platform.exports.writers import WRITERS, file_name
from sdg_platform.taxonomy.models import Goal, Theme
from workshops.models import Workshop

FORMATS = ("pdf", "docx", "pptx", "xlsx", "txt", "html")
PER_PAGE = 20


@require_safe
@member_required
def brief_list(request: Request) -> HttpResponse:
    """The own municipality's briefs, newest first."""
    briefs = Brief.objects.visible_to(request.actor).for_list()
    page = Paginator(briefs, PER_PAGE).get_page(request.GET.get("page"))
    may_write = request.actor.may(Power.WRITE_BRIEFS)
    return render(request, "briefs/brief_list.html", {"page": page, "may_write": may_write})


@require_safe
def brief_detail(request: Request, pk: int) -> HttpResponse:
    """The sheet as the politician gets it; beside it the fields, for those who may write."""
    brief = get_object_or_404(Brief.objects.visible_to(request.actor), pk=pk)
    form = None
    if request.actor.may(Power.WRITE_BRIEFS, brief.municipality_id):
        form = BriefForm(None, brief=brief, actor=request.actor)
    return _show(request, brief, form)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def brief_create(request: Request) -> HttpResponse:
    request.actor.require(Power.WRITE_BRIEFS)
    brief = Brief(municipality_id=request.actor.home_with(Power.WRITE_BRIEFS))
    if request.method == "POST":
        return _store(request, brief)
    initial = preselected(request.GET, request.actor)
    return _show(request, brief, BriefForm(None, brief=brief, actor=request.actor, initial=initial))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def brief_edit(request: Request, pk: int) -> HttpResponse:
    """Takes what the fields send; opened as a page it is the brief itself."""
    brief = get_object_or_404(Brief.objects.editable_by(request.actor), pk=pk)
    request.actor.require(Power.WRITE_BRIEFS, brief.municipality_id)
    if request.method == "POST":
        return _store(request, brief)
    return _show(request, brief, BriefForm(None, brief=brief, actor=request.actor))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def brief_delete(request: Request, pk: int) -> HttpResponse:
    brief = get_object_or_404(Brief.objects.editable_by(request.actor), pk=pk)
    request.actor.require(Power.WRITE_BRIEFS, brief.municipality_id)
    if request.method == "POST":
        brief.delete()
        messages.success(request, _("Briefet er slettet."))
        return redirect("briefs:brief_list")
    return render(request, "briefs/brief_delete.html", {"brief": brief})


@require_safe
def brief_export(request: Request, pk: int, form: str) -> HttpResponse:
    """The brief as a file; a format we do not write is a page that does not exist."""
    brief = get_object_or_404(Brief.objects.visible_to(request.actor), pk=pk)
    if form not in FORMATS:
        raise Http404
    writer = WRITERS[form]
    content = writer.write(summarise(brief, request.actor))
    response = HttpResponse(content, content_type=writer.content_type)
    name = file_name(brief.title, form)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _store(request: Request, brief: Brief) -> HttpResponse:
    """Store what was sent, or show it again: rows asked for (200), errors (422), clash (409)."""
    form = BriefForm(request.POST, brief=brief, actor=request.actor)
    if form.is_adding:
        return _show(request, brief, form)
    if not form.is_valid():
        return _show(request, brief, form, status=422)
    try:
        form.save_as(by=request.actor.user)
    except StaleVersion as stale:
        told = form.differences_from(stale.stored)
        with_version(form, stale.stored.version)
        return _show(request, stale.stored, form, status=409, differences=told)
    messages.success(request, _("Briefet er gemt."))
    return redirect(brief)


def _show(
    request: Request, brief: Brief, form: BriefForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Fields and sheet beside each other; the sheet always says what is stored."""
    context: dict[str, Any] = {"brief": brief, "form": form, **more}
    if brief.pk:
        seen = Brief.objects.visible_to(request.actor).select_related("municipality")
        stored = seen.get(pk=brief.pk)
        selection = Selection(stored, request.actor)
        context["sheet"] = Sheet(document_of(selection))
        context["stored"], context["selection"] = stored, selection
        context["writers"] = [WRITERS[name] for name in FORMATS]
    return render(request, "briefs/brief_detail.html", context, status=status)


def preselected(query: QueryDict, actor: Actor) -> dict[str, Any]:
    """What a link from a workshop, a goal or a practice brings along; the rest is ignored."""
    workshops = _known(Workshop.objects.visible_to(actor), query.getlist("workshops"))
    goals = _known(Goal.objects.all(), query.getlist("goals"))
    published = Practice.objects.visible_to(actor).published()
    practices = _known(published, query.getlist("practices"))
    themes = [theme for theme in Theme.objects.all() if theme.pk in query.getlist("themes")]
    names = [str(workshop) for workshop in workshops] or [goal.name for goal in goals]
    return {
        "workshops": [workshop.pk for workshop in workshops],
        "goals": [goal.pk for goal in goals],
        "themes": [theme.pk for theme in themes],
        "practices": [practice.pk for practice in practices],
        "title": names[0] if len(names) == 1 else "",
    }


def _known(rows: Any, ids: list[str]) -> list[Any]:
    return list(rows.filter(pk__in=[int(value) for value in ids[:50] if is_id(value)]))
