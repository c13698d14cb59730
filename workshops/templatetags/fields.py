"""The four fields in a template: whose words they go by."""

from django import template

from sdg_platform.templatetags.look import text_lang
from workshops.models.templates import is_usual

register = template.Library()


@register.simple_tag
def field_lang(said: str) -> str:
    """The `lang` of a field's title or question: only a workshop's own words need one."""
    return "" if is_usual(said) else text_lang()
