"""The ASGI application that `make serve` runs: Django's pages, and the boards' streams beside."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from sdg_platform.checks import refuse_unsound
from sdg_platform.garbage import settle
from sdg_platform.guards.intake import guard_asgi
from sdg_platform.guards.pages import on_threads


def read_addresses() -> None:
    """Read the modules behind all addresses, so that the first visitor does not wait for it."""
    get_resolver().url_patterns  # noqa: B018
    settle()


pages = on_threads(get_wsgi_application(), when_up=read_addresses)
refuse_unsound()

from workshops.live.stream import with_streams  # noqa: E402  # It reads models.

application = with_streams(guard_asgi(pages))
