"""Pictures of flip charts: hung beside the notes, shown to whoever may see them, taken down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required, to_login
from sdg_platform.accounts.requests import Request
from sdg_platform.editing import StaleVersion, differences, with_version
from sdg_platform.guards.intake import takes_files
from workshops.forms.photo import PhotoForm, PhotoWordsForm
from workshops.models import TAGGABLE, Photo, Workshop, WrongState
from workshops.models.photo import TooManyPhotos
from workshops.views.access import readable_workshop, run_workshop
from workshops.views.notes_import import UPLOADS
from workshops.views.workshop import refuse_change

# A picture runs nothing and loads nothing, whatever a browser may take it for.
BARE = "default-src 'none'; sandbox"


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def photo_list(request: Request, pk: int) -> HttpResponse:
    """Everybody who reads the board looks at them; POST hangs a new one."""
    if request.method != "POST":
        return show_photos(request, readable_workshop(request, pk), PhotoForm())
    if not request.user.is_authenticated:
        return to_login(request)
    workshop = run_workshop(request, pk)
    if wait := UPLOADS.hit(request.user.pk):
        return errors.too_many_requests(request, wait)
    return photo_create(request, workshop)


def photo_create(request: Request, workshop: Workshop) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_photos(request, workshop, form)
    words = {"alt": form.cleaned_data["alt"], "sharing": form.cleaned_data["sharing"]}
    try:
        Photo.objects.hang(workshop, form.shrunk, **words, by=request.user)
    except WrongState as error:
        return refuse_change(request, workshop, error)
    except TooManyPhotos:
        form.add_error("picture", gettext("Her hænger allerede 40 billeder. Fjern et først."))
        return show_photos(request, workshop, form)
    messages.success(request, gettext("Billedet hænger nu ved siden af noterne."))
    return redirect("workshops:photo_list", workshop.pk)


def show_photos(request: Request, workshop: Workshop, form: PhotoForm) -> HttpResponse:
    steers = workshop.is_run_by(request.actor)
    context = {
        "workshop": workshop,
        "form": form,
        "photos": Photo.objects.visible_to(request.actor).filter(workshop=workshop.pk),
        "may_hang": steers and workshop.state in TAGGABLE,
        "asks_cpr": form.has_error("alt", "cpr"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "workshops/photo_list.html", context, status=status)


def readable_photo(request: Request, pk: int, key: UUID) -> Photo:
    seen = Photo.objects.visible_to(request.actor).select_related("workshop")
    return get_object_or_404(seen, workshop=pk, pk=key)


@require_safe
def photo_picture(request: Request, pk: int, key: UUID) -> HttpResponse:
    """The picture itself, asked for through the visitor like every row."""
    photo = readable_photo(request, pk, key)
    with photo.picture.open() as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = BARE
    response.headers["Content-Disposition"] = f'inline; filename="{photo.pk}.jpg"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def photo_edit(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Other words under the picture; the picture itself stays."""
    workshop = run_workshop(request, pk)
    photo = readable_photo(request, pk, key)
    form = PhotoWordsForm(request.POST if request.method == "POST" else None, instance=photo)
    if request.method != "POST" or not form.is_valid():
        return show_words(request, form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        photo.describe(said["version"], alt=said["alt"], sharing=said["sharing"])
    except StaleVersion as stale:
        with_version(form, stale.stored.version)
        more = {"differences": differences(form, stale.stored)}
        return show_words(request, form, status=409, **more)
    except WrongState as error:
        return refuse_change(request, workshop, error)
    messages.success(request, gettext("Ordene er gemt."))
    return redirect("workshops:photo_list", workshop.pk)


def show_words(request: Request, form: PhotoWordsForm, *, status: int, **more: Any) -> HttpResponse:
    photo = form.instance
    asks = form.has_error("alt", "cpr")
    context = {"photo": photo, "workshop": photo.workshop, "form": form, "asks_cpr": asks, **more}
    return render(request, "workshops/photo_edit.html", context, status=status)


@require_POST
@member_required
def photo_delete(request: Request, pk: int, key: UUID) -> HttpResponse:
    workshop = run_workshop(request, pk)
    photo = readable_photo(request, pk, key)
    try:
        photo.take_down()
    except WrongState as error:
        return refuse_change(request, workshop, error)
    messages.success(request, gettext("Billedet er slettet."))
    return redirect("workshops:photo_list", workshop.pk)
