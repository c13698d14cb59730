from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdg_platform.exports import xlsx
from sdg_platform.exports.sheets import Sheet
from sdg_platform.exports.xlsx import joined_rows, write_document_xlsx, write_xlsx
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of


def read(data):
    return openpyxl.load_workbook(BytesIO(data))


def rows_of(worksheet):
    return [["" if cell is None else cell for cell in row] for row in worksheet.values]


def written(*rows, header=("uid", "titel")):
    return read(write_xlsx([Sheet("Praksisser", header, rows)])).worksheets[0]


def test_header_is_frozen_and_rows_follow():
    sheet = written(("1", "Gå-aftaler"), ("2", "Trivselsvagt"))

    assert sheet.title == "Praksisser"
    assert sheet.freeze_panes == "A2"
    assert rows_of(sheet) == [["uid", "titel"], ["1", "Gå-aftaler"], ["2", "Trivselsvagt"]]


def test_numbers_stay_numbers_and_texts_that_look_like_numbers_stay_texts():
    sheet = written((3, "007"), (2.5, "1e5"))

    assert rows_of(sheet)[1:] == [[3, "007"], [2.5, "1e5"]]


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 32_768])
def test_every_text_survives_as_text_never_as_formula_or_link(text):
    data = write_xlsx([Sheet("A", ("uid", "tekst"), [("1", text)])])
    cell = read(data).worksheets[0]["B2"]

    assert cell.value == text
    assert cell.data_type in {"s", "inlineStr"}
    with ZipFile(BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_text_longer_than_a_cell_goes_on_in_the_next_row():
    long = "æ" * 32_767 + "\U0001f4a1" * 20_000
    sheet = written(("1", long), ("2", "kort"))
    rows = rows_of(sheet)[1:]

    assert [row[0] for row in rows] == ["1", "", "", "2"]
    assert all(len(str(row[1]).encode("utf-16-le")) <= 2 * 32_767 for row in rows)
    assert list(joined_rows(rows)) == [["1", long], ["2", "kort"]]


@given(
    st.lists(
        st.tuples(
            st.text("0123456789abcdef", min_size=1, max_size=8),
            st.integers(0, 70_000).map("a".__mul__),
            st.sampled_from(["", "=1", "\U0001f4a1" * 16_384]),
        ).map(list),
        max_size=4,
    )
)
def test_splitting_long_cells_is_undone_exactly(rows):
    split = [
        ["" if cell is None else cell for cell in line] for row in rows for line in xlsx._split(row)
    ]

    assert list(joined_rows(split)) == rows


def test_a_table_longer_than_a_sheet_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    book = read(write_xlsx([Sheet("Noter", ("uid",), ((str(n),) for n in range(5)))]))

    assert book.sheetnames == ["Noter", "Noter (2)", "Noter (3)"]
    assert [row[0] for sheet in book for row in rows_of(sheet)[1:]] == ["0", "1", "2", "3", "4"]


def test_a_table_that_just_fills_a_sheet_has_no_empty_one_after_it(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)

    assert read(write_xlsx([Sheet("Noter", ("uid",), [("0",), ("1",)])])).sheetnames == ["Noter"]


def test_rows_are_read_one_by_one_and_none_is_lost():
    rows = ((str(number), "tekst") for number in range(200))

    assert [row[0] for row in rows_of(written(*rows))[1:]] == [str(number) for number in range(200)]


def test_sheet_names_are_made_acceptable_and_unique():
    names = ["Mål: 3/17?", "mål  3 17 ", "History", "", "x" * 40, "\U0001f4a1" * 20]
    book = read(write_xlsx([Sheet(name, ("a",), []) for name in names]))

    assert all(0 < len(name.encode("utf-16-le")) / 2 <= 31 for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == 6


def test_the_minutes_are_one_long_table_and_each_table_by_itself():
    book = read(write_document_xlsx(MINUTES))
    rows = rows_of(book["Indhold"])

    assert book.sheetnames == ["Indhold", "Aftalt"]
    assert rows[0] == ["Nr.", "Afsnit", "Felt", "Niveau", "Tekst", "Prikker", "Mærker", "Kilder"]
    assert [row[1:7] for row in rows if row[2] == "+"] == [
        ["Det virker", "+", 1, "Vi mødes på tværs af forvaltninger", 3, "Mål 17"],
        ["Det virker", "+", 1, "Fælles kaffe", 0, ""],
        ["Det virker", "+", 2, "også om fredagen", 0, ""],
    ]
    assert rows_of(book["Aftalt"]) == [["Hvad", "Hvem"], ["Ring til Søren", "Åse"]]


def test_the_brief_says_udfyldes_and_names_its_sources():
    texts = [row[4] for row in rows_of(read(write_document_xlsx(BRIEF))["Indhold"])]

    assert texts.count("udfyldes") == 1
    assert "Hvad skal udvalget tage stilling til? udfyldes" in texts
    assert "Praksis 12, Fjordby https://fjordby.example/practices/12/" in texts


@pytest.mark.parametrize("text", ["\x00\x0b\ud800\ufffe", HOSTILE[0]])
def test_no_text_blocks_the_report_wherever_it_stands(text):
    assert read(write_document_xlsx(of(text))).sheetnames
