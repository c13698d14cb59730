"""What a file is, by its first bytes: its name may lie."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO


class Kind(StrEnum):
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    ENCRYPTED = "encrypted"
    OLD_WORD = "old_word"
    OTHER = "other"


_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
)
# More control characters than this in a text, and it is no text.
MOST_CONTROLS = 0.02
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"


def kind_of(data: bytes) -> Kind:
    r"""The kind of file that `data` is.

    >>> kind_of(b"{\\rtf1 Hej}").value, kind_of("+ Fælles sprog".encode()).value
    ('rtf', 'text')
    """
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return Kind.ENCRYPTED if is_encrypted else Kind.OLD_WORD
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_OTHER) or _is_binary(data):
        return Kind.OTHER
    return Kind.HTML if _HTML.match(data[:4096]) else Kind.TEXT


def _kind_of_zip(data: bytes) -> Kind:
    """Read the directory alone; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # Cut short: the first entry's name still tells what it was meant to be.
        return Kind.ODT if data[30:38] == b"mimetype" else Kind.DOCX
    if "word/document.xml" in names:
        return Kind.DOCX
    return Kind.ODT if {"mimetype", "content.xml"} <= names else Kind.OTHER


def _is_binary(data: bytes) -> bool:
    if data.startswith(_UTF16) or looks_like_utf16(data):
        return False
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls > len(data) * MOST_CONTROLS


def looks_like_utf16(data: bytes) -> str:
    """The byte order of UTF-16 without a mark, or an empty string.

    >>> looks_like_utf16("Fælles sprog".encode("utf-16-le"))
    'utf-16-le'
    """
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return ""
    for order, zeros, letters in (
        ("le", sample[1::2], sample[::2]),
        ("be", sample[::2], sample[1::2]),
    ):
        if zeros.count(0) > 0.8 * len(zeros) and letters.count(0) < 0.05 * len(letters):
            return f"utf-16-{order}"
    return ""
