import inspect

import pytest
from django.utils.http import content_disposition_header

from sdg_platform.exports import document, docx, page, pdf, plain, pptx, sheets
from sdg_platform.exports.words import WORDS
from sdg_platform.exports.writers import WRITERS, file_name
from tests.exports.documents import BRIEF, MINUTES

STARTS = {
    "pdf": b"%PDF-",
    "docx": b"PK",
    "pptx": b"PK",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbf",
    "html": b"<!doc",
}


@pytest.mark.parametrize("extension", WRITERS)
@pytest.mark.parametrize("summary", [MINUTES, BRIEF], ids=["minutes", "brief"])
def test_every_format_writes_the_minutes_and_the_brief(extension, summary):
    assert WRITERS[extension].write(summary).startswith(STARTS.get(extension, b""))
    assert WRITERS[extension].extension == extension


@pytest.mark.parametrize(
    "writer", [docx._Word, page._Page, pdf._Data, plain._Text, pptx._Slides, sheets._Rows], ids=str
)
def test_every_writer_knows_every_kind_of_block(writer):
    kinds = {
        part.kind
        for part in vars(document).values()
        if inspect.isclass(part) and hasattr(part, "kind")
    }

    assert len(kinds) == 9
    assert all(callable(getattr(writer, kind)) for kind in kinds)


def test_every_word_exists_in_both_languages():
    assert all(set(row) == {"da", "en"} and all(row.values()) for row in WORDS.values())


def test_a_document_can_not_be_changed_once_made():
    with pytest.raises(AttributeError):
        MINUTES.title = "andet"
    assert hash(MINUTES) == hash(MINUTES)


def test_a_file_name_travels_safely_in_a_header():
    name = file_name('Brief "til"\r\nÆldre/Handicap; a.b', "pdf")

    assert name == "Brief til Ældre Handicap a.b.pdf"
    assert content_disposition_header(True, name).startswith("attachment; filename*=utf-8''Brief")


@pytest.mark.parametrize("title", ["", "...", "///", "💡", "x" * 500, "\x00\r\n"])
def test_every_title_gives_a_usable_file_name(title):
    name = file_name(title, "docx")

    assert name.endswith(".docx")
    assert 6 <= len(name) <= 90
