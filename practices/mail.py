"""Letters about practices: plain text, in the receiver's language."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from practices.models import OwnerQuestion, Practice
from sdg_platform.accounts.models import User
from sdg_platform.accounts.roles import Role

log = structlog.get_logger(__name__)


def tell_owner(question: OwnerQuestion) -> None:
    """Let the owner know that somebody asked. The question is stored, whatever mail does."""
    for address, language in question.receivers():
        with translation.override(language):
            context = {
                "question": question,
                "link": f"{settings.SITE_URL}{question.get_absolute_url()}",
            }
            subject = gettext("Et spørgsmål til jeres praksis")
            body = render_to_string("practices/question_mail.txt", context)
        try:
            send_mail(subject, body, None, [address])
        except (OSError, SMTPException):
            log.warning("question_mail_failed", question=question.pk)


def ask_whether_still_right(practice: Practice) -> None:
    """Ask those who look after it; raises what the mail server raises."""
    for user in keepers_of(practice):
        with translation.override(user.language):
            link = f"{settings.SITE_URL}{practice.get_absolute_url()}"
            context = {"practice": practice, "link": link}
            subject = gettext("Er jeres praksis stadig rigtig?")
            body = render_to_string("practices/review_mail.txt", context)
        send_mail(subject, body, None, [user.email])


def keepers_of(practice: Practice) -> list[User]:
    """Its owner while still one of the house, else the municipality's coordinators."""
    members = User.objects.filter(
        is_active=True,
        memberships__municipality=practice.municipality_id,
        memberships__ended_at__isnull=True,
    )
    owner = members.filter(practices_to_look_after=practice).distinct()
    return list(owner or members.filter(memberships__role=Role.COORDINATOR).distinct())
