"""The meeting around a board: whether it is open, where the room is, and what time is left."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sdg_platform.prepared import Prepared
from workshops.live import nudge
from workshops.models.codes import OVER, Phase, State, WrongState, dots_are_out
from workshops.models.keys import new_code, new_token
from workshops.models.phases import MOST_MINUTES

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from workshops.models.event import BoardEvent
    from workshops.models.participant import Participant
    from workshops.models.reflection import Reflection
    from workshops.models.workshop import Workshop


# What others may have changed while we waited for the board's row.
LOCKED = ("seq", "state", "version", "phase", "is_hidden", "timer_ends_at", "pulse", "dots")

LATE_FOR = timedelta(hours=24)


def _held(pk: int) -> "QuerySet[Workshop]":
    from workshops.models.workshop import Workshop  # Stands above this module.

    return Workshop.objects.select_for_update().filter(pk=pk).order_by()


HELD = Prepared(_held)


class Meeting(models.Model):
    """The columns and steps of a workshop that change while people sit together.

    Abstract: there is one kind of workshop, told in several files. Whatever changes around the
    notes raises `pulse`, so that every open page asks anew what to show there.
    """

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    phase = models.CharField(max_length=20, default="collect")
    hide_until_reveal = models.BooleanField(
        _("noterne er skjult, til I viser dem"),
        default=False,
        help_text="Opening it then hides each writer's notes from everybody else.",
    )
    is_hidden = models.BooleanField(
        default=False, help_text="Right now a note leaves the server for its writer alone."
    )
    timer_ends_at = models.DateTimeField(null=True, blank=True)
    dots = models.PositiveSmallIntegerField(_("prikker til hver"), default=3)
    pulse = models.PositiveBigIntegerField(
        default=0,
        help_text="Rises when what stands around the notes changes: phase, timer, who is done.",
    )
    code = models.CharField(max_length=8, unique=True, null=True, blank=True, editable=False)
    token = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    seq = models.PositiveBigIntegerField(
        default=0, help_text="The last number given on this board."
    )
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    if TYPE_CHECKING:
        events: RelatedManager[BoardEvent]
        participants: RelatedManager[Participant]
        minutes_token: str | None
        forgotten_at: datetime | None
        reflections: RelatedManager[Reflection]

        def put_in_index(self) -> None: ...
        def gather_questions(self) -> None: ...

    class Meta:
        abstract = True

    @property
    def takes_late_notes(self) -> bool:
        """For a day after closing a note may still be laid in the tray."""
        if self.state != State.CLOSED or self.closed_at is None:
            return False
        return timezone.now() - self.closed_at < LATE_FOR

    def tables(self) -> list[tuple[int | None, int]]:
        """How many sit at each table, those at none last; empty where nobody named one.

        Counts alone: who sits where is nobody's business, and no note leads to a table.
        """
        seated: Counter[int | None] = Counter()
        for table, _phase, count in self.seats:
            seated[table] += count
        counts = sorted(seated.items(), key=lambda row: (row[0] is None, row[0]))
        return counts if any(table for table, _ in counts) else []

    @cached_property
    def seats(self) -> list[tuple[int | None, str, int]]:
        """How many sit at each table and said in which phase that they are done."""
        seats = self.participants.order_by().values_list("table", "done_in")
        return list(seats.annotate(models.Count("pk")))

    @property
    def participant_count(self) -> int:
        return sum(count for *_seat, count in self.seats)

    def lock(self) -> None:
        """Take the board's row, so that numbers are given one writer at a time.

        Only inside a transaction. On SQLite the transaction itself is the lock (IMMEDIATE).
        """
        fresh = HELD.first(self.pk)
        if fresh is None:
            raise type(self).DoesNotExist
        for name in LOCKED:
            setattr(self, name, getattr(fresh, name))

    @contextmanager
    def changing(self, *states: str) -> Iterator[None]:
        """A transaction that holds the board, for what is allowed only in `states`."""
        with transaction.atomic():
            self.lock()
            if self.state not in states:
                raise WrongState(self.state)
            yield

    def open(self) -> None:
        """Let participants in: a fresh code for typing and a token for the QR picture.

        Only the first opening hides: what a room has read out once is no secret when it
        comes together again.
        """
        self._move_to(State.OPEN, allowed={State.DRAFT, State.CLOSED})

    def close(self) -> None:
        """End the writing; code and token die, and what is shared may leave the house."""
        self._move_to(State.CLOSED, allowed={State.OPEN})

    def archive(self) -> None:
        self._move_to(State.ARCHIVED, allowed={State.DRAFT, State.OPEN, State.CLOSED})

    def enter(self, phase: Phase) -> None:
        """Go to `phase`, forwards or back; the last one closes the workshop.

        Any phase after the first uncovers what was hidden; going back hides nothing again.
        Revealing and uncovering take a number. To enter the phase one is in changes nothing.
        """
        if phase == Phase.CLOSED:
            return self.close()
        with self.changing(State.OPEN):
            if phase == self.phase:
                return
            uncovers = self.is_hidden and phase != Phase.COLLECT
            if uncovers or phase == Phase.REVEAL:
                self._reveal()
            self._begin(phase)
            self.save(update_fields=["phase", "is_hidden", "timer_ends_at", "seq", "updated_at"])
            if uncovers:
                self.put_in_index()

    def start_timer(self, minutes: int) -> None:
        """Give the room so many minutes from now on."""
        self._set_timer(minutes, from_now=True)

    def extend_timer(self, minutes: int = 1) -> None:
        """Give some minutes more, counted from now where the time is up."""
        self._set_timer(minutes, from_now=False)

    def stop_timer(self) -> None:
        with self.changing(State.OPEN):
            self.timer_ends_at = None
            self.save(update_fields=["timer_ends_at", "updated_at"])
            self.beat()

    def beat(self) -> None:
        """Tell every open page that something around the notes is new."""
        mine = type(self)._default_manager.filter(pk=self.pk)
        mine.update(pulse=F("pulse") + 1)
        self.pulse += 1
        nudge.after_commit()

    def beat_at(self, count: int, whole: int) -> None:
        """Raise the pulse when `count` has gone another tenth of `whole`.

        Two hundred people who come, or say that they are done, must not make two hundred
        pages ask two hundred times each.
        """
        if count % max(1, whole // 10) == 0:
            self.beat()

    def touch(self, notes: Iterable[Any]) -> None:
        """Have every open page draw the notes of these keys anew; needs the lock.

        For what lies around the words of a note: its group, its dots, its tags, whether it
        is in sight. None of it takes a number, so it travels with the pulse.
        """
        self.beat()
        self.reflections.filter(pk__in=list(notes)).update(touched=self.pulse)

    def _set_timer(self, minutes: int, *, from_now: bool) -> None:
        with self.changing(State.OPEN):
            now = timezone.now()
            start = now if from_now else max(now, self.timer_ends_at or now)
            latest = now + timedelta(minutes=MOST_MINUTES)
            self.timer_ends_at = min(start + timedelta(minutes=minutes), latest)
            self.save(update_fields=["timer_ends_at", "updated_at"])
            self.beat()

    def _begin(self, phase: Phase) -> None:
        """A new phase has its own time, and everybody is busy again."""
        before, self.phase, self.timer_ends_at = self.phase, phase, None
        self.participants.exclude(done_in="").update(done_in="")
        self.beat()
        self._turn_dots(before)

    def _turn_dots(self, before: str) -> None:
        """Draw anew what a vote begins or ends for: where dots can be put, how many there are."""
        shown = self.reflections.filter(deleted_at__isnull=True)
        if Phase.VOTE in (before, self.phase):
            shown.update(touched=self.pulse)
        elif dots_are_out(before) != dots_are_out(self.phase):
            shown.filter(votes__isnull=False).update(touched=self.pulse)

    def _reveal(self) -> None:
        """Uncover the notes under a number, so that every cursor comes past it."""
        self.is_hidden = False
        self.seq += 1
        self.events.create(seq=self.seq, kind="revealed")

    def _move_to(self, state: State, *, allowed: set[State]) -> None:
        with self.changing(*allowed):
            if self.is_hidden:
                self._reveal()
            if state == State.OPEN:
                self.is_hidden = self.hide_until_reveal and self.state == State.DRAFT
            self.state = state
            self._begin(Phase.COLLECT if state == State.OPEN else Phase.CLOSED)
            self.code = new_code() if state == State.OPEN else None
            self.token = new_token() if state == State.OPEN else None
            self.closed_at = timezone.now() if state in OVER else None
            if state == State.CLOSED:
                self.minutes_token = self.minutes_token or new_token()
            self.forgotten_at = None if state == State.OPEN else self.forgotten_at
            steered = ["state", "phase", "is_hidden", "timer_ends_at", "seq", "updated_at"]
            links = ["code", "token", "minutes_token", "forgotten_at"]
            self.save(update_fields=[*steered, *links, "closed_at"])
            if state in OVER:
                self.gather_questions()
            self.put_in_index()
