"""Which questions are the same, and which words belong together: by Danish examples."""

import pytest

from workshops.across.likeness import ALIKE, likeness, same_questions, speaks_of

SAME = [
    ("Hvordan får vi politikerne med?", "Hvordan får vi politikerne med på det?"),
    ("Er borgerinddragelsen reel?", "Er inddragelsen af borgerne reel?"),
    ("Hvordan bliver det integreret i politikker?", "Hvordan bliver det integreret i kommunens politikker?"),
    ("Hvordan får vi unge med?", "hvordan får vi DE UNGE med"),
    ("Hvem betaler for bussen?", "Hvem skal betale bussen?"),
    ("Hvordan kommer det med i budgettet?", "Hvordan får vi det ind i budgettet?"),
    ("Hvordan måler vi effekt?", "Hvordan kan effekten måles?"),
    ("Hvordan inddrager vi borgerne tidligt?", "Hvordan inddrager vi borgerne?"),
]  # fmt: skip
OTHER = [
    ("Hvordan får vi politikerne med?", "Hvad siger politikerne?"),
    ("Hvordan får vi politikerne med?", "Hvordan får vi borgerne med?"),
    ("Hvordan måler vi bæredygtighed?", "Hvad er bæredygtighed?"),
    ("Hvem betaler for bussen?", "Hvem betaler for cykelstien?"),
    ("Hvordan inddrager vi virksomhederne?", "Hvordan inddrager vi borgerne?"),
    ("Hvad nu?", "Hvornår?"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_question_in_other_words(one, other):
    assert likeness(one, other) >= ALIKE
    assert likeness(one, other) == likeness(other, one)
    assert same_questions([one, other], str) == [[one, other]]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_question_with_some_of_the_words(one, other):
    assert likeness(one, other) < ALIKE
    if one:
        assert same_questions([one, other], str) == [[one], [other]]


def test_a_question_is_wholly_like_itself():
    assert likeness("Hvem betaler for bussen?", "Hvem betaler for bussen?") == 1


def test_the_first_leads_and_the_order_of_the_groups_is_that_of_their_leaders():
    asked = [
        "Hvem ejer planen?",
        "Hvordan får vi unge med?",
        "Hvem ejer så planen?",
        "Hvordan får vi de unge med?",
    ]
    assert same_questions(asked, str) == [[asked[0], asked[2]], [asked[1], asked[3]]]


@pytest.mark.parametrize(
    ("text", "key", "is_so"),
    [
        ("Inddragelse kræver tid", "inddrag", True),
        ("Vi vil inddrage flere", "inddrag", True),
        ("Borgerinddragelsen er reel", "inddrag", True),
        ("Inddragelsesprocessen er lang", "inddrag", True),
        ("Lokalplanen er vedtaget", "plan", True),
        ("En plante på torvet", "plan", False),
        ("Det ligger på øen", "inddrag", False),
    ],
)
def test_a_note_speaks_of_a_word_in_any_inflection_and_compound(text, key, is_so):
    assert speaks_of(text, key) is is_so
