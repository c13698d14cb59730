"""What the list of practices draws so often that the template language is too slow for it."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from practices.catalogue.listing import Card, Facet

register = template.Library()

# A check box in three pieces: between them stand what changes from page to page.
_BEFORE = '<label class="check"><input type="checkbox" id="{0}-{1}" name="{0}" value="{1}"'
_BETWEEN = ' autocomplete="off" data-facet="{0}" data-value="{1}" data-count="'
_AFTER = '"><span>{}</span><span class="check__n"><span class="vh">, </span>'
_COUNT, _END = "{}", '<span class="vh"> {}</span></span></label>\n'
_LABELS = {
    "goal": '<span class="goal goal-{0}"><span><b>{0}</b> {1}</span></span>',
    "outcome": '<span class="outcome outcome--{0}">{1}</span>',
}


@register.simple_tag
def facet_choices(facet: Facet) -> SafeString:
    """The check boxes of one facet: some 150 on a page, a hundredth of the time of a template."""
    one, many = gettext("praksis"), gettext("praksisser")
    drawn = _NOTHING
    for choice in facet.choices:
        word = one if choice.count == 1 else many
        shown = (choice.value, str(choice.label), choice.count, choice.chosen, word)
        drawn += _check_box(facet.name, facet.kind, *shown)
    return drawn


@lru_cache(maxsize=20_000)
def _check_box(
    name: str, kind: str, value: str, label: str, number: int, chosen: bool, word: str
) -> SafeString:
    """One choice, as it was drawn the last time it stood so."""
    count = _piece(_COUNT, number)
    drawn = _piece(_BEFORE, name, value) + (_CHECKED if chosen else _NOTHING)
    drawn += _piece(_BETWEEN, name, value) + count
    return drawn + _piece(_AFTER, _label(kind, value, label)) + count + _piece(_END, word)


@lru_cache(maxsize=20_000)
def _piece(shape: str, *words: object) -> SafeString:
    """`shape` with its words escaped; a word is escaped once, not once a page."""
    return format_html(shape, *words)


_CHECKED, _NOTHING = _piece(" {}", "checked"), _piece("{}", "")


def _label(kind: str, value: str, label: str) -> str:
    drawn = _LABELS.get(kind)
    return _piece(drawn, value, label) if drawn else label


@register.simple_tag
def practice_entry(card: Card, level: int) -> SafeString:
    """The practice as an entry of the list, below a heading of `level` - 1."""
    practice = card.practice
    return _entry(
        get_language() or "",
        level,
        practice.get_absolute_url(),
        practice.title,
        practice.summary,
        practice.outcome,
        str(practice.get_outcome_display()),
        str(practice.municipality),
        tuple((goal.number, goal.name) for goal in card.goals),
        card.different,
        getattr(practice, "step_count", 0),
        getattr(practice, "adopted", 0),
        practice.is_draft,
    )


@lru_cache(maxsize=2_000)
def _entry(
    language: str,
    level: int,
    url: str,
    title: str,
    summary: str,
    outcome: str,
    outcome_word: str,
    municipality: str,
    goals: tuple[tuple[int, str], ...],
    different: str,
    steps: int | None,
    adopted: int | None,
    draft: bool,
) -> SafeString:
    """Drawn once for all who see the same: everything that shows is an argument."""
    return render_to_string(
        "practices/_entry.html",
        {
            "practice": {
                "title": title,
                "summary": summary,
                "outcome": outcome,
                "get_outcome_display": outcome_word,
                "municipality": municipality,
                "get_absolute_url": url,
            },
            "goals": [{"number": number, "name": name} for number, name in goals],
            "different": different,
            "steps": steps,
            "adopted": adopted,
            "draft": draft,
            "level": level,
        },
    )
