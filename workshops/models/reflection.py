"""A stored line in a quadrant, and all that may be done to it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import Sharing
from sdg_platform.editing import StaleVersion
from sdg_platform.search import index
from workshops.models.codes import OVER, TAGGABLE, WRITABLE, Phase, Quadrant, State, dots_are_out
from workshops.models.grouping import Grouped
from workshops.models.participant import Participant
from workshops.models.queries import ReflectionQuerySet
from workshops.models.source import Source
from workshops.models.tagging import TWO_GOALS, Tagged
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from workshops.models.moderation import Moderation
    from workshops.models.note_row import Behind, GoalName, Suggested


class Reflection(Grouped, Tagged):
    """A stored line in a quadrant, in its writer's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="reflections")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="reflections"
    )
    quadrant = models.CharField(max_length=20, choices=Quadrant.choices)
    text = models.TextField(_("tekst"))
    fingerprint = models.CharField(
        max_length=64,
        editable=False,
        help_text="Hash of field and text as first sent: tells a replay from a clash after edits.",
    )
    position = models.PositiveIntegerField(default=0, help_text="Its place in the quadrant.")
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    done = models.BooleanField(
        null=True, blank=True, help_text="A tick box in the document it came from."
    )
    seq = models.PositiveBigIntegerField()
    touched = models.PositiveBigIntegerField(
        default=0,
        help_text="The pulse of its board when what lies around its words last changed.",
    )
    version = models.PositiveIntegerField(default=1)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="reflections"
    )
    source_line = models.PositiveIntegerField(null=True, blank=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="reflections"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Taken out of everybody's sight but the facilitator's.
    hidden_at = models.DateTimeField(null=True, blank=True)
    # The practice that grew out of it, and those that solved what did not work.
    practice = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, blank=True, related_name="seeds"
    )
    solutions = models.ManyToManyField(Practice, blank=True, related_name="barriers")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    removed_by_writer = models.BooleanField(
        default=False, help_text="Then they may bring it back; otherwise whoever runs the board."
    )

    objects = ReflectionQuerySet.as_manager()
    if TYPE_CHECKING:
        moderations: RelatedManager[Moderation]

    # Set by `sheet.prepare` for one reader of the board.
    is_mine: bool
    is_indented: bool
    line_label: str
    goal_tags: tuple[tuple[int, str], ...]
    target_tags: tuple[str, ...]
    theme_tags: tuple[str, ...]
    dilemma: "tuple[GoalName, ...]"
    narrowed: str
    suggested: "tuple[Suggested, ...]" = ()
    is_behind: bool
    behind: "tuple[Behind, ...]"
    dots: int = 0
    own_dots: int = 0
    threads: tuple[tuple[str, str], ...]

    class Meta:
        ordering = ["position", "seq"]
        indexes = [
            models.Index(fields=["municipality", "workshop"]),
            models.Index(fields=["workshop", "quadrant", "position"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "seq"], name="reflection_number_is_its_own_on_the_board"
            ),
            models.UniqueConstraint(
                fields=["source", "source_line"], name="a_line_becomes_one_reflection"
            ),
            models.CheckConstraint(
                condition=Q(quadrant__in=Quadrant.values), name="reflection_quadrant_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="reflection_sharing_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="reflection_says_something"),
            models.CheckConstraint(condition=TWO_GOALS, name="reflection_dilemma_has_two_goals"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return f"{self.workshop.get_absolute_url()}#r-{self.pk}"

    @property
    def is_alive(self) -> bool:
        """Neither taken off the board nor hidden by its facilitator."""
        return self.deleted_at is None and self.hidden_at is None

    @property
    def reach(self) -> str:
        """How far it may be read right now: the narrower of its own word and its workshop's."""
        if self.workshop.state not in OVER:
            return Sharing.OWN
        return min(self.sharing, self.workshop.sharing, key=Sharing.values.index)

    def search_entry(self, *, is_new: bool = False) -> index.NewEntry:
        """What search holds of it; `is_new` spares the look for tags it cannot have yet."""
        goals, themes = ([], []) if is_new else (self.goals.all(), self.themes.all())
        return index.NewEntry(
            kind="reflection",
            object_id=str(self.pk),
            title=self.text,
            keywords=[
                *(f"{goal.number} {goal.name_da}\n{goal.name_en}" for goal in goals),
                *(f"{theme.label} {theme.name_da}" for theme in themes),
                f"{self.municipality.name} {self.municipality.official_name}",
                self.workshop.title,
            ],
            municipality_code=self.municipality_id,
            reach=self.reach,
            # A new one has none that could be there no more: that spares the write a look.
            guests=self.workshop.guest_codes or (None if is_new else ()),
            updated_at=self.updated_at,
        )

    def put_in_index(self) -> None:
        Reflection.objects.filter(pk=self.pk).put_in_index()

    def may_be_changed_by(self, actor: Actor) -> bool:
        """The facilitator, and the participant who wrote it."""
        is_own = self.participant_id == actor.participations.get(self.workshop_id)
        return (self.participant_id is not None and is_own) or self.workshop.is_run_by(actor)

    def may_be_restored_by(self, actor: Actor) -> bool:
        """Whoever runs the board, and the writer who took it off."""
        return self.removed_by_writer or self.workshop.is_run_by(actor)

    @property
    def is_struck_out(self) -> bool:
        """Whether its words were taken out for good, whatever was written there since."""
        return self.moderations.filter(act="redacted").exists()

    def edit(self, *, text: str, quadrant: str, version: int) -> None:
        """Store another text or field; raises StaleVersion when `version` is not the newest."""
        with self._claimed(version):
            if (text, quadrant) == (self.text, self.quadrant):
                return
            if quadrant != self.quadrant:
                self._go_last_in(quadrant)
            self.text = text
            self._save_change("edited", "text", "quadrant", "position")

    def move(self, quadrant: str, *, version: int | None = None) -> None:
        """Put it last in another field; without a version whatever stands there is moved."""
        with self._claimed(version):
            if quadrant != self.quadrant:
                self._go_last_in(quadrant)
                self._save_change("moved", "quadrant", "position")

    def shift(self, *, up: bool, version: int) -> "Reflection | None":
        """Change places with the neighbour above or below; None at the end of the field."""
        with self._claimed(version):
            others = self.workshop.reflections.alive().filter(quadrant=self.quadrant)
            if up:
                nearest = others.filter(position__lt=self.position).order_by("-position")
            else:
                nearest = others.filter(position__gt=self.position).order_by("position")
            neighbour = nearest.first()
            if neighbour is not None:
                self.position, neighbour.position = neighbour.position, self.position
                neighbour.save(update_fields=["position"])
                self._save_change("moved", "position")
            return neighbour

    def remove(self, *, by_writer: bool = False) -> None:
        """Take it off the board; the row stays, so that one can change one's mind."""
        with self.workshop.changing(*WRITABLE):
            self._read_again()
            if self.deleted_at is None:
                self.deleted_at, self.removed_by_writer = timezone.now(), by_writer
                self.leave_group()
                self.give_dots_back()
                self._save_change("removed", "deleted_at", "removed_by_writer")

    def restore(self) -> None:
        with self.workshop.changing(*WRITABLE):
            self._read_again()
            if self.deleted_at is not None:
                self.deleted_at = None
                self.leave_group()
                self.give_dots_back()
                self._save_change("restored", "deleted_at")

    def strike_out(self, instead: str) -> None:
        """Put other words in place of these, and forget whatever tells the old ones apart.

        Needs the lock. Without a fingerprint a repeat of what was first sent still counts as
        stored, whatever it says.
        """
        self.text, self.fingerprint, self.source, self.source_line = instead, "", None, None
        self._save_change("edited", "text", "fingerprint", "source", "source_line")

    def give_dots_back(self) -> None:
        """While people vote, whoever put a dot on a note that comes or goes may put it anew."""
        if self.workshop.phase == Phase.VOTE:
            self.votes.all().delete()

    def claim(self, version: int) -> None:
        """Make sure that nobody changed it since `version`, for what may still be said of it
        when the writing is over; raises StaleVersion. Holds the board to the transaction's end.
        """
        with self._claimed(version, TAGGABLE):
            pass

    @contextmanager
    def _claimed(self, version: int | None, states: tuple[State, ...] = WRITABLE) -> Iterator[None]:
        """Hold the board and this very row as it is stored now."""
        with self.workshop.changing(*states):
            self._read_again()
            if self.deleted_at is not None or version not in (None, self.version):
                raise StaleVersion(self)
            yield

    def _read_again(self) -> None:
        self.refresh_from_db(
            fields=[
                *("text", "quadrant", "position", "version", "updated_at"),
                *("deleted_at", "hidden_at", "gathered_under"),
            ]
        )

    def save_under_new_version(self, *fields: str) -> None:
        """So that nobody overrules unseen what another just decided; takes no number."""
        self.version = F("version") + 1
        self.save(update_fields=[*fields, "version"])
        self.refresh_from_db(fields=["version"])

    def _go_last_in(self, quadrant: str) -> None:
        # The number it is about to take: no note of the board stands further down.
        self.position = self.workshop.seq + 1
        self.quadrant = quadrant

    def _save_change(self, kind: str, *fields: str) -> None:
        self.version += 1
        self.workshop.number([self], kind)
        self.save(update_fields=[*fields, "version", "seq", "updated_at"])
        self.put_in_index()
        if dots_are_out(self.workshop.phase):
            # What got most dots is told around the notes as well, in these words.
            self.workshop.beat()
