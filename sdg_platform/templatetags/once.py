"""Parts of a busy page that say the same to everybody."""

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 128


class OnceNode(template.Node):
    """See `once`."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, asked: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.asked = asked
        self.drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        if settings.DEBUG:  # Somebody may be editing it.
            return self.nodelist.render(context)
        given = [one.resolve(context) for one in self.asked]
        key = (get_language(), get_script_prefix(), *given)
        if (drawn := self.drawn.get(key)) is None:
            drawn = self.nodelist.render(context)
            if len(self.drawn) < MOST_KEPT:
                self.drawn[key] = drawn
        return drawn


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}`: drawn once for each language, then kept.

    What is inside may depend on nothing but what is named: `{% once may_write %}`. Few values
    are kept of that, so it should be something with few: a yes or no, a number of choices.
    """
    asked = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, asked)
