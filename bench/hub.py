"""How long the hub pages take: `python -m bench.hub [RUNS]` prints queries and p50/p95 in ms.

Loads the example data into the database of DATABASE_URL, migrated, inside one transaction that
is rolled back. Times are those of the process (the template rendered, the middleware passed),
for a passer-by and for a member; weights are those of the answer with Brotli.
"""

import logging
import os
import sys
import time
from statistics import quantiles
from typing import Any

import django

PAGES = (
    ("start", "/"),
    ("all goals", "/goals/"),
    ("a goal", "/goals/3/"),
    ("a target", "/goals/3/targets/3.4/"),
    ("a P", "/themes/people/"),
    ("goal x P", "/matrix/"),
    ("goal x department", "/matrix/?columns=department"),
    ("search", "/search/?q=trivsel"),
)
# What a first visit to the start page loads besides the page.
FILES = ("css/look.css", "img/mark.svg", "django_htmx/htmx-2.min.js", "js/look.js")


def measure(client: Any, path: str, runs: int) -> tuple[int, float, float, bytes]:
    for _ in range(3):
        client.get(path)
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        response = client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, (path, response.status_code)
    queries = int(response.headers["Server-Timing"].split('"')[1])
    cuts = quantiles(times, n=20)
    return queries, cuts[9], cuts[18], response.content


def first_load(page: bytes) -> None:
    import brotli
    from django.contrib.staticfiles import finders

    weights = {"the page": len(brotli.compress(page))}
    for name in FILES:
        with open(finders.find(name), "rb") as file:
            weights[name] = len(brotli.compress(file.read()))
    print(f"\nfirst load of the start page: {len(weights)} requests")
    for name, weight in weights.items():
        print(f"{name:28} {weight / 1000:8.1f} kB")
    print(f"{'together':28} {sum(weights.values()) / 1000:8.1f} kB")


def main(runs: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdg_platform.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client

    from sdg_platform.accounts.models import User

    logging.disable(logging.CRITICAL)
    with transaction.atomic():
        call_command("load_demo", verbosity=0)
        passer_by, member = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
        member.force_login(User.objects.get(email="staff@example.org"))
        print(f"{runs} runs each on {connection.vendor}")
        print(f"{'page':18} {'who':10} {'queries':>8} {'p50 ms':>8} {'p95 ms':>8}")
        for name, path in PAGES:
            for who, client in (("passer-by", passer_by), ("member", member)):
                queries, p50, p95, page = measure(client, path, runs)
                print(f"{name:18} {who:10} {queries:8} {p50:8.1f} {p95:8.1f}")
                if (name, who) == ("start", "passer-by"):
                    start = page
        first_load(start)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
