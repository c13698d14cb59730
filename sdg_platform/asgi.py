"""The ASGI application that `make serve` runs: Django's pages, and the boards' streams beside."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")

from django.core.wsgi import get_wsgi_application

from sdg_platform.checks import refuse_unsound
from sdg_platform.guards.intake import guard_asgi
from sdg_platform.guards.pages import on_threads

pages = on_threads(get_wsgi_application())
refuse_unsound()

from workshops.live.stream import with_streams  # noqa: E402  # It reads models.

application = with_streams(guard_asgi(pages))
