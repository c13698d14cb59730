"""Tell about a practice, and mend what was told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from practices.card.depths import Depth
from practices.card.editor import PracticeEditor
from practices.card.folding import folded
from practices.card.preset import preset_of
from practices.models import Practice
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import Repeated, StaleVersion


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_create(request: Request) -> HttpResponse:
    request.actor.require(Power.WRITE_PRACTICES)
    codes = request.actor.codes_with(Power.WRITE_PRACTICES)
    editor = PracticeEditor(
        Practice(municipality_id=request.actor.home_with(Power.WRITE_PRACTICES)),
        request.POST if request.method == "POST" else None,
        depth=Depth.read(request.GET.get("depth")),
        municipalities=Municipality.objects.filter(pk__in=codes),
        preset=preset_of(request.GET),
    )
    return _answer(request, editor)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: Request, pk: int) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.editable_by(request.actor).for_page(), pk=pk)
    request.actor.require(Power.WRITE_PRACTICES, practice.municipality_id)
    data = request.POST if request.method == "POST" else None
    editor = PracticeEditor(
        practice,
        data,
        depth=Depth.read(request.GET.get("depth")),
        preset=folded(practice, request.GET) if data is None else None,
    )
    return _answer(request, editor)


def _answer(request: Request, editor: PracticeEditor) -> HttpResponse:
    """Show the form, store it, or show both texts (409) when somebody else was faster."""
    if editor.data is None or editor.is_adding:
        return _show(request, editor)
    if not editor.is_valid():
        return _show(request, editor, status=422)
    key, practice = editor.key, editor.practice
    try:
        editor.save(by=request.user)
    except Repeated as repeated:
        practice = repeated.stored
    except StaleVersion as stale:
        merged = editor.merged_with(stale.stored)
        if not merged.is_to_be_seen and merged.editor.is_valid():
            return _answer(request, merged.editor)
        return _show(request, merged.editor, merged=merged, status=409)
    # By its name the browser throws away what it kept.
    messages.success(request, gettext("Praksissen er gemt."), extra_tags=key)
    return redirect(practice)


def _show(
    request: Request, editor: PracticeEditor, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"editor": editor, "practice": editor.practice}
    return render(request, "practices/practice_form.html", context, status=status)
