"""A workshop: a dated meeting with a host, or an open board."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.editing import StaleVersion
from sdg_platform.limits.models import Limit
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal
from workshops.live import nudge
from workshops.models.arriving import JOINED, STORED, put_new_in_index, queue_of
from workshops.models.codes import OVER, State, WrongState
from workshops.models.hosting import Hosting
from workshops.models.incoming import IdElsewhere, IdTaken, NewReflection, TooFast
from workshops.models.meeting import Meeting
from workshops.models.queries import WorkshopQuerySet

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User
    from workshops.models.participant import Participant
    from workshops.models.reflection import Reflection

# Nobody writes a note every other second for a whole minute; a script does.
NEW_NOTES = Limit("new_note", times=30, seconds=60)


class Workshop(Hosting, Meeting):
    """One dated meeting with a host, or an open board."""

    title = models.CharField(_("titel"), max_length=200)
    date = models.DateField(_("dato"), null=True, blank=True)
    begins = models.TimeField(_("begynder"), null=True, blank=True)
    ends = models.TimeField(_("slutter"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=200, blank=True)
    purpose = models.TextField(_("formål"), blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="workshops")
    template = models.CharField(max_length=40, default="four_questions")
    quadrant_titles = models.JSONField(
        default=dict,
        blank=True,
        help_text='Own words per quadrant: {"works": {"title": "…", "question": "…"}}.',
    )
    sharing = models.CharField(
        _("hvem må se noterne"), max_length=10, choices=Sharing.choices, default=Sharing.OWN
    )
    retention = models.DateField(_("slettes efter"), null=True, blank=True)
    # What it takes up from; None is the newest one that was closed.
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following"
    )
    minutes_token = models.CharField(
        max_length=32, unique=True, null=True, blank=True, editable=False
    )
    # When, after its last day, it forgot who wrote what.
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkshopQuerySet.as_manager()

    # Set by `for_board` and `for_list`.
    # Only where `for_board` asked for them.
    has_goals: bool
    has_photos: bool
    has_late: bool
    note_count: int

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["municipality", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="workshop_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="workshop_sharing_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="workshop_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(code__isnull=True),
                name="workshop_code_lives_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(token__isnull=True),
                name="workshop_token_lives_while_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop_detail", args=[self.pk])

    @property
    def when(self) -> str:
        """Day and hours in words, as far as they are known."""
        day = date_format(self.date, gettext("j. F Y")) if self.date else ""
        begins, ends = (
            time_format(hour, gettext("G.i")) if hour else "" for hour in (self.begins, self.ends)
        )
        hours = f"{begins}–{ends}" if ends else begins
        said = {"day": day, "hours": hours}
        return (gettext("%(day)s kl. %(hours)s") % said).strip() if hours else day

    @property
    def is_past(self) -> bool:
        """Whether its last day is over: then neither code nor link lets anybody in."""
        return self.retention is not None and self.retention < timezone.localdate()

    def writer(self, actor: Actor) -> tuple["Participant | None", "User | None"]:
        """Who writes here: the facilitator by account, a participant without a name."""
        if self.is_run_by(actor):
            return None, actor.user
        key = actor.participations.get(self.pk)
        return JOINED.first(self.pk, key) if key else None, None

    def claim(self, version: int) -> None:
        """Take the next version for an edit that builds on `version`; needs the lock.

        Raises StaleVersion when somebody saved since, WrongState once it is archived.
        """
        if self.state == State.ARCHIVED:
            raise WrongState(self.state)
        if self.version != version:
            raise StaleVersion(Workshop.objects.get(pk=self.pk))
        self.version += 1

    def add_reflection(self, new: NewReflection) -> tuple["Reflection", bool]:
        """Store one note of an open board; the second value tells whether it is new.

        Raises WrongState, IdTaken (same id, other content), IdElsewhere, TooFast. A note that
        was deleted since stays deleted and counts as stored.
        """
        with self._ids_that_are_free([new]):
            return queue_of(self.pk).run((self, new))

    def take_in(self, news: Sequence[NewReflection]) -> list[tuple["Reflection", bool] | Exception]:
        """Store what may be stored of notes that arrive at once, no id twice among them.

        For each, as `add_reflection` returns it or would raise it. Needs a transaction.
        """
        self.lock()
        stored = self._stored(news)
        refused = [self._refusal(new, stored.get(new.id)) for new in news]
        fresh = [
            new
            for new, error in zip(news, refused, strict=True)
            if error is None and new.id not in stored
        ]
        added = {note.pk: note for note in self._append(fresh)} if fresh else {}
        return [
            error or (stored.get(new.id) or added[new.id], new.id in added)
            for new, error in zip(news, refused, strict=True)
        ]

    def add_each(self, news: Sequence[NewReflection]) -> list["Reflection"]:
        """Store several notes of an open board, or none; those that were sent before stand.

        Raises as `add_reflection` does; IdTaken also where two of them have one id.
        """
        if len({new.id for new in news}) < len(news):
            raise IdTaken
        with self._ids_that_are_free(news), transaction.atomic():
            stored = []
            for answer in self.take_in(news):
                if isinstance(answer, Exception):
                    raise answer
                stored.append(answer)
            put_new_in_index(note for note, is_new in stored if is_new)
            return [note for note, _ in stored]

    def add_reflections(self, news: Sequence[NewReflection]) -> list["Reflection"]:
        """Store many notes at once, from a document; any state but archived will do."""
        with transaction.atomic():
            self.lock()
            if self.state == State.ARCHIVED:
                raise WrongState(self.state)
            added = self._append(news)
            put_new_in_index(added)
            if self.state in OVER:
                self.gather_questions()
            return added

    def number(self, reflections: Iterable["Reflection"], kind: str) -> None:
        """Give each its next number on this board and write the event; needs the lock.

        Sets `seq` on the reflections; the caller saves them.
        """
        changed = list(reflections)
        for reflection in changed:
            self.seq += 1
            reflection.seq = self.seq
        self.events.bulk_create(
            [
                self.events.model(workshop=self, seq=r.seq, kind=kind, reflection_id=r.pk)
                for r in changed
            ]
        )
        self.save(update_fields=["seq", "updated_at"])
        nudge.after_commit()

    @contextmanager
    def _ids_that_are_free(self, news: Sequence[NewReflection]) -> Iterator[None]:
        """Two boards that are sent one id at the same moment do not wait for each other: the
        database refuses the second, for which the id then is another board's."""
        try:
            yield
        except IntegrityError:
            if any(note.workshop_id != self.pk for note in self._stored(news).values()):
                raise IdElsewhere from None
            raise

    def _stored(self, news: Iterable[NewReflection]) -> dict[UUID, "Reflection"]:
        """Which of these are stored already, on this board or on another."""
        return {note.pk: note for note in STORED.rows(tuple(new.id for new in news))}

    def _refusal(self, new: NewReflection, stored: "Reflection | None") -> Exception | None:
        """Why it may not come in; nothing where it may, or where the very same is `stored`."""
        if stored is None:
            if self.state != State.OPEN:
                return WrongState(self.state)
            wait = NEW_NOTES.hit(new.participant.pk) if new.participant else None
            return TooFast(wait) if wait else None
        if stored.workshop_id != self.pk:
            return IdElsewhere()
        writer = (new.participant and new.participant.pk, new.created_by and new.created_by.pk)
        same_writer = (stored.participant_id, stored.created_by_id) == writer
        # One that was struck out has none.
        same_words = stored.fingerprint in ("", new.fingerprint)
        return None if same_writer and same_words else IdTaken()

    def _append(self, news: Sequence[NewReflection]) -> list["Reflection"]:
        make = self.reflections.model
        rows: list[Reflection] = []
        for seq, new in enumerate(news, start=self.seq + 1):
            rows.append(
                make(
                    id=new.id,
                    workshop=self,
                    municipality=self.municipality,
                    quadrant=new.quadrant,
                    text=new.text,
                    fingerprint=new.fingerprint,
                    # A later number stands further down: nobody has to look where the end is.
                    position=seq,
                    seq=seq,
                    parent=rows[new.parent] if new.parent is not None else new.under,
                    done=new.done,
                    source=new.source,
                    source_line=new.source_line,
                    participant=new.participant,
                    created_by=new.created_by,
                )
            )
        self.reflections.bulk_create(rows)
        self.number(rows, "added")
        return rows

    def search_entry(self) -> index.NewEntry:
        return index.NewEntry(
            kind="workshop",
            object_id=str(self.pk),
            title=self.title,
            body=self.purpose,
            keywords=[
                *(f"{goal.number} {goal.name_da}\n{goal.name_en}" for goal in self.goals.all()),
                f"{self.municipality.name} {self.municipality.official_name}",
                self.place,
            ],
            municipality_code=self.municipality_id,
            reach=self.sharing if self.state in OVER else Sharing.OWN,
            guests=self.guest_codes,
            updated_at=self.updated_at,
        )

    def put_in_index(self) -> None:
        """Bring search in line with the workshop and all in it: who may find it changed."""
        index.put([self.search_entry()])
        self.reflections.all().put_in_index()
        self.actions.filter(reflection=None).put_in_index()

    def gather_questions(self) -> None:
        """Let each `?` live on in the register; one that was moved away unanswered leaves it."""
        from workshops.models.question import OpenQuestion  # Stands above this module.

        OpenQuestion.objects.gather(self)
