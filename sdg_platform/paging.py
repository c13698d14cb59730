"""Addresses of the page before and after, with the filters that the form knows."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page
from django.forms import Form
from django.http import QueryDict


def page_links(page: Page, form: Form) -> dict[str, str]:
    """`previous_url` and `next_url` as query strings; only the form's own keys are carried.

    What a stranger put into the address beside them is not repeated in our links.
    """
    links = {}
    if page.has_previous():
        links["previous_url"] = _query(form, page.previous_page_number())
    if page.has_next():
        links["next_url"] = _query(form, page.next_page_number())
    return links


def _query(form: Form, number: int) -> str:
    kept: Mapping[str, Any] = getattr(form, "cleaned_data", {})
    query = QueryDict(mutable=True)
    for name, value in kept.items():
        values = value if isinstance(value, list) else [value]
        query.setlist(name, [str(item) for item in values if item not in (None, "")])
    query["page"] = str(number)
    return f"?{query.urlencode()}"
