"""What is new in the catalogue, for a feed reader: any filtered list as Atom."""

from typing import Any, Final

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from practices.catalogue.listing import Listing
from practices.models import Practice
from sdg_platform.accounts.actor import ANONYMOUS

MOST_ENTRIES: Final = 50


class PracticeFeed(Feed):
    """Read by programs, so whoever asks: only what is published, and what everybody may read."""

    feed_type = Atom1Feed
    title = gettext_lazy("Praksisser – Verdensmål i praksis")
    subtitle = gettext_lazy("Hvad en kommune gjorde, trin for trin. Også det, der ikke lykkedes.")

    def get_object(self, request: HttpRequest) -> Listing:
        return Listing.read(request.GET, ANONYMOUS)

    def link(self, listing: Listing) -> str:
        return f"{reverse('practices:practice_list')}?{listing.filters.query()}"

    def feed_url(self, listing: Listing) -> str:
        return f"{reverse('practices:practice_feed')}?{listing.filters.query()}"

    def items(self, listing: Listing) -> list[Practice]:
        ids = listing.seen.held.order("newest").first(listing.members, MOST_ENTRIES)
        found = Practice.objects.visible_to(ANONYMOUS).for_page().filter(pk__in=ids)
        by_id = {practice.pk: practice for practice in found}
        return [by_id[pk] for pk in ids if pk in by_id]

    def item_title(self, practice: Practice) -> str:
        return practice.title

    def item_description(self, practice: Practice) -> str:
        """Readers take it for HTML, so what somebody wrote is escaped once more."""
        return escape(practice.summary)

    def item_author_name(self, practice: Practice) -> str:
        return practice.municipality.official_name

    def item_pubdate(self, practice: Practice) -> Any:
        return practice.published_at

    def item_updateddate(self, practice: Practice) -> Any:
        return practice.updated_at

    def item_guid(self, practice: Practice) -> str:
        return f"urn:uuid:{practice.uid}"

    def item_categories(self, practice: Practice) -> list[str]:
        goals = [str(row.goal) for row in practice.goal_rows.all()]
        return [*goals, str(practice.get_outcome_display())]


@require_safe
def practice_feed(request: HttpRequest) -> HttpResponse:
    """The filters are those of the list; malformed ones are ignored."""
    return PracticeFeed()(request)
