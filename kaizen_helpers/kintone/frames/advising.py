"""Which kind of field of kintone fits each column of a table, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Advice", "advise_fields"]

_CODE_NAME = re.compile(r"(コード|番号|電話|郵便|ID|No\.?)$", re.IGNORECASE)
_DIGITS = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}", re.ASCII)
_MOST_CHOICES = 10
_LONG = 64


@dataclass(frozen=True, slots=True)
class Advice:
    """For one column."""

    column: str
    type: str
    """As in the API."""
    why_ja: str
    options: tuple[str, ...] = ()


def advise_fields(frame: pd.DataFrame) -> list[Advice]:
    """One advice a column, from its name and values. A person decides."""
    import pandas as pd

    found = []
    for place, name in enumerate(frame.columns):
        cells = [one for one in frame.iloc[:, place].tolist() if not bool(pd.isna(one)) and str(one).strip()]
        found.append(_advice(str(name), cells))
    return found


def _advice(name: str, cells: Sequence[Any]) -> Advice:
    texts = [str(one).strip() for one in cells]
    if not cells:
        return Advice(name, "SINGLE_LINE_TEXT", "値がないので、何でも入る文字列にします。")
    if _CODE_NAME.search(name) or any(re.fullmatch(r"0\d+", one) for one in texts):
        return Advice(name, "SINGLE_LINE_TEXT", "計算しない番号です。数値にすると先頭の0が消えるので、文字列にします。")
    if all(isinstance(one, datetime) for one in cells):
        if any((one.hour, one.minute) != (0, 0) for one in cells):
            return Advice(name, "DATETIME", "日付と時刻が入っています。")
        return Advice(name, "DATE", "日付が入っています。")
    if all(isinstance(one, date) for one in cells) or all(map(_DAY.fullmatch, texts)):
        return Advice(name, "DATE", "日付が入っています。並べ替えや期限の絞り込みができます。")
    if all(isinstance(one, time) for one in cells):
        return Advice(name, "TIME", "時刻が入っています。")
    numbers = all(isinstance(one, int | float | Decimal) and not isinstance(one, bool) for one in cells)
    if numbers or all(map(_DIGITS.fullmatch, texts)):
        return Advice(name, "NUMBER", "すべて数です。合計や平均を出せます。")
    if any("\n" in one or len(one) > _LONG for one in texts):
        return Advice(name, "MULTI_LINE_TEXT", "改行や長い文が入っています。")
    different = tuple(dict.fromkeys(texts))
    if len(different) <= _MOST_CHOICES and len(texts) >= 3 * len(different):
        why = f"同じ値が繰り返し出ます（{len(different)}種類）。選ぶ形にすると、書き方がそろいます。"
        return Advice(name, "DROP_DOWN", why, different)
    return Advice(name, "SINGLE_LINE_TEXT", "短い文字が入っています。")
