"""The pieces of Word's own markup that python-docx has no words for."""

import re

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text with a visible stand-in where XML has no way to say a character."""
    return NOT_XML.sub("\ufffd", text)


def draw_line(
    what: WordParagraph | ParagraphStyle, side: str, colour: str | None, *, eighths: int = 4
) -> None:
    """A line of `eighths` of a point along one side; without a colour, no lines at all."""
    properties = what._element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if colour is None:
        return
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(edge)
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def shade(line: WordParagraph, colour: str) -> None:
    """A tinted ground behind one paragraph."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    line._element.get_or_add_pPr().insert_element_before(ground, *_AFTER_BORDERS[1:])


# What the schema wants after a paragraph's borders, shading first.
_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr", "w:pPrChange"),
)


def add_field(line: WordParagraph, code: str) -> None:
    """A number Word counts itself, such as PAGE."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def add_link(line: WordParagraph, address: str) -> None:
    """The address as a link that shows itself."""
    relation = line.part.relate_to(xml_text(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = line.add_run(xml_text(address))
    run.underline = True
    link.append(run._r)
    line._p.append(link)


def describe(table: WordTable, description: str) -> None:
    """The alternative text a screen reader says before it enters the table."""
    properties = table._tbl.tblPr
    for name in ("tblCaption", "tblDescription"):
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), xml_text(description))
        properties.append(element)
