"""The weekly letter to those who follow a goal, a municipality or a search."""

from smtplib import SMTPException
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.utils import timezone

from practices.digest import send_to
from sdg_platform.accounts.models import User

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Send what is new of what people follow. Run it daily or weekly: one letter a week each."

    def handle(self, **options: Any) -> None:
        sent = failed = 0
        now = timezone.now()
        for user in User.objects.filter(is_active=True, follows__isnull=False).distinct():
            try:
                sent += send_to(user, now)
            except (OSError, SMTPException):
                failed += 1
                log.warning("digest_failed", user=user.pk)
        if options["verbosity"]:
            self.stdout.write(f"{sent} sent, {failed} failed.")
