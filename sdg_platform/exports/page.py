"""A document as one HTML file that stands alone: no script, no picture, nothing fetched."""

from collections.abc import Iterator
from html import escape

from sdg_platform.exports.document import (
    Bullets,
    Document,
    Fact,
    Goal,
    GoalList,
    Line,
    More,
    Paragraph,
    Quadrant,
    Quote,
    Source,
    Step,
    Steps,
    Table,
    ToFill,
)
from sdg_platform.exports.writing import Writing

STYLE = """
body { max-width: 40rem; margin: 3rem auto; padding: 0 1.25rem; color: #1d2420; background: #fff;
  font: 1rem/1.6 "Segoe UI", system-ui, sans-serif; overflow-wrap: anywhere; }
.top { display: flex; justify-content: space-between; border-bottom: 2px solid #6b1d4c; }
.top, .small, footer { color: #4f5a54; font-size: .875rem; }
h1, .lead, blockquote, li { font-family: Charter, Cambria, Georgia, serif; font-weight: 400; }
h1 { font-size: 2rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2rem; }
.lead { font-size: 1.125rem; } blockquote, li, .said { white-space: pre-line; }
blockquote { margin: .75rem 0; padding-left: 1rem; border-left: 1px solid #d5dbd3; }
.fillin { display: inline-block; min-width: 12rem; border-bottom: 2px dotted #4f5a54; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .4rem; border-bottom: 1px solid #d5dbd3; }
dt { float: left; clear: left; margin-right: .75rem; color: #4f5a54; } dd { margin: 0; }
.goals { list-style: none; padding: 0; } .goals svg { margin-right: .5rem; }
footer { border-top: 1px solid #d5dbd3; margin-top: 3rem; }
"""
SMALL = ' <span class="small">{}</span>'


def write_html(document: Document) -> bytes:
    """The file as UTF-8; user text is escaped wherever it stands."""
    return "\n".join(filter(None, _Page(document).whole())).encode("utf-8", "replace")


class _Page(Writing):
    def whole(self) -> Iterator[str]:
        document, title = self.document, escape(self.document.title)
        yield f'<!doctype html>\n<html lang="{self.language}"><head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title><style>{STYLE}</style></head><body><main>"
        yield f'<p class="top"><span>{escape(document.author)}</span> <span>{self.day}</span></p>'
        yield f"<h1>{title}</h1>"
        yield _if(document.lead, '<p class="lead said">{}</p>')
        if document.facts:
            yield f"<dl>{''.join(map(_fact, document.facts))}</dl>"
        for level, section in document.even_sections():
            if section.heading:
                yield _heading(level, section.heading)
            for block in section.blocks:
                yield self.block(block, level + bool(section.heading))
        if self.numbers:
            yield _heading(1, self.say("sources"))
            yield f"<ol>{''.join(map(_source, self.numbers))}</ol>"
        yield "</main>"
        yield _if(document.note, "<footer><p>{}</p></footer>")
        yield "</body></html>\n"

    def marks(self, sources: tuple[Source, ...]) -> str:
        return _if(self.cites(sources), " <sup>{}</sup>")

    def lines(self, lines: tuple[Line, ...]) -> str:
        items = (
            f"<li>{escape(line.text)}{self.marks(line.sources)}"
            f"{_if(self.meta(line), SMALL)}"
            f"{self.lines(line.children) if line.children else ''}</li>"
            for line in lines
        )
        return f"<ul>{''.join(items)}</ul>"

    def paragraph(self, block: Paragraph, level: int) -> str:
        head = _if(block.lead, "<b>{}</b> ") + _if(block.aside, "({}). ")
        return f'<p class="said">{head}{escape(block.text)}{self.marks(block.sources)}</p>'

    def quote(self, block: Quote, level: int) -> str:
        said = escape(block.text) + self.marks(block.sources)
        return f"<blockquote>{said}{_if(block.origin, '<br>' + SMALL)}</blockquote>"

    def bullets(self, block: Bullets, level: int) -> str:
        return self.lines(block.lines)

    def quadrant(self, block: Quadrant, level: int) -> str:
        head = _heading(level, f"{block.mark} {block.title}")
        head += _if(block.question, '<p class="small">{}</p>')
        if block.lines:
            return head + self.lines(block.lines)
        return f'{head}<p class="small">{self.say("no_notes")}</p>'

    def table(self, block: Table, level: int) -> str:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.header)
        rows = "".join(
            "<tr>" + "".join(f'<td class="said">{escape(cell)}</td>' for cell in row) + "</tr>"
            for row in block.even_rows
        )
        caption = _if(block.caption, "<caption>{}</caption>")
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def goals(self, block: GoalList, level: int) -> str:
        return f'<ul class="goals">{"".join(map(_goal, block.goals))}</ul>'

    def steps(self, block: Steps, level: int) -> str:
        return f"<ol>{''.join(map(_step, block.steps))}</ol>"

    def to_fill(self, block: ToFill, level: int) -> str:
        hint = _if(block.hint, SMALL + "<br>")
        return f'<p>{hint}<span class="fillin">{self.say("to_fill")}</span></p>'

    def more(self, block: More, level: int) -> str:
        return f'<p class="small">{self.say("more", block.count)}</p>'


def _if(text: str, frame: str) -> str:
    """The escaped text in its frame, or nothing where there is no text."""
    return frame.replace("{}", escape(text)) if text else ""


def _heading(level: int, text: str) -> str:
    depth = min(level + 1, 6)
    return f"<h{depth}>{escape(text)}</h{depth}>"


def _fact(fact: Fact) -> str:
    return f"<dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd>"


def _source(source: Source) -> str:
    link = escape(source.link)
    address = f' <a href="{link}">{link}</a>' if link else ""
    return f"<li>{escape(source.text)}{address}</li>"


def _step(step: Step) -> str:
    facts = (_if(f"{fact.label}: {fact.value}", "<br>" + SMALL) for fact in step.facts)
    return f"<li><b>{escape(step.title)}</b>{_if(step.text, '<br>{}')}{''.join(facts)}</li>"


def _goal(goal: Goal) -> str:
    """A swatch as a drawing, since a style attribute would be refused by our own policy."""
    swatch = (
        '<svg width="13" height="13" aria-hidden="true">'
        f'<rect width="13" height="13" rx="3" fill="{escape(goal.colour)}"/></svg>'
    )
    name = f"<b>{goal.number}</b> {escape(goal.name)}"
    return f"<li>{swatch}{name}{_if(goal.why, '<br>' + SMALL)}</li>"
