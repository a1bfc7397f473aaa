"""Rules about the names of columns: every column has one, no two have the same, none is a year or month in a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kaizen_helpers.excel.opening.model import Span, column_letters
from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.period_words import is_period, periods_in
from kaizen_helpers.excel.readability.places import found, found_ranges, shown
from kaizen_helpers.excel.readability.roles import nameless
from kaizen_helpers.excel.tables.reading import is_unit, key

__all__ = ["SHEET_RULES"]


def every_column_has_a_name(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-05."""
    for table in look.tables:
        if not table.has_header:
            span = Span(table.header_top, table.left, table.header_top, table.right)
            yield found_ranges("L1-05", look.name, [span], "どの列にも、項目名がありません。")
            continue
        missing = [column for column in table.columns if not column.name and column.filled]
        if missing:
            names = "、".join(f"{column_letters(column.column)}列" for column in missing[:5])
            cells = [(table.header_bottom, column.column) for column in missing]
            yield found("L1-05", look.name, cells, f"値があるのに、項目名がない列があります（{names}）。")
        empty = [column for column in table.columns if _says_nothing(column)]
        if empty:
            example = shown(empty[0].name)
            cells = [column.header for column in empty]
            yield found("L1-05", look.name, cells, f"項目名が{example}のような番号や記号だけで、中身が分かりません。")
        letters = [column for column in table.columns if re.fullmatch(r"[A-Za-z]", key(column.name))]
        if len(letters) >= 2:
            what = "項目名が1文字の英字です。意味が伝わるかどうかは機械では分からないので、見て決めてください。"
            yield found("L1-05", look.name, [column.header for column in letters], what, "要確認")


def _says_nothing(column: ColumnLook) -> bool:
    words = [key(word) for word in column.path if word]
    return bool(words) and all(nameless(word) and not is_period(word) for word in words)


def names_are_unique(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L2-03. A program reads one row as the names: in no row of a header may two columns have the same word."""
    for table in look.tables:
        wide = _merged_headings(table)
        if wide:
            first = min(wide)
            word = shown(look.sheet.value(first.top, first.left))
            columns = first.right - first.left + 1
            what = f"横に結合した{word}が、{columns}列分の見出しになっています。1列ずつの項目名になりません。"
            yield found_ranges("L2-03", look.name, wide, what)
        said = {(row, column) for span in wide for row in range(span.top, span.bottom + 1)
                for column in range(span.left, span.right + 1)}  # fmt: skip
        same: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for row in range(table.header_top, table.header_bottom + 1):
            for column in table.columns:
                value = look.sheet.value(row, column.column)
                if value is not None and key(value) and (row, column.column) not in said:
                    same[row, key(value)].append((row, column.column))
        twice = {word: cells for (_, word), cells in same.items() if len(cells) > 1}
        if twice:
            cells = [place for places in twice.values() for place in places]
            word, places = next(iter(twice.items()))
            kind = "単位の" if is_unit(word) else ""
            what = f"{kind}見出し{shown(word)}が、同じ行に{len(places)}つあります。"
            yield found("L2-03", look.name, cells, what)
        elif not wide and _parted(table):
            span = Span(table.header_top, table.left, table.header_bottom, table.right)
            what = "見出しが2行に分かれていて、1行だけでは項目名がそろいません。"
            yield found_ranges("L2-03", look.name, [span], what)


def _merged_headings(table: TableLook) -> list[Span]:
    if not table.has_header:
        return []
    return [
        span
        for span in table.sheet.merged
        if table.header_top <= span.top <= table.header_bottom
        and span.right > span.left
        and table.left <= span.right
        and span.left <= table.right
    ]


def _parted(table: TableLook) -> bool:
    """A header of several rows where some column has no word in the first one."""
    if table.header_bottom == table.header_top or not table.has_header:
        return False
    return any(column.name and table.sheet.value(table.header_top, column.column) is None for column in table.columns)


_HALVES = re.compile(r"上半期|下半期|上期|下期|前期|後期")


def periods_stand_below_each_other(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L3-09. Years or months side by side: the same name but for the period, in two columns or more."""
    for table in look.tables:
        rows: dict[tuple[int, str], dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        halves: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for row in range(table.header_top, table.header_bottom + 1):
            for column in table.columns:
                word = _word(table, row, column.column)
                for period, rest in periods_in(word):
                    rows[row, rest][period].append((row, column.column))
                half = _HALVES.search(word)
                if half:
                    halves[word.replace(half[0], "")].add((row, column.column))
        wide = [periods for periods in rows.values() if len(periods) > 1]
        if wide:
            cells = [place for periods in wide for places in periods.values() for place in places]
            names = list(dict.fromkeys(period for periods in wide for period in periods))
            shown_names = "、".join(shown(name) for name in names[:3])
            more = f"など{len(names)}つの時期" if len(names) > 3 else ""
            yield found("L3-09", look.name, cells, f"{shown_names}{more}が、横に並んでいます。")
        elif any(len(cells) > 1 for cells in halves.values()):
            cells = sorted({place for places in halves.values() for place in places})
            what = "上半期と下半期などが横に並んでいます。時期なのか、別の項目なのかは、見て決めてください。"
            yield found("L3-09", look.name, cells, what, "要確認")


def _word(table: TableLook, row: int, column: int) -> str:
    value = table.sheet.value(row, column) if table.has_header else None
    if isinstance(value, date):
        return f"{value.year}年{value.month}月"
    return key(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


SHEET_RULES = {
    "L1-05": every_column_has_a_name,
    "L2-03": names_are_unique,
    "L3-09": periods_stand_below_each_other,
}
