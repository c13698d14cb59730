"""What a reader asks the municipality that tells of a practice, and what it answers."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.codes import Status
from practices.models.practice import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality, User
from sdg_platform.accounts.roles import Role
from sdg_platform.editing import REPEAT_WITHIN, Repeated, next_version


class OwnerQuestionQuerySet(models.QuerySet["OwnerQuestion"]):
    def visible_to(self, actor: Actor) -> Self:
        """All of the own practices; elsewhere what a member asked, and what was answered.

        What a passer-by wrote stands on the page once the owner has answered it, so that
        nobody can write on another's card without a name.
        """
        known = Q(municipality__isnull=False) | ~Q(answer="")
        shown = Q(practice__status=Status.PUBLISHED) & known
        return self.filter(shown | Q(practice__municipality__in=actor.municipality_codes))

    def ask(
        self, practice: Practice, text: str, *, home: str | None, by: User | None
    ) -> "OwnerQuestion":
        """Store a question; raises Repeated where the same has just been asked by the same.

        Of readers without an account it is enough that they ask the same.
        """
        with transaction.atomic():
            Practice.objects.select_for_update().get(pk=practice.pk)
            since = timezone.now() - REPEAT_WITHIN
            asked = practice.questions.filter(text=text, municipality=home, asked_by=by)
            if first := asked.filter(asked_at__gte=since).first():
                raise Repeated(first)
            return practice.questions.create(text=text, municipality_id=home, asked_by=by)

    def editable_by(self, actor: Actor) -> Self:
        """Those that the actor's municipality is asked: it answers and clears up."""
        return self.filter(practice__municipality__in=actor.municipality_codes)

    def waiting(self) -> Self:
        return self.filter(answer="")

    def for_card(self) -> Self:
        """In the order in which they were asked, with who asked and who answered."""
        return self.select_related("municipality", "answered_by", "asked_by").order_by("pk")

    def for_owner(self) -> Self:
        """What waits comes first, the oldest of it foremost; below it the newest answers."""
        waits = models.Case(models.When(answer="", then=0), default=1)
        named = self.select_related("practice__municipality", "municipality", "asked_by")
        return named.order_by(waits, models.F("answered_at").desc(nulls_first=True), "pk")


class OwnerQuestion(models.Model):
    """A question to the owner of a practice; unlike an OpenQuestion it has one addressee."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("spørgsmål"))
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owner_questions",
        help_text="Who asks; empty for a reader without an account.",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("svar"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # Where the answer seems to belong in the card, and whether it stands there; for the owner.
    place: str
    stands_in_card: bool

    objects = OwnerQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="owner_question_answered_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        here = reverse("practices:practice_detail", args=[self.practice_id])
        return f"{here}#question-{self.pk}"

    def give_answer(self, text: str, *, by: User | None, version: int | None = None) -> None:
        """Store the answer, or a better one.

        Raises StaleVersion when a colleague has answered since `version`.
        """
        with transaction.atomic():
            self.version = next_version(self, version)
            self.answer, self.answered_by, self.answered_at = text, by, timezone.now()
            self.save(update_fields=["answer", "answered_by", "answered_at", "version"])

    def receivers(self) -> list[tuple[str, str]]:
        """Whom to write to, as (address, language): the first of these that there is.

        The practice's owner, the address on the card, who wrote it, and the coordinators.
        """
        practice = self.practice
        members: Any = User.objects.filter(
            is_active=True,
            memberships__municipality=practice.municipality_id,
            memberships__ended_at__isnull=True,
        )
        addresses = members.values_list("email", "language").distinct()
        contact = [(practice.owner_email, "da")] if practice.owner_email else []
        return list(
            addresses.filter(pk=practice.owner_id)
            or contact
            or addresses.filter(pk=practice.created_by_id)
            or addresses.filter(memberships__role=Role.COORDINATOR)
        )
