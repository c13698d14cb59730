"""Strategies: what was promised sentence by sentence, what serves it, and the gap."""

import io
import re

import openpyxl
import pytest

from practices.models import Commitment, Strategy
from sdg_platform.search import index
from tests.factories import actor, commitment, member, practice, strategy

pytestmark = pytest.mark.django_db

TEXT = (
    "Sundhed for alle\n\nVi vil have flere stier, bl.a. langs fjorden. I 2030 skal alle kunne "
    "cykle i skole.\n1. Ingen skal være alene.\n2. Vi afsætter 2 mio. kr. pr. år."
)
CUT = [
    "Sundhed for alle",
    "Vi vil have flere stier, bl.a. langs fjorden.",
    "I 2030 skal alle kunne cykle i skole.",
    "Ingen skal være alene.",
    "Vi afsætter 2 mio. kr. pr. år.",
]


@pytest.fixture
def staff(client):
    user = member("staff")
    client.force_login(user)
    return user


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def sentences_of(strategy):
    return list(strategy.commitments.values_list("text", flat=True))


def rows_in(html):
    return re.findall(r'<textarea name="sentences-\d+-text"[^>]*>\s*(.*?)</textarea>', html, re.S)


# --- Writing -----------------------------------------------------------------------------


def test_pasted_text_is_shown_sentence_by_sentence_before_anything_is_stored(client, staff):
    response = client.post("/strategies/new/", {"title": "Sundhed", "pasted": TEXT, "split": "1"})
    html = response.content.decode()
    assert response.status_code == 200
    assert [row for row in rows_in(html) if row] == CUT
    assert "5 sætninger er klar." in html
    assert 'value="Sundhed"' in html
    assert not Strategy.objects.exists()


def test_saving_with_text_that_was_not_cut_shows_it_first(client, staff):
    response = client.post("/strategies/new/", {"title": "Sundhed", "pasted": TEXT})
    assert response.status_code == 200
    assert not Strategy.objects.exists()


def test_the_sentences_that_were_kept_are_stored_in_order(client, staff):
    data = {f"sentences-{n}-text": text for n, text in enumerate(CUT)} | {"sentences-0-text": ""}
    response = client.post(
        "/strategies/new/",
        {"title": "Sundhed", "year": "2025", "status": "proposed", "sharing": "network"} | data,
    )
    made = Strategy.objects.get()
    assert (response.status_code, response.url) == (302, f"/strategies/{made.pk}/")
    assert (made.municipality_id, made.year, made.status) == ("9901", 2025, "proposed")
    assert (made.sharing, made.created_by) == ("network", staff)
    assert sentences_of(made) == CUT[1:]


def test_a_title_is_enough_and_what_is_not_said_is_for_the_own_house(client, staff):
    client.post("/strategies/new/", {"title": "Sundhed"})
    assert Strategy.objects.get().sharing == "own"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Giv strategien et navn."),
        ({"year": "for længe siden"}, "Skriv et årstal med fire cifre."),
        ({"url": "javascript:alert(1)"}, "Skriv en adresse, der begynder med https://."),
        ({"sharing": "hele verden"}, "gyldig"),
        ({"sentences-0-text": "x" * 2_001}, "2.000"),
        ({"pasted": "Vi vil. " * 401}, "Der er 401 sætninger. Sæt højst 400 ind ad gangen."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client, staff, wrong, sentence):
    data = {"title": "Sundhed", "sentences-1-text": "Ingen skal være alene."} | wrong
    response = client.post("/strategies/new/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "<title>Fejl:" in html
    assert "Ingen skal være alene." in html
    assert not Strategy.objects.exists()


def test_a_sentence_that_is_mended_keeps_its_goals_and_practices(client, staff):
    walks = practice("Gå-aftaler")
    row = commitment("Alle skal bevæge sig", walks, goals=[3])
    client.post(
        f"/strategies/{row.strategy_id}/edit/",
        {
            "title": "Et liv i bevægelse",
            "version": "1",
            "sentences-0-text": "Først noget nyt.",
            "sentences-1-commitment": row.pk,
            "sentences-1-text": "Alle skal kunne bevæge sig",
        },
    )
    first, second = Commitment.objects.all()
    assert (first.text, second.pk, second.text) == (
        "Først noget nyt.",
        row.pk,
        "Alle skal kunne bevæge sig",
    )
    assert list(second.practices.all()) == [walks]
    assert [goal.pk for goal in second.goals.all()] == [3]


def test_another_strategys_sentence_is_not_taken_over(client, staff):
    theirs = commitment("Deres løfte", code="9902")
    ours = strategy("Vores løfte")
    client.post(
        f"/strategies/{ours.pk}/edit/",
        {
            "title": "Vores",
            "version": "1",
            "sentences-0-commitment": theirs.pk,
            "sentences-0-text": "Taget",
        },
    )
    theirs.refresh_from_db()
    assert (theirs.text, theirs.strategy.municipality_id) == ("Deres løfte", "9902")
    assert sentences_of(ours) == ["Taget"]


def test_two_who_edit_see_both_texts_and_nothing_is_lost(client, staff):
    made = strategy("Ingen skal være alene.")
    made.store([(None, "Alle skal kunne være alene.")], by=None)
    data = {"title": "Min titel", "version": "1", "sentences-0-text": "Ingen skal stå alene."}
    response = client.post(f"/strategies/{made.pk}/edit/", data)
    html = response.content.decode()
    assert response.status_code == 409
    for text in ("Alle skal kunne være alene.", "Ingen skal stå alene.", "Min titel"):
        assert text in html
    assert 'name="version" value="2"' in html
    assert sentences_of(made) == ["Alle skal kunne være alene."]
    assert client.post(f"/strategies/{made.pk}/edit/", data | {"version": "2"}).status_code == 302


def move(client, made, sentence, way, version):
    address = f"/strategies/{made.pk}/commitments/{sentence.pk}/move/"
    return client.post(address, {"move": way, "version": version})


def test_sentences_are_moved_up_and_down_one_place_at_a_time(client, staff):
    made = strategy("Et", "To", "Tre")
    first, _, last = made.commitments.all()
    html = client.get(made.get_absolute_url()).content.decode()
    assert (html.count('value="up"'), html.count('value="down"')) == (2, 2)
    answer = move(client, made, last, "up", 1)
    assert (answer.status_code, answer.url) == (
        302,
        f"/strategies/{made.pk}/#commitment-{last.pk}",
    )
    assert sentences_of(made) == ["Et", "Tre", "To"]
    move(client, made, first, "down", 2)
    assert sentences_of(made) == ["Tre", "Et", "To"]
    assert move(client, made, last, "up", 3).status_code == 302, "beyond the end nothing happens"
    assert sentences_of(made) == ["Tre", "Et", "To"]


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30])
def test_who_moves_in_an_order_that_has_changed_is_shown_the_new_one(client, staff, version):
    made = strategy("Et", "To", "Tre")
    first, second, _ = made.commitments.all()
    move(client, made, second, "up", 1)
    answer = move(client, made, first, "down", version)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "En anden har gemt imens" in html
    assert html.index(">To<") < html.index(">Et<")
    assert sentences_of(made) == ["To", "Et", "Tre"]


@pytest.mark.parametrize("way", ["", "sideways", "\x00"])
def test_a_strange_way_moves_nothing(client, staff, way):
    made = strategy("Et", "To")
    assert move(client, made, made.commitments.first(), way, 1).status_code == 302
    assert sentences_of(made) == ["Et", "To"]


def test_deleting_takes_the_sentences_and_leaves_the_practices(client, staff):
    walks = practice("Gå-aftaler")
    row = commitment("Alle skal bevæge sig", walks)
    client.post(f"/strategies/{row.strategy_id}/delete/")
    assert not Commitment.objects.exists()
    walks.refresh_from_db()
    assert index.find("bevæge", actor=actor(), kinds=["strategy"]).total == 0


# --- One sentence ------------------------------------------------------------------------


def test_goals_are_suggested_with_the_words_and_never_set_by_themselves(client, staff):
    row = commitment("Vi vil invitere til fællesspisning mod ensomhed")
    html = read(client, row.get_absolute_url())
    assert "Maskinen gætter ud fra ordene. Du bestemmer." in html
    assert "ensomhed)" in html
    assert not row.goals.exists()

    client.post(f"{row.get_absolute_url()}goal/", {"goal": "3"})

    assert [goal.pk for goal in row.goals.all()] == [3]
    for nonsense in ("18", "", "3; drop", "9" * 30):
        assert client.post(f"{row.get_absolute_url()}goal/", {"goal": nonsense}).status_code == 302
    assert row.goals.count() == 1


def test_a_target_brings_its_goal(client, staff):
    row = commitment("Færre skal dø for tidligt")
    data = {"text": row.text, "targets": ["3.4"], "goals": ["10"], "version": "1"}
    assert client.post(f"{row.get_absolute_url()}edit/", data).status_code == 302
    assert {goal.pk for goal in row.goals.all()} == {3, 10}
    again = client.post(f"{row.get_absolute_url()}edit/", data | {"text": "Min tekst"})
    assert again.status_code == 409
    assert "Min tekst" in again.content.decode()


def test_practices_are_suggested_by_what_they_share_and_linked_by_hand(client, staff):
    near = practice("Gåture mod ensomhed", goals=[3], targets=["3.4"], code="9902")
    practice("Solceller på taget", goals=[7])
    draft = practice("Hemmelig kladde om ensomhed", goals=[3], status="draft", code="9902")
    row = commitment("Ingen skal stå alene med sin ensomhed", goals=[3])
    html = read(client, row.get_absolute_url())
    assert f'data-near="{near.pk}"' in html
    assert "Samme ord" in html
    assert "Solceller" not in html
    assert "Hemmelig" not in html

    client.post(f"{row.get_absolute_url()}link/", {"practice": near.pk})
    assert client.post(f"{row.get_absolute_url()}link/", {"practice": draft.pk}).status_code == 404
    assert list(row.practices.all()) == [near]
    html = read(client, row.get_absolute_url())
    assert f'data-practice="{near.pk}"' in html
    assert f'data-near="{near.pk}"' not in html

    client.post(f"{row.get_absolute_url()}unlink/", {"practice": near.pk})
    assert not row.practices.exists()


def test_a_practice_can_be_searched_for(client, staff):
    roof = practice("Solceller på taget")
    row = commitment("Ingen skal stå alene")
    assert f'data-found="{roof.pk}"' in read(client, f"{row.get_absolute_url()}?q=solceller")
    assert client.get(f"{row.get_absolute_url()}?q=%00{'x' * 5_000}").status_code == 200


def test_a_practice_that_is_withdrawn_no_longer_serves_in_others_eyes(client):
    walks = practice("Gå-aftaler")
    row = commitment("Alle skal bevæge sig", walks, code="9902")
    assert "Gå-aftaler" in read(client, row.strategy.get_absolute_url())
    walks.withdraw(by=member("coordinator"))
    for page in (row.strategy.get_absolute_url(), row.get_absolute_url(), "/strategies/gap/"):
        html = read(client, page)
        assert "Gå-aftaler" not in html
    assert "1 venter på den første." in read(client, row.strategy.get_absolute_url())


def test_from_the_card_staff_say_that_it_serves_a_sentence_of_theirs(client, staff):
    walks = practice("Gå-aftaler", code="9902")
    ours, theirs = commitment("Vores løfte"), commitment("Deres løfte", code="9902")
    card = read(client, walks.get_absolute_url())
    assert f'<option value="{ours.pk}">' in card
    assert "Deres løfte" not in card
    client.post(f"{walks.get_absolute_url()}serves/", {"commitment": ours.pk})
    assert list(ours.practices.all()) == [walks]
    assert "Vores løfte" in read(client, walks.get_absolute_url())
    for key in (theirs.pk, "x", "", "9" * 30):
        answer = client.post(f"{walks.get_absolute_url()}serves/", {"commitment": key})
        assert answer.status_code == 404
    assert not theirs.practices.exists()


# --- Reading -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("/strategies/?municipality=xx", "/strategies/gap/?strategy=zzz"),
        *("/strategies/?goal=99&goal=x", "/strategies/gap/?municipality=9902&strategy=0"),
    ],
)
def test_filters_that_are_malformed_are_left_out_without_a_word(client, address):
    strategy("Vi vil gå mere", title="Et liv i bevægelse")
    html = client.get(address).content.decode()
    assert "Et liv i bevægelse" in html
    assert 'class="error"' not in html
    assert "aria-invalid" not in html


def test_sentences_of_the_gap_keep_their_language_on_an_english_page(client):
    sentence = strategy("Vi vil gå mere").commitments.get()
    html = client.get("/en/strategies/gap/").content.decode()
    line = html[html.index(f'data-commitment="{sentence.pk}"') :]
    assert re.search(r'lang="da"[^>]*>(<a [^>]*>)?Vi vil gå mere', line)


def test_a_strategy_says_what_serves_each_sentence_and_what_is_missing(client):
    made = strategy("Alle skal bevæge sig.", "Sund mad skal være nem.", goals=[3])
    walks = practice("Gå-aftaler", outcome="did_not")
    made.commitments.first().practices.add(walks)
    html = read(client, made.get_absolute_url())
    assert "2 formuleringer." in html
    assert "1 har en praksis." in html
    assert "1 venter på den første." in html
    assert f'data-practice="{walks.pk}"' in html
    assert "Lykkedes ikke" in html
    assert "Ingen praksis tjener den endnu." in html
    silent = html[html.index("Mål uden formulering") :]
    assert 'class="goal goal-4"' in silent
    assert 'class="goal goal-3"' not in silent
    assert "%" not in re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(("sharing", "for_member"), [("own", 404), ("network", 200)])
def test_what_is_not_for_everybody_is_nowhere_for_the_others(client, sharing, for_member):
    walks = practice("Gå-aftaler", goals=[3], code="9902")
    pages = (
        *("/strategies/", "/strategies/?goal=3", "/strategies/gap/", "/goals/3/"),
        *(walks.get_absolute_url(), "/search/?q=fjordløftet"),
    )
    before = [bare(read(client, page)) for page in pages]
    row = commitment("Fjordløftet skal holdes", walks, sharing=sharing, goals=[3], title="Løftet")
    assert [bare(read(client, page)) for page in pages] == before
    assert client.get(row.strategy.get_absolute_url()).status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(member("staff", "9902"))
    assert client.get(row.strategy.get_absolute_url()).status_code == for_member
    assert ("Fjordløftet" in read(client, "/goals/3/")) is (for_member == 200)


def bare(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_the_list_is_narrowed_by_municipality_and_goal(client):
    walk = strategy(title="Gåplan", goals=[3])
    heat = strategy(title="Varmeplan", goals=[7], code="9902")

    def shown(query):
        html = read(client, f"/strategies/?{query}")
        return {int(key) for key in re.findall(r'data-strategy="(\d+)"', html)}

    assert shown("") == {walk.pk, heat.pk}
    assert shown("goal=3") == {walk.pk}
    assert shown("municipality=9902") == {heat.pk}
    assert shown("goal=3&goal=7") == {walk.pk, heat.pk}
    assert shown("goal=99&municipality=xx&page=z&strategy=1'") == {walk.pk, heat.pk}


def cells(html):
    found = re.findall(
        r'data-row="(\d+)" data-column="(\d+)" data-count="(\d+)" data-sentences="(\d+)"', html
    )
    return {(int(goal), int(column)): (int(n), int(s)) for goal, column, n, s in found}


def test_the_gap_counts_practices_by_goal_and_strategy(client):
    first = strategy("Alle skal bevæge sig.", "Ingen skal være alene.", goals=[3])
    second = strategy("Varmen skal være grøn.", goals=[7], code="9902")
    walks, talks = practice("Gå-aftaler"), practice("Samtaler")
    for row in first.commitments.all():
        row.practices.set([walks, talks])
    found = cells(read(client, "/strategies/gap/"))
    assert found[3, first.pk] == (2, 2)
    assert found[7, second.pk] == (0, 1)
    assert found[7, first.pk] == (0, 0)
    assert len(found) == 34


def test_one_strategy_is_looked_at_sentence_by_sentence(client):
    made = strategy("Alle skal bevæge sig.", "Ingen skal være alene.", goals=[3])
    strategy("Varmen skal være grøn.", code="9902")
    first = made.commitments.first()
    first.practices.add(practice("Gå-aftaler"))
    html = read(client, f"/strategies/gap/?strategy={made.pk}")
    assert cells(html)[3, first.pk] == (1, 1)
    assert len(cells(html)) == 34
    bare_part = html[html.index("Formuleringer uden praksis") :]
    assert "Ingen skal være alene." in bare_part
    assert "Alle skal bevæge sig." not in bare_part


def test_a_member_looks_at_the_own_municipality_first(client, staff):
    ours = strategy(title="Vores")
    theirs = strategy(title="Deres", code="9902")
    assert f'data-column="{theirs.pk}"' not in read(client, "/strategies/gap/")
    html = read(client, "/strategies/gap/?municipality=")
    assert f'data-column="{theirs.pk}"' in html
    # A missing sentence is an invitation where one may write.
    assert f'href="/strategies/{ours.pk}/edit/#sentences"' in html
    assert f'href="/strategies/{theirs.pk}/edit/#sentences"' not in html


def test_the_gap_as_a_spreadsheet_says_the_same(client):
    made = strategy("=Alle skal bevæge sig.", goals=[3])
    made.commitments.get().practices.add(practice("Gå-aftaler"))
    response = client.get("/strategies/gap.xlsx")
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    matrix, sentences, silent = book.worksheets
    assert [row[0] for row in matrix.iter_rows(min_row=2, values_only=True)][2].startswith("3 ")
    row = next(sentences.iter_rows(min_row=2, values_only=True))
    assert row[3] == "=Alle skal bevæge sig."
    assert (row[5], row[6]) == (1, "Gå-aftaler")
    assert sentences.cell(2, 4).data_type == "s"
    assert silent.max_row == 17


def test_a_goals_page_says_what_the_municipalities_have_promised(client):
    for number in range(5):
        commitment(f"Løfte nummer {number}", goals=[3], title=f"Plan {number}")
    html = read(client, "/goals/3/")
    assert "Hvad har kommunerne lovet?" in html
    assert html.count("data-commitment=") == 3
    assert "alle 5 sætninger" in html
    assert "Hvad har kommunerne lovet?" not in read(client, "/goals/4/")


def test_search_finds_a_strategy_by_any_sentence(client):
    made = strategy("Vi vil lukke gabet i levealder.")
    html = read(client, "/search/?q=levealder")
    assert f'data-strategy="{made.pk}"' in html
    row = made.commitments.get()
    row.edit("Vi vil lukke hullet.", goals=[], targets=[])
    assert f'data-strategy="{made.pk}"' not in read(client, "/search/?q=levealder")


def test_pages_take_as_many_queries_for_many_sentences_as_for_few(
    client, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = strategy("Alle skal bevæge sig.", goals=[3])
    made.commitments.get().practices.add(practice("Gå-aftaler"))
    pages = ("/strategies/", made.get_absolute_url(), "/strategies/gap/")
    costs = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as some:
            client.get(page)
        costs.append(len(some))
    for number in range(6):
        more = strategy("Et løfte.", "Et løfte til.", goals=[3, 4], title=f"Plan {number}")
        for row in more.commitments.all():
            row.practices.add(practice(f"Praksis {number}"))
    made.store([(None, f"Løfte {n}") for n in range(9)], by=None)
    for page, most in zip(pages, costs, strict=True):
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
