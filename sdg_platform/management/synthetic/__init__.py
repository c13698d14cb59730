"""Invented rows by the hundred thousand, the same for the same seed: for measuring.

Nothing here looks at the clock or asks the system for chance, so what is measured today can be
measured again. Rows go in by chunks, each a transaction of its own with its part of the search
index, so that the memory needed does not grow with the number asked for.
"""

from sdg_platform.management.synthetic.directory import make_organisations
from sdg_platform.management.synthetic.practices import make_practices
from sdg_platform.management.synthetic.workshops import make_reflections
from sdg_platform.management.synthetic.world import Progress, World

__all__ = ["Progress", "World", "make_organisations", "make_practices", "make_reflections"]
