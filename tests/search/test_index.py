import time
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from sdg_platform.accounts.actor import ANONYMOUS, Actor
from sdg_platform.search import index
from sdg_platform.search.models import Entry, EntryText, Synonym, Token, Word, WordGram
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def municipalities():
    MunicipalityFactory(code="9901")
    MunicipalityFactory(code="9902")


FJORDBY = Actor(roles={"9901": "staff"})
BAKKEBY = Actor(roles={"9902": "staff"})
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(object_id, title, body="", **more):
    more.setdefault("kind", "practice")
    more.setdefault("reach", "public")
    more.setdefault("municipality_code", "9901")
    more.setdefault("updated_at", NOON)
    return index.NewEntry(object_id=object_id, title=title, body=body, **more)


def found(query, actor=ANONYMOUS, **more):
    return [hit.object_id for hit in index.find(query, actor=actor, **more).hits]


def shown(pieces):
    return "".join(f"[{text}]" if is_match else text for text, is_match in pieces)


# --- Danish words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("økonomi", "KOMMUNENS ØKONOMI"),
        ("ØKONOMI", "kommunens økonomi"),
        ("oekonomi", "Kommunens økonomi"),
        ("okonomi", "Kommunens økonomi"),
        ("baeredygtig", "Bæredygtige indkøb"),
        ("aarhus", "Møde i Århus"),
        ("århus", "Møde i Aarhus"),
        ("boernene", "Børn i naturen"),
        ("göteborg", "Studietur til Gøteborg"),
        ("ide", "Én idé ad gangen"),
        ("kommune", "Kommunerne mødes"),
        ("kommunerne", "En kommune alene"),
        ("forebyggelse", "Det forebyggende arbejde"),
        ("inddragelse", "Borgerinddragelsen i praksis"),
        ("skoler", "Folkeskolen tager fat"),
        ("børn", "Skolebørns skolevej"),
        ("plan", "Kommuneplanen"),
        ("mad", "Mad til alle"),
        ("trivsl", "Trivsel i hverdagen"),
        ("trisvel", "Trivsel i hverdagen"),
        ("trivsell", "Trivsel i hverdagen"),
        ("borgerinddragelse", "Borgerindragelse"),
        ("borgreinddragelse", "Borgerinddragelse"),
        ("borgerindrdagelse", "Borgerinddragelse"),
        ("borgerinddragelser", "Borgerinddraggelser"),
        ("xborgerinddragelse", "Borgerinddragelse"),
        ("borgerinddragels", "Borgerinddragelsx"),
        ("hjemløs", "Boliger til hjemløse"),
        ("2030", "Strategi 2030"),
        ("3.4", "Delmål 3.4 i praksis"),
        ("partnership", "Partnerships for the goals"),
        ("borgerinddragelse", "Borger\u00adinddragelse fra bunden"),
    ],
)
def test_a_danish_word_is_found_in_its_other_forms(query, title):
    language = "en" if "goals" in title else "da"
    index.put([entry("1", title, language=language), entry("2", "Uden for emnet")])

    assert found(query) == ["1"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("borger", "Silkeborg og Viborg mødes"),
        ("2025", "Strategi 2024"),
        ("3.4", "Delmål 3.5, 13 og 4"),
        ("hav", "Hal til leje"),
        ("læsning", "Skriveri"),
        ("øre", "At gøre en forskel og høre efter"),
        ("træ", "Træk vejret, sagde træneren"),
        ("mand", "Åbent hver mandag"),
    ],
)
def test_what_only_looks_alike_is_not_found(query, title):
    index.put([entry("1", title)])

    assert found(query) == []


@pytest.mark.parametrize(
    ("query", "exact", "joined"),
    [("politik", "Ny politik", "Vores politikere"), ("hav", "Et rent hav", "En grøn have")],
)
def test_the_exact_word_comes_before_one_that_shares_its_stem(query, exact, joined):
    index.put([entry("stem", joined, updated_at=NOON + timedelta(days=1)), entry("exact", exact)])

    assert found(query) == ["exact", "stem"]


def test_ways_to_match_are_weighed_in_their_order_whatever_the_field():
    Synonym.objects.create(word="trivsel", means="velvære")
    index.put(
        [
            entry("typo", "Trivel"),
            entry("compound", "Elevtrivslen og elevtrivsel"),
            entry("synonym", "Velvære"),
            entry("stem", "Trivsels"),
            entry("exact", "Noget andet", "her står trivsel i teksten"),
        ]
    )

    assert found("trivsel") == ["exact", "stem", "synonym", "compound", "typo"]


def test_title_comes_before_keywords_and_keywords_before_body():
    index.put(
        [
            entry("body", "Et", "Mere cykling"),
            entry("keywords", "To", keywords=["Mere cykling"]),
            entry("title", "Mere cykling"),
        ]
    )

    assert found("cykling") == ["title", "keywords", "body"]


def test_a_synonym_works_both_ways_and_in_every_form():
    Synonym.objects.create(word="unge", means="teenagere")
    index.put([entry("1", "De unges fritid"), entry("2", "En teenager fortæller")])

    assert sorted(found("teenagere")) == ["1", "2"]
    assert sorted(found("ung")) == ["1", "2"]


def test_all_words_must_match_in_whatever_field():
    index.put(
        [
            entry("both", "Trivsel", "for børn på landet", keywords=["3 Sundhed og trivsel"]),
            entry("one", "Trivsel for ældre"),
        ]
    )

    assert found("trivsel børn sundhed") == ["both"]


def test_small_words_in_a_question_do_not_shut_anything_out():
    index.put([entry("1", "Trivsel: skolens svar")])

    assert found("trivsel i skolen") == ["1"]


def test_small_words_alone_are_searched():
    index.put([entry("1", "Hvad så?"), entry("2", "Noget")])

    assert found("hvad") == ["1"]


def test_quotes_ask_for_the_very_words_side_by_side():
    index.put(
        [
            entry("1", "Fra vision til praksis"),
            entry("2", "Fra praksis til vision"),
            entry("3", "Vision", "fra", keywords=["til praksis"]),
        ]
    )

    assert found('"fra vision til praksis"') == ["1"]
    assert found("„fra vision“ praksis") == ["1"]
    assert found('"visioner"') == []
    assert found("visioner") == ["1", "2", "3"]


def test_an_unclosed_quote_is_ordinary_text():
    index.put([entry("1", "Fra vision til praksis")])

    assert found('"praksis vision') == ["1"]


def test_a_word_of_four_letters_finds_no_shorter_one_as_its_typo():
    index.put([entry("1", "Uge 7 på biblioteket"), entry("2", "Ungt liv")])
    assert found("unge") == ["2"]
    assert found("uneg") == []


def test_a_short_word_keeps_its_first_letter_when_a_typo_is_forgiven():
    index.put([entry("1", "Hold sammen"), entry("2", "Volt")])
    assert found("vold") == ["2"]


@pytest.mark.parametrize(
    ("query", "title"),
    [("sti", "Stien rundt om mosen"), ("stien", "Nye stier"), ("by", "Byen vokser"),
     ("sø", "Søen er ren"), ("byer", "By og land"), ("bro", "Broerne males")],
)  # fmt: skip
def test_a_short_word_is_found_in_every_inflection(query, title):
    index.put([entry("1", title), entry("2", "Sten og bymuseum")])
    assert found(query)[0] == "1"


@pytest.mark.parametrize(
    ("query", "title"),
    [("ledige", "Ledelse i praksis"), ("gæld", "Hvad gælder?"), ("læger", "Læg en plan"),
     ("billig", "Biler på landet"), ("lighed", "Det ligger stille")],
)  # fmt: skip
def test_words_that_only_share_a_stem_do_not_find_each_other(query, title):
    index.put([entry("1", title)])
    assert found(query) == []


def test_a_typo_never_leads_to_a_word_of_asking():
    index.put([entry("1", "Hvem har lyst?"), entry("2", "Hjemve")])
    assert found("hjem") == ["2"]


def test_a_short_word_that_a_public_text_holds_is_no_typo():
    index.put([entry("1", "Vind og vejr")])
    assert found("vand") == ["1"]

    index.put([entry("2", "Vandet i åen")])
    assert found("vand") == ["2"]
    assert index.answer("vand", kind="practice", actor=ANONYMOUS).numbers(9) == [2]


def test_a_longer_word_is_no_typo_once_three_public_texts_hold_it():
    index.put([entry("1", "Trivel i skolen"), entry("2", "Trivsel"), entry("3", "Trivsels")])
    assert set(found("trivsel")) == {"1", "2", "3"}

    index.put([entry("4", "Trivsel for alle")])
    assert set(found("trivsel")) == {"2", "3", "4"}


def test_whether_a_hidden_text_holds_a_word_does_not_show_in_what_is_forgiven():
    index.put([entry("1", "Vind og vejr")])
    hidden = {"draft": True, "municipality_code": "9902"}
    index.put([entry("2", "Vand", **hidden), entry("3", "Vand", reach="own")])
    assert found("vand") == ["1"]


# --- The same answers everywhere ----------------------------------------------------------

CORPUS = [
    (
        "1",
        "Borgerinddragelse i Ådal",
        "Borgerne var med fra begyndelsen.",
        ["16 Fred og retfærdighed"],
    ),
    ("2", "Inddragelse af unge", "Vi spurgte de unge først.", ["Ungeråd"]),
    ("3", "Natur og trivsel", "Uden inddragelse var det ikke gået.", ["3 Sundhed og trivsel"]),
    ("4", "Cykelstier til skolen", "Børnene tegnede selv ruterne.", ["11 Bæredygtige byer"]),
    ("5", "Skolehaver på Ærø", "Skolerne dyrker egne grøntsager.", ["2 Stop sult"]),
    ("6", "Madspild i køkkenet", "Kantinen på skolen vejede resterne.", ["12 Ansvarligt forbrug"]),
    ("7", "Ældre på cykel", "Inddrag de ældre, og trivslen følger.", ["3 Sundhed og trivsel"]),
    ("8", "Kommunernes klimaplaner", "Planen blev til i fællesskab.", ["13 Klimaindsats"]),
    ("9", "En skole for alle", "Skolen åbnede dørene.", ["4 Kvalitetsuddannelse"]),
]
EXPECTED = {
    "inddragelse": ["2", "3", "7", "1"],
    "skole": ["9", "4", "6", "5"],
    "skolen": ["4", "9", "6", "5"],
    "trivsel": ["3", "7"],
    "trivsel inddragelse": ["3", "7"],
    "sundhed cykel": ["7"],
    "klima": ["8"],
    "plan": ["8"],
    "byer": ["4"],
    "aeroe": ["5"],
    '"de unge"': ["2"],
    "ældre": ["7"],
    "unge": ["2"],
    "cykle": ["7"],
}


@pytest.mark.parametrize("query", EXPECTED)
def test_every_database_gives_the_same_answers_in_the_same_order(query):
    index.put(
        entry(number, title, body, keywords=keywords, updated_at=NOON + timedelta(int(number)))
        for number, title, body, keywords in CORPUS
    )

    assert found(query) == EXPECTED[query]
    matches = index.matching_ids(query, kind="practice", actor=ANONYMOUS)
    assert [match.object_id for match in matches] == EXPECTED[query]


def test_the_newest_comes_first_among_equals_then_kind_and_id():
    index.put(
        [
            entry("b", "Trivsel", kind="practice"),
            entry("a", "Trivsel", kind="practice"),
            entry("z", "Trivsel", kind="partnership"),
            entry("new", "Trivsel", updated_at=NOON + timedelta(seconds=1)),
        ]
    )

    assert found("trivsel") == ["new", "z", "a", "b"]


def test_pages_follow_each_other_without_gap_or_repeat():
    index.put(entry(f"{number:03}", "Trivsel") for number in range(45))

    pages = [found("trivsel", limit=20, offset=offset) for offset in (0, 20, 40, 60)]

    assert list(chain(*pages)) == [f"{number:03}" for number in range(45)]
    assert index.find("trivsel", actor=ANONYMOUS, offset=40).total == 45


def test_answers_can_be_kept_to_some_kinds_and_are_counted_by_kind():
    index.put(
        [entry("1", "Trivsel"), entry("2", "Trivsel", kind="workshop"), entry("3", "Trivsel")]
    )

    assert index.find("trivsel", actor=ANONYMOUS).by_kind == {"practice": 2, "workshop": 1}
    assert found("trivsel", kinds=["workshop"]) == ["2"]
    assert found("trivsel", kinds=[]) == []


# --- Who may find what --------------------------------------------------------------------


def test_each_reader_finds_what_is_shared_with_them():
    index.put(
        [
            entry("own", "Trivsel", reach="own"),
            entry("network", "Trivsel", reach="network"),
            entry("public", "Trivsel"),
            entry("draft", "Trivsel", draft=True),
        ]
    )

    assert found("trivsel", FJORDBY) == ["draft", "network", "own", "public"]
    assert found("trivsel", BAKKEBY) == ["network", "public"]
    assert found("trivsel") == ["public"]


def test_a_draft_says_that_it_is_one():
    index.put([entry("draft", "Trivsel", draft=True), entry("public", "Trivsel")])

    hits = index.find("trivsel", actor=FJORDBY).hits

    assert {hit.object_id: hit.draft for hit in hits} == {"draft": True, "public": False}


@pytest.mark.parametrize(
    "query",
    ["trivsel", "trivsl", "hemmeligheder", "trivsel hemmelig", '"trivsel i skolen"', "triv"],
)
def test_another_municipalitys_records_change_nothing(query):
    # OWASP ASVS 5.0, V8.4.1: no data crosses from one tenant to another.
    index.put([entry("1", "Trivsel i skolen", "Elevtrivslen steg."), entry("2", "Trevlet reb")])

    def page():
        return (
            index.find(query, actor=BAKKEBY),
            index.find(query, actor=ANONYMOUS),
            index.matching_ids(query, kind="practice", actor=BAKKEBY),
            index.suggest(query, actor=BAKKEBY),
        )

    before = page()
    index.put(
        entry(f"s{number}", f"Trivsel hemmelighed{number} triv trivlet", reach="own")
        for number in range(30)
    )
    index.put([entry("s99", "Hemmeligheder om trivsel i skolen", draft=True)])

    assert page() == before
    assert index.find("hemmelighed7", actor=FJORDBY).total == 1


# --- Nothing found ------------------------------------------------------------------------


def test_an_unknown_word_has_no_answers_and_what_is_nearest_apart():
    index.put([entry("1", "Biodiversitet i byen"), entry("2", "Trivsel")])

    answer = index.find("biodiverstet-kvalitetter", actor=ANONYMOUS)
    assert (answer.hits, answer.total) == ([], 0)
    assert [hit.object_id for hit in answer.nearest] == ["1"]

    answer = index.find("biodevesitet", actor=ANONYMOUS)
    assert (answer.hits, answer.total) == ([], 0)
    assert [hit.object_id for hit in answer.nearest] == ["1"]


def test_words_that_never_meet_offer_what_holds_most_of_them():
    index.put([entry("1", "Trivsel i skolen"), entry("2", "Trivsel"), entry("3", "Natur")])

    answer = index.find("trivsel skolen natur", actor=ANONYMOUS)

    assert answer.total == 0
    assert [hit.object_id for hit in answer.nearest] == ["1", "2", "3"]


def test_what_resembles_nothing_is_answered_with_nothing():
    index.put([entry("1", "Trivsel")])

    assert index.find("qwxzpk", actor=ANONYMOUS) == ([], 0, {}, [])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '" OR NEAR(',
        "NEAR(trivsel, 5)",
        "trivsel AND OR NOT",
        "title:trivsel",
        "{title} : trivsel",
        "triv*",
        "^trivsel",
        "%_",
        "' OR 1=1 --",
        "'trivsel':*&!(|)",
        "\\",
        "\x00",
        "\x00trivsel\x00",
        "\ud800 trivsel",
        "\ufffe",
        "🌱🎉👩\u200d👩\u200d👧",
        "\u200b\u200b",
        "مرحبا שלום 你好",
        '"""""',
        '"" «»',
        "ß ﬁ İ ǅ",
        "a" * 100_000,
        "å" * 100_000,
        "trivsel " * 12_500,
        " ".join(f"ord{number}x" for number in range(10_000)),
        " ".join(chr(97 + number % 26) * 31 for number in range(3_000)),
        '"' * 100_000,
        "Z" + "\u0300\u0316" * 50_000,
    ],
    ids=lambda query: ascii(query[:20]),
)
def test_a_hostile_query_is_answered_quickly_and_never_an_error(query):
    index.put([entry("1", "Trivsel 'citat' \"dobbelt\" %_ 你好"), entry("2", "مرحبا")])
    started = time.perf_counter()

    answer = index.find(query, actor=ANONYMOUS)
    index.matching_ids(query, kind="practice", actor=ANONYMOUS)
    index.suggest(query, actor=ANONYMOUS)

    assert answer.total == len(answer.hits) <= 2
    assert time.perf_counter() - started < 0.6


# --- What is shown ------------------------------------------------------------------------


def test_a_hit_shows_where_it_matched_without_markup():
    index.put([entry("1", "<b>Inddragelse</b> nu", "Vi tog Borgerinddragelsen alvorligt & mere.")])

    (hit,) = index.find("inddragelse", actor=ANONYMOUS).hits

    assert shown(hit.title) == "<b>[Inddragelse]</b> nu"
    assert shown(hit.snippet) == "Vi tog [Borgerinddragelsen] alvorligt & mere."


def test_a_long_text_is_cut_around_the_first_match():
    body = "indledning " * 50 + "her blev trivsel målt " + "afslutning " * 50
    index.put([entry("1", "Måling", body)])

    (hit,) = index.find("trivsel", actor=ANONYMOUS).hits

    assert shown(hit.snippet) == (
        "… " + "indledning " * 6 + "her blev [trivsel] målt " + "afslutning " * 22 + "…"
    )


def test_typing_completes_titles_newest_first():
    index.put(
        [
            entry("1", "Skolehaver på Ærø"),
            entry("2", "Cykelstier til skolen", updated_at=NOON + timedelta(days=1)),
            entry("3", "Skolen", reach="own"),
            entry("4", "Folkeskolen"),
        ]
    )

    assert [found.title for found in index.suggest("skol", actor=ANONYMOUS)] == [
        "Cykelstier til skolen",
        "Skolehaver på Ærø",
    ]
    assert [found.object_id for found in index.suggest("på ær", actor=ANONYMOUS)] == ["1"]
    assert index.suggest("s", actor=ANONYMOUS) == []


# --- Keeping it ---------------------------------------------------------------------------


def test_putting_again_replaces_and_leaves_no_old_word_behind():
    index.put([entry("1", "Trivsel", "010190 hemmeligt navn"), entry("2", "Trivsel")])
    index.put([entry("1", "Natur", reach="network")])

    assert found("trivsel") == ["2"]
    assert found("natur") == []
    assert found("natur", BAKKEBY) == ["1"]
    assert not Word.objects.filter(word__in=["hemmeligt", "navn"]).exists()
    assert Word.objects.filter(word="trivsel").exists()


def test_of_an_object_that_comes_twice_the_last_counts():
    index.put([entry("1", "Trivsel"), entry("1", "Natur")])

    assert found("trivsel") == []
    assert found("natur") == ["1"]


def test_removing_takes_everything_of_it_away():
    index.put(
        [
            entry("1", "Trivsel"),
            entry("2", "Trivsel og natur"),
            entry("1", "Trivsel", kind="workshop"),
        ]
    )

    index.remove("practice", ["1", 2, "77"])

    assert [hit.kind for hit in index.find("trivsel", actor=ANONYMOUS).hits] == ["workshop"]
    assert list(Word.objects.values_list("word", flat=True)) == ["trivsel"]
    assert WordGram.objects.count() == 1
    assert Token.objects.count() == EntryText.objects.count() == 1


def test_clearing_leaves_only_the_editors_synonyms():
    Synonym.objects.create(word="unge", means="teenagere")
    index.put([entry("1", "Trivsel")])

    index.clear()

    assert [model.objects.count() for model in (Entry, EntryText, Token, Word, WordGram)] == [0] * 5
    assert Synonym.objects.filter(word="unge", means="teenagere").exists()


def test_an_english_text_is_stemmed_as_english():
    index.put([entry("1", "Engaging citizens", language="en"), entry("2", "Ukendt", language="xx")])

    assert found("engage citizen") == ["1"]
    assert found("ukendte") == ["2"]


def test_a_very_long_text_is_stored_and_found():
    many = " ".join(f"ord{n}" for n in range(19_000))
    index.put([entry("1", "Lang", f"{many} trivselsplanen {many}")])

    assert found("lang plan") == ["1"]


def test_finding_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    index.put(entry(str(number), f"Trivsel {number}", "for børn") for number in range(60))

    # What stands on the shelf is asked for apart, and what is held of it is read once.
    index.find("trivsel børn", actor=FJORDBY)
    with django_assert_max_num_queries(8):
        index.find("trivsel børn", actor=FJORDBY)


def test_a_synonym_is_one_word_on_either_side():
    from django.core.exceptions import ValidationError

    synonym = Synonym(word="Ungeråd ", means="Elevråd")
    synonym.full_clean()
    assert (synonym.word, synonym.means) == ("ungeråd", "elevråd")

    for word, means in (("to ord", "unge"), ("unge", "!"), ("unge", "Unge")):
        with pytest.raises(ValidationError):
            Synonym(word=word, means=means).full_clean()


def test_a_note_without_a_body_shows_only_the_names_it_was_found_by():
    index.put(
        [
            index.NewEntry(
                kind="reflection",
                object_id="1",
                title="Dække bord på værestedet",
                keywords=["3 Sundhed og trivsel", "Good health and well-being", "Fjordby Kommune"],
                reach="public",
            )
        ]
    )

    hit = index.find("trivsel", actor=ANONYMOUS).hits[0]

    assert "".join(piece.text for piece in hit.snippet) == "3 Sundhed og trivsel"


def test_words_that_mean_the_same_find_each_other_from_the_start():
    index.put(
        [
            index.NewEntry(
                kind="practice", object_id="7", title="Sundhed i skolegården", reach="public"
            )
        ]
    )

    assert [hit.object_id for hit in index.find("helbred", actor=ANONYMOUS).hits] == ["7"]
