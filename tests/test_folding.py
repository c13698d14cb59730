"""What a template says to everybody is drawn once for each language, and nothing else is."""

import pytest
from django.template import Context, engines
from django.utils.translation import override

from sdg_platform.folding import Folded, fold


def folded(source):
    template = engines["django"].engine.from_string("{% load i18n static %}" + source)
    fold(template.nodelist)
    return template


def draw(template, **given):
    return template.render(Context(given))


def parts(template):
    return template.nodelist.get_nodes_by_type(Folded)


@pytest.mark.parametrize(
    ("source", "danish", "english"),
    [
        ("{% translate 'Søg' %}", "Søg", "Search"),
        ("<a href=\"{% url 'search' %}\">", '<a href="/search/">', '<a href="/en/search/">'),
        (
            "{% url 'practices:practice_export' 'csv' %}",
            "/practices/export.csv",
            "/en/practices/export.csv",
        ),
        ("{% static 'css/look.css' %}", "/static/css/look.css", "/static/css/look.css"),
        ("{% blocktranslate %}Søg{% endblocktranslate %}", "Søg", "Search"),
    ],
)
def test_what_depends_on_the_language_alone_is_kept_for_each(source, danish, english):
    template = folded(source)
    (kept,) = parts(template)

    for language, said in [("da", danish), ("en", english)] * 2:
        with override(language):
            assert draw(template) == said

    kept.nodes = None  # Nothing is drawn anew.
    with override("da"):
        assert draw(template) == danish


@pytest.mark.parametrize(
    "source",
    [
        "{{ name }}",
        "{% translate name %}",
        "{% translate 'Søg'|upper %}",
        "{% translate 'Søg' as word %}{{ word }}",
        "{% blocktranslate %}Hej {{ name }}{% endblocktranslate %}",
        "{% blocktranslate count n=number %}{{ n }} note{% plural %}{{ n }} noter{% endblocktranslate %}",
        "{% url 'goal_detail' number %}",
        "{% url 'search' as here %}{{ here }}",
        "{% static name %}",
        "{% csrf_token %}",
    ],
)
def test_what_depends_on_its_page_is_drawn_for_each(source):
    template = folded(source)

    assert parts(template) == []
    for name, number in (("Søg", 3), ("<b>", 4)):
        plain = engines["django"].engine.from_string("{% load i18n static %}" + source)
        assert draw(template, name=name, number=number) == draw(plain, name=name, number=number)


def test_a_choice_stays_a_choice_and_what_is_in_it_is_folded():
    template = folded(
        "{% if name %}{% translate 'Søg' %}{% else %}{% translate 'Menu' %}: {{ other }}{% endif %}"
        "{% for one in many %}{% url 'search' %}{{ one }}{% endfor %}"
    )

    assert len(parts(template)) == 3
    with override("da"):
        assert draw(template, name="Ja", many="ab") == "Søg/search/a/search/b"
        assert draw(template, name="", other="<i>") == "Menu: &lt;i&gt;"


def test_every_template_comes_out_of_the_loader_folded():
    page = engines["django"].get_template("base.html").template

    assert parts(page)
