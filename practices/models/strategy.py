"""A municipality's policy document, and the sentences in which it promises something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import OwnedQuerySet, Sharing, shared_with
from sdg_platform.editing import next_version
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal, Target

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User


class StrategyStatus(models.TextChoices):
    PROPOSED = "proposed", _("Udkast")
    ADOPTED = "adopted", _("Vedtaget")
    REPLACED = "replaced", _("Afløst af en ny")


class StrategyQuerySet(OwnedQuerySet["Strategy"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the sharing level lets out, and everything of the own municipality."""
        return self.filter(shared_with(actor) | Q(municipality__in=actor.municipality_codes))

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def for_goals(self, numbers: Iterable[int]) -> Self:
        """Those in which at least one sentence carries one of the goals."""
        tagged = Commitment.objects.filter(goals__in=list(numbers))
        return self.filter(pk__in=tagged.values("strategy"))

    def for_cards(self, actor: Actor) -> Self:
        """Load what a row in the list shows: how many sentences, and how many without practice."""
        sentences = Commitment.objects.filter(strategy=OuterRef("pk")).order_by()
        return self.select_related("municipality").annotate(
            commitment_count=_number_of(sentences, "strategy"),
            bare_count=_number_of(sentences.without_practice(actor), "strategy"),
        )


class Strategy(models.Model):
    """A policy document; what it promises stands in its commitments, one sentence each."""

    title = models.CharField(_("titel"), max_length=200)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="strategies"
    )
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    status = models.CharField(
        _("hvor langt er den"),
        max_length=10,
        choices=StrategyStatus.choices,
        default=StrategyStatus.ADOPTED,
    )
    sharing = models.CharField(
        _("hvem må se den"), max_length=10, choices=Sharing.choices, default=Sharing.OWN
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = [F("year").desc(nulls_last=True), "title", "pk"]
        verbose_name_plural = "strategies"
        indexes = [models.Index(fields=["municipality", "sharing"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=StrategyStatus.values), name="strategy_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sharing__in=Sharing.values), name="strategy_sharing_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategies:strategy_detail", args=[self.pk])

    def store(
        self,
        sentences: Iterable[tuple[int | None, str]],
        *,
        by: "User | None",
        version: int | None = None,
    ) -> None:
        """Save the document with its sentences in order: (key of a stored one or None, text).

        A stored sentence that is not among them is deleted, with its tags and links. Raises
        StaleVersion when `version` is no longer the stored one.
        """
        with transaction.atomic():
            if self.pk:
                self._take_turn(version)
            else:
                self.created_by = by
            self.save()
            stored = {row.pk: row for row in self.commitments.all()}
            for position, (key, text) in enumerate(sentences, start=1):
                row = stored.pop(key or 0, None) or Commitment(strategy=self)
                row.version += row.pk is not None and row.text != text
                row.position, row.text = position, text
                row.save()
            self.commitments.filter(pk__in=stored).delete()
            self.put_in_index()

    def _take_turn(self, version: int | None = None) -> None:
        """Hold the row while its sentences change, and count the change."""
        self.version = next_version(self, version)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            index.remove("strategy", [self.pk])
            return super().delete(*args, **options)

    def put_in_index(self) -> None:
        """The document is found by its title and by every sentence."""
        goals = Goal.objects.filter(commitments__strategy=self).distinct()
        entry = index.NewEntry(
            kind="strategy",
            object_id=str(self.pk),
            title=self.title,
            body="\n".join(self.commitments.values_list("text", flat=True)),
            keywords=[
                *(f"Verdensmål {goal.number} {goal.name_da} {goal.name_en}" for goal in goals),
                f"{self.municipality.name} {self.municipality.official_name}",
            ],
            municipality_code=self.municipality_id,
            reach=self.sharing,
            updated_at=self.updated_at,
        )
        index.put([entry])


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, actor: Actor) -> Self:
        """As far as its strategy may be seen."""
        own = Q(strategy__municipality__in=actor.municipality_codes)
        return self.filter(shared_with(actor, "strategy__sharing") | own)

    def editable_by(self, actor: Actor) -> Self:
        return self.filter(strategy__municipality__in=actor.municipality_codes)

    def for_goal(self, goal: Goal) -> Self:
        return self.filter(goals=goal)

    def without_practice(self, actor: Actor) -> Self:
        """Sentences that nothing serves, as far as `actor` can see."""
        return self.filter(~Exists(_serving(actor)))

    def with_practice_count(self, actor: Actor) -> Self:
        """Add `practice_count`, None for none: how many serve it that `actor` may see."""
        return self.annotate(practice_count=_number_of(_serving(actor), "commitment"))


class Commitment(models.Model):
    """One sentence of a strategy, the goals it speaks of and the practices that serve it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="commitments")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("formulering"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="commitments")
    targets = models.ManyToManyField(Target, blank=True, related_name="commitments")
    practices = models.ManyToManyField(Practice, blank=True, related_name="commitments")
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("strategies:commitment_detail", args=[self.strategy_id, self.pk])

    def edit(
        self, text: str, *, goals: Iterable[Any], targets: Iterable[Any], version: int | None = None
    ) -> None:
        """Store text and tags; a target brings its goal along.

        Raises StaleVersion when `version` is no longer the stored one.
        """
        with transaction.atomic():
            self.strategy._take_turn()
            self.text, self.version = text, next_version(self, version)
            self.save(update_fields=["text", "version"])
            targets = list(targets)
            self.targets.set(targets)
            self.goals.set({*(goal.pk for goal in goals), *(target.goal_id for target in targets)})
            self.strategy.save(update_fields=["version", "updated_at"])
            self.strategy.put_in_index()

    def move(self, places: int, *, version: int) -> None:
        """Stand so many places further down among the strategy's sentences, up if negative.

        Beyond either end nothing happens. Raises StaleVersion when `version` is no longer that
        of the stored strategy: somebody else has moved or edited sentences.
        """
        with transaction.atomic():
            self.strategy._take_turn(version)
            rows = list(self.strategy.commitments.all())
            here = rows.index(self)
            if not places or not 0 <= here + places < len(rows):
                return
            rows.insert(here + places, rows.pop(here))
            for position, row in enumerate(rows, start=1):
                row.position = position
            Commitment.objects.bulk_update(rows, ["position"])
            self.strategy.save(update_fields=["version", "updated_at"])

    def add_goal(self, goal: Goal) -> None:
        """Take up one suggestion."""
        with transaction.atomic():
            self.goals.add(goal)
            Commitment.objects.filter(pk=self.pk).update(version=F("version") + 1)
            self.strategy.put_in_index()


def _serving(actor: Actor) -> models.QuerySet:
    """The practices of the outer commitment, of those that `actor` may see."""
    links = Commitment.practices.through.objects.filter(commitment=OuterRef("pk")).order_by()
    return links.filter(practice__in=Practice.objects.visible_to(actor).order_by().values("pk"))


def _number_of(rows: models.QuerySet, group: str) -> Subquery:
    """How many rows there are of the outer `group`; None for none."""
    return Subquery(rows.values(group).annotate(number=Count("pk")).values("number"))
