import pytest

from sdg_platform.exports.plain import write_text
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of


def test_the_minutes_read_as_a_person_would_type_them():
    assert write_text(MINUTES).decode() == (
        """Netværksmøde i Fjordby
======================
Fjordby Kommune, 22. november 2026
Sted: Rådhuset
Deltagere: 24

+ Det virker
Hvad giver mening for mig?
- Vi mødes på tværs af forvaltninger (3 prikker · Mål 17)
- Fælles kaffe
  - også om fredagen

? Det undrer vi os over
Ingen noter.

÷ Det virker ikke
- For få hænder

→ Det tager vi med
- -> ring til Søren (1 prik)

Tiltag
------
Aftalt
Hvad | Hvem
Ring til Søren | Åse

Netværksmøde i Fjordby
"""
    )


def test_the_brief_names_its_sources_and_what_must_be_filled_in():
    text = write_text(BRIEF).decode()

    assert "Lægen rækker en seddel over bordet. [1]" in text
    assert "Kilder\n------\n[1] Praksis 12, Fjordby https://fjordby.example/practices/12/" in text
    assert "Økonomi\n-------\n[udfyldes]" in text
    assert "og 3 flere" in text
    assert "javascript:" not in text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_text_survives_word_for_word(text):
    if "\n" not in text:
        assert text in write_text(of(text)).decode()


def test_a_note_of_several_lines_is_moved_in_under_its_bullet():
    assert "- to\n  linjer" in write_text(of("to\nlinjer")).decode()


def test_half_a_character_does_not_block_the_report():
    assert b"a?b" in write_text(of("a\ud800b"))
