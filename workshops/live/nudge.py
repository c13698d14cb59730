"""Wakes the hubs once a change is stored: this process's at once, the others' through PostgreSQL.

A nudge says no more than "look": what changed is read from the board. One that gets lost costs
a tenth of a second, because a hub with listeners looks by itself that often.
"""

import time
from collections.abc import Callable
from functools import partial

from django.db import OperationalError, connection, transaction

CHANNEL = "board_changed"
# Seconds between two calls to the other processes; what comes in between they see with it.
PAUSE = 0.02

_listeners: list[Callable[[], object]] = []
_last_call = 0.0


def listen(wake: Callable[[], object]) -> Callable[[], None]:
    """Have `wake` called after each stored change of this process; returns how to stop that.

    `wake` is called from whichever thread stored the change.
    """
    _listeners.append(wake)
    return partial(_listeners.remove, wake)


def after_commit() -> None:
    """Tell the hubs once the transaction that runs now is stored, and never within it."""
    transaction.on_commit(_tell)


def _tell() -> None:
    global _last_call
    for wake in list(_listeners):
        wake()
    now = time.monotonic()
    if connection.vendor != "postgresql" or now - _last_call < PAUSE:
        return
    _last_call = now
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    except OperationalError:
        # The change is stored; the other processes find it by themselves.
        return
