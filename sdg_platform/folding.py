"""What a template says to everybody alike is drawn once for each language, and then kept.

A list of practices holds 150 pieces that ask for nothing of the page they stand on: a translated
sentence, the address of a page without arguments, the name of a static file. Drawing them anew
was a third of the time of the page.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template import Origin, Template
from django.template.base import Node, NodeList, TextNode, TokenType, Variable
from django.template.context import Context
from django.template.defaulttags import IfNode, URLNode
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.translation import get_language


class Loader(CachedLoader):
    """Finds templates as `loaders` do, keeps them, and folds each when it is first asked for."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template: Any = super().get_template(template_name, skip)
        if not hasattr(template, "is_folded"):
            fold(template.nodelist)
            template.is_folded = True
        return template


class Folded(Node):
    """Neighbours that depend on nothing but the language and where the site is mounted."""

    child_nodelists = ()

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = NodeList(nodes)
        self.drawn: dict[tuple[str | None, str, bool], str] = {}

    def render(self, context: Context) -> str:
        if settings.DEBUG:  # Somebody may be at the translations.
            return self.nodes.render(context)
        key = (get_language(), get_script_prefix(), context.autoescape)
        drawn = self.drawn.get(key)
        if drawn is None:
            drawn = self.drawn[key] = self.nodes.render(context)
        return drawn


def fold(nodes: NodeList) -> None:
    """Put each run of neighbours that say the same to everybody into one; in `nodes` itself."""
    for node in nodes:
        for inner in _nodelists(node):
            fold(inner)
    nodes[:] = [
        one for is_fixed, run in groupby(nodes, key=_is_fixed) for one in _folded(is_fixed, [*run])
    ]


def _folded(is_fixed: bool, run: list[Node]) -> list[Node]:
    is_worth_it = is_fixed and any(not isinstance(node, TextNode) for node in run)
    return [Folded(run)] if is_worth_it else run


def _nodelists(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (inner for _, inner in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _is_fixed(node: Node) -> bool:
    match node:
        case TextNode():
            return True
        case TranslateNode(asvar=None, message_context=None):
            return _is_literal(node.filter_expression)
        case BlockTranslateNode(asvar=None, message_context=None, countervar=None):
            words = [*node.singular, *(node.plural or ())]
            return not node.extra_context and all(
                token.token_type == TokenType.TEXT for token in words
            )
        case URLNode(asvar=None, kwargs=kwargs):
            return not kwargs and all(map(_is_literal, [node.view_name, *node.args]))
        case StaticNode(varname=None):
            return _is_literal(node.path)
    return False


def _is_literal(expression: Any) -> bool:
    """A text in quotes, without filters."""
    var = expression.var
    literal = var.literal if isinstance(var, Variable) else var
    return isinstance(literal, str) and not expression.filters
