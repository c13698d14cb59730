"""Open a zip of XML parts without trusting a word of it."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.parsers.expat import errors

from sdg_platform.packed import directory_fault
from workshops.documents.limits import MOST_PARAGRAPHS, MOST_TAGS
from workshops.documents.refusal import DocumentRefused

# What the parser calls it when the kernel gives it no more.
OUT_OF_MEMORY = errors.codes[errors.XML_ERROR_NO_MEMORY]


class _BuilderWithoutDoctype(TreeBuilder):
    """Entities are declared in a DOCTYPE, so the parser is stopped where one begins.

    defusedxml does the same ten times slower, because it parses in Python.
    """

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise DocumentRefused("unsafe")


class Archive:
    """The parts of an office file, each parsed only when asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())

    def part(
        self, name: str, *, paragraph: bytes = b"", without: re.Pattern[bytes] | None = None
    ) -> Element | None:
        """The XML of one part, or None.

        Counts what opens with `paragraph` before parsing; cuts out what matches `without`.
        """
        if name not in self._names:
            return None
        xml = self._archive.read(name)
        if without:
            xml = without.sub(b"", xml)
        if paragraph and xml.count(paragraph) > MOST_PARAGRAPHS * 2:
            raise DocumentRefused("too_long")
        if xml.count(b"<") > MOST_TAGS * 2:
            raise DocumentRefused("too_heavy")
        try:
            return ElementTree.fromstring(xml, XMLParser(target=_BuilderWithoutDoctype()))  # noqa: S314
        except ElementTree.ParseError as error:
            if error.code == OUT_OF_MEMORY:
                raise MemoryError from None
            raise DocumentRefused("damaged") from None
        except (LookupError, UnicodeError):
            raise DocumentRefused("damaged") from None


@contextmanager
def open_archive(data: bytes) -> Iterator[Archive]:
    """Open `data` after its directory has been found within all limits."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            yield Archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        raise DocumentRefused("damaged") from None


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if fault := directory_fault(entries):
        raise DocumentRefused(fault)
