"""Settings of the server under test: as in earnest (DEBUG off), on plain HTTP and without limits.

With DEBUG Django keeps a list of all queries, which no server does.
"""

import os

os.environ["DEBUG"] = "1"

from sdg_platform.settings import *  # noqa: F403

DEBUG = False
