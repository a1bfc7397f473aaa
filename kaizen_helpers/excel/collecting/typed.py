"""From what people typed to typed columns. What cannot be read stays as it is and is told; nothing is rounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from kaizen_helpers.excel.collecting.layout import is_blank
from kaizen_helpers.excel.collecting.matching import is_code, is_name
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.reading import NOTHING, Question, Reading, read_number

__all__ = ["kind_of", "typed", "unit_of"]

Kind = Literal["text", "number", "date"]
_DATE = re.compile(r"(年月日|期日|期限|日付|[答入定施請付成認出更]日)(?:[(（].*)?$")
_AS_TYPED = re.compile(r"コード|番号|電話|ＦＡＸ|FAX|郵便|氏名|担当|メール|備考|自由|理由|内容|その他", re.IGNORECASE)
_ENOUGH = 0.6
"""Share of the answers that must be numbers, so that the column is one of numbers."""


def kind_of(heading: str, values: Sequence[object]) -> Kind:
    """What a column holds, by its heading and the answers; texts where it is not plain."""
    if is_code(heading) or is_name(heading) or _AS_TYPED.search(heading):
        return "text"
    filled = [value for value in values if not is_blank(value)]
    if not filled:
        return "text"
    if _DATE.search(heading) or sum(isinstance(value, date) for value in filled) >= _ENOUGH * len(filled):
        return "date"
    numbers = sum(isinstance(_number(value), Reading) for value in filled)
    return "number" if numbers >= _ENOUGH * len(filled) else "text"


def unit_of(values: Sequence[object]) -> str:
    """The unit that most of the answers of a column were typed with; another one is asked back, never mixed in."""
    units = [read.unit for value in values if isinstance(read := _number(value), Reading) and read.unit]
    return max(units, key=units.count, default="")


def typed(value: object, kind: Kind, unit: str = "") -> tuple[object, str, str]:
    """(the value for the table, how it was read, what is to be asked); the last two are empty where there is nothing.

    A blank is None, and so is 「-」 in a column of numbers or dates; that is told.
    """
    if is_blank(value):
        return None, "", ""
    if kind == "text":
        return _text(value)
    if isinstance(value, str) and value.strip() in NOTHING:
        return None, f"「{value.strip()}」を空欄としました。0ではありません。", ""
    if kind == "date":
        read = read_date(value)
        if isinstance(read, DateReading):
            told = "" if isinstance(value, date) else read.note_ja or _as_is(value, read.value)
            return read.value, told, "読みかえた日付です。元の書類で確かめてください。" if read.check else ""
        return _text(value)[0], "", read.text_ja if read else "日付として読めません。"
    number = _number(value, unit)
    if isinstance(number, Reading):
        changed = not isinstance(value, int | float)
        return number.value, (number.note_ja or _as_is(value, number.value)) if changed else "", ""
    asked = number.text_ja if isinstance(number, Question) else "数として読めません。"
    return _text(value)[0], "", asked


def _as_is(before: object, after: object) -> str:
    return "" if str(before).strip() == str(after) else f"「{before}」を{after}としました。"


def _number(value: object, unit: str = "") -> Reading | Question | None:
    """With the unit that was typed; a date is no number."""
    if isinstance(value, bool | date):
        return Question("数ではありません。数を1つだけ入れてください。")
    return read_number(value, unit)


def _text(value: object) -> tuple[object, str, str]:
    """Codes that Excel took for numbers come back without a fraction; texts stay as they are, blanks included."""
    if isinstance(value, str):
        return value, "", ""
    if isinstance(value, bool):
        return ("はい" if value else "いいえ"), "", ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value)), "", ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat(), "", ""
    return str(value), "", ""
