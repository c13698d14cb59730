"""Letters to those who look after a practice, when its review date has come."""

from argparse import ArgumentParser
from datetime import date
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from practices.mail import ask_whether_still_right
from practices.models import Practice

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = (
        "Ask the owner of each published practice whose review date has come whether it is still "
        "right. Run it daily: one letter for each review date, however often it runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, send nothing.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is missing: the letters need an address to link to.")
        today = timezone.localdate()
        due = list(Practice.objects.to_review(today).select_related("municipality", "owner"))
        done = due if dry_run else [practice for practice in due if _remind(practice, today)]
        said = f"{len(done)} of {len(due)} owners " + ("would be asked." if dry_run else "asked.")
        if options["verbosity"]:
            self.stdout.write(said)
        if len(done) < len(due):
            raise CommandError(f"{said} The next run tries the others again.")


def _remind(practice: Practice, today: date) -> bool:
    """Claim the letter before it is sent, and give the claim back where that fails."""
    if not Practice.objects.claim_reminder(practice):
        return True  # Another run was faster.
    try:
        ask_whether_still_right(practice)
    except (OSError, SMTPException) as error:
        Practice.objects.give_reminder_back(practice)
        log.warning("review_mail_failed", practice=practice.pk, fault=type(error).__name__)
        return False
    return True
