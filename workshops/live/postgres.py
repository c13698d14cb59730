"""Hears the other processes: one direct connection that listens, where PostgreSQL is used."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from workshops.live.nudge import CHANNEL

# Seconds before the next try when the connection was lost.
AGAIN = 2.0


def address() -> dict[str, Any]:
    """How to connect, past any pooler: a pooler would lose what it hears."""
    database = settings.DATABASES["default"]
    if direct := settings.DATABASE_DIRECT_URL:
        return {"conninfo": direct}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    found = {key: database.get(name) for key, name in [*names.items(), ("port", "PORT")]}
    return {key: value for key, value in found.items() if value}


async def listen_on_postgres(wake: Callable[[], None]) -> None:
    """Call `wake` at each nudge from outside, until cancelled; returns at once on SQLite.

    What is missed while the connection is away, the hub finds by looking itself.
    """
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    while True:
        try:
            line = await psycopg.AsyncConnection.connect(autocommit=True, **address())
            async with line:
                await line.execute(f"LISTEN {CHANNEL}".encode())
                async for _ in line.notifies():
                    wake()
        except psycopg.Error:
            await asyncio.sleep(AGAIN)
