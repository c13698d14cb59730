"""Bringing notes in on the web: send a document, look where its lines land, say yes."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import MunicipalityFactory, WorkshopFactory, member, note_on
from workshops.models import NewReflection, Reflection, Source, Workshop
from workshops.reading.placing import place

SHARED = Path(__file__).resolve().parents[3] / "shared" / "notes"
NOTES = """Opsamling fra netværksmødet
+ Hvad fungerer?
- Det fælles sprog på tværs
  - gerne kort
? Hvilke spørgsmål?
- Hvem ejer handleplanen -> økonomi?
Fungerer ikke
÷ ingen tid mellem møderne
Eventuelt
50 % af deltagerne ønsker en dag mere
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(client):
    user = member("facilitator")
    client.force_login(user)
    return user


@pytest.fixture
def workshop(facilitator):
    return WorkshopFactory(state="open")


def upload(client, url, content, name):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(url, {"file": file})


def import_url(workshop):
    return reverse("workshops:notes_import", args=[workshop.pk])


def preview_url(source):
    return reverse("workshops:notes_import_preview", args=[source.workshop_id, source.pk])


def paste(client, workshop, text=NOTES):
    """Paste `text` and follow to its preview; returns the source."""
    response = client.post(import_url(workshop), {"text": text})
    assert response.status_code == 302, response.content.decode()
    return Source.objects.get(pk=response.url.rstrip("/").split("/")[-1])


def page_of(response):
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def texts(workshop):
    notes = workshop.reflections.alive().order_by("seq")
    return [(note.quadrant, note.text) for note in notes]


# --- Sending --------------------------------------------------------------------------------


def test_pasted_text_becomes_a_preview_whose_counts_add_up(client, workshop):
    source = paste(client, workshop)
    told = page_of(client.get(preview_url(source)))
    assert (
        "Indsat tekst har 10 linjer med tekst. 4 blev til noter. 3 er overskrifter. "
        "3 venter på dig. Intet er smidt væk."
    ) in told
    assert "Gem 4, lad 3 ligge" in told
    assert not Reflection.objects.exists()
    assert source.confirmed_at is None


def test_a_file_becomes_the_same_preview(client, workshop):
    response = upload(client, import_url(workshop), NOTES, "opsamling.txt")
    told = page_of(client.get(response.url))
    assert "opsamling.txt har 10 linjer med tekst. 4 blev til noter." in told


def test_the_original_stands_line_by_line_beside_the_fields(client, workshop):
    content = client.get(preview_url(paste(client, workshop))).content.decode()
    for number, line in enumerate(NOTES.splitlines(), start=1):
        words = line.strip().replace("->", "</span>").split("</span>")[0]
        assert f'<span class="ol__n">{number}</span><span class="ol__t">' in content
        assert words in content
    for quadrant in ("works", "question", "does_not_work", "take_forward"):
        assert f'data-quadrant="{quadrant}"' in content


def test_somebodys_markup_stays_text(client, workshop):
    source = paste(client, workshop, "+ Hvad fungerer?\n- <script>alert(1)</script>\n")
    content = client.get(preview_url(source)).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)" in content


BAD_FILES = {
    "tom.docx": (b"", "Filen er tom."),
    "billede.docx": (b"\x89PNG\r\n\x1a\n" + bytes(60), "indholdet er af en anden slags"),
    "lyver.txt": (b"PK\x03\x04" + bytes(60), "indholdet er af en anden slags"),
    "program.exe": (b"MZ" + bytes(60), "Gem filen som .docx"),
    "lang.txt": (b"- en note\n" * 5_001, "mere end 5.000 afsnit"),
    "stor.txt": (b"- en note\n" * 2_200_000, "mere end 20 MB"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_a_sentence_and_nothing_is_stored(client, workshop, name):
    content, sentence = BAD_FILES[name]
    response = upload(client, import_url(workshop), content, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Source.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"text": " \n\t"}, {"text": "\ufeff  "}])
def test_nothing_sent_is_asked_for(client, workshop, sent):
    response = client.post(import_url(workshop), sent)
    assert response.status_code == 422
    assert "Indsæt noget tekst, eller vælg en fil." in response.content.decode()


def test_file_and_text_together_are_a_question_and_the_text_stays(client, workshop):
    file = SimpleUploadedFile("noter.txt", NOTES.encode())
    response = client.post(import_url(workshop), {"file": file, "text": "- min egen note"})
    assert response.status_code == 422
    assert "- min egen note</textarea>" in response.content.decode()


def test_a_bad_paste_comes_back_in_the_form(client, workshop):
    text = "- en note\n" * 5_001
    response = client.post(import_url(workshop), {"text": text})
    assert response.status_code == 422
    assert response.content.decode().count("- en note") >= 5_001


def test_a_body_of_30_mb_is_refused_with_413(client, workshop):
    assert upload(client, import_url(workshop), b"x" * 30_000_000, "stor.txt").status_code == 413


def test_a_stray_nul_costs_one_line_and_not_the_paste(client, workshop):
    source = paste(client, workshop, "+ Hvad fungerer?\n- god\n- skidt \x00 tegn\n")
    told = page_of(client.get(preview_url(source)))
    assert "usynligt tegn" in told
    assert "Gem 1, lad 1 ligge" in told


def test_a_paste_of_one_megabyte_is_listed_as_too_long(client, workshop):
    source = paste(client, workshop, "+ Hvad fungerer?\n- kort\n" + "x" * 1_000_000)
    told = page_of(client.get(preview_url(source)))
    assert "Linjen er for lang til en note. Del den i flere." in told


def test_the_121st_upload_within_an_hour_waits(client, workshop, settings, monkeypatch):
    settings.RATE_LIMITS = True
    from workshops.views import notes_import

    monkeypatch.setattr(
        notes_import, "UPLOADS", type(notes_import.UPLOADS)("upload", times=2, seconds=3600)
    )
    for _ in range(2):
        assert client.post(import_url(workshop), {"text": ""}).status_code == 422
    response = client.post(import_url(workshop), {"text": NOTES})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 3000
    assert "Opsamling fra netværksmødet" in response.content.decode()


def test_uploads_are_limited_to_120_an_hour():
    from workshops.views.notes_import import UPLOADS

    assert (UPLOADS.name, UPLOADS.times, UPLOADS.seconds) == ("upload", 120, 3600)


# --- Looking --------------------------------------------------------------------------------


def test_a_waiting_line_is_placed_without_anything_being_stored(client, workshop):
    source = paste(client, workshop)
    response = client.post(preview_url(source), {"choices": "", "place": "10=does_not_work"})
    content = response.content.decode()
    assert response.status_code == 200
    assert 'name="choices" value="10=does_not_work"' in content
    assert "Gem 5, lad 2 ligge" in page_of(response)
    assert not Reflection.objects.exists()


def test_decisions_add_up_over_several_clicks_and_are_stored_together(client, workshop):
    source = paste(client, workshop)
    client.post(
        preview_url(source),
        {"choices": "10=does_not_work 3=take_forward 8=not_a_note 1=not_a_note"},
    )
    assert texts(workshop) == [
        ("take_forward", "Det fælles sprog på tværs"),
        ("works", "gerne kort"),
        ("question", "Hvem ejer handleplanen -> økonomi?"),
        ("does_not_work", "50 % af deltagerne ønsker en dag mere"),
    ]


def test_after_a_line_is_placed_the_focus_is_at_the_next_one(client, workshop):
    source = paste(client, workshop)
    content = client.post(preview_url(source), {"place": "1=works"}).content.decode()
    assert re.search(r'value="9=works" autofocus', content)
    content = client.post(
        preview_url(source), {"choices": "1=works 9=not_a_note", "place": "10=works"}
    ).content.decode()
    assert re.search(r'<button class="btn btn--main" type="submit" autofocus>', content)
    assert "Alle linjer er placeret" in content


def test_a_moved_note_keeps_the_focus_and_one_set_aside_can_come_back(client, workshop):
    source = paste(client, workshop)
    content = client.post(preview_url(source), {"place": "3=question"}).content.decode()
    assert content.count("autofocus") == 1
    response = client.post(preview_url(source), {"choices": "", "place": "3=not_a_note"})
    assert "1 linje er ikke en note" in page_of(response)
    assert "<summary autofocus>" in response.content.decode()
    client.post(preview_url(source), {"choices": "3=not_a_note 3=works"})
    assert ("works", "Det fælles sprog på tværs") in texts(workshop)


def test_htmx_gets_the_form_alone_and_the_rest_in_words(client, workshop):
    source = paste(client, workshop)
    response = client.post(
        preview_url(source),
        {"place": "1=works"},
        headers={"HX-Request": "true", "HX-Target": "notes-import"},
    )
    content = response.content.decode()
    assert "<html" not in content
    assert 'hx-swap-oob="innerHTML:#notes-said">2 linjer venter på dig.' in content


def test_a_number_that_looks_like_cpr_is_warned_about_before_saving(client, workshop):
    source = paste(client, workshop, "+ Hvad fungerer?\n- Ring til 010190-1234\n")
    assert "Linje 2 ligner et CPR-nummer." in page_of(client.get(preview_url(source)))


@pytest.mark.parametrize(
    "place", ["", "x", "3", "3=nej", "0=works", "99999=works", "3=works;4=works"]
)
def test_malformed_decisions_are_ignored(client, workshop, place):
    source = paste(client, workshop)
    response = client.post(preview_url(source), {"choices": place, "place": place})
    assert response.status_code == 200
    assert "Gem 4, lad 3 ligge" in page_of(response)


# --- Guessing goals -------------------------------------------------------------------------

TALK = "+ Hvad fungerer?\n- Gågruppen gør noget ved ensomhed\n- Kaffe kl. 10\n"


def test_each_note_has_its_guesses_with_the_words_and_none_is_ticked(client, workshop):
    content = client.get(preview_url(paste(client, workshop, TALK))).content.decode()
    assert 'name="tag" value="2=3">' in content
    assert "(Gågruppen, ensomhed)" in content
    assert 'name="tag" value="3=' not in content
    assert not re.search(r'name="tag"[^>]* checked', content)


def test_nothing_is_tagged_unless_somebody_ticks(client, workshop):
    client.post(preview_url(paste(client, workshop, TALK)))
    assert not Reflection.objects.filter(goals__isnull=False).exists()


def test_a_ticked_guess_stays_ticked_while_lines_are_moved_and_is_stored_with_its_note(
    client, workshop
):
    source = paste(client, workshop, TALK)
    response = client.post(preview_url(source), {"place": "3=question", "tag": ["2=3"]})
    assert 'value="2=3" checked' in response.content.decode()
    client.post(preview_url(source), {"choices": "3=question", "tag": ["2=3", "3=17"]})
    tags = workshop.reflections.order_by("seq").values_list("text", "goals")
    assert list(tags) == [("Gågruppen gør noget ved ensomhed", 3), ("Kaffe kl. 10", 17)]


@pytest.mark.parametrize("tag", ["", "2=18", "2=0", "9=3", "nej", "2=3;2=4", "2=³"])
def test_malformed_ticks_are_ignored(client, workshop, tag):
    response = client.post(preview_url(paste(client, workshop, TALK)), {"tag": tag})
    assert response.status_code == 302
    assert not Reflection.objects.filter(goals__isnull=False).exists()


def test_a_word_that_led_to_a_guess_stays_text(client, workshop):
    text = "+ Hvad fungerer?\n- <b>ensomhed</b> <i>mental</i> sundhed\n"
    content = client.get(preview_url(paste(client, workshop, text))).content.decode()
    assert "<b>ensomhed" not in content
    assert "<i>mental" not in content


# --- Saying yes, or no ----------------------------------------------------------------------


def test_yes_stores_the_notes_with_their_lines_and_leads_to_the_board(
    client, workshop, facilitator
):
    source = paste(client, workshop)
    response = client.post(preview_url(source), {"choices": ""}, follow=True)
    assert response.redirect_chain[0][0] == workshop.get_absolute_url()
    assert "Gemt: 4 noter. 3 linjer ligger i originalen." in page_of(response)
    assert texts(workshop) == [
        ("works", "Det fælles sprog på tværs"),
        ("works", "gerne kort"),
        ("question", "Hvem ejer handleplanen -> økonomi?"),
        ("does_not_work", "ingen tid mellem møderne"),
    ]
    notes = list(workshop.reflections.order_by("seq"))
    assert [note.source_line for note in notes] == [3, 4, 6, 8]
    assert notes[1].parent == notes[0]
    assert {note.created_by for note in notes} == {facilitator}
    source.refresh_from_db()
    assert bytes(source.content).decode().replace("\r\n", "\n") == NOTES


def test_htmx_is_led_to_the_board_too(client, workshop):
    response = client.post(preview_url(paste(client, workshop)), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == workshop.get_absolute_url()


def test_a_second_click_and_a_second_upload_add_nothing(client, workshop):
    source = paste(client, workshop)
    for _ in range(2):
        assert client.post(preview_url(source)).status_code == 302
    assert paste(client, workshop) == source
    told = page_of(client.get(preview_url(source)))
    assert "4 er gemt før." in told
    assert "Tilbage til tavlen" in told
    client.post(preview_url(source))
    assert Reflection.objects.count() == 4


def test_a_line_that_was_left_can_be_placed_later_and_a_deleted_note_stays_deleted(
    client, workshop
):
    source = paste(client, workshop)
    client.post(preview_url(source), {"choices": "6=not_a_note"})
    workshop.reflections.get(source_line=3).remove()
    client.post(preview_url(source), {"choices": "10=works"})
    assert texts(workshop) == [
        ("works", "gerne kort"),
        ("does_not_work", "ingen tid mellem møderne"),
        ("works", "50 % af deltagerne ønsker en dag mere"),
    ]


def test_nothing_to_store_is_a_sentence(client, workshop):
    source = paste(client, workshop, "Dagsorden\nReferat af sidste møde\n")
    response = client.post(preview_url(source))
    assert response.status_code == 422
    assert "Læg mindst én linje i et felt" in response.content.decode()
    assert not Reflection.objects.exists()


def test_a_changed_document_leaves_out_what_stands_there_unless_asked(client, workshop):
    client.post(preview_url(paste(client, workshop)))
    longer = paste(client, workshop, NOTES + "\n→ Tager jeg med\n- Invitér Teknik og Miljø\n")
    told = page_of(client.get(preview_url(longer)))
    assert "4 af 12 linjer findes allerede på tavlen. Vi lader dem være." in told
    assert "Gem 1, lad 3 ligge" in told
    response = client.post(preview_url(longer), {"repeat": "on"})
    assert "Gem 5, lad 3 ligge" in page_of(response)
    assert 'name="again" value="on"' in response.content.decode()
    client.post(preview_url(longer))
    assert texts(workshop)[4:] == [("take_forward", "Invitér Teknik og Miljø")]


def test_no_forgets_the_document(client, workshop):
    source = paste(client, workshop)
    url = reverse("workshops:notes_import_cancel", args=[workshop.pk, source.pk])
    assert client.post(url).url == workshop.get_absolute_url()
    assert not Source.objects.exists()


def test_no_to_a_document_that_came_in_leaves_it_there(client, workshop):
    source = paste(client, workshop)
    client.post(preview_url(source))
    client.post(
        reverse("workshops:notes_import_cancel", args=[workshop.pk, source.pk]), {"new": "on"}
    )
    assert Source.objects.count() == 1
    assert Reflection.objects.count() == 4


def test_a_preview_nobody_came_back_to_is_thrown_away_at_the_next_upload(client, workshop):
    old, kept = paste(client, workshop), paste(client, workshop, NOTES + "- mere\n")
    client.post(preview_url(kept))
    Source.objects.update(created_at=timezone.now() - timedelta(hours=25))
    newest = paste(client, workshop, NOTES + "- endnu mere\n")
    assert set(Source.objects.all()) == {kept, newest}
    assert client.get(preview_url(old)).status_code == 404


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_notes_come_in_before_during_and_after_the_meeting(client, facilitator, state):
    workshop = WorkshopFactory(state=state)
    client.post(preview_url(paste(client, workshop)))
    assert workshop.reflections.count() == 4


def test_an_archived_workshop_takes_nothing_in(client, facilitator):
    workshop = WorkshopFactory(state="archived")
    response = client.post(import_url(workshop), {"text": NOTES})
    assert response.status_code == 403
    assert "arkiveret" in response.content.decode()


def test_a_workshop_archived_while_the_preview_stood_open_takes_nothing_in(client, workshop):
    source = paste(client, workshop)
    workshop.archive()
    assert client.post(preview_url(source)).status_code == 403
    assert not Reflection.objects.exists()


def test_a_document_is_reached_only_through_its_own_workshop(client, workshop):
    source = paste(client, workshop)
    other = WorkshopFactory(state="open")
    url = reverse("workshops:notes_import_preview", args=[other.pk, source.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


# --- A workshop out of a document -----------------------------------------------------------


NEW = "/workshops/import/"


def test_a_document_becomes_a_workshop_that_is_named_and_opened_at_the_yes(client, facilitator):
    url = client.post(NEW, {"text": NOTES}).url
    workshop = Workshop.objects.get()
    assert (workshop.title, workshop.state) == ("Opsamling fra netværksmødet", "draft")
    content = client.get(url).content.decode()
    assert 'value="Opsamling fra netværksmødet"' in content
    sent = {
        "new": "on",
        "choices": "1=not_a_note",
        "title": "Netværksmøde på Ærø",
        "date": "2026-11-22",
    }
    response = client.post(url.partition("?")[0], sent)
    workshop.refresh_from_db()
    assert response.url == workshop.get_absolute_url()
    assert (workshop.title, workshop.date.isoformat(), workshop.state) == (
        "Netværksmøde på Ærø",
        "2026-11-22",
        "open",
    )
    assert workshop.municipality_id == "9901"
    assert workshop.reflections.count() == 4


def test_the_title_is_kept_while_lines_are_placed_and_asked_for_if_it_is_missing(
    client, facilitator
):
    url = client.post(NEW, {"text": NOTES}).url.partition("?")[0]
    sent = {"new": "on", "title": "Mit navn", "date": "32/13", "place": "10=works"}
    response = client.post(url, sent)
    assert response.status_code == 200
    assert 'value="Mit navn"' in response.content.decode()
    response = client.post(url, {"new": "on", "title": " ", "choices": "10=works"})
    assert response.status_code == 422
    assert "Giv workshoppen en titel." in response.content.decode()
    assert not Reflection.objects.exists()


def test_no_takes_the_draft_away_again(client, facilitator):
    client.post(NEW, {"text": NOTES})
    source = Source.objects.get()
    url = reverse("workshops:notes_import_cancel", args=[source.workshop_id, source.pk])
    assert client.post(url, {"new": "on"}).url == "/workshops/"
    assert not Workshop.objects.exists()


def test_no_never_takes_a_workshop_away_that_somebody_filled(client, workshop):
    note_on(workshop)
    source = paste(client, workshop)
    client.post(
        reverse("workshops:notes_import_cancel", args=[workshop.pk, source.pk]), {"new": "on"}
    )
    assert Workshop.objects.get() == workshop


def test_a_file_without_a_title_gives_its_name(client, facilitator):
    upload(client, NEW, "+ Hvad fungerer?\n- ja\n", "Møde i Fjordby.txt")
    assert Workshop.objects.get().title == "Møde i Fjordby"


def test_a_refused_file_leaves_no_draft(client, facilitator):
    assert upload(client, NEW, b"", "tom.docx").status_code == 422
    assert not Workshop.objects.exists()


def test_who_runs_workshops_in_two_municipalities_chooses(client, facilitator):
    facilitator.memberships.create(
        municipality=MunicipalityFactory(code="9902"), role="coordinator"
    )
    facilitator.memberships.create(municipality=MunicipalityFactory(code="9903"), role="staff")
    content = client.get(NEW).content.decode()
    assert 'value="9902"' in content
    assert 'value="9903"' not in content
    assert client.post(NEW, {"text": NOTES, "municipality": "9903"}).status_code == 422
    client.post(NEW, {"text": NOTES, "municipality": "9902"})
    assert Workshop.objects.get().municipality_id == "9902"


# --- What it costs --------------------------------------------------------------------------


def test_a_preview_takes_the_same_few_queries_for_four_lines_and_for_four_hundred(
    client, workshop, django_assert_max_num_queries
):
    many = "+ Hvad fungerer?\n" + "".join(f"- note nummer {n}\n" for n in range(400))
    for source in (paste(client, workshop), paste(client, workshop, many)):
        with django_assert_max_num_queries(8):
            client.get(preview_url(source))


def test_four_hundred_notes_are_stored_in_batches(
    workshop, facilitator, django_assert_max_num_queries
):
    many = "+ Hvad fungerer?\n" + "".join(f"- note nummer {n}\n" for n in range(400))
    source = Source.objects.receive(workshop, name="", content=many.encode())
    notes = source.parse().notes
    # SQLite takes some fifty rows at a time.
    with django_assert_max_num_queries(60):
        assert source.store(notes) == 400


def test_two_yeses_at_once_store_each_line_once(workshop):
    source = Source.objects.receive(workshop, name="", content=NOTES.encode())
    notes = source.parse().notes
    assert [source.store(notes[:2]), source.store(notes), source.store(notes)] == [2, 2, 0]
    assert workshop.reflections.count() == 4


def test_lines_repeated_in_the_document_itself_are_compared_by_how_often(workshop):
    first = Source.objects.receive(workshop, name="", content=b"+ Hvad fungerer?\n- ja\n- ja\n")
    first.store(first.parse().notes)
    again = Source.objects.receive(
        workshop, name="", content=b"+ Hvad fungerer?\n- ja\n- ja\n- ja\n"
    )
    assert again.repeated_lines(again.parse()) == {2, 3}


def test_a_line_is_known_again_wherever_a_person_placed_it_and_whatever_became_of_it(workshop):
    first = Source.objects.receive(workshop, name="", content=NOTES.encode())
    choices = {3: "question", 10: "take_forward"}
    first.store(place(first.parse(), choices).notes)
    workshop.reflections.get(source_line=6).edit(text="Omskrevet", quadrant="works", version=1)
    workshop.reflections.get(source_line=8).remove()
    again = Source.objects.receive(workshop, name="", content=NOTES.encode() + b"- mere\n")
    assert again.repeated_lines(again.parse()) == {3, 4, 6, 8, 10}


def test_a_note_from_the_meeting_itself_is_no_repetition(workshop):
    workshop.add_reflections([NewReflection(quadrant="works", text="ja")])
    source = Source.objects.receive(workshop, name="", content=b"+ Hvad fungerer?\n- ja\n")
    assert source.repeated_lines(source.parse()) == frozenset()


@pytest.mark.skipif(
    not SHARED.exists(), reason="the real notes lie beside the repository and are not here"
)
def test_the_real_notes_come_in_whole(client, workshop):
    content = (SHARED / "network-meeting-da.md").read_bytes()
    url = upload(client, import_url(workshop), content, "network-meeting-da.md").url
    assert "42 blev til noter. 4 er overskrifter." in page_of(client.get(url))
    client.post(url)
    assert workshop.reflections.count() == 42
