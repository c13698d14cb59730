"""What our Content-Security-Policy would silence, and what would let somebody's text become markup.

A browser says nothing when the policy blocks an inline handler: the page just does not work.
So these are found before they run. Pure: text in, findings out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple


class Finding(NamedTuple):
    """`line` counts from 1."""

    line: int
    message: str


COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.S)
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)

MARKUP_RULES = [
    (r"<script\b(?![^>]*\ssrc\s*=)", "inline <script>: put it in a file under static/js"),
    (r"<style\b", "inline <style>: put it in static/css/look.css"),
    (r"(?<=[\s\"'])style\s*=", "style attribute: use a class of static/css/look.css"),
    (r"(?<=[\s\"'])on[a-z]+\s*=", "inline event handler: listen in a file under static/js"),
    (r"(?<=[\s\"'])(?:data-)?hx-on[:=-]", "hx-on is evaluated: listen in a file under static/js"),
    (r"hx-trigger\s*=\s*(?:\"[^\"]*\[|'[^']*\[)", "hx-trigger filter is evaluated: use an event"),
    (r"hx-vars\s*=", "hx-vars is evaluated: use hx-vals with JSON"),
    (r"(?:[\"']\s*|:)js:|javascript:", "js: and javascript: values are evaluated"),
    (
        r"<(?:link|script|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*"
        r"\s(?:src|srcset|href|data|poster)\s*=\s*[\"']?\s*(?:https?:)?//",
        "loads from another host: put the file under static",
    ),
    (
        r"<[a-z]+\b(?=[^>]*\starget\s*=\s*[\"']?_blank)(?![^>]*\srel\s*=\s*[\"']?[^\"'>]*noopener)",
        'target=_blank without rel="noopener"',
    ),
]
TEMPLATE_RULES = [
    (r"\|\s*safe(?:seq)?\b", "|safe: somebody's text could become markup"),
    (r"\{%\s*autoescape\s+off", "autoescape off: somebody's text could become markup"),
]
MARKS_AS_SAFE = frozenset({"mark_safe", "SafeString", "SafeText"})
REVIEWED = re.compile(r"#\s*reviewed: \S+")


def lint_template(name: str, text: str) -> list[Finding]:
    """What is wrong in the template `name`; comments do not count.

    >>> lint_template("page.html", '<p onclick="go()">')
    [Finding(line=1, message='inline event handler: listen in a file under static/js')]
    >>> lint_template("page.html", '{# onclick="go()" #}{% include "a.html" with one="1" %}')
    []
    """
    spoken = COMMENT.sub(_blank, text)
    markup = TEMPLATE_TAG.sub(_blank, spoken)
    found = [
        *_partial_findings(PurePath(name).name, text, spoken),
        *(finding for rule in MARKUP_RULES for finding in _matches(markup, *rule)),
        *(finding for rule in TEMPLATE_RULES for finding in _matches(spoken, *rule)),
    ]
    return sorted(found)


def lint_python(text: str) -> list[Finding]:
    """Calls that mark text as safe, unless the same line says why: `# reviewed: <reason>`.

    >>> lint_python("x = mark_safe(note.text)")
    [Finding(line=1, message='mark_safe: use format_html')]
    >>> lint_python("x = mark_safe(svg)  # reviewed: segno draws paths only")
    []
    """
    lines = text.splitlines()
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [
        Finding(call.lineno, "mark_safe: use format_html")
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in MARKS_AS_SAFE
        and not REVIEWED.search(lines[call.lineno - 1])
    ]


def _partial_findings(name: str, text: str, spoken: str) -> Iterator[Finding]:
    if not name.startswith("_"):
        return
    if not text.startswith("{#"):
        yield Finding(1, "a partial's first line says what it needs: {# … Needs: … #}")
    yield from _matches(spoken, r"\{%\s*extends\b", "a partial never extends")


def _matches(text: str, pattern: str, message: str) -> Iterator[Finding]:
    for match in re.finditer(pattern, text, re.I):
        yield Finding(text.count("\n", 0, match.start()) + 1, message)


def _blank(match: re.Match[str]) -> str:
    """As much space as was there, so that line numbers and neighbours stay."""
    return re.sub(r"[^\n]", " ", match[0])
