"""Danish words whose inflections share no stem ("barn", "børn"), and how they meet: pure."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sdg_platform.text import ascii_fold

# Both numbers, each with its articles: "mand/en mænd/ene" is mand, manden, mænd, mændene. Left
# out is what is another word besides ("tog" of tage, "bad" of bede, "bøder" of bod).
_NOUNS: Final = """
mand/en mænd/ene | barn/et børn/ene | bog/en bøger/ne | mor/en mødre/ne | moder/en mødre/ne
far/en fædre/ne | fader/en fædre/ne | bror/en brødre/ne | broder/en brødre/ne | søster/en søstre/ne
datter/en døtre/ne | hånd/en hænder/ne | fod/en fødder/ne | tand/en tænder/ne | nat/ten nætter/ne
kraft/en kræfter/ne | bonde/n bønder/ne | ko/en køer/ne | gås/en gæs/sene | tå/en tæer/ne
klo/en kløer/ne | stad/en stæder/ne | stang/en stænger/ne | tang/en tænger/ne | rod/en rødder/ne
søn/nen sønner/ne | ven/nen venner/ne | øje/t øjne/ne | øre/t ører/ne
uge/n uger/ne | ære/n ærer/ne | æble/t æbler/ne | ur/et ure/ne
is/en is/ene | el/len | æg/get æg/gene | ånd/en ånder/ne | ø/en øer/ne | å/en åer/ne
sti/en stier/ne | by/en byer/ne | bro/en broer/ne | træ/et træer/ne | sø/en søer/ne | mad/en
museum/museet museer/ne | centrum/centret centre/ne | center/et centre/ne | center/centret
forum/forummet fora/fora | gymnasium/gymnasiet gymnasier/ne | akvarium/akvariet akvarier/ne
laboratorium/laboratoriet laboratorier/ne | ministerium/ministeriet ministerier/ne
studium/studiet studier/ne | stadium/stadiet stadier/ne | kriterium/kriteriet kriterier/ne
kollegium/kollegiet kollegier/ne | medium/mediet medier/ne | jubilæum/jubilæet jubilæer/ne
podium/podiet podier/ne | privilegium/privilegiet privilegier/ne | faktum/faktummet fakta/ene
auditorium/auditoriet auditorier/ne | krematorium/krematoriet krematorier/ne
territorium/territoriet territorier/ne | symposium/symposiet symposier/ne
lyceum/lyceet lyceer/ne | mausoleum/mausoleet mausoleer/ne | album/met album/mer
kursus/kurset kurser/ne | kollega/en kolleger/ne | kollega/en kollegaer/ne | konto/en konti/ene
kontoer/ne konto | risiko/en risici/ne | risiko/en risikoer/ne | leksikon/net leksika/ene
cyklus/sen cyklusser/ne | bonus/sen bonusser/ne | plads/en pladser/ne | komité/en komiteer/ne
cykel/cyklen cykler/ne | regel/reglen regler/ne | middel/midlet midler/ne | aften/en aftener/ne
aften/en aftner/ne | sommer/en somre/ne | vinter/en vintre/ne | finger/en fingre/ne
skulder/en skuldre/ne | moster/en mostre/ne | alder/en aldre/ne | nummer/et numre/ne
nummer/nummeret | teater/teatret teatre/ne | teater/et | register/registret registre/ne
artikel/artiklen artikler/ne | titel/titlen titler/ne | kapitel/kapitlet kapitler/ne
vinkel/vinklen vinkler/ne | eksempel/eksemplet eksempler/ne | muskel/musklen muskler/ne
kartoffel/kartoflen kartofler/ne | himmel/himlen himle/ne | gaffel/gaflen gafler/ne
gaffel/gaflerne | bøffel/bøflen bøfler/ne | fakkel/faklen fakler/ne | trommel/tromlen tromler/ne
spektakel/spektaklet spektakler/ne | mirakel/miraklet mirakler/ne | partikel/partiklen partikler/ne
onkel/onklen onkler/ne | engel/englen engle/ne | nøgle/n nøgler/ne | stempel/stemplet stempler/ne
tempel/templet templer/ne | cirkel/cirklen cirkler/ne
bibel/biblen bibler/ne | kabel/kablet kabler/ne | tabel/len tabeller/ne | møbel/møblet møbler/ne
orgel/orglet orgler/ne | kælder/en kældre/ne | lærer/en lærere/ne | bæger/et bægre/ne
lager/et lagre/ne | lager/lageret | semester/semestret semestre/ne | kloster/klostret klostre/ne
filter/filtret filtre/ne | vindue/t vinduer/ne | væsen/et væsner/ne | frøken/en frøkner/ne
lagen/et lagner/ne | figen/en figner/ne | tbyrde/n byrder/ne
løn/nen lønninger/ne | hoved/et hoveder/ne
"""
# Every form; what says "go" and "make" in each sentence is left out of a query anyway.
_VERBS: Final = """
blive bliver blev blevet | give giver gav givet givende | tage tager taget tagende
komme kommer kom kommet kommende | se ser set | stå står stod stået stående
sidde sidder siddet siddende | ligge ligger ligget liggende | sige siger sagde sagt
vide vidste vidst | spørge spørger spurgte spurgt | sælge sælger solgte solgt
vælge vælger valgte valgt | række rækker rakte rakt
fortælle fortæller fortalte fortalt | lægge lægger lagde lagt | sætte sætter satte sat
bringe bringer bragte bragt | følge følger fulgte fulgt | smøre smører smurte smurt
skrive skriver skrev skrevet | drive driver drev drevet drevne | gribe griber greb grebet
stige stiger steg steget stigende | bide bider bidt | skride skrider skred skredet
finde finder fandt fundet | binde binder bandt bundet | vinde vinder vandt vundet
springe springer sprang sprunget | synge synger sunget | synke synker sank sunket
drikke drikker drak drukket | hjælpe hjælper hjalp hjulpet | træffe træffer traf truffet
bryde bryder brudt brudte | byde byder bød budt | skyde skyder skød skudt | nyde nyder nydt
flyde flyder flød flydt | lyde lyder lød lydt | snyde snyder snød snydt
flyve flyver fløj fløjet | lyve lyver løj løjet | fryse fryser frøs frosset frosne
bære bærer båret bårne | skære skærer skar skåret skårne | stjæle stjæler stjal stjålet
sove sover sov sovet | hede hedder | græde græder græd grædt
løbe løber løb løbet | falde falder faldt faldet faldne | holde holder holdt
hænge hænger hang hængt | slå slår slog slået slåede
lade lader ladet | dø dør døde død | trække trækker trak trukket trukne | knække knækker knak
vokse vokser voksede vokset | gælde gælder gjaldt | forsvinde forsvinder forsvandt forsvundet
forstå forstår forstod forstået | opstå opstår opstod opstået | bestå består bestod bestået
opgive opgiver opgav opgivet | udgive udgiver udgav udgivet | afgive afgiver afgav afgivet
indgå indgår indgik indgået | foregå foregår foregik foregået | undgå undgår undgik undgået
begå begår begik begået | overgå overgår overgik overgået | gennemgå gennemgår gennemgik gennemgået
deltage deltager deltog deltaget | foretage foretager foretog foretaget
overtage overtager overtog overtaget
modtage modtager modtog modtaget | inddrage inddrager inddrog inddraget
undersøge undersøger undersøgte undersøgt
tilbyde tilbyder tilbød tilbudt | udbyde udbyder udbød udbudt | forbyde forbyder forbød forbudt
beskrive beskriver beskrev beskrevet | foreskrive foreskriver foreskrev foreskrevet
opfinde opfinder opfandt opfundet | genfinde genfinder genfandt genfundet
forbinde forbinder forbandt forbundet | overvinde overvinder overvandt overvundet
bevare bevarer bevarede bevaret | afhjælpe afhjælper afhjalp afhjulpet
foreslå foreslår foreslog foreslået | bedrage bedrager bedrog bedraget
foretrække foretrækker foretrak foretrukket | tiltrække tiltrækker tiltrak tiltrukket
fastsætte fastsætter fastsatte fastsat | ansætte ansætter ansatte ansat
opsætte opsætter opsatte opsat | fortsætte fortsætter fortsatte fortsat
oversætte oversætter oversatte oversat | nedsætte nedsætter nedsatte nedsat
tilbringe tilbringer tilbragte tilbragt
opfølge opfølger opfulgte opfulgt | forfølge forfølger forfulgte forfulgt
bo bor boede boet | tro tror troede troet | sy syr syede syet | gro gror groede groet
gå går gik gået gående | ro ror roede roet | ske sker skete sket
"""
_ADJECTIVES: Final = """
lille lillebitte små småt mindre mindst mindste | god godt gode bedre bedst bedste
dårlig dårligt dårlige værre værst værste | stor stort store større størst største
lang langt lange længere længst længste | ung ungt unge yngre yngst yngste
tung tungt tunge tungere tungest | nær nært nære nærmere nærmest | gammel gammelt gamle
voksen voksent voksne | åben åbent åbne | sikker sikkert sikre sikrere sikrest
simpel simpelt simple | mager magert magre | egen eget egne | sulten sultent sultne
moden modent modne | kristen kristent kristne | beskeden beskedent beskedne
ny nyt nye nyere nyeste | blå blåt | grå gråt | fri frit frie friere | rå råt
mørk mørkt mørke mørkere | nem nemt nemme nemmere | tom tomt tomme | smal smalt smalle
grøn grønt grønne grønnere | tør tørt tørre | skæv skævt skæve | sjov sjovt sjove sjovere
ædel ædelt ædle | travl travlt travle travlere | usikker usikkert usikre
utryg utrygt utrygge | tryg trygt trygge tryggere | syg sygt syge | rask raskt raske
sund sundt sunde sundere sundest | usund usundt usunde | varm varmt varme varmere
kold koldt kolde koldere | ren rent rene renere | skøn skønt skønne | køn kønt kønne
let lette lettere | svær svært svære sværere | høj højt høje højere | lav lavt lave lavere
bred bredt brede bredere | dyb dybt dybe dybere | rød rødt røde | gul gult gule
hvid hvidt hvide | sort sort sorte | fuld fuldt fulde | hel helt hele | halv halvt halve
fattig fattigt fattige | rig rigt rige rigere | stærk stærkt stærke stærkere
svag svagt svage svagere | hurtig hurtigt hurtige | billig billigt billige | dyr dyrt dyre dyrere
ensom ensomt ensomme | langsom langsomt langsomme | frivillig frivilligt frivillige
virksom virksomt virksomme | opmærksom opmærksomt opmærksomme | hjemløs hjemløst hjemløse
"""
# From here on the end of a compound bends as the word alone does: "plejebarn", "plejebørn".
_BENDING_END: Final = 4
_SHORTEST_HEAD: Final = 3


def _lines(table: str) -> Iterator[list[str]]:
    for line in ascii_fold(table).replace("\n", "|").split("|"):
        if words := line.split():
            yield words


def _with_articles(written: list[str]) -> set[str]:
    forms: set[str] = set()
    for number in written:
        base, _, article = number.partition("/")
        whole = article[: len(base) // 2] == base[: len(base) // 2]
        forms |= {base, article if whole else base + article}
    return forms | {form + "s" for form in forms if not form.endswith("s")}


def _read() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Each form to all forms of its words: of all words, and of the nouns alone."""
    every: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, set[str]] = defaultdict(set)
    for written in _lines(_NOUNS):
        for form in (forms := _with_articles(written)):
            nouns[form] |= forms
            every[form] |= forms
    for forms in map(set, _lines(_VERBS + _ADJECTIVES)):
        for form in forms:
            every[form] |= forms
    return tuple(  # type: ignore[return-value]
        {form: frozenset(forms) for form, forms in read.items()} for read in (every, nouns)
    )


_EVERY, _AS_ENDS = _read()


def is_known(plain: str) -> bool:
    """Tell whether the word stands here, so that whoever writes it has not misspelled another."""
    return plain in _EVERY


@lru_cache(maxsize=2**12)
def irregular_forms(plain: str) -> frozenset[str]:
    """The other forms of a word, or of a compound by its last link.

    >>> "boernene" in irregular_forms("barn"), "formaendene" in irregular_forms("formand")
    (True, True)
    >>> irregular_forms("skole")
    frozenset()
    """
    if found := _EVERY.get(plain):
        return found - {plain}
    for at in range(_SHORTEST_HEAD, len(plain) - _BENDING_END + 1):
        if found := _AS_ENDS.get(plain[at:]):
            return frozenset(plain[:at] + form for form in found) - {plain}
    return frozenset()
