"""Where the tables of a sheet are: rows of titles above, header rows, the rows of the table, notes below.

Nothing is decided that a person could see differently: such rows are doubts of the area, and such tables have problems.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kaizen_helpers.excel.tables.model import Area, Heading, SheetLike
from kaizen_helpers.excel.tables.reading import blank, is_unit, note_like, unit_behind, value_like

__all__ = ["anchors", "find_tables"]

_MOST_LEVELS = 5


def anchors(sheet: SheetLike) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell that is not blank or lies in a merged range, the cell that holds its value."""
    found = {place: place for place, cell in sheet.cells.items() if not blank(cell.value)}
    for span in sheet.merged:
        if (span.top, span.left) in found:
            for row in range(span.top, span.bottom + 1):
                for column in range(span.left, span.right + 1):
                    found[row, column] = (span.top, span.left)
    return found


@dataclass
class _Rows:
    """The rows of the sheet that hold something: for each, its columns and the cell that each value is in."""

    sheet: SheetLike
    rows: dict[int, dict[int, tuple[int, int]]]

    def width(self, row: int) -> int:
        """How many different values the row shows; a merged title is one."""
        return len(set(self.rows.get(row, {}).values()))

    def words(self, row: int) -> list[object]:
        return [self.sheet.value(*place) for place in dict.fromkeys(self.rows[row].values())]

    def by_column(self, row: int) -> dict[int, object]:
        return {column: self.sheet.value(*place) for column, place in self.rows[row].items()}

    def all_text(self, row: int) -> bool:
        """Whether the row may be a header: texts, and perhaps years that somebody typed as numbers."""
        words = self.words(row)
        others = [value for value in words if not isinstance(value, str)]
        years = [value for value in others if type(value) is int and 1900 <= value <= 2100]
        in_turn = len(years) > 1 and years == list(range(years[0], years[0] + len(years)))
        if any(isinstance(value, str) and value_like(value) for value in words):
            return False
        return isinstance(words[0], str) and (not others or (in_turn and len(years) == len(others)))

    def single(self, row: int) -> object:
        return self.words(row)[0]


def find_tables(sheet: SheetLike) -> tuple[Area, ...]:
    """The tables of the sheet from top to bottom; none where it holds no table."""
    rows: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for (row, column), anchor in sorted(anchors(sheet).items()):
        rows[row][column] = anchor
    seen = _Rows(sheet, dict(rows))
    return tuple(_area(seen, band) for band in _bands(seen))


def _bands(seen: _Rows) -> list[list[int]]:
    """Rows that belong together. A blank row parts two tables only where a new header follows it."""
    bands: list[list[int]] = []
    last = None
    for row in sorted(seen.rows):
        if last is None or row > last + 1:
            bands.append([])
        bands[-1].append(row)
        last = row
    tables: list[list[int]] = []
    waiting: list[int] = []
    for band in bands:
        header = _header_start(seen, band)
        if header is not None and (not tables or _is_new(seen, band, header, tables[-1])):
            tables.append(waiting + band if not tables else band)
            waiting = []
        elif tables:
            tables[-1].extend(band)
        else:
            waiting += band
    return tables


def _is_new(seen: _Rows, band: list[int], header: int, before: list[int]) -> bool:
    """Whether a band below a table is another table: a header of its own, with rows below it that are not all text.

    The header of the table above, word for word, is that table's next page.
    """
    below = [row for row in band if row > header]
    first = _header_start(seen, before)
    if first is not None and seen.by_column(first) == seen.by_column(header):
        return False
    return bool(below) and any(not seen.all_text(row) for row in below)


def _header_start(seen: _Rows, band: list[int]) -> int | None:
    most = max(len(seen.rows[row]) for row in band)
    if max(seen.width(row) for row in band) < 2:
        return None
    for row in band:
        if seen.width(row) >= 2 and seen.all_text(row) and len(seen.rows[row]) * 2 >= most:
            return row
    return None


def _area(seen: _Rows, band: list[int]) -> Area:
    top = _header_start(seen, band) or band[0]
    depth = _depth(seen, top)
    header_rows = [row for row in range(top, top + depth) if row in seen.rows]
    headings, cells, problems = _headings(seen, header_rows)
    doubts = [
        (row, f"{row}行目は、表の題名ですか、見出しの一部ですか。")
        for row in band
        if row < top and (seen.width(row) > 1 or _spans_inside(seen, row, headings))
        and not all(note_like(value) for value in seen.words(row))
    ]  # fmt: skip
    body = [row for row in band if row >= top + depth]
    bottom = top + depth - 1
    trailing: list[int] = []
    for row in body:
        if seen.width(row) == 1 and _edge(seen, row) and note_like(seen.single(row)):
            trailing.append(row)
            continue
        doubts += [(one, f"{one}行目は、表の行ですか、注記ですか。") for one in trailing]
        trailing = []
        if seen.width(row) == 1 and isinstance(seen.single(row), str):
            doubts.append((row, f"{row}行目には文字が1つだけあります。表の行ですか、注記ですか。"))
        elif any(note_like(value) for value in seen.words(row)[:1]):
            doubts.append((row, f"{row}行目は注記のように始まっています。表の行ですか、注記ですか。"))
        elif row - 1 not in seen.rows and row > body[0] and len(seen.rows[row]) * 2 < len(headings):
            doubts.append((row, f"{row}行目は空行の下にあり、値が少ししかありません。表の行ですか、注記ですか。"))
        bottom = row
    if not headings or bottom < top + depth:
        problems.append("見出しの下に、データの行がありません。")
    if depth == 1 and _second_header(seen, top, body):
        problems.append(
            f"{top}行目と{top + 1}行目のどちらが見出しか、決められません。題名や日付の行は、1行空けて離してください。"
        )
    problems += _stray(seen, headings, top, bottom, top + depth)
    return Area(top, bottom, depth, tuple(headings), frozenset(cells), tuple(doubts), tuple(problems))


def _second_header(seen: _Rows, top: int, body: list[int]) -> bool:
    """Whether the first row below the header looks like one too: texts where every other row has numbers."""
    if len(body) < 2 or body[0] != top + 1 or not seen.all_text(body[0]):
        return False
    for column in seen.rows[body[0]]:
        below = [seen.sheet.value(*seen.rows[row][column]) for row in body[1:] if column in seen.rows[row]]
        if below and not any(isinstance(value, str) for value in below):
            return True
    return False


def _edge(seen: _Rows, row: int) -> bool:
    """Not inside a group that is merged downwards."""
    return all(anchor[0] == row for anchor in seen.rows[row].values())


def _spans_inside(seen: _Rows, row: int, headings: list[Heading]) -> bool:
    """A cell merged over some columns, not from the first one: more like a heading of a group than like a title."""
    first = min((one.column for one in headings), default=1)
    return any(
        span.top == row and span.right > span.left > first
        for span in seen.sheet.merged
        if (span.top, span.left) in seen.rows[row].values()
    )


def _depth(seen: _Rows, top: int) -> int:
    """How many rows the header has. Merged cells tell; so does a row of nothing but units below it."""
    bottom = top
    while bottom - top + 1 < _MOST_LEVELS:
        spans = [
            span
            for span in seen.sheet.merged
            if top <= span.top <= bottom and (span.top, span.left) in seen.rows.get(span.top, {}).values()
        ]
        lowest = max((span.bottom for span in spans), default=bottom)
        if lowest > bottom:
            bottom = lowest
        elif any(span.bottom == bottom and span.right > span.left for span in spans):
            bottom += 1
        else:
            break
    below = bottom + 1
    if below in seen.rows and all(is_unit(value) for value in seen.words(below)):
        bottom = below
    return bottom - top + 1


def _headings(seen: _Rows, rows: list[int]) -> tuple[list[Heading], set[tuple[int, int]], list[str]]:
    found: list[Heading] = []
    cells = {anchor for row in rows for anchor in seen.rows[row].values()}
    problems: list[str] = []
    columns = sorted({column for row in rows for column in seen.rows[row]})
    for column in columns:
        places = dict.fromkeys(seen.rows[row][column] for row in rows if column in seen.rows[row])
        path: list[str] = []
        unit = ""
        for place in places:
            value = seen.sheet.value(*place)
            if not isinstance(value, str):
                problems.append(
                    f"見出しの{seen.sheet.address(*place)}が文字ではありません。項目名を文字で入れてください。"
                )
                continue
            label, its_unit = unit_behind(" ".join(value.split()))
            if is_unit(value) and path and place[0] == rows[-1]:
                label, its_unit = "", unit_behind(f"x（{value.strip('（）()')}）")[1]
            path += [label] if label else []
            unit = its_unit or unit
        found.append(Heading(column, tuple(path), unit))
    names = [one.name for one in found]
    problems += [
        f"「{name}」という項目名が2つ以上あります。違う名前にしてください。"
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return found, cells, problems


def _stray(seen: _Rows, headings: list[Heading], top: int, bottom: int, first: int) -> list[str]:
    """Values beside the table, and values in the table without a heading."""
    columns = {one.column for one in headings}
    last = max(columns, default=0)
    problems = []
    for row in range(top, bottom + 1):
        for column, anchor in seen.rows.get(row, {}).items():
            value = seen.sheet.value(*anchor)
            apart = column > last and note_like(value)
            if row >= first and column not in columns and not apart:
                problems.append(f"{seen.sheet.address(row, column)}に値がありますが、その列に見出しがありません。")
    return problems[:5]
