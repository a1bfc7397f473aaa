"""Where on a sheet the answers stand: below a row of headings, or beside a column of them (項目と記入)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kaizen_helpers.excel.collecting.matching import folded, is_code, is_name
from kaizen_helpers.excel.collecting.returned import FormSheet, address

__all__ = ["Answers", "Line", "find_answers", "is_blank", "is_example"]

_LOOKED_AT = 30
"""Rows and columns from the top left corner in which headings are looked for."""
_TOTAL = re.compile(r"(合計|総計|小計|総合計|計|市町計|県計|全体)")
_EXAMPLE = re.compile(r"記入例|記載例|見本|サンプル|例\)?$|記入要領|記入方法|説明|選択肢|リスト|マスタ")
_LONGEST_HEADING, _CUT = 60, 200
"""Letters of a text that can be a heading, and at which a heading is cut."""


@dataclass(frozen=True)
class Line:
    """One row of answers: index of the heading → (value, row, index of the column)."""

    row: int
    values: dict[int, tuple[object, int, int]]
    total: bool = False


@dataclass(frozen=True)
class Answers:
    """The answers of one sheet. ``above`` is the code and the name that stand over a table without such columns."""

    sheet: FormSheet
    row: int
    headings: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]
    above: tuple[object, object] = (None, None)
    stray: tuple[str, ...] = ()
    """Cells beside the lines that hold something but have no heading."""


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_example(sheet: FormSheet) -> bool:
    """Whether the name of a sheet says that it is an example or an explanation, not an answer."""
    return _EXAMPLE.search(sheet.name) is not None


def find_answers(sheet: FormSheet, known: frozenset[str] = frozenset()) -> Answers | None:
    """The answers of a sheet; ``known``: the folded headings that are expected, empty where nobody has told them."""
    best_row, row_score = _best(_row_scores(sheet, known))
    best_column, column_score = _best(_column_scores(sheet, known))
    if max(row_score, column_score) < 2:
        return None
    return _below(sheet, best_row) if row_score >= column_score else _beside(sheet, best_column, known)


def _best(scores: Iterator[tuple[int, int]]) -> tuple[int, int]:
    return max(scores, key=lambda one: (one[1], -one[0]), default=(0, 0))


def _hits(words: list[str], known: frozenset[str]) -> int:
    folds = {folded(word) for word in words}
    who = sum(1 for fold in folds if is_code(fold) or is_name(fold))
    if known:
        return len(folds & known) + sum(1 for fold in folds - known if is_code(fold) or is_name(fold))
    return who and len(folds)


def _row_scores(sheet: FormSheet, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        words = [cell for cell in row if isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_HEADING]
        if len(words) >= 3:
            yield number, _hits(words, known)


def _column_scores(sheet: FormSheet, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    rows = sheet.rows[: _LOOKED_AT * 4]
    for at in range(min(6, max(map(len, rows), default=0))):
        words = [row[at] for row in rows if at < len(row) and isinstance(row[at], str)]
        yield at, _hits([word for word in words if isinstance(word, str) and word.strip()], known)


def _below(sheet: FormSheet, at: int) -> Answers:
    headings = tuple(
        (index, str(cell).strip()[:_CUT]) for index, cell in enumerate(sheet.rows[at]) if not is_blank(cell)
    )
    lines = []
    stray: list[str] = []
    headed = {index for index, _ in headings}
    for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2):
        stray += [address(number, i) for i, cell in enumerate(row) if i not in headed and not is_blank(cell)]
        values = {index: (row[index], number, index) for index, _ in headings if index < len(row)}
        if not all(is_blank(value) for value, _, _ in values.values()):
            lines.append(Line(number, values, _is_total(row)))
    return Answers(sheet, at + 1, headings, tuple(lines), _above(sheet, at), tuple(stray))


def _is_total(row: tuple[object, ...]) -> bool:
    first = [cell for cell in row if not is_blank(cell)][:2]
    return any(isinstance(cell, str) and _TOTAL.fullmatch(folded(cell)) for cell in first)


def _above(sheet: FormSheet, at: int) -> tuple[object, object]:
    """The code and the name beside the words 「団体コード」「団体名」 over the table."""
    found: dict[bool, object] = {}
    for row in sheet.rows[:at]:
        cells = [cell for cell in row if not is_blank(cell)]
        for label, value in pairwise(cells):
            if isinstance(label, str) and (is_code(label) or is_name(label)):
                found.setdefault(is_code(label), value)
    return found.get(True), found.get(False)


def _beside(sheet: FormSheet, at: int, known: frozenset[str]) -> Answers:
    headings: list[tuple[int, str]] = []
    values: dict[int, tuple[object, int, int]] = {}
    for number, row in enumerate(sheet.rows):
        label = row[at] if at < len(row) else None
        if not isinstance(label, str) or is_blank(label) or folded(label) in {"項目", "設問"}:
            continue
        if known and not (folded(label) in known or any(not is_blank(cell) for cell in row[at + 1 :])):
            continue  # a title or a remark
        place = next((index for index in range(at + 1, len(row)) if not is_blank(row[index])), at + 1)
        headings.append((number, label.strip()[:_CUT]))
        values[number] = (row[place] if place < len(row) else None, number + 1, place)
    filled = not all(is_blank(value) for value, _, _ in values.values())
    first = headings[0][0] + 1 if headings else 1
    return Answers(sheet, first, tuple(headings), (Line(first, values),) if filled else ())
