"""One sentence of a strategy: its goals, and the practices that serve it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.catalogue import kin
from practices.forms.strategy import CommitmentForm
from practices.models import Commitment, Practice
from practices.views.strategies import show_strategy
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion, differences, with_version
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal
from sdg_platform.taxonomy.suggest import suggest
from sdg_platform.text import TextRefused, clean_text

MOST_FOUND = 8


@require_safe
def commitment_detail(request: Request, pk: int, number: int) -> HttpResponse:
    """The sentence; who may write sees what could serve it, and what it may be about."""
    visible = Commitment.objects.visible_to(request.actor)
    related = visible.select_related("strategy__municipality").prefetch_related("goals", "targets")
    commitment = get_object_or_404(related, pk=number, strategy=pk)
    actor = request.actor
    serving = commitment.practices.visible_to(actor).select_related("municipality")
    may_write = actor.may(Power.WRITE_PRACTICES, commitment.strategy.municipality_id)
    context = {"commitment": commitment, "serving": serving, "may_write": may_write}
    if may_write:
        context |= _help_with(commitment, request)
    return render(request, "strategies/commitment_detail.html", context)


def _help_with(commitment: Commitment, request: Request) -> dict[str, Any]:
    """Goals by the words, practices by what they share, and those that were searched for."""
    goals = list(commitment.goals.all())
    tags = {
        "goal": [str(goal.pk) for goal in goals],
        "target": [target.pk for target in commitment.targets.all()],
    }
    taken = list(commitment.practices.values_list("pk", flat=True))
    known = {goal.pk for goal in goals}
    suggested = [found for found in suggest(commitment.text) if found.goal not in known]
    named = Goal.objects.in_bulk([found.goal for found in suggested])
    query = _typed(request)
    return {
        "suggested": [(named[found.goal], found.because) for found in suggested],
        "near": kin.serving(commitment.text, tags, request.actor, taken),
        "query": query,
        "found": _search(query, request, taken) if query else [],
    }


def _typed(request: HttpRequest) -> str:
    try:
        return clean_text(request.GET.get("q", "")[:200], limit=200, one_line=True)
    except TextRefused:
        return ""


def _search(query: str, request: Request, taken: list[int]) -> list[Practice]:
    """The best answers first, without those that stand there already."""
    found = index.find(query, kinds=["practice"], actor=request.actor, limit=MOST_FOUND)
    ids = [int(hit.object_id) for hit in (*found.hits, *found.nearest)]
    rows = Practice.objects.visible_to(request.actor).select_related("municipality").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows and pk not in taken]


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request: Request, pk: int, number: int) -> HttpResponse:
    commitment = _own(request, pk, number)
    data = request.POST if request.method == "POST" else None
    form = CommitmentForm(data, instance=commitment, initial={"version": commitment.version})
    context: dict[str, Any] = {"commitment": commitment, "form": form}
    if data is None:
        return render(request, "strategies/commitment_form.html", context)
    if not form.is_valid():
        return render(request, "strategies/commitment_form.html", context, status=422)
    said = form.cleaned_data
    try:
        tags = {"goals": said["goals"], "targets": said["targets"]}
        commitment.edit(said["text"], version=said["version"] or 0, **tags)
    except StaleVersion as stale:
        context["differences"] = differences(form, stale.stored)
        with_version(form, stale.stored.version)
        return render(request, "strategies/commitment_form.html", context, status=409)
    messages.success(request, gettext("Formuleringen er gemt."))
    return redirect(commitment)


@require_POST
@member_required
def commitment_move(request: Request, pk: int, number: int) -> HttpResponse:
    """One place up or down in the order that the reader saw; 409 where that has changed."""
    commitment = _own(request, pk, number)
    places = {"up": -1, "down": 1}.get(request.POST.get("move", ""), 0)
    seen = request.POST.get("version", "")
    try:
        commitment.move(places, version=int(seen) if seen.isdecimal() else 0)
    except StaleVersion as stale:
        return show_strategy(request, stale.stored, is_stale=True)
    return redirect(f"{commitment.strategy.get_absolute_url()}#commitment-{commitment.pk}")


@require_POST
@member_required
def commitment_goal(request: Request, pk: int, number: int) -> HttpResponse:
    """Take up a suggested goal."""
    commitment = _own(request, pk, number)
    value = request.POST.get("goal", "")
    goal = Goal.objects.filter(pk=int(value)).first() if value in _GOALS else None
    if goal:
        commitment.add_goal(goal)
        messages.success(request, gettext("Målet er sat på."))
    else:
        messages.error(request, gettext("Vælg et verdensmål fra listen."))
    return redirect(commitment)


_GOALS = frozenset(str(number) for number in range(1, 18))


@require_POST
@member_required
def commitment_link(request: Request, pk: int, number: int) -> HttpResponse:
    """Let a practice that the reader may see serve the sentence."""
    commitment = _own(request, pk, number)
    commitment.practices.add(_practice(request))
    messages.success(request, gettext("Praksissen tjener nu formuleringen."))
    return redirect(commitment)


@require_POST
@member_required
def commitment_unlink(request: Request, pk: int, number: int) -> HttpResponse:
    commitment = _own(request, pk, number)
    commitment.practices.remove(_practice(request))
    messages.success(request, gettext("Praksissen er taget af formuleringen."))
    return redirect(commitment)


@require_POST
@member_required
def practice_serves(request: Request, pk: int) -> HttpResponse:
    """From the card: this practice serves that sentence of ours."""
    practice = get_object_or_404(Practice.objects.visible_to(request.actor), pk=pk)
    key = _key(request.POST.get("commitment", ""))
    own = Commitment.objects.editable_by(request.actor).select_related("strategy")
    commitment = get_object_or_404(own, pk=key)
    request.actor.require(Power.WRITE_PRACTICES, commitment.strategy.municipality_id)
    commitment.practices.add(practice)
    messages.success(request, gettext("Praksissen tjener nu formuleringen."))
    return redirect(f"{practice.get_absolute_url()}#serves")


def _own(request: Request, pk: int, number: int) -> Commitment:
    own = Commitment.objects.editable_by(request.actor).select_related("strategy__municipality")
    commitment = get_object_or_404(own, pk=number, strategy=pk)
    request.actor.require(Power.WRITE_PRACTICES, commitment.strategy.municipality_id)
    return commitment


def _practice(request: Request) -> Practice:
    key = _key(request.POST.get("practice", ""))
    return get_object_or_404(Practice.objects.visible_to(request.actor), pk=key)


def _key(text: str) -> int:
    """A number that a database could hold as an id; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
