"""A question that lives on after its meeting, and the answers it gets."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.sharing import OwnedQuerySet, shared_with
from sdg_platform.search import index
from sdg_platform.taxonomy.models import Goal
from workshops.across.likeness import ALIKE, likeness
from workshops.models.codes import OVER, Quadrant
from workshops.models.queries import joint_with
from workshops.models.reflection import Reflection
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User

# So many of the newest are compared with one another; more would make a reader wait.
MOST_COMPARED, MOST_ALIKE = 2_000, 10


class OpenQuestionQuerySet(OwnedQuerySet["OpenQuestion"]):
    def visible_to(self, actor: Actor) -> Self:
        """As far as the note itself may be seen outside its board."""
        alive = Q(reflection__deleted_at__isnull=True, reflection__hidden_at__isnull=True)
        return self.filter(alive).filter(
            Q(municipality__in=actor.municipality_codes)
            | Q(reflection__workshop__in=joint_with(actor.municipality_codes))
            | (
                shared_with(actor, "reflection__sharing")
                & shared_with(actor, "reflection__workshop__sharing")
                & Q(reflection__workshop__state__in=OVER)
            )
        )

    def gather(self, workshop: Workshop) -> None:
        """Bring the register in line with the questions on a board that is over."""
        asked = workshop.reflections.alive().filter(quadrant=Quadrant.QUESTION)
        moved = self.filter(reflection__workshop=workshop, answers__isnull=True).exclude(
            reflection__in=asked
        )
        index.remove("question", list(moved.values_list("pk", flat=True)))
        moved.delete()
        self.bulk_create(
            OpenQuestion(reflection=reflection, municipality_id=workshop.municipality_id)
            for reflection in asked.filter(open_question__isnull=True).in_board_order()
        )
        self.filter(reflection__workshop=workshop).put_in_index()

    def put_in_index(self) -> None:
        """Bring search in line with these questions; one whose note is gone is not found."""
        questions = self.select_related("municipality", "reflection__workshop").prefetch_related(
            "reflection__goals", "reflection__workshop__cohosts"
        )
        alive = [one for one in questions if one.reflection.is_alive]
        index.put(question.search_entry() for question in alive)
        index.remove("question", {one.pk for one in questions} - {one.pk for one in alive})

    def for_goal(self, goal: Goal) -> Self:
        return self.filter(reflection__goals=goal)

    def for_goals(self, numbers: Iterable[int]) -> Self:
        """Those tagged with at least one of the goals."""
        tagged = Reflection.objects.filter(goals__in=list(numbers))
        return self.filter(reflection__in=tagged)

    def unanswered(self) -> Self:
        return self.filter(answers__isnull=True)

    def in_state(self, codes: Iterable[str]) -> Self:
        """`open`: nobody answered; `answered`; `settled`: those who asked got what they needed."""
        states = {
            "open": Q(settled_at__isnull=True, answers__isnull=True),
            "answered": Q(settled_at__isnull=True, answers__isnull=False),
            "settled": Q(settled_at__isnull=False),
        }
        wanted = [self.model.objects.filter(states[code]).values("pk") for code in codes]
        return self.filter(reduce(or_, (Q(pk__in=keys) for keys in wanted), Q()))

    def alike(self, question: "OpenQuestion") -> Self:
        """Those of these that ask the same in other words, with what a line shows."""
        text = question.reflection.text
        others = self.exclude(pk=question.pk).order_by("-pk").values_list("pk", "reflection__text")
        same = [pk for pk, other in others[:MOST_COMPARED] if likeness(text, other) >= ALIKE]
        return self.filter(pk__in=same[:MOST_ALIKE]).for_cards()

    def for_cards(self) -> Self:
        """With what a line in the register shows; those nobody has answered come first.

        Last come those that are settled.
        """
        return (
            self.select_related("municipality", "reflection__workshop")
            .annotate(answer_count=models.Count("answers", distinct=True))
            .annotate(
                is_answered=Case(
                    When(settled_at__isnull=False, then=2), When(answer_count=0, then=0), default=1
                )
            )
            .order_by("is_answered", "-created_at", "-pk")
        )


class OpenQuestion(models.Model):
    """A `?` that lives on after its meeting, until somebody has answered it."""

    reflection = models.OneToOneField(
        Reflection, on_delete=models.CASCADE, related_name="open_question"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="open_questions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = OpenQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["municipality", "-created_at"])]

    def __str__(self) -> str:
        return self.reflection.text

    def get_absolute_url(self) -> str:
        return reverse("workshops:question_detail", args=[self.pk])

    def search_entry(self) -> index.NewEntry:
        note = self.reflection
        return index.NewEntry(
            kind="question",
            object_id=str(self.pk),
            title=note.text,
            keywords=[
                *(f"{goal.number} {goal.name_da}\n{goal.name_en}" for goal in note.goals.all()),
                f"{self.municipality.name} {self.municipality.official_name}",
            ],
            municipality_code=self.municipality_id,
            reach=note.reach,
            guests=note.workshop.guest_codes,
            updated_at=note.updated_at,
        )

    def settle(self, *, settled: bool) -> None:
        """Say that those who asked have their answer, or that they ask again."""
        if settled != (self.settled_at is not None):
            self.settled_at = timezone.now() if settled else None
            self.save(update_fields=["settled_at"])

    def answer(self, text: str, *, municipality_id: str, by: "User | None") -> "Answer":
        """Store an answer; the slip on the board then says that there is one more."""
        board = self.reflection.workshop
        with transaction.atomic():
            board.lock()
            board.touch([self.reflection_id])
            return self.answers.create(text=text, municipality_id=municipality_id, created_by=by)


class Answer(models.Model):
    """What a member of any municipality answers to an open question."""

    question = models.ForeignKey(OpenQuestion, on_delete=models.CASCADE, related_name="answers")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("svar"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
