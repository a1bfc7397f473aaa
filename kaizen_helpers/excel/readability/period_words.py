"""Years, months, quarters and half years in headings: 「2025-04」「R7.4」「FY2025」「第1四半期」「Apr」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaizen_helpers.excel.tables.reading import key

__all__ = ["is_period", "periods_in"]

_ERA = r"(?:令和|平成|昭和|(?<![A-Za-z])[RHS])\.?(?:\d{1,2}|元)(?!\d)"
_WEST = r"(?:(?<![A-Za-z])FY)?(?<!\d)(?:19|20)\d\d(?:FY)?|(?<![A-Za-z])FY\d\d(?!\d)|(?<!\d)['’]\d\d(?!\d)"
_MONTH_NAME = (
    r"(?<![A-Za-z])(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![A-Za-z])\.?"
)
_QUARTER = r"第?[1-4一二三四]四半期|(?<![A-Za-z\d])第?[1-4]Q(?![A-Za-z])|(?<![A-Za-z])Q[1-4](?!\d)"
_MONTH = r"(?<![\d.])(?:1[0-2]|0?[1-9])月(?:\d{1,2}日)?(?!目|次|例)"
_MONTH_BEHIND = r"(?:1[0-2]|0?[1-9])(?:月(?:\d{1,2}日)?(?!目)|[./-]\d{1,2}(?!\d)|(?!\d))"
_YEARS = rf"(?:{_ERA}|{_WEST})(?:年度?)?"
_SHORT = r"(?<![\d第満])\d{1,2}年度|前々?年度?|[本当今昨来]年度"
_PERIOD = re.compile(
    rf"(?:{_YEARS}|{_SHORT})[・_]?(?:{_QUARTER}|[./-]?{_MONTH_BEHIND})?(?:末|分)?"
    rf"|(?:{_MONTH})(?:末|分)?|{_QUARTER}|{_MONTH_NAME}(?:-?\d\d(?:\d\d)?(?!\d))?",
    re.IGNORECASE,
)


def is_period(heading: object) -> bool:
    """Whether a heading is nothing but a time: 「2025-04」「令和7年度」「4月」「1Q」."""
    return isinstance(heading, str) and len(heading) <= 20 and _PERIOD.fullmatch(key(heading)) is not None


def periods_in(word: str) -> Iterator[tuple[str, str]]:
    """The one period in a heading without spaces, and what is left of it without the signs around."""
    found = list(dict.fromkeys(match[0] for match in _PERIOD.finditer(word)))
    if len(found) == 1 and len(word) <= 40:
        yield found[0], re.sub(r"[\s_()\[\]・:-]", "", word.replace(found[0], "", 1))
