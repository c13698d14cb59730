"""Uploaded files into and out of a backup.

Before the database is changed, new files are only added, beside those that are there; after it
is changed, the rest is put in place and what the backup does not know is deleted. Whatever ends
the process in between, each row that counts finds its file.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from sdg_platform.management.backups.archive import MEDIA, Reader

STAGE: Final = ".restoring-"
_CHUNK: Final = 1 << 20


def files(root: Path) -> list[Path]:
    """Every file below `root`, by name; what an interrupted restore left behind is none."""
    if not root.is_dir():
        return []
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if not path.relative_to(root).parts[0].startswith(STAGE))


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class Swap:
    """`add` before the database's commit, `finish` after it."""

    def __init__(self, root: Path, reader: Reader) -> None:
        self.root, self.reader = root, reader
        self.stage = root / f"{STAGE}{uuid4().hex}"
        self.waiting: list[Path] = []

    def add(self) -> None:
        """Unpack everything; move in what hides no other file."""
        self.root.mkdir(parents=True, exist_ok=True)
        for name in self.reader.names(MEDIA):
            inside = Path(name.removeprefix(MEDIA))
            target, staged = self.root / inside, self.stage / inside
            known = self.reader.manifest["parts"][name]["sha256"]
            if target.is_file() and _hash(target) == known:
                continue
            staged.parent.mkdir(parents=True, exist_ok=True)
            with staged.open("wb") as file:
                for chunk in self.reader.chunks(name):
                    file.write(chunk)
            if target.exists():
                self.waiting.append(inside)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(target)

    def finish(self) -> None:
        for inside in self.waiting:
            (self.stage / inside).replace(self.root / inside)
        kept = {self.root / name.removeprefix(MEDIA) for name in self.reader.names(MEDIA)}
        for path in files(self.root):
            if path not in kept:
                path.unlink()
        self.clear()

    def clear(self) -> None:
        """Remove what was unpacked and not needed, of earlier restores too."""
        for stage in self.root.glob(f"{STAGE}*"):
            shutil.rmtree(stage, ignore_errors=True)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    for chunk in read(path):
        digest.update(chunk)
    return digest.hexdigest()
