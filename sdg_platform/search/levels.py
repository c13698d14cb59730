"""Which entries answer, and how well: set arithmetic over bitmaps; pure, no database.

What holds a word is a bitmap of numbers. An answer is a list of levels, best first: a score and
the numbers that have it, each number in one level only. Scores are those of `ranking`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from pyroaring import BitMap

# Beyond the weight of the match, and always less than one step of that.
FIELD_WEIGHTS: Final = {"title": 9, "keywords": 5, "body": 0}


class Posting(NamedTuple):
    """Where a word stands: the numbers of the entries, field by field."""

    title: BitMap
    keywords: BitMap
    body: BitMap

    @property
    def anywhere(self) -> BitMap:
        return self.title | self.keywords | self.body

    @property
    def bytes(self) -> int:
        """About what it takes of memory."""
        told = [bitmap.get_statistics() for bitmap in self]
        return 400 + sum(
            one["n_bytes_array_containers"]
            + one["n_bytes_run_containers"]
            + one["n_bytes_bitset_containers"]
            for one in told
        )


Levels = list[tuple[int, BitMap]]


def union(levels: Levels) -> BitMap:
    return BitMap.union(BitMap(), *(members for _, members in levels))


def of_term(weights: Mapping[str, int], postings: Mapping[str, Posting]) -> Levels:
    """The entries that hold any of the words, by their best match.

    >>> one = Posting(BitMap([1]), BitMap(), BitMap([1, 2]))
    >>> of_term({"gang": 100}, {"gang": one})
    [(109, BitMap([1])), (100, BitMap([2]))]
    """
    by_worth: dict[int, list[BitMap]] = defaultdict(list)
    for word, weight in weights.items():
        if (posting := postings.get(word)) is not None:
            for field, members in zip(Posting._fields, posting, strict=True):
                if members:
                    by_worth[weight + FIELD_WEIGHTS[field]].append(members)
    levels, above = [], BitMap()
    for worth in sorted(by_worth, reverse=True):
        if members := BitMap.union(*by_worth[worth]) - above:
            levels.append((worth, members))
            above |= members
    return levels


def every(terms: Iterable[Levels], within: BitMap | None, hidden: BitMap) -> Levels:
    """What all terms find, by the sum of the scores; inside of `within` where it is given.

    >>> every([[(3, BitMap([1, 2]))], [(9, BitMap([2])), (1, BitMap([1]))]], None, BitMap([7]))
    [(12, BitMap([2])), (4, BitMap([1]))]
    """
    terms = sorted(terms, key=len)
    unions = [union(levels) for levels in terms]
    common = BitMap.intersection(*unions, *([] if within is None else [within])) - hidden
    found: dict[int, BitMap] = {0: common}
    for levels in terms:
        found = _summed(found, levels)
    return sorted(found.items(), key=lambda level: -level[0])


def some(terms: Iterable[Levels], hidden: BitMap) -> Levels:
    """What any term finds; the scores of all that find it are added up.

    >>> some([[(3, BitMap([1, 2]))], [(9, BitMap([2]))]], BitMap())
    [(12, BitMap([2])), (3, BitMap([1]))]
    """
    found: dict[int, BitMap] = {}
    for levels in terms:
        there, here = union(list(found.items())), union(levels)
        both = defaultdict(BitMap, _summed(found, levels))
        for score, members in found.items():
            both[score] = both[score] | (members - here)
        for score, members in levels:
            both[score] = both[score] | (members - there)
        found = both
    seen = ((score, members - hidden) for score, members in found.items())
    return sorted(((s, m) for s, m in seen if m), key=lambda level: -level[0])


def _summed(found: Mapping[int, BitMap], levels: Levels) -> dict[int, BitMap]:
    """What stands in a level of each, under the sum of both scores."""
    summed: dict[int, list[BitMap]] = defaultdict(list)
    for score, members in found.items():
        for worth, others in levels:
            if members.intersect(others):
                summed[score + worth].append(members & others)
    return {score: BitMap.union(*parts) for score, parts in summed.items()}
