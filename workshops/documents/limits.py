"""What a document may take, so that no upload can exhaust the machine."""

from sdg_platform.packed import MOST_BYTES

__all__ = ["MOST_BYTES", "MOST_PARAGRAPHS", "MOST_TAGS"]

MOST_PARAGRAPHS = 5_000
# A page of Word holds some thousand tags; a tree of half a million fits in the child's memory.
MOST_TAGS = 500_000
