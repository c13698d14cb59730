"""What every page knows besides what its view gives it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`shows_examples`: the footer says that the demo municipalities are invented."""
    return {"shows_examples": settings.DEBUG, "was_url": settings.WAS_URL}
