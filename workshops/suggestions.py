"""What a note might be about: guessed from its words, for somebody to accept or pass by."""

from functools import lru_cache
from typing import NamedTuple

from sdg_platform.taxonomy.suggest import guess_language, suggest, suggest_themes

# More is a list to read; the surest come first.
MOST = 3


class Guess(NamedTuple):
    """A goal's number or a P's slug, and the words of the note that led to it."""

    kind: str
    value: str
    because: str


@lru_cache(maxsize=4_096)
def guesses(text: str) -> tuple[Guess, ...]:
    """The surest goals, then the surest P's; nothing for a text that is about none of them.

    >>> [(one.kind, one.value) for one in guesses("Fællesspisning mod ensomhed")][:1]
    [('goal', '3')]
    >>> guesses("Kaffe kl. 10")
    ()
    """
    language = guess_language(text)
    goals = (Guess("goal", str(it.goal), ", ".join(it.because)) for it in suggest(text, language))
    themes = (
        Guess("theme", it.theme, ", ".join(it.because)) for it in suggest_themes(text, language)
    )
    return (*list(goals)[:MOST], *list(themes)[:MOST])
