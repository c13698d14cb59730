"""What others put on a card, as one reader may see it: for the card and for pages of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Exists, OuterRef

from practices.card.folding import PLACES, fitting_place, stands_in
from practices.card.whole import asker, somebody
from practices.catalogue.facets import Held
from practices.catalogue.kin import similar_to
from practices.forms.life import AdoptionForm, QuestionForm
from practices.models import Adoption, Collection, Commitment, OwnerQuestion, Practice, Status
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.accounts.roles import Power
from sdg_platform.prepared import Prepared

# A list to choose from; whoever has more finds the sentence from its strategy.
MOST_OWN = 200


def _on(rows: Callable[[Any, Actor], Any]) -> Prepared[Any]:
    """What stands on one practice, with SQL that is built once."""
    return Prepared(
        lambda pk, codes, boards: rows(Practice(pk=pk), somebody(codes, boards)),
    )


@dataclass(frozen=True)
class Adoptions:
    """The logs on a practice that the reader may see; `form` is None for who may not tell."""

    rows: list[Adoption]
    own_codes: frozenset[str]
    form: AdoptionForm | None = None

    @property
    def is_open(self) -> bool:
        """Something was sent and refused, so the form stands open."""
        return self.form is not None and self.form.is_bound


@dataclass(frozen=True)
class Questions:
    rows: list[OwnerQuestion]
    is_out: bool
    may_answer: bool
    may_fold: bool = False
    form: QuestionForm = field(default_factory=QuestionForm)

    @property
    def places(self) -> list[tuple[str, Any]]:
        """Where an answer may be folded in."""
        return list(PLACES.items())


@dataclass(frozen=True)
class Serves:
    """Sentences that the practice serves, and the own ones that it might."""

    rows: list[Commitment]
    own: list[Commitment]


# The notes it grew from and those it solved lie a floor above, so they are asked for from below.
_SEEDS: Final = _on(lambda one, actor: one.seeds.visible_to(actor).select_related("workshop"))
_BARRIERS: Final = _on(
    lambda one, actor: one.barriers.visible_to(actor).select_related("workshop", "municipality")
)
_ADOPTIONS: Final = _on(lambda one, actor: one.adoptions.visible_to(actor).for_card())
_QUESTIONS: Final = _on(lambda one, actor: one.questions.visible_to(actor).for_card())
_SERVED: Final = _on(
    lambda one, actor: (
        one.commitments.visible_to(actor)
        .select_related("strategy__municipality")
        .order_by("strategy", "position")
    )
)


def _with_practice(rows: Iterable[Any], practice: Practice) -> list[Any]:
    found = list(rows)
    for row in found:
        row.practice = practice
    return found


def teller_codes(practice: Practice, actor: Actor) -> list[str]:
    """For which municipalities the reader may tell "vi prøvede det også": never the owner's."""
    if practice.status != Status.PUBLISHED:
        return []
    home = practice.municipality_id
    return [code for code in actor.roles if code != home and actor.may(Power.WRITE_PRACTICES, code)]


def adoption_form(practice: Practice, codes: list[str], data: Any = None) -> AdoptionForm:
    """An empty or sent form for the first of `codes`, which must not be empty."""
    municipalities = Municipality.objects.filter(pk__in=codes) if len(codes) > 1 else ()
    return AdoptionForm(
        data,
        instance=Adoption(practice=practice, municipality_id=codes[0]),
        municipalities=municipalities,
        auto_id="tried_%s",
    )


def adoptions_of(practice: Practice, actor: Actor, form: AdoptionForm | None = None) -> Adoptions:
    rows = _with_practice(_ADOPTIONS.rows(practice.pk, *asker(actor)), practice)
    if form is None and (codes := teller_codes(practice, actor)):
        form = adoption_form(practice, codes)
    return Adoptions(rows, actor.municipality_codes, form)


def questions_of(practice: Practice, actor: Actor, **forms: Any) -> Questions:
    rows = _with_practice(_QUESTIONS.rows(practice.pk, *asker(actor)), practice)
    may_fold = actor.may(Power.WRITE_PRACTICES, practice.municipality_id)
    for row in rows if may_fold else ():
        row.place = fitting_place(row)
        row.stands_in_card = stands_in(practice, row.answer)
    return Questions(
        rows,
        practice.status == Status.PUBLISHED,
        actor.may(Power.ANSWER_QUESTIONS, practice.municipality_id),
        may_fold,
        **forms,
    )


def serves_of(practice: Practice, actor: Actor) -> Serves:
    """Of strategies that the reader may see; the own ones only for who may write in them."""
    served = list(_SERVED.rows(practice.pk, *asker(actor)))
    codes = actor.codes_with(Power.WRITE_PRACTICES)
    if not codes:
        return Serves(served, [])
    own = Commitment.objects.editable_by(actor).filter(strategy__municipality__in=codes)
    own = own.exclude(pk__in=[row.pk for row in served]).order_by("strategy", "position")
    return Serves(served, list(own[:MOST_OWN]))


def collections_of(practice: Practice, actor: Actor) -> list[Collection]:
    """The reader's own, each knowing whether it `holds` the practice."""
    held = Collection.practices.through.objects.filter(practice=practice)
    own = Collection.objects.visible_to(actor)
    return list(own.annotate(holds=Exists(held.filter(collection=OuterRef("pk")))))


def life_of(practice: Practice, actor: Actor, held: Held) -> dict[str, Any]:
    """What the card shows below and beside the practice itself."""
    asked = (practice.pk, *asker(actor))
    return {
        "seeds": list(_SEEDS.rows(*asked)),
        "barriers": list(_BARRIERS.rows(*asked)),
        "adoptions": adoptions_of(practice, actor),
        "questions": questions_of(practice, actor),
        "serves": serves_of(practice, actor),
        "similar": similar_to(practice, actor, held=held),
        "collections": collections_of(practice, actor) if actor.user else [],
        "may_collect": actor.user is not None,
    }
