"""What a reader decides about the lines of a document, and that no line is lost over it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdg_platform.text import NOTE_LIMIT
from workshops.notes import parse_notes
from workshops.reading.placing import (
    NOT_A_NOTE,
    clean_title,
    place,
    read_choices,
    suggest_title,
    write_choices,
)

NOTES = """Møde om fælles sprog
+ Hvad fungerer?
- Det fælles sprog
  - på tværs
    - også mellem lande
- Konkrete eksempler
? Spørgsmål
- Hvem ejer planen?
Eventuelt
50 % vil have en dag mere
[x] Kaffe er bestilt
"""


def placed(choices="", text=NOTES, **known):
    return place(parse_notes(text), read_choices(choices), **known)


def test_without_choices_the_parser_is_followed():
    placement = placed()
    assert [(n.quadrant, n.text, n.parent) for n in placement.notes] == [
        ("works", "Det fælles sprog", None),
        ("works", "på tværs", 0),
        ("works", "også mellem lande", 1),
        ("works", "Konkrete eksempler", None),
        ("question", "Hvem ejer planen?", None),
    ]
    assert [item.line for item in placement.waiting] == [1, 9, 10, 11]


def test_a_waiting_line_is_placed_among_the_others_in_the_order_of_the_document():
    placement = placed("10=works 1=question")
    assert [(n.line, n.text) for n in placement.notes if n.quadrant == "works"][-1] == (
        10,
        "50 % vil have en dag mere",
    )
    assert placement.notes[0].text == "Møde om fælles sprog"
    assert [item.line for item in placement.waiting] == [9, 11]


def test_a_placed_line_loses_its_bullet_and_keeps_its_tick():
    note = placed("11=take_forward").notes[-1]
    assert (note.text, note.done) == ("Kaffe er bestilt", True)


def test_a_note_that_moves_to_another_field_leaves_its_parent_and_its_children_go_to_the_grandparent():
    placement = placed("4=question")
    parents = {note.text: note.parent for note in placement.notes}
    assert parents["på tværs"] is None
    assert parents["også mellem lande"] == 0


def test_a_line_that_is_no_note_lies_aside_and_its_child_stands_alone():
    placement = placed("3=not_a_note")
    assert [item.text for item in placement.set_aside] == ["Det fælles sprog"]
    assert {n.text: n.parent for n in placement.notes}["på tværs"] is None
    assert placement.left == len(placement.waiting) + 1


def test_stored_and_repeated_lines_do_not_come_in_again():
    placement = placed(stored={3, 4}, repeated={6})
    assert [n.line for n in placement.notes] == [5, 8]
    assert placement.notes[0].parent is None
    assert placement.tallies["stored"] == 2
    assert placement.tallies["repeated"] == 1


def test_what_no_field_could_hold_cannot_be_placed():
    text = f"{'x' * (NOTE_LIMIT + 1)}\n---\nen nul \x00 her\n"
    placement = placed("1=works 2=works 3=works", text)
    assert placement.notes == []
    assert [item.may_be_placed for item in placement.waiting] == [False, False, False]


@pytest.mark.parametrize(
    "text", ["", "23", "=works", "23=nej", "-1=works", "9999999=works", "x=y", "٣=works "]
)
def test_malformed_choices_are_no_choices(text):
    found = read_choices(text)
    assert found == {} or all(isinstance(line, int) for line in found)
    assert "nej" not in found.values()


LINES = st.sampled_from(
    [
        "+ Hvad fungerer?",
        "? Spørgsmål",
        "# Opsamling",
        "- en note",
        "  - under den",
        "",
        "Eventuelt",
        "---",
        "÷ nej",
        "a" * 2001,
    ]
)
FATES = st.sampled_from(["works", "question", "does_not_work", "take_forward", NOT_A_NOTE])


@given(
    st.lists(LINES, max_size=25),
    st.dictionaries(st.integers(1, 25), FATES),
    st.sets(st.integers(1, 25)),
    st.sets(st.integers(1, 25)),
)
@settings(deadline=None, max_examples=200)
def test_every_line_is_in_exactly_one_count(lines, choices, stored, repeated):
    parsed = parse_notes("\n".join(lines))
    placement = place(parsed, choices, stored=stored, repeated=repeated)
    assert sum(placement.tallies.values()) == len(parsed.lines)
    assert placement.tallies["note"] == len(placement.notes)
    assert placement.tallies["waiting"] == len(placement.waiting)
    assert placement.tallies[NOT_A_NOTE] == len(placement.set_aside)
    for index, note in enumerate(placement.notes):
        if note.parent is not None:
            assert note.parent < index
            assert placement.notes[note.parent].quadrant == note.quadrant
    assert read_choices(write_choices(choices)) == choices


def test_the_title_is_the_documents_own_or_its_first_idle_line():
    assert suggest_title(parse_notes("# Netværksmøde\n+ Hvad fungerer?\n- ja")) == "Netværksmøde"
    assert suggest_title(parse_notes(NOTES)) == "Møde om fælles sprog"
    assert suggest_title(parse_notes("+ Hvad fungerer?\n- ja")) == ""
    assert suggest_title(parse_notes("ord " * 60)) == ""
    assert clean_title("nul\x00") == ""
    assert len(clean_title("å" * 300)) == 200
