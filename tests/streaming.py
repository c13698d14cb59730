"""Settings for a server of its own beside the browser tests: the suite's, with files to serve.

It serves scripts and styles as they are collected: shortened, hashed, compressed.
"""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

MEDIA_ROOT = Path(os.environ["MEDIA_ROOT"])
STATIC_ROOT = MEDIA_ROOT.parent / "static"
STORAGES |= {"staticfiles": {"BACKEND": "sdg_platform.collected.CollectedFiles"}}  # noqa: F405
ERASE_LIST = MEDIA_ROOT.parent / "erased.jsonl"
