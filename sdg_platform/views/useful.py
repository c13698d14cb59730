"""Was the search any use, and the page where an editor mends it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from practices.models import Practice
from sdg_platform import errors
from sdg_platform.accounts.decorators import member_required
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power
from sdg_platform.guards.address import client_address
from sdg_platform.limits.models import Limit
from sdg_platform.search import index
from sdg_platform.search.models import Synonym, Verdict
from sdg_platform.search.verdicts import KEPT_DAYS
from sdg_platform.taxonomy.addresses import address
from sdg_platform.views.answers import INDEXED
from sdg_platform.views.reference import find_reference
from sdg_platform.views.search import typed

SAID = Limit("search_useful", times=20, seconds=600)
MOST_SHOWN = 50


class SynonymForm(forms.ModelForm):
    class Meta:
        model = Synonym
        fields = ["word", "means"]
        labels = {
            "word": gettext_lazy("Når nogen søger på"),
            "means": gettext_lazy("Så skal de også finde"),
        }


@require_POST
def search_useful(request: Request) -> HttpResponse:
    """One click says whether the answer to `q` was any use; back to where it was said."""
    asked, useful = typed(request.POST), request.POST.get("useful")
    if not asked or useful not in {"yes", "no"}:
        raise BadRequest
    if wait := SAID.hit(client_address(request)):
        return errors.too_many_requests(request, wait)
    practice = _practice_said_of(request)
    found = index.find(asked, actor=request.actor, kinds=list(INDEXED), limit=1).total
    Verdict.objects.note(
        asked,
        useful=useful == "yes",
        found=bool(found or find_reference(asked)),
        opened=practice is not None,
    )
    if request.htmx:
        return render(request, "hub/_useful.html", {"thanks": True})
    messages.success(request, gettext("Tak. Det hjælper os med at gøre søgningen bedre."))
    return redirect(practice or f"{address('search')}?{urlencode({'q': asked})}")


def _practice_said_of(request: Request) -> Practice | None:
    """The practice on whose page it was said; None for the search itself."""
    text = request.POST.get("practice", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Practice.objects.visible_to(request.actor).filter(pk=int(text)).first()


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def search_words(request: Request) -> HttpResponse:
    """What people looked for in vain; a POST adds a synonym so that the next one finds it."""
    request.actor.require(Power.KEEP_SEARCH)
    word = typed(request.GET)[:64]
    form = SynonymForm(request.POST or None, initial={"word": word})
    if request.method == "POST" and form.is_valid():
        synonym = form.save()
        said = gettext("Nu finder “%(word)s” og “%(means)s” det samme.")
        messages.success(request, said % {"word": synonym.word, "means": synonym.means})
        return redirect("search_words")
    context = {
        "form": form,
        "missed": Verdict.objects.missed()[:MOST_SHOWN],
        "synonyms": Synonym.objects.all(),
        "days": KEPT_DAYS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "hub/search_words.html", context, status=status)


@require_POST
@member_required
def synonym_delete(request: Request, pk: int) -> HttpResponse:
    """Take a pair back; one that is gone already is no error."""
    request.actor.require(Power.KEEP_SEARCH)
    Synonym.objects.editable_by(request.actor).filter(pk=pk).delete()
    return redirect("search_words")
