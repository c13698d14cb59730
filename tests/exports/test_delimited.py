import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdg_platform.exports.delimited import (
    csv_lines,
    neutralise,
    read_csv,
    restore,
    write_csv,
    write_document_csv,
)
from sdg_platform.exports.sheets import Sheet
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
RISKY = ["=1+1", "+ det virker", "-> ring", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1"]


@pytest.mark.parametrize("text", RISKY)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["? hvad nu", "", "'n roll", "a=1", "→ videre", "æble"])
def test_an_ordinary_cell_is_left_alone(text):
    assert neutralise(text) == text
    assert restore(text) == text


@given(TEXTS)
@example("'=1")
@example("''=1")
@example("'")
@example("'-")
@example("=")
def test_neutralising_is_undone_exactly_and_leaves_nothing_to_run(text):
    assert restore(neutralise(text)) == text
    assert neutralise(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_every_table_comes_back_unchanged(rows):
    assert read_csv(write_csv(Sheet("A", ("uid", "tekst"), rows))) == [["uid", "tekst"], *rows]


def test_the_file_opens_in_a_danish_spreadsheet():
    data = write_csv(
        Sheet("A", ("uid", "tekst"), [("1", 'sagde "hej"; og gik'), ("2", "to\nlinjer")])
    )

    assert data == (b'\xef\xbb\xbfuid;tekst\r\n1;"sagde ""hej""; og gik"\r\n2;"to\nlinjer"\r\n')


def test_rows_are_sent_as_they_come():
    def rows():
        yield ("1", "første")
        raise AssertionError("asked too early")

    lines = csv_lines(Sheet("A", ("uid", "tekst"), rows()))

    assert [next(lines), next(lines)] == [b"\xef\xbb\xbfuid;tekst\r\n", "1;første\r\n".encode()]


@pytest.mark.parametrize(
    "data", [b"a,b\r\n1,2\r\n", b"a\tb\n1\t2", b"\xef\xbb\xbfa;b\r\n1;2\r\n\r\n"]
)
def test_files_of_others_are_read_too(data):
    assert read_csv(data) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("data", [b"a;b\n\xff\xfe", b'a;b\n1;"aldrig slut'])
def test_a_file_that_cannot_be_read_is_refused(data):
    with pytest.raises(ValueError):
        read_csv(data)


def test_the_minutes_are_one_table_with_marks_that_no_spreadsheet_runs():
    data = write_document_csv(MINUTES).decode("utf-8-sig")

    assert "Det virker;'+;1;Vi mødes på tværs af forvaltninger;3;Mål 17;" in data
    assert "Det tager vi med;→;1;'-> ring til Søren;1;;" in data


def test_the_brief_names_its_sources_under_kilder():
    rows = read_csv(write_document_csv(BRIEF))

    assert ["Kilder", "1"] in [row[1:3] for row in rows]


@pytest.mark.parametrize("text", [*HOSTILE, "\x00\ud800"], ids=range(len(HOSTILE) + 1))
def test_no_text_blocks_the_report_wherever_it_stands(text):
    assert write_document_csv(of(text))
