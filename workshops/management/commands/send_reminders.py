"""Letters to those who took an action home, 30 and 90 days after the meeting."""

import sys
from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from workshops.mail import send_action_letter
from workshops.models import Action, State, WrongState

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = (
        "Ask the owners of open actions how it goes, 30 and 90 days after their workshop closed. "
        "Run it daily: each letter is sent once, however often it runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, send nothing.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is missing: the letters need an address to link to.")
        now = timezone.now()
        due = list(Action.objects.to_remind(now).select_related("workshop__municipality"))
        sent = failed = 0
        if not dry_run:
            for action in tqdm(due, desc="Reminders", disable=None, leave=False, file=sys.stderr):
                if action.claim_reminder(now):
                    left = self._send(action, now)
                    sent, failed = sent + left, failed + (not left)
        if options["verbosity"]:
            self.stdout.write(summary(len(due) if dry_run else sent, failed, dry_run=dry_run))
        if failed:
            raise CommandError(f"{failed} could not be sent; the next run tries again.")

    def _send(self, action: Action, now: Any) -> bool:
        try:
            action.make_link()
            send_action_letter(action)
        except (OSError, SMTPException, WrongState) as error:
            action.give_reminder_back(now)
            log.warning("reminder_failed", action=action.pk, fault=type(error).__name__)
            return False
        return True


def summary(sent: int, failed: int, *, dry_run: bool) -> str:
    """One sentence, with those whom nobody can write to."""
    silent = Action.objects.waiting().filter(email="", workshop__state=State.CLOSED).count()
    verb = "would be sent" if dry_run else "sent"
    said = f"{sent} reminder{'' if sent == 1 else 's'} {verb}"
    said += f", {failed} failed" if failed else ""
    return f"{said}; {silent} open action{'' if silent == 1 else 's'} without an address."
