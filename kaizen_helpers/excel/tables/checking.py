"""What must hold after a repair, counted a second time from the sheet itself, by other means than the repair's own."""

from __future__ import annotations

from fractions import Fraction

from kaizen_helpers.excel.tables.model import Check
from kaizen_helpers.excel.tables.planning import mark_of
from kaizen_helpers.excel.tables.reading import MISSING_MARKS, blank, key
from kaizen_helpers.excel.tables.working import Item, Line, Shape, Work
from kaizen_helpers.notation.reading import Reading, read_number

__all__ = ["checks"]


def checks(work: Work, shapes: list[Shape], lines: list[Line]) -> list[Check]:
    """Every check, held or not."""
    return [
        _every_cell(work, lines),
        _row_count(work, lines),
        *(_sum(work, shape, place, lines) for place, shape in enumerate(shapes) if shape.rule.kind == "number"),
        *(_missing(work, shape, place, lines) for place, shape in enumerate(shapes)),
    ]


def _every_cell(work: Work, lines: list[Line]) -> Check:
    """Each cell of the sheet that holds something is in the result, in the header, or in the ledger as taken out."""
    filled = {place for place, cell in work.cells.items() if cell.value is not None}
    used = {item.place for line in lines for item in line.items if not item.made}
    used |= set(work.plan.area.header_cells) | {one.place for one in work.ledger if one.removed}
    return Check("行き先の分かるセルの数", len(filled), len(filled & used), filled <= used)


def _row_count(work: Work, lines: list[Line]) -> Check:
    """Rows of the sheet below the header that hold something, less those taken out."""
    area = work.plan.area
    columns = {one.column for one in area.headings}
    gone = {place for one in work.ledger if one.removed for place in [one.place]}
    rows = {
        row
        for (row, column), cell in work.cells.items()
        if area.first_row <= row <= area.bottom
        and column in columns
        and not blank(cell.value)
        and (row, column) not in gone
        and row not in work.removed_rows
    }
    return Check("明細の行数", len(rows) * work.periods, len(lines), len(rows) * work.periods == len(lines))


def _source(work: Work, item: Item) -> object:
    return work.sheet.value(*(item.copied_from or item.place)) if not item.made else item.value


def _again(value: object, unit: str) -> Fraction | None:
    """The number by the reader of forms, which knows nothing of the repair's reader."""
    if isinstance(value, str):
        value = key(value).removesuffix(key(unit)) if unit else value
    read = read_number(value)
    return Fraction(str(read.value)) if isinstance(read, Reading) else None


def _sum(work: Work, shape: Shape, place: int, lines: list[Line]) -> Check:
    before, after, readable = Fraction(0), Fraction(0), True
    known: dict[object, Fraction | None] = {}  # offices type the same few figures again and again
    unit = "千円" if shape.thousand or shape.rule.unit == "千円" else shape.rule.unit
    for line in lines:
        item = line.items[place]
        source = _source(work, item)
        after += _exact(item.value)
        if blank(source) or (isinstance(source, str) and key(source) in MISSING_MARKS):
            continue
        same = (type(source), source)
        if same not in known:
            known[same] = _again(source, unit)
        number = known[same]
        readable = readable and number is not None
        before += (number or 0) * (1000 if shape.thousand else 1)
    return Check(f"「{shape.name}」の合計", _plain(before), _plain(after), readable and before == after)


def _exact(value: object) -> int | Fraction:
    if value is None:
        return 0
    return value if isinstance(value, int) else Fraction(str(value))


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)


def _missing(work: Work, shape: Shape, place: int, lines: list[Line]) -> Check:
    """Blank cells stay blank and no others become blank, but for signs that somebody said mean 未回答."""
    before = after = 0
    same = True
    for line in lines:
        item = line.items[place]
        source = _source(work, item)
        mark = mark_of(source, shape.rule) and work.answers.get(f"mark:{shape.asked}:{key(source)}") == "空欄"
        expected = (blank(source) or mark) and not item.split
        before += expected
        after += item.value is None
        same = same and expected == (item.value is None)
    return Check(f"「{shape.name}」の空欄の数", before, after, same)
