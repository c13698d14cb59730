"""Denmark as a map of tiles: one square for each municipality, about where it lies.

Our own drawing (`data/tiles.csv`: column and row of each code), so no boundary has to be had
from anybody. The invented municipalities lie in the Kattegat, apart from all others.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from django.urls import reverse

from practices.catalogue.filters import Filters
from practices.catalogue.listing import Listing
from sdg_platform.charts import HeatScale, Shade

SIDE: Final = 52
PITCH: Final = 56
PLACES: Final = Path(__file__).parent.parent / "data" / "tiles.csv"
LETTERS: Final = 5


class Tile(NamedTuple):
    """One municipality: where it stands on the map, and the list behind its number.

    `x` and `y` are the upper left corner; None for one that has no place on the map.
    """

    code: str
    name: str
    short: str
    total: int
    shade: int
    url: str
    chosen: bool
    x: int | None
    y: int | None


class TileMap(NamedTuple):
    """`tiles` in the order of the alphabet; those with a count first in the table."""

    width: int
    height: int
    tiles: list[Tile]
    legend: list[Shade]

    @property
    def drawn(self) -> list[Tile]:
        return [tile for tile in self.tiles if tile.x is not None]

    @property
    def counted(self) -> list[Tile]:
        return sorted((tile for tile in self.tiles if tile.total), key=lambda tile: -tile.total)


class Place(NamedTuple):
    """Where a tile stands; `short` is given where the first letters are another one's, too."""

    column: int
    row: int
    short: str


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Code to place."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        return {
            line["code"]: Place(int(line["column"]), int(line["row"]), line["short"])
            for line in csv.DictReader(lines)
        }


def tile_map(listing: Listing, *, with_invented: bool) -> TileMap:
    """How many practices of `listing` each municipality has, its other choices kept."""
    chosen = listing.filters.chosen
    counts = listing.seen.bitmaps.counts("municipality", chosen, listing.within)
    scale = HeatScale.up_to(max(counts.values(), default=0))
    found = listing.seen.names.groups["municipality"]
    tiles = [
        _tile(code, place.name, counts.get(code, 0), scale, listing.filters)
        for code, place in found.items()
        if code in counts or (code in places() and (with_invented or not place.is_example))
    ]
    columns, rows, _ = zip(*places().values(), strict=True)
    width, height = ((max(ends) + 1) * PITCH - (PITCH - SIDE) for ends in (columns, rows))
    return TileMap(width, height, tiles, scale.legend())


def _tile(code: str, name: str, count: int, scale: HeatScale, filters: Filters) -> Tile:
    place = places().get(code)
    here = reverse("practices:practice_list")
    return Tile(
        code,
        name,
        (place and place.short) or name[:LETTERS].rstrip(" -"),
        count,
        scale.shade(count),
        f"{here}?{filters.only('municipality', code).query()}",
        code in filters.chosen.get("municipality", ()),
        place.column * PITCH if place else None,
        place.row * PITCH if place else None,
    )
