"""What the list of practices draws so often that the template language is too slow for it."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from practices.catalogue.cards import Card
from practices.catalogue.listing import Facet
from practices.models import Outcome

register = template.Library()
OUTCOMES = dict(Outcome.choices)

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
    name, kind = facet.name, facet.kind
    boxes = [
        _check_box(name, kind, *choice, one if choice.number == 1 else many)
        for choice in facet.choices
    ]
    return SafeString("".join(boxes))  # reviewed: each of them is escaped in `_piece`


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
    return _entry(get_language(), get_script_prefix(), card, level)


@lru_cache(maxsize=2_000)
def _entry(language: str | None, prefix: str, card: Card, level: int) -> SafeString:
    """Drawn once for all who see the same: everything that shows is an argument."""
    practice = {
        "title": card.title,
        "summary": card.summary,
        "language": card.language,
        "outcome": card.outcome,
        "get_outcome_display": OUTCOMES.get(card.outcome, card.outcome),
        "municipality": card.place,
        "get_absolute_url": reverse("practices:practice_detail", args=[card.pk]),
    }
    shown = {
        "practice": practice,
        "goals": [{"number": number, "name": name} for number, name in card.goals],
        "different": card.different,
        "steps": card.steps,
        "adopted": card.adopted,
        "draft": card.draft,
        "level": level,
    }
    return render_to_string("practices/_entry.html", shown)
