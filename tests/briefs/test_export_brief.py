from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from pptx import Presentation
from pypdf import PdfReader

from tests.factories import brief, practice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["pdf", "docx", "pptx", "xlsx", "txt", "html"])
def test_the_command_writes_each_format(tmp_path, form):
    output = tmp_path / f"brief.{form}"

    call_command("export_brief", str(brief().pk), format=form, output=output, stdout=StringIO())

    assert output.stat().st_size > 300
    assert [it.name for it in tmp_path.iterdir()] == [output.name]


def test_the_file_speaks_for_the_briefs_own_municipality(tmp_path):
    practice(
        code="9902",
        goals=[3],
        summary="Vi gik.",
        bad_experience="Kun for netværket",
        bad_experience_visibility="network",
    )
    output = tmp_path / "brief.pdf"

    call_command("export_brief", str(brief().pk), format="pdf", output=output, verbosity=0)

    said = PdfReader(BytesIO(output.read_bytes())).pages[0].extract_text()
    assert "Vi gik." in said
    assert "Kun for netværket" not in said


@pytest.mark.parametrize("number", ["987654321", "x", "-1", "9" * 40])
def test_a_brief_that_does_not_exist_is_one_sentence(tmp_path, number):
    output = tmp_path / "brief.pdf"

    with pytest.raises(CommandError, match="There is no brief"):
        call_command("export_brief", "--format=pdf", f"--output={output}", "--", number)
    assert not output.exists()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command(
            "export_brief", str(brief().pk), format="pdf", output=tmp_path / "no" / "brief.pdf"
        )


def test_the_slides_draw_how_the_examples_went(tmp_path):
    practice("Gåtur", goals=[3], outcome="partly")
    practice("Skolehave", goals=[3], outcome="did_not")
    output = tmp_path / "brief.pptx"

    call_command("export_brief", str(brief().pk), format="pptx", output=output, verbosity=0)

    slides = Presentation(output).slides
    (chart,) = (it.chart for slide in slides for it in slide.shapes if it.has_chart)
    assert sorted(chart.plots[0].categories) == ["Lykkedes delvist", "Lykkedes ikke"]
    assert "Gåtur" in "".join(it.text_frame.text for slide in slides for it in slide.placeholders)
