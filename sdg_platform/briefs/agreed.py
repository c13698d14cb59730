"""What the chosen workshops agreed to do, as a brief tells it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import override

from sdg_platform.briefs.words import say
from sdg_platform.exports.document import Block, Language, More, Paragraph, Source
from sdg_platform.exports.words import say_date
from workshops.models import Action


def agreed(
    actions: Sequence[Action],
    language: Language,
    sources: dict[int, Source],
    *,
    most: int | None = None,
) -> Iterable[Block]:
    """One paragraph an action; `sources` maps a workshop's id to the meeting it was agreed at."""
    for action in actions[:most]:
        yield Paragraph(
            _how_it_goes(action, language),
            lead=action.text,
            aside=action.owner,
            sources=(sources[action.workshop_id],),
        )
    if most is not None and len(actions) > most:
        yield More(len(actions) - most)


def _how_it_goes(action: Action, language: Language) -> str:
    with override(language):
        status = str(action.get_status_display())
    day = say("by_day", language, day=say_date(action.due, language)) if action.due else ""
    said = ", ".join(filter(None, (status, day if action.is_waiting else "")))
    return f"{said}. {action.outcome}".strip()
