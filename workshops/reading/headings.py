"""The words and signs by which people head the four fields of a reflection.

A heading is a sign (`+`), a known wording ("Hvad fungerer?"), or both. The wordings are
written here as people write them, in Danish, Swedish, Norwegian and English; small words
that carry no meaning ("hvad", "vi", "i dag") are taken out on both sides before they are
compared, so that "Hvad fungerede godt i dag?" needs no line of its own.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

WORKS = "works"
QUESTION = "question"
DOES_NOT_WORK = "does_not_work"
TAKE_FORWARD = "take_forward"

QUADRANTS = (WORKS, QUESTION, DOES_NOT_WORK, TAKE_FORWARD)

SIGNS: dict[str, str] = {
    WORKS: "+ ＋ ➕ ✚ ✅ 👍",
    QUESTION: "? ？ ❓ ❔ ⁇",
    # "%" is how a keyboard without "÷" writes the Danish minus of a flip chart.
    DOES_NOT_WORK: "% ％ ÷ ➗ - – — − ➖ ❌ ✖ ✗ 👎 Δ ∆ △",
    TAKE_FORWARD: "--> -> ==> => >> → ⟶ ➡ ⇒ ⇨ ➔ ➜ ➝ ➞ ➤ 💡",
}

QUADRANT_OF_SIGN = {sign: code for code, signs in SIGNS.items() for sign in signs.split()}

WORDINGS: dict[str, str] = {
    WORKS: """
        Plus; Pluspunkter; Positivt; Det positive; Hvad er positivt?; Fungerer; Det fungerer
        Hvad fungerer?; Fungerer godt; Hvad fungerede godt?; Fungerede; Har fungeret godt
        Hvad har fungeret?; Virker; Det virker; Hvad virker godt?; Hvad virkede?
        Virkede godt; Hvad giver mening for mig?; Hvad gik godt?; Går godt; Det der går godt
        Er gået godt; Styrker; Styrke; Succeser; Succes; Fordele; Glæder os over
        Glæder os; Hvad er vi glade for?; Hvad er vi stolte af?; Ros; Lyspunkter
        Hvad er godt?; Det gode; Gode erfaringer; Gode ting
        Styrkor; Styrka; Fördelar; Det som fungerar; Vad fungerar bra?; Har fungerat bra
        Fungerade bra; Vad gick bra?; Går bra; Bra; Positiva
        Styrker; Fordeler; Hva fungerer?; Fungerer bra; Fungerte bra; Har fungert bra
        Har fungert; Hva gikk bra?; Går bra; Positive
        What works?; It works; What worked?; Works well; Worked well; What is working?; Working well
        What went well?; Went well; What makes sense?; Strengths; Successes; Positives; Pros
        What is good?; Advantages
    """,
    QUESTION: """
        Spørgsmål; Åbne spørgsmål; Ubesvarede spørgsmål; Spørgsmål vi tog op
        Spørgsmål til os; Spørgsmålstegn; Nye spørgsmål; Opståede spørgsmål
        Hvilke spørgsmål står jeg tilbage med?; Hvad står vi tilbage med?
        Spørgsmål vi står med; Spørgsmål vi går hjem med; Hvilke spørgsmål har vi?
        Hvilke spørgsmål er der?; Hvad vil jeg lære mere om?; Lære mere om; Undrer os
        Det undrer os; Undren; Undringer; Undringsspørgsmål; Hvad undrer vi os over?
        Hvad undrer jeg mig over?; Nysgerrig på; Nysgerrige på; Hvad er vi nysgerrige på?
        Hvad vil vi vide mere om?; Vide mere om; Vil gerne vide mere om; I tvivl om
        Hvad er vi i tvivl om?; Uafklaret
        Frågor; Frågorna; Öppna frågor; Fråga; Undrar; Vad undrar vi över?; Nyfiken på
        Vad vill vi veta mer om?; Frågetecken
        Spørsmål; Åpne spørsmål; Undrer oss; Hva lurer vi på?; Lurer på; Nysgjerrig på
        Hva vil vi vite mer om?; Lære mer om; Spørsmålstegn
        Question; Questions; Open questions; Remaining questions; Question mark
        What do I wonder about?; Which questions am I left with?; Wonder about; Wondering
        Wonderings; Curious about
        What do we want to know more about?; What do I want to learn more about?; Learn more
        What questions do I have?
    """,
    DOES_NOT_WORK: """
        Minus; Minusser; Negativt; Det negative; Hvad er negativt?; Fungerer ikke
        Det fungerer ikke; Hvad fungerer ikke?; Fungerer mindre godt; Fungerede ikke
        Fungerede mindre godt; Har ikke fungeret; Virker ikke; Det virker ikke
        Hvad virker ikke?; Virkede ikke; Virker mindre godt; Hvad giver ikke mening for mig?
        Gik ikke godt; Hvad gik mindre godt?; Gik skidt; Gik galt; Går mindre godt
        Udfordringer; Udfordring; Barrierer; Barriere; Forhindringer; Svagheder; Svaghed
        Bekymringer; Bekymrer os; Ulemper; Problemer; Ris; Delta; Trekant
        Hvad kan forbedres?; Kan blive bedre; Kan gøres bedre; Kunne være bedre
        Hvad manglede?; Hvad mangler?; Kan arbejdes videre med
        Svagheter; Svaghet; Nackdelar; Utmaningar; Hinder; Fungerar inte; Vad fungerar inte?
        Det som inte fungerar; Fungerar mindre bra; Fungerade inte; Gick mindre bra
        Vad kan förbättras?; Negativa; Problem
        Svakheter; Svakhet; Ulemper; Utfordringer; Fungerer ikke; Hva fungerer ikke?
        Fungerte ikke; Har ikke fungert; Hva gikk mindre bra?; Gikk ikke bra
        Kunne vært gjort bedre; Kunne vært bedre; Hva kan forbedres?; Bekymringer
        What does not work?; Does not work; What doesn't work?; Doesn't work; Did not work
        What didn't work?; Not working; What is not working?; Did not go well
        Went less well; What could be better?; Could be improved; To improve; Weaknesses
        Barriers; Challenges; Concerns; Negatives; Cons; Disadvantages; Triangle; Problems
    """,
    TAKE_FORWARD: """
        Pil; Pil fremad; Pil frem; Pilen; Fremad; Fremadrettet; Næste skridt; De næste skridt
        Hvad er næste skridt?; Første skridt; Tager med; Tager jeg med; Det tager vi med
        Vi tager med; Tager med hjem; Tag med hjem; Tage med hjem; Hvad tager vi med os?
        Hvad tager jeg med mig?; Hvad vil jeg tage med mig?; Vil tage med hjem
        Tager vi med videre; Tage med videre; Hvilke læringer tager vi med?
        Hvilke vigtige læringer tager vi med os fra i dag?; Vigtigste læring
        Idéer; Ide; Gode idéer; Nye idéer; Idéer og tiltag; Tiltag; Nye tiltag
        Tiltag vil jeg arbejde videre med; Idéer vil jeg arbejde videre med; Arbejde videre med
        Hvad vil vi arbejde videre med?; Arbejder videre med; Vil arbejde videre med
        Handling; Handlinger; Aftaler; Opfølgning; Hvad gør vi på mandag?; Hvad kan jeg forbedre?
        Nästa steg; Tar med; Tar med mig; Tar med oss; Tar med hem; Ta med; Insikter
        Insikter jag tar med mig; Vad tar vi med oss?; Åtgärder; Åtgärdsområden
        Att göra; Att göra här och nu; Jobba vidare med; Arbeta vidare med; Pil framåt; Framåt
        Neste steg; De neste stegene; Ta med videre; Tar med videre; Tar med hjem; Tiltak
        Hva tar vi med oss?; Jobbe videre med; Arbeide videre med; Ideer; Handlinger
        Take forward; Take away; Takeaways; Take aways; Take home; What will we take with us?
        What do I take with me?; I take with me; What do I want to take with me?; Next step
        Next steps; Ideas; Idea; Action; Actions
        Action points; Arrow; Arrow forward; Forward; Light bulb; Work on next; To take forward
    """,
}

# Headings that people do write, and that belong to none of the four fields.
ASIDES = """
    Eventuelt; Evt; Deltagere; Deltagerliste; Til stede; Tilstede; Fraværende; Afbud
    Dagsorden; Program; Referat; Referent; Ordstyrer; Mødeleder; Facilitator; Facilitatorer
    Sagsfremstilling; Indstilling; Beslutning; Beslutninger; Orientering; Bilag; Velkomst
    Velkommen; Baggrund; Indledning; Indleder; Opsamling; Afrunding; Afslutning; Drøftet
    Bemærkninger; Noter; Stikord; Øvelser; Muligheder; Trusler; Kilder; Dato; Sted
    Meddelelser; Næste møde; Parkeringsplads; Pressemeddelelse
    Deltagare; Dagordning; Föredragningslista; Protokoll; Beslut; Bakgrund; Övrigt; Närvarande
    Övriga frågor; Bilagor; Plats; Möjligheter
    Deltakere; Saksliste; Saksframlegg; Saksutredning; Innstilling; Vedtak; Vedlegg; Annet
    Bakgrunn; Muligheter
    Participants; Attendees; Apologies; Agenda; Minutes; Decisions; Background
    Any other business; AOB; Appendix; Welcome; Introduction; Opportunities; Threats
"""

# Words of a political agenda. Two of them as headings, and the text is no workshop.
FORMALITIES = """
    Sagsfremstilling; Indstilling; Beslutning; Dagsorden; Afbud; Fraværende; Sagsgang
    Retsgrundlag; Bilag; Administrationens indstilling; Forvaltningens indstilling
    Økonomiske konsekvenser; Høring; Meddelelser; Underskriftsside; Lukket punkt
    Godkendelse af dagsorden; Godkendelse af referat; Sagsresumé
    Saksframlegg; Saksutredning; Innstilling; Vedtak; Saksliste; Rådmannens innstilling
    Föredragningslista; Ärendebeskrivning; Beslutsunderlag; Förslag till beslut; Protokoll
    Beslut; Justering
"""

SMALL_WORDS = frozenset(
    """
    hvad hvilke hvilken hvilket hva vad vilka vilken what which
    jeg vi du jag man we you mig os mej oss me us
    der som that det de den the vores mine our my
    er var är is are was were vil vill skal ska
    ting saker things en et to tre fire fem two three 1 2 3 4 5
    i dag idag today og och and hvorfor hvordan why how for
    konkret især særligt endnu ennå ännu yet lige nu indtil
    """.split()  # noqa: SIM905
)


class Wording(NamedTuple):
    """What a line says if it is read as a heading.

    `sign` is the quadrant of the sign it opens with, `words` the quadrant its words name,
    `remark` what follows a known label and a colon ("god stemning" in "Plus: god stemning").
    """

    sign: str | None
    words: str | None
    is_bare_sign: bool
    remark: str

    @property
    def quadrant(self) -> str | None:
        """The field that is meant, or None where sign and words do not name one together."""
        if self.sign and self.words:
            return self.sign if self.sign == self.words else None
        return self.sign if self.is_bare_sign else self.words


def essence(words: str) -> str:
    """The meaning-bearing words, folded, so that two ways of asking compare equal.

    >>> essence("Hvad fungerede godt i dag?") == essence("Ting, der fungerede godt")
    True
    >>> essence("Hvad fungerer ikke?") == essence("Hvad fungerer?")
    False
    """
    folded = unicodedata.normalize("NFC", words).lower().replace("é", "e").replace("’", "'")
    return " ".join(w for w in re.findall(r"[^\W_]+(?:'[^\W_]+)?", folded) if w not in SMALL_WORDS)


def _essences(listing: str) -> Iterable[str]:
    for wording in re.split(r"[;\n]", listing):
        if wording.strip():
            yield essence(wording)


QUADRANT_OF_WORDS = {e: code for code, listing in WORDINGS.items() for e in _essences(listing)}
ASIDE_WORDS = frozenset(_essences(ASIDES))
FORMAL_WORDS = frozenset(_essences(FORMALITIES))

_SIGN = re.compile(
    r"[(\[]?(?P<sign>"
    + "|".join(re.escape(sign) for sign in sorted(QUADRANT_OF_SIGN, key=len, reverse=True))
    + r")(?P=sign)*[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*[)\]]?"
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_ASKED_APART = re.compile(r"[?!/;:|]+|\s[-–—]\s")
_ORNAMENT = " \t\u00a0*_#=~:.-–—"


def split_sign(text: str) -> tuple[str | None, str]:
    """The quadrant of the sign `text` opens with, and the rest.

    >>> split_sign("?? Undrer os"), split_sign("➕ Det virker")
    (('question', 'Undrer os'), ('works', 'Det virker'))
    >>> split_sign("Pil fremad")
    (None, 'Pil fremad')
    """
    match = _SIGN.match(text)
    if not match:
        return None, text
    return QUADRANT_OF_SIGN[match["sign"]], text[match.end() :].strip()


def read_wording(text: str) -> Wording:
    """Read `text`, without bullet and markup, as if it were a heading.

    >>> read_wording("? Hvilke spørgsmål står jeg tilbage med? Hvad vil jeg lære mere om?").quadrant
    'question'
    >>> read_wording("Pil fremad: Hvilke idéer/tiltag vil jeg arbejde videre med?").quadrant
    'take_forward'
    >>> read_wording("Plus: god stemning").remark
    'god stemning'
    >>> read_wording("+ Proces").quadrant is None
    True
    """
    sign, rest = split_sign(text.strip())
    rest = rest.strip(_ORNAMENT)
    if not rest:
        return Wording(sign, None, is_bare_sign=sign is not None, remark="")
    words, remark = _words_and_remark(rest)
    return Wording(sign, words, is_bare_sign=False, remark=remark)


def is_aside(text: str) -> bool:
    """Whether `text` is a known heading of something else, alone or as a label.

    >>> is_aside("Eventuelt"), is_aside("Deltagere: Anna og Bo"), is_aside("Fælles sprog")
    (True, True, False)
    """
    label = split_sign(text)[1].partition(":")[0]
    return len(label) < 60 and essence(label) in ASIDE_WORDS


def is_formality(text: str) -> bool:
    """Whether `text` is a heading that only minutes and agendas of a council have."""
    return essence(text) in FORMAL_WORDS


def _words_and_remark(text: str) -> tuple[str | None, str]:
    """The quadrant that the wording names, and what stands behind its colon if no heading."""
    if known := QUADRANT_OF_WORDS.get(essence(text)):
        return known, ""
    without_aside = _PARENTHESIS.sub(" ", text) if _PARENTHESIS.sub("", text).strip() else text
    parts = [part for part in _ASKED_APART.split(without_aside) if essence(part)]
    named = [QUADRANT_OF_WORDS.get(essence(part)) for part in parts]
    fields = {code for code in named if code}
    if not parts or len(fields) != 1 or not named[0]:
        return None, ""
    if None not in named or (text.rstrip(_ORNAMENT).endswith("?") and named[0] != QUESTION):
        return named[0], ""
    label, colon, remark = text.partition(":")
    if colon and essence(label) in QUADRANT_OF_WORDS:
        return named[0], remark.strip()
    return (named[0], "") if text.endswith("?") else (None, "")
