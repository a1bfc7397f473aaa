"""Rows of totals: taken out once they agree with the rows they sum up. Where they do not, somebody has to look."""

from __future__ import annotations

from fractions import Fraction

from kaizen_helpers.excel.tables.reading import (
    MISSING_MARKS,
    Doubt,
    blank,
    key,
    perhaps_total,
    read_figure,
    total_label,
)
from kaizen_helpers.excel.tables.working import Item, Line, Shape, Work

__all__ = ["take_totals"]


def take_totals(work: Work, lines: list[Line], shapes: list[Shape]) -> list[Line]:
    """The lines without those of totals."""
    kept = [line for line in lines if not _labelled(work, line)]
    for number, line in enumerate(lines):
        if not _labelled(work, line):
            continue
        label = next(str(item.value).strip() for item in line.items if _label(item))
        others = [item for item in line.items if not item.filled and not blank(item.value) and not _label(item)]
        if not others or any(isinstance(item.value, str) and _figure(item, "円") is None for item in others):
            work.refuse(
                f"{line.row}行目は「{label}」の行のようですが、数のほかの値もあります。集計行かどうか確かめてください。"
            )
            continue
        since = number
        while since and not _labelled(work, lines[since - 1]):
            since -= 1
        groups = [kept] if key(label) != "小計" else []
        groups.append(lines[since:number])
        if not any(_agrees(line, group, shapes) for group in groups):
            work.refuse(
                f"{line.row}行目の「{label}」が、明細を足した数と合いません。どちらが正しいか確かめてください。"
            )
            continue
        for item in line.items:
            if not item.filled:
                work.remove(item.place, "集計行を外す", "L1-04")
        work.removed_rows.append(line.row)
    return kept


def _labelled(work: Work, line: Line) -> bool:
    said = work.answers.get(f"total:{line.row}") == "集計行"
    return said or any(total_label(item.value) for item in line.items if not item.filled)


def _label(item: Item) -> bool:
    return total_label(item.value) or perhaps_total(item.value)


def _figure(item: Item, unit: str) -> Fraction | None:
    """What the cell adds to a sum; None where it is no number."""
    if blank(item.value) or key(item.value) in MISSING_MARKS:
        return Fraction(0)
    for one in (unit, ""):
        read = read_figure(item.value, one)
        if not isinstance(read, Doubt):
            return Fraction(str(read))
    return None


def _agrees(total: Line, group: list[Line], shapes: list[Shape]) -> bool:
    for place, shape in enumerate(shapes):
        if blank(total.items[place].value) or _label(total.items[place]) or total.items[place].filled:
            continue
        figures = [_figure(line.items[place], shape.rule.unit) for line in [total, *group]]
        if shape.thousand:
            figures = [
                _figure(line.items[place], "千円") if one is None else one
                for one, line in zip(figures, [total, *group], strict=True)
            ]
        if any(one is None for one in figures):
            return False
        own, *others = (one for one in figures if one is not None)
        if abs(own - sum(others, Fraction(0))) > Fraction(1, 10**6):
            return False
    return True
