"""How long a file takes: `python -m bench.exports` prints one line for each.

Cold is the first file of a fresh process, imports included; warm is the median of
files that each say something new, so that no cache of a finished page helps.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from sdg_platform.exports.document import Document, Line, Quadrant, Section

RUNS = 15
QUADRANTS = (
    ("works", "+", "Det virker"),
    ("question", "?", "Det undrer vi os over"),
    ("does_not_work", "÷", "Det virker ikke"),
    ("take_forward", "→", "Det tager vi med"),
)
CASES = (("pdf", 42, 150), ("docx", 42, 150), ("pdf", 1_000, 1_000), ("docx", 1_000, None))
COLD = """
import time
start = time.perf_counter()
from bench.exports import minutes, writer
writer({format!r})(minutes({notes}, "kold"))
print((time.perf_counter() - start) * 1000)
"""


def minutes(notes: int, name: str) -> Document:
    """Minutes of so many notes, no two documents of different names alike."""
    fields: list[list[Line]] = [[] for _ in QUADRANTS]
    for number in range(notes):
        text = f"Sundhed er et fælles middel på tværs af forvaltninger, note {number} ({name})"
        fields[number % len(fields)].append(Line(text, votes=number % 4, tags=("Mål 3",)))
    blocks = tuple(
        Quadrant(*quadrant, "Hvad giver mening for mig?", tuple(lines))
        for quadrant, lines in zip(QUADRANTS, fields, strict=True)
    )
    return Document(f"Workshop {name}", (Section("", blocks),), author="Fjordby Kommune")


def writer(extension: str) -> Callable[[Document], bytes]:
    if extension == "pdf":
        from sdg_platform.exports.pdf import write_pdf

        return write_pdf
    from sdg_platform.exports.docx import write_docx

    return write_docx


def cold(extension: str, notes: int) -> float:
    """Milliseconds of the first file in a process of its own."""
    code = COLD.format(format=extension, notes=notes)
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return median(float(run.stdout) for run in runs)


def warm(extension: str, notes: int) -> float:
    """Median milliseconds of files that differ, in one process."""
    write = writer(extension)
    write(minutes(notes, "første"))
    times = []
    for run in range(RUNS):
        document = minutes(notes, f"nr. {run}")
        start = time.perf_counter()
        write(document)
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    print(f"{'file':<6}{'notes':>7}{'cold ms':>10}{'warm ms':>10}{'limit ms':>10}")
    for extension, notes, limit in CASES:
        times = f"{cold(extension, notes):>10.0f}{warm(extension, notes):>10.0f}"
        print(f"{extension:<6}{notes:>7}{times}{limit or '-':>10}")


if __name__ == "__main__":
    main()
