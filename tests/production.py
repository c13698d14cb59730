"""A sound DEBUG=0 environment, for `manage.py check --deploy --settings tests.production`."""

import os
import secrets

os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
os.environ["ALLOWED_HOSTS"] = "sdg.example.dk"
os.environ["SITE_URL"] = "https://sdg.example.dk"
os.environ["TRUSTED_PROXIES"] = "1"

from sdg_platform.settings import *  # noqa: F403
