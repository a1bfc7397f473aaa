"""Comparing whole tables: every column, every row, and the first difference by name.

Both frames are what ``answers.snapshot`` built. Nothing is compared by sampling: a difference in
the last of a hundred thousand rows is found.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaizen_helpers.checkers.texts import first_text_difference, looks_alike, shortened, visible
from kaizen_helpers.notation.reading import same_number

__all__ = ["FrameDifference", "first_frame_difference"]


@dataclass(frozen=True)
class FrameDifference:
    """The first thing about a table that is not as asked.

    ``kind``: column_name, column_missing, column_extra, column_order, dtype, key_missing,
    key_repeated, row_missing, row_extra, row_order or value. ``row`` is the key of the row, or
    「n行目」 (counted from 1 without the heading). ``count`` is the number of rows that differ, 0
    where the difference is in the columns. ``message_ja`` never holds the expected value.
    """

    kind: str
    message_ja: str
    column: str = ""
    row: str = ""
    count: int = 0


def first_frame_difference(
    expected: Any,
    actual: Any,
    key: str | Sequence[str] | None = None,
    *,
    order_matters: bool = False,
    column_order_matters: bool = False,
    dtypes_matter: bool = False,
    tolerance: float = 0,
) -> FrameDifference | None:
    """The first difference between two DataFrames, or None. The index is not compared.

    ``key`` names the columns that identify a row; with it rows are found wherever they stand, and
    differences are told by key. Without it rows are compared in order when ``order_matters`` and
    as a heap otherwise. ``tolerance`` holds for every number, in its own unit. Missing values of
    every kind are the same; ``1`` and ``1.0`` are, ``1`` and ``True`` are not.
    """
    found = _columns(expected, actual, column_order_matters)
    if found is None and dtypes_matter:
        found = _dtypes(expected, actual)
    if found is not None:
        return found
    names = list(expected.columns)
    wanted, given = _rows(expected, names), _rows(actual, names)
    if key is not None:
        keys = [key] if type(key) is str else list(key)
        return _by_key(wanted, given, names, keys, order_matters, tolerance)
    if order_matters:
        return _by_position(wanted, given, names, tolerance)
    return _as_heap(wanted, given, names, tolerance)


# ------------------------------------------------------------------------------- columns


def _columns(expected: Any, actual: Any, order_matters: bool) -> FrameDifference | None:
    wanted, given = list(expected.columns), list(actual.columns)
    missing = [name for name in wanted if name not in given]
    extra = [name for name in given if name not in wanted]
    for name in extra:
        for other in missing:
            if type(name) is str and type(other) is str and looks_alike(other, name):
                say = first_text_difference(other, name)
                return FrameDifference("column_name", f"列の名前{say}", column=name)
    if missing:
        return FrameDifference("column_missing", f"列{_listed(missing)}がありません。", column=str(missing[0]))
    if extra:
        return FrameDifference("column_extra", f"列{_listed(extra)}が余分です。", column=str(extra[0]))
    repeated = [name for name, count in Counter(given).items() if count > wanted.count(name)]
    if repeated:
        return FrameDifference(
            "column_extra", f"同じ名前の列{_listed(repeated)}が2つ以上あります。", column=str(repeated[0])
        )
    if order_matters and wanted != given:
        first = next(b for a, b in zip(wanted, given, strict=False) if a != b)
        return FrameDifference(
            "column_order", f"列の順番が違います。{_listed([first])}の位置を確かめてください。", column=str(first)
        )
    return None


def _dtypes(expected: Any, actual: Any) -> FrameDifference | None:
    for name in expected.columns:
        if str(expected[name].dtype) != str(actual[name].dtype):
            now = _kind_of_column(str(actual[name].dtype))
            return FrameDifference(
                "dtype", f"列「{_show(name)}」の型が違います。今は{now}の列になっています。", column=str(name)
            )
    return None


def _kind_of_column(dtype: str) -> str:
    if dtype in ("str", "string"):
        return "文字"
    if dtype in ("bool", "boolean"):
        return "はい・いいえ（True・False）"
    if dtype.startswith("datetime"):
        return "日付"
    if dtype.lower().startswith(("int", "uint")):
        return "整数"
    if dtype.lower().startswith("float"):
        return "小数"
    if dtype == "category":
        return "区分"
    return "いろいろな型が混ざった"


# ------------------------------------------------------------------------------- rows

Row = tuple[Any, ...]


def _rows(frame: Any, names: list[Any]) -> list[Row]:
    own = list(frame.columns)
    columns = [frame.iloc[:, own.index(name)].astype(object).tolist() for name in names]
    if not columns:
        return [()] * len(frame)
    return list(zip(*columns, strict=True))


def _by_key(
    wanted: list[Row], given: list[Row], names: list[Any], keys: list[str], order_matters: bool, tolerance: float
) -> FrameDifference | None:
    places = [names.index(name) for name in keys]
    expected = {_key(row, places): row for row in wanted}
    actual: dict[Hashable, Row] = {}
    for row in given:
        this = _key(row, places)
        if this in actual:
            shown = _shown_key(row, places)
            return FrameDifference("key_repeated", f"{shown}の行が2つ以上あります。", row=shown, count=1)
        actual[this] = row
    extra = [row for this, row in actual.items() if this not in expected]
    if extra:
        shown = _shown_key(extra[0], places)
        alike = _alike_key(extra[0], wanted, places)
        say = alike or f"{shown}の行は、求める表にはありません。"
        return FrameDifference("row_extra", say + _count("余分な行", len(extra)), row=shown, count=len(extra))
    missing = [row for this, row in expected.items() if this not in actual]
    if missing:
        shown = _shown_key(missing[0], places)
        return FrameDifference(
            "row_missing",
            f"{shown}の行がありません。" + _count("足りない行", len(missing)),
            row=shown,
            count=len(missing),
        )
    differing = [row for this, row in actual.items() if _first_cell(expected[this], row, tolerance) is not None]
    if differing:
        row = differing[0]
        return _cell(expected[_key(row, places)], row, names, _shown_key(row, places), len(differing), tolerance)
    if order_matters:
        pairs = zip(wanted, given, strict=True)
        moved = [(n, b) for n, (a, b) in enumerate(pairs, start=1) if _key(a, places) != _key(b, places)]
        if moved:
            return _moved(moved[0][0], len(moved))
    return None


def _by_position(wanted: list[Row], given: list[Row], names: list[Any], tolerance: float) -> FrameDifference | None:
    pairs = list(zip(wanted, given, strict=False))
    differing = [n for n, (a, b) in enumerate(pairs, start=1) if _first_cell(a, b, tolerance) is not None]
    if len(wanted) == len(given) and differing and _as_heap(wanted, given, names, tolerance) is None:
        return _moved(differing[0], len(differing))
    if len(wanted) != len(given):
        return _row_count(len(wanted), len(given))
    if differing:
        n = differing[0]
        return _cell(wanted[n - 1], given[n - 1], names, f"{n}行目", len(differing), tolerance)
    return None


def _as_heap(wanted: list[Row], given: list[Row], names: list[Any], tolerance: float) -> FrameDifference | None:
    if len(wanted) != len(given):
        return _row_count(len(wanted), len(given))
    waiting: dict[Hashable, list[Row]] = {}
    for row in wanted:
        waiting.setdefault(_frozen(row), []).append(row)
    over: list[tuple[int, Row]] = []
    for number, row in enumerate(given, start=1):
        same = waiting.get(_frozen(row))
        if same:
            same.pop()
        else:
            over.append((number, row))
    rest = [row for rows in waiting.values() for row in rows]
    if tolerance:
        over, rest = _without_near(over, rest, tolerance)
    if not over:
        return None
    number, row = over[0]
    nearest = min(rest, key=lambda other: sum(not _same(a, b, tolerance) for a, b in zip(other, row, strict=True)))
    close = sum(not _same(a, b, tolerance) for a, b in zip(nearest, row, strict=True)) == 1
    if close and len(row) > 1:
        return _cell(nearest, row, names, f"{number}行目", len(over), tolerance)
    say = f"{number}行目が、求める表のどの行とも合いません。" + _count("合わない行", len(over))
    return FrameDifference("value", say, row=f"{number}行目", count=len(over))


def _without_near(
    over: list[tuple[int, Row]], rest: list[Row], tolerance: float
) -> tuple[list[tuple[int, Row]], list[Row]]:
    """Take out the pairs that differ only within the tolerance; rows are looked for where all but numbers agree."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rest:
        groups.setdefault(_without_numbers(row), []).append(row)
    heaps = {shape: _Heap(rows, tolerance) for shape, rows in groups.items()}
    kept = [(number, row) for number, row in over if not _taken(heaps.get(_without_numbers(row)), row)]
    return kept, [row for heap in heaps.values() for row in heap.rows]


def _taken(heap: _Heap | None, row: Row) -> bool:
    return heap is not None and heap.take(row)


class _Heap:
    """Rows that agree in all but their numbers, sorted by their most telling number.

    Only the rows whose number lies near are compared: two tables of 100,000 rows that all differ
    would need 10,000,000,000 comparisons otherwise.
    """

    def __init__(self, rows: list[Row], tolerance: float) -> None:
        numbers = [place for place, cell in enumerate(rows[0]) if _is_number(cell)]
        self._place = max(numbers, key=lambda place: len({row[place] for row in rows}), default=None)
        self._tolerance = tolerance
        self.rows = rows if self._place is None else sorted(rows, key=self._number)

    def take(self, row: Row) -> bool:
        """Whether a row within the tolerance was here; it is taken out."""
        for at in self._near(row):
            if _first_cell(self.rows[at], row, self._tolerance) is None:
                del self.rows[at]
                return True
        return False

    def _near(self, row: Row) -> range:
        if self._place is None:
            return range(len(self.rows))
        number = self._number(row)
        margin = 2 * self._tolerance
        if type(number) is int and math.isfinite(margin):  # an integer may be too large for a float
            margin = math.ceil(margin)
        first = bisect_left(self.rows, number - margin, key=self._number)
        return range(first, bisect_right(self.rows, number + margin, lo=first, key=self._number))

    def _number(self, row: Row) -> Any:
        return row[self._place] if self._place is not None else 0


def _without_numbers(row: Row) -> Hashable:
    return tuple("number" if _is_number(cell) else _frozen_cell(cell) for cell in row)


def _row_count(wanted: int, given: int) -> FrameDifference:
    if given > wanted:
        return FrameDifference("row_extra", f"行が余分です。今は{given}行あります。", count=given - wanted)
    return FrameDifference("row_missing", f"行が足りません。今は{given}行です。", count=wanted - given)


def _moved(number: int, count: int) -> FrameDifference:
    say = f"行の順番が違います。{number}行目から確かめてください。"
    return FrameDifference("row_order", say, row=f"{number}行目", count=count)


# ------------------------------------------------------------------------------- cells


def _first_cell(expected: Row, actual: Row, tolerance: float) -> int | None:
    return next((i for i, (a, b) in enumerate(zip(expected, actual, strict=True)) if not _same(a, b, tolerance)), None)


def _cell(expected: Row, actual: Row, names: list[Any], row: str, count: int, tolerance: float) -> FrameDifference:
    place = _first_cell(expected, actual, tolerance) or 0
    name = str(names[place])
    say = f"{row}の列「{_show(name)}」: {_what(expected[place], actual[place])}" + _count("違いのある行", count)
    return FrameDifference("value", say, column=name, row=row, count=count)


def _what(expected: Any, actual: Any) -> str:
    if _missing(actual):
        return "値が空です。"
    if type(expected) is str and type(actual) is str:
        return first_text_difference(expected, actual) or "値が違います。"
    shown = f"「{_show(actual)}」"
    if type(actual) is str and _is_number(expected):
        return f"{shown}が数ではなく文字として入っています。"
    if type(expected) is str and _is_number(actual):
        return f"{shown}が文字ではなく数として入っています。"
    return f"今の値{shown}が違います。"


def _same(expected: Any, actual: Any, tolerance: float) -> bool:
    if _missing(expected) or _missing(actual):
        return _missing(expected) and _missing(actual)
    if _is_number(expected) and _is_number(actual):
        if expected == actual or tolerance <= 0:
            return bool(expected == actual)
        if type(expected) is type(actual) is float and abs(expected - actual) > 2 * tolerance:
            return False  # exact arithmetic is slow; it is needed only near the bound
        return same_number(actual, expected, tolerance)
    if type(expected) is not type(actual):
        return False
    if type(expected) in _CONTAINERS or type(expected).__name__ in _NOTHING_LIKE_IT:
        return _frozen_cell(expected) == _frozen_cell(actual)
    return bool(expected == actual)


def _missing(value: Any) -> bool:
    """None, NaN (a decimal one too), NA and NaT; by name, so that pandas need not be asked."""
    if value is None or (type(value) is float and math.isnan(value)) or (type(value) is Decimal and value.is_nan()):
        return True
    return type(value).__name__ in ("NAType", "NaTType")


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _frozen(row: Row) -> Hashable:
    """A row as something that can be counted: equal exactly where ``_same`` holds with tolerance 0."""
    return tuple(_frozen_cell(cell) for cell in row)


def _frozen_cell(cell: Any) -> Hashable:
    if _missing(cell):
        return ("missing",)
    if _is_number(cell):
        return ("number", cell)
    kind = type(cell)
    if kind is list or kind is tuple:
        return (kind.__name__, tuple(map(_frozen_cell, cell)))
    if kind is set or kind is frozenset:
        return (kind.__name__, frozenset(map(_frozen_cell, cell)))
    if kind is dict:
        return (kind.__name__, frozenset((_frozen_cell(key), _frozen_cell(inner)) for key, inner in cell.items()))
    if kind.__name__ in _NOTHING_LIKE_IT:
        return (kind.__name__, id(cell))
    return (kind.__name__, cell)


_CONTAINERS = (list, tuple, set, frozenset, dict)
_NOTHING_LIKE_IT = ("DataFrame", "Series", "Calls")
"""What may lie in a cell of a learner's, and in no cell that was asked for; it cannot be hashed."""


def _key(row: Row, places: list[int]) -> Hashable:
    return tuple(_frozen_cell(row[place]) for place in places)


def _shown_key(row: Row, places: list[int]) -> str:
    return "・".join(f"「{_show(row[place])}」" for place in places)


def _alike_key(row: Row, wanted: list[Row], places: list[int]) -> str:
    """The sentence about a key that only looks like a wanted one; empty where there is none."""
    for other in wanted:
        for place in places:
            a, b = other[place], row[place]
            if type(a) is str and type(b) is str and looks_alike(a, b):
                return first_text_difference(a, b) or ""
    return ""


def _show(value: Any) -> str:
    return shortened(visible(value if type(value) is str else str(value)))


def _listed(names: list[Any]) -> str:
    shown = "".join(f"「{_show(name)}」" for name in names[:3])
    return shown + (f"など{len(names)}列" if len(names) > 3 else "")


def _count(what: str, count: int) -> str:
    return f"{what}は{count}行です。" if count > 1 else ""
