# ruff: noqa: SIM905, E501 -- words read better in a row than in quotes
"""How long an answer takes: `python -m bench.search [ENTRIES]` prints p50 and p95 in ms.

Runs on the database of DATABASE_URL, migrated, inside one transaction that is rolled back.
The texts are made of Danish words and compounds, common ones far more often than rare ones.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import django

RUNS = 15
ENDINGS = ("", "", "", "en", "er", "erne", "ens", "s")
HEADS = """borger skole børne ungdoms sundheds klima natur by land havne cykel trafik energi affalds vand
mad idræts kultur biblioteks bolig beskæftigelses virksomheds frivillig forenings ældre omsorgs familie
integrations digitaliserings demokrati fælles nærmiljø partnerskabs lærings uddannelses job miljø jord
skov strand kyst park gade torve kantine køkken indkøbs genbrugs varme vind sol el transport""".split()
TAILS = """inddragelse plan politik strategi indsats projekt trivsel gruppe råd møde område hus center
have sti dag uge fest værksted netværk aftale ordning model metode kampagne undersøgelse rapport måling
forløb kursus klub hold fond pulje støtte besøg rundvisning udstilling samtale dialog proces ramme
udvikling omstilling forbrug produktion løsning vejledning forebyggelse læring fællesskab""".split()
SMALL = "og i at det er en til på som af for med den de ikke der vi har et fra kan om".split()
COMMON = """kommune borger børn unge skole trivsel sundhed klima natur samarbejde arbejde medarbejder
projekt mål verdensmål virksomhed forening lokal fælles ny stor god lave bruge se prøve mødes tale
spørge lære begynde ændre virke hjælpe bygge plante cykle spise gå""".split()
QUERIES = (
    ("a word in most entries", "kommune"),
    ("a rare word", "kantinefest"),
    ("part of compounds", "inddragelse"),
    ("two words", "trivsel skole"),
    ("four words", "klima natur samarbejde børn"),
    ("a typo", "trivsl"),
    ("no Danish keys", "oekonomi boernetrivsel"),
    ("a phrase", '"trivsel og skole"'),
    ("nothing known", "kvantefysikken"),
    ("a word for half of it", "plan"),
)


def synthetic(number: int, code: str, seed: int = 1) -> list:
    from sdg_platform.search.index import NewEntry

    dice = random.Random(seed)
    compounds = [head + tail for head in HEADS for tail in TAILS]
    dice.shuffle(compounds)
    weights = [1 / (rank + 1) ** 0.7 for rank in range(len(compounds))]

    def text(length: int) -> str:
        drawn = dice.choices(compounds, weights, k=length // 3)
        drawn = [word + dice.choice(ENDINGS) for word in drawn]
        drawn += [word + dice.choice(ENDINGS) for word in dice.choices(COMMON, k=length // 4)]
        drawn += dice.choices(SMALL, k=length - len(drawn))
        dice.shuffle(drawn)
        return " ".join(drawn).capitalize() + "."

    first = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        NewEntry(
            kind=dice.choice(("practice", "practice", "partnership", "workshop")),
            object_id=str(at),
            title=text(6),
            body=text(90),
            keywords=["3 Sundhed og trivsel", "Fjordby"],
            municipality_code=code,
            reach=dice.choice(("public", "public", "public", "network", "own")),
            updated_at=first + timedelta(minutes=at),
        )
        for at in range(number)
    ]


def measure(query: str) -> tuple[int, float, float]:
    from sdg_platform.accounts.actor import ANONYMOUS
    from sdg_platform.search import index

    total, times = 0, []
    for _ in range(RUNS):
        started = time.perf_counter()
        total = index.find(query, actor=ANONYMOUS).total
        times.append((time.perf_counter() - started) * 1000)
    cuts = quantiles(times, n=20)
    return total, cuts[9], cuts[18]


def main(number: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")
    django.setup()
    from django.db import connection, transaction

    from sdg_platform.accounts.models import Municipality
    from sdg_platform.search import index

    with transaction.atomic():
        code = Municipality.objects.values_list("pk", flat=True).first()
        entries = synthetic(number, code)
        started = time.perf_counter()
        index.put(entries)
        print(
            f"put {number:,} entries on {connection.vendor}: {time.perf_counter() - started:.1f} s"
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{'query':24} {'found':>7} {'p50 ms':>8} {'p95 ms':>8}")
        for name, query in QUERIES:
            total, p50, p95 = measure(query)
            print(f"{name:24} {total:7,} {p50:8.1f} {p95:8.1f}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
