"""Was the answer of a search any use? Said with one click, kept without a trace of who said it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from django.db import models, transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone

from sdg_platform.search.analyser import LONGEST_QUERY
from sdg_platform.text import TextRefused, clean_text

if TYPE_CHECKING:
    from django.http import HttpRequest

    from sdg_platform.search.models import Verdict

KEPT_DAYS: Final = 90
LONGEST_WORDS: Final = 120
# From so many figures on it may be somebody's number.
MOST_FIGURES: Final = 5


def storable(query: str) -> str:
    """The query as it may be kept; empty where it could be about one person.

    >>> storable("  Unge og  Trivsel ")
    'unge og trivsel'
    >>> storable("ring til 12 34 56 78"), storable("hanne@example.org")
    ('', '')
    """
    words = " ".join(query.lower().split())
    if "@" in words or sum(sign.isdecimal() for sign in words) > MOST_FIGURES:
        return ""
    return words[:LONGEST_WORDS].rstrip()


def searched_before(request: "HttpRequest") -> str:
    """The words of our own search or list from which somebody came to this page; else empty."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc != request.get_host() or not page.path.endswith(("/search/", "/practices/")):
            return ""
        asked = parse_qs(page.query).get("q", [""])[0][:LONGEST_QUERY]
        return clean_text(asked, limit=LONGEST_QUERY, one_line=True)
    except (ValueError, TextRefused):
        return ""


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def note(self, query: str, *, useful: bool, found: bool, opened: bool) -> None:
        """Count one click. What could be about a person is not kept, nor what is older than
        `KEPT_DAYS`.
        """
        today = timezone.localdate()
        self.forget_old(today)
        if not (words := storable(query)):
            return
        said = {"words": words, "useful": useful, "found": found, "opened": opened, "day": today}
        with transaction.atomic():
            self.get_or_create(**said, defaults={"times": 0})
            self.filter(**said).update(times=F("times") + 1)

    def forget_old(self, today: date) -> int:
        return self.filter(day__lte=today - timedelta(days=KEPT_DAYS)).delete()[0]

    def missed(self) -> models.QuerySet["Verdict", dict[str, Any]]:
        """What people looked for in vain, most often first: words, how often nothing was found,
        how often what was found was no use, how often it was, and when last.
        """
        kept = self.filter(day__gt=timezone.localdate() - timedelta(days=KEPT_DAYS))
        return (
            kept.values("words")
            .annotate(
                nothing=Sum("times", filter=Q(useful=False, found=False), default=0),
                no_use=Sum("times", filter=Q(useful=False, found=True), default=0),
                of_use=Sum("times", filter=Q(useful=True), default=0),
                last=Max("day", filter=Q(useful=False)),
            )
            .filter(Q(nothing__gt=0) | Q(no_use__gt=0))
            .order_by(-(F("nothing") + F("no_use")), "-last", "words")
        )
