"""Loads the networks that a municipality can join; none of them is confirmed to be alive."""

import json
from pathlib import Path
from typing import Any

from sdg_platform.search import index

DATA = Path(__file__).parent / "data" / "networks.json"


def load_networks(organisation: Any) -> list[Any]:
    """Write the networks that are missing, and give them all back; editors' texts stay."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return [
        organisation.objects.get_or_create(
            name=row["name"], kind="network", municipality=None, defaults=row
        )[0]
        for row in rows
    ]


def index_networks(organisation: Any) -> None:
    """Let the reference networks be found from the first day.

    Takes the model from a migration, where a record has no methods of its own.
    """
    index.put(
        index.NewEntry(
            kind="organisation",
            object_id=str(network.pk),
            title=network.name,
            body=network.description,
            keywords=["Netværk", "network"],
            reach="public",
        )
        for network in organisation.objects.filter(kind="network", municipality=None)
    )
