"""Whole pages of the catalogue, kept for passers-by until a practice changes."""

from collections.abc import Callable
from hashlib import blake2s

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from practices.catalogue.facets import Held
from sdg_platform.accounts.requests import Request
from sdg_platform.search.moves import Shelf

# At 80 kB each some eight megabytes a process.
MOST_PAGES = 100
LONGEST_ADDRESS = 500
KNOWN_TO_US = frozenset({settings.SESSION_COOKIE_NAME, "messages", "__Host-messages"})
VARY = "HX-Request, HX-Target, Cookie, Accept-Language"


def remembered(request: Request, held: Held, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """What `draw` answers, or what it answered before if nothing in the catalogue changed since.

    Only for those of whom the server knows nothing: a session or a waiting message makes a
    page somebody's own, and what htmx swaps carries headers of its own. The ETag gives a
    browser that has the page already a 304.
    """
    address = request.get_full_path()
    is_own = not KNOWN_TO_US.isdisjoint(request.COOKIES) or "HTTP_HX_REQUEST" in request.META
    if is_own or len(address) > LONGEST_ADDRESS:
        return draw()
    # What words find changes with a synonym too, which is no change of the catalogue.
    words = Shelf.state("practice") if "q" in request.GET else ()
    key = (get_language() or "", request.get_host(), address, str(words))
    if (kept := held.pages.get(key)) is None:
        kept = _etag(key, held), draw().content
        if held.settled and len(held.pages) < MOST_PAGES:
            held.pages[key] = kept
    etag, content = kept
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": VARY}
    response = HttpResponse(content, headers=headers)
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response


def _etag(key: tuple[str, ...], held: Held) -> str:
    told = repr((key, held.number, held.token, held.day)).encode()
    return f'"{blake2s(told).hexdigest()}"'
