"""Letters to those who took an action home: plain text, in Danish, with one link."""

import re
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from workshops.models import Action

LONGEST_SUBJECT = 70


def send_action_letter(action: Action) -> None:
    """Ask the owner how it goes; needs a link that was made and an address.

    Raises OSError or SMTPException when the letter cannot leave the house.
    """
    with translation.override("da"):
        context = {
            "action": action,
            "workshop": action.workshop,
            "due": due_words(action.due, timezone.localdate()),
            "link": action_link_of(action),
        }
        about = re.sub(r"\s+", " ", action.text)
        short = about if len(about) <= LONGEST_SUBJECT else about[: LONGEST_SUBJECT - 1] + "…"
        subject = gettext("Hvordan går det med: %(action)s") % {"action": short}
        body = render_to_string("workshops/action_mail.txt", context)
    send_mail(subject, body, None, [action.email])


def action_link_of(action: Action) -> str:
    """The whole address behind which the owner answers, in Danish."""
    with translation.override("da"):
        return settings.SITE_URL + reverse("workshops:action_confirm", args=[action.token])


def due_words(due: date | None, today: date) -> str:
    """Said as it is: how long there is left, or how long ago it should have been done."""
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return gettext("Det skal være gjort i dag.")
    if days > 0:
        return ngettext("Der er %(count)d dag tilbage.", "Der er %(count)d dage tilbage.", days) % {
            "count": days
        }
    return ngettext(
        "Det skulle være gjort for %(count)d dag siden.",
        "Det skulle være gjort for %(count)d dage siden.",
        -days,
    ) % {"count": -days}
