"""A slip of paper as HTML: drawn once for each state of a note and each kind of reader.

A board of 300 notes is asked for again and again while few of its notes change, and the
template engine needs a quarter of a millisecond for each. What is drawn depends on nothing
but the `Slip`, so an old drawing can never show through.
"""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from sdg_platform.accounts.actor import Actor
from workshops.models import (
    TAGGABLE,
    WRITABLE,
    Behind,
    Field,
    GoalName,
    NoteRow,
    Phase,
    Reflection,
    State,
    Suggested,
    Workshop,
)

DOT = "●"


# On a board with more numbers than this each slip has a link instead of a menu of its own: each
# button that names its form has the browser look through the whole page, and 2,000 menus hold
# 14,000 of them.
MANY = 400


class Reader(NamedTuple):
    """Which of the pages is meant, and what may be done on it right now."""

    steers: bool = False
    is_participant: bool = False
    may_add: bool = False
    may_change: bool = False
    may_tag: bool = False
    # Its house may carry notes on into the catalogue.
    may_grow: bool = False
    may_vote: bool = False
    is_light: bool = False
    # Of those who steer, the host's own: they decide about the workshop itself.
    hosts: bool = False


class Slip(NamedTuple):
    """Everything that is seen on a slip, and every address behind it."""

    key: str
    seq: int
    version: int
    quadrant: str
    text: str
    is_gone: bool
    is_own: bool
    is_indented: bool
    is_done: bool
    saved_at: str
    line: str
    goals: tuple[tuple[int, str], ...]
    targets: tuple[str, ...]
    themes: tuple[str, ...]
    # What became of it, as (words, address).
    threads: tuple[tuple[str, str], ...]
    reader: Reader
    # The fields of its board, as (code, title): it can move to three of them.
    fields: tuple[tuple[str, str], ...]
    language: str
    # Only in an answer to htmx: it takes its own place, and one control has the focus.
    swaps: bool = False
    focus: str = ""
    # The pulse of the board at which what lies around its words last changed.
    touched: int = 0
    is_hidden: bool = False
    dots: int = 0
    own_dots: int = 0
    # It lies behind the note of this key, which shows it; and those that lie behind itself.
    under: str = ""
    behind: tuple[Behind, ...] = ()
    dilemma: tuple[GoalName, ...] = ()
    # For those who run the board and for the writer: who may read it, where that is fewer.
    narrowed: str = ""
    suggested: tuple[Suggested, ...] = ()
    # Only in the answer to those who gathered them: what undoes it, as a query string.
    undo: str = ""

    @property
    def number(self) -> int:
        """How many notes it stands for."""
        return len(self.behind) + 1

    @property
    def gathered_by(self) -> str:
        return ", ".join(dict.fromkeys(one.by for one in self.behind if one.by))

    @property
    def own_dots_drawn(self) -> str:
        return DOT * self.own_dots


def reader_for(workshop: Workshop, actor: Actor) -> Reader:
    """Which of the pages `actor` gets, and what may be done on it right now."""
    own = workshop.is_held_by(actor)
    steers = workshop.is_run_by(actor)
    joined = workshop.pk in actor.participations
    return Reader(
        steers=steers,
        is_participant=joined and not own,
        may_add=workshop.state == State.OPEN and (steers or joined),
        may_change=workshop.state in WRITABLE and (steers or joined),
        may_tag=workshop.state in TAGGABLE and steers,
        is_light=workshop.seq > MANY,
        may_vote=workshop.state == State.OPEN
        and workshop.phase == Phase.VOTE
        and (steers or joined),
        hosts=workshop.is_hosted_by(actor),
        may_grow=own and workshop.state in TAGGABLE,
    )


@lru_cache(maxsize=8_192)
def draw(slip: Slip) -> SafeString:
    page = "workshops/_own_slip.html" if slip.is_own else "workshops/_board_slip.html"
    return render_to_string(page, {"slip": slip, "reader": slip.reader})


def slip_of(
    note: Reflection | NoteRow,
    reader: Reader,
    fields: tuple[tuple[str, str], ...],
    *,
    swaps: bool = False,
    focus: str = "",
    undo: str = "",
) -> Slip:
    """What `note`, prepared for its reader, looks like."""
    is_own = reader.is_participant and note.is_mine
    saved = clock_at(note.updated_at) if is_own else ""
    return Slip(
        str(note.pk),
        note.seq,
        note.version,
        note.quadrant,
        "" if note.deleted_at else note.text,
        note.deleted_at is not None,
        is_own,
        note.is_indented,
        bool(note.done),
        saved,
        note.line_label,
        note.goal_tags,
        note.target_tags,
        note.theme_tags,
        note.threads,
        reader,
        fields if reader.steers else (),
        get_language() or "da",
        swaps,
        focus,
        touched=note.touched,
        is_hidden=note.hidden_at is not None,
        dots=note.dots,
        own_dots=note.own_dots,
        under=str(note.gathered_under_id) if note.is_behind else "",
        behind=note.behind,
        dilemma=note.dilemma,
        suggested=note.suggested if reader.may_tag else (),
        narrowed=note.narrowed if reader.steers or is_own else "",
        undo=undo,
    )


def clock_at(moment: datetime) -> str:
    """`moment` by the clock of the room, to the minute."""
    return _clock(moment.replace(second=0, microsecond=0), get_language())


@lru_cache(maxsize=1_024)
def _clock(minute: datetime, _language: str | None) -> str:
    return date_format(timezone.localtime(minute), gettext("H.i"))


def draw_gone(key: UUID, seq: int, touched: int) -> SafeString:
    """A note that is out of its reader's sight: only that it is gone."""
    return format_html(
        '<li class="slip" id="r-{0}" data-reflection="{0}" data-seq="{1}" data-touched="{2}"'
        " data-deleted hidden></li>",
        key,
        seq,
        touched,
    )


def titles_of(fields: list[Field]) -> tuple[tuple[str, str], ...]:
    return tuple((field.code, field.title) for field in fields)
