"""The file itself: a zip of tables and uploads with a manifest that names a hash for each.

    manifest.json                 format, when, migrations, and of each part its hash and length
    tables/<app>.<Model>.jsonl    the names of the columns, then a row a line
    media/<path>                  an uploaded file

The manifest comes last, so a file that was cut short has none.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, Self

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TABLES, MEDIA = "tables/", "media/"
_CHUNK: Final = 1 << 20
# The same rows are the same bytes, whenever they were written.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


class BackupRefused(Exception):
    """A file that is not restored; `str` is one sentence."""


@dataclass
class Writer:
    archive: zipfile.ZipFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        digest, length = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                length += len(chunk)
        self.parts[name] = {"sha256": digest.hexdigest(), "bytes": length}

    def close(self, **about: Any) -> None:
        manifest = {"format": FORMAT, **about, "parts": self.parts}
        self.archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new file, readable by its owner alone, that is there only once it is whole."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Reader:
    archive: zipfile.ZipFile
    manifest: dict[str, Any]

    @classmethod
    def of(cls, file: IO[bytes]) -> Self:
        """Raises BackupRefused for what is no backup of ours, or one that was cut short."""
        try:
            archive = zipfile.ZipFile(file)
            manifest = json.loads(archive.read(MANIFEST))
            parts = manifest["parts"]
            are_named = set(parts) | {MANIFEST} == set(archive.namelist())
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError) as error:
            raise BackupRefused(
                "The file is no backup of this platform, or it is cut short."
            ) from error
        if manifest.get("format") != FORMAT:
            raise BackupRefused("The backup is of a newer format; install the newer version first.")
        if not are_named or not all(_is_safe(name) for name in parts):
            raise BackupRefused("The backup is damaged: its list of parts does not fit.")
        return cls(archive, manifest)

    def names(self, folder: str) -> list[str]:
        return sorted(name for name in self.manifest["parts"] if name.startswith(folder))

    def chunks(self, name: str) -> Iterator[bytes]:
        with self.archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def lines(self, name: str) -> Iterator[bytes]:
        with self.archive.open(name) as part:
            yield from part

    def check(self, name: str) -> None:
        """Raises BackupRefused unless every byte of the part is as it was written."""
        digest = hashlib.sha256()
        try:
            for chunk in self.chunks(name):
                digest.update(chunk)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError) as error:
            raise BackupRefused(f"The backup is damaged: {name} cannot be read.") from error
        except Exception as error:  # zlib.error is no subclass of any of these
            raise BackupRefused(f"The backup is damaged: {name} cannot be read.") from error
        if digest.hexdigest() != self.manifest["parts"][name]["sha256"]:
            raise BackupRefused(f"The backup is damaged: {name} is not what was written.")


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return name.startswith((TABLES, MEDIA)) and ".." not in path.parts and not path.is_absolute()
