"""Turn an uploaded file into lines of text that `notes.parse_notes` can read.

What a file is, its first bytes say. The name must agree: a picture called notes.docx is
refused, and so is a Word file called notes.txt, because somebody is then mistaken or worse.
A name without an ending promises nothing and is taken as what it holds. Plain text is read
here; everything that needs a parser goes to a child process with limits.
"""

from pathlib import PurePath

from sdg_platform.confined import Crashed, Died, OutOfMemory, OutOfTime, run_confined
from workshops.documents.limits import MOST_BYTES, MOST_PARAGRAPHS
from workshops.documents.plain import decode
from workshops.documents.reading import extract
from workshops.documents.refusal import DocumentRefused
from workshops.documents.sniffing import Kind, kind_of
from workshops.reading.lines import LINE_BREAK

__all__ = ["DocumentRefused", "read_document"]

MEMORY_MB = 512
SECONDS = 10

ENDINGS = {
    ".md": Kind.TEXT,
    ".markdown": Kind.TEXT,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".docx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".rtf": Kind.RTF,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
}


def read_document(data: bytes, name: str) -> str:
    """The text of a file: a line a paragraph, list items indented, headings marked with #.

    Raises DocumentRefused, whose `str` is one sentence for the reader.

    >>> read_document("Hvad fungerer?\\nFælles sprog".encode(), "noter.txt")
    'Hvad fungerer?\\nFælles sprog'
    """
    if not data.strip():
        raise DocumentRefused("empty")
    if len(data) > MOST_BYTES:
        raise DocumentRefused("too_large")
    kind = _kind_as_promised(data, PurePath(name.lower()).suffix)
    text = decode(data) if kind == Kind.TEXT else _extract_confined(data, kind)
    paragraphs = sum(1 for line in LINE_BREAK.split(text) if line.strip())
    if not paragraphs:
        raise DocumentRefused("empty")
    if paragraphs > MOST_PARAGRAPHS:
        raise DocumentRefused("too_long")
    return text


def _kind_as_promised(data: bytes, ending: str) -> Kind:
    kind = kind_of(data)
    if ending and ending not in ENDINGS:
        raise DocumentRefused("unknown_kind")
    promised = ENDINGS.get(ending)
    # An .html file need not begin with <html>: a fragment will do, if it has tags at all.
    if promised == Kind.HTML and kind == Kind.TEXT and b"</" in data:
        return Kind.HTML
    if kind in {Kind.OLD_WORD, Kind.ENCRYPTED} and promised in {None, Kind.DOCX}:
        raise DocumentRefused(kind.value)
    if promised and promised != kind:
        raise DocumentRefused("not_what_it_says", ending=ending)
    if kind not in ENDINGS.values():
        raise DocumentRefused("unknown_kind")
    return kind


def _extract_confined(data: bytes, kind: Kind) -> str:
    try:
        answer = run_confined(extract, data, kind.value, memory_mb=MEMORY_MB, seconds=SECONDS)
    except (OutOfMemory, OutOfTime, Died):
        raise DocumentRefused("too_heavy") from None
    except Crashed:
        raise DocumentRefused("damaged") from None
    if "refused" in answer:
        raise DocumentRefused(answer["refused"])
    return str(answer["text"])
