"""The columns of a table by what they hold, and what the notation of each value is or would become by a rule set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kaizen_helpers.excel.opening.model import Sheet, address
from kaizen_helpers.excel.tables.model import Area
from kaizen_helpers.excel.tables.reading import MISSING_MARKS, blank, key
from kaizen_helpers.excel.writing.table import as_text
from kaizen_helpers.notation.codes import CodeCheck, check_corporate_number, check_local_government_code
from kaizen_helpers.notation.contacts import write_phone, write_postal_code
from kaizen_helpers.notation.date_columns import read_date_column
from kaizen_helpers.notation.reading import Question
from kaizen_helpers.notation.rule_sets import rule_set
from kaizen_helpers.notation.text import POLICIES, apply_policy

__all__ = ["AS_IT_IS", "WAYS", "Judged", "Named", "columns_of", "judged", "likely_way"]

AS_IT_IS = "そのまま"
WAYS: Mapping[str, str] = {
    AS_IT_IS: "何も変えません。",
    "日付": "日付の書き方を1つにそろえます。",
    "郵便番号": "郵便番号の書き方をそろえます。",
    "電話": "電話番号の書き方をそろえます。",
    **{name: policy.changes_ja for name, policy in POLICIES.items()},
}
"""What can be done with a column, and what that changes."""
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("郵便番号", "郵便|〒"),
    ("電話", "電話|TEL|ＴＥＬ|FAX|ＦＡＸ"),
    ("カナ", "カナ|ｶﾅ|フリガナ|ふりがな"),
    ("コード", "コード|番号|ID$"),
    ("氏名", "氏名|姓名|^お?名前$|担当者|代表者"),
    ("住所", "住所|所在地"),
    ("自由文", "備考|摘要|理由|内容|意見|メモ"),
)
"""In the order in which they are tried: 「電話番号」 is no code, 「氏名カナ」 no name."""
_MEASURED, _MOST = 300, 0.8
_DAY = re.compile("日|年月|期限|期日")
State = Literal["そのまま", "書きかえ", "確かめる"]


@dataclass(frozen=True)
class Named:
    """A column of a table: its name, its values from top to bottom, and where they stand."""

    name: str
    column: int
    first_row: int
    values: tuple[object, ...]

    def at(self, place: int) -> str:
        """The address of a value, counted from 0."""
        return address(self.first_row + place, self.column)


@dataclass(frozen=True)
class Judged:
    """What became of one value: ``after`` is the value as it was where nothing changes, or where it is open."""

    before: object
    after: object
    state: State
    message_ja: str = ""

    @property
    def changed(self) -> bool:
        """Whether another value comes out; a number that becomes a text of the same digits is another one."""
        if isinstance(self.before, date) and isinstance(self.after, date):
            return as_text(self.before) != as_text(self.after)
        return type(self.before) is not type(self.after) or self.before != self.after

    @property
    def told_after(self) -> str:
        """What comes out, in words where only the kind of value changes; empty where nothing does."""
        before, after = as_text(self.before), as_text(self.after)
        if not self.changed:
            return ""
        if before == after:
            kind = "文字" if isinstance(self.after, str) else "日付" if isinstance(self.after, date) else "数"
            return f"{after}（{kind}にする）"
        return after


def columns_of(sheet: Sheet, area: Area) -> tuple[Named, ...]:
    """The columns of a table; two of one name are told apart by a number."""
    found: list[Named] = []
    names: dict[str, int] = {}
    for heading in area.headings:
        name = heading.name + (f"（{heading.unit}）" if heading.unit else "")
        names[name] = names.get(name, 0) + 1
        values = tuple(sheet.value(row, heading.column) for row in range(area.first_row, area.bottom + 1))
        found.append(
            Named(name if names[name] == 1 else f"{name} ({names[name]})", heading.column, area.first_row, values)
        )
    return tuple(found)


def likely_way(column: Named) -> str:
    """What most people would do with the column, by its heading and its values; :data:`AS_IT_IS` where unsure."""
    for way, words in _HEADINGS:
        if re.search(words, column.name):
            return way
    filled = [value for value in column.values if not blank(value)][:_MEASURED]
    if not filled:
        return AS_IT_IS
    days = sum(isinstance(value, date) for value in filled)
    if _DAY.search(column.name) or days:
        read = read_date_column(filled, "GIF").counts
        if read["ok"] + read["rewrite"] + read["check"] > len(filled) / 2:
            return "日付"
    filled = [value for value in filled if key(value) not in MISSING_MARKS]
    numbers = sum(
        not applied.question_ja and (isinstance(value, int | float) or any(mark.isdigit() for mark in str(value)))
        for value, applied in ((value, apply_policy(value, "数値")) for value in filled)
    )
    return "数値" if filled and numbers >= _MOST * len(filled) else AS_IT_IS


def judged(column: Named, way: str, rules: str, two_digit_years: str = "") -> tuple[Judged, ...]:
    """Each value of the column by that way (one of :data:`WAYS`), in the forms of a rule set; none is left out.

    Raises InputError for another rule set or way.
    """
    rule_set(rules)
    if way == AS_IT_IS:
        return tuple(Judged(value, value, "そのまま") for value in column.values)
    if way == "日付":
        return _days(column.values, rules, two_digit_years)
    judge = _judge_of(column.name, way, rules)
    known: dict[str, Judged] = {}  # offices write the same few words again and again
    found = []
    for value in column.values:
        one = known.get(value) if isinstance(value, str) else None
        if one is None:
            one = judge(value)
        if isinstance(value, str):
            known[value] = one
        found.append(one)
    return tuple(found)


def _days(values: Sequence[object], rules: str, two_digit_years: str) -> tuple[Judged, ...]:
    found = []
    as_days = not rule_set(rules).wareki
    for verdict in read_date_column(values, rules, two_digit_years=two_digit_years).verdicts:
        value = verdict.typed
        if verdict.state in ("blank", "ask"):
            found.append(Judged(value, value, "確かめる" if verdict.state == "ask" else "そのまま", verdict.message_ja))
            continue
        whole_day = verdict.period is not None and verdict.period.kind == "day"
        after: object = verdict.period.first if as_days and whole_day and verdict.period else verdict.written
        state: State = "そのまま" if verdict.state == "ok" else "書きかえ"
        if isinstance(value, date) and as_text(value) == as_text(after):
            state, after = "そのまま", value.date() if isinstance(value, datetime) else value
        found.append(Judged(value, after, "確かめる" if verdict.state == "check" else state, verdict.message_ja))
    return tuple(found)


def _judge_of(name: str, way: str, rules: str) -> Callable[[object], Judged]:
    if way == "郵便番号":
        return lambda value: _written(value, write_postal_code(value, rules))
    if way == "電話":
        return lambda value: _written(value, write_phone(value, rules))
    check = next((check for word, check in _CHECKS.items() if word in name), None)
    if way == "コード" and check is not None:
        return lambda value: _coded(value, check(value))
    return lambda value: _by_policy(value, way)


_CHECKS: Mapping[str, Callable[[object], CodeCheck]] = {
    "団体コード": check_local_government_code,
    "法人番号": check_corporate_number,
}


def _written(value: object, written: str | Question | None) -> Judged:
    if isinstance(written, Question):
        return Judged(value, value, "確かめる", written.text_ja)
    if written is None or written == value:
        return Judged(value, value, "そのまま")
    return Judged(value, written, "書きかえ")


def _coded(value: object, check: CodeCheck) -> Judged:
    if check.state in ("bad", "ask"):
        return Judged(value, value, "確かめる", check.message_ja)
    if check.state == "blank" or check.code == value:
        return Judged(value, value, "そのまま")
    return Judged(value, check.code, "書きかえ", check.message_ja)


def _by_policy(value: object, way: str) -> Judged:
    applied = apply_policy(value, way)
    after = _as_number(applied.after) if way == "数値" else applied.after
    if applied.question_ja:
        return Judged(value, after, "確かめる", applied.question_ja)
    changed = type(after) is not type(value) or after != value
    return Judged(value, after, "書きかえ" if changed else "そのまま", "".join(applied.changes_ja))


def _as_number(value: object) -> object:
    """「-500」 as a number; what is more than digits, or too long for a cell's number, stays a text."""
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value):
        return value
    return float(value) if "." in value else int(value)
