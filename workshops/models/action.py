"""What somebody will do next: from a take-forward note, with an owner and a date."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import OwnedQuerySet, Sharing, shared_with
from sdg_platform.editing import next_version
from sdg_platform.search import index
from workshops.models.codes import OVER, TAGGABLE, State, WrongState
from workshops.models.keys import new_token
from workshops.models.queries import held_by, joined_by, within_retention
from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Aftalt")
    UNDER_WAY = "under_way", _("I gang")
    DONE = "done", _("Gjort")
    DROPPED = "dropped", _("Droppet")


# Somebody still has to do something.
WAITING = (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)

# Counted from the closing of the workshop.
FIRST_REMINDER, SECOND_REMINDER = timedelta(days=30), timedelta(days=90)


class ActionQuerySet(OwnedQuerySet["Action"]):
    def visible_to(self, actor: Actor) -> Self:
        """Own municipality's, those of a room one was in, and what finished boards let out."""
        return self.filter(
            held_by(actor.municipality_codes, "workshop")
            | (joined_by(actor, "workshop__") & _not_narrowed(Q(reflection__sharing="public")))
            | (
                shared_with(actor)
                & shared_with(actor, "workshop__sharing")
                & Q(workshop__state__in=OVER)
                & _not_narrowed(shared_with(actor, "reflection__sharing"))
            )
        )

    def editable_by(self, actor: Actor) -> Self:
        """Those of the workshops that one's own municipality holds, as host or as guest."""
        return self.filter(held_by(actor.municipality_codes, "workshop"))

    def waiting(self) -> Self:
        return self.filter(status__in=WAITING)

    def overdue(self, today: date) -> Self:
        """Those that somebody promised for a day that is over."""
        return self.waiting().filter(due__lt=today)

    def for_list(self) -> Self:
        """With what a line shows; what waits comes first, and of that the oldest promise."""
        is_settled = Case(When(status__in=WAITING, then=0), default=1)
        return self.select_related("municipality", "workshop", "reflection").order_by(
            is_settled, models.F("due").asc(nulls_last=True), "pk"
        )

    def left_for(self, workshop: Workshop) -> Self:
        """What still waits from the meeting that `workshop` takes up from.

        That is the one chosen for it; else of the municipality's closed ones that left
        anything the newest, of the same title before all others.
        """
        waiting = self.waiting().filter(workshop__state=State.CLOSED)
        if workshop.previous_id:
            return waiting.filter(workshop=workshop.previous_id)
        waiting = waiting.filter(municipality=workshop.municipality_id)
        is_other = Case(When(workshop__title=workshop.title, then=0), default=1)
        earlier = waiting.exclude(workshop=workshop.pk).order_by(is_other, "-workshop__closed_at")
        if workshop.closed_at:
            earlier = earlier.filter(workshop__closed_at__lt=workshop.closed_at)
        return waiting.filter(workshop__in=earlier.values("workshop")[:1])

    def put_in_index(self) -> None:
        rows = self.select_related("workshop", "municipality", "reflection")
        rows = rows.prefetch_related("workshop__cohosts", "reflection__goals")
        index.put(action.search_entry() for action in rows)

    def to_remind(self, now: datetime) -> Self:
        """Those with an address whose 30 or 90 days after closing are over, not reminded yet."""
        is_due = Q(
            reminded_at_30__isnull=True,
            reminded_at_90__isnull=True,
            workshop__closed_at__lte=now - FIRST_REMINDER,
        ) | Q(reminded_at_90__isnull=True, workshop__closed_at__lte=now - SECOND_REMINDER)
        asked = self.waiting().filter(is_due, within_retention("workshop__"))
        return asked.filter(workshop__state=State.CLOSED).exclude(email="").order_by("pk")

    def with_token(self, token: str) -> Self:
        """The action behind its owner's link, as long as the link lives."""
        if not token:
            return self.none()
        return self.waiting().filter(
            within_retention("workshop__"), token=token, workshop__state__in=TAGGABLE
        )


def _not_narrowed(shared: Q) -> Q:
    """The note it came from lets it out; one without a note has nothing to hold it back."""
    return Q(reflection__isnull=True) | (shared & Q(reflection__hidden_at__isnull=True))


class Action(models.Model):
    """A commitment: what, who (a role rather than a person), by when, and how it goes."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="actions")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="actions")
    reflection = models.OneToOneField(
        Reflection, on_delete=models.SET_NULL, null=True, blank=True, related_name="action"
    )
    text = models.TextField(_("hvad vil I gøre"))
    owner = models.CharField(_("hvem tager den"), max_length=200, blank=True)
    email = models.EmailField(_("hvem skal mindes om det"), blank=True)
    due = models.DateField(_("hvornår"), null=True, blank=True)
    status = models.CharField(
        max_length=10, choices=ActionStatus.choices, default=ActionStatus.PLANNED
    )
    outcome = models.TextField(_("hvad blev det til"), blank=True)
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.OWN)
    token = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at_30 = models.DateTimeField(null=True, blank=True)
    reminded_at_90 = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["municipality", "status", "due"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ActionStatus.values), name="action_status_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="action_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        url = reverse("workshops:workshop_actions", args=[self.workshop_id])
        return f"{url}#tiltag-{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_overdue(self) -> bool:
        return self.is_waiting and self.due is not None and self.due < timezone.localdate()

    @property
    def reach(self) -> str:
        """How far it may be read: the narrowest of its own word, its note's and its workshop's."""
        words = [self.sharing, self.workshop.sharing]
        if self.reflection is not None:
            words.append(self.reflection.sharing)
        return min(words, key=Sharing.values.index)

    def search_entry(self) -> index.NewEntry:
        """What search holds of it; it reaches as far as `visible_to` lets others read it."""
        note = self.reflection
        is_held_back = self.workshop.state not in OVER or (note is not None and note.hidden_at)
        goals = note.goals.all() if note is not None else []
        return index.NewEntry(
            kind="action",
            object_id=str(self.pk),
            title=self.text,
            body=self.outcome,
            keywords=[
                self.owner,
                *(f"{goal.number} {goal.name_da}\n{goal.name_en}" for goal in goals),
                f"{self.municipality.name} {self.municipality.official_name}",
                self.workshop.title,
            ],
            municipality_code=self.municipality_id,
            reach=Sharing.OWN if is_held_back else self.reach,
            guests=self.workshop.guest_codes,
            updated_at=self.updated_at,
        )

    def put_in_index(self) -> None:
        Action.objects.filter(pk=self.pk).put_in_index()

    def agree(self, *, by: "User | None") -> None:
        """Store a new action of its workshop, whose pages then show it.

        Raises WrongState once the workshop is archived.
        """
        with self.workshop.changing(*TAGGABLE):
            self.municipality_id = self.workshop.municipality_id
            self.created_by = by
            self.save()
            self._wake_pages()
            self.put_in_index()

    def change(self, version: int | None = None, **values: Any) -> None:
        """Store other values upon `version`; without one upon whatever stands there.

        Raises StaleVersion when somebody saved since, WrongState once the workshop is archived.
        What is settled needs no link any more.
        """
        with self.workshop.changing(*TAGGABLE):
            for name, value in values.items():
                setattr(self, name, value)
            if not self.is_waiting:
                values["token"] = self.token = None
            self.version = next_version(self, version)
            self.save(update_fields=[*values, "version", "updated_at"])
            self._wake_pages()
            self.put_in_index()

    def _wake_pages(self) -> None:
        """Have open pages draw its note anew, or hear at least that something is new."""
        if self.reflection_id is None:
            self.workshop.beat()
        else:
            self.workshop.touch([self.reflection_id])

    def claim_reminder(self, now: datetime) -> bool:
        """Take the reminder that is due, so that no other process sends it; false if one has.

        After 90 days the first is not sent as well: one letter is enough.
        """
        closed = self.workshop.closed_at
        is_second = closed is not None and closed <= now - SECOND_REMINDER
        field = "reminded_at_90" if is_second else "reminded_at_30"
        free = Action.objects.filter(pk=self.pk, **{f"{field}__isnull": True})
        return bool(free.update(**{field: now}))

    def give_reminder_back(self, now: datetime) -> None:
        """The letter did not leave the house: the next run tries again."""
        mine = Action.objects.filter(pk=self.pk)
        mine.filter(reminded_at_30=now).update(reminded_at_30=None)
        mine.filter(reminded_at_90=now).update(reminded_at_90=None)

    def make_link(self) -> str:
        """The secret of the owner's link; one that was made and not used yet stays the same.

        Raises WrongState where there is nothing left to confirm.
        """
        with transaction.atomic():
            stored = Action.objects.select_for_update().get(pk=self.pk)
            if not stored.is_waiting or self.workshop.state not in TAGGABLE:
                raise WrongState(self.workshop.state)
            self.token = stored.token or new_token()
            self.save(update_fields=["token"])
        return self.token

    def confirm(self, token: str, *, status: str, outcome: str) -> bool:
        """What the owner says through the link, which is then used up; false if it was already."""
        with self.workshop.changing(*TAGGABLE):
            stored = Action.objects.select_for_update().get(pk=self.pk)
            if stored.token != token or not stored.is_waiting:
                return False
            self.status, self.outcome = status, outcome or stored.outcome
            self.token, self.confirmed_at = None, timezone.now()
            self.version = stored.version + 1
            said = ["status", "outcome", "token", "confirmed_at"]
            self.save(update_fields=[*said, "version", "updated_at"])
            self._wake_pages()
            self.put_in_index()
            return True


def agree_on(workshop: Workshop, notes: Iterable[Reflection], *, by: "User | None") -> int:
    """Make an action of each note that is none yet; returns how many are new."""
    made = 0
    with workshop.changing(*TAGGABLE):
        taken = set(workshop.actions.values_list("reflection", flat=True))
        for note in notes:
            if note.pk not in taken:
                Action(workshop=workshop, reflection=note, text=note.text).agree(by=by)
                made += 1
    return made
