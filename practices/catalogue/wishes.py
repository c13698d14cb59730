"""What a sentence asks for besides its words: examples where something went wrong."""

import re
from typing import Final, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from practices.catalogue.listing import Listing
from practices.models import Outcome
from sdg_platform.accounts.actor import Actor
from sdg_platform.search.analyser import matter_of

_WENT_WRONG: Final = re.compile(
    r"\b(?:(?:gik|går|gået) (?:galt|skævt|i stykker)|ikke (?:lykkedes|virkede|gik)|mislykke\w*"
    r"|(?:lykkedes|virkede|gik) ikke|fejlede|slog fejl|went wrong|did not work|fail(?:ed|ure)?)\b",
    re.IGNORECASE,
)
_MEANT: Final = (Outcome.DID_NOT.value, Outcome.PARTLY.value)


class Wish(NamedTuple):
    """The list that would answer it, and how long that is."""

    url: str
    total: int


def without_wish(query: str) -> str:
    """The matter that is left to search for.

    >>> without_wish("noget med unge og trivsel, gerne et der gik galt")
    'unge og trivsel'
    """
    return matter_of(_WENT_WRONG.sub(" ", query))


def wish_of(query: str, actor: Actor) -> Wish | None:
    """Practices on the same matter that did not succeed, if `query` says that it wants such."""
    if not _WENT_WRONG.search(query):
        return None
    asked = QueryDict(mutable=True)
    asked["q"] = without_wish(query)
    asked.setlist("outcome", list(_MEANT))
    listing = Listing.read(asked, actor)
    address = f"{reverse('practices:practice_list')}?{listing.filters.query()}"
    return Wish(address, listing.total) if listing.total else None
