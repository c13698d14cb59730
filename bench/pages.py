"""How long the pages take, and how many queries: `python -m bench.pages [PRACTICES]`.

Makes a database of its own (a file, or beside the one of DATABASE_URL), fills it with the
example data, invented rows and a board of 300 notes, and asks for each page in turn, with a
bare view in between, so that the load of the machine falls on all alike. Settings are those of
a server (DEBUG=0). `wall` is milliseconds as a caller waits, `cpu` what this process worked;
other programs on the machine lengthen the first and hardly the second. `x bare` compares with a
view that answers two bytes through the same middleware.
"""

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
RUNS = 40
NOTES = 300
# What issue 2 promises: (queries, milliseconds at p50).
PROMISE = (8, 25)
QUADRANTS = ("works", "question", "does_not_work", "take_forward")


@dataclass
class Page:
    name: str
    path: str
    client: Any
    promise: tuple[int, int] | None = None
    queries: int = 0
    kilobytes: float = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def count(self) -> None:
        """Ask twice: the first answer may fill caches, the second is counted."""
        from django.db import connection

        self.client.get(self.path, secure=True)
        seen = []

        def clock(execute: Callable, *arguments: Any) -> Any:
            seen.append(arguments[0])
            return execute(*arguments)

        with connection.execute_wrapper(clock):
            response = self.client.get(self.path, secure=True)
        if response.status_code != 200:
            raise SystemExit(f"{self.path} answered {response.status_code}.")
        self.queries, self.kilobytes = len(seen), len(response.content) / 1000

    def ask(self) -> None:
        started, worked = time.perf_counter(), time.process_time()
        self.client.get(self.path, secure=True)
        self.cpu.append((time.process_time() - worked) * 1000)
        self.wall.append((time.perf_counter() - started) * 1000)

    def row(self, bare: float) -> str:
        limits = "<= {} queries, <= {} ms".format(*self.promise) if self.promise else ""
        return (
            f"{self.name:<26}{self.queries:>8}{median(self.wall):>9.1f}"
            f"{quantiles(self.wall, n=20)[18]:>9.1f}{median(self.cpu):>8.1f}"
            f"{median(self.cpu) / bare:>8.1f}{self.kilobytes:>7.0f}  {limits}".rstrip()
        )


# --- The house ----------------------------------------------------------------------------


@contextmanager
def scratch_database() -> Iterator[str]:
    """The address of an empty database that is gone afterwards; with KEEP=1 the one of
    DATABASE_URL itself, which stays as the benchmark leaves it.
    """
    asked = os.environ.get("DATABASE_URL", "")
    if asked and os.environ.get("KEEP"):
        yield asked
        return
    if not asked.startswith("postgres"):
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"
        return
    import psycopg

    name = f"sdg_bench_{os.getpid()}"
    with psycopg.connect(asked, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(asked)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "sdg_platform.settings"},
        check=True,
    )


def fill(practices: int) -> None:
    for command in ("migrate", "load_demo"):
        manage(command, "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    numbers = {"practices": practices, "reflections": practices, "organisations": practices // 5}
    manage("make_synthetic", *(f"--{kind}={number}" for kind, number in numbers.items()))


def serve() -> None:
    """Django as a server runs it, without its log, and with one view that does nothing."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.production"
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.http import HttpResponse
    from django.urls import path

    from sdg_platform import urls
    from sdg_platform.garbage import settle

    urls.urlpatterns.insert(0, path("bare/", lambda request: HttpResponse("ok")))
    settle()


def board() -> tuple[int, str]:
    """The id and the code of an open workshop with 300 notes, every third tagged."""
    from random import Random

    from sdg_platform.management.synthetic.texts import Story
    from workshops.models import NewReflection, Workshop

    workshop = Workshop.objects.create(
        title="Bæredygtig hverdag", municipality_id="9901", sharing="public"
    )
    workshop.open()
    dice = Random(1)
    notes = [(QUADRANTS[at % 4], Story(dice)) for at in range(NOTES)]
    added = workshop.add_reflections(
        [NewReflection(quadrant, story.note(quadrant)) for quadrant, story in notes]
    )
    for note, (_quadrant, story) in list(zip(added, notes, strict=True))[::3]:
        note.goals.set(story.topic["goals"][:2])
    return workshop.pk, workshop.code or ""


def pages() -> list[Page]:
    from django.test import Client

    from practices.models import Practice
    from sdg_platform.accounts.models import User

    clients = [Client(headers={"host": "sdg.example.dk"}) for _reader in range(3)]
    stranger, facilitator, participant = clients
    facilitator.force_login(User.objects.get(email="facilitator@example.org"))
    workshop, code = board()
    participant.post(f"/join/{code}/", secure=True)
    practice = Practice.objects.published().order_by("pk").last()
    address = f"/workshops/{workshop}/"
    return [
        Page("bare view", "/bare/", stranger),
        Page("start", "/", stranger),
        Page("goal 3", "/goals/3/", stranger, PROMISE),
        Page("practices", "/practices/", stranger, PROMISE),
        Page("practices, two facets", "/practices/?goal=3&outcome=partly", stranger, PROMISE),
        Page("practices, q=trivsel", "/practices/?q=trivsel", stranger, PROMISE),
        Page("a practice", f"/practices/{practice.pk}/", stranger),
        Page("board, facilitator", address, facilitator, PROMISE),
        Page("board, participant", address, participant, PROMISE),
        Page("matrix", "/matrix/", stranger),
        Page("search, q=trivsel", "/search/?q=trivsel", stranger),
        Page("partnerships", "/partnerships/", stranger),
        Page("questions", "/questions/", stranger),
    ]


def main(practices: int) -> None:
    with scratch_database() as address:
        os.environ["DATABASE_URL"] = address
        fill(practices)
        serve()
        from django.db import connection

        everything = pages()
        for page in everything:
            page.count()
        for _run in range(RUNS):
            for page in everything:
                page.ask()
        bare = median(everything[0].cpu)
        load = os.getloadavg()[0]
        print(f"{connection.vendor}, {practices:,} practices, load {load:.1f}, {RUNS} runs each")
        heads = ("queries", "wall p50", "p95", "cpu p50", "x bare", "kB")
        print(f"{'page':<26}" + "{:>8}{:>9}{:>9}{:>8}{:>8}{:>7}".format(*heads))
        for page in everything:
            print(page.row(bare))
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
