"""What must be sound before the server takes a request: each finding one sentence with its cure.

`manage.py doctor` prints them all; the server itself (asgi.py, wsgi.py) refuses to start on one.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

LOCAL = {"localhost", "127.0.0.1", "::1", "[::1]", "testserver"}
SHORTEST_KEY = 50
FEWEST_LETTERS = 5
NETWORK_FILE_SYSTEMS = {
    "9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
    "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs",
}  # fmt: skip
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
DEMO_PASSWORD = "demo-verdensmaal"  # noqa: S105  # nosec: public by design, refused outside DEBUG
DEMO_USERS = (
    "facilitator@example.org",
    "staff@example.org",
    "coordinator@example.org",
    "admin@example.org",
    "staff@nabo.example.org",
    "coordinator@nabo.example.org",
)


def findings() -> Iterator[str]:
    """Everything that is wrong, the environment first. Needs an app registry that is ready."""
    wrong = list(environment_findings())
    yield from wrong
    if settings.DEBUG:
        return
    yield from file_findings()
    yield from database_findings()


def environment_findings() -> Iterator[str]:
    """What the variables alone tell; opens nothing."""
    if settings.DEBUG:
        if public := _public_hosts():
            yield (
                f"DEBUG is on and {public[0]} is a public host: "
                "unset DEBUG, or leave ALLOWED_HOSTS and SITE_URL local."
            )
        return
    key = _secret_key()
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS or "insecure" in key:
        yield (
            f"SECRET_KEY is missing or weak: set it to at least {SHORTEST_KEY} random characters, "
            "for instance from `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )
    if not settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS is empty: set it to the host names that people type, comma between."
    if "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS holds *: name the hosts instead, comma between."
    if not urlsplit(settings.SITE_URL).netloc:
        yield "SITE_URL is missing: set it to the address people use, such as https://sdg.example.dk."


def file_findings() -> Iterator[str]:
    media = Path(settings.MEDIA_ROOT)
    try:
        media.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=media):
            pass
    except OSError as error:
        yield f"MEDIA_ROOT ({media}) cannot be written ({error.strerror}): give it to this user."
    kind_of_files = import_string(settings.STORAGES["staticfiles"]["BACKEND"])
    is_collected = issubclass(kind_of_files, ManifestFilesMixin)
    if is_collected and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield "The static files are not collected: run `make install`."
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        kind = file_system_of(Path(database["NAME"]), Path("/proc/mounts"))
        if kind in NETWORK_FILE_SYSTEMS:
            yield (
                f"The SQLite file lies on a network file system ({kind}), which loses writes: "
                "move it to a local disk, or set DATABASE_URL to a PostgreSQL server."
            )


def database_findings() -> Iterator[str]:
    """What the live connection tells; a database that does not answer is one finding."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            yield from _pragma_findings()
        if behind := _unapplied():
            yield f"The database lacks {behind} migrations: run `manage.py migrate`."
        elif demo := _demo_users():
            yield (
                f"The demo user {demo} can log in with the published password: "
                "delete the demo users, or start from an empty database."
            )
    except DatabaseError:
        yield "The database does not answer: check that it runs and that DATABASE_URL is right."


def refuse_unsound() -> None:
    """Exit with one sentence on stderr instead of serving; for asgi.py and wsgi.py.

    In a thread of its own, because uvicorn imports the application inside its event loop,
    where Django refuses to ask the database.
    """
    with ThreadPoolExecutor(1) as thread:
        finding = thread.submit(_first_finding).result()
    if finding:
        print(f"Refusing to start. {finding}", file=sys.stderr)
        sys.exit(1)


def _first_finding() -> str | None:
    from django.db import connections

    try:
        return next(findings(), None)
    finally:
        connections.close_all()


def _public_hosts() -> list[str]:
    site = urlsplit(settings.SITE_URL).hostname
    hosts = [*settings.ALLOWED_HOSTS, *([site] if site else [])]
    return [host for host in hosts if host not in LOCAL and not host.endswith(".localhost")]


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def file_system_of(path: Path, mounts: Path) -> str:
    """The type of the file system that holds `path`; empty where the system keeps no table."""
    try:
        table = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    there = os.path.realpath(path)
    holding = [
        (len(point), kind)
        for point, kind in table
        if there == point or there.startswith(point.rstrip("/") + "/")
    ]
    return max(holding, default=(0, ""))[1]


def _pragma_findings() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found not in (wanted, "memory"):
                yield (
                    f"SQLite runs with {name}={found} instead of {wanted}, so notes could be lost: "
                    "put the file on a local disk that this user may write."
                )
    if getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        yield "SQLite transactions are not IMMEDIATE: leave DATABASES in settings.py as it is."


def _unapplied() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _demo_users() -> str | None:
    """The e-mail of a demo user whose published password still opens the door."""
    from sdg_platform.accounts.models import User

    for user in User.objects.filter(email__in=DEMO_USERS, is_active=True):
        if user.check_password(DEMO_PASSWORD):
            return user.email
    return None
