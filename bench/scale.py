"""The catalogue and search at 100,000 practices: lists with filters and words, beside a bare view.

`python -m bench.scale [PRACTICES ...]`; 1,000,000 takes some minutes and gigabytes to fill, so it
is asked for by name, and KEEP=1 fills the database of DATABASE_URL for every later run. Each round
asks for every page once, so that the load of the machine falls on all alike; kept pages and cards
are forgotten before each, so every list is made. `textbook` is the same list with the same counts
as Django's documentation would have it: a query for each group.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles
from typing import Any

from bench._many import fill_catalogue
from bench.pages import manage, scratch_database, serve

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
# Asked for in turn, so that no round finds the cards of the one before.
FILTERS = (
    "goal=3",
    "goal=11&outcome=did_not",
    "goal=3&goal=4&theme=people",
    "department=health",
    "outcome=partly&driver=citizens",
    "goal=13&outcome=succeeded&stage=running",
)
WORDS = {
    "q, in most": "q=kommune",
    "q, frequent": "q=trivsel",
    "q, two words and a goal": "q=trivsel+skole&goal=4",
    "q, rare": "q=regnbed",
    "q, a part of words": "q=inddragelse",
}

# What somebody has typed so far, when titles are suggested.
TYPED = ("un", "sko", "trivsel")


@dataclass
class Page:
    name: str
    addresses: list[str]
    prepare: Callable[[], None] = lambda: None
    rounds: int = ROUNDS
    queries: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.turn = cycle(self.addresses)

    def count(self, client: Any) -> None:
        from django.db import connection

        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
            asked.append(sql)
            return execute(sql, *more)

        self.prepare()
        client.get(self.addresses[0], secure=True)
        self.prepare()
        with connection.execute_wrapper(note):
            assert client.get(self.addresses[0], secure=True).status_code == 200
        self.queries = len(asked)

    def ask(self, client: Any) -> None:
        self.prepare()
        address = next(self.turn)
        started, worked = time.perf_counter(), time.process_time()
        client.get(address, secure=True)
        self.cpu.append((time.process_time() - worked) * 1000)
        self.wall.append((time.perf_counter() - started) * 1000)

    def row(self, bare: "Page") -> str:
        p95 = quantiles(self.cpu, n=20)[18] if len(self.cpu) > 1 else self.cpu[0]
        slow = quantiles(self.wall, n=20)[18] if len(self.wall) > 1 else self.wall[0]
        return (
            f"{self.name:<28}{self.queries:>8}{median(self.wall):>9.1f}{slow:>9.1f}"
            f"{median(self.cpu):>9.1f}{p95:>9.1f}{median(self.cpu) / median(bare.cpu):>8.1f}"
        )


def forget() -> None:
    """As if nobody had asked for this list since the last change."""
    from practices.catalogue import facets

    held = facets.current()
    held.pages.clear()
    held.cards.clear()


def keep() -> None:
    """Somebody has asked for this list already."""
    from django.test import Client

    Client(headers={"host": "sdg.example.dk"}).get("/practices/?goal=17", secure=True)


def pages(number: int) -> list[Page]:
    lists = [f"/practices/?{chosen}" for chosen in FILTERS]
    by_words = [Page(name, [f"/practices/?{words}"], forget) for name, words in WORDS.items()]
    return [
        Page("bare view", ["/bare/"]),
        Page("list, kept", ["/practices/?goal=17"], keep),
        Page("list, all", ["/practices/"], forget),
        Page("list, filtered", lists, forget),
        Page("list, by title", [f"{it}&sort=title" for it in lists], forget),
        Page("list, filtered, page 200", [f"{it}&page=200" for it in lists[:2]], forget),
        *by_words,
        Page("search, in most", ["/search/?q=kommune"]),
        Page("search, frequent", ["/search/?q=trivsel"]),
        Page("search, rare", ["/search/?q=regnbed"]),
        *(Page(f"titles, {it}", [f"/search/suggestions/?q={it}"]) for it in TYPED),
        Page("API, filtered", [f"/api/v1/practices?{chosen}" for chosen in FILTERS]),
        Page("feed, filtered", [f"/practices/feed.atom?{chosen}" for chosen in FILTERS]),
        Page(
            "textbook, filtered",
            [f"/textbook/?{chosen}" for chosen in FILTERS],
            rounds=5 if number <= 100_000 else 1,
        ),
    ]


def measure(number: int) -> None:
    from django.db import connection
    from django.test import Client

    client = Client(headers={"host": "sdg.example.dk"})
    built(number)
    everything = pages(number)
    for page in everything:
        page.count(client)
    for at in range(ROUNDS):
        for page in everything:
            if at < page.rounds:
                page.ask(client)
    load = os.getloadavg()[0]
    print(f"{connection.vendor}, {number:,} practices, load {load:.1f}, {ROUNDS} rounds")
    heads = ("queries", "wall p50", "p95", "cpu p50", "p95", "x bare")
    print(f"{'page':<28}" + "{:>8}{:>9}{:>9}{:>9}{:>9}{:>8}".format(*heads))
    for page in everything:
        print(page.row(everything[0]))
    fresh(client)


def built(number: int) -> None:
    """How long a process takes to know the catalogue, how much it holds, and a first search: of
    the first process after a bulk load, then of any other.
    """
    from practices.catalogue import facets, snapshots
    from practices.models import Snapshot
    from sdg_platform.accounts.actor import ANONYMOUS
    from sdg_platform.search import index, shelf
    from sdg_platform.search.kept_words import KeptWord

    before = resident()
    Snapshot.objects.all().delete()
    KeptWord.objects.all().delete()
    told("facets read from the rows", facets.current)
    facets._held = None
    held = told("facets read from the snapshot", facets.current)
    told("the newest first", lambda: held.order("newest"))
    told("by title", lambda: held.order("title"))
    print(f"facets hold {len(snapshots.pack(held.bitmaps)) / 1e6:.1f} MB")
    for which in ("first", "next"):
        shelf._held.clear()
        told(
            f"{which} process: who may see what, the newest first",
            lambda: shelf.current("practice").newest,
        )
        for word in ("regnbed", "trivsel", "kommune", "skole"):
            found = told(
                f"{which} process: first search for {word}",
                lambda word=word: index.answer(word, kind="practice", actor=ANONYMOUS),
            )
            print(f"    {len(found):,} found")
    kept = shelf.current("practice").words
    print(f"words hold {kept.bytes / 1e6:.1f} MB; the process grew by {resident() - before:.0f} MB")


def told(what: str, ask: Callable[[], Any]) -> Any:
    started, worked = time.perf_counter(), time.process_time()
    answer = ask()
    wall, cpu = time.perf_counter() - started, time.process_time() - worked
    print(f"{what}: {wall * 1000:,.0f} ms ({cpu * 1000:,.0f} ms cpu)")
    return answer


def fresh(client: Any) -> None:
    """How long after one write a process that knew the catalogue answers with it."""
    from practices.models import Practice

    one = Practice.objects.published().order_by("pk").first()
    assert one is not None
    one.save(update_fields=["updated_at"])
    one.__class__.objects.filter(pk=one.pk).put_in_index()
    started, worked = time.perf_counter(), time.process_time()
    client.get("/practices/?q=trivsel&goal=3", secure=True)
    told = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
    print(f"first list after a write: {told[0]:.0f} ms ({told[1]:.0f} ms cpu)")


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    with open("/proc/self/statm", encoding="ascii") as line:
        return int(line.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100_000]
    with scratch_database() as address:
        os.environ["DATABASE_URL"] = address
        manage("migrate", "--verbosity", "0")
        manage("collectstatic", "--noinput", "--verbosity", "0")
        serve_all()
        from practices.models import Practice

        if not Practice.objects.exists():
            manage("load_demo", "--verbosity", "0")
        for size in sizes:
            fill_catalogue(size)
            measure(size)


def serve_all() -> None:
    serve()
    from django.urls import path

    from bench._textbook import textbook
    from sdg_platform import urls

    urls.urlpatterns.insert(0, path("textbook/", textbook))


if __name__ == "__main__":
    main()
