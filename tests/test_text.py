import contextlib
import csv
import io
import json
import time

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sdg_platform.fields import CleanCharField
from sdg_platform.text import (
    NOTE_LIMIT,
    TITLE_LIMIT,
    TextRefused,
    ascii_fold,
    clean_text,
    fold,
    looks_like_cpr,
    one_edit_away,
    stem,
    within_one_edit,
    words,
)

# OWASP ASVS 5.0, V2.2.1: what comes in is checked against what may be stored.


def clean(text, limit=NOTE_LIMIT, **options):
    return clean_text(text, limit=limit, **options)


def refusal(text, **options):
    with pytest.raises(TextRefused) as caught:
        clean(text, **options)
    return caught.value


def test_decomposed_letters_are_composed():
    assert clean("A\u030aben skole, bo\u0308rn") == "Åben skole, börn"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one_line_feed(line_end):
    assert clean(f"første{line_end}{line_end}anden\tkolonne") == "første\n\nanden\tkolonne"


@pytest.mark.parametrize(
    "inner",
    [
        "væredygtighed -> 100 %",
        "to  mellemrum",
        "\u00a0hårdt\u00a0mellemrum".strip(),
        "linje\u2028skel\u2029afsnit",
        "familie 👩\u200d👩\u200d👧 og flag 🇩🇰",
        "borger\u00adinddragelse",
        "\u200fשלום\u200f og مرحبا",
        '<script>alert(1)</script> & "citat"',
        "=SUM(A1) _x000D_ ;,\t'",
    ],
)
def test_inner_text_is_the_writers_own(inner):
    assert clean(inner) == inner


def test_outer_white_space_falls_off():
    assert clean("\n \t\u00a0\u2003\ufeff Trivsel \u200b\u3000\n") == "Trivsel"


@pytest.mark.parametrize(
    "blank",
    [
        "",
        "   ",
        "\r\n\t",
        "\u200b\u200c\u200d",
        "\ufeff",
        "\u2060 \u00ad",
        "\u3164\u2800",
        "\ufe0f",
    ],
)
def test_text_that_prints_nothing_is_empty(blank):
    assert clean(blank) == ""


@pytest.mark.parametrize(
    ("character", "reason"),
    [
        ("\x00", "nul"),
        ("\x0b", "control"),
        ("\x0c", "control"),
        ("\x1f", "control"),
        ("\x7f", "control"),
        ("\x85", "control"),
        ("\x9f", "control"),
        ("\ud800", "surrogate"),
        (chr(0xDFFF), "surrogate"),
        ("\ufdd0", "noncharacter"),
        ("\ufffe", "noncharacter"),
        ("\uffff", "noncharacter"),
        ("\U0001fffe", "noncharacter"),
        ("\U0010ffff", "noncharacter"),
    ],
)
def test_what_no_file_can_hold_is_refused_with_its_place(character, reason):
    refused = refusal(f"Bo\r\nrn{character}")

    assert (refused.reason, refused.position) == (reason, 6)
    assert "plads nummer 6;" in str(refused)


def test_a_control_at_the_very_end_is_refused_rather_than_stripped():
    assert refusal("Trivsel\x1c").reason == "control"


def test_length_counts_after_the_cleaning():
    assert clean("  " + "o\u0308" * 10 + "\r\n", limit=10) == "ö" * 10
    refused = refusal("å" * 2_012)
    assert (refused.reason, refused.over, refused.limit, refused.position) == (
        "too_long",
        12,
        2_000,
        2_001,
    )


def test_the_sentence_for_a_long_text_says_how_much_too_long_in_danish():
    with translation.override("da"):
        assert str(refusal("å" * 3_500)) == "Der er plads til 2.000 tegn; slet mindst 1.500 tegn."


def test_piled_accents_are_refused_before_they_cost_time():
    started = time.perf_counter()
    assert refusal("Z" + "\u0300\u0316" * 400_000).reason == "marks"
    assert time.perf_counter() - started < 0.5
    assert clean("Z" + "\u0316" * 30).startswith("Z")


def test_a_megabyte_is_answered_at_once():
    started = time.process_time()
    for text in ("ø" * 1_000_000, "o\u0308" * 500_000, " " * 1_000_000, "\ufeff " * 500_000):
        with contextlib.suppress(TextRefused):
            clean(text + "x", one_line=True)
    assert time.process_time() - started < 2


def test_one_line_turns_breaks_into_single_spaces():
    assert clean("Grønne \r\n \n\tskoler\u2028i byen", TITLE_LIMIT, one_line=True) == (
        "Grønne skoler i byen"
    )


@given(st.text())
def test_cleaning_twice_changes_nothing_and_every_file_keeps_it(text):
    for one_line in (False, True):
        try:
            cleaned = clean(text, one_line=one_line)
        except TextRefused:
            continue
        assert clean(cleaned, one_line=one_line) == cleaned
        assert json.loads(json.dumps(cleaned)) == cleaned
        sheet = io.StringIO(newline="")
        csv.writer(sheet).writerow([cleaned, "næste"])
        sheet.seek(0)
        assert next(csv.reader(sheet)) == [cleaned, "næste"]
        cleaned.encode()


class NoteForm(forms.Form):
    text = CleanCharField(limit=NOTE_LIMIT)
    title = CleanCharField(limit=TITLE_LIMIT, one_line=True, required=False)


def test_the_form_field_gives_the_cleaned_text():
    form = NoteForm({"text": " bo\u0308rn\r\nog unge ", "title": "To\nlinjer"})

    assert form.is_valid()
    assert form.cleaned_data == {"text": "börn\nog unge", "title": "To linjer"}


def test_the_form_field_refuses_nul_in_our_words():
    form = NoteForm({"text": "Børn\x00"})

    assert form.errors["text"] == ["Slet det usynlige tegn på plads nummer 5; det kan ikke gemmes."]


def test_a_required_field_with_only_zero_width_characters_counts_as_missing():
    assert NoteForm({"text": "\u200b\u200b"}).errors.as_data()["text"][0].code == "required"


def test_the_browser_never_cuts_a_paste():
    assert "maxlength" not in str(NoteForm()["text"])


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "Borger 290200 - 4321 ringede",
        "311299–1234.",
        "(610190-1234)",
    ],
)
def test_a_civil_registration_number_is_seen(text):
    assert looks_like_cpr(text)


@pytest.mark.parametrize(
    "text",
    ["320190-1234", "300290-1234", "5798000416123", "tlf. 12 34 56 78", "010190-123", "2024-2025"],
)
def test_other_figures_are_not_taken_for_one(text):
    assert not looks_like_cpr(text)


def test_folding_keeps_the_danish_letters():
    assert fold("ÆRØ, Ålborg, IDÉ, Zürich, STRASSE ß, ﬁn") == (
        "ærø, ålborg, ide, zurich, strasse ss, fin"
    )


def test_folding_joins_both_spellings_of_a_letter():
    assert fold("A\u030ar") == fold("ÅR") == "år"
    assert fold("Göteborg") == "gøteborg"


def test_danish_without_danish_keys_meets_danish():
    assert ascii_fold("Økonomi, Århus, bæredygtig") == "oekonomi, aarhus, baeredygtig"
    assert ascii_fold("oekonomi") == ascii_fold("ØKONOMI")


def test_words_see_through_soft_hyphens_emoji_and_underscores():
    assert words("borger\u00adinddragelse_nu 🌱 6 P'er, mål 3.4 og 8.a. Slut") == [
        "borgerinddragelse", "nu", "6", "p", "er", "mål", "3.4", "og", "8.a", "slut",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("kommune", "kommunernes"), ("børn", "børnene"), ("forebyggelse", "forebyggende")],
)
def test_inflections_share_a_stem(one, other):
    assert stem(one) == stem(other)


@given(st.text("abe", max_size=6), st.text("abe", max_size=6))
def test_the_two_ways_to_find_one_typo_agree(one, other):
    assert within_one_edit(one, other) == (other in {one, *one_edit_away(one, "abe")})
