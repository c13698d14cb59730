"""How a practice is said in a document, before a format is chosen.

Words of the file are in the language of the file; what people wrote is never changed,
only cut, with "…", where `most` characters are asked for.
"""

from practices.models import Outcome, Practice, Step
from sdg_platform.accounts.actor import Actor
from sdg_platform.exports.document import Block, Fact, Language, Paragraph, Source, Steps
from sdg_platform.exports.document import Step as Told
from sdg_platform.exports.fitting import shorten

WORDS: dict[str, dict[Language, str]] = {
    Outcome.SUCCEEDED: {"da": "lykkedes", "en": "succeeded"},
    Outcome.PARTLY: {"da": "lykkedes delvist", "en": "partly succeeded"},
    Outcome.DID_NOT: {"da": "lykkedes ikke", "en": "did not succeed"},
    Outcome.TOO_EARLY: {"da": "for tidligt at sige", "en": "too early to say"},
    "differently": {
        "da": "Det ville vi gøre anderledes:",
        "en": "What we would do differently:",
    },
    "problem": {"da": "Problemet:", "en": "The problem:"},
    "result": {"da": "Hvad kom der ud af det:", "en": "What came of it:"},
    "who": {"da": "Hvem", "en": "Who"},
    "duration": {"da": "Hvor længe", "en": "How long"},
    "cost": {"da": "Pris", "en": "Cost"},
    "went_wrong": {"da": "Hvad gik galt", "en": "What went wrong"},
    "changed": {"da": "Det ændrede vi", "en": "What we changed"},
}
STEP_FACTS = ("who", "duration", "cost", "went_wrong", "changed")


def paragraph_of(
    practice: Practice,
    reader: Actor,
    language: Language,
    *,
    sources: tuple[Source, ...] = (),
    most: int | None = None,
) -> Paragraph:
    """Title, municipality, outcome, the gist, and what they would do differently.

    The last is said as far as `reader` may read it. Needs `municipality` and `steps`.
    """
    gist, differently = gist_of(practice), practice.bad_experience_for(reader)
    if most is not None:
        gist, differently = shorten(gist, most), shorten(differently, most)
    if differently:
        differently = f"{WORDS['differently'][language]} {differently}"
    return Paragraph(
        "\n".join(filter(None, (gist, differently))),
        lead=practice.title,
        aside=f"{practice.municipality.name}, {WORDS[practice.outcome][language]}",
        sources=sources,
    )


def gist_of(practice: Practice) -> str:
    """The summary, or the first that was written in its place."""
    steps = (step.what for step in practice.steps.all())
    return next(filter(None, (practice.summary, practice.result, practice.problem, *steps)), "")


def blocks_of(practice: Practice, language: Language) -> tuple[Block, ...]:
    """How it was done: the problem, every step, what came of it; what is empty is left out."""
    blocks: list[Block] = []
    gist = gist_of(practice)
    if practice.problem and practice.problem != gist:
        blocks.append(Paragraph(practice.problem, lead=WORDS["problem"][language]))
    if steps := tuple(_told(step, language) for step in practice.steps.all()):
        blocks.append(Steps(steps))
    if practice.result and practice.result != gist:
        blocks.append(Paragraph(practice.result, lead=WORDS["result"][language]))
    return tuple(blocks)


def _told(step: Step, language: Language) -> Told:
    facts = (Fact(WORDS[name][language], getattr(step, name)) for name in STEP_FACTS)
    title, story = (step.heading, step.story) if step.heading else (step.what, "")
    return Told(title, story, tuple(fact for fact in facts if fact.value))
