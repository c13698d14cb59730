"""Bring practices in from a spreadsheet: send it, look at what it becomes, say yes."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from practices.import_forms import ColumnFields, ImportForm
from practices.import_tips import take_ticked, with_tips
from practices.incoming.judging import CHANGED, NEW, REFUSED, SAME, Judged, counts, judge
from practices.incoming.reading import Table, read_table
from practices.incoming.refusal import FileRefused
from practices.incoming.scope import Scope
from practices.incoming.storing import judged_and_held, store
from practices.models.upload import Upload
from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.guards.intake import takes_files
from sdg_platform.limits.models import Limit
from sdg_platform.text import looks_like_cpr

UPLOADS: Final = Limit("upload", times=120, seconds=3600)
MOST_SHOWN: Final = 200


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def practice_import(request: Request) -> HttpResponse:
    """Send a file; nothing is a practice before the preview's yes."""
    request.actor.require(Power.WRITE_PRACTICES)
    if request.method != "POST":
        return render(request, "practices/practice_import.html", _form(request))
    if wait := UPLOADS.hit(request.user.pk):
        return errors.too_many_requests(request, wait)
    form = ImportForm(request.POST, request.FILES, actor=request.actor)
    if not form.is_valid():
        return render(request, "practices/practice_import.html", {"form": form}, status=422)
    return redirect("practices:practice_import_preview", form.receive().pk)


def _form(request: Request) -> dict[str, Any]:
    return {"form": ImportForm(actor=request.actor)}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def practice_import_preview(request: Request, key: UUID) -> HttpResponse:
    """Which column is what, and what each row would do; a POST stores the good rows."""
    upload = _own(request, key)
    sent = request.POST if request.method == "POST" else request.GET
    try:
        table = read_table(bytes(upload.content), upload.name)
    except FileRefused as refused:
        # It could be read when it came: too heavy for this moment.
        form = ImportForm(actor=request.actor)
        context = {"form": form, "refusal": str(refused)}
        return render(request, "practices/practice_import.html", context, status=422)
    fields = ColumnFields.read(sent, table.header)
    scope = Scope(home=upload.municipality_id)
    if request.method == "POST" and (said := _stored(request, table, fields, scope)):
        messages.success(request, said)
        home = urlencode({"municipality": upload.municipality_id, "sort": "newest"})
        return redirect(f"{reverse('practices:practice_list')}?{home}")
    rows, refusal = _judged(table, fields, scope)
    status = 422 if request.method == "POST" else 200
    context = {"upload": upload, "refusal": refusal, "is_empty": status == 422}
    context |= _shown(rows, request.POST.getlist("goal"))
    context["columns"] = fields.columns(table)
    return render(request, "practices/practice_import_preview.html", context, status=status)


def _stored(request: Request, table: Table, fields: ColumnFields, scope: Scope) -> str:
    """Store the good rows; what to say of it, "" where there is nothing to store.

    The same file once more, as by a second click, stores nothing and is answered as the first.
    """
    try:
        with judged_and_held(table, fields.fields, scope) as rows:
            found = counts(rows)
            take_ticked(rows, request.POST.getlist("goal"))
            store(rows, scope, by=request.actor.user)
    except FileRefused:
        return ""
    if found[NEW] + found[CHANGED]:
        return _said(found)
    return _known(found) if found[SAME] else ""


def _known(found: Mapping[str, int]) -> str:
    return ngettext(
        "%(n)d praksis fra filen står her i forvejen. Der er ikke lagt noget ind to gange.",
        "%(n)d praksisser fra filen står her i forvejen. Der er ikke lagt noget ind to gange.",
        found[SAME],
    ) % {"n": found[SAME]}


def _judged(table: Table, fields: ColumnFields, scope: Scope) -> tuple[list[Judged], str]:
    try:
        return judge(table, fields.fields, scope), ""
    except FileRefused as refused:
        return [], str(refused)


def _shown(rows: list[Judged], ticked: list[str]) -> dict[str, Any]:
    """The rows that wait for somebody, those that will be stored, and how many there are."""
    found = counts(rows)
    refused = [one for one in rows if one.verdict == REFUSED]
    others = [one for one in rows if one.verdict != REFUSED]
    return {
        "total": len(rows),
        "found": found,
        "same": found[SAME],
        "stored": found[NEW] + found[CHANGED],
        "refused": refused[:MOST_SHOWN],
        "rows": (seen := with_tips(others[:MOST_SHOWN], ticked)),
        "has_tips": any(row.tips for row in seen),
        "more": max(len(refused) - MOST_SHOWN, 0) + max(len(others) - MOST_SHOWN, 0),
        "cpr_rows": [one.number for one in rows if looks_like_cpr(str(one.row))][:20],
    }


def _said(found: Mapping[str, int]) -> str:
    new = ngettext(
        "%(n)d praksis er lagt ind som kladde.",
        "%(n)d praksisser er lagt ind som kladder.",
        found[NEW],
    ) % {"n": found[NEW]}
    if not found[CHANGED]:
        return new
    changed = ngettext("%(n)d er rettet.", "%(n)d er rettet.", found[CHANGED])
    return (
        f"{new} {changed % {'n': found[CHANGED]}}"
        if found[NEW]
        else changed % {"n": found[CHANGED]}
    )


@require_POST
@member_required
def practice_import_cancel(request: Request, key: UUID) -> HttpResponse:
    _own(request, key).delete()
    messages.info(request, gettext("Intet er gemt."))
    return redirect("practices:practice_list")


def _own(request: Request, key: UUID) -> Upload:
    """The file one sent oneself, while one may write there; anybody else's does not exist."""
    upload = get_object_or_404(Upload.objects.visible_to(request.actor), pk=key)
    request.actor.require(Power.WRITE_PRACTICES, upload.municipality_id)
    return upload
