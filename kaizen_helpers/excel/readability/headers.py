"""The header of a table: which row it is in, how many rows it has, the words above each column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from kaizen_helpers.excel.opening.model import Sheet, Span
from kaizen_helpers.excel.readability.period_words import is_period
from kaizen_helpers.excel.readability.words import is_blank, is_mark, is_note, may_be_heading, number_like
from kaizen_helpers.excel.tables.reading import is_unit, key

__all__ = ["Grid", "Paths", "all_headings"]

Paths = Mapping[int, tuple[tuple[str, ...], tuple[int, int]]]
"""For each column with a heading: its words from top to bottom, and the lowest cell with one."""

_FIRST_ROWS = 30
"""A header further down in a block of rows than this is not looked for."""
_SEEN_ROWS = 200
_MOST_LEVELS = 5
_TALL = 50
_MOST_TALL = 100


class Grid:
    """Rows of a sheet as the eye sees them: a merged cell fills all its places."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = sheet.width
        """Kept, because a sheet has to walk through all its rows to tell it."""
        self._waiting: dict[int, list[int]] = defaultdict(list)
        """The columns of each row whose formula nobody has calculated yet: they are not empty."""
        for row, column in sheet.uncalculated:
            self._waiting[row].append(column)
        self._short: dict[int, list[Span]] = defaultdict(list)
        self._tall: list[Span] = []
        for span in sheet.merged:
            if span.bottom - span.top > _TALL:
                self._tall.append(span)
                continue
            for row in range(span.top, span.bottom + 1):
                self._short[row].append(span)
        self._tall = self._tall[:_MOST_TALL]

    def spans(self, row: int) -> list[Span]:
        """The merged ranges that cover this row and hold something."""
        every = self._short.get(row, []) + [span for span in self._tall if span.top <= row <= span.bottom]
        return [span for span in every if not is_blank(self.sheet.value(span.top, span.left))]

    def filled(self, row: int) -> dict[int, tuple[int, int]]:
        """The columns of a row that show something, and the cell that each value is in."""
        values = self.sheet.rows[row - 1] if 0 < row <= self.sheet.height else ()
        found = {column: (row, column) for column, value in enumerate(values, 1) if not is_blank(value)}
        for column in self._waiting.get(row, ()):
            found.setdefault(column, (row, column))
        for span in self.spans(row):
            for column in range(span.left, min(span.right, max(self.width, span.left)) + 1):
                found[column] = (span.top, span.left)
        return dict(sorted(found.items()))

    def words(self, row: int) -> list[object]:
        """The different cells that a row shows; a merged title is one."""
        return [self.sheet.value(*place) for place in dict.fromkeys(self.filled(row).values())]

    def header_row(self, rows: Sequence[int]) -> int | None:
        """The first of these rows that can be a header."""
        most = max((len(self.filled(row)) for row in rows[:_SEEN_ROWS]), default=0)
        for row in rows[:_FIRST_ROWS]:
            filled = self.filled(row)
            words = self.words(row)
            if len(words) < 2 or len(filled) * 2 < most or not all_headings(words):
                continue
            if any(map(is_note, words)) and (len(filled) < most or self._more_headings(row + 1, len(words))):
                continue
            return row
        return None

    def _more_headings(self, row: int, than: int) -> bool:
        """Whether this row has more words than the one above, all of which can be headings."""
        words = self.words(row)
        return len(words) > than and all_headings(words)

    def depth(self, top: int) -> int:
        """How many rows the header has. Merged cells tell; so do gaps that the next row fills, and a row of units."""
        bottom = top
        while bottom - top + 1 < _MOST_LEVELS:
            spans = [span for row in range(top, bottom + 1) for span in self.spans(row) if span.top >= top]
            lowest = max((span.bottom for span in spans), default=bottom)
            if lowest > bottom:
                bottom = lowest
            elif self._below_groups(bottom, spans) or self._fills_gaps(bottom):
                bottom += 1
            else:
                break
        below = self.words(bottom + 1)
        if below and all(is_unit(value) for value in below):
            bottom += 1
        return min(bottom, top + _MOST_LEVELS - 1) - top + 1

    def _below_groups(self, row: int, spans: list[Span]) -> bool:
        """Whether the next row names the columns under merged groups, and no column that has its name already."""
        wide = [span for span in spans if span.bottom == row and span.right > span.left]
        grouped = {column for span in wide for column in range(span.left, span.right + 1)}
        named = {column for column in self.filled(row) if column not in grouped}
        below = self.filled(row + 1)
        words = self.words(row + 1)
        if not wide or not words or not all(isinstance(word, str) or _year(word) for word in words):
            return False
        return not named & {column for column, place in below.items() if place[0] > row}

    def _fills_gaps(self, row: int) -> bool:
        """Whether the next row goes on with the header: it names columns this row left out, and numbers follow it."""
        upper, lower = self.filled(row), self.filled(row + 1)
        gaps = {column for column in lower if column not in upper}
        words = self.words(row + 1)
        if not gaps or not all(map(may_be_heading, words)) or min(upper, default=0) > min(lower):
            return False
        if any(column in upper and column + 1 not in gaps for column in lower):
            return False
        under = [self.sheet.value(row + 2, column) for column in lower]
        return any(number_like(value) for value in under) and len(lower) >= 2

    def paths(self, top: int, depth: int) -> Paths:
        """The words above each column."""
        found: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
        for row in range(top, top + depth):
            for column, place in self.filled(row).items():
                found[column][place] = " ".join(str(self.sheet.value(*place)).split())
        return {column: (tuple(words.values()), list(words)[-1]) for column, words in sorted(found.items())}


def _year(value: object) -> bool:
    return type(value) is int and 1900 <= value <= 2100


def all_headings(words: Iterable[object]) -> bool:
    """Whether all words can be headings: texts, and numbers or days only where they go on (2021, 2022; 001, 002)."""
    every = list(words)
    others = [word for word in every if not may_be_heading(word) and not is_mark(word)]
    marks = sum(is_mark(word) for word in every)
    if marks * 2 > len(every):
        return False
    if not others:
        return True
    if all(isinstance(word, date) for word in others):
        days = [word for word in others if isinstance(word, date)]
        return (len(days) > 2 or (len(days) == 2 and days[0].day == 1)) and _even(days)
    if len(others) > 1 and all(is_period(word) or (isinstance(word, int) and _year(word)) for word in others):
        return _side_by_side([str(word) for word in others])
    numbers = [number for number in map(_whole, others) if number is not None]
    if len(others) < 2 or len(numbers) < len(others):
        return False
    coded = all(isinstance(word, str) and word.strip().startswith("0") for word in others)
    return all(before < after and (coded or after == before + 1) for before, after in pairwise(numbers))


def _side_by_side(periods: Sequence[str]) -> bool:
    """Whether times in one row are headings: each another one, written alike; two days of a record may be data."""
    shapes = {re.sub(r"\d+", "0", key(period)) for period in periods}
    if len(set(periods)) < len(periods) or len(shapes) > 1:
        return False
    if shapes == {"0"}:
        years = [int(key(period)) for period in periods]
        steps = {after - before for before, after in pairwise(years)}
        return len(steps) == 1 and (len(years) > 2 or abs(min(steps)) in (1, 2, 3, 5, 10))
    return len(re.findall(r"\d+", periods[0])) < 3 or len(periods) > 2


def _even(days: Sequence[date]) -> bool:
    """Whether days follow one another by one month or one year each."""
    months = {12 * (after.year - before.year) + after.month - before.month for before, after in pairwise(days)}
    return len({day.day for day in days}) == 1 and months in ({1}, {3}, {6}, {12}, {-1}, {-12})


def _whole(value: object) -> int | None:
    if type(value) is int:
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 9:
        return int(value)
    return None
