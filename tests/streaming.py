"""Settings for a server of its own beside the browser tests: the suite's, with files to serve.

Style and scripts come straight out of static/, so that nobody has to collect them first.
"""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = Path(os.environ["MEDIA_ROOT"])
ERASE_LIST = MEDIA_ROOT.parent / "erased.jsonl"
