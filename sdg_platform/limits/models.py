"""Rate limits: one row per counted use, so that a window slides and every process agrees."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class Use(models.Model):
    """That somebody did something once. Who is kept as a keyed hash, for the window's length."""

    limit = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["limit", "who", "at"]),
            models.Index(fields=["limit", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.limit} {self.at:%H:%M:%S}"


@dataclass(frozen=True)
class Limit:
    """So many `times` within so many `seconds`, for each key.

    WRONG_CODE = Limit("wrong_code", times=20, seconds=600)
    if wait := WRONG_CODE.hit(client_address(request)):
        return errors.too_many_requests(request, wait)
    """

    name: str
    times: int
    seconds: int

    def hit(self, key: object = "") -> int | None:
        """Count one use; beyond the limit count nothing and tell the seconds to wait."""
        if wait := self.wait(key):
            return wait
        if settings.RATE_LIMITS:
            now = timezone.now()
            Use.objects.filter(limit=self.name, at__lte=now - self._window).delete()
            Use.objects.create(limit=self.name, who=self._who(key), at=now)
        return None

    def wait(self, key: object = "") -> int | None:
        """The seconds until one more use is allowed; None when it is allowed now.

        Alone it suits limits that count failures only: ask `wait` first, `hit` on a failure.
        """
        if not settings.RATE_LIMITS:
            return None
        now = timezone.now()
        used = Use.objects.filter(limit=self.name, who=self._who(key), at__gt=now - self._window)
        nth_newest = used.order_by("-at").values_list("at", flat=True)[self.times - 1 : self.times]
        for at in nth_newest:
            return max(1, ceil((at + self._window - now).total_seconds()))
        return None

    @property
    def _window(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    def _who(self, key: object) -> str:
        return salted_hmac("sdg_platform.limits", str(key), algorithm="sha256").hexdigest()
