"""What a sentence asks for besides its words: examples where something went wrong."""

import re
from typing import Final, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from practices.listing import Listing
from practices.models import Outcome
from sdg_platform.accounts.actor import Actor

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
    """The words that are left to search for.

    >>> without_wish("unge og trivsel, gerne et der gik galt")
    'unge og trivsel, gerne et der'
    >>> without_wish("skolehave")
    'skolehave'
    """
    return " ".join(_WENT_WRONG.sub(" ", query).split())


def wish_of(query: str, actor: Actor) -> Wish | None:
    """Practices on the same matter that did not succeed, if `query` says that it wants such."""
    rest = without_wish(query)
    if rest == " ".join(query.split()):
        return None
    asked = QueryDict(mutable=True)
    asked["q"] = rest
    asked.setlist("outcome", list(_MEANT))
    listing = Listing.read(asked, actor)
    address = f"{reverse('practices:practice_list')}?{listing.filters.query()}"
    return Wish(address, listing.total) if listing.total else None
