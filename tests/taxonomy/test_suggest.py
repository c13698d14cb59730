"""What a text seems to be about: goals and P's out of words."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sdg_platform.taxonomy.lexicon import LANGUAGES
from sdg_platform.taxonomy.reference import read_reference
from sdg_platform.taxonomy.suggest import suggest, suggest_targets, suggest_themes

NOTES = [
    ("Det fælles sprog på tværs af kommune og lande", 17),
    ("Partnerskaber med civilsamfundet", 17),
    ("Silobrydning", 17),
    ("Borgerinddragelsen – hvordan bliver det reelt bottom up/drevet af borgere?", 16),
    ("Verdensmålene og forebyggelsespakkerne.", 3),
    ("OBS på at sundhed ikke kun er Verdensmål 3.", 3),
    ("Virksomheder bruger Verdensmålene som rekrutteringsværktøj", 8),
    ("Benyttelse vs beskyttelse af naturen", 15),
    ("Ingen skal blive hjemme fra lejrturen, fordi familien har få penge", 1),
    ("Skolehaven giver grøntsager til kantinen", 2),
    ("Gågruppen på plejehjemmet gør en forskel mod ensomhed", 3),
    ("De ordblinde elever fik en læsevejleder", 4),
    ("Krisecentret kan tage imod flere kvinder", 5),
    ("Grundvandet skal beskyttes mod sprøjtegift", 6),
    ("Solceller på hallens tag og varmepumpe i kælderen", 7),
    ("Jobcentret fandt fleksjob til tyve ledige", 8),
    ("Fiberbredbånd helt ud til øerne", 9),
    ("Tilgængelighed for kørestole, så ingen bliver udelukket", 10),
    ("Cykelstier og et byrum, hvor man har lyst til at sidde", 11),
    ("Genbrugspladsen lader folk tage møbler med hjem", 12),
    ("Skybrudssikring og CO2-regnskab i klimaplanen", 13),
    ("Ålegræsset er tilbage i fjorden", 14),
    ("Kaffe og kage til hjemløse kl. 17", 1),
    ("Frokost på plejehjemmet mod ensomhed", 3),
    ("Cykelstien er lukket", 11),
    ("Vild med vilje: insekthoteller og en blomstereng", 15),
]
SMALL_TALK = [
    "Kaffe kl. 10",
    "Tak for i dag",
    "Næste møde: 12.3 kl. 9-11",
    "50 % af deltagerne ønsker en dag mere",
    "Hvem ringer til Bente?",
    "Mødet er kl. 14 i lokale 3",
    "Kollegaer spiser kage",
    "Kollegaerne spiser frokost sammen",
    "rådhusets",
    "Rådhuset holder lukket mandag",
    "Byrådet mødes onsdag",
    "Vi mødes i byrådssalen kl. 9",
    "Der er kage i køkkenet",
    "Toiletterne er på 2. sal",
    "Toilettet er optaget",
    "Strømmen gik i mødelokalet",
    "Cyklen står i kælderen",
    "Bussen er forsinket",
    "Ungerne har ferie i uge 42",
    "Skolen ringede, jeg må gå",
    "Mit barn er sygt, jeg arbejder hjemme",
    "Skraldespanden er fuld",
    "Kommunens biler holder bag rådhuset",
    "Netværket er nede",
    "Der er netværksproblemer på 2. sal",
    "Partnerne er inviteret til julefrokost",
    "Lægen ringede",
    "Parkeringspladsen er spærret",
    "Vi ses på havnen",
    "Velkommen til vores nye kollega",
    "Referatet er sendt til direktøren",
    "Økonomichefen er på ferie",
    "Vandet er koldt",
    "Opvaskemaskinen er i stykker",
    "Husk at slukke lyset",
    "Elevatoren er ude af drift",
    "Budgettet ligger i mappen",
    "Ja",
    "",
    "?!",
]


def goals(text, language="da"):
    return [found.goal for found in suggest(text, language)]


@pytest.mark.parametrize(("note", "goal"), NOTES)
def test_a_note_is_given_the_goal_it_speaks_of_among_its_first_two(note, goal):
    assert goal in goals(note)[:2]


@pytest.mark.parametrize("note", SMALL_TALK)
def test_small_talk_is_given_no_goal(note):
    assert suggest(note) == []


def test_no_name_of_a_municipality_is_taken_for_a_word():
    path = Path("sdg_platform/accounts/data/municipalities.csv")
    names = [row["name"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))]
    assert len(names) >= 98
    for name in [*names, "Fjordby", "Bakkeby", "Lyngdal", "Ådal"]:
        for text in (f"{name} Kommune", f"{name}s Kommune"):
            assert [*suggest(text), *suggest_themes(text), *suggest_targets(text)] == []


def test_what_the_twelve_departments_call_their_work_is_given_its_goals():
    # Titles we made up. Each has up to two goals; nearly all have words for both.
    rows = json.loads(Path("tests/taxonomy/titles.json").read_text(encoding="utf-8"))
    found = [set(row["goals"]) & set(goals(row["title"])[:3]) for row in rows]
    shares = [len(hits) / len(row["goals"]) for hits, row in zip(found, rows, strict=True)]
    assert len(rows) >= 100
    assert sum(shares) / len(shares) >= 0.8


def test_a_prefix_makes_another_word_and_no_compound():
    assert goals("udøve") == goals("bekræfte") == goals("gangster") == goals("resultater") == []
    assert goals("brystkræft") == [3]
    assert goals("elforsyning")[0] == 7


def test_words_of_a_title_say_more_than_those_below_it():
    below = "\nVi mødes på skolen, og eleverne hjælper os."
    assert goals("Cykelsti" + below)[0] == 11
    assert goals("En god dag" + below + " Cykelsti.")[0] == 4


def test_a_text_that_says_much_of_a_goal_speaks_a_little_for_its_kin():
    much = "Solceller på hallen, fjernvarme i skolen, ny varmepumpe, og biogas i ladestandere"
    assert goals("Fjernvarme") == [7]
    assert goals(much)[:1] == [7]
    assert 13 in goals(much)


LOOKALIKES = """bolle båndet både konkurrere karakteristisk oplysninger udvalgt valgte ledet
    fødselsdag redaktør regnskabet udelukkende intern handlede samlet lovede mustang erklæring
    bestik engang overdrevet københavnere varmt naturligvis fredag tilfreds forældre både ligger gælder fravalg kostbar måler
    arbejdsklima internationale planlægning foreslået brugte overvejer åben løbende"""


@pytest.mark.parametrize("word", LOOKALIKES.split())
def test_everyday_words_that_look_like_others_are_given_no_goal(word):
    assert suggest(word) == []


@pytest.mark.parametrize("note", [note for note, _ in NOTES])
def test_the_words_that_led_to_a_goal_stand_in_the_text_as_written(note):
    for found in [*suggest(note), *suggest_themes(note)]:
        assert found.because
        assert all(word in note for word in found.because)


def test_the_surest_goal_comes_first_and_scores_are_between_the_threshold_and_one():
    scores = [found.score for found in suggest(" ".join(note for note, _ in NOTES))]
    assert scores == sorted(scores, reverse=True)
    assert all(0.5 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("word", "goal"), [("Borgerinddragelsen", 16), ("klimahandlingsplan", 13), ("SUNDHEDEN", 3)]
)
def test_a_compound_and_an_inflection_are_heard_as_the_word_they_hold(word, goal):
    assert goal in goals(word)


def test_the_spelling_without_danish_letters_is_understood():
    assert goals("oeget boernefattigdom") == goals("øget børnefattigdom") == [1]


def test_a_goal_called_by_its_number_is_suggested():
    assert sorted(goals("Skal 3.4 eller 11.7 med?")) == [3, 11]
    assert sorted(goals("Verdensmål 6, 7 og 13")) == [6, 7, 13]
    assert goals("SDG 14") == [14]
    assert goals("Vi mødes igen den 13.7 og 13.9") == []
    assert goals("It grew by 3.4 million and 5.2 per cent", "en") == []
    assert goals("Target 3.4", "en") == [3]


def test_an_english_text_is_read_with_english_words():
    assert goals("Girls and women still earn less because of gender stereotypes", "en")[0] == 5
    assert goals("The reef is bleached and fishing has stopped", "en")[0] == 14


@pytest.mark.parametrize(
    ("note", "theme"),
    [
        ("Partnerskaber med civilsamfundet", "participation"),
        ("Flere legepladser og et torv i boligområdet", "places"),
        ("Klima og biodiversitet først", "planet"),
        ("Tryghed og mindre vold i nattelivet", "peace"),
        ("Iværksættere og lokale arbejdspladser", "prosperity"),
        ("De unges mentale sundhed", "people"),
    ],
)
def test_a_note_is_given_its_p(note, theme):
    assert suggest_themes(note)[0].theme == theme


@pytest.mark.parametrize(
    "bait", ["mål " * 25_000, "1.1" * 33_000, "goal 1," * 14_000, "a" * 100_000, "é́" * 50_000]
)
def test_bait_of_100_kilobytes_is_answered(bait):
    assert isinstance(suggest(bait), list)
    assert isinstance(suggest(bait, "en"), list)


@pytest.mark.parametrize(
    ("note", "target"),
    [
        ("Mental sundhed og fællesskab", "3.4"),
        ("Røgfri skoletid", "3.a"),
        ("Mindre madspild i kantinen", "12.3"),
        ("Borgerinddragelsen skal begynde tidligere", "16.7"),
        ("Bænke og grønne områder i byen", "11.7"),
        ("Delmål 6.4", "6.4"),
    ],
)
def test_a_note_is_given_its_target(note, target):
    assert suggest_targets(note)[0].target == target


def test_more_goals_than_a_few_are_suggested_only_where_they_are_named():
    assert len(goals("Verdensmål 3, 4, 11, 12, 13 og 17")) == 6
    assert len(goals(" ".join(note for note, _ in NOTES))) == 4


# --- The lexicon ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_holds_each_word_once_for_what_it_speaks_for(language):
    path = Path("sdg_platform/taxonomy/data") / f"lexicon_{language}.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))
    known = {
        "goals": {str(number) for number in range(1, 18)},
        "themes": {"people", "places", "participation", "prosperity", "peace", "planet"},
        "targets": {target["code"] for target in read_reference().targets},
    }
    for kind, names in known.items():
        assert set(kinds[kind]) <= names
        for strengths in kinds[kind].values():
            terms = [term for terms in strengths.values() for term in terms]
            assert len(terms) == len({term.casefold() for term in terms})
    assert set(kinds["goals"]) == known["goals"]
    assert set(kinds["themes"]) == known["themes"]


# --- The command ----------------------------------------------------------------------------


def run(*words):
    out = io.StringIO()
    call_command("suggest_tags", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(content, name="note.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def pipe_in(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


def test_the_command_answers_in_json(file):
    tags = json.loads(run(file("Trivsel i skolen\n"), "--format", "json"))
    assert {tag["goal"] for tag in tags} == {3, 4}
    assert set(tags[0]) == {"goal", "score", "because"}


def test_the_command_answers_in_words_and_says_so_when_there_is_no_goal(file):
    assert "Trivsel" in run(file("Trivsel"))
    assert run(file("Kaffe")) == "Ingen mål ligger lige for.\n"
    assert run(file("Kaffe"), "--format", "json") == "[]\n"


def test_the_command_says_single_words_of_the_text(file):
    [tag] = json.loads(run(file("Det fælles sprog på tværs"), "--format", "json"))
    assert tag["because"] == ["fælles", "sprog", "på", "tværs"]


def test_the_command_reads_what_is_piped_in(monkeypatch):
    pipe_in(monkeypatch, "The court and the police")
    assert json.loads(run("-", "--format", "json"))[0]["goal"] == 16


def test_with_lines_each_line_is_answered_by_one_with_its_id(file):
    texts = [
        {"id": "a", "text": "Solceller og vindmøller", "language": "da"},
        {"id": 2, "text": "Coral reefs and fish stocks", "language": "en"},
        {"id": None, "text": "", "language": "da"},
    ]
    content = "\n".join(json.dumps(text) for text in texts) + "\n\n"
    answers = [json.loads(line) for line in run(file(content), "--lines").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 2, None]
    assert [[tag["goal"] for tag in answer["tags"]] for answer in answers] == [[7], [14], []]


def test_half_a_surrogate_in_a_line_is_answered(file):
    content = '{"id": "\\ud800", "text": "mental\\ud800sundhed \\u0000"}'
    answer = json.loads(run(file(content), "--lines"))
    assert answer["tags"][0]["goal"] == 3


@pytest.mark.parametrize(
    "line",
    ["no", "[]", "{}", '{"id": 1}', '{"id": 1, "text": 5}', '{"id": 1, "text": "", "language": 3}'],
)
def test_a_line_that_is_no_such_object_is_one_sentence_and_nothing_is_answered(file, line):
    content = '{"id": 1, "text": "Trivsel"}\n' + line
    out = io.StringIO()
    with pytest.raises(CommandError, match="Linje 2 skal være"):
        call_command("suggest_tags", str(file(content)), "--lines", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("lines", [[], ["--lines"]])
@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"\x00\x01\x02\xff\xfe\x00", b"%PDF-1.7\n\xe2\xe3\xcf\xd3"]
)
def test_an_empty_or_binary_file_is_one_sentence(file, content, lines):
    with pytest.raises(CommandError) as refused:
        run(file(content), *lines)
    assert str(refused.value).count("\n") == 0


def test_a_file_with_nul_in_it_is_one_sentence(file):
    with pytest.raises(CommandError):
        run(file(b"Trivsel\x00 og sundhed"))


def test_a_file_that_is_not_there_is_one_sentence():
    with pytest.raises(CommandError, match="kan ikke læses"):
        run(Path("findes-ikke.txt"))
    with pytest.raises(CommandError, match="kan ikke læses"):
        run("nul\x00.txt")
