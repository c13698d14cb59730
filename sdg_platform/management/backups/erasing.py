"""The list of what was erased, kept beside the database: ids only, one JSON object a line.

No backup holds it. A backup made before an erasure still holds the rows; when it is restored,
the list is read and everything on it is erased again.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from practices.erasing import erase_contact
from sdg_platform.accounts.erasing import erase_account
from sdg_platform.accounts.models import User
from workshops.models import Action, Reflection
from workshops.models.erasing import erase_notes, written_with


def erase_writer_of(note: Reflection) -> int:
    """Erase all that the note's writer wrote; returns how many notes it were."""
    notes = [str(key) for key in written_with(note)]
    people = [str(note.participant_id)] if note.participant_id else []
    _remember(kind="notes", notes=notes, participants=people)
    with _leaving_nothing():
        return erase_notes(map(UUID, notes), map(UUID, people))


def erase_user(user: User) -> None:
    _remember(kind="user", user=user.pk)
    with _leaving_nothing():
        _erase_user(user)


def _erase_user(user: User) -> None:
    with transaction.atomic():
        erase_contact([user.email, user.name])
        Action.objects.filter(email__iexact=user.email).update(email="")
        if user.name:
            Action.objects.filter(owner__iexact=user.name).update(owner="")
        erase_account(user)


def replay() -> None:
    """Erase again what an older backup has brought back; part of the caller's transaction."""
    for entry in _entries():
        if entry["kind"] == "notes":
            erase_notes(map(UUID, entry["notes"]), map(UUID, entry["participants"]))
        elif user := User.objects.filter(pk=entry["user"]).first():
            _erase_user(user)


def _list() -> Path:
    return Path(settings.ERASE_LIST)


def _entries() -> Iterator[dict[str, Any]]:
    """A last line that was cut short by a crash tells of nothing that was done."""
    if not _list().exists():
        return
    for line in _list().read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _remember(**entry: Any) -> None:
    """On disk before anything is erased: whatever happens then, it stays erased."""
    path = _list()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"at": timezone.now().isoformat(timespec="seconds"), **entry})
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


class _leaving_nothing:  # noqa: N801 - reads as a statement
    """Let SQLite write zeros over what is deleted, in the index too; empty the caches."""

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            self._run("PRAGMA secure_delete = ON")

    def __exit__(self, *failed: Any) -> None:
        cache.clear()
        if connection.vendor != "sqlite" or failed[0]:
            return
        self._run("INSERT INTO search_token(search_token) VALUES ('optimize')")
        self._run("INSERT INTO search_practice_token(search_practice_token) VALUES ('optimize')")
        self._run("INSERT INTO search_word_gram(search_word_gram) VALUES ('optimize')")
        if not connection.in_atomic_block:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def _run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()
