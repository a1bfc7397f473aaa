"""L3-05: days, months and years in one allowed spelling a column.

Allowed are 「2023-04-01」「2023年4月」「2023年度」「R8.05.13」 (JIS X 0301) and real dates of Excel. What GIF wants
(the Western calendar alone) is another question, answered by ``notation``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from kaizen_helpers.excel.readability.layout import BookLook, ColumnLook, SheetLook
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.excel.readability.places import found_in_column, shown
from kaizen_helpers.excel.readability.roles import (
    columns_of,
    example,
    is_address,
    is_code,
    is_date,
    is_phone,
    is_prose,
)
from kaizen_helpers.notation.date_forms import TWO_DIGITS, form_of
from kaizen_helpers.notation.rule_sets import rule_set

__all__ = ["SHEET_RULES", "spelling"]

_GATE = re.compile(r"[\d元][年/.\-月]|[RHSTM令平昭大明]|[０-９]|\d{8}|元年")
_ERA_YEAR = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})|[MTSHR](?:元|\d{1,2}))(?:年度?)?(?:[./-]\d{1,2}月?)?"
)
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[+-]\d{2}:\d{2}|Z)?")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2})")
_NEEDS_HEADING = frozenset([TWO_DIGITS, "年なし", "20230401", "Excelの日付の番号", "2023", "西暦の年月"])
_OPEN = frozenset(["2023年4月1日", "20230401"])
_ALLOWED = rule_set("L3-05").dates | {"2023-04", "2023年", "2023", "2023-04-01T09:00", "2023-04-01/06-30"}


def spelling(text: str) -> str:
    """The spelling by an example of it, 「全角」 for full-width digits; empty for what names no time."""
    inside = text.strip()
    if len(inside) > 32 or not (_GATE.search(inside) or _YEAR.fullmatch(inside)):
        return ""
    if inside != unicodedata.normalize("NFKC", inside):
        wide = unicodedata.normalize("NFKC", inside)
        return "全角" if spelling(wide) else ""
    for form, name in (
        (_MONTH, "2023-04"),
        (_MOMENT, "2023-04-01T09:00"),
        (_RANGE, "2023-04-01/06-30"),
        (_ERA_YEAR, "令和5年"),
    ):
        if form.fullmatch(inside):
            return name
    if _YEAR.fullmatch(inside):
        return "2023年" if inside.endswith("年") else "2023"
    if re.fullmatch(r"(?:19|20)\d\d[/.]\d{1,2}", inside):
        return "西暦の年月"
    name = form_of(inside)
    return "" if name == "そのほか" else name


def one_way_to_write_dates(look: SheetLook, _: BookLook) -> Iterator[Finding]:
    """L3-05."""
    for _table, column in columns_of(look):
        if not column.text_count:
            continue
        name = column.name
        if is_code(name) or is_phone(name) or is_address(name):
            continue
        forms = {text: form for text in column.texts if (form := spelling(text))}
        dated = is_date(name)
        if not dated:
            forms = {text: form for text, form in forms.items() if form not in _NEEDS_HEADING}
        counts: Counter[str] = Counter()
        for text, form in forms.items():
            counts[form] += column.texts[text]
        if not counts or (not dated and (sum(counts.values()) + column.dates) * 2 <= column.filled):
            continue
        if is_prose(column) and not dated:
            continue
        yield from _judged(column, forms, counts)


def _judged(column: ColumnLook, forms: dict[str, str], counts: Counter[str]) -> Iterator[Finding]:
    if column.dates:
        counts["Excelの日付"] += column.dates
    wrong = [form for form in counts if form not in _ALLOWED]
    for form in wrong:
        texts = {text for text, one in forms.items() if one == form}
        first = next(text for text in column.texts if text in texts)
        rows = column.rows_of(texts)
        if form in _OPEN and len(counts) == 1:
            what = f"{shown(first)}という書き方です。ルールの例にない形です。"
            what += "このままでよいかを、渡す相手に確かめてください。"
            yield found_in_column("L3-05", column, rows, what, "要確認")
            continue
        yield found_in_column("L3-05", column, rows, f"{example(first)}は、日付や年の決まった書き方ではありません。")
    allowed = [form for form, _count in counts.most_common() if form in _ALLOWED]
    if len(allowed) < 2:
        return
    fewer = set(allowed[1:])
    texts = {text for text, form in forms.items() if form in fewer}
    if texts:
        rows = column.rows_of(texts)
    else:
        dates = [row for row, value in column.values() if value is not None and type(value) is not str]
        texts, rows = set(forms), dates  # type: ignore[assignment]
    first = next(text for text in column.texts if text in texts)
    what = f"1つの列に、日付や年の書き方が{len(allowed)}種類あります（例: {example(first)}）。"
    yield found_in_column("L3-05", column, rows, what)


SHEET_RULES = {"L3-05": one_way_to_write_dates}
