"""How long a brief takes, from its rows to the finished file: the PDF's limit is 300 ms."""

import os
import time
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")
os.environ.setdefault("DEBUG", "1")

RUNS = 9
LIMIT = {"pdf": 300}


def main() -> None:
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        measure()
    finally:
        teardown_databases(kept, verbosity=0)


def measure() -> None:
    """Fresh rows each time, so that no file is the one before it."""
    from sdg_platform.briefs.models import Brief
    from sdg_platform.briefs.summary import summarise
    from sdg_platform.exports.writers import WRITERS
    from tests.factories import WorkshopFactory, brief, note_on, practice

    meeting = WorkshopFactory(state="closed", sharing="public")
    for number in range(42):
        quadrant = ("works", "question", "does_not_work", "take_forward")[number % 4]
        note_on(meeting, f"Sundhed er et fælles middel, note {number}", quadrant)
    for number in range(20):
        practice(f"Gå-aftaler {number}", goals=[3], summary="Torsdag kl. 10.", steps=["Vi gik"])
    made = brief(goals=[3, 11, 17], workshops=[meeting])
    print(f"{'file':<6}{'layout':<10}{'median ms':>10}{'limit ms':>10}")
    for layout in ("one_page", "full"):
        for extension in ("pdf", "docx", "xlsx", "txt"):
            times = []
            for run in range(RUNS + 1):
                Brief.objects.filter(pk=made.pk).update(title=f"Brief {run}", layout=layout)
                start = time.perf_counter()
                fresh = Brief.objects.get(pk=made.pk)
                WRITERS[extension].write(summarise(fresh, fresh.house()))
                times.append((time.perf_counter() - start) * 1000)
            limit = LIMIT.get(extension, "-") if layout == "one_page" else "-"
            print(f"{extension:<6}{layout:<10}{median(times[1:]):>10.0f}{limit:>10}")


if __name__ == "__main__":
    main()
