"""What a reader is told when a request cannot be served; every page without the database
that can be, and with what was typed where something was.
"""

import errno
import sys
from urllib.parse import urlsplit

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

log = structlog.get_logger(__name__)

# Seconds after which a browser or a monitor may knock again.
BACK_IN = 60
MOST_FIELDS_KEPT = 500


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A wrong role on an own record; `PermissionDenied("…")` may carry its own sentence."""
    return _plain("403.html", 403, reason=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same bytes for what does not exist and for what is another's: the reason is not said.

    Without the request in its context the page cannot repeat the address either, so the
    language link leads to the front page.
    """
    return render(request, "404.html", {"request": None}, status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    return _plain("413.html", 413)


def too_many_requests(request: HttpRequest, retry_after: int) -> HttpResponse:
    """`retry_after` in seconds, as `Limit.hit` gives it. What was typed stays on the page."""
    lead = ngettext(
        "Der kom mange forsøg på kort tid. Prøv igen om %(seconds)d sekund.",
        "Der kom mange forsøg på kort tid. Prøv igen om %(seconds)d sekunder.",
        retry_after,
    ) % {"seconds": retry_after}
    response = _with_text(request, 429, gettext("Vent lidt"), lead) or _plain(
        "429.html", 429, retry_after=retry_after
    )
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled; some have a better answer."""
    error = sys.exc_info()[1]
    return answer_fault(request, error)


def answer_fault(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """507 with a full disk, 503 without a database, 500 for everything else."""
    if error is not None and is_disk_full(error):
        log.error("disk_full", path=request.path, exc_info=error)
        lead = gettext(
            "Der er ikke plads til mere på serveren lige nu. Det, du skrev, er ikke gemt, men "
            "det står her. Prøv igen om lidt, eller kopiér det."
        )
        title = gettext("Vi kunne ikke gemme")
        return _with_text(request, 507, title, lead) or _unavailable(507)
    if isinstance(error, OperationalError | InterfaceError):
        log.error("database_away", path=request.path, exc_info=error)
        lead = gettext("Vi kan ikke gemme lige nu. Det, du skrev, står her. Prøv igen om et minut.")
        title = gettext("Vi er her igen om lidt")
        return _with_text(request, 503, title, lead) or _unavailable(503)
    return _plain("500.html", 500)


def is_disk_full(error: BaseException) -> bool:
    """The system's or SQLite's way of saying so."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, OperationalError) and "disk is full" in str(error)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was too old (a long lunch, a second login): ask once more, lose nothing.

    Whoever comes from another site gets the text but no button: a stranger's page could
    otherwise fill in our form and wait for one click.
    """
    lead = gettext(
        "Siden havde stået åben længe, så vi spørger en ekstra gang. Intet er gemt endnu."
    )
    title = gettext("Send det igen")
    return _with_text(request, 403, title, lead) or _plain("403.html", 403, reason=lead)


def broken_text(request: HttpRequest) -> HttpResponse:
    """Bytes that are no text in UTF-8, half a surrogate among them: what can be read stays."""
    # Half a sign becomes U+FFFD on the way, and nobody typed that.
    kept = QueryDict(mutable=True)
    for name, values in QueryDict(request.body.decode("utf-8", "ignore")).lists():
        kept.setlist(name, [value.replace("\ufffd", "") for value in values])
    request.POST = kept  # type: ignore[assignment]
    lead = gettext(
        "Nogle tegn i teksten kunne ikke læses og er taget ud. Intet er gemt endnu. Se teksten "
        "efter, og send den igen."
    )
    return _with_text(request, 400, gettext("Se teksten efter"), lead) or _plain("400.html", 400)


def logged_out(request: HttpRequest, login_url: str) -> HttpResponse | None:
    """The session ended while somebody wrote: the text, and the way back in.

    None where no sentence was written; there is nothing to lose then, and the login page will do.
    """
    if not any(len(value.split()) > 1 for _, value in _typed(request)):
        return None
    lead = gettext(
        "Du er logget ud, mens du skrev. Intet er gemt, og intet er tabt. Log ind i en ny fane, "
        "kom tilbage hertil, og send det igen."
    )
    return _with_text(request, 403, gettext("Log ind, og send det igen"), lead, login_url)


def _with_text(
    request: HttpRequest, status: int, title: str, lead: str, login_url: str = ""
) -> HttpResponse | None:
    """A page that holds what was posted, ready to be sent again; None where nothing was."""
    fields = _typed(request)
    if not fields:
        return None
    context = {
        "title": title,
        "lead": lead,
        "status": status,
        "fields": fields,
        "written": [value for _, value in fields if len(value.split()) > 1],
        "action": request.get_full_path(),
        "lost_file": bool(request.FILES),
        "login_url": login_url,
        "token": get_token(request) if _from_our_own_page(request) else "",
    }
    return HttpResponse(render_to_string("again.html", context), status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields, without the token, and without what must never be shown."""
    if request.method != "POST" or getattr(request, "_post_parse_error", False):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
    ][:MOST_FIELDS_KEPT]


def _from_our_own_page(request: HttpRequest) -> bool:
    """Every browser names the origin of a POST; whoever names none is a script."""
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _unavailable(status: int) -> HttpResponse:
    response = _plain("503.html", status)
    response.headers["Retry-After"] = str(BACK_IN)
    return response


def _plain(template: str, status: int, **context: object) -> HttpResponse:
    """A page drawn without the request: no session, no database, nothing that can fail again."""
    return HttpResponse(render_to_string(template, context), status=status)
