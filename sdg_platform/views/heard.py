"""What was written in workshops, verbatim, around a tag or from one meeting."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Func, IntegerField, OuterRef, Subquery, When, Window
from django.db.models.functions import Length, RowNumber
from django.utils.translation import gettext

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from workshops.models import Answer, Quadrant, Reflection
from workshops.models.queries import ReflectionQuerySet

MOST_VOICES = 2
MOST_QUESTIONS = 3
MOST_OF_EACH = max(MOST_VOICES, MOST_QUESTIONS)
# What can be read in passing, and says something.
SHORT_NOTE = (16, 64)
# Each column costs twice when rows are numbered.
DILEMMA = ("dilemma_of", "dilemma_with")
SHOWN = ("quadrant", "text", "seq", "source_line", "workshop__title", *DILEMMA)
# Behind every question, however many have answered it.
NOT_ASKED = 1_000_000


@dataclass(frozen=True)
class Voices:
    """One field: its code and name, how many notes there are in all, and the first of them."""

    code: str
    name: str
    count: int
    notes: list[Any]


@dataclass(frozen=True)
class Heard:
    """Notes by field, and among them the questions that wait for an answer.

    A row is a Reflection with `in_quadrant`; a question in the register has a `question_id`,
    and its `urgency` is the number of its answers.
    """

    rows: list[Any]

    @property
    def total(self) -> int:
        return sum(voices.count for voices in self.by_quadrant)

    @property
    def by_quadrant(self) -> list[Voices]:
        return [_voices(quadrant, self._in(quadrant)) for quadrant in Quadrant]

    @property
    def questions(self) -> list[Any]:
        asked = [row for row in self._in(Quadrant.QUESTION) if row.question_id]
        return asked[:MOST_QUESTIONS]

    def _in(self, quadrant: Quadrant) -> list[Any]:
        return [row for row in self.rows if row.quadrant == quadrant.value]


def _voices(quadrant: Quadrant, rows: list[Any]) -> Voices:
    count = rows[0].in_quadrant if rows else 0
    return Voices(quadrant.value, str(quadrant.label), count, rows[:MOST_VOICES])


def heard(reflections: ReflectionQuerySet) -> Heard:
    """The newest notes of each field; questions in the register first, fewest answers first.

    One query, numbered inside the database: a thousand notes cost no more than ten.
    """
    numbered = with_questions(reflections).annotate(
        in_quadrant=Window(Count("pk"), partition_by=F("quadrant")),
        place=Window(
            RowNumber(),
            partition_by=F("quadrant"),
            order_by=[F("urgency"), F("created_at").desc(), F("position")],
        ),
    )
    # Put in order here: each clause costs more to compile twice than these rows to sort.
    first = numbered.filter(place__lte=MOST_OF_EACH).select_related("workshop").only(*SHOWN)
    # The few that are a dilemma have their goals read behind them.
    first = first.prefetch_related(*DILEMMA)
    return Heard(sorted(first.order_by(), key=attrgetter("place")))


def readable_by(actor: Actor) -> ReflectionQuerySet:
    """What a page outside the boards may show: what one sees only as a participant stays there.

    These are also exactly the notes whose open question `actor` may see.
    """
    return Reflection.objects.visible_to(Actor(actor.user, actor.roles))


def with_questions(reflections: ReflectionQuerySet) -> ReflectionQuerySet:
    """Add `question_id` of the register, and `urgency`, which is the number of answers there."""
    answers = Answer.objects.filter(question__reflection=OuterRef("pk")).order_by()
    # Not grouped, unlike Count: one row, also where there is no answer.
    rows = Func(function="COUNT", template="COUNT(*)", output_field=IntegerField())
    counted = Subquery(answers.annotate(number=rows).values("number"))
    no_question = When(open_question=None, then=NOT_ASKED)
    return reflections.annotate(
        question_id=F("open_question__pk"),
        urgency=Case(no_question, default=counted),
    )


class Line(NamedTuple):
    """A note on the start page; `reflection` is None for our own example lines."""

    code: str
    text: str
    reflection: Any = None


def notes_of_a_meeting() -> list[Line]:
    """One short note of each field from the latest meeting that everybody may read.

    Where no meeting has all four fields, our own four lines stand there instead. Of a stored
    note, `reflection.in_all` is the number of notes in its meeting.
    """
    public = Reflection.objects.visible_to(ANONYMOUS)
    newest_first = public.order_by(F("workshop__date").desc(nulls_last=True), "-workshop_id")
    is_short = Case(When(length__range=SHORT_NOTE, then=0), default=1)
    numbered = public.annotate(length=Length("text")).annotate(
        in_all=Window(Count("pk")),
        place=Window(
            RowNumber(),
            partition_by=F("quadrant"),
            order_by=[is_short, F("position"), F("seq")],
        ),
    )
    shown = numbered.filter(workshop=Subquery(newest_first.values("workshop")[:1]), place=1)
    by_code = {note.quadrant: note for note in shown.select_related("workshop")}
    if by_code.keys() != set(Quadrant.values):
        return example_lines()
    return [Line(code, by_code[code].text, by_code[code]) for code in Quadrant.values]


def example_lines() -> list[Line]:
    return [
        Line("works", gettext("Eksempler, man kan ringe til nogen om")),
        Line("question", gettext("Hvordan kommer det med i budgettet?")),
        Line("does_not_work", gettext("Når vi taler om mål og ikke om mennesker.")),
        Line("take_forward", gettext("Spørg de unge, før vi skriver planen")),
    ]
