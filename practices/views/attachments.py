"""Files on the steps of a practice: hung there, fetched, taken down."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.forms.attachment import AttachmentForm
from practices.models import Attachment, Practice
from practices.models.attachment import TooManyFiles
from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.editing import StaleVersion
from sdg_platform.guards.intake import takes_files
from sdg_platform.limits.models import Limit

# The same count as for documents of workshops: 120 an hour and user.
UPLOADS = Limit("upload", times=120, seconds=3600)
# A document runs nothing and loads nothing, whatever a browser may take it for.
BARE = "default-src 'none'; sandbox"


@takes_files
@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_list(request: Request, pk: int) -> HttpResponse:
    """The files of a practice; POST hangs one more on a step."""
    practice = _own(request, pk)
    if request.method != "POST":
        return _show(request, practice, AttachmentForm(practice=practice))
    if wait := UPLOADS.hit(request.user.pk):
        return errors.too_many_requests(request, wait)
    form = AttachmentForm(request.POST, request.FILES, practice=practice)
    if not form.is_valid():
        return _show(request, practice, form, status=422)
    cleaned = form.cleaned_data
    try:
        Attachment.objects.hang(
            practice, cleaned["step"], cleaned["file"], form.kind, by=request.user
        )
    except TooManyFiles:
        form.add_error("file", gettext("Her er allerede 30 filer. Fjern en først."))
        return _show(request, practice, form, status=422)
    except StaleVersion:
        form.add_error("step", gettext("En anden har rettet trinnene imens. Vælg trin igen."))
        return _show(request, _own(request, pk), form, status=409)
    messages.success(request, gettext("Filen hænger nu på trinnet."))
    return redirect("practices:attachment_list", pk)


@require_safe
def attachment_file(request: Request, pk: int, key: UUID) -> HttpResponse:
    """What hangs on a step, to whoever sees the step; never opened in our own pages."""
    practice = get_object_or_404(Practice.objects.visible_to(request.actor), pk=pk)
    found = get_object_or_404(
        practice.attachments.filter(steps__practice=practice).distinct(), pk=key
    )
    try:
        with found.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type=found.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name)
    response.headers["Content-Security-Policy"] = BARE
    return response


@require_POST
@member_required
def attachment_delete(request: Request, pk: int, key: UUID) -> HttpResponse:
    practice = _own(request, pk)
    get_object_or_404(practice.attachments.all(), pk=key).take_down(by=request.user)
    messages.success(request, gettext("Filen er fjernet."))
    return redirect("practices:attachment_list", pk)


def _own(request: Request, pk: int) -> Practice:
    practice = get_object_or_404(Practice.objects.editable_by(request.actor).for_page(), pk=pk)
    request.actor.require(Power.WRITE_PRACTICES, practice.municipality_id)
    return practice


def _show(
    request: Request, practice: Practice, form: AttachmentForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "practice": practice,
        "form": form,
        "steps": [step for step in practice.steps.all() if step.attachment],
    }
    return render(request, "practices/attachment_list.html", context, status=status)
