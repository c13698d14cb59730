"""How fast notes are read: one meeting parsed, a hundred documents of mixed formats.

    python bench/notes.py [TEXT FILE]

Without a file it reads Danish notes of the same shape and length as a real meeting.
"""

import os
import statistics
import sys
import time
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import docx
from odf import opendocument
from odf import text as odf_text

from workshops.documents import read_document
from workshops.notes import parse_notes

FIELDS = {
    "+ Hvad fungerer? Hvad giver mening for mig?": 10,
    "? Hvilke spørgsmål står jeg tilbage med?": 11,
    "% Hvad fungerer ikke? Hvad giver ikke mening for mig?": 8,
    "Pil fremad: Hvad vil jeg tage med mig?": 13,
}
SENTENCE = (
    "Fælles sprog på tværs af forvaltninger -> mere plads til borgernes egne idéer, nummer {}."
)


def markdown() -> str:
    return "\n".join(
        f"## {heading}\n\n" + "\n".join(f"- {SENTENCE.format(n)}" for n in range(count)) + "\n"
        for heading, count in FIELDS.items()
    )


def word() -> bytes:
    document = docx.Document()
    for heading, count in FIELDS.items():
        document.add_heading(heading, level=2)
        for number in range(count):
            document.add_paragraph(SENTENCE.format(number), style="List Bullet")
    return saved(document)


def opendocument_text() -> bytes:
    document = opendocument.OpenDocumentText()
    for heading, count in FIELDS.items():
        document.text.addElement(odf_text.H(outlinelevel=2, text=heading))
        for number in range(count):
            document.text.addElement(odf_text.P(text=SENTENCE.format(number)))
    return saved(document)


def html() -> bytes:
    blocks = (
        f"<h2>{heading}</h2><ul>"
        + "".join(f"<li>{SENTENCE.format(n)}</li>" for n in range(count))
        + "</ul>"
        for heading, count in FIELDS.items()
    )
    return f"<!doctype html><html><body>{''.join(blocks)}</body></html>".encode()


def rich_text() -> bytes:
    lines = markdown().replace("## ", "").splitlines()
    encoded = "".join(
        "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) + "\\par\n" for line in lines
    )
    return f"{{\\rtf1\\ansi {encoded}}}".encode("ascii")


def saved(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def milliseconds(repeat: int, work: object, *args: object) -> list[float]:
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        work(*args)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def row(what: str, taken: list[float], promise: str) -> None:
    p95 = taken[int(len(taken) * 0.95) - 1] if len(taken) > 1 else taken[0]
    print(f"{what:<34}{statistics.median(taken):>10.1f}{p95:>10.1f}   {promise}")


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else markdown()
    files = {
        "notes.md": markdown().encode(),
        "notes.docx": word(),
        "notes.odt": opendocument_text(),
        "notes.html": html(),
        "notes.rtf": rich_text(),
    }

    def read(name: str) -> None:
        assert len(parse_notes(read_document(files[name], name)).notes) == 42, name

    def read_hundred() -> None:
        for name in list(files) * 20:
            read(name)

    print(f"{'':<34}{'p50 ms':>10}{'p95 ms':>10}   promised")
    row("parse one meeting", milliseconds(50, parse_notes, text), "50 ms")
    row("first document (starts the child)", milliseconds(1, read, "notes.docx"), "")
    for name in files:
        row(f"read {name}", milliseconds(20, read, name), "")
    row("read 100 documents", milliseconds(1, read_hundred), "5000 ms")


if __name__ == "__main__":
    main()
