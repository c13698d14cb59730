"""The list of practices: counts, facets and a page of rows, of 10,000 and 100,000 practices.

`python -m bench.practices [NUMBER ...]` fills a database of its own, asks for the list as a
visitor does (through every middleware, warm) and prints the median of each question.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

RUNS = 40
SIZES = (10_000, 100_000)
QUESTIONS = {
    "no filter": "",
    "one goal": "?goal=3",
    "two goals, an outcome, a theme": "?goal=3&goal=11&outcome=did_not&theme=people",
    "by title": "?goal=3&sort=title",
    "page 5, by its key": None,
    "page 200, by its number": "?page=200",
}


def main() -> None:
    os.environ.setdefault("DEBUG", "0")
    os.environ.setdefault("SECRET_KEY", "a-key-of-this-benchmark-long-enough-for-each-check")
    os.environ.setdefault("ALLOWED_HOSTS", "localhost")
    os.environ.setdefault("SITE_URL", "https://localhost")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for number in [int(size) for size in sys.argv[1:]] or SIZES:
            fill(number)
            measure(number)


def fill(number: int) -> None:
    """Bring the database to so many practices; the same every time."""
    from django.utils import timezone

    from practices.models import Catalogue, Outcome, Practice, PracticeGoal, Stage
    from sdg_platform.accounts.models import Municipality
    from sdg_platform.taxonomy.models import Department, Theme

    chance = random.Random(number)
    places = list(Municipality.objects.values_list("pk", flat=True))
    themes = list(Theme.objects.values_list("pk", flat=True))
    departments = list(Department.objects.values_list("pk", flat=True))
    before = Practice.objects.count()
    made = Practice.objects.bulk_create(
        [
            Practice(
                title=f"Praksis {place} {chance.choice('abcdefghijklmnopqrstuvwxyzæøå')}",
                summary="Vi gik en tur om ugen. Dem, der kom, blev ved.",
                municipality_id=chance.choice(places),
                outcome=chance.choice(Outcome.values),
                stage=chance.choice(Stage.values),
                status="published",
                published_at=timezone.now() - timezone.timedelta(minutes=number - place),
            )
            for place in range(before, number)
        ],
        batch_size=2_000,
    )
    goals, tags, lead = [], [], []
    for one in made:
        for place, goal in enumerate(chance.sample(range(1, 18), chance.randint(1, 4))):
            role = "secondary" if place else "primary"
            goals.append(PracticeGoal(practice_id=one.pk, goal_id=goal, role=role))
        tags += [
            Practice.themes.through(practice_id=one.pk, theme_id=theme)
            for theme in chance.sample(themes, 2)
        ]
        lead += [
            Practice.departments.through(practice_id=one.pk, department_id=code)
            for code in chance.sample(departments, 2)
        ]
    PracticeGoal.objects.bulk_create(goals, batch_size=5_000)
    Practice.themes.through.objects.bulk_create(tags, batch_size=5_000)
    Practice.departments.through.objects.bulk_create(lead, batch_size=5_000)
    Catalogue.advance(read_all=True)


def measure(number: int) -> None:
    import re

    from django.test import Client

    from practices.catalogue import facets

    started = time.perf_counter()
    facets.current()
    print(f"{number:,} practices: bitmaps read in {time.perf_counter() - started:.2f} s")
    client = Client(headers={"host": "localhost"})
    url = "/practices/"
    for name, query in QUESTIONS.items():
        address = f"{url}{query or ''}"
        if query is None:
            address = url
            for _ in range(4):
                html = client.get(address, secure=True).content.decode()
                address = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
        client.get(address, secure=True)
        taken, busy = [], time.process_time()
        for _ in range(RUNS):
            started = time.perf_counter()
            assert client.get(address, secure=True).status_code == 200
            taken.append((time.perf_counter() - started) * 1000)
        # On a machine that others work on too, the processor's time says more than the clock.
        busy = (time.process_time() - busy) / RUNS * 1000
        slow = quantiles(taken, n=20)[18]
        print(f"  {name:<31} p50 {median(taken):6.1f} ms  p95 {slow:6.1f} ms  cpu {busy:5.1f} ms")


if __name__ == "__main__":
    main()
