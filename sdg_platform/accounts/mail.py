"""Letters to people: plain text, in the receiver's language as far as we know it."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from sdg_platform.accounts.models import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link. Raises OSError or SMTPException when the letter cannot leave the house."""
    account = invitation.account()
    language = account.language if account else translation.get_language() or "da"
    with translation.override(language):
        context = {"invitation": invitation, "link": Invitation.link(token, language)}
        subject = gettext("Du er inviteret til Verdensmål i praksis")
        body = render_to_string("accounts/invitation_mail.txt", context)
    send_mail(subject, body, None, [invitation.email])
