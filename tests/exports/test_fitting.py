from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sdg_platform.exports.document import (
    Bullets,
    Document,
    Goal,
    GoalList,
    Line,
    More,
    Paragraph,
    Quote,
    Section,
    Source,
    ToFill,
)
from sdg_platform.exports.fitting import fit
from sdg_platform.exports.pdf import write_pdf
from tests.exports.documents import BRIEF

GOALS = GoalList(
    tuple(Goal(n, "Bæredygtige byer og lokalsamfund", "#4c9f38") for n in range(1, 18))
)


def brief(practices, quotes, lead="Kort fortalt."):
    return Document(
        title="Sundhed er mere end mål 3",
        lead=lead,
        author="Fjordby Kommune",
        sections=(
            Section(
                "Det har andre gjort",
                tuple(
                    Paragraph(text, f"Praksis {n}", "Fjordby, lykkedes", (Source(f"Praksis {n}"),))
                    for n, text in enumerate(practices)
                ),
            ),
            Section(
                "Det siger vores egne",
                tuple(Quote(text, sources=(Source("Netværksmøde"),)) for text in quotes),
            ),
            Section("Økonomi", (ToFill(),)),
            Section("Indstilling", (ToFill(),)),
            Section("Verdensmål", (GOALS,)),
        ),
    )


def pages(document):
    return len(PdfReader(BytesIO(write_pdf(document))).pages)


def test_what_fits_is_left_as_it_is():
    short = replace(BRIEF, sections=tuple(s for s in BRIEF.sections if s.heading != "Verdensmål"))

    assert fit(short) == short


def test_what_is_left_out_is_counted_openly():
    cut = fit(brief(["Lægen rækker en seddel over bordet."] * 60, ["OBS på sundhed"] * 40))

    for section, total in zip(cut.sections, (60, 40), strict=False):
        *kept, more = section.blocks
        assert isinstance(more, More)
        assert len(kept) + more.count == total
        assert len(kept) >= 5


def test_a_long_section_never_pushes_out_a_short_one():
    cut = fit(brief(["En historie. " * 30] * 60, ["OBS på sundhed"]))

    assert cut.sections[1].blocks == (Quote("OBS på sundhed", sources=(Source("Netværksmøde"),)),)
    assert cut.sections[2].blocks == (ToFill(),)


def test_sources_of_what_is_left_out_are_not_listed():
    cut = fit(brief(["En historie. " * 30] * 60, []))

    assert len(cut.sources()) == len(cut.sections[0].blocks) - 1


def test_a_note_is_whole_or_absent_and_only_lead_and_paragraphs_are_shortened():
    long = "ord " * 2_000
    cut = fit(brief([long], [long], lead=long))

    assert cut.lead.endswith("ord…")
    assert cut.sections[0].blocks[0].text.endswith("ord…")
    assert cut.sections[1].blocks == (More(1),)


def test_the_count_of_an_earlier_cut_is_kept():
    cut = fit(Document("Kort", (Section("A", (Bullets((Line("a"),) * 100), More(7))),)))

    bullets, more = cut.sections[0].blocks
    assert len(bullets.lines) + more.count == 107


def test_further_sources_end_with_how_many_more():
    cut = fit(Document("Kort", further_sources=tuple(Source(f"Kilde {n}") for n in range(30))))

    assert len(cut.sources()) == 9
    assert cut.sources()[-1].text == "og 22 flere"


@pytest.mark.parametrize("practices", [0, 1, 12, 400])
@pytest.mark.parametrize(
    "text", ["Kort.", "En almindelig sætning om sundhed. " * 12, "STORE BOGSTAVER " * 40]
)
def test_a_brief_is_one_to_two_pages_whatever_the_amount(practices, text):
    assert pages(fit(brief([text] * practices, [text] * practices, lead=text))) <= 2


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(st.sampled_from("aæWM i\n💡-中"), max_size=400), max_size=60),
    st.lists(st.text(st.sampled_from("eøW "), max_size=2_000), max_size=60),
    st.text(st.sampled_from("nåM "), max_size=3_000),
)
def test_a_brief_is_at_most_two_pages_for_any_text(practices, quotes, lead):
    assert pages(fit(brief(practices, quotes, lead))) <= 2
