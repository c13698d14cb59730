"""The base page, the components, the form renderer, the error pages and the template lint."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import messages
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from sdg_platform.forms_renderer import GoalCheckboxes, OutcomeRadios, QuadrantRadios
from sdg_platform.lint_templates import lint_python, lint_template

GOAL = SimpleNamespace(number=3, name="Sundhed og trivsel", get_absolute_url="/goals/3/")


def draw(source, **context):
    return Template("{% load i18n look %}" + source).render(Context(context))


# --- The base page -----------------------------------------------------------------------


@pytest.mark.django_db
def test_every_page_has_language_title_skip_link_one_h1_and_landmarks(client):
    html = client.get("/about/").content.decode()

    assert '<html lang="da">' in html
    assert "<title>Om siden – Verdensmål i praksis</title>" in html
    assert html.index('href="#indhold"') < html.index("<header")
    assert len(re.findall(r"<h1\b", html)) == 1
    for landmark in ('<main id="indhold"', "<header", "<footer", 'aria-label="Hovedmenu"'):
        assert landmark in html


@pytest.mark.django_db
def test_the_language_link_keeps_path_and_query(client):
    assert 'href="/en/about/parts/?a=1&amp;b=%C3%A6"' in _page(client, "/about/parts/?a=1&b=%C3%A6")
    assert 'href="/about/parts/?a=1"' in _page(client, "/en/about/parts/?a=1")


def test_the_language_link_of_an_unknown_page_leads_to_the_front_page():
    request = RequestFactory().get("/findes-ikke/")
    with translation.override("da"):
        link = draw("{% translated_url 'en' %}", request=request)
    assert link == "/en/"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/practices/", {"/practices/": "page"}),
        ("/practices/7/", {"/practices/": "true"}),
        ("/themes/people/", {"/goals/": "true"}),
        ("/en/workshops/3/", {"/en/workshops/": "true"}),
        ("/organisations/", {"/partnerships/": "true"}),
        ("/about/", {}),
        ("/", {}),
    ],
)
def test_the_menu_marks_where_we_are(path, current):
    with translation.override("en" if path.startswith("/en/") else "da"):
        marked = draw(
            "{% main_menu as menu %}{% for entry in menu %}{{ entry.url }}={{ entry.current }} "
            "{% endfor %}",
            request=RequestFactory().get(path),
        )
    found = dict(pair.split("=") for pair in marked.split())
    assert {url: mark for url, mark in found.items() if mark} == current
    assert len(found) == 7


@pytest.mark.django_db
def test_no_page_loads_anything_from_elsewhere_or_runs_inline(client):
    for path in ("/about/", "/about/parts/", "/was", "/privacy/"):
        html = _page(client, path)
        loads = re.findall(r"<(?:script|link|img)\b[^>]*?(?:src|href)=\"([^\"]*)\"", html)
        assert loads
        assert all(url.startswith("/static/") for url in loads)
        assert not lint_template("page.html", html)


def test_the_header_shows_the_way_in_or_who_is_in():
    html = draw('{% include "components/_account_link.html" with user=user only %}')
    assert "Log ind" in html
    mette = SimpleNamespace(is_authenticated=True, name="Mette Holm")
    html = draw('{% include "components/_account_link.html" with user=user only %}', user=mette)
    assert '<a href="/accounts/">Mette Holm</a>' in html


@pytest.mark.django_db
def test_the_was_page_links_to_the_authority_that_runs_the_site(client, settings):
    assert "Kommunens tilgængelighedserklæring" not in _page(client, "/was")
    settings.WAS_URL = "https://was.digst.dk/fjordby-dk"
    assert 'href="https://was.digst.dk/fjordby-dk"' in _page(client, "/was")


def test_messages_stand_in_a_live_region(rf):
    request = rf.get("/")
    request.session = {}
    request._messages = messages.storage.default_storage(request)
    messages.success(request, "Praksissen er gemt som kladde.")
    html = render_to_string("base.html", {"messages": messages.get_messages(request)})
    region = html[html.index('role="status"') :]
    assert 'said__line--success">Praksissen er gemt som kladde.' in region


def _page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


# --- Components --------------------------------------------------------------------------


def test_a_goal_is_swatch_number_and_name_never_colour_alone():
    html = draw('{% include "components/_goal.html" with goal=goal only %}', goal=GOAL)
    assert 'class="goal goal-3"' in html
    assert "<b>3</b> Sundhed og trivsel" in html


def test_somebodys_words_are_escaped_and_stand_outside_the_reach_of_htmx():
    html = draw(
        '{% include "components/_slip.html" with text=text key="k-1" seq=4 only %}',
        text="<img src=x onerror=alert(1)> unge -> job\nnæste linje",
    )
    assert "<img" not in html
    assert '<p class="slip__text" hx-disable>' in html
    assert '<span class="nb">-&gt;</span> job<br>næste linje' in html
    assert 'data-reflection="k-1" data-seq="4"' in html


@pytest.mark.parametrize(
    ("code", "mark"),
    [("works", "+"), ("question", "?"), ("does_not_work", "÷"), ("take_forward", "→"), ("x", "")],
)
def test_each_field_has_its_mark(code, mark):
    assert draw("{{ code|quadrant_mark }}", code=code) == mark


def test_an_entry_leaves_out_what_is_not_there():
    practice = SimpleNamespace(
        title="Bænke hver 200 meter",
        summary="31 bænke kom op.",
        outcome="did_not",
        get_outcome_display="Lykkedes ikke",
        municipality="Ådal Kommune",
        get_absolute_url="/practices/5/",
    )
    bare = draw('{% include "components/_entry.html" with practice=p only %}', p=practice)
    full = draw(
        '{% include "components/_entry.html" with practice=p steps=1 adopted=2 draft=True '
        'different="Spørge først." level=2 only %}',
        p=practice,
    )
    assert "outcome--did_not" in bare
    assert not re.search("anderledes|trin|prøvet|Kladde", bare)
    for words in ("<h2", "1 trin", "2 kommuner har prøvet det", "Kladde", "Spørge først."):
        assert words in full


def test_a_facet_choice_carries_what_a_script_reads():
    choice = {"value": "partly", "label": "Lykkedes delvist", "count": 4, "chosen": True}
    html = draw(
        '{% include "components/_facet.html" with name="outcome" label="Hvordan gik det?" '
        'choices=choices kind="outcome" open=True only %}',
        choices=[choice],
    )
    assert 'checked data-facet="outcome" data-value="partly" data-count="4"' in html
    assert "<details" in html
    assert "outcome--partly" in html


def test_an_empty_matrix_cell_invites():
    zero = draw(
        '{% include "components/_cell.html" with count=0 url="/x/" name="3, People" only %}'
    )
    seven = draw(
        '{% include "components/_cell.html" with count=7 url="/x/" name="3, People" only %}'
    )
    assert "heat-0" in zero
    assert "Tilføj den første: 3, People" in zero
    assert "heat-4" in seven
    assert "praksisser: 3, People" in seven


def test_page_links_say_which_way_they_go():
    html = draw('{% include "components/_pagination.html" with next_url="?after=9" only %}')
    assert 'rel="next" href="?after=9"' in html
    assert 'rel="prev"' not in html


# --- Forms -------------------------------------------------------------------------------


class PracticeLikeForm(forms.Form):
    title = forms.CharField(label="Hvad gjorde I?", help_text="Én linje <kort>.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    outcome = forms.ChoiceField(
        label="Hvordan gik det?",
        choices=[("succeeded", "Lykkedes"), ("did_not", "Lykkedes ikke")],
        widget=OutcomeRadios,
        error_messages={"required": "Vælg ét svar."},
    )
    goals = forms.MultipleChoiceField(
        label="Verdensmål", choices=[(3, "Sundhed og trivsel")], widget=GoalCheckboxes
    )
    quadrant = forms.ChoiceField(
        label="Felt", choices=[("works", "Fungerer")], widget=QuadrantRadios, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("title") == "x":
            raise forms.ValidationError("Titlen siger for lidt.")


def test_a_field_is_label_hint_control_and_says_valgfrit_in_words():
    form = PracticeLikeForm()
    title, note = form["title"].as_field_group(), form["note"].as_field_group()

    assert '<label for="id_title">Hvad gjorde I?</label>' in title
    assert '<p class="hint" id="id_title_helptext">Én linje &lt;kort&gt;.</p>' in title
    assert 'class="input"' in title
    assert 'aria-describedby="id_title_helptext"' in title
    assert "(valgfrit)" not in title
    assert "(valgfrit)" in note


def test_a_filter_form_does_not_say_valgfrit_at_every_field():
    form = PracticeLikeForm()
    assert "(valgfrit)" in form["quadrant"].as_field_group()
    form.marks_optional = False
    for name in ("note", "quadrant"):
        assert "valgfrit" not in form[name].as_field_group()


def test_a_wrong_field_says_so_beside_the_control():
    html = PracticeLikeForm({})["title"].as_field_group()
    assert "field--error" in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_choices_are_a_group_with_a_legend_and_the_looks_own_signs():
    form = PracticeLikeForm()
    outcome = form["outcome"].as_field_group()
    assert "<fieldset" in outcome
    assert "<legend>Hvordan gik det?</legend>" in outcome
    assert 'class="outcome outcome--did_not">Lykkedes ikke' in outcome
    assert "<b>3</b> Sundhed og trivsel" in form["goals"].as_field_group()
    assert 'class="qpick q-works"' in form["quadrant"].as_field_group()


def test_the_error_summary_links_each_line_to_the_control_itself():
    form = PracticeLikeForm({"title": "x"})
    html = draw('{% include "components/_error_summary.html" with form=form only %}', form=form)

    assert 'role="alert" tabindex="-1" autofocus' in html
    assert '<a href="#id_outcome_0">Hvordan gik det? Vælg ét svar.</a>' in html
    assert '<a href="#id_goals_0">Verdensmål: ' in html
    assert "<li>Titlen siger for lidt.</li>" in html
    assert "4 ting skal på plads først" in html
    assert "#id_version" not in html
    for field in ("outcome", "goals"):
        assert f'id="id_{field}_0"' in str(form[field])


def test_a_right_form_has_no_error_summary():
    html = draw(
        '{% include "components/_error_summary.html" with form=form only %}',
        form=PracticeLikeForm(),
    )
    assert "errsum" not in html


def test_the_error_summary_reaches_into_form_sets():
    Steps = forms.formset_factory(PracticeLikeForm)
    steps = Steps({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "To bænke"})
    html = draw(
        '{% include "components/_error_summary.html" with form=form formset=steps only %}',
        form=None,
        steps=steps,
    )
    assert 'href="#id_form-0-outcome_0"' in html


# --- Error pages -------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["400", "403", "413", "429", "500", "503"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_an_error_page_needs_neither_request_nor_database(code, language):
    with translation.override(language):
        html = get_template(f"{code}.html").render()
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    assert f'<p class="muted">{code}</p>' in html
    assert "btn--main" in html


def test_too_many_says_when_to_come_back():
    assert "om 40 sekunder" in get_template("429.html").render({"retry_after": 40})


@pytest.mark.django_db
def test_an_unknown_address_offers_search_and_three_ways_on(client, settings):
    settings.DEBUG = False
    response = client.get("/findes-ikke/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Den side findes ikke" in html
    assert html.count('<ul class="nf__ways">') == 1
    assert 'name="q"' in html


# --- The template lint -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("<script>go()</script>", "inline <script>"),
        ("<style>p {}</style>", "inline <style>"),
        ('<p style="color: red">', "style attribute"),
        ('<button type="button" onclick="go()">', "inline event handler"),
        ('<svg onload="{{ x }}">', "inline event handler"),
        ('<p hx-on:click="go()">', "hx-on"),
        ('<p hx-on="click: go()">', "hx-on"),
        ('<p hx-trigger="click[ctrlKey]">', "hx-trigger filter"),
        ("<p hx-vals='js:{a: 1}'>", "js:"),
        ('<p hx-vars="a:1">', "hx-vars"),
        ('<a href="javascript:go()">', "javascript:"),
        ("{{ note.text|safe }}", "|safe"),
        ("{{ notes|safeseq|join:' ' }}", "|safe"),
        ("{% autoescape off %}", "autoescape off"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "another host"),
        ('<script src="//cdn.example/x.js"></script>', "another host"),
        ('<img alt="" src="http://cdn.example/x.png">', "another host"),
        ('<a href="https://sdgs.un.org/" target="_blank">', "noopener"),
    ],
)
def test_the_lint_refuses(bad, words):
    findings = lint_template("page.html", f"{{% load i18n %}}\n{bad}\n")
    assert [finding.line for finding in findings] == [2]
    assert words in findings[0].message


@pytest.mark.parametrize(
    "good",
    [
        "<script src=\"{% static 'js/look.js' %}\" defer></script>",
        '<p data-style="x" class="onward" hx-trigger="keyup changed delay:300ms">',
        '{% include "a.html" with one="1" style="2" only %}',
        '{# <p style="x"> #}{% comment %}{{ a|safe }}{% endcomment %}',
        '<a href="https://sdgs.un.org/" target="_blank" rel="noopener">',
        '<a href="https://sdgs.un.org/goals" rel="noreferrer">',
        "{% if a > b %}<p hx-vals='{\"js\": 1}'>{% endif %}",
    ],
)
def test_the_lint_lets_pass(good):
    assert lint_template("page.html", good) == []


def test_a_partial_says_what_it_needs_and_never_extends():
    findings = lint_template("_card.html", '<p>\n{% extends "base.html" %}')
    assert [(f.line, f.message.split(":")[0]) for f in findings] == [
        (1, "a partial's first line says what it needs"),
        (2, "a partial never extends"),
    ]
    assert lint_template("_card.html", "{# Needs: card. #}\n<p>") == []


def test_python_may_mark_nothing_as_safe_without_a_reason():
    assert lint_python("x = safestring.mark_safe(text)")[0].message.startswith("mark_safe")
    assert lint_python("x = SafeString(text)")
    assert lint_python("x = mark_safe(svg)  # reviewed: paths only") == []


def test_the_command_names_file_and_line_and_fails(tmp_path, capsys):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>\n{{ a|safe }}", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("lint_templates", tmp_path)
    assert "templates/page.html:2: |safe" in capsys.readouterr().err


def test_our_own_templates_are_clean(capsys):
    call_command("lint_templates")
    assert "clean" in capsys.readouterr().out


def test_the_drawn_menu_marks_the_page_and_the_room_in_each_language(rf):
    from django.template import engines

    def drawn(path, language):
        with translation.override(language):
            template = engines["django"].from_string(
                "{% load look %}{% menu_links listed=True %}{% fixed 'components/_foot_links.html' %}"
            )
            return template.render({}, rf.get(path))

    page, room, english = (
        drawn("/goals/", "da"),
        drawn("/goals/3/", "da"),
        drawn("/en/goals/", "en"),
    )

    assert '<a href="/goals/" aria-current="page">Verdensmål</a>' in page
    assert '<a href="/goals/" aria-current="true">Verdensmål</a>' in room
    assert '<a href="/en/goals/" aria-current="page">' in english
    assert "aria-current" not in drawn("/about/", "da")
    assert 'href="/privacy/">Privatliv' in page
    assert 'href="/en/privacy/"' in english
