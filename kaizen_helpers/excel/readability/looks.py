"""Rules about what only the eye sees: objects on the sheet, colours and letters that mean something.

Styles are compared by their numbers, a column at a time. A column that looks the same from top to bottom says nothing
by its look, whatever colour it has; neither does the header, nor a link in the look that Excel gives to links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from kaizen_helpers.excel.opening.model import Sheet, Style
from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.places import found, shown

__all__ = ["BOOK_RULES", "SHEET_RULES"]

_BLACK = frozenset(["", "000000"])
_WHITE = frozenset(["", "FFFFFF"])
_LINK = frozenset(["0563C1", "0000FF", "0000EE", "467886", "954F72"])


def no_objects(book: BookLook) -> Iterator[Finding]:
    """L1-10. Sheets that only explain may show pictures."""
    explaining = {id(sheet) for sheet in book.explanations}
    for sheet in book.book.sheets:
        if not sheet.drawings or sheet.hidden or id(sheet) in explaining:
            continue
        kinds = Counter(one.kind for one in sheet.drawings)
        said = "、".join(f"{kind if kind != 'その他' else 'その他の物'}が{count}つ" for kind, count in kinds.items())
        cells = [(one.row, one.column) for one in sheet.drawings]
        yield found("L1-10", sheet.name, cells, f"シートの上に、{said}あります。")


def _colour(style: Style) -> object:
    plain = style.colour in _BLACK or (style.underline and style.colour in _LINK)
    return "" if plain else style.colour


def _underline(style: Style) -> object:
    return style.underline and style.colour not in _LINK


_SIGNS: tuple[tuple[Callable[[Style], object], str], ...] = (
    (_colour, "文字の色が違うセルがあります"),
    (lambda style: "" if style.fill in _WHITE else style.fill, "背景の色が違うセルがあります"),
    (lambda style: style.bold, "太字のセルがあります"),
    (lambda style: style.italic, "斜体のセルがあります"),
    (lambda style: style.strike, "取り消し線のあるセルがあります"),
    (_underline, "下線のあるセルがあります"),
)


def looks_mean_nothing(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L1-11."""
    sheet = look.sheet
    if not sheet.looks:
        return
    columns = [column for table in look.tables for column in table.columns]
    used = [_styles(column) for column in columns]
    for sign, said in _SIGNS:
        fill = sign is _SIGNS[1][0]
        odd: list[tuple[int, int]] = []
        striped = False
        for column, styles in zip(columns, used, strict=True):
            strange = _strange(sheet, styles, sign)
            if not strange:
                continue
            rows = _rows(column, strange, blanks=fill)
            odd += [(row, column.column) for row in rows]
            striped = striped or (fill and _striped(rows, column))
        if odd:
            odd.sort()
            example = sheet.value(*odd[0])
            where = f"（例: {shown(example)}）" if example is not None else ""
            what = "1行おきに背景の色が付いています" if striped else f"同じ列の中に、{said}{where}"
            yield found("L1-11", look.name, odd, f"{what}。")


def _styles(column: ColumnLook) -> Counter[int]:
    """How often each style number comes in a column, among the cells with a value and the coloured empty ones."""
    place = column.column - 1
    counted: Counter[int] = Counter()
    looks = column.sheet.looks[column.first_row - 1 : column.last_row]
    numbers = [row[place] if place < len(row) else 0 for row in looks]
    if len(set(numbers)) < 2:
        return counted
    for number, value in zip(numbers, column.cells(), strict=False):
        if value is not None or column.sheet.styles[number].fill not in _WHITE:
            counted[number] += 1
    return counted


def _strange(sheet: Sheet, styles: Counter[int], sign: Callable[[Style], object]) -> set[int]:
    """The style numbers of the cells that differ from what most cells of the column look like."""
    signs: Counter[object] = Counter()
    for number, count in styles.items():
        signs[sign(sheet.styles[number])] += count
    if len(signs) < 2:
        return set()
    plain = sign(Style())
    ordinary, count = signs.most_common(1)[0]
    if count * 2 <= sum(signs.values()):
        # Where no look has the majority, the cells that differ are those that somebody dressed.
        return {number for number in styles if sign(sheet.styles[number]) != plain}
    return {number for number in styles if sign(sheet.styles[number]) != ordinary}


def _rows(column: ColumnLook, strange: set[int], *, blanks: bool) -> list[int]:
    place = column.column - 1
    looks = column.sheet.looks
    return [
        row
        for row, value in column.values()
        if row <= len(looks)
        and (place < len(looks[row - 1]) and looks[row - 1][place] in strange)
        and (value is not None or (blanks and column.sheet.style(row, column.column).fill not in _WHITE))
    ]


def _striped(rows: list[int], column: ColumnLook) -> bool:
    """Whether every second row of the column is coloured."""
    steps = Counter(after - before for before, after in pairwise(rows))
    return len(rows) >= 2 and steps.get(2, 0) == len(rows) - 1 and abs(len(rows) * 2 - sum(column.kinds.values())) <= 2


SHEET_RULES = {"L1-11": looks_mean_nothing}
BOOK_RULES = {"L1-10": no_objects}
