"""Which formats there are. A new format is one module and one row here."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sdg_platform.exports.delimited import write_document_csv
from sdg_platform.exports.document import Document
from sdg_platform.exports.docx import write_docx
from sdg_platform.exports.page import write_html
from sdg_platform.exports.pdf import write_pdf
from sdg_platform.exports.plain import write_text
from sdg_platform.exports.pptx import write_pptx
from sdg_platform.exports.xlsx import write_document_xlsx

LONGEST_FILE_NAME = 80  # characters before the dot
NOT_IN_FILE_NAME = re.compile(r"[^\w ()+,.-]+")


@dataclass(frozen=True, slots=True)
class Writer:
    """How a document becomes one kind of file. `label` is what the button says."""

    label: str | Promise
    extension: str
    content_type: str
    write: Callable[[Document], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        writer.extension: writer
        for writer in (
            Writer("PDF", "pdf", "application/pdf", write_pdf),
            Writer("Word", "docx", f"{_OFFICE}.wordprocessingml.document", write_docx),
            Writer("PowerPoint", "pptx", f"{_OFFICE}.presentationml.presentation", write_pptx),
            Writer("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_document_xlsx),
            Writer("CSV", "csv", "text/csv; charset=utf-8", write_document_csv),
            Writer(_("Tekst"), "txt", "text/plain; charset=utf-8", write_text),
            Writer("HTML", "html", "text/html; charset=utf-8", write_html),
        )
    }
)


def file_name(title: str, extension: str) -> str:
    """A name every system can store, Danish letters kept.

    `FileResponse` and `content_disposition_header` send it as RFC 5987 asks.

    >>> file_name("Sundhed på tværs: hvad nu?", "pdf")
    'Sundhed på tværs hvad nu.pdf'
    >>> file_name("../..", "docx")
    'dokument.docx'
    """
    plain = NOT_IN_FILE_NAME.sub(" ", unicodedata.normalize("NFC", title))
    stem = " ".join(plain.split())[:LONGEST_FILE_NAME].strip(" .-") or "dokument"
    return f"{stem}.{extension}"
