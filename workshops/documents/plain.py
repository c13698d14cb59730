"""Plain text in whatever encoding it was saved."""

import codecs

from workshops.documents.sniffing import looks_like_utf16

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of `data`: UTF-16 or UTF-8 if it is that, else Windows' Western European.

    >>> decode("Ærø".encode("cp1252")), decode("Ærø".encode("utf-16"))
    ('Ærø', 'Ærø')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if encoding := looks_like_utf16(data):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
