"""Danish is the source, English the catalogue; no text gets lost on the way."""

import gettext as system_gettext
from io import StringIO

import pytest
from django.core.management import call_command

from sdg_platform import catalogue

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
LABEL = _("Kommune")
def title(n):
    return ngettext("%(n)s note", "%(n)s noter", n) % {"n": n}
SORT = pgettext("rækkefølge", "Nyeste")
FROM_A_VARIABLE = _(LABEL)
LONG = _(
    "En lang sætning, "
    "over to linjer."
)
"""
TEMPLATE = """{% load i18n %}
  <h1 class="a">{% translate "Mål & midler" %}</h1>
      {% blocktranslate count n=total trimmed %}
        {{ n }} praksis
      {% plural %}
        {{ n }} praksisser
      {% endblocktranslate %}
  {# ikke denne: _("skjult") #}
  {% include "x.html" with title=_("Se også") %} it's "100 %" {{ _("Tom")|default:"x" }}
"""


@pytest.fixture
def house(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "workshops").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "workshops" / "models.py").write_text(PYTHON)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def translate(house, **english):
    path = catalogue.catalogue_path(house)
    kept = catalogue.merge(catalogue.read(path), catalogue.collect(house))
    for message in kept:
        for word, string in english.items():
            first = message.id[0] if isinstance(message.id, tuple) else message.id
            if word in first.replace(" ", "_"):
                message.string = string
    catalogue.write(kept, path)


def faults(house):
    return [fault.split(": ", 1)[1] for fault in catalogue.faults(house)]


def test_texts_are_found_in_code_and_templates(house):
    ids = {(message.context, message.id) for message in catalogue.collect(house) if message.id}
    assert ids == {
        (None, "Kommune"),
        (None, ("%(n)s note", "%(n)s noter")),
        ("rækkefølge", "Nyeste"),
        (None, "En lang sætning, over to linjer."),
        (None, "Mål & midler"),
        (None, ("%(n)s praksis", "%(n)s praksisser")),
        (None, "Se også"),
        (None, "Tom"),
    }


def test_collecting_again_keeps_translations_and_changes_no_byte(house):
    out = StringIO()
    call_command("collect_texts", stdout=out)
    assert "without English" in out.getvalue()
    translate(house, Kommune="Municipality", Nyeste="Newest")
    before = catalogue.catalogue_path(house).read_bytes()
    call_command("collect_texts", stdout=out)
    assert catalogue.catalogue_path(house).read_bytes() == before
    assert b'msgctxt "r\xc3\xa6kkef\xc3\xb8lge"\nmsgid "Nyeste"\nmsgstr "Newest"' in before
    assert b":1" not in before


def test_a_text_that_left_the_code_leaves_the_catalogue(house):
    translate(house, Kommune="Municipality")
    (house / "workshops" / "models.py").write_text("")
    translate(house)
    assert "Municipality" not in catalogue.catalogue_path(house).read_text()


def test_what_lacks_english_is_listed_and_stops_the_checks(house):
    translate(house, Kommune="Municipality")
    assert "no English: 'Nyeste'" in faults(house)
    assert "no English: 'Kommune'" not in faults(house)
    with pytest.raises(SystemExit):
        call_command("check_texts", stdout=StringIO())


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        (("%(n)s note", "%(m)s notes"), "placeholders differ"),
        (("%(n)s note", "notes"), "placeholders differ"),
        (("%(n)s note", ""), "no English"),
        (("%(n)s <b>note</b>", "%(n)s notes"), "markup differs"),
        (("%(n)s note", "%(n)s notes"), None),
    ],
)
def test_a_translation_that_lost_something_is_listed(house, english, fault):
    (house / "workshops" / "models.py").write_text(
        'from django.utils.translation import ngettext\nngettext("%(n)s note", "%(n)s noter", 2)'
    )
    (house / "templates" / "page.html").write_text("")
    translate(house, note=english)
    assert faults(house) == ([f"{fault}: '%(n)s note'"] if fault else [])


def test_a_fuzzy_translation_is_listed(house):
    translate(house, Kommune="Municipality")
    path = catalogue.catalogue_path(house)
    path.write_text(path.read_text().replace('msgid "Kommune"', '#, fuzzy\nmsgid "Kommune"'))
    assert "fuzzy: 'Kommune'" in faults(house)


def test_a_text_that_was_never_collected_is_listed(house):
    assert "not collected: 'Kommune'" in faults(house)


def test_the_compiled_catalogue_speaks_english_in_both_numbers(house):
    call_command("compile_texts", stdout=StringIO())
    translate(house, Kommune="Municipality", note=("%(n)s note", "%(n)s notes"))
    call_command("compile_texts", stdout=StringIO())
    target = catalogue.catalogue_path(house).with_suffix(".mo")
    with target.open("rb") as file:
        english = system_gettext.GNUTranslations(file)
    assert english.gettext("Kommune") == "Municipality"
    assert english.ngettext("%(n)s note", "%(n)s noter", 1) == "%(n)s note"
    assert english.ngettext("%(n)s note", "%(n)s noter", 2) == "%(n)s notes"


def test_compiling_is_skipped_when_nothing_changed(house):
    translate(house, Kommune="Municipality")
    out = StringIO()
    call_command("compile_texts", "--if-changed", stdout=out)
    call_command("compile_texts", "--if-changed", stdout=out)
    assert len(out.getvalue().splitlines()) == 1
