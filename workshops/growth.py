"""How a note lives on in the catalogue: as the seed of a practice, or beside one that helps."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from practices.models import Outcome, Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.accounts.models import Municipality
from sdg_platform.search import index
from sdg_platform.text import TITLE_LIMIT
from workshops.across.likeness import topics
from workshops.models import TAGGABLE, Reflection

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User

MOST_SUGGESTED: Final = 6
# Of a long note the first words; a word that stands in so many practices tells nothing.
MOST_TOPICS: Final = 12
TOO_MANY: Final = 500
# What a shared goal is worth beside a shared word that only one practice holds.
GOAL_WEIGHT: Final = 0.25


def sow(note: Reflection, municipality: Municipality, *, by: "User") -> Practice:
    """The draft that `note` is the seed of, with its words and tags; made only once.

    Raises WrongState once the workshop is archived.
    """
    with note.workshop.changing(*TAGGABLE):
        note.refresh_from_db(fields=["practice"])
        if note.practice is None:
            note.practice = Practice.objects.create_from_row(_row(note), municipality, by)
            note.save(update_fields=["practice"])
            note.workshop.touch([note.pk])
        return note.practice


def _row(note: Reflection) -> dict[str, object]:
    """What a note can say of a practice; the rest is for whoever tells about it."""
    words = " ".join(note.text.split())
    title = words if len(words) <= TITLE_LIMIT else words[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    return {
        "title": title,
        "summary": note.text if title != note.text else "",
        "outcome": Outcome.TOO_EARLY,
        "goals": [
            {"goal": goal.pk, "role": "secondary" if place else "primary"}
            for place, goal in enumerate(note.goals.all())
        ],
        "targets": [target.pk for target in note.targets.all()],
        "themes": [theme.pk for theme in note.themes.all()],
    }


def link_solution(note: Reflection, practice: Practice, *, takes_away: bool = False) -> None:
    """Say that `practice` solved something like `note`, or that it did not after all."""
    with note.workshop.changing(*TAGGABLE):
        note.solutions.remove(practice) if takes_away else note.solutions.add(practice)
        note.workshop.touch([note.pk])


def suggest_solutions(note: Reflection, actor: Actor) -> list[Practice]:
    """Published practices that speak of the same and are not linked yet, nearest first.

    A word counts the more the fewer practices hold it; goals that both are tagged with count
    a little. The same note and the same catalogue always give the same list.
    """
    weights: defaultdict[int, float] = defaultdict(float)
    for word in list(topics(note.text).values())[:MOST_TOPICS]:
        found = index.answer(word, kind="practice", actor=actor)
        if len(found) <= TOO_MANY:
            for pk in found.members:
                weights[pk] += 1 / len(found)
    published = Practice.objects.visible_to(actor).published()
    goals = [goal.pk for goal in note.goals.all()]
    if goals:
        shared = published.filter(goal_rows__goal__in=goals).order_by("-listed_at", "-pk")
        for pk in shared.values_list("pk", flat=True)[:TOO_MANY]:
            weights[pk] += GOAL_WEIGHT
    nearest = sorted(weights, key=lambda pk: (-weights[pk], pk))[: 4 * MOST_SUGGESTED]
    rows = published.exclude(outcome=Outcome.DID_NOT).exclude(barriers=note)
    known = rows.select_related("municipality").in_bulk(nearest)
    return [known[pk] for pk in nearest if pk in known][:MOST_SUGGESTED]
