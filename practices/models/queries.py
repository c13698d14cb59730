"""Which practices: asked for in the words of the domain."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from practices.models import many
from practices.models.catalogue import Catalogue
from practices.models.codes import Status
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.accounts.sharing import OwnedQuerySet
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal

if TYPE_CHECKING:
    from practices.models.practice import Practice


class PracticeQuerySet(OwnedQuerySet["Practice"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, actor: Actor) -> Self:
        """Published practices, and everything of the own municipality."""
        if not actor.is_member:
            return self.published()
        return self.filter(
            Q(status=Status.PUBLISHED) | Q(municipality__in=actor.municipality_codes)
        )

    def editable_by(self, actor: Actor) -> Self:
        return self.owned_by(actor)

    def to_review(self, today: date) -> Self:
        """Those out in the open whose review date has come and was not written about yet."""
        return self.published().filter(
            ~Q(reminded_for=models.F("review_on")) | Q(reminded_for=None), review_on__lte=today
        )

    def claim_reminder(self, practice: "Practice") -> bool:
        """Take the letter about its review date; False where it was taken already.

        Neither the version nor the time of change moves: nobody has written anything.
        """
        day = practice.review_on
        rows = self.filter(pk=practice.pk, review_on=day)
        return day is not None and bool(rows.to_review(day).update(reminded_for=day))

    def give_reminder_back(self, practice: "Practice") -> None:
        """The letter could not be sent; the next run tries again."""
        self.filter(pk=practice.pk).update(reminded_for=None)

    def for_goal(self, goal: Goal) -> Self:
        return self.filter(goal_rows__goal=goal)

    def for_cards(self) -> Self:
        """Load what an entry in a list shows, in a fixed number of queries."""
        return self.select_related("municipality").prefetch_related("goal_rows__goal").with_steps()

    def with_steps(self) -> Self:
        """Add `step_count`; a subquery, because a join would multiply with other joins."""
        rows: Any = self.model._meta.get_field("steps").related_model
        counted = rows.objects.filter(practice=models.OuterRef("pk")).order_by().values("practice")
        counted = counted.annotate(number=models.Count("pk")).values("number")
        return self.annotate(step_count=models.Subquery(counted))

    def for_page(self) -> Self:
        """Load what the whole card shows, a row of the exports and a search entry too."""
        return self.select_related("municipality", "published_by").prefetch_related(
            "goal_rows__goal",
            "targets",
            "themes",
            "department_rows__department",
            "packages",
            "steps__attachment",
            "partners",
            "requirements",
            "building_blocks",
        )

    def bulk_create(
        self, objs: Iterable["Practice"], *args: Any, **options: Any
    ) -> list["Practice"]:
        """As Django's; parts and index are not written: end a bulk load with `reindex`."""
        objs = list(objs)
        for practice in objs:
            practice.set_keys()
        return super().bulk_create(objs, *args, **options)

    def create_from_row(
        self,
        row: Mapping[str, Any],
        municipality: Municipality,
        by: User | None,
        *,
        pk: int | None = None,
    ) -> "Practice":
        """Make the practice that `row` tells of (`many.create`)."""
        return many.create(self, [many.New(row, municipality, pk)], by)[0]

    def reindex(self) -> None:
        """Put these practices into the index anew, and let every process read all again."""
        with transaction.atomic():
            Catalogue.advance(read_all=True)
            self.put_in_index()

    def for_index(self) -> Self:
        """Load what search knows of a practice, with what others told of it."""
        return self.for_page().prefetch_related("adoptions__municipality")

    def put_in_index(self) -> None:
        """Let search know these practices as they stand now."""
        told = self.for_index()
        index.put(practice.search_entry() for practice in told.iterator(chunk_size=500))

    def tell_anew(self) -> None:
        """Let search and every list say again what others have told of these practices."""
        with transaction.atomic():
            self.update(changed_in=Catalogue.advance())
            self.put_in_index()

    tell_anew.alters_data = True  # type: ignore[attr-defined]

    def with_adoptions(self, actor: Actor) -> Self:
        """Add `adopted`: in how many municipalities it was tried, as far as `actor` may know."""
        rows: Any = self.model._meta.get_field("adoptions").related_model
        told = rows.objects.visible_to(actor).filter(practice=models.OuterRef("pk")).order_by()
        number = models.Count("municipality", distinct=True)
        counted = told.values("practice").annotate(number=number).values("number")
        return self.annotate(adopted=models.Subquery(counted))

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            ids = list(self.values_list("pk", flat=True))
            Catalogue.bury(ids)
            index.remove("practice", ids)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
