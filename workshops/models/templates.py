"""The templates of a workshop: what its four fields are called and ask, as data.

A new template is one entry here. The fields stay the four of the house, so that notes from
any template can be read, counted and searched together; only their words change.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from workshops.models.codes import Quadrant


class Words(NamedTuple):
    """What one field is called and what it asks."""

    title: str
    question: str


class Template(NamedTuple):
    """A kind of meeting: its name, what it is good for, and its words.

    A field without words of its own has the house's. `days` is how long after the meeting
    the code works where nobody says otherwise; None: for as long as it is open.
    """

    name: Promise
    line: Promise
    words: Mapping[Quadrant, tuple[Promise, Promise]]
    days: int | None = 90


USUAL = "four_questions"

TEMPLATES: dict[str, Template] = {
    USUAL: Template(
        _("De fire spørgsmål"),
        _("Til et møde, hvor I ser tilbage og frem."),
        {},
    ),
    "plus_delta": Template(
        _("Plus og delta"),
        _("Fem minutter til sidst: Hvad var godt, og hvad ændrer vi?"),
        {
            Quadrant.WORKS: (_("Plus"), _("Hvad var godt?")),
            Quadrant.QUESTION: (_("Spørgsmål"), _("Hvad mangler du svar på?")),
            Quadrant.DOES_NOT_WORK: (_("Delta"), _("Hvad skal vi gøre anderledes næste gang?")),
            Quadrant.TAKE_FORWARD: (_("Tager jeg med"), _("Hvad gør du selv som det første?")),
        },
    ),
    "start_stop_continue": Template(
        _("Begynd, stop, fortsæt"),
        _("Til et hold, der vil ændre, hvordan det arbejder."),
        {
            Quadrant.WORKS: (_("Fortsæt"), _("Hvad skal vi blive ved med?")),
            Quadrant.QUESTION: (_("Spørgsmål"), _("Hvad ved vi ikke endnu?")),
            Quadrant.DOES_NOT_WORK: (_("Stop"), _("Hvad skal vi holde op med?")),
            Quadrant.TAKE_FORWARD: (_("Begynd"), _("Hvad skal vi begynde på?")),
        },
    ),
    "open_board": Template(
        _("Åben tavle"),
        _("Til borgere, på en skærm eller et opslag. Den er åben, til du lukker den."),
        {
            Quadrant.WORKS: (_("Det er godt"), _("Hvad er godt, hvor du bor?")),
            Quadrant.QUESTION: (_("Det undrer mig"), _("Hvad vil du gerne vide?")),
            Quadrant.DOES_NOT_WORK: (_("Det driller"), _("Hvad driller i hverdagen?")),
            Quadrant.TAKE_FORWARD: (_("Min idé"), _("Hvad kunne vi prøve?")),
        },
        days=None,
    ),
}


def template_of(code: str) -> Template:
    """A template that is gone since counts as the usual one."""
    return TEMPLATES.get(code, TEMPLATES[USUAL])


def usual_words(template: str, quadrant: Quadrant) -> Words:
    """What a field is called and asks until a workshop says it in its own words."""
    title, question = template_of(template).words.get(quadrant, (quadrant.label, quadrant.question))
    return Words(str(title), str(question))


def is_usual(said: str) -> bool:
    """Whether some template says this somewhere, in the language that is spoken just now."""
    return said in _usual_in(get_language())


@lru_cache(maxsize=8)
def _usual_in(_language: str | None) -> frozenset[str]:
    return frozenset(
        said for code in TEMPLATES for quadrant in Quadrant for said in usual_words(code, quadrant)
    )


def are_usual(said: str, part: str, quadrant: Quadrant) -> bool:
    """Whether some template says exactly this there: then nobody chose the words."""
    return any(said == getattr(usual_words(code, quadrant), part) for code in TEMPLATES)
