"""The one function that runs in the child: bytes in, lines out."""

from collections.abc import Callable
from zlib import error as ZlibError  # noqa: N812

from workshops.documents.html import read_html
from workshops.documents.limits import MOST_PARAGRAPHS
from workshops.documents.odt import read_odt
from workshops.documents.page import Page
from workshops.documents.refusal import DocumentRefused
from workshops.documents.rtf import read_rtf
from workshops.documents.word import read_docx

READERS: dict[str, Callable[[bytes], Page]] = {
    "docx": read_docx,
    "odt": read_odt,
    "rtf": read_rtf,
    "html": read_html,
}


def extract(data: bytes, kind: str) -> dict[str, str]:
    """`{"text": ...}`, or `{"refused": reason}`; both pass through JSON."""
    try:
        page = READERS[kind](data)
    except DocumentRefused as refused:
        return {"refused": refused.reason}
    except ZlibError:
        return {"refused": "damaged"}
    if sum(bool(line.strip()) for line in page.lines) > MOST_PARAGRAPHS:
        return {"refused": "too_long"}
    return {"text": page.text()}
