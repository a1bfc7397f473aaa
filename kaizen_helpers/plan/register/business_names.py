"""Names of businesses (業務名) as people write them: which are the same, and which to ask about.

Width, blanks, 「の」 and an ending 「業務」「事務」 do not make another business. Names that only look alike are never
put together: they are asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["alike", "alike_keys", "asked_pairs", "keys_alike", "name_key"]

_ENDING = re.compile(r"(?:業務|事務|関係|について|に関すること|の件)+$")
_MARKS = re.compile(r"[\s\u3000・、。,.／/＿_\-－ー―()「」【】]+")
_ALIKE = 0.5
"""Dice coefficient of letter pairs above which two names are asked about: 「補助金の受付」 and 「補助金の申請受付」."""
_PART = 4
"""A name of so many letters that stands whole in another one is asked about, too."""


def name_key(name: str) -> str:
    """What is left of a name when what people write differently is taken away; empty for an empty name."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold())
    short = _ENDING.sub("", plain).replace("の", "")
    return short or plain


def alike(one: str, other: str) -> bool:
    """Whether two different names may mean the same business."""
    return keys_alike(name_key(one), name_key(other))


def keys_alike(one: str, other: str) -> bool:
    """The same of two keys that :func:`name_key` has made."""
    first, second = _pairs(one), _pairs(other)
    return one != other and _is_alike(one, other, len(first & second), len(first) + len(second))


def alike_keys(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of the keys that differ and may mean the same; only those that share a pair of letters are compared."""
    having: dict[str, list[int]] = {}
    pairs = [_pairs(key) for key in keys]
    for at, key in enumerate(keys):
        shared = Counter(other for pair in pairs[at] for other in having.get(pair, ()))
        for other in sorted(shared):
            if keys[other] != key and _is_alike(keys[other], key, shared[other], len(pairs[other]) + len(pairs[at])):
                yield other, at
        for pair in pairs[at]:
            having.setdefault(pair, []).append(at)


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _is_alike(one: str, other: str, shared: int, together: int) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shared > 0 and (2 * shared > _ALIKE * together or (len(shorter) >= _PART and shorter in longer))


def asked_pairs(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of names to ask about, each name as it was written first."""
    first: dict[str, str] = {}
    for name in names:
        if key := name_key(name):
            first.setdefault(key, name)
    written = list(first.values())
    return tuple((written[one], written[other]) for one, other in sorted(alike_keys(list(first))))
