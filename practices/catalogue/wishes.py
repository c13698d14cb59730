"""What a sentence asks for besides its words: examples where something went wrong, or well."""

import re
from typing import Final, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from practices.catalogue.listing import Listing
from practices.models import Outcome
from sdg_platform.accounts.actor import Actor
from sdg_platform.search.analyser import matter_of

_WENT_WRONG: Final = re.compile(
    r"\b(?:(?:gik|går|gået|gå) (?:\w+ )?(?:galt|skævt|dårligt|i stykker|i vasken|i fisk)"
    r"|ikke (?:\w+ )?(?:lykkedes|lykkes|virkede|virker|gik|gået)|mislykke\w*|fiasko\w*"
    r"|(?:lykkedes|lykkes|virkede|virker|gik) (?:\w+ )?ikke|fejlede|slog fejl|faldt til jorden"
    r"|went wrong|(?:did not|didn't|doesn't) work|not (?:a )?succe\w+|fail(?:ed|ure|ures)?)\b",
    re.IGNORECASE,
)
_WENT_WELL: Final = re.compile(
    r"\b(?:(?:gik|går|gået|gå) (?:\w+ )?(?:godt|fint)|lykkedes|lykkes|virkede|virker|bar frugt"
    r"|succes(?:er|en|ser|sen|fuld\w*|historie\w*)?|went well|(?:that|which|what) work(?:ed|s)"
    r"|worked well|succeed(?:ed|s)?|success(?:es|ful)?)\b",
    re.IGNORECASE,
)
# What went wrong is looked for first: "virkede ikke" holds "virkede".
_WISHES: Final = (
    (_WENT_WRONG, (Outcome.DID_NOT.value, Outcome.PARTLY.value)),
    (_WENT_WELL, (Outcome.SUCCEEDED.value,)),
)


class Wish(NamedTuple):
    """The list that would answer it, how long that is, and whether it is of what went well."""

    url: str
    total: int
    went_well: bool


def without_wish(query: str) -> str:
    """The matter that is left to search for.

    >>> without_wish("noget med unge og trivsel, gerne et der gik galt")
    'unge og trivsel'
    """
    for pattern, _ in _WISHES:
        query = pattern.sub(" ", query)
    return matter_of(query)


def wish_of(query: str, actor: Actor) -> Wish | None:
    """Practices on the same matter that went as `query` says that it wants them; None if it
    does not say, or there are none.
    """
    meant = next((outcomes for pattern, outcomes in _WISHES if pattern.search(query)), None)
    if meant is None:
        return None
    asked = QueryDict(mutable=True)
    asked["q"] = without_wish(query)
    asked.setlist("outcome", list(meant))
    listing = Listing.read(asked, actor)
    if not listing.total:
        return None
    address = f"{reverse('practices:practice_list')}?{listing.filters.query()}"
    return Wish(address, listing.total, went_well=Outcome.SUCCEEDED.value in meant)
