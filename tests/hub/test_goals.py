"""A goal's page is the hub: practices, voices, questions, departments, partnerships, targets."""

import re

import pytest

from sdg_platform.taxonomy.models import Goal
from tests.factories import (
    MunicipalityFactory,
    PartnershipFactory,
    WorkshopFactory,
    member,
    note_on,
    practice,
    question_from,
)

pytestmark = pytest.mark.django_db

GOAL = "/goals/3/"


def html(response):
    """The page with every run of white space as one space: lines are the formatter's matter."""
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def finished(sharing="public", code="9901", **notes):
    """A finished meeting; `notes` map a field to texts, each tagged with goal 3."""
    workshop = WorkshopFactory(municipality=MunicipalityFactory(code=code), sharing=sharing)
    for quadrant, texts in notes.items():
        for text in texts:
            note_on(workshop, text, quadrant, goals=[3])
    workshop.open()
    workshop.close()
    return workshop


def test_the_list_shows_every_goal_with_its_meaning_and_number_of_practices(client):
    practice(goals=[3, 11])
    page = html(client.get("/goals/"))
    assert len(re.findall(r'<a class="goal goal-\d+" href="/goals/\d+/">', page)) == 17
    assert "Alle skal kunne leve sundt og have det godt, hele livet." in page
    assert page.count('<td class="r">1</td>') == 2
    assert 'href="/themes/people/"' in page


def test_the_health_lens_counts_only_where_health_is_the_means(client):
    practice("Bænke langs stien", goals=[11, 3], health_as_means=True)
    practice("Rygestop", goals=[3])
    page = html(client.get("/goals/?lens=health"))
    assert "1 praksis bruger sundhed som middel." in page
    assert page.count('<td class="r">1</td>') == 2


def test_a_goal_tells_what_it_can_mean_and_leads_to_its_neighbours(client):
    page = html(client.get(GOAL))
    assert "<h1>Sundhed og trivsel</h1>" in page
    assert "At en 80-årig kan komme ud og gå en tur med nogen." in page
    assert 'rel="prev" href="/goals/2/"' in page
    assert 'rel="next" href="/goals/4/"' in page
    assert 'rel="prev"' not in html(client.get("/goals/1/"))
    assert 'rel="next"' not in html(client.get("/goals/17/"))


def test_what_an_administrator_edits_stands_there_at_once(client):
    client.get(GOAL)
    Goal.objects.filter(pk=3).update(municipal_da="At nogen ringer igen.")
    assert "At nogen ringer igen." in html(client.get(GOAL))


@pytest.mark.parametrize(
    "path",
    [
        *("/goals/0/", "/goals/18/", f"/goals/{10**40}/", "/goals/18/voices/"),
        *("/goals/3/targets/4.1/", "/goals/3/targets/3.99/", "/goals/18/targets/18.1/"),
        *("/themes/profit/", "/en/goals/18/"),
    ],
)
def test_what_is_no_goal_target_or_p_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_practices_are_tallied_by_outcome_and_each_count_is_its_list(client):
    practice("Gåture", goals=[3], outcome="partly")
    practice("Rygestop", goals=[3], outcome="did_not")
    practice("Madspild", goals=[12], outcome="partly")
    practice("En kladde", goals=[3], outcome="partly", status="draft")
    page = html(client.get(GOAL))
    assert len(re.findall("data-practice=", page)) == 2
    assert "2 praksisser, og hvordan det gik." in page
    links = re.findall(r'tally__to" href="([^"]+)">.*?<b>(\d+)</b>', page, flags=re.DOTALL)
    assert sorted(links) == [
        ("/practices/?goal=3&amp;outcome=did_not", "1"),
        ("/practices/?goal=3&amp;outcome=partly", "1"),
    ]
    for url, count in links:
        assert f'data-total="{count}"' in html(client.get(url.replace("&amp;", "&")))


def test_a_member_sees_the_own_drafts_marked_and_strangers_do_not(client):
    draft = practice("En kladde", goals=[3], status="draft")
    client.force_login(member(code="9902"))
    assert f'data-practice="{draft.pk}"' not in html(client.get(GOAL))
    client.force_login(member(code="9901"))
    page = html(client.get(GOAL))
    assert f'data-practice="{draft.pk}"' in page
    assert '<span class="tag">Kladde</span>' in page


def test_health_serves_other_goals_than_3(client):
    for number, goals in enumerate([[11, 3], [11], [4, 3]]):
        practice(f"Praksis {number}", goals=goals, health_as_means=True)
    page = html(client.get(GOAL))
    assert "3 praksisser bruger sundhed som middel til <strong>2 andre mål</strong>" in page
    lens = page[page.index('id="h-lens"') : page.index("</aside>")]
    assert re.findall(r'href="/goals/(\d+)/"', lens) == ["11", "4"]


def test_the_lens_follows_what_is_written(client):
    client.get(GOAL)
    practice("Bænke", goals=[11], health_as_means=True)
    assert "1 praksis bruger sundhed som middel" in html(client.get(GOAL))


def test_voices_stand_verbatim_two_in_each_field_with_the_number_of_all(client):
    works = ["Sundhed som midlet – et samlende koncept", "At tænke velfærd -> nye måder", "Æh?"]
    finished(works=works, does_not_work=["At sundhed kun er mål 3 <b>"])
    page = html(client.get(GOAL))
    assert re.findall(r'data-quadrant="(\w+)"', page) == [
        "works", "question", "does_not_work", "take_forward",
    ]  # fmt: skip
    field = page[page.index('id="v-works"') : page.index('id="v-question"')]
    assert "3 noter" in field
    assert field.count("data-reflection=") == 2
    assert 'href="/goals/3/voices/?quadrant=works"' in field
    assert "At sundhed kun er mål 3 &lt;b&gt;" in page


def test_notes_of_open_or_private_meetings_stay_where_they_are(client):
    private = finished("own", works=["Kun for os"])
    on_going = WorkshopFactory(sharing="public", state="open")
    note_on(on_going, "Ikke færdig endnu", goals=[3])
    page = html(client.get(GOAL))
    assert "Kun for os" not in page
    assert "Ikke færdig endnu" not in page
    client.force_login(member(code=private.municipality_id))
    assert "Kun for os" in html(client.get(GOAL))


def test_a_participant_reads_private_notes_on_the_board_alone(client):
    workshop = WorkshopFactory(state="open", sharing="own")
    note_on(workshop, "Kun for dem i rummet", goals=[3])
    client.post(f"/join/{workshop.code}/")
    assert "Kun for dem i rummet" in html(client.get(f"/workshops/{workshop.pk}/"))
    assert "Kun for dem i rummet" not in html(client.get(GOAL))


def test_open_questions_come_unanswered_first_and_can_be_answered(client):
    answered = question_from("Hvem har prøvet det?", goals=[3])
    answered.answer("Det har vi.", municipality_id="9901", by=None)
    waiting = question_from("Hvordan får vi de unge med?", goals=[3])
    page = html(client.get(GOAL))
    assert re.findall(r'data-question="(\d+)"', page) == [str(waiting.pk), str(answered.pk)]
    assert f'href="/questions/{waiting.pk}/"' in page
    assert "1 svar" in page


def test_departments_without_a_practice_are_invited(client):
    practice(goals=[3], departments=["health"])
    page = html(client.get(GOAL))
    assert 'href="/practices/?goal=3&amp;department=health"' in page
    assert 'href="/practices/new/?goal=3&amp;department=finance"' in page
    table = page[page.index('class="table deps"') :]
    assert table.index("Sundhed") < table.index("Social")
    assert 'rect width="100"' in table


def test_partnerships_on_the_goal_are_marked_and_private_ones_are_not_there(client):
    shared = PartnershipFactory(goals=[3], seeks="en følgeven-ordning")
    private = PartnershipFactory(goals=[3], sharing="own")
    page = html(client.get(GOAL))
    assert re.findall(r'data-partnership="(\d+)"', page) == [str(shared.pk)]
    assert "<b>Søger:</b> <span>en følgeven-ordning" in page
    client.force_login(member())
    assert f'data-partnership="{private.pk}"' in html(client.get(GOAL))


def test_targets_are_listed_in_their_order_with_their_practices(client):
    practice(goals=[8], targets=["8.10"])
    page = html(client.get("/goals/8/"))
    codes = re.findall(r'href="/goals/8/targets/([^/]+)/"', page)
    assert codes[:2] == ["8.1", "8.2"]
    assert codes[8:] == ["8.9", "8.10", "8.a", "8.b"]
    assert re.search(r"8\.10</a></th>\s*<td>[^<]*</td>\s*<td class=\"r\">1</td>", page)


def test_an_empty_goal_invites_on_every_shelf(client):
    page = html(client.get("/goals/14/"))
    assert "Her har ingen fortalt noget endnu" in page
    assert 'href="/practices/new/?goal=14"' in page
    assert "Ingen åbne spørgsmål lige nu." in page
    assert "Ingen partnerskaber endnu." in page


def fill(number):
    finished(works=[f"Note {number} {n}" for n in range(4)], question=[f"Hvad {number}?"])
    practice(f"Praksis {number}", goals=[3, 11], targets=["3.4"], health_as_means=True)
    PartnershipFactory(goals=[3])


@pytest.mark.parametrize(
    ("path", "most"), [(GOAL, 6), ("/goals/3/targets/3.4/", 5), ("/goals/3/voices/", 3)]
)
def test_queries_do_not_grow_with_the_rows(client, path, most, django_assert_max_num_queries):
    fill(0)
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)
    for number in range(1, 8):
        fill(number)
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)
    client.force_login(member())
    with django_assert_max_num_queries(most + 3):
        client.get(path)


def test_all_voices_of_a_field_can_be_read(client):
    finished(works=["Fungerer her"], question=["Hvad så?"])
    everything = html(client.get("/goals/3/voices/"))
    assert everything.index("Fungerer her") < everything.index("Hvad så?")
    assert 'data-total="2"' in everything
    one = html(client.get("/goals/3/voices/?quadrant=question&quadrant=nonsense&page=x"))
    assert "Hvad så?" in one
    assert "Fungerer her" not in one


def test_many_voices_are_paged_with_the_field_kept(client):
    finished(works=[f"Note nummer {number}" for number in range(45)])
    first = html(client.get("/goals/3/voices/?quadrant=works"))
    assert first.count("data-reflection=") == 40
    assert 'rel="next" href="?quadrant=works&amp;page=2"' in first
    last = html(client.get("/goals/3/voices/?quadrant=works&page=2"))
    assert last.count("data-reflection=") == 5
    assert 'rel="prev"' in last


def test_a_target_is_said_in_our_words_beside_the_official_text(client):
    practice("Gåture", goals=[3], targets=["3.4"])
    practice("Rygestop", goals=[3], targets=["3.a"])
    page = html(client.get("/goals/3/targets/3.4/"))
    assert "Med vores ord, ikke FN’s." in page
    assert "Læs den officielle tekst" in page
    assert "Gåture" in page
    assert "Rygestop" not in page
    assert 'href="/goals/3/targets/3.3/"' in page
    assert "Mental sundhed" in page
    assert 'href="/practices/?goal=3&amp;target=3.4"' in page


def test_a_p_stands_with_goals_that_we_suggest_lie_near(client):
    both = practice("Et værksted", goals=[3], themes=["people"])
    practice("Rygestop", goals=[3])
    note = note_on(WorkshopFactory(), "Mennesker først")
    note.themes.set(["people"])
    page = html(client.get("/themes/people/"))
    assert '<h1 lang="en">People</h1>' in page
    assert "Mennesker." in page
    assert re.findall(r'data-practice="(\d+)"', page) == [str(both.pk)]
    assert "vores forslag, ikke WHO’s" in page
    assert 'href="/practices/?theme=people&amp;goal=3"' in page
    assert "Mennesker først" not in page
    client.force_login(member())
    assert "Mennesker først" in html(client.get("/themes/people/"))


def test_a_p_takes_few_queries(client, django_assert_max_num_queries):
    client.get("/themes/people/")
    with django_assert_max_num_queries(5):
        client.get("/themes/people/")


def test_everything_is_there_in_english(client):
    for path in ("goals/", "goals/3/", "goals/3/voices/", "goals/3/targets/3.4/", "themes/people/"):
        assert '<html lang="en">' in html(client.get(f"/en/{path}"))
    assert "Good health and well-being" in html(client.get("/en/goals/3/"))
