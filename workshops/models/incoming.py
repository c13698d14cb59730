"""A note on its way to a board, and why a board may refuse it."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User
    from workshops.models.participant import Participant
    from workshops.models.reflection import Reflection
    from workshops.models.source import Source


class TooFast(Exception):
    """More new notes than the limit lets through; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class IdTaken(Exception):
    """The id already stands on this board with another text, field or writer."""


class IdElsewhere(Exception):
    """The id belongs to another workshop; to the sender it does not exist."""


@dataclass(frozen=True)
class NewReflection:
    """One note on its way in: cleaned text, and whatever is known of its origin.

    `parent` is the index of another note in the same batch, `under` a note that is stored
    already; `id` comes from the client so that sending twice stores once.
    """

    quadrant: str
    text: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    parent: int | None = None
    under: "Reflection | None" = None
    done: bool | None = None
    source: "Source | None" = None
    source_line: int | None = None
    participant: "Participant | None" = None
    created_by: "User | None" = None

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.quadrant}\n{self.text}".encode()).hexdigest()
