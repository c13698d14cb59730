"""The product's settings, with what a test run needs in the environment first."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("SECRET_KEY", "test-key-that-is-long-enough-for-every-check-in-the-suite")

from sdg_platform.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = Path(tempfile.gettempdir()) / "sdg-test-static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="sdg-test-media-"))
ERASE_LIST = MEDIA_ROOT.parent / f"{MEDIA_ROOT.name}-erased.jsonl"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
