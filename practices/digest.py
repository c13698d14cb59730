"""What is new of what somebody follows: found as any passer-by would find it, sent once a week."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from pyroaring import BitMap

from practices.catalogue import facets
from practices.catalogue.filters import Filters
from practices.catalogue.listing import Listing
from practices.models import Digest, Follow, FollowKind, Practice
from practices.models.follow import unfollow_token
from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.accounts.models import User

WEEK: Final = timedelta(days=7)
MOST_OF_EACH: Final = 10
LONGEST_SEARCH: Final = 500
MOST_READ: Final = 20_000


class News(NamedTuple):
    """New practices of one thing that is followed; `more` are left out of the letter."""

    label: str
    url: str
    practices: list[Practice]
    more: int


def label_of(follow: Follow) -> str:
    """What is followed, in the reader's language: a goal, a municipality, or words and filters."""
    names = facets.current().names
    if follow.kind == FollowKind.GOAL:
        return str(names.groups["goal"].get(follow.value, follow.value))
    filters = Filters.read(QueryDict(follow.query), names)
    chosen = [
        str(names.spoken(group, value))
        for group, values in filters.chosen.items()
        for value in values
    ]
    return ", ".join(filter(None, [f"“{filters.q}”" if filters.q else "", *chosen]))


class TooLong(ValueError):
    """A search that cannot be kept whole; half of it would find something else."""


def clean_value(kind: str, value: str) -> str:
    """The value as it is stored; "" for what nobody can follow. Raises TooLong."""
    names = facets.current().names
    if kind == FollowKind.SEARCH:
        query = Filters.read(QueryDict(value), names).query() if len(value) < MOST_READ else value
        if len(query) > LONGEST_SEARCH:
            raise TooLong
        return query
    is_known = kind in {FollowKind.GOAL, FollowKind.MUNICIPALITY} and names.knows(kind, value)
    return value if is_known else ""


def news_for(user: User, since: datetime) -> Iterator[News]:
    """Published since then, by what is followed. Nothing that a passer-by could not read."""
    new = Practice.objects.published().filter(published_at__gt=since)
    fresh = BitMap(new.values_list("pk", flat=True))
    told = BitMap()
    for follow in user.follows.all():
        found = Listing.read(QueryDict(follow.query), ANONYMOUS).members & fresh - told
        if found:
            told |= found
            rows = Practice.objects.visible_to(ANONYMOUS).filter(pk__in=list(found))
            newest = rows.select_related("municipality").order_by("-listed_at", "-pk")
            shown = list(newest[:MOST_OF_EACH])
            url = f"{settings.SITE_URL}{follow.list_url}"
            yield News(label_of(follow), url, shown, len(found) - len(shown))


def send_to(user: User, now: datetime) -> bool:
    """Send this week's letter, unless it was sent or nothing is new; tells whether one went out.

    Raises OSError or SMTPException when the letter cannot leave the house; then it is as if it
    had not been tried, and the next run tries again.
    """
    year, week, _ = now.isocalendar()
    with transaction.atomic():
        last = user.digests.order_by("-sent_at").first()
        since = last.sent_at if last else now - WEEK
        _row, is_first = Digest.objects.get_or_create(user=user, week=f"{year}-W{week:02}")
        if not is_first:
            return False
        with translation.override(user.language):
            news = list(news_for(user, since))
            if news:
                _letter(user, news).send()
        return bool(news)


def _letter(user: User, news: list[News]) -> EmailMessage:
    """In the reader's language; the link at its end stops the letters without logging in."""
    stop = reverse("practices:unfollow", args=[unfollow_token(user.pk)])
    context = {"news": news, "site": settings.SITE_URL, "stop": f"{settings.SITE_URL}{stop}"}
    body = render_to_string("practices/digest_mail.txt", context)
    headers = {"List-Unsubscribe": f"<{context['stop']}>"}
    subject = gettext("Nyt om det, du følger")
    return EmailMessage(subject, body, None, [user.email], headers=headers)
