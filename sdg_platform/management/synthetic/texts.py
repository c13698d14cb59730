"""Invented Danish from municipal everyday life, as long as it is wanted: words in, words out.

All words stand in `words.json`. A pattern such as "Vi spurgte {number} borgere i
{place}" draws anew what may differ from sentence to sentence; what a story is about stays the
same in all of its sentences.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sdg_platform.text import TITLE_LIMIT


@cache
def words() -> dict[str, Any]:
    path = Path(__file__).parent / "words.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _topics() -> tuple[Sequence[dict[str, Any]], Sequence[int]]:
    topics = words()["topics"]
    return topics, [topic["weight"] for topic in topics]


class _Words(dict[str, Any]):
    """What a story is about, and for all other gaps a word drawn anew each time."""

    def __init__(self, dice: Random, **fixed: str) -> None:
        super().__init__(fixed)
        self._dice = dice

    def __missing__(self, gap: str) -> str:
        match gap:
            case "who":
                return self._dice.choice(words()["who"])
            case "who_upper":
                return upper(self["who"])
            case "place":
                return place(self._dice)
            case "duration":
                return self._dice.choice(words()["durations"])
            case "number":
                return str(self._dice.randrange(8, 240))
        raise KeyError(gap)


class Story:
    """One thing that somebody did somewhere, told in as many sentences as are asked for.

    `topic` holds the tags that go with it; all chance comes from `dice`.
    """

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        topics, weights = _topics()
        self.topic: dict[str, Any] = dice.choices(topics, weights)[0]
        article, tail, definite = dice.choice(words()["tails"])
        head = dice.choice(self.topic["heads"])
        what = dice.choice(self.topic["what"])
        self._words = _Words(
            dice,
            what=upper(what),
            what_lower=what,
            thing=f"{article} {head}{tail}",
            thing_upper=upper(f"{article} {head}{tail}"),
            the=f"{head}{definite}",
            the_upper=upper(f"{head}{definite}"),
        )

    def say(self, pattern: str) -> str:
        """Fill one pattern in."""
        return pattern.format_map(self._words) if "{" in pattern else pattern

    def one(self, name: str) -> str:
        """A sentence after one of the patterns called `name`."""
        return self.say(self.dice.choice(words()[name]))

    def title(self, name: str) -> str:
        return self.one(name)[:TITLE_LIMIT]

    def sometimes(self, chance: float, name: str) -> str:
        """The same, or nothing; `chance` is from 0 to 1."""
        return self.one(name) if self.dice.random() < chance else ""

    def note(self, quadrant: str) -> str:
        """What somebody writes in that field."""
        return self.say(self.dice.choice(words()["notes"][quadrant]))

    def steps(self) -> list[dict[str, str]]:
        """Two to five steps, each in the fields of the contract; many fields stay empty."""
        say, patterns = self.say, self.dice.sample(words()["steps"], self.dice.randint(2, 5))
        return [
            {
                "what": say(pattern),
                "who": upper(self.sometimes(0.6, "who")),
                "duration": self.sometimes(0.6, "durations"),
                "cost": self.sometimes(0.4, "costs"),
                "went_wrong": self.sometimes(0.35, "went_wrong"),
                "changed": self.sometimes(0.25, "changed"),
            }
            for pattern in patterns
        ]


def place(dice: Random) -> str:
    """A village or quarter that need not exist."""
    head, tail = dice.choice(words()["place_heads"]), dice.choice(words()["place_tails"])
    return f"{head}{tail.capitalize() if head.endswith(' ') else tail}"


def upper(text: str) -> str:
    """The first letter large, the others as they are.

    >>> upper("en dag i Skovlund")
    'En dag i Skovlund'
    """
    return text[:1].upper() + text[1:]
