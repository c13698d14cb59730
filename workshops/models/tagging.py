"""What a note is about, and how far it may be read: decided after it was written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from sdg_platform.accounts.sharing import Sharing
from sdg_platform.taxonomy.models import Goal, Target, Theme
from workshops.models.codes import TAGGABLE

if TYPE_CHECKING:
    from uuid import UUID

    from workshops.models.workshop import Workshop

    # Two goals that pull in different directions, or neither.
    Dilemma = tuple[Goal | None, Goal | None]

# A dilemma has two goals, and they are not the same.
TWO_GOALS = Q(dilemma_of__isnull=True, dilemma_with__isnull=True) | (
    Q(dilemma_of__isnull=False, dilemma_with__isnull=False) & ~Q(dilemma_of=F("dilemma_with"))
)


class Tagged(models.Model):
    """The part of a reflection that says what it is about and who may read it.

    Abstract: there is one kind of reflection, told in several files. Nothing of this takes a
    number of the board; other pages hear of it with the pulse.
    """

    sharing = models.CharField(
        max_length=10,
        choices=Sharing.choices,
        default=Sharing.PUBLIC,
        help_text="May narrow what the workshop lets out, never widen it.",
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="reflections")
    targets = models.ManyToManyField(Target, blank=True, related_name="reflections")
    themes = models.ManyToManyField(Theme, blank=True, related_name="reflections")
    # A note may be a dilemma between two goals.
    dilemma_of = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dilemma_with = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        pk: UUID
        workshop: Workshop

        def put_in_index(self) -> None: ...
        def save_under_new_version(self, *fields: str) -> None: ...

    class Meta:
        abstract = True

    def tag(
        self, goals: Iterable[Goal], targets: Iterable[Target], themes: Iterable[Theme]
    ) -> None:
        """Replace all tags; a target brings its goal along."""
        with self.workshop.changing(*TAGGABLE):
            targets = list(targets)
            self.goals.set({*(goal.pk for goal in goals), *(t.goal_id for t in targets)})
            self.targets.set(targets)
            self.themes.set(themes)
            self._tell()

    def add_tags(
        self, goals: Iterable[Goal], targets: Iterable[Target], themes: Iterable[Theme]
    ) -> None:
        """Add to the tags it has; a target brings its goal along."""
        with self.workshop.changing(*TAGGABLE):
            targets = list(targets)
            self.goals.add(*{*(goal.pk for goal in goals), *(t.goal_id for t in targets)})
            self.targets.add(*targets)
            self.themes.add(*themes)
            self._tell()

    def share(self, sharing: str) -> None:
        """Say how far it may be read; beyond what its workshop lets out it never goes."""
        with self.workshop.changing(*TAGGABLE):
            self.sharing = sharing
            self.save_under_new_version("sharing")
            self._tell()

    def weigh(self, dilemma: "Dilemma") -> None:
        """Mark it as a dilemma between two goals, which it is then also about; or as none."""
        with self.workshop.changing(*TAGGABLE):
            self.dilemma_of, self.dilemma_with = dilemma
            self.save_under_new_version("dilemma_of", "dilemma_with")
            self.goals.add(*(goal for goal in dilemma if goal is not None))
            self._tell()

    def _tell(self) -> None:
        self.put_in_index()
        self.workshop.touch([self.pk])
