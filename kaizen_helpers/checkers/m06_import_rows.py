"""The table of E6-2: rows of a receipt list as they come from an office, and what the check before an import says."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kaizen_helpers.checkers.inputs import Variant
from kaizen_helpers.checkers.m06_case import FIELDS, KEY, TOWNS, key_of

__all__ = [
    *("CAN", "COLUMNS", "NOT_A_DAY", "NOT_A_NUMBER", "NOT_AN_OPTION", "NOTHING", "REASONS", "TWICE"),
    *("Row", "can_take", "rows_of_seat"),
]

COLUMNS = (KEY, "団体名", "回答期限", "状況", "受領日", "回答人数")
CAN = "取り込める"
NOTHING, TWICE, NOT_AN_OPTION = "必須が空", "重複している", "選択肢にない"
NOT_A_DAY, NOT_A_NUMBER = "日付として読めない", "数値ではない"
REASONS = (NOTHING, TWICE, NOT_AN_OPTION, NOT_A_DAY, NOT_A_NUMBER)
_NUMBER = 12


@dataclass(frozen=True)
class Row:
    """One row, and what is true of it."""

    number: int
    """From 1, without the heading, as the panel numbers its rows."""
    cells: tuple[str, ...]
    reason: str
    """Why the import stops here; empty where it does not."""
    field: str = ""
    """The column because of which it stops."""
    is_first_of_two: bool = False
    """The row that another one repeats: nothing is wrong with it, and a person still has to look at both."""

    @property
    def shown(self) -> dict[str, str]:
        """Cells by column."""
        return dict(zip(COLUMNS, self.cells, strict=True))


def _made(variant: Variant) -> list[tuple[str, ...]]:
    """Rows in the order of the file: clean ones, clean ones that look odd, and one of each kind that stops."""
    draw = random.Random(f"06_kintone/import/{variant}")  # noqa: S311 - a repeatable example, no secret
    towns = draw.sample(TOWNS, _NUMBER)
    inquiry, due = f"R8-0{3 + variant}", "2026-06-19"
    people = [str(draw.randrange(5, 90)) for _ in towns]
    days = [f"2026-06-{draw.randrange(8, 19):02}" for _ in towns]
    endings: Sequence[tuple[str, str, str, str]] = (
        (due, "受領", days[0], people[0]),
        (due, "確認済", days[1], people[1]),
        (due, "未提出", "", ""),  # what is not needed may be empty
        (due.replace("-0", "/").replace("-", "/"), "確認済", days[3].replace("-0", "/").replace("-", "/"), people[3]),
        (due, "確認済", days[4], f"1,{200 + variant}"),  # a comma between thousands is read
        ("", "未提出", "", ""),
        (due, "受領済み", days[6], people[6]),
        (due, "受領", f"令和8年6月{9 + variant}日", people[7]),
        ("2026-06-31", "未提出", "", ""),
        (due, "確認済", days[9], f"{people[9]}人"),
        (due, "不備照会中", days[10], people[10]),
    )
    rows: list[tuple[str, ...]] = [
        (key_of(inquiry, code), name, *ending) for (code, name), ending in zip(towns, endings, strict=False)
    ]
    clean = rows[0]
    draw.shuffle(rows)
    after = max(rows.index(clean) + 1, _NUMBER - draw.randrange(1, 4))
    rows.insert(after, (*clean[:3], "確認済", days[11], clean[5]))
    return rows


@cache
def rows_of_seat(variant: Variant) -> tuple[Row, ...]:
    """The rows with what the library's check before an import says of them."""
    from kaizen_helpers.kintone import app_from_parts, check_import
    from kaizen_helpers.kintone.importing.checking import Source

    definition = app_from_parts({"fields": {"properties": {code: FIELDS[code] for code in COLUMNS}}})
    cells = _made(variant)
    report = check_import(definition, COLUMNS, cells, Source("csv"))
    stops = {one.row: one for one in report.findings if one.stops and one.row}
    keys = [row[0] for row in cells]
    found = []
    for number, row in enumerate(cells, start=1):
        finding = stops.get(number + 1)  # the check counts the heading
        reason = _reason(finding.column, dict(zip(COLUMNS, row, strict=True))) if finding else ""
        first = not finding and keys.count(row[0]) > 1
        found.append(Row(number, row, reason, finding.column if finding else "", first))
    return tuple(found)


def _reason(column: str, cells: Mapping[str, str]) -> str:
    """The kind of a finding: by its column, which holds only one kind of trouble, and whether the cell is empty."""
    if not cells[column]:
        return NOTHING
    kinds = {"DROP_DOWN": NOT_AN_OPTION, "DATE": NOT_A_DAY, "NUMBER": NOT_A_NUMBER}
    return kinds.get(FIELDS[column]["type"], TWICE)


@cache
def can_take(kind: str, *, rows: int = 12, sheets: tuple[str, ...] = (), column: str = "") -> bool:
    """Whether the screen takes in the whole table: so many rows, of the first sheet, with a column more.

    ``sheets``: names in order, the table is on 「受付」; a column that is not read is not taken in whole.
    """
    from kaizen_helpers.kintone import app_from_parts, check_import
    from kaizen_helpers.kintone.importing.checking import Source

    files = {"回答ファイル": {"type": "FILE", "code": "回答ファイル", "label": "回答ファイル"}}
    definition = app_from_parts({"fields": {"properties": {KEY: FIELDS[KEY], **files}}})
    heading = [KEY, *([column] if column else [])]
    table = [[str(number), *(["回答.xlsx"] if column else [])] for number in range(rows)]
    report = check_import(definition, heading, table, Source(kind, sheets=sheets))
    skipped = any(one.column == column for one in report.findings) if column else False
    return report.can_import and not skipped and (not sheets or sheets[0] == "受付")
