"""Addresses of pages that are linked from everywhere, worked out once for each language."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def address(name: str, *arguments: object) -> str:
    """The same as `reverse`, remembered: a hub page links to a hundred goals and targets."""
    return _address(name, arguments, get_language(), get_script_prefix())


@lru_cache(maxsize=2_048)
def _address(name: str, arguments: tuple, language: str | None, prefix: str) -> str:
    # Language and prefix are in the key because `reverse` reads them from its surroundings.
    return reverse(name, args=arguments)
