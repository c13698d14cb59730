"""What somebody follows, and the way out of the letters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from practices.digest import TooLong, clean_value, label_of
from practices.models import Follow
from practices.models.follow import user_of
from sdg_platform.accounts.decorators import login_required
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.requests import Request

MOST_FOLLOWED = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_list(request: Request) -> HttpResponse:
    """The own list; `?kind=&value=` asks whether to follow that, a POST does it."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", "")
    value, refusal = _read(kind, asked.get("value", ""))
    wanted = Follow(user=request.user, kind=kind, value=value)
    own = Follow.objects.visible_to(request.actor)
    if request.method == "POST":
        if wanted.value and own.count() < MOST_FOLLOWED:
            own.get_or_create(user=request.user, kind=kind, value=wanted.value)
            messages.success(request, gettext("Du får en mail om ugen, når der er nyt."))
        else:
            messages.error(request, refusal)
        return redirect("practices:follow_list")
    if asked.get("value") and not value:
        messages.error(request, refusal)
    context = {
        "follows": [(row, label_of(row)) for row in own],
        "wanted": (wanted, label_of(wanted)) if wanted.value else None,
        "municipalities": Municipality.objects.filter(practices__status="published").distinct(),
    }
    return render(request, "practices/follow_list.html", context)


def _read(kind: str, said: str) -> tuple[str, str]:
    """The value to follow, and the sentence for where it cannot be followed."""
    try:
        return clean_value(kind, said), gettext("Det kan man ikke følge. Vælg noget andet.")
    except TooLong:
        return "", gettext("Søgningen er for lang til at følge. Tag nogle ord eller filtre af.")


@require_POST
@login_required
def follow_end(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(Follow.objects.editable_by(request.actor), pk=pk).delete()
    messages.success(request, gettext("Du følger det ikke mere."))
    return redirect("practices:follow_list")


@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: Request, token: str) -> HttpResponse:
    """From the letter, without logging in: a GET asks, a POST ends them all."""
    user_id = user_of(token)
    if user_id is None:
        raise Http404
    if request.method == "POST":
        Follow.objects.filter(user=user_id).delete()
    is_over = not Follow.objects.filter(user=user_id).exists()
    response = render(request, "practices/unfollow.html", {"is_over": is_over})
    response.headers["Cache-Control"] = "private, no-store"
    return response
