"""Danish words meet their own forms, however much these differ."""

import pytest

from sdg_platform.accounts.actor import ANONYMOUS
from sdg_platform.search import index
from tests.factories import practice

pytestmark = pytest.mark.django_db


def titles(client, path, query):
    page = client.get(path, {"q": query}).content.decode()
    page = page.replace("<mark>", "").replace("</mark>", "")
    return [title for title in ("Emnet", "Noget andet") if f"{title} ved fjorden" in page]


@pytest.mark.parametrize("path", ["/practices/", "/search/"])
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("barn", "Børnene gik til sundhedsplejersken"),
        ("børn", "Hvert barn fik en makker"),
        ("mænd", "En mand på 70"),
        ("fædre", "Faren kom med"),
        ("mødre", "Moren kom med"),
        ("bøger", "Bogen blev læst højt"),
        ("hånd", "Hænderne i jorden"),
        ("fødder", "På fod rundt om mosen"),
        ("bonde", "Bønderne sagde ja"),
        ("ven", "Venner spiser sammen"),
        ("ko", "Køerne holder engen nede"),
        ("å", "Åen løb over"),
        ("åen", "Tre åer mødes"),
        ("ø", "Øerne i fjorden"),
        ("by", "Byerne mødes"),
        ("museum", "Museet åbnede døren"),
        ("uge", "Ugen før jul"),
        ("cykel", "Cyklerne står i skuret"),
        ("centre", "Centret har åbent"),
        ("voksen", "Voksne lærte at læse"),
        ("lille", "Små skridt"),
        ("bedre", "En god vane"),
        ("tage", "De tog toget, og alle har taget ordet"),
        ("formand", "Formændene mødtes"),
        ("plejebørn", "Et plejebarn"),
    ],
)
def test_a_word_finds_its_other_forms(client, path, query, text):
    practice("Emnet ved fjorden", summary=text)
    practice("Noget andet ved fjorden", summary="Bytte af tøj; en baby fik varme og havre.")

    assert titles(client, path, query) == ["Emnet"]


def test_the_word_itself_comes_before_its_other_forms():
    one, other = practice("Børnene"), practice("Et barn")
    hits = index.find("barn", actor=ANONYMOUS, kinds=["practice"]).hits

    assert [hit.object_id for hit in hits] == [str(other.pk), str(one.pk)]


def test_a_word_of_the_list_is_no_other_word_misspelled(client):
    practice("Emnet ved fjorden", summary="Færre ulykker")

    assert index.find("fædre", actor=ANONYMOUS, kinds=["practice"]).total == 0
