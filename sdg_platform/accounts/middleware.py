"""Puts the actor on the request, once, and sends those who need one to a second factor."""

from collections.abc import Callable
from typing import cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.accounts.models import User
from sdg_platform.accounts.participation import participations_of
from sdg_platform.accounts.requests import Request

Answer = Callable[[HttpRequest], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Read the actor from the session and the participant's cookie: one query for a member."""
    participations = participations_of(request)
    if not request.user.is_authenticated:
        return Actor(participations=participations) if participations else ANONYMOUS
    return Actor(request.user, request.user.roles_by_municipality(), participations)


def actor_middleware(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        actor = SimpleLazyObject(lambda: actor_of(request))
        request.actor = actor  # type: ignore[attr-defined]  # From here on it is our Request.
        return get_response(request)

    return middleware


def lacks_second_factor(request: Request) -> bool:
    """Tell whether this session may do more than it has proved.

    The municipality's own login counts as proof: its second factor is the municipality's.
    """
    if not request.user.is_authenticated or not request.actor.needs_second_factor:
        return False
    proofs = get_authentication_records(request, request.user)
    if any(proof.get("method") == "socialaccount" for proof in proofs):
        return False
    return not has_second_factor(request.user)


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are none: they only stand in for a lost one."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return get_adapter().is_mfa_enabled(user, kinds)


def second_factor_middleware(get_response: Answer) -> Answer:
    """Let a coordinator without a second factor do nothing but set one up or log out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Without a session there is nobody to ask about, and no query to make.
        if settings.SECOND_FACTOR_REQUIRED and settings.SESSION_COOKIE_NAME in request.COOKIES:
            ways_out = tuple(
                reverse(name) for name in ("mfa_index", "account_logout", "account_reauthenticate")
            )
            if not request.path.startswith(ways_out) and lacks_second_factor(
                cast(Request, request)
            ):
                return redirect("mfa_index")
        return get_response(request)

    return middleware
