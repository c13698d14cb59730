from html.parser import HTMLParser

import pytest

from sdg_platform.exports.page import write_html
from tests.exports.documents import BRIEF, HOSTILE, MINUTES, of

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "footer"),
    *("h1", "h2", "h3", "h4", "p", "span", "b", "br", "sup", "blockquote", "a", "svg", "rect"),
    *("dl", "dt", "dd", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}


class Reader(HTMLParser):
    def __init__(self, data):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_has_language_title_one_h1_and_table_headers():
    page = write_html(MINUTES).decode()

    assert '<html lang="da">' in page
    assert "<title>Netværksmøde i Fjordby</title>" in page
    assert page.count("<h1>") == 1
    assert '<th scope="col">Hvem</th>' in page
    assert "<li>Fælles kaffe<ul><li>også om fredagen</li></ul></li>" in page


def test_the_brief_names_its_sources_and_what_must_be_filled_in():
    page = write_html(BRIEF).decode()

    assert "<h2>Kilder</h2>" in page
    assert page.count(">udfyldes<") == 2
    assert 'href="https://fjordby.example/practices/12/"' in page
    assert "javascript:" not in page


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_is_never_markup_and_nothing_is_fetched(text):
    page = Reader(write_html(of(text)))

    assert set(page.tags) <= ALLOWED
    assert {name for name, _ in page.attributes} <= {
        *("lang", "charset", "name", "content", "class", "href", "scope"),
        *("width", "height", "aria-hidden", "rx", "fill"),
    }
    assert text in "".join(page.text)
