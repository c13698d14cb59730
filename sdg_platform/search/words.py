"""What Danish words do that no rule of a stemmer knows: pure."""

from collections import defaultdict
from typing import Final

from sdg_platform.text import ascii_fold

# The stemmer takes both sides of a line for one word; nobody else does.
_APART: Final = """
    gæld gælden gældens | gælde gælder gældende
    ledig ledige ledigt ledighed ledigheden | led lede leder ledere lederen lederne ledet ledelse ledelsen ledende
    bolig boliger boligen boligerne | bolle boller bollerne
    billig billige billigt billigere billigst billigste | bil biler bilen bilerne bilens
    fattig fattige fattigste | fatte fatter fattet
    rettighed rettigheder rettighederne | ret rette retten retter rettet
    lighed ligheden | lig lige ligge ligger ligget liggende
    lov loven lovens lovene | lover lovet
    læge læger lægen lægens lægerne lægernes | læg lægge lægger
    kost kosten | koste koster kostet
    ven venner vennen vennerne | venlig venlige venligt
    dans dansen | danne danner dannes dannet dannelse dannelsen
    kunst kunsten kunstens | kunstig kunstige kunstigt
    tal tallet tallene | tale taler talen
    art arter arten arterne | artig artige
    valg valget valgene | valgt valgte
    udvalg udvalget udvalgene | udvalgt udvalgte
    park parken parkens parkerne | parkere parkerer parkeret parkerede
    internet internettet | intern interne internt
    borger borgere borgeren borgerne borgernes borgerens | borg borge borgen
    sort sorte | sortere sorterer sorteret sorteres sortering
    mand manden mandens mænd mændene | mandag mandagen mandage mandagene mandags
    træ træet træer træerne | træk trække trækker træner træneren trænere trænerne træning træningen træne
    vand vandet vandets | vandre vandrer vandring vandretur vandreture vandrelaug vandrelauget vandreforening halvanden halvandet
    tand tanden tænder tænderne | tilstand tilstande velstand modstand afstand
    ånd ånden ånder | hånd hånden forhånd
    bøn bønnen bønner | naboen beboen
"""  # noqa: E501 -- a pair is a line
# What follows a short word that ends in a vowel, such as "sti", which the stemmer leaves alone.
_ENDINGS: Final = ("en", "et", "er", "ens", "ets", "erne", "ernes", "s")
_VOWELS: Final = "aeiouy"
_SHORT: Final = 4


def _read_apart() -> dict[str, set[str]]:
    apart: dict[str, set[str]] = defaultdict(set)
    for line in ascii_fold(_APART).strip().splitlines():
        one, other = (side.split() for side in line.split("|"))
        for word in one:
            apart[word].update(other)
        for word in other:
            apart[word].update(one)
    return dict(apart)


_OTHERS: Final = _read_apart()


def is_another(plain: str, word: str) -> bool:
    """Tell whether `word` only looks like an inflection of `plain`.

    >>> is_another("ledige", "ledelse"), is_another("ledige", "ledighed")
    (True, False)
    """
    return word in _OTHERS.get(plain, ())


def short_forms(plain: str) -> set[str]:
    """The inflections of a short word that ends in a vowel, whichever of them it is.

    >>> sorted(short_forms("by"))[:4], "sti" in short_forms("stien"), short_forms("mad")
    (['byen', 'byens', 'byer', 'byerne'], True, set())
    """
    roots = {plain.removesuffix(ending) for ending in ("", *_ENDINGS) if plain.endswith(ending)}
    roots = {root for root in roots if 2 <= len(root) <= _SHORT and root[-1] in _VOWELS}
    return {root + ending for root in roots for ending in ("", *_ENDINGS)} - {plain}
