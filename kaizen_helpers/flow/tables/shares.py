"""How often each way out of a step is taken: percentages beside the conditions, or in the column 割合.

A percentage belongs to the words of a condition (「充足率90%」) unless all ways of the step show that it is a
share: every one of them ends in a percentage and together they are 100 %, or exactly one has none and gets the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaizen_helpers.flow.model import Branch
from kaizen_helpers.flow.tables.quoting import split_list

__all__ = ["ExactBranch", "percent", "read_percent", "shares_from_column", "shares_from_conditions"]


@dataclass(frozen=True, slots=True)
class ExactBranch(Branch):
    """A way whose condition stood in quotation marks: words and share are taken as they are."""


_TOLERANCE = Decimal(1)
"""Percent points by which shares may miss 100: 33 %, 33 %, 33 %."""
_AT_THE_END = re.compile(r"(?<![\d.,~〜ー-])(\d{1,3}(?:\.\d{1,15})?) ?%$")
_SHARE = re.compile(r"^(?:約)?\s*(\d{1,20}(?:\.\d+)?)\s*(%|割|パーセント)?$")
_SEPARATORS = "、，,・/／;；\n"


def percent(share: float) -> str:
    """A share of 0 to 1 as people read it: 0.9 is 「90%」. :func:`read_percent` gives back the very same number."""
    shown = f"{Decimal(repr(float(share))) * 100:f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}%"


def read_percent(text: str) -> float | None:
    """「90%」, 「９０％」 and 「9割」 as 0.9; ``None`` for anything else, also for a number without a unit."""
    match = _SHARE.match(unicodedata.normalize("NFKC", text).strip())
    if match is None or match[2] is None:
        return None
    return float(Decimal(match[1]) / (10 if match[2] == "割" else 100))


def shares_from_conditions(ways: Sequence[Branch]) -> tuple[list[Branch], str]:
    """The ways with the percentages taken out of their conditions, and a sentence if they do not add up.

    Conditions in quotation marks are left alone, and so are those of the other ways of that step.
    """
    ends = [_percent_at_the_end(way.condition) for way in ways]
    open_ways = [index for index, end in enumerate(ends) if end is None]
    if not ways or len(open_ways) > 1 or len(open_ways) == len(ways) or any(isinstance(w, ExactBranch) for w in ways):
        return list(ways), ""
    total = sum((end[1] for end in ends if end is not None), Decimal(0))
    if not open_ways and abs(total - 100) > _TOLERANCE:
        return list(ways), "" if len(ways) == 1 else _does_not_add_up(total)
    if open_ways and total >= 100:
        return list(ways), _nothing_left(total)
    found = []
    for way, end in zip(ways, ends, strict=True):
        words, points = end if end is not None else (way.condition, 100 - total)
        found.append(replace(way, condition=words, share=float(points / 100)))
    return found, ""


def shares_from_column(ways: Sequence[Branch], text: str) -> tuple[list[Branch], str]:
    """The ways with the shares of the column 割合 in order: 「90%、10%」, 「9割、1割」 or 「0.9、0.1」.

    One share less than there are ways: the last gets the rest.
    """
    numbers = [_share(item) for item in split_list(text, _SEPARATORS)]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not known:
        return list(ways), "割合を読めませんでした。「90%、10%」のように、行き先と同じ順番で書いてください。"
    if len(known) == len(ways) - 1 and sum(known) < 100:
        known.append(100 - sum(known, Decimal(0)))
    if len(known) != len(ways):
        return list(ways), (
            f"割合が{len(known)}つ、行き先が{len(ways)}つあります。行き先と同じ数だけ、同じ順番で書いてください。"
        )
    total = sum(known, Decimal(0))
    if abs(total - 100) > _TOLERANCE:
        return list(ways), _does_not_add_up(total)
    return [replace(way, share=float(points / 100)) for way, points in zip(ways, known, strict=True)], ""


def _percent_at_the_end(condition: str) -> tuple[str, Decimal] | None:
    """The condition without its percentage, and the percentage; the words keep their width."""
    folded = "".join(map(_narrow, condition)).rstrip()
    bracketed = folded.endswith((")", "]"))
    folded = folded[:-1].rstrip() if bracketed else folded
    match = _AT_THE_END.search(folded, max(0, len(folded) - 24))
    if match is None or Decimal(match[1]) > 100:
        return None
    words = folded[: match.start()].rstrip().removesuffix("約").rstrip()
    words = words.removesuffix("(").removesuffix("[") if bracketed else words
    return condition[: len(words)].strip(), Decimal(match[1])


def _narrow(mark: str) -> str:
    """One character for one, so that a place in the folded text is one in the condition."""
    narrow = unicodedata.normalize("NFKC", mark)
    return narrow if len(narrow) == 1 else mark


def _share(text: str) -> Decimal | None:
    """Percent points. A bare number of at most 1 is a fraction: Excel keeps 90 % as 0.9."""
    match = _SHARE.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    number = Decimal(match[1])
    if match[2] == "割":
        return number * 10
    return number * 100 if match[2] is None and number <= 1 else number


def _does_not_add_up(total: Decimal) -> str:
    return f"割合の合計が{_shown(total)}%です。合わせて100%になるように書いてください。"


def _nothing_left(total: Decimal) -> str:
    return (
        f"割合の合計がすでに{_shown(total)}%で、残りの行き先の分がありません。合わせて100%になるように書いてください。"
    )


def _shown(total: Decimal) -> str:
    return f"{total.normalize():f}"
