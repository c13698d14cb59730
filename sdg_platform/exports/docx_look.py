"""How a Word file looks: fonts, sizes and colours, all on named styles."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from sdg_platform.exports.docx_xml import draw_line

BULLET_STYLES = ("List Bullet", "List Bullet 2", "List Bullet 3")
DEEPEST_HEADING = 9
INK, MUTED = RGBColor(0x1D, 0x24, 0x20), RGBColor(0x4F, 0x5A, 0x54)
ACCENT, HAIRLINE = "6B1D4C", "D5DBD3"
GROUNDS = {
    "works": "F6EBD3",
    "question": "DFE9F2",
    "does_not_work": "EAE3F0",
    "take_forward": "DCEBE2",
}
PLAIN_GROUND = "E9EDE7"
SERIF, SANS = "Cambria", "Calibri"


def set_look(word: Document, locale: str) -> dict[str, ParagraphStyle]:
    """Our look on Word's own styles: serif for titles and words people wrote.

    `locale` is the language a spelling checker reads the text in, such as "da-DK".
    Returns the styles by their names: a look-up in the file itself is slow.
    """
    styles: dict[str, ParagraphStyle] = {style.name: style for style in word.styles}
    _style(styles["Normal"], SANS, 10.5, after=6)
    _style(styles["Title"], SERIF, 26, before=8, after=8)
    _style(styles["Subtitle"], SERIF, 13, after=10)
    _style(styles["Heading 1"], SANS, 14, before=18, after=4, bold=True)
    _style(styles["Heading 2"], SANS, 12, before=14, after=4, bold=True)
    for level in range(3, DEEPEST_HEADING + 1):
        _style(styles[f"Heading {level}"], SANS, 10.5, before=10, after=3, bold=True)
    for name in (*BULLET_STYLES, "List Number"):
        _style(styles[name], SERIF, 10.5, after=4)
    _style(styles["Quote"], SERIF, 11, after=6)
    styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    draw_line(styles["Quote"], "left", HAIRLINE, eighths=8)
    draw_line(styles["Title"], "bottom", None)
    _style(styles["Caption"], SANS, 9, before=8, after=4, muted=True)
    for name in ("Small", "To fill in"):
        styles[name] = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _style(styles["Small"], SANS, 9, after=4, muted=True)
    _style(styles["To fill in"], SANS, 10.5, after=4, muted=True)
    styles["Aside"] = aside = word.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER)
    aside.font.name, aside.font.size, aside.font.color.rgb = SANS, Pt(9), MUTED
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    return styles


def _style(
    style: ParagraphStyle,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    muted: bool = False,
) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = MUTED if muted else INK
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), font)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
