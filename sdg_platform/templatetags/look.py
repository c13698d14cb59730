"""What the templates need to draw the look: the menu, the language link, marks and errors."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlunsplit

from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.widgets import ChoiceWidget, MultiWidget, Select
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse, translate_url
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


class MenuEntry(NamedTuple):
    """One of the seven links in the header, and the first path parts that belong to it."""

    url_name: str
    label: "StrOrPromise"
    rooms: frozenset[str]


MENU = (
    MenuEntry("goal_list", gettext_lazy("Verdensmål"), frozenset({"goals", "themes"})),
    MenuEntry(
        "practices:practice_list",
        gettext_lazy("Praksisser"),
        frozenset({"practices", "strategies"}),
    ),
    MenuEntry(
        "workshops:workshop_list",
        gettext_lazy("Workshops"),
        frozenset({"workshops", "actions", "join", "j", "synthesis", "notes"}),
    ),
    MenuEntry("workshops:question_list", gettext_lazy("Spørgsmål"), frozenset({"questions"})),
    MenuEntry(
        "partnerships:partnership_list",
        gettext_lazy("Partnerskaber"),
        frozenset({"partnerships", "organisations", "networks"}),
    ),
    MenuEntry("matrix", gettext_lazy("Overblik"), frozenset({"matrix"})),
    MenuEntry("briefs:brief_list", gettext_lazy("Politikerbrief"), frozenset({"briefs"})),
)


@register.simple_tag
def text_lang(language: str = "") -> str:
    """The `lang` of what a person wrote, where the page speaks another: a voice reads it right.

    Danish unless said otherwise; stands behind `hx-disable`, on an element that holds nothing else.
    """
    spoken = language or "da"
    here = (get_language() or "da").partition("-")[0]
    return "" if spoken == here else format_html(' lang="{}"', spoken)


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[dict[str, str]]:
    """The header's links; `current` is "page" on the page itself, "true" elsewhere in its room."""
    return _menu(*_menu_key(context))


@register.simple_tag(takes_context=True)
def menu_links(context: Context, *, listed: bool) -> SafeString:
    """The same, drawn: items of the list in the header, or plain links of the folded menu."""
    return _menu_drawn(*_menu_key(context), listed)


def _menu_key(context: Context) -> tuple[str | None, str, str, str]:
    """What the menu depends on; a path counts only where it is that of an entry."""
    request = context.get("request")
    path = request.path if request else ""
    language, prefix = get_language(), get_script_prefix()
    is_entry = path in _menu_urls(language, prefix)
    room = path.removeprefix("/en/").strip("/").split("/")[0]
    return language, prefix, path if is_entry else "", room if room in _ROOMS else ""


_ROOMS = frozenset().union(*(entry.rooms for entry in MENU))


@lru_cache(maxsize=8)
def _menu_urls(language: str | None, prefix: str) -> tuple[str, ...]:
    return tuple(reverse(entry.url_name) for entry in MENU)


@lru_cache(maxsize=256)
def _menu(language: str | None, prefix: str, path: str, room: str) -> list[dict[str, str]]:
    return [
        {
            "url": url,
            "label": str(entry.label),
            "current": "page" if path == url else "true" if room in entry.rooms else "",
        }
        for entry, url in zip(MENU, _menu_urls(language, prefix), strict=True)
    ]


@lru_cache(maxsize=512)
def _menu_drawn(
    language: str | None, prefix: str, path: str, room: str, listed: bool
) -> SafeString:
    menu = _menu(language, prefix, path, room)
    return render_to_string("components/_menu_links.html", {"menu": menu, "listed": listed})


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """Include a part that says the same on every page of a language, drawn once."""
    if settings.DEBUG:  # Somebody may be editing it.
        return render_to_string(template_name)
    return _drawn(template_name, get_language(), get_script_prefix())


@lru_cache(maxsize=64)
def _drawn(template_name: str, language: str | None, prefix: str) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag(takes_context=True)
def translated_url(context: Context, language: str) -> str:
    """The address of this very page, query included, in `language`.

    A page that has no address of its own in the other language (an error page) leads to
    the front page there instead of to the same error.
    """
    request = context.get("request")
    path, query = (request.path, request.META.get("QUERY_STRING", "")) if request else ("/", "")
    there = _translated(path, get_language(), language, get_script_prefix())
    return urlunsplit(("", "", there, iri_to_uri(query), "")) if there else _home_in(language)


@lru_cache(maxsize=1_000)
def _translated(path: str, spoken: str | None, language: str, prefix: str) -> str:
    """The path in `language`; "" where it has none of its own there."""
    here = escape_uri_path(path)
    there = translate_url(here, language)
    return "" if there == here and language != spoken else there


def _home_in(language: str) -> str:
    with override(language):
        return reverse("home")


QUADRANT_MARKS = {"works": "+", "question": "?", "does_not_work": "÷", "take_forward": "→"}


@register.filter
def quadrant_mark(code: object) -> str:
    """The mark on the field; the paper's "%" is drawn as the division sign people meant.

    >>> quadrant_mark("does_not_work")
    '÷'
    """
    return QUADRANT_MARKS.get(str(code), "")


@register.filter
def user_text(text: object) -> SafeString:
    """Somebody's own words: escaped, line breaks kept, an arrow never torn apart.

    >>> user_text("Unge -> mobilisering <b>")
    'Unge <span class="nb">-&gt;</span> mobilisering &lt;b&gt;'
    """
    arrow = format_html('<span class="nb">{}</span>', "->")
    lines = (
        format_html_join(arrow, "{}", ((part,) for part in line.split("->")))
        for line in str(text).splitlines()
    )
    first = next(lines, "")
    return format_html("{}{}", first, format_html_join("", "<br>{}", ((line,) for line in lines)))


@register.filter
def web_address(address: str) -> SafeString:
    """An address for typing: a line ends before a dot or after a slash, never within a word.

    >>> web_address("example.dk/")
    '<span class="part">example</span><wbr><span class="part">.dk/</span><wbr>'
    """
    parts = re.findall(r"\.?[^./]+/?|[./]", address)
    return format_html_join("", '<span class="part">{}</span><wbr>', ((part,) for part in parts))


HEAT_STEPS = (1, 2, 4, 6, 8)


@register.filter
def heat(count: int) -> int:
    """The shade of a matrix cell: 0 for none, then 1, 2-3, 4-5, 6-7, 8 and more.

    >>> [heat(count) for count in (0, 1, 3, 5, 7, 40)]
    [0, 1, 2, 3, 4, 5]
    """
    return sum(count >= step for step in HEAT_STEPS)


@register.filter
def control_id(field: BoundField) -> str:
    """The id that a link to `field` must land on: the control itself, or its first choice."""
    widget = field.field.widget
    group = isinstance(widget, ChoiceWidget) and not isinstance(widget, Select)
    if group or isinstance(widget, MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


class FormError(NamedTuple):
    """One line of the error summary; `target` is empty for what concerns the form as a whole."""

    target: str
    label: str
    message: str

    def __str__(self) -> str:
        """Label and message; a label that is a question needs no colon.

        >>> str(FormError("id_outcome_0", "Hvordan gik det?", "Vælg ét svar."))
        'Hvordan gik det? Vælg ét svar.'
        """
        separator = " " if not self.label or self.label[-1] in "?.!:" else ": "
        return f"{self.label}{separator}{self.message}".strip()


@register.simple_tag
def form_errors(*sources: BaseForm | BaseFormSet | None) -> list[FormError]:
    """Everything that is wrong in these forms and form sets, in the order of the page."""
    found: list[FormError] = []
    for source in sources:
        if isinstance(source, BaseFormSet):
            place = getattr(source, "anchor", "")
            found += [FormError(place, "", str(message)) for message in source.non_form_errors()]
            for form in source.forms:
                found += _errors_of(form)
        elif source:
            found += _errors_of(source)
    return found


def _errors_of(form: BaseForm) -> Iterable[FormError]:
    for message in form.non_field_errors():
        yield FormError("", "", str(message))
    for field in form:
        for message in field.errors:
            hidden = field.is_hidden
            yield FormError("" if hidden else control_id(field), str(field.label), str(message))
