"""How allauth behaves here: nobody signs up; people are invited."""

import time
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.models import Invitation, User

log = structlog.get_logger(__name__)

# Every limit on logins counts within five minutes at most.
RETRY_AFTER = 300


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to too many tries, with the seconds to wait."""
    page = render_to_string("429.html", {"retry_after": RETRY_AFTER})
    return HttpResponse(page, status=429, headers={"Retry-After": str(RETRY_AFTER)})


class InviteOnlyAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail og adgangskode passer ikke sammen. Prøv igen."),
        "incorrect_password": _("Adgangskoden passer ikke. Prøv igen."),
        "enter_current_password": _("Skriv den adgangskode, du bruger nu."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The front page, in the language that the person chose on the profile."""
        with translation.override(getattr(request.user, "language", None)):
            return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter; without a mail server the page still answers, and the log says it.

        The same for known and unknown addresses, so nobody learns which is which.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("mail_failed", letter=template_prefix, exc_info=error)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before the login is changed, but not who came in a moment ago."""
        proofs = get_authentication_records(self.request, self.request.user)
        if proofs and time.time() - proofs[-1]["at"] < REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer too many wrong passwords as every other limit: 429, not a form error."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(too_many(request)) from None


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden passer ikke. Vent på den næste, og prøv igen."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a new key is called until its owner calls it something better."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Adgangsnøgle %(number)s") % {"number": number}


class SignOnAdapter(DefaultSocialAccountAdapter):
    """The municipality's own login: proves who somebody is, but invites nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return invitations_of(sociallogin).exists()

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:120]
        user.email = user.email.lower()
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account, and a member in every municipality that has invited the address."""
        waiting = list(invitations_of(sociallogin))
        user = super().save_user(request, sociallogin, form)
        for invitation in waiting:
            invitation.accept(user)
        return user


def invitations_of(sociallogin: SocialLogin) -> Any:
    """The open invitations to an address that the login server has vouched for."""
    addresses = [it.email.lower() for it in sociallogin.email_addresses if it.verified]
    return Invitation.objects.open().filter(email__in=addresses)
