"""Rules about the shape of a sheet: one table, without gaps, merged cells and hidden rows; the header in row 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kaizen_helpers.excel.opening.model import Span, column_letters
from kaizen_helpers.excel.readability.layout import BookLook, SheetLook, TableLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.places import found, found_ranges, shown
from kaizen_helpers.excel.readability.words import perhaps_note

__all__ = ["BOOK_RULES", "SHEET_RULES"]


def one_table_a_sheet(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L1-02."""
    unit = "ファイル" if book.book.kind == "csv" else "シート"
    for sure in (True, False):
        more = [table for table in look.tables[1:] if table.sure is sure]
        if not more:
            continue
        spans = [Span(table.header_top, table.left, table.last_row, table.right) for table in more]
        if sure:
            what = f"1つの{unit}に、表が{1 + len(more)}つあります。2つ目からの表の場所です。"
            yield found_ranges("L1-02", look.name, spans, what)
        else:
            what = "2つ目の表の見出しのように見える行があります。上の表の続きかもしれないので、見て決めてください。"
            yield found_ranges("L1-02", look.name, spans, what, "要確認")


def not_torn_apart(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-03. An empty row right below the header is left to L3-01."""
    for table in look.tables:
        first = _first_record(table)
        rows = [row for row in table.empty_rows if row >= first]
        if rows:
            spans = [Span(top, table.left, bottom, table.right) for top, bottom in _runs(rows)]
            yield found_ranges("L1-03", look.name, spans, f"表の途中に、空の行があります（{_rows_ja(rows)}）。")
        if table.empty_columns:
            top = max(1, table.header_top)
            spans = [Span(top, left, table.last_row, right) for left, right in _runs(table.empty_columns)]
            names = "、".join(f"{column_letters(column)}列" for column in table.empty_columns[:5])
            yield found_ranges("L1-03", look.name, spans, f"表の途中に、空の列があります（{names}）。")


def _first_record(table: TableLook) -> int:
    row = table.first_row
    empty = set(table.empty_rows)
    while row in empty:
        row += 1
    return row


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow one another, as first and last."""
    runs: list[tuple[int, int]] = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in group]
        runs.append((members[0], members[-1]))
    return runs


def _rows_ja(rows: Iterable[int]) -> str:
    every = [f"{top}行目" if top == bottom else f"{top}〜{bottom}行目" for top, bottom in _runs(rows)]
    return "、".join(every[:3]) + (" など" if len(every) > 3 else "")


def nothing_unrelated(look: SheetLook, book: BookLook) -> Iterator[Finding]:
    """L1-04. A title above a table is left to L3-01, a field too many in a row of a CSV to L1-15."""
    if not look.tables:
        return
    cells = [place for place in look.outside if not _is_title(look, place)]
    if book.book.csv is not None:
        uneven = {row for row, expected, fields in book.book.csv.uneven if fields > expected}
        cells = [
            (row, column)
            for row, column in cells
            if row not in uneven or perhaps_note(look.sheet.value(row, column)) or not _beside(look, row, column)
        ]
    if cells:
        example = shown(look.sheet.value(*cells[0]))
        yield found("L1-04", look.name, cells, f"表の外に、{example}などの文字や値があります。")


def _is_title(look: SheetLook, place: tuple[int, int]) -> bool:
    """Whether a cell above a table names it: no note, and no other table begins between."""
    row, column = place
    value = look.sheet.value(row, column)
    if not isinstance(value, str) or perhaps_note(value) or not any(row < table.header_top for table in look.tables):
        return False
    return not any(table.header_top <= row <= table.last_row for table in look.tables)


def _beside(look: SheetLook, row: int, column: int) -> bool:
    return any(table.header_top < row <= table.last_row and column > table.right for table in look.tables)


def not_merged(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-12."""
    header: list[Span] = []
    body: list[Span] = []
    other: list[Span] = []
    for span in look.sheet.merged:
        table = next((one for one in look.tables if one.header_top <= span.bottom and span.top <= one.last_row), None)
        if table is None or span.left > table.right:
            other.append(span)
        else:
            (header if span.top <= table.header_bottom else body).append(span)
    for spans, where in ((header, "見出しの"), (body, "データの"), (other, "表の外の")):
        if spans:
            first = min(spans)
            value = look.sheet.value(first.top, first.left)
            example = "" if value is None else f"（例: {shown(value)}）"
            yield found_ranges("L1-12", look.name, spans, f"{where}セルが結合されています{example}。")


def nothing_hidden(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-13. Hidden rows and columns outside the values hide nothing."""
    sheet, width = look.sheet, look.sheet.width
    rows = sorted(row for row in sheet.hidden_rows if row <= sheet.height)
    columns = sorted(column for column in sheet.hidden_columns if column <= width)
    if rows:
        spans = [Span(top, 1, bottom, width) for top, bottom in _runs(rows)]
        yield found_ranges("L1-13", look.name, spans, f"隠れている行があります（{_rows_ja(rows)}）。")
    if columns:
        spans = [Span(1, left, sheet.height, right) for left, right in _runs(columns)]
        names = "、".join(f"{column_letters(column)}列" for column in columns[:5])
        yield found_ranges("L1-13", look.name, spans, f"隠れている列があります（{names}）。")


def header_in_the_first_row(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L3-01. A header of two rows is left to L2-03."""
    if not look.tables:
        return
    table = look.tables[0]
    sheet = look.sheet
    if not table.has_header:
        span = Span(table.header_top, table.left, table.header_top, table.right)
        yield found_ranges("L3-01", look.name, [span], "1行目がデータで、項目名の行がありません。")
        return
    if table.header_top > 1:
        above = [place for place in look.outside if place[0] < table.header_top]
        if above:
            what = f"表の上に、{shown(sheet.value(*above[0]))}などの行があり、項目名は{table.header_top}行目です。"
            yield found("L3-01", look.name, above, what)
        else:
            span = Span(1, table.left, table.header_top - 1, table.right)
            what = f"1行目が空で、項目名は{table.header_top}行目です。"
            yield found_ranges("L3-01", look.name, [span], what)
    first = _first_record(table)
    if first > table.first_row:
        span = Span(table.first_row, table.left, first - 1, table.right)
        yield found_ranges("L3-01", look.name, [span], "見出しとデータの間に、空の行があります。")
    depth = table.header_bottom - table.header_top + 1
    if depth >= 3:
        span = Span(table.header_top, table.left, table.header_bottom, table.right)
        yield found_ranges("L3-01", look.name, [span], f"見出しが{depth}段になっています。")


def no_sheet_hidden(book: BookLook) -> Iterator[Finding]:
    """L1-13 speaks of rows and columns; whether a whole sheet is needed, its owner knows."""
    for sheet in book.book.sheets:
        if sheet.hidden and any(sheet.rows):
            what = "シートが隠れています。渡してよい内容かどうかは機械では分からないので、見て決めてください。"
            yield found("L1-13", sheet.name, [], what, "要確認")


SHEET_RULES = {
    "L1-02": one_table_a_sheet,
    "L1-03": not_torn_apart,
    "L1-04": nothing_unrelated,
    "L1-12": not_merged,
    "L1-13": nothing_hidden,
    "L3-01": header_in_the_first_row,
}
BOOK_RULES = {"L1-13": no_sheet_hidden}
