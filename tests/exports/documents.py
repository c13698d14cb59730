"""Documents that the tests of every writer read back."""

from datetime import date

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
    Section,
    Source,
    Step,
    Steps,
    Table,
    ToFill,
)

PRACTICE = Source("Praksis 12, Fjordby", "https://fjordby.example/practices/12/")
MEETING = Source("Netværksmøde, 22. november 2026, linje 36")

MINUTES = Document(
    title="Netværksmøde i Fjordby",
    author="Fjordby Kommune",
    made_on=date(2026, 11, 22),
    facts=(Fact("Sted", "Rådhuset"), Fact("Deltagere", "24")),
    note="Netværksmøde i Fjordby",
    sections=(
        Section(
            "",
            (
                Quadrant(
                    "works",
                    "+",
                    "Det virker",
                    "Hvad giver mening for mig?",
                    (
                        Line("Vi mødes på tværs af forvaltninger", votes=3, tags=("Mål 17",)),
                        Line("Fælles kaffe", children=(Line("også om fredagen"),)),
                    ),
                ),
                Quadrant("question", "?", "Det undrer vi os over"),
                Quadrant("does_not_work", "÷", "Det virker ikke", "", (Line("For få hænder"),)),
                Quadrant(
                    "take_forward", "→", "Det tager vi med", "", (Line("-> ring til Søren", 1),)
                ),
            ),
        ),
        Section("Tiltag", (Table(("Hvad", "Hvem"), (("Ring til Søren", "Åse"),), "Aftalt"),)),
    ),
)

BRIEF = Document(
    title="Sundhed er mere end mål 3",
    lead="Når vi tænker sundhed ind i byrum, når vi flere borgere.",
    author="Fjordby Kommune",
    made_on=date(2026, 11, 22),
    sections=(
        Section(
            "Det har andre gjort",
            (
                Paragraph(
                    "Lægen rækker en seddel over bordet.",
                    lead="Gå-aftaler fra venteværelset",
                    aside="Fjordby, lykkedes delvist",
                    sources=(PRACTICE,),
                ),
                More(3),
            ),
        ),
        Section("Det siger vores egne", (Quote("OBS på sundhed", "En deltager", (MEETING,)),)),
        Section("I korte træk", (Bullets((Line("Først dette"), Line("Så dette"))),), level=2),
        Section(
            "Sådan gjorde de",
            (Steps((Step("Spørg lægerne", "To møder.", (Fact("Pris", "4.000 kr."),)),)),),
        ),
        Section("Økonomi", (ToFill(),)),
        Section("Indstilling", (ToFill("Hvad skal udvalget tage stilling til?"),)),
        Section(
            "Verdensmål",
            (
                GoalList(
                    (
                        Goal(3, "Sundhed og trivsel", "#4c9f38", "Flere rører sig."),
                        Goal(17, "Partnerskaber for handling", "#19486a"),
                    )
                ),
            ),
        ),
    ),
    further_sources=(Source("Kommunens sundhedspolitik", "javascript:alert(1)"),),
)

# What people paste, and what somebody may try.
HOSTILE = (
    "<script>alert(1)</script>",
    '#import "x": *',
    "$x$ #sys.inputs",
    "C:\\sti\\{{ 7*7 }}{% now %}",
    "=1+1",
    "@SUM(A1)",
    "' OR 1=1 --",
    "\"citat\" “tegn” og 'tegn'",
    "Sikke en idé 💡 👩‍💻 ✅",
    "مرحبا بالعالم",
    "中文筆記",
    "e\u0301 a\u200db \u202eabc\u202c \ue000",
    "to\nlinjer\n\nog en til",
    "  to  mellemrum\tog tabulator",
    "ord " * 5_000,
    "udenmellemrum" * 1_600,
    "x" * 32_800,
)


def of(*texts: str) -> Document:
    """A document that says each text in every place a text may stand."""
    return Document(
        title=texts[0][:200],
        lead=texts[0],
        author=texts[0][:200],
        note=texts[0][:200],
        facts=tuple(Fact(text[:100], text) for text in texts),
        further_sources=tuple(Source(text, "https://fjordby.example/?q=" + text) for text in texts),
        sections=(
            *(Section(text[:200]) for text in texts),
            Section(
                "Noter",
                tuple(
                    Quadrant(text[:20], "+", text[:200], text, (Line(text, 1, (text,)),))
                    for text in texts
                ),
            ),
            Section("Tekst", tuple(Paragraph(text, text, text) for text in texts)),
            Section("Citat", tuple(Quote(text, text) for text in texts)),
            Section("Tabel", (Table(("A", "B"), tuple((text, text) for text in texts), texts[0]),)),
            Section(
                "Trin", (Steps(tuple(Step(text, text, (Fact("Hvem", text),)) for text in texts)),)
            ),
            Section("Mål", (GoalList(tuple(Goal(3, text, "#4c9f38", text) for text in texts)),)),
            Section("Udfyldes", tuple(ToFill(text) for text in texts)),
        ),
    )
