"""Collections: practices kept together, for oneself or behind a link."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.forms.collection import CollectionForm
from practices.models import Collection, Practice
from sdg_platform.accounts.decorators import login_required
from sdg_platform.accounts.requests import Request

MOST_COLLECTIONS = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_list(request: Request) -> HttpResponse:
    """The own collections; a POST makes a new one."""
    own = Collection.objects.visible_to(request.actor)
    form = CollectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and own.count() < MOST_COLLECTIONS:
        return redirect(own.create(title=form.cleaned_data["title"], owner=request.user))
    status = 422 if form.is_bound else 200
    context = {"collections": own, "form": form}
    return render(request, "practices/collection_list.html", context, status=status)


@require_safe
@login_required
def collection_detail(request: Request, pk: int) -> HttpResponse:
    collection = _own(request, pk)
    form = CollectionForm(initial={"title": collection.title})
    return _page(request, collection, {"form": form, "is_own": True})


def _page(
    request: Request, collection: Collection, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """What the reader may see of it: a draft of another municipality is not in it for them."""
    seen = collection.practices.visible_to(request.actor).for_cards().order_by("title_key", "pk")
    practices = [(one, [row.goal for row in one.goal_rows.all()]) for one in seen]
    context |= {"collection": collection, "practices": practices}
    return render(request, "practices/collection_detail.html", context, status=status)


@require_POST
@login_required
def collection_rename(request: Request, pk: int) -> HttpResponse:
    collection = _own(request, pk)
    form = CollectionForm(request.POST)
    if not form.is_valid():
        return _page(request, collection, {"form": form, "is_own": True}, status=422)
    collection.title = form.cleaned_data["title"]
    collection.save(update_fields=["title", "updated_at"])
    messages.success(request, gettext("Gemt."))
    return redirect(collection)


@require_POST
@login_required
def collection_delete(request: Request, pk: int) -> HttpResponse:
    _own(request, pk).delete()
    messages.success(request, gettext("Samlingen er slettet. Praksisserne står, hvor de stod."))
    return redirect("practices:collection_list")


@require_POST
@login_required
def collection_share(request: Request, pk: int) -> HttpResponse:
    collection = _own(request, pk)
    collection.share()
    messages.success(request, gettext("Nu kan alle med linket læse samlingen."))
    return redirect(collection)


@require_POST
@login_required
def collection_unshare(request: Request, pk: int) -> HttpResponse:
    collection = _own(request, pk)
    collection.stop_sharing()
    messages.success(request, gettext("Linket virker ikke mere."))
    return redirect(collection)


@require_POST
@login_required
def collection_add(request: Request, pk: int) -> HttpResponse:
    """From the card: into one of the own collections, or into a new one."""
    practice = get_object_or_404(Practice.objects.visible_to(request.actor), pk=pk)
    key = request.POST.get("collection", "")
    if key.isascii() and key.isdigit() and len(key) < 19:
        collection = _own(request, int(key))
    else:
        form = CollectionForm(request.POST)
        title = form.cleaned_data["title"] if form.is_valid() else gettext("Min samling")
        own = Collection.objects.visible_to(request.actor)
        collection = own.filter(title=title).first() or own.create(title=title, owner=request.user)
    collection.practices.add(practice)
    messages.success(request, gettext("Lagt i %(title)s.") % {"title": collection.title})
    return redirect(f"{practice.get_absolute_url()}#collect")


@require_POST
@login_required
def collection_remove(request: Request, pk: int) -> HttpResponse:
    collection = _own(request, pk)
    key = request.POST.get("practice", "")
    if key.isascii() and key.isdigit() and len(key) < 19:
        collection.practices.remove(int(key))
        messages.success(request, gettext("Taget ud af samlingen."))
    return redirect(collection)


@require_safe
def collection_shared(request: Request, token: str) -> HttpResponse:
    """For whoever has the link; a revoked one answers like one that never was."""
    collection = Collection.objects.behind(token).first()
    if collection is None:
        raise Http404
    response = _page(request, collection, {"is_own": False})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _own(request: Request, pk: int) -> Collection:
    return get_object_or_404(Collection.objects.editable_by(request.actor), pk=pk)
