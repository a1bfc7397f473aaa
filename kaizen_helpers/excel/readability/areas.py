"""Where the tables of a sheet are, found from its first rows, its empty rows and columns, and its merged cells.

A large sheet is walked once for its empty rows and once a column; no object is made for a cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.readability.columns import tables_of
from kaizen_helpers.excel.readability.headers import Grid
from kaizen_helpers.excel.readability.layout import TableLook, is_number
from kaizen_helpers.excel.readability.words import is_blank, is_mark, is_note, is_sentence, number_like, perhaps_note

__all__ = ["areas"]

_SEEN_ROWS = 200
"""So many rows of a block tell what its columns hold."""
_MOST_TABLES = 50
"""Further tables of a sheet count as the rest of the last one: nobody reads on, and no sheet takes for ever."""


def areas(sheet: Sheet) -> tuple[tuple[TableLook, ...], tuple[tuple[int, int], ...]]:
    """The tables from top to bottom, and the cells with a value that belong to none."""
    grid = Grid(sheet)
    outside: list[int] = []
    parts = _Parts(grid).found(_blocks(sheet), outside)
    tables: list[TableLook] = []
    apart = set(_cells(sheet, outside))
    for part in parts:
        part.rows, notes = _without_notes(grid, part)
        apart.update(_cells(sheet, notes))
        made, beside = tables_of(grid, part.top, part.depth, part.rows, sure=part.sure)
        tables += made
        apart.update(beside)
    return tuple(tables), tuple(sorted(apart))


@dataclass
class _Part:
    """Rows that make one table, from its header on."""

    rows: list[int]
    """The rows that hold something, with the header."""
    top: int
    depth: int
    """0 where no row is a header."""
    sure: bool = True
    body: list[int] = field(default_factory=list)
    """The first of its rows below the header: they tell what the columns hold."""

    def add(self, rows: Sequence[int]) -> None:
        """Further rows, below all others."""
        self.rows.extend(rows)
        if len(self.body) < _SEEN_ROWS:
            self.body += [row for row in rows[: _SEEN_ROWS + self.depth] if row >= self.top + self.depth]


def _cells(sheet: Sheet, rows: Iterable[int]) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in rows
        for column, value in enumerate(sheet.rows[row - 1], 1)
        if not is_blank(value)
    ]  # fmt: skip


def _blocks(sheet: Sheet) -> list[range]:
    """Runs of rows without an empty one between them. Whole rows that a merged range covers are not empty."""
    tied = {row for row, _ in sheet.uncalculated}
    reached = 0
    for span in sorted(sheet.merged):
        if span.bottom > max(span.top, reached) and not is_blank(sheet.value(span.top, span.left)):
            tied.update(range(max(span.top, reached + 1), min(span.bottom, sheet.height) + 1))
            reached = span.bottom
    blocks: list[range] = []
    start = 0
    for row, values in enumerate(sheet.rows, 1):
        if row in tied or any(v is not None and not (type(v) is str and not v.strip()) for v in values):
            start = start or row
        elif start:
            blocks.append(range(start, row))
            start = 0
    return [*blocks, range(start, sheet.height + 1)] if start else blocks


class _Parts:
    """Blocks one after the other: each is a table of its own, the rest of the one above, or no table."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.parts: list[_Part] = []

    def found(self, blocks: list[range], outside: list[int]) -> list[_Part]:
        waiting = [(block, None) for block in reversed(blocks)]
        pending: list[tuple[Sequence[int], bool | None]] = list(waiting)
        while pending:
            rows, known = pending.pop()
            table = self.parts[-1] if self.parts else None
            if table is not None and table.body and self._notes(rows):
                outside += rows
                continue
            top = self.grid.header_row(rows) if len(self.parts) < _MOST_TABLES else None
            if top is not None and table is not None and not self._titles([row for row in rows if row < top]):
                top = None
            new = top is not None and (known is not None or table is None or self._differs(table, rows, top))
            if new and top is not None:
                part = _Part([], top, self.grid.depth(top), known is not False)
                outside += [row for row in rows if row < top]
                if table is not None and not table.body:
                    outside += self.parts.pop().rows
                    part.sure = True
                elif known is None and table is not None:
                    part.sure = self._surely(table, rows, top)
                self.parts.append(part)
                rows = [row for row in rows if row >= top]
            elif table is None and self._headless(rows):
                part = _Part([], rows[0], 0)
                self.parts.append(part)
            elif table is None or self._apart(table, rows):
                outside += rows
                continue
            else:
                part = table
            cut = self._inner_header(part, rows)
            if cut is not None:
                place, sure = cut
                pending.append((range(place, rows[-1] + 1), sure))
                rows = [row for row in rows if row < place]
            part.add(rows)
        return self.parts or self._list(blocks, outside)

    def _list(self, blocks: list[range], outside: list[int]) -> list[_Part]:
        """A table of one column: short values below one another and nothing else."""
        rows = [row for block in blocks for row in block]
        columns = {column for row in rows[:_SEEN_ROWS] for column in self.grid.filled(row)}
        words = [word for row in rows[:_SEEN_ROWS] for word in self.grid.words(row)]
        if len(rows) < 3 or len(columns) != 1 or any(is_sentence(word) or perhaps_note(word) for word in words):
            return []
        outside.clear()
        return [_Part(rows, rows[0], 1)]

    def _titles(self, rows: Sequence[int]) -> bool:
        """Whether rows above a header are titles and notes: single cells, or two of them with one like a note."""
        words = [self.grid.words(row) for row in rows[:_SEEN_ROWS]]
        return all(len(row) == 1 or (len(row) == 2 and any(map(perhaps_note, row))) for row in words)

    def _headless(self, rows: Sequence[int]) -> bool:
        """Rows of values without any header: at least two of at least two cells, with a number somewhere."""
        few = rows[:_SEEN_ROWS]
        wide = [row for row in few if len(self.grid.filled(row)) >= 2]
        if len(wide) < 2 or len(wide) * 2 < len(few) or perhaps_note(self.grid.words(few[0])[0]):
            return False
        return any(number_like(value) for row in wide for value in self.grid.words(row))

    def _differs(self, table: _Part, rows: Sequence[int], top: int) -> bool:
        """Whether a block with a row that can be a header may be another table than the one above."""
        below = [row for row in rows if row >= top + self.grid.depth(top)]
        if not below:
            return False
        if not table.body:
            return _numeric_columns(self.grid, below) != set() and self._text_over_number(below, top)
        return self._surely(table, rows, top) or self._perhaps(table, top)

    def _surely(self, table: _Part, rows: Sequence[int], top: int) -> bool:
        """A header again, texts above numbers, other columns, a title of its own, or the look of the header above."""
        grid = self.grid
        heads = {str(word).strip() for row in range(table.top, table.top + table.depth) for word in grid.words(row)}
        words = [str(word).strip() for word in grid.words(top)]
        if sum(word in heads for word in words) * 2 >= len(words):
            return True
        below = [row for row in rows if row >= top + grid.depth(top)]
        if self._text_over_number(below, top) and not any(is_mark(word) for word in words):
            return True
        above = [row for row in rows if row < top]
        if above and all(len(grid.words(row)) == 1 for row in above):
            return True
        if self._looks_like_header(table, top, below) or self._other_kinds(table, [top, *below]):
            return True
        columns = set(grid.filled(top))
        used = set(grid.filled(table.top)) if table.depth else {c for row in table.body for c in grid.filled(row)}
        same = all(set(grid.filled(row)) <= columns for row in below[:_SEEN_ROWS])
        return same and (not columns <= used or len(columns) * 2 <= len(used))

    def _other_kinds(self, table: _Part, rows: Sequence[int]) -> bool:
        """Whether a column that holds numbers above holds nothing but words here."""
        sheet = self.grid.sheet
        for column in _numeric_columns(self.grid, table.body):
            values = [sheet.value(row, column) for row in rows[:_SEEN_ROWS]]
            if all(isinstance(value, str) and not number_like(value) and not is_mark(value) for value in values):
                return True
        return False

    def _perhaps(self, table: _Part, top: int) -> bool:
        """All texts, none of which the columns above hold, though what they hold comes again and again."""
        fresh = 0
        for column, place in self.grid.filled(top).items():
            values = [self.grid.sheet.value(row, column) for row in table.body]
            texts = {value for value in values if isinstance(value, str)}
            if len(values) >= 4 and len(texts) * 2 <= len(values):
                fresh += 1 if self.grid.sheet.value(*place) not in texts else -1
        return fresh >= 2

    def _text_over_number(self, below: Sequence[int], top: int) -> bool:
        numeric = _numeric_columns(self.grid, below)
        places = self.grid.filled(top).items()
        return any(column in numeric and isinstance(self.grid.sheet.value(*place), str) for column, place in places)

    def _looks_like_header(self, table: _Part, top: int, below: Sequence[int]) -> bool:
        """The colours and letters of the header above, which its records do not have."""
        sheet = self.grid.sheet
        if not table.depth or not table.body or not sheet.looks:
            return False
        column = min(self.grid.filled(top))
        first = min(self.grid.filled(table.top))
        look, record = sheet.style(table.top, first), sheet.style(table.body[0], first)
        marked = sheet.style(top, column)
        plain = sheet.style(below[0], column)
        return (marked.bold, marked.fill) == (look.bold, look.fill) and (marked.bold, marked.fill) not in (
            (record.bold, record.fill),
            (plain.bold, plain.fill),
        )

    def _notes(self, rows: Sequence[int]) -> bool:
        """Whether a block holds nothing but notes: alone in their rows, or a word like 「作成者」 and what it says."""
        for row in rows[:_SEEN_ROWS]:
            words = self.grid.words(row)
            if (
                not words
                or len(words) > 2
                or not (perhaps_note(words[0]) or (len(words) == 1 and is_sentence(words[0])))
            ):
                return False
        return len(rows) <= _SEEN_ROWS

    def _apart(self, table: _Part, rows: Sequence[int]) -> bool:
        """Whether a block below a table holds only notes."""
        columns = len(self.grid.filled(table.top)) or max((len(self.grid.filled(row)) for row in table.body), default=0)
        for row in rows[:_SEEN_ROWS]:
            words = self.grid.words(row)
            if not words or not isinstance(words[0], str):
                return False
            if is_note(words[0]) or (
                len(words) == 1 and (columns >= 3 or is_sentence(words[0]) or perhaps_note(words[0]))
            ):
                continue
            if len(words) * 3 > columns or not (perhaps_note(words[0]) or all(isinstance(word, str) for word in words)):
                return False
        return len(rows) <= _SEEN_ROWS

    def _inner_header(self, part: _Part, rows: Sequence[int]) -> tuple[int, bool] | None:
        """The first row inside a block where another table begins, and whether that is sure."""
        first = part.top + part.depth
        body = [row for row in rows if row >= first]
        if len(body) < 3 or not part.depth or len(self.parts) >= _MOST_TABLES:
            return None
        numeric = _numeric_columns(self.grid, body)
        heads = {
            str(self.grid.sheet.value(*place)).strip(): column for column, place in self.grid.filled(part.top).items()
        }
        for row in self._texts_among_numbers(body[1:-1], numeric, heads):
            cut = self._begins(part, row, body, numeric)
            if cut is not None:
                return cut
        return None

    def _texts_among_numbers(self, body: Sequence[int], numeric: set[int], heads: dict[str, int]) -> list[int]:
        """Rows that hold a text but no number where numbers are, or the words of the header again."""
        sheet = self.grid.sheet
        found: set[int] = set()
        for place in (column - 1 for column in numeric):
            for row in body:
                values = sheet.rows[row - 1]
                if place < len(values) and type(value := values[place]) is str and not number_like(value):
                    found.add(row)
        found = {row for row in found if not any(number_like(sheet.value(row, column)) for column in numeric)}
        again: set[int] = set()
        for word, column in list(heads.items())[:1]:
            place = column - 1
            again = {row for row in body if place < len(v := sheet.rows[row - 1]) and str(v[place]).strip() == word}
        return sorted(found | again)

    def _begins(self, part: _Part, row: int, body: Sequence[int], numeric: set[int]) -> tuple[int, bool] | None:
        grid = self.grid
        words, filled = grid.words(row), set(grid.filled(row))
        if grid.header_row([row]) is None or len(words) < 2 or len({str(word) for word in words}) < len(words):
            return None
        heads = {str(word).strip() for word in grid.words(part.top)}
        title = grid.words(row - 1)
        titled = len(title) == 1 and isinstance(title[0], str) and len(grid.filled(part.top)) > 2
        place = row - 1 if titled and row - 1 > body[0] else row
        if sum(str(word).strip() in heads for word in words) * 2 >= len(words):
            return place, True
        if any(is_mark(word) for word in words) or not numeric:
            return None
        below = body[bisect_right(body, row) :]
        before = set(grid.filled(place - 1))
        other = filled != before and all(set(grid.filled(one)) == filled for one in below[:_SEEN_ROWS])
        if titled or other or self._looks_like_header(part, row, below):
            return place, True
        texts = [str(grid.sheet.value(row, column) or "0") for column in numeric]
        plain = not any(letter.isdigit() for text in texts for letter in text)
        return (place, False) if len(numeric) >= 2 and plain else None


def _numeric_columns(grid: Grid, rows: Sequence[int]) -> set[int]:
    """The columns that hold mostly numbers or dates in these rows."""
    found: set[int] = set()
    few = [grid.sheet.rows[row - 1] for row in rows[:_SEEN_ROWS]]
    for column in range(max((len(row) for row in few), default=0)):
        values = [row[column] for row in few if column < len(row) and not is_blank(row[column])]
        if values and sum(number_like(value) for value in values) * 10 > len(values) * 7:
            found.add(column + 1)
    return found


def _without_notes(grid: Grid, part: _Part) -> tuple[list[int], list[int]]:
    """The rows of a table, and the notes right below its last record."""
    rows = list(part.rows)
    notes: list[int] = []
    columns = len(grid.filled(part.top))
    while len(rows) > part.depth + 1:
        words = grid.words(rows[-1])
        alone = len(words) == 1 and isinstance(words[0], str) and not is_number(words[0].strip())
        note = alone and (is_sentence(words[0]) or perhaps_note(words[0]) or _too_long(grid, part, rows[-1], words[0]))
        if not words or not (note or (len(words) < columns and is_note(words[0]))):
            break
        notes.append(rows.pop())
    return rows, notes


def _too_long(grid: Grid, part: _Part, row: int, word: object) -> bool:
    """Whether a text alone in the last row is much longer than the values above it: a remark without a sign."""
    column = min(grid.filled(row))
    above = [grid.sheet.value(one, column) for one in part.body if one != row]
    longest = max((len(value) for value in above if isinstance(value, str)), default=0)
    length = len(str(word))
    return longest > 0 and length >= 10 and length * 2 > longest * 3 and len(grid.filled(part.top)) >= 3
