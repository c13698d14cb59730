"""Whether a zip that a stranger sent may be opened, judged by its directory alone: pure."""

import zipfile
from collections.abc import Iterable

MOST_BYTES = 20 * 1024 * 1024  # unpacked
MOST_ENTRIES = 500
MOST_RATIO = 100  # unpacked to packed
# Small parts compress a hundredfold by chance: a page of empty table cells does.
RATIO_FROM_BYTES = 64 * 1024
ENCRYPTED_FLAG = 0x1


def directory_fault(entries: Iterable[zipfile.ZipInfo]) -> str:
    """`encrypted`, `too_large` or `unsafe`; "" where nothing speaks against unpacking.

    >>> directory_fault([])
    ''
    """
    entries = list(entries)
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        return "encrypted"
    if len(entries) > MOST_ENTRIES:
        return "unsafe"
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        return "too_large"
    for entry in entries:
        is_large = entry.file_size > RATIO_FROM_BYTES
        if is_large and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            return "unsafe"
    return ""
