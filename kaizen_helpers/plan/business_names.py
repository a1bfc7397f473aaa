"""Names of businesses (業務名) as people write them: which are the same, and which to ask about.

Width, blanks, 「の」 and an ending 「業務」「事務」 do not make another business. Names that only look alike are never
put together: they are asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations

from kaizen_helpers.flow.meaning.phrases import bigram_dice

__all__ = ["alike", "asked_pairs", "name_key"]

_ENDING = re.compile(r"(?:業務|事務|関係|について|に関すること|の件)+$")
_MARKS = re.compile(r"[\s\u3000・、。,.／/＿_\-－ー―()「」【】]+")
_ALIKE = 0.5
"""Dice coefficient of letter pairs above which two names are asked about: 「補助金の受付」 and 「補助金の申請受付」."""
_MOST_NAMES = 400


def name_key(name: str) -> str:
    """What is left of a name when what people write differently is taken away; empty for an empty name."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold())
    short = _ENDING.sub("", plain).replace("の", "")
    return short or plain


def alike(one: str, other: str) -> bool:
    """Whether two different names may mean the same business."""
    a, b = name_key(one), name_key(other)
    if not a or not b or a == b:
        return False
    shorter, longer = sorted((a, b), key=len)
    return (len(shorter) >= 4 and shorter in longer) or bigram_dice(a, b) > _ALIKE


def asked_pairs(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of names to ask about, each name as it was written first."""
    first: dict[str, str] = {}
    for name in names:
        if key := name_key(name):
            first.setdefault(key, name)
    written = list(first.values())[:_MOST_NAMES]
    return tuple((one, other) for one, other in combinations(written, 2) if alike(one, other))
