"""The WSGI application, for hosts that offer nothing newer; the board then polls."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")

from django.core.wsgi import get_wsgi_application

from sdg_platform.checks import refuse_unsound

application = get_wsgi_application()
refuse_unsound()
