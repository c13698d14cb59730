"""A note as a board reads and draws it: a record's values without the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workshops.models.threads import Thread


class GoalName(NamedTuple):
    number: int
    name: str


class Suggested(NamedTuple):
    """A goal or a P that a note does not have yet, and the words that point to it."""

    kind: str
    value: str
    name: str
    because: str


class Behind(NamedTuple):
    """A note that lies behind another, and who laid it there."""

    key: str
    quadrant: str
    text: str
    by: str


@dataclass(slots=True)
class NoteRow:
    """A note as a board reads it: a record's values without the record.

    A board may hold hundreds, and building that many records costs more than reading them.
    The first columns are read, in this order; from `is_mine` on it is what `prepare` decides.
    """

    pk: UUID
    quadrant: str
    text: str
    seq: int
    version: int
    done: bool | None
    deleted_at: datetime | None
    updated_at: datetime
    participant_id: UUID | None
    parent_id: UUID | None
    source_line: int | None
    hidden_at: datetime | None
    touched: int
    gathered_under_id: UUID | None
    gathered_by__name: str | None
    sharing: str
    dilemma_of_id: int | None
    dilemma_with_id: int | None
    is_mine: bool = False
    is_indented: bool = False
    line_label: str = ""
    goal_tags: tuple[tuple[int, str], ...] = ()
    target_tags: tuple[str, ...] = ()
    theme_tags: tuple[str, ...] = ()
    # Everybody's dots, once the room has left the vote; and before that the reader's own.
    dots: int = 0
    own_dots: int = 0
    threads: tuple[Thread, ...] = ()
    is_behind: bool = False
    behind: tuple[Behind, ...] = ()
    # The two goals of a dilemma; and how far it may be read at most.
    dilemma: tuple[GoalName, ...] = ()
    narrowed: str = ""
    # While the room tags: what its words point to, for those who may accept it.
    suggested: tuple[Suggested, ...] = ()


_COLUMNS = tuple(NoteRow.__dataclass_fields__)
READ = _COLUMNS[: _COLUMNS.index("is_mine")]
