"""Strategies: what the municipalities have promised, and what serves it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.catalogue.coverage import MOST_STRATEGIES, Coverage
from practices.forms.strategy import StrategyEditor
from practices.forms.strategy_filter import StrategyFilterForm
from practices.models import Strategy
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion, with_version
from sdg_platform.exports.writers import WRITERS, file_name
from sdg_platform.exports.xlsx import write_xlsx
from sdg_platform.htmx import render_page
from sdg_platform.paging import page_links

PER_PAGE = 30


@require_safe
def strategy_list(request: Request) -> HttpResponse:
    visible = Strategy.objects.visible_to(request.actor)
    form = StrategyFilterForm(request.GET, strategies=visible)
    found = form.apply(visible).for_cards(request.actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_write": request.actor.may(Power.WRITE_PRACTICES),
        **page_links(page, form),
    }
    partials = {"results": "strategies/_strategy_results.html"}
    return render_page(request, "strategies/strategy_list.html", context, partials=partials)


@require_safe
def strategy_detail(request: Request, pk: int) -> HttpResponse:
    """The document: its sentences, what serves each, and the goals it is silent on."""
    visible = Strategy.objects.visible_to(request.actor).select_related("municipality")
    return show_strategy(request, get_object_or_404(visible, pk=pk))


def show_strategy(request: Request, strategy: Strategy, *, is_stale: bool = False) -> HttpResponse:
    """With `is_stale` says that somebody else was faster, and shows what stands now (409)."""
    context = {
        "strategy": strategy,
        "coverage": Coverage.of([strategy], request.actor),
        "may_write": request.actor.may(Power.WRITE_PRACTICES, strategy.municipality_id),
        "is_stale": is_stale,
    }
    return render(
        request, "strategies/strategy_detail.html", context, status=409 if is_stale else 200
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_create(request: Request) -> HttpResponse:
    request.actor.require(Power.WRITE_PRACTICES)
    codes = request.actor.codes_with(Power.WRITE_PRACTICES)
    strategy = Strategy(municipality_id=request.actor.home_with(Power.WRITE_PRACTICES))
    municipalities = Municipality.objects.filter(pk__in=codes) if len(codes) > 1 else ()
    data = request.POST if request.method == "POST" else None
    return _answer(request, StrategyEditor(strategy, data, municipalities=municipalities))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def strategy_edit(request: Request, pk: int) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    return _answer(request, StrategyEditor(_own(request, pk), data))


def _answer(request: Request, editor: StrategyEditor) -> HttpResponse:
    """Show the form or the sentences that were cut, store it, or show both texts (409)."""
    context: dict[str, Any] = {"editor": editor, "strategy": editor.strategy}
    status = 200
    if editor.data is not None and not editor.is_adding:
        status = 422
        if editor.is_valid():
            try:
                editor.save(by=request.user)
            except StaleVersion as stale:
                context["differences"] = editor.differences(stale.stored)
                with_version(editor.form, stale.stored.version)
                status = 409
            else:
                messages.success(request, gettext("Strategien er gemt."))
                return redirect(editor.strategy)
    return render(request, "strategies/strategy_form.html", context, status=status)


@require_POST
@member_required
def strategy_delete(request: Request, pk: int) -> HttpResponse:
    _own(request, pk).delete()
    messages.success(request, gettext("Strategien er slettet. Praksisserne står, hvor de stod."))
    return redirect("strategies:strategy_list")


def _own(request: Request, pk: int) -> Strategy:
    strategy = get_object_or_404(Strategy.objects.editable_by(request.actor), pk=pk)
    request.actor.require(Power.WRITE_PRACTICES, strategy.municipality_id)
    return strategy


@require_safe
def strategy_gap(request: Request) -> HttpResponse:
    """Goals by strategies: sentences without practice, goals without sentence."""
    form, coverage = _looked_at(request)
    context = {"form": form, "coverage": coverage, "query": form.query()}
    return render(request, "strategies/strategy_gap.html", context)


@require_safe
def strategy_gap_export(request: Request) -> HttpResponse:
    coverage = _looked_at(request)[1]
    title = gettext("Fra strategi til praksis")
    content = write_xlsx(coverage.sheets(), title)
    response = HttpResponse(content, content_type=WRITERS["xlsx"].content_type)
    name = file_name(title, "xlsx")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _looked_at(request: Request) -> tuple[StrategyFilterForm, Coverage]:
    """Without a choice a member looks at the own municipality's, where it has any."""
    actor = request.actor
    visible = Strategy.objects.visible_to(actor).select_related("municipality")
    form = StrategyFilterForm(request.GET, strategies=visible)
    found = form.apply(visible)
    if not form.is_narrowed and not request.GET:
        found = visible.owned_by(actor) or found
    return form, Coverage.of(found[:MOST_STRATEGIES], actor)
