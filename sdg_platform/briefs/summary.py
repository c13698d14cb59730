"""A coordinator's selection as a document: what a politician reads.

The platform says what others wrote and counts what is there. It never invents: money and a
recommendation stand as "udfyldes" until a person has written them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from math import ceil

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from partnerships import summary as partnership_summary
from partnerships.models import Partnership
from practices import summary as practice_summary
from practices.models import Practice
from sdg_platform.accounts.actor import Actor
from sdg_platform.briefs.agreed import agreed
from sdg_platform.briefs.figures import figures_of
from sdg_platform.briefs.models import ECONOMY, LEAD, RECOMMENDATION, Brief, Layout, Part
from sdg_platform.briefs.selection import Selection, notes_by_quadrant
from sdg_platform.briefs.words import ranges, say, say_all, say_count
from sdg_platform.exports.document import (
    Block,
    Bullets,
    Document,
    Fact,
    GoalList,
    Language,
    Line,
    More,
    Paragraph,
    Quote,
    Section,
    Source,
    ToFill,
)
from sdg_platform.exports.document import Goal as GoalShown
from sdg_platform.exports.fitting import TWO_PAGES, fit
from sdg_platform.exports.words import say_date
from sdg_platform.taxonomy.models import Goal
from workshops.models import Quadrant, Reflection, Workshop

# What a busy reader meets in the short layout; the rest is counted.
MOST_PRACTICES, MOST_QUOTES, MOST_CONTACTS, MOST_GAPS, MOST_AGREED = 5, 4, 3, 4, 3
# The estimate in `fit` is careful with many short sections like ours: of 300 briefs of any content
# the first to need a third page did so with 32 printed lines more.
SPARE = 20.0
LONG_QUOTE = 300  # characters; longer notes wait until the others have had their turn
SHORT = 230  # characters of a practice's own words
SHORT_CONTACT = 120


def summarise(brief: Brief, actor: Actor) -> Document:
    """The whole brief in its own language, with everything that `actor` may take along."""
    return document_of(Selection(brief, actor))


def document_of(selection: Selection) -> Document:
    """The same, for a page that has asked for the rows already."""
    return _Summary(selection.brief, selection).document()


class _Summary:
    """One brief on its way to a document."""

    def __init__(self, brief: Brief, selection: Selection) -> None:
        self.brief = brief
        self.selection = selection
        self.language: Language = "en" if brief.language == "en" else "da"
        self.is_short = brief.layout == Layout.ONE_PAGE
        self.most = SHORT if self.is_short else None
        # Which notes the quotes of a section are, by the section's place in the document.
        self.quoted: dict[int, Sequence[Reflection]] = {}

    def document(self) -> Document:
        """What a person wrote goes first through the fitting, so that it is never cut."""
        written = [self._written(code) for code in (ECONOMY, RECOMMENDATION)]
        document = Document(
            title=self.brief.title,
            sections=(*self._sections(), *written),
            language=self.language,
            lead=self.brief.text(LEAD) or self._built_on(),
            author=self.brief.municipality.official_name,
            made_on=timezone.localdate(),
            facts=self._facts(),
        )
        if self.is_short:
            first = replace(document, sections=(*written, *document.sections[: -len(written)]))
            fitted = fit(first, TWO_PAGES + SPARE - self._room_for_lines())
            told = (*fitted.sections[len(written) :], *fitted.sections[: len(written)])
            document = replace(fitted, sections=told)
        is_cut = any(isinstance(b, More) for section in document.sections for b in section.blocks)
        sections = (*self._with_lines(document.sections), *self._goals())
        note = self._say("verbatim_cut" if is_cut else "verbatim")
        return replace(
            document,
            sections=sections,
            note=note,
            figures=tuple(figures_of(self.selection, self.language)),
        )

    def _room_for_lines(self) -> int:
        """What is added after the fitting, in printed lines: the list of goals, and the line
        numbers that make a source longer, one line for each meeting.
        """
        meetings = {note.workshop_id for notes in self.quoted.values() for note in notes}
        goals = 4 + ceil(0.7 * len(self.selection.goals)) if self._goals() else 0
        return len(meetings) + goals

    def _say(self, word: str, **parts: object) -> str:
        return say(word, self.language, **parts)

    def _facts(self) -> tuple[Fact, ...]:
        return (Fact(self._say("to"), self.brief.audience),) if self.brief.audience else ()

    def _built_on(self) -> str:
        """What can be counted, where nobody has written a lead."""
        notes, practices = self.selection.notes, self.selection.practices
        said = []
        if notes:
            meetings = len({note.workshop_id for note in notes})
            said.append(self._from("note", len(notes), "workshop", meetings))
        if practices:
            houses = len({practice.municipality_id for practice in practices})
            count = self.selection.practice_count
            is_all = count == len(practices)
            said.append(
                self._from("practice", count, "municipality", houses)
                if is_all
                else say_count("practice", self.language, count)
            )
        return self._say("built_on", what=say_all(said, self.language)) if said else ""

    def _from(self, what: str, count: int, whom: str, of: int) -> str:
        return self._say(
            "from",
            what=say_count(what, self.language, count),
            whom=say_count(whom, self.language, of),
        )

    # ---- sections ----

    def _sections(self) -> list[Section]:
        sections: list[Section] = []
        if self.brief.shows(Part.PRACTICES) and self.selection.practices:
            sections.extend(self._practices())
        if self.brief.shows(Part.VOICES):
            for section, notes in self._voices():
                self.quoted[len(sections)] = notes
                sections.append(section)
        if self.brief.shows(Part.ACTIONS) and (blocks := tuple(self._agreed())):
            sections.append(Section(self._say("actions"), blocks))
        if self.brief.shows(Part.GAPS) and self.selection.gaps:
            sections.append(Section(self._say("gaps"), tuple(self._gaps())))
        if self.brief.shows(Part.CONTACTS) and self.selection.partnerships:
            sections.append(Section(self._say("contacts"), tuple(self._contacts())))
        return sections

    def _written(self, code: str) -> Section:
        said = self.brief.text(code)
        return Section(self._say(code), (Paragraph(said) if said else ToFill(),))

    def _goals(self) -> tuple[Section, ...]:
        """All of them, added after the fitting: a cut list of goals would say nothing."""
        if not self.brief.shows(Part.GOALS) or not self.selection.goals:
            return ()
        goals = GoalList(tuple(map(self._goal, self.selection.goals)))
        return (Section(self._say("goals"), (goals,)),)

    def _practices(self) -> Iterable[Section]:
        practices = self.selection.practices[: MOST_PRACTICES if self.is_short else None]
        left_out = self.selection.practice_count - len(practices)
        more = (More(left_out),) if left_out else ()
        heading = self._say("practices")
        if self.is_short:
            yield Section(heading, (*map(self._practice, practices), *more))
            return
        yield Section(heading)
        for practice in practices:
            told = (self._practice(practice), *practice_summary.blocks_of(practice, self.language))
            yield Section(practice.title, told, level=2)
        if more:
            yield Section("", more)

    def _practice(self, practice: Practice) -> Paragraph:
        source = self._source(
            "practice_source", practice, practice.pk, practice.municipality.official_name
        )
        told = practice_summary.paragraph_of(
            practice,
            self.selection.reader_of(practice),
            self.language,
            sources=(source,),
            most=self.most,
        )
        return told if self.is_short else replace(told, lead="")

    def _voices(self) -> Iterable[tuple[Section, Sequence[Reflection]]]:
        """A heading, then one section a field, each note a quote."""
        voices = notes_by_quadrant(self.selection)
        if not voices:
            return
        own = self.brief.municipality_id
        is_ours = all(note.municipality_id == own for note in self.selection.notes)
        yield Section(self._say("own_voices" if is_ours else "voices")), ()
        for quadrant, notes in voices.items():
            shown = brief_first(notes)[:MOST_QUOTES] if self.is_short else notes
            left_out = len(notes) - len(shown)
            blocks: tuple[Block, ...] = tuple(self._quote(note) for note in shown)
            blocks += (More(left_out),) if left_out else ()
            heading = f"{Quadrant(quadrant).mark} {self._say(quadrant)}"
            yield Section(heading, blocks, level=2), shown

    def _quote(self, note: Reflection) -> Quote:
        is_ours = note.municipality_id == self.brief.municipality_id
        origin = "" if is_ours else note.municipality.name
        return Quote(note.text, origin, (self._meeting(note.workshop),))

    def _agreed(self) -> Iterable[Block]:
        actions = self.selection.actions
        meetings = {it.workshop_id: self._meeting(it.workshop) for it in actions}
        return agreed(actions, self.language, meetings, most=MOST_AGREED if self.is_short else None)

    def _gaps(self) -> Iterable[Block]:
        gaps = self.selection.gaps[: MOST_GAPS if self.is_short else None]
        yield Bullets(
            tuple(
                Line(self._say("gap" if nobody else "own_gap", goal=self._name(goal)))
                for goal, nobody in gaps
            )
        )
        if left_out := len(self.selection.gaps) - len(gaps):
            yield More(left_out)

    def _contacts(self) -> Iterable[Block]:
        shown = self.selection.partnerships[: MOST_CONTACTS if self.is_short else None]
        yield from map(self._contact, shown)
        if left_out := len(self.selection.partnerships) - len(shown):
            yield More(left_out)

    def _contact(self, it: Partnership) -> Paragraph:
        source = self._source("partnership_source", it, it.pk, it.municipality.official_name)
        return partnership_summary.paragraph_of(
            it, self.language, sources=(source,), most=SHORT_CONTACT if self.is_short else None
        )

    def _goal(self, goal: Goal) -> GoalShown:
        name = goal.name_en if self.language == "en" else goal.name_da
        return GoalShown(goal.number, name, goal.colour)

    def _name(self, goal: Goal) -> str:
        shown = self._goal(goal)
        return f"{shown.number} {shown.name}"

    # ---- sources ----

    def _source(
        self, word: str, record: Practice | Partnership, number: int, municipality: str
    ) -> Source:
        text = self._say(word, number=number, municipality=municipality)
        return Source(text, self._address(record))

    def _meeting(self, workshop: Workshop, lines: Sequence[int] = ()) -> Source:
        """Which meeting and when; which lines of its notes, where they came from a document."""
        day = say_date(workshop.date, self.language) if workshop.date else ""
        said = say_all(ranges(list(lines)), self.language)
        where = self._say("line", lines=said) if said else ""
        return Source(
            ", ".join(filter(None, (workshop.title, day, where))), self._address(workshop)
        )

    def _address(self, record: Practice | Partnership | Workshop) -> str:
        if not settings.SITE_URL:
            return ""
        with override(self.language):
            return f"{settings.SITE_URL}{record.get_absolute_url()}"

    def _with_lines(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Say in the sources which lines are quoted, now that it is known which notes stayed."""
        stayed = {
            place: notes[: sum(isinstance(b, Quote) for b in sections[place].blocks)]
            for place, notes in self.quoted.items()
        }
        lines: dict[int, list[int]] = {}
        for note in chain.from_iterable(stayed.values()):
            lines.setdefault(note.workshop_id, []).extend(filter(None, [note.source_line]))
        told = list(sections)
        for place, notes in stayed.items():
            meetings = iter(self._meeting(n.workshop, lines[n.workshop_id]) for n in notes)
            blocks = (
                replace(block, sources=(next(meetings),)) if isinstance(block, Quote) else block
                for block in sections[place].blocks
            )
            told[place] = replace(sections[place], blocks=tuple(blocks))
        return tuple(told)


def brief_first(notes: Sequence[Reflection]) -> list[Reflection]:
    """The same notes, those that would fill half a page last; none is ever shortened."""
    return sorted(notes, key=lambda note: len(note.text) > LONG_QUOTE)
