"""What the brief says: verbatim, with sources, within two pages, and nothing that must stay home."""

import re
from datetime import date
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from sdg_platform.briefs.summary import summarise
from sdg_platform.exports.pdf import write_pdf
from sdg_platform.exports.writers import WRITERS
from tests.factories import (
    MunicipalityFactory,
    PartnershipFactory,
    WorkshopFactory,
    action_of,
    brief,
    note_on,
    practice,
)
from workshops.models import NewReflection, Source

pytestmark = pytest.mark.django_db

HOSTILE = '=cmd|"/c calc"!A1 <b>&amp; #eval("x") \u202e 💡 {{ 7*7 }} $x$ @here'


def text_of(made, form="txt"):
    content = WRITERS[form].write(summarise(made, made.house()))
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if form == "docx":
        return "\n".join(it.text for it in docx.Document(BytesIO(content)).paragraphs)
    if form == "xlsx":
        rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    return content.decode()


def pages_of(made):
    return len(PdfReader(BytesIO(write_pdf(summarise(made, made.house())))).pages)


def squeezed(text):
    return re.sub(r"\s", "", text)


def meeting_with(*notes, code="9901", lines=False, **fields):
    """A closed workshop; with `lines` the notes come from a document, at lines 2, 4, 6 …"""
    fields = {"date": date(2026, 11, 22), "sharing": "public"} | fields
    meeting = WorkshopFactory(municipality__code=code, state="closed", **fields)
    source = Source.objects.receive(meeting, name="noter.md", content=b"x") if lines else None
    meeting.add_reflections(
        [
            NewReflection(
                quadrant=quadrant,
                text=text,
                source=source,
                source_line=2 * place if lines else None,
            )
            for place, (quadrant, text) in enumerate(notes, start=1)
        ]
    )
    return meeting


def test_notes_stand_verbatim_in_their_field_with_meeting_date_and_line():
    meeting = meeting_with(
        ("works", "Konkrete eksempler fungerer -> mere af det"),
        ("question", "Hvordan bliver det integreret i politikker?"),
        ("works", "Det fælles sprog"),
        lines=True,
    )

    told = text_of(brief(workshops=[meeting]))

    assert "+ Det fungerer" in told
    assert "“Konkrete eksempler fungerer -> mere af det” [1]" in told
    assert "? Det spørger de om" in told
    assert "Netværksmøde om sundhed og verdensmål, 22. november 2026, linje 2, 4 og 6" in told
    assert f"/workshops/{meeting.pk}/" in told


def test_only_the_lines_that_are_quoted_stand_in_the_source():
    notes = [("works", f"Note nummer {number}") for number in range(30)]

    told = text_of(brief(workshops=[meeting_with(*notes, lines=True)]))

    quoted = [2 * (int(number) + 1) for number in re.findall(r"Note nummer (\d+)", told)]
    assert len(quoted) == 4
    assert f"linje {quoted[0]}, {quoted[1]}, {quoted[2]} og {quoted[3]}" in told
    assert "og 26 flere" in told


def test_a_practice_says_how_it_went_and_what_they_would_do_differently():
    practice(
        "Trivselsvagt på biblioteket",
        code="9903",
        goals=[3],
        outcome="did_not",
        summary="Ingen ville ses gå derind.",
        bad_experience="Flytte vagten ud i lektiecaféen.",
        bad_experience_visibility="public",
    )

    told = text_of(brief())

    assert "Trivselsvagt på biblioteket (Lyngdal, lykkedes ikke). Ingen ville ses" in told
    assert "Det ville vi gøre anderledes: Flytte vagten ud i lektiecaféen." in told
    assert "Lyngdal Kommune http" in told


@pytest.mark.parametrize("reach", ["own", "network"])
def test_another_municipalitys_bad_experience_leaves_no_house_but_as_public(reach):
    practice(
        code="9902",
        goals=[3],
        summary="Vi gik en tur.",
        bad_experience="Ingen kom.",
        bad_experience_visibility=reach,
    )
    practice(
        "Vores egen",
        goals=[3],
        bad_experience="Vi begyndte for sent.",
        bad_experience_visibility=reach,
    )

    told = text_of(brief())

    assert "Vi gik en tur." in told
    assert "Ingen kom." not in told
    assert "Vi begyndte for sent." in told


@pytest.mark.parametrize("reach", ["own", "network"])
def test_other_municipalities_notes_and_partnerships_come_along_only_as_public(reach):
    theirs = meeting_with(code="9902", sharing=reach)
    note_on(theirs, "Deres stille tanke", "works", goals=[3])
    public = meeting_with(code="9902")
    note_on(public, "Deres åbne tanke", "works", goals=[3])
    note_on(public, "En note de holder for sig selv", "works", goals=[3], sharing=reach)
    PartnershipFactory(
        title="Deres lukkede aftale", municipality__code="9902", sharing=reach, goals=[3]
    )
    PartnershipFactory(title="Deres åbne aftale", municipality__code="9902", goals=[3])
    PartnershipFactory(title="Vores egen aftale", sharing="own", goals=[3])

    told = text_of(brief())

    assert "Deres åbne tanke" in told
    assert "Deres åbne aftale" in told
    assert "Vores egen aftale" in told
    assert "Deres stille tanke" not in told
    assert "En note de holder for sig selv" not in told
    assert "Deres lukkede aftale" not in told


def test_a_chosen_workshop_that_is_no_longer_shared_says_nothing():
    theirs = meeting_with(("works", "Deres åbne tanke"), code="9902")
    made = brief(workshops=[theirs])
    assert "Deres åbne tanke" in text_of(made)

    theirs.sharing = "network"
    theirs.save()

    assert "Deres åbne tanke" not in text_of(made)
    assert "22. november 2026, linje" not in text_of(made)


def test_a_practice_that_is_withdrawn_later_disappears():
    told = practice(goals=[3])
    made = brief(practices=[told])
    assert told.title in text_of(made)

    told.withdraw(by=None)

    assert told.title not in text_of(made)


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_an_own_practice_that_nobody_has_published_is_not_in_it(status):
    hidden = practice("Vores kladde", goals=[3], status=status)

    assert "Vores kladde" not in text_of(brief(practices=[hidden]))
    assert "Vores kladde" not in text_of(brief())


def test_money_and_recommendation_are_never_invented():
    told = text_of(brief())
    assert "Økonomi\n-------\n[udfyldes]" in told
    assert "Indstilling\n-----------\n[udfyldes]" in told

    written = text_of(brief(sections={"economy": "40.000 kr. om året"}))
    assert "Økonomi\n-------\n40.000 kr. om året" in written
    assert written.count("udfyldes") == 1


def test_a_missing_lead_is_what_can_be_counted():
    practice(goals=[3])
    practice(code="9902", goals=[3])
    meeting = meeting_with(("works", "Det fælles sprog"))

    counted = text_of(brief(workshops=[meeting]))
    written = text_of(brief(sections={"lead": "Sundhed er et middel."}))

    assert "Bygger på 1 note fra én workshop og 2 eksempler fra 2 kommuner." in counted
    assert "Sundhed er et middel." in written
    assert "Bygger på" not in written


def test_goals_without_an_example_are_said_openly():
    practice(code="9902", goals=[11])
    practice(goals=[17])

    told = text_of(brief(goals=[3, 11, 17]))

    assert "3 Sundhed og trivsel: ingen kommune har fortalt om et eksempel her endnu." in told
    assert "11 Bæredygtige byer og lokalsamfund: andre har prøvet noget" in told
    assert "17 Partnerskaber for handling:" not in told


def test_a_brief_of_a_workshop_alone_is_about_what_its_notes_are_about():
    meeting = meeting_with()
    note_on(meeting, "Flere cykler", "works", goals=[11])
    practice("Stier til skolen", goals=[11])
    practice("Noget andet", goals=[14])

    told = text_of(brief(goals=[], workshops=[meeting]))

    assert "Stier til skolen" in told
    assert "Noget andet" not in told


def test_goals_and_ps_narrow_each_other_as_in_the_lists():
    practice("Stier", goals=[3], themes=["places"])
    practice("Kor", goals=[3], themes=["people"])

    told = text_of(brief(themes=["places"]))

    assert "Stier" in told
    assert "Kor" not in told


def test_notes_about_the_chosen_goals_come_first_and_each_meeting_gets_a_turn():
    long_meeting = meeting_with(*[("works", f"Lang {number}") for number in range(9)])
    other = meeting_with(("works", "Kort møde"), title="Borgermøde", date=date(2025, 1, 1))
    note_on(long_meeting, "Den om sundhed", "works", goals=[3])

    told = text_of(brief(workshops=[long_meeting, other]))

    assert told.index("Den om sundhed") < told.index("Lang 0")
    assert "Kort møde" in told


def test_a_note_below_another_follows_it():
    meeting = meeting_with()
    meeting.add_reflections(
        [
            NewReflection(quadrant="works", text="Overnote"),
            NewReflection(quadrant="works", text="En anden"),
            NewReflection(quadrant="works", text="Undernote", parent=0),
        ]
    )

    told = text_of(brief(workshops=[meeting], layout="full"))

    assert told.index("Overnote") < told.index("Undernote") < told.index("En anden")


def test_parts_that_were_left_out_are_not_said():
    practice(goals=[3])

    told = text_of(brief(sections={"left_out": ["practices", "goals", "gaps"]}))

    assert "Gå-aftaler" not in told
    assert "Sundhed og trivsel" not in told
    assert "udfyldes" in told


def test_the_long_version_has_everything_and_how_it_was_done():
    notes = [("works", f"Note nummer {number}") for number in range(30)]
    for number in range(9):
        practice(
            f"Praksis nummer {number}",
            goals=[3],
            summary="Kort.",
            problem="Ingen kom.",
            steps=[{"what": "Vi ringede rundt", "cost": "400 kr.", "went_wrong": "Forkert dag"}],
        )

    told = text_of(brief(workshops=[meeting_with(*notes, lines=True)], layout="full"))

    assert all(f"Note nummer {number}" in told for number in range(30))
    assert all(f"Praksis nummer {number}" in told for number in range(9))
    assert "Pris: 400 kr." in told
    assert "Hvad gik galt: Forkert dag" in told
    assert "linje 2, 4, 6" in told
    assert "flere" not in told


def test_an_english_brief_is_english_and_quotes_stay_as_they_were_written():
    meeting = meeting_with(("works", "Det fælles sprog"), lines=True)
    practice(goals=[3], outcome="partly", summary="Vi gik.")

    told = text_of(brief(workshops=[meeting], language="en"))

    assert "“Det fælles sprog” [2]" in told
    assert "(Fjordby, partly succeeded). Vi gik." in told
    assert "22 November 2026, line 2 http" in told
    assert "/en/workshops/" in told
    assert "Sources" in told
    assert "to be filled in" in told
    for danish in ("Kilder", "udfyldes", "Det fungerer", "Bygger", "Indstilling", "Verdensmål\n"):
        assert danish not in told


def test_the_language_of_the_screen_does_not_change_the_file():
    from django.utils import translation

    made = brief(workshops=[meeting_with(("works", "Det fælles sprog"), lines=True)])
    danish = text_of(made)

    with translation.override("en"):
        assert text_of(made) == danish


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "txt", "html"])
def test_every_format_names_its_sources_and_what_is_to_be_filled_in(form):
    told = practice(goals=[3], summary="Vi gik en tur.")

    said = text_of(brief(workshops=[meeting_with(("works", "Det fælles sprog"))]), form)

    assert "Kilder" in said
    assert f"Praksis {told.pk}, Fjordby Kommune" in said
    assert "udfyldes" in said
    assert "Det fælles sprog" in said


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "txt", "html"])
def test_no_text_that_can_be_stored_spoils_a_file(form):
    practice(HOSTILE, goals=[3], summary=HOSTILE, bad_experience=HOSTILE)
    PartnershipFactory(title=HOSTILE, description=HOSTILE, goals=[3])
    made = brief(
        title=HOSTILE,
        audience=HOSTILE,
        workshops=[meeting_with(("works", HOSTILE), title=HOSTILE)],
        sections={"lead": HOSTILE, "economy": HOSTILE, "recommendation": HOSTILE},
    )

    said = text_of(made, form)

    assert "calc" in said
    if form == "html":
        assert "<b>&amp;" not in said
    else:
        assert squeezed('#eval("x")') in squeezed(said)


def test_the_short_version_keeps_within_two_pages_whatever_is_chosen():
    """The widest that the forms let in: everything full, in capitals, from many meetings."""
    wide = ("ØKONOMI OG BÆREDYGTIGHED " * 100).strip()
    meetings = [
        meeting_with(
            *[(quadrant, wide[:280]) for quadrant in ("works", "question", "does_not_work")],
            ("take_forward", wide[:2000]),
            title=f"{number} {wide[:190]}",
            lines=True,
        )
        for number in range(6)
    ]
    for number in range(8):
        practice(
            f"{number} {wide[:190]}",
            code="9902",
            goals=[3],
            summary=wide,
            bad_experience=wide,
            bad_experience_visibility="public",
        )
        PartnershipFactory(
            title=f"{number} {wide[:190]}",
            description=wide,
            seeks=wide[:200],
            offers=wide[:200],
            goals=[3],
        )
    made = brief(
        title=wide[:200],
        audience=wide[:200],
        goals=range(1, 18),
        workshops=meetings,
        sections={"lead": wide[:420], "economy": wide[:500], "recommendation": wide[:500]},
    )

    assert pages_of(made) == 2
    said = squeezed(text_of(made, "pdf"))
    assert said.count(squeezed(wide[:490])) >= 2, "what a person wrote is never cut"
    assert "flere" in said


def test_a_small_brief_takes_one_page():
    practice(goals=[3], summary="Vi gik en tur.")

    assert pages_of(brief(workshops=[meeting_with(("works", "Det fælles sprog"))])) == 1


def test_the_brief_of_a_workshop_that_is_gone_still_opens():
    meeting = meeting_with(("works", "Det fælles sprog"))
    made = brief(goals=[], workshops=[meeting])
    meeting.delete()

    assert "udfyldes" in text_of(made)


def test_a_heading_that_looks_like_ours_confuses_nothing():
    practice("+ Det fungerer", goals=[3])

    told = text_of(brief(workshops=[meeting_with(("works", "Sproget"), lines=True)], layout="full"))

    assert "“Sproget”" in told


def test_rows_are_fetched_in_as_many_queries_whatever_their_number(django_assert_max_num_queries):
    meeting = meeting_with(*[("works", f"Note {number}") for number in range(20)])
    for number in range(10):
        practice(f"Praksis {number}", goals=[3], steps=["Vi gik"])
        PartnershipFactory(goals=[3])
    made = brief(workshops=[meeting])

    with django_assert_max_num_queries(22):
        summarise(made, made.house())


def test_what_was_agreed_is_told_with_owner_day_and_how_it_goes():
    meeting = WorkshopFactory(state="closed", sharing="public")
    action_of(
        meeting,
        "Ring til boligforeningen",
        owner="Sundhedschefen",
        due=date(2026, 12, 14),
        status="under_way",
        outcome="De sagde ja.",
    )
    action_of(meeting, "Det, vi droppede", status="dropped")

    told = text_of(brief(workshops=[meeting]))

    assert "Det er aftalt" in told
    assert "Ring til boligforeningen (Sundhedschefen)" in told
    assert "I gang, senest 14. december 2026. De sagde ja." in told
    assert "droppede" not in told
    assert "aftalt" not in text_of(brief(workshops=[meeting], sections={"left_out": ["actions"]}))


def test_another_municipalitys_inner_action_stays_out_of_a_brief():
    theirs = WorkshopFactory(
        municipality=MunicipalityFactory(code="9902"), state="closed", sharing="public"
    )
    action_of(theirs, "Kun for Bakkeby")
    action_of(theirs, "For alle", sharing="public")

    told = text_of(brief(workshops=[theirs]))

    assert "For alle" in told
    assert "Kun for Bakkeby" not in told
