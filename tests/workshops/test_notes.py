"""Notes as facilitators leave them, and where each line lands."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdg_platform.text import TextRefused, clean_text
from workshops.notes import Landing, Reason, parse_notes
from workshops.reading.headings import QUADRANT_OF_WORDS, WORDINGS, essence

SHARED = Path(__file__).resolve().parents[3] / "shared" / "notes"

needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the real notes lie beside the repository and are not here"
)


def shared(name):
    return (SHARED / name).read_text(encoding="utf-8")


def placed(text):
    return [(note.quadrant, note.text) for note in parse_notes(text).notes]


def unplaced(text):
    return [line.text for line in parse_notes(text).not_placed]


def assert_adds_up(text):
    parsed = parse_notes(text)
    landed = len(parsed.notes) + len(parsed.headings) + len(parsed.not_placed)
    assert landed + (parsed.title is not None) + parsed.joined == len(parsed.lines)
    return parsed


# --- The real documents ---------------------------------------------------------------------


def test_a_line_with_a_colon_between_bullets_ends_the_field():
    parsed = parse_notes("## + Hvad fungerer?\n- Fælles sprog\nDeltagere:\n- Mette\n")

    assert [note.text for note in parsed.notes] == ["Fælles sprog"]
    assert [left.text for left in parsed.not_placed] == ["Deltagere:", "- Mette"]


def test_our_own_english_headings_come_back_in():
    text = "It works\n- A\n\nWhich questions am I left with?\n- B\n\nI take with me\n- C\n"

    assert [note.quadrant for note in parse_notes(text).notes] == [
        "works",
        "question",
        "take_forward",
    ]


@needs_shared
def test_the_network_meeting_lands_in_its_four_fields():
    parsed = assert_adds_up(shared("network-meeting-da.md"))

    assert parsed.counts == {
        "works": 10,
        "question": 11,
        "does_not_work": 8,
        "take_forward": 13,
    }
    assert parsed.not_placed == []
    nested = [note for note in parsed.notes if note.parent is not None]
    assert [note.text for note in nested] == [
        "Konkrete tiltag – historiefortællingerne",
        "Verdensmålene og forebyggelsespakkerne.",
    ]
    assert {parsed.notes[note.parent].text for note in nested} == {
        "Dilemmaer i Verdensmålene: Benyttelse vs beskyttelse."
    }


@needs_shared
def test_each_line_of_the_network_meeting_keeps_its_words():
    text = shared("network-meeting-da.md")
    rows = text.splitlines()

    for note in parse_notes(text).notes:
        assert rows[note.line - 1].strip().removeprefix("- ") == note.text


@needs_shared
def test_the_hard_case_is_12_notes_4_headings_and_3_not_placed():
    parsed = assert_adds_up(shared("hard-case-da.txt"))

    assert len(parsed.lines) == 19
    assert [
        (note.line, note.quadrant, note.text, note.parent, note.done) for note in parsed.notes
    ] == [
        (4, "works", "Fælles sprog på tværs", None, None),
        (5, "works", "At vi mødes – ikke kun mail", None, None),
        (6, "works", "Cases med HVORDAN", None, None),
        (7, "works", "gerne korte", 2, None),
        (10, "question", "Hvem ejer handleplanen -> økonomi eller sundhed?", None, None),
        (11, "question", "Skal 3.4 eller 11.7 med?", None, None),
        (14, "does_not_work", "for mange møder", None, None),
        (15, "does_not_work", "ingen tid mellem møderne", None, None),
        (16, "does_not_work", "Fokus på indikatorer – for overordnet", None, None),
        (19, "take_forward", "invitere Teknik & Miljø", None, False),
        (20, "take_forward", "ringe til KL", None, True),
        (21, "take_forward", "næste møde: 12.3 kl. 9-11", None, None),
    ]
    assert [(heading.line, heading.quadrant) for heading in parsed.headings] == [
        (3, "works"),
        (9, "question"),
        (13, "does_not_work"),
        (18, "take_forward"),
    ]
    assert [(line.line, line.reason) for line in parsed.not_placed] == [
        (1, Reason.NO_FIELD),
        (23, Reason.UNKNOWN_HEADING),
        (24, Reason.UNDER_UNKNOWN_HEADING),
    ]


@needs_shared
def test_a_political_agenda_yields_no_note_at_all():
    parsed = assert_adds_up(shared("06_faxe_verdensmaal_udvalg_2020.txt"))

    assert parsed.notes == []
    assert len(parsed.not_placed) == 16


@needs_shared
def test_a_hearing_gives_its_ideas_and_leaves_process_and_discussion():
    text = shared("03_folkehoering_middelfart_2019.txt")
    assert_adds_up(text)

    assert placed(text) == [
        ("take_forward", "Vild natur i byen"),
        ("take_forward", "Børne-check på plejehjemmet"),
        ("take_forward", "UNESCO Learning City"),
        ("take_forward", "affaldssortering, genbrug af vand, mindre plastik"),
    ]
    assert "➡ Proces" in unplaced(text)


@needs_shared
def test_a_coast_group_gives_three_questions_and_two_things_that_went_well():
    text = shared("07_lag_flag_thy_mors_2022.txt")
    parsed = assert_adds_up(text)

    assert (parsed.counts["question"], parsed.counts["works"], len(parsed.notes)) == (3, 2, 5)
    assert unplaced(text)[1:] == [
        "Husk/obs:",
        "! prøv ikke at favne alle mål på én gang – vælg hvor man kan gøre en forskel",
        'Øvelser: "privilege walk", opgaver to og to / i grupper',
    ]


@needs_shared
def test_an_energy_seminar_gives_its_problems_and_leaves_the_talk():
    text = shared("01_kibs_seminar_middelfart_esco.txt")
    assert_adds_up(text)

    assert placed(text) == [
        ("does_not_work", "stort efterslæb på vedligehold i mange kommuner"),
        ("does_not_work", "svært at finde ressourcer til det, man gerne vil"),
    ]


# --- Headings ---------------------------------------------------------------------------------

HEADINGS = {
    "works": [
        "+", "➕", "＋", "✅", "👍", "(+)", "## +", "Plus", "Positivt", "Det virker", "Hvad virker?",
        "Hvad virker (godt)?", "Styrker", "Succeser", "Glæder os over", "Ros", "Hvad gik godt?",
        "Ting, der fungerede godt", "Tre ting der fungerede godt", "Fordele", "Styrkor",
        "Hva som har fungert bra og hvorfor", "Hva fungerer", "What works?", "Works", "Strengths",
        "What went well?", "## + Hvad fungerer? Hvad giver mening for mig?/hvad er positivt?",
        "# Hvad fungerer?", "**Hvad fungerer?**", "**Fungerer:**", "__Fungerer__", "FUNGERER:",
        "1. Hvad fungerer?", "1) + Hvad fungerer?", "🌱 Styrker", "=== Fungerer ===", "✅ Det fungerer",
        "Hvad fungerer? (10 min.)", "+ Det vi skal bevare – hvad fungerer?".replace("Det vi skal bevare – h", "H"),
        "Konkret: Det fungerer / Fungerer", "👍🏽 Ros", "✅️ Plus", "*Hvad fungerer?*", "Vad fungerar bra?",
    ],
    "question": [
        "?", "??", "❓", "❔", "## ?", "Spørgsmål", "Spørgsmål:", "Åbne spørgsmål", "Undrer os", "?? Undrer os",
        "Hvad vil vi vide mere om", "Nysgerrig på", "Questions", "What do I wonder about?", "Frågor",
        "Frågorna", "Spørsmål", "Question mark", "Spørgsmål vi tog op",
        "## ? Hvilke spørgsmål står jeg tilbage med? Hvad vil jeg lære mere om?",
    ],
    "does_not_work": [
        "%", "÷", "-", "–", "−", "➖", "❌", "👎", "Δ", "Minus", "Negativt", "Udfordringer", "Barrierer",
        "Hvad virker ikke", "- Hvad virker ikke?", "Svagheder", "Bekymringer", "Ris", "Delta", "Ulemper",
        "What does not work?", "What doesn’t work?", "Weaknesses", "Barriers", "Svagheter",
        "Fungerar inte", "Hva fungerer ikke", "kan arbejdes videre med", "Hvad gik mindre godt?",
        "hva som kunne vært gjort bedre og hvordan", "❌ Fungerer ikke endnu", "÷ Virker ikke",
        "## % Hvad fungerer ikke? Hvad giver ikke mening for mig? Hvad er negativt?",
    ],
    "take_forward": [
        "→", "->", "=>", "➡", "➡️", "⇒", "➔", ">>", "💡", "Pil", "Pil fremad", "Pil frem", "Næste skridt",
        "Tager med (hjem)", "Vi tager med", "=> Tager med", "Idéer", "Ideer", "💡 Idéer", "Handling",
        "Action", "Fremad", "Hvad vil vi arbejde videre med", "Take forward", "Next steps", "Ideas",
        "Insikter jag tar med mig", "Nästa steg", "Ta med videre", "Hvad kan jeg forbedre?",
        "Hvilke vigtige læringer tager vi med os fra i dag?", "Åtgärdsområden / Att göra här och nu",
        "## Pil fremad: Hvad vil jeg tage med mig? Hvilke idéer/tiltag vil jeg arbejde videre med?",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("quadrant", "heading"),
    [(quadrant, heading) for quadrant, known in HEADINGS.items() for heading in known],
)
def test_a_known_heading_opens_its_field(quadrant, heading):
    parsed = assert_adds_up(f"{heading}\nFælles sprog på tværs\n")

    assert [(note.quadrant, note.text) for note in parsed.notes] == [
        (quadrant, "Fælles sprog på tværs")
    ]
    assert [line.quadrant for line in parsed.headings] == [quadrant]


def test_no_wording_names_two_fields():
    seen = {}
    for code, listing in WORDINGS.items():
        for wording in listing.replace("\n", ";").split(";"):
            if wording.strip():
                assert essence(wording), wording
                assert seen.setdefault(essence(wording), code) == code, wording
    assert seen == QUADRANT_OF_WORDS


@pytest.mark.parametrize("underline", ["=======", "-------", "~~~~"])
def test_an_underlined_heading_takes_its_underline_along(underline):
    parsed = assert_adds_up(f"Hvad fungerer?\n{underline}\nFælles sprog")

    assert [note.text for note in parsed.notes] == ["Fælles sprog"]
    assert parsed.not_placed == []
    assert parsed.joined == 1


@pytest.mark.parametrize(
    "heading",
    [
        "Eventuelt",
        "Deltagere",
        "## Bordplan",
        "**Bordplan**",
        "Bordplan:",
        "Bordplan\n-----",
        "Referent: Mette",
    ],
)
def test_an_unknown_heading_ends_the_field_above_and_loses_nothing(heading):
    parsed = assert_adds_up(f"+ Fungerer\n- Fælles sprog\n\n{heading}\nAnna og Bo\n")

    assert [note.text for note in parsed.notes] == ["Fælles sprog"]
    assert parsed.not_placed[0].text == heading.split("\n")[0]
    assert parsed.not_placed[0].reason == Reason.UNKNOWN_HEADING
    assert parsed.not_placed[-1].text == "Anna og Bo"
    assert parsed.not_placed[-1].reason == Reason.UNDER_UNKNOWN_HEADING


def test_a_sign_with_unknown_words_over_a_list_is_an_unknown_heading():
    assert placed("💡 Idéer\n* Vild natur\n\n➡ Proces\n1) seksten spørgsmål\n") == [
        ("take_forward", "Vild natur")
    ]


def test_sign_and_words_that_contradict_each_other_open_no_field():
    assert placed("## + Udfordringer\n- for mange møder") == []


def test_a_title_is_taken_only_where_the_writer_marked_one():
    marked = assert_adds_up("# Netværksmøde i Fjordby\n\n## +\n- Fælles sprog")
    plain = assert_adds_up("Netværksmøde i Fjordby\n\n## +\n- Fælles sprog")

    assert marked.title == "Netværksmøde i Fjordby"
    assert marked.not_placed == []
    assert plain.title is None
    assert plain.not_placed[0].text == "Netværksmøde i Fjordby"


def test_a_label_with_a_remark_is_heading_and_note_in_one_line():
    assert placed("Plus: god stemning\n- gode oplæg\nMinus: for lidt tid") == [
        ("works", "god stemning"),
        ("works", "gode oplæg"),
        ("does_not_work", "for lidt tid"),
    ]


def test_a_question_after_the_label_question_is_a_note():
    assert placed("Spørgsmål: Hvem ejer handleplanen?") == [("question", "Hvem ejer handleplanen?")]


def test_known_words_inside_a_list_stay_items_of_the_list():
    text = "Spørgsmål\n- Økonomi\n- Barrierer\n- Tid\n\nFungerer\n• Idéer\n• Plus"
    assert placed(text) == [
        ("question", "Økonomi"),
        ("question", "Barrierer"),
        ("question", "Tid"),
        ("works", "Idéer"),
        ("works", "Plus"),
    ]


def test_a_numbered_agenda_gives_nothing():
    agenda = "Dagsorden\n1. Velkomst\n2. Spørgsmål\n3. Idéer fra sidst\n4. Eventuelt"
    assert placed(agenda) == []
    assert placed(agenda.replace("\n", "\n\n")) == []


def test_minutes_of_a_committee_give_nothing_even_with_wordings_we_know():
    minutes = (
        "Punkt 4\n\nSagsfremstilling\nForvaltningen orienterer.\n\nUdfordringer\n- Sagen er dyr\n\n"
        "Indstilling\nTages til efterretning\n\nNæste skridt\n- Sagen går videre"
    )
    assert placed(minutes) == []
    assert len(unplaced(minutes)) == 9


# --- Bullets and lines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bullet",
    ["- ", "* ", "+ ", "• ", "·\t", "– ", "— ", "○ ", "▪ ", "o\t", "1. ", "1) ", "(1) ", "a) ", "ii) ",
     "-> ", "→ ", "➜ ", ">> ", "\uf0b7\t", "-\u00a0", "-", "•", "☐ ", "[ ] ", "- [ ] ", "÷ ", "> "],
)  # fmt: skip
def test_only_the_bullet_is_taken_off(bullet):
    assert placed(f"÷ Virker ikke\nTiden er knap\n{bullet}for mange  møder -> træthed (50 %)") == [
        ("does_not_work", "Tiden er knap"),
        ("does_not_work", "for mange  møder -> træthed (50 %)"),
    ]


@pytest.mark.parametrize(
    "line",
    ["3.4 eller 11.7 med?", "12.3 kl. 9 mødes vi", "50 % af deltagerne kom", "17. verdensmål ligger op til det",
     "2. oktober mødes vi", "-20 grader i hallen", "% af budgettet"[2:], "40+ borgere kom", "+1 på det",
     "A. Jensen inviterer", "#1 er borgerne", "**Husk** borgerne", "[link](https://example.org)"],
)  # fmt: skip
def test_numbers_and_signs_that_belong_to_the_words_stay(line):
    assert placed(f"Hvad fungerer?\nFælles sprog\n{line}")[1:] == [("works", line)]


def test_a_percent_sign_inside_a_line_changes_no_field():
    assert placed("+ Fungerer\n50 % af deltagerne blev\n-> og ? og % og +") == [
        ("works", "50 % af deltagerne blev"),
        ("works", "og ? og % og +"),
    ]


def test_a_sign_of_another_field_is_left_for_the_facilitator():
    parsed = parse_notes("+ Fungerer\n- Fælles sprog\n? hvem ejer planen\n- Gode oplæg")

    assert [note.text for note in parsed.notes] == ["Fælles sprog", "Gode oplæg"]
    assert parsed.not_placed[0].reason == Reason.SIGN_OF_ANOTHER_FIELD


def test_bullets_nest_by_tabs_and_by_spaces():
    parsed = parse_notes("+\n- et\n\t- to\n\t\t- tre\n- fire\n    * fem\n  * seks\n")

    assert [(note.text, note.parent) for note in parsed.notes] == [
        ("et", None), ("to", 0), ("tre", 1), ("fire", None), ("fem", 3), ("seks", 3),
    ]  # fmt: skip


def test_letters_under_a_number_are_bullets_and_initials_are_not():
    parsed = parse_notes("Idéer\n1. Ring til KL\n   a. om politikerne\nA. Jensen inviterer")
    assert [(note.text, note.parent) for note in parsed.notes] == [
        ("Ring til KL", None), ("om politikerne", 0), ("A. Jensen inviterer", None),
    ]  # fmt: skip


def test_notes_quoted_by_a_mail_program_are_read_as_if_they_were_not():
    quoted = "> ## + Hvad fungerer?\n> - Fælles sprog\n>   - på tværs\n>\n> ## ? Spørgsmål\n> Hvem ejer planen?"
    parsed = assert_adds_up(quoted)
    assert [(note.quadrant, note.text, note.parent) for note in parsed.notes] == [
        ("works", "Fælles sprog", None), ("works", "på tværs", 0), ("question", "Hvem ejer planen?", None),
    ]  # fmt: skip


def test_word_bullets_pasted_without_indentation_still_nest():
    parsed = parse_notes("Idéer\n•\tKostpolitik\no\tskoler\no\tbørnehaver\n•\tCykelstier")
    assert [note.parent for note in parsed.notes] == [None, 0, 0, None]


def test_an_outline_whose_top_bullets_are_the_headings_is_read():
    outline = "- Hvad fungerer?\n  - Fælles sprog\n- Idéer\n  - Kostpolitik\n    - skoler\n- Eventuelt\n  - kaffe"
    parsed = assert_adds_up(outline)

    assert [(note.quadrant, note.text, note.parent) for note in parsed.notes] == [
        ("works", "Fælles sprog", None),
        ("take_forward", "Kostpolitik", None),
        ("take_forward", "skoler", 1),
    ]
    assert [line.text for line in parsed.not_placed] == ["- Eventuelt", "- kaffe"]


def test_a_wrapped_sentence_becomes_one_note_and_its_lines_are_counted():
    text = (
        "Hvad fungerer ikke?\n"
        "- Netop fordi det er globalt kan det være nemt at afskrive som noget\n"
        "  vi allerede har styr på\n"
        "- Når det bliver pseudo\n"
        "Sundhed og socialområdet skal sættes i spil, for ellers bliver det kun\n"
        "teknik og miljø der arbejder med det\n"
    )
    parsed = assert_adds_up(text)

    assert [note.text for note in parsed.notes] == [
        "Netop fordi det er globalt kan det være nemt at afskrive som noget vi allerede har styr på",
        "Når det bliver pseudo",
        "Sundhed og socialområdet skal sættes i spil, for ellers bliver det kun teknik og miljø der arbejder med det",
    ]
    assert parsed.joined == 2
    assert [line.landing for line in parsed.lines if line.joined] == [Landing.NOTE, Landing.NOTE]


def test_short_lines_in_lower_case_are_notes_of_their_own():
    assert len(placed("Hvad fungerer?\nfælles sprog\ngode oplæg\nfrokosten")) == 3


def test_two_spaces_at_the_end_keep_lines_apart():
    long = "Netop fordi det er globalt kan det være nemt at afskrive som noget"
    assert len(placed(f"Hvad fungerer?\n{long}  \nvi har styr på")) == 2


def test_the_same_line_twice_is_two_notes():
    assert placed("+\n- Tillid\n- Tillid") == [("works", "Tillid"), ("works", "Tillid")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\v"])
def test_every_kind_of_line_end_counts_as_one(newline):
    parsed = parse_notes(newline.join(["\ufeff+ Fungerer", "", "- et", "- to"]))
    assert [(note.text, note.line) for note in parsed.notes] == [("et", 3), ("to", 4)]


def test_invisible_lines_are_blank_and_invisible_edges_come_off():
    parsed = assert_adds_up("+ Fungerer\n\u200b\n\u00a0\u00a0\n\u00a0- \u200bet\u00a0\n")
    assert [note.text for note in parsed.notes] == ["et"]
    assert len(parsed.lines) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- a\x00b", Reason.NOT_STORABLE),
        ("- \ud800", Reason.NOT_STORABLE),
        ("- \ufffe", Reason.NOT_STORABLE),
        ("- " + "x" * 2001, Reason.TOO_LONG),
        ("•", Reason.NO_WORDS),
    ],
)
def test_a_line_that_cannot_be_a_note_is_listed_with_the_reason(line, reason):
    parsed = assert_adds_up(f"+ Fungerer\n- et\n{line}\n- to")

    assert [note.text for note in parsed.notes] == ["et", "to"]
    assert [(left.line, left.reason) for left in parsed.not_placed] == [(3, reason)]
    assert reason.sentence.endswith(".")


def test_a_line_of_exactly_2000_characters_is_a_note():
    assert placed("+\n- " + "x" * 2000) == [("works", "x" * 2000)]


def test_an_empty_bullet_at_the_end_of_a_list_opens_no_field():
    assert placed("Hvad fungerer?\n- et\n- \n- to") == [("works", "et"), ("works", "to")]


# --- A sign in front of each line -------------------------------------------------------------


def test_signs_in_front_of_single_lines_place_them_where_no_heading_does():
    text = "Bord 3\n+ Fælles sprog\n  - på tværs\n? Hvem ejer planen\n% For mange møder\n-> Ringe til KL\n- en streg\nog en sætning"
    parsed = assert_adds_up(text)

    assert [(note.quadrant, note.text, note.parent) for note in parsed.notes] == [
        ("works", "Fælles sprog", None),
        ("works", "på tværs", 0),
        ("question", "Hvem ejer planen", None),
        ("does_not_work", "For mange møder", None),
        ("take_forward", "Ringe til KL", None),
    ]
    assert [line.text for line in parsed.not_placed] == ["Bord 3", "- en streg", "og en sætning"]


@pytest.mark.parametrize(
    "text", ["+ et\n+ to\n+ tre", "- et\n- to", "-> et\n-> to", "* et\n* to", "✅ Tilmeldt"]
)
def test_plain_bullet_lists_without_a_heading_are_not_guessed(text):
    assert placed(text) == []


# --- Anything at all --------------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    ["- ", "+ ", "? ", "% ", "÷", "->", "## ", "**", "Hvad fungerer?", "Idéer", "Eventuelt", "\n", "\r\n",
     "\n\n", "\t", "  ", "1. ", "a) ", "[x] ", "---", "===", "Fælles sprog", "og mere", ":", "\u200b", "\x00",
     "\ud800", "x" * 70, "Sagsfremstilling", "Indstilling", "💡", "❓"]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=[])),
    st.lists(SNIPPETS, max_size=40).map("".join),
)


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_whatever_is_pasted_every_line_lands_exactly_once(text):
    parsed = assert_adds_up(text)

    numbers = [line.line for line in parsed.lines]
    assert numbers == sorted(set(numbers))
    seen = "".join("".join(line.text.split()) for line in parsed.lines).replace("\ufeff", "")
    for character in set("".join(text.split())) - set(seen):
        try:
            assert not clean_text(character, limit=9) or not character.isprintable()
        except TextRefused:
            assert character in "\v\f\x85\u2028\u2029\x1c\x1d\x1e\x1f"


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_whatever_is_pasted_each_note_can_be_stored_and_hangs_under_one_above(text):
    notes = parse_notes(text).notes

    for index, note in enumerate(notes):
        assert clean_text(note.text, limit=2000)
        assert note.parent is None or note.parent < index
        assert note.parent is None or notes[note.parent].quadrant == note.quadrant


def test_a_list_of_five_thousand_lines_is_read_whole():
    text = "## + Hvad fungerer?\n" + "- Fælles sprog på tværs af kommuner\n" * 5_000
    assert len(parse_notes(text).notes) == 5_000


@pytest.mark.parametrize(
    "monster",
    [
        "#a" + "# " * 300_000 + "b",
        "(" * 500_000,
        "- " * 300_000,
        "**" * 300_000,
        "? /" * 200_000,
        "x" * 1_000_000,
    ],
)
def test_one_monstrous_line_is_answered_and_listed(monster):
    parsed = assert_adds_up(f"+ Fungerer\n- et\n{monster}\n- to")
    assert [line.line for line in parsed.not_placed][:1] == [3]
