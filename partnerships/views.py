"""The directory: partnerships, the organisations in them, and the networks one can join."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import (
    OrganisationFilterForm,
    OrganisationForm,
    PartnershipEditor,
    PartnershipFilterForm,
)
from partnerships.introductions import introductions_for
from partnerships.models import Organisation, Partnership
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion, differences, with_version
from sdg_platform.htmx import render_page
from sdg_platform.paging import page_links

PER_PAGE = 20


@require_safe
def partnership_list(request: Request) -> HttpResponse:
    """Who works with whom; the filter form swaps only the results."""
    form = PartnershipFilterForm(request.GET)
    partnerships = form.apply(Partnership.objects.visible_to(request.actor)).for_cards()
    page = Paginator(partnerships, PER_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "partnerships/partnership_list.html",
        _list_context(request, form, page),
        partials={"partnership-results": "partnerships/_partnership_results.html"},
    )


def _list_context(request: Request, form: Form, page: Page) -> dict[str, Any]:
    may_write = request.actor.may(Power.KEEP_DIRECTORY)
    return {"form": form, "page": page, "may_write": may_write, **page_links(page, form)}


@require_safe
def partnership_match(request: Request) -> HttpResponse:
    """What somebody seeks beside what others offer, and which words led there."""
    page = Paginator(introductions_for(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": request.actor.may(Power.KEEP_DIRECTORY)}
    return render(request, "partnerships/partnership_match.html", context)


@require_safe
def partnership_detail(request: Request, pk: int) -> HttpResponse:
    seen = Partnership.objects.visible_to(request.actor).for_page()
    partnership = get_object_or_404(seen, pk=pk)
    may_write = request.actor.may(Power.KEEP_DIRECTORY, partnership.municipality_id)
    return render(
        request,
        "partnerships/partnership_detail.html",
        {"partnership": partnership, "may_write": may_write},
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_create(request: Request) -> HttpResponse:
    request.actor.require(Power.KEEP_DIRECTORY)
    partnership = Partnership(municipality_id=request.actor.home_with(Power.KEEP_DIRECTORY))
    return _edit_partnership(request, partnership)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request: Request, pk: int) -> HttpResponse:
    partnership = get_object_or_404(Partnership.objects.editable_by(request.actor), pk=pk)
    request.actor.require(Power.KEEP_DIRECTORY, partnership.municipality_id)
    return _edit_partnership(request, partnership)


def _edit_partnership(request: Request, partnership: Partnership) -> HttpResponse:
    """Show the form, store it, or show both texts (409) when somebody else was faster."""
    editor = PartnershipEditor(partnership, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"partnership": partnership, "editor": editor}
    status = 200
    if request.method == "POST" and not editor.adding:
        if editor.is_valid():
            try:
                editor.save(by=request.user)
            except StaleVersion as stale:
                context["differences"] = differences(editor.form, stale.stored)
                with_version(editor.form, stale.stored.version)
                status = 409
            else:
                messages.success(request, _("Partnerskabet er gemt."))
                return redirect(partnership)
        else:
            status = 422
    return render(request, "partnerships/partnership_form.html", context, status=status)


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    form = OrganisationFilterForm(request.GET)
    organisations = form.apply(Organisation.objects.visible_to(request.actor))
    page = Paginator(organisations.for_cards(request.actor), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render_page(
        request,
        "partnerships/organisation_list.html",
        _list_context(request, form, page),
        partials={"organisation-results": "partnerships/_organisation_results.html"},
    )


@require_safe
def organisation_detail(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    partnerships = organisation.partnerships.visible_to(request.actor).for_cards()
    owner = organisation.municipality_id
    may_write = owner is not None and request.actor.may(Power.KEEP_DIRECTORY, owner)
    return render(
        request,
        "partnerships/organisation_detail.html",
        {"organisation": organisation, "partnerships": partnerships, "may_write": may_write},
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request: Request) -> HttpResponse:
    request.actor.require(Power.KEEP_DIRECTORY)
    organisation = Organisation(municipality_id=request.actor.home_with(Power.KEEP_DIRECTORY))
    return _edit_organisation(request, organisation)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: Request, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.editable_by(request.actor), pk=pk)
    request.actor.require(Power.KEEP_DIRECTORY, organisation.municipality_id)
    return _edit_organisation(request, organisation)


def _edit_organisation(request: Request, organisation: Organisation) -> HttpResponse:
    initial = {"version": organisation.version}
    data = request.POST if request.method == "POST" else None
    form = OrganisationForm(data, instance=organisation, initial=initial)
    context: dict[str, Any] = {"organisation": organisation, "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                organisation.list_openly(version=form.cleaned_data["version"])
            except StaleVersion as stale:
                context["differences"] = differences(form, stale.stored)
                with_version(form, stale.stored.version)
                status = 409
            else:
                messages.success(request, _("Gemt i listen."))
                return redirect(organisation)
    return render(request, "partnerships/organisation_form.html", context, status=status)


@require_safe
def network_list(request: Request) -> HttpResponse:
    """Networks a municipality can join, each with the year of its source."""
    networks = Organisation.objects.visible_to(request.actor).networks()
    return render(
        request,
        "partnerships/network_list.html",
        {"networks": networks.for_cards(request.actor)},
    )
