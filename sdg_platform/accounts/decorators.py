"""Guards that stand above a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from sdg_platform import errors
from sdg_platform.accounts.requests import Request
from sdg_platform.accounts.roles import Power

View = Callable[..., HttpResponse]


def to_login(request: Request) -> HttpResponse:
    """Send a signed-out visitor to the login page and back here afterwards.

    Whatever the id in the address, the answer is the same. A write comes back to the page it
    was sent from, because the address of a POST may not answer a GET. htmx gets a header:
    it would follow a plain redirect silently and swap the login page into a fragment. That
    answer is a 403: a 200 would tell whoever sent a note that it is stored. What somebody
    wrote while the session ended is kept on the page.
    """
    here = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        here = _page_it_was_sent_from(request) or here
    answer = redirect_to_login(here)
    if getattr(request, "htmx", False):
        asked = HttpResponseClientRedirect(answer.url)
        asked.status_code = 403
        return asked
    return errors.logged_out(request, str(reverse("account_login"))) or answer


def _page_it_was_sent_from(request: Request) -> str:
    """Its path and query; empty where the browser does not say, or names another site."""
    if by_htmx := getattr(getattr(request, "htmx", None), "current_url_abs_path", None):
        return str(by_htmx)
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if page.netloc != request.get_host():
        return ""
    return page._replace(scheme="", netloc="", fragment="").geturl()


def login_required(view: View) -> View:
    """Let in everyone with an account, member of a municipality or not."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return guarded


def member_required(view: View) -> View:
    """Let in members of a municipality; an account without one is refused with 403."""

    @login_required
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_member:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def keeps_accounts(request: Request) -> bool:
    """Tell whether somebody looks after the accounts of at least one municipality."""
    return request.actor.runs_installation or request.actor.may(Power.INVITE)


def accounts_keeper_required(view: View) -> View:
    """Let in those who invite colleagues: coordinators and administrators."""

    @login_required
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not keeps_accounts(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
