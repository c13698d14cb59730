"""Put an answer to a reader's question into the card, where the next reader looks for it."""

from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.models import OwnerQuestion, Practice
from practices.rows import snapshot
from sdg_platform.text import plain_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACES: Final[dict[str, "StrOrPromise"]] = {
    "step": _("Et nyt trin"),
    "problem": _("Hvad var problemet?"),
    "result": _("Det kom der ud af det"),
    "bad_experience": _("Det ville vi gøre anderledes"),
}
# What a question asks with, by where its answer belongs; the first that is found counts.
_ASKS: Final = {
    "bad_experience": "galt fejl anderledes fortryder fortroed droppede wrong mistake differently",
    "problem": "hvorfor problem baggrund begyndte why background",
    "result": "virkede effekt resultat naaede udbytte hjalp kom mange worked result many",
}


def fitting_place(question: OwnerQuestion) -> str:
    """Where the answer seems to belong; how it was done, and so a step, unless words say else."""
    asked = set(plain_words(question.text))
    return next((place for place, said in _ASKS.items() if asked & set(said.split())), "step")


def stands_in(practice: Practice, text: str) -> bool:
    """Whether the card says so already, word for word; its steps are loaded."""
    said = [practice.problem, practice.result, practice.bad_experience]
    said += [part for step in practice.steps.all() for part in step.texts()]
    return any(text in part for part in said)


def folded(practice: Practice, query: QueryDict) -> dict[str, Any]:
    """The form's first values with `?answer=` put `into` a place; nothing is stored by that."""
    key, place = query.get("answer", ""), query.get("into", "")
    if place not in PLACES or not (key.isascii() and key.isdigit() and len(key) < 19):
        return {}
    question = practice.questions.exclude(answer="").filter(pk=int(key)).first()
    if question is None:
        return {}
    if place == "step":
        return {"steps": [*snapshot(practice)["steps"], {"what": question.answer}]}
    before = getattr(practice, place)
    return {place: f"{before}\n\n{question.answer}".strip()}
