"""Records to a DataFrame and back, by the fields of the form. What is missing stays missing: it never becomes 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kaizen_helpers.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_frame", "to_frame"]

_TOKYO = ZoneInfo("Asia/Tokyo")
_LISTS = frozenset(["CHECK_BOX", "MULTI_SELECT", "CATEGORY"])
_PEOPLE = frozenset(["USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "STATUS_ASSIGNEE"])
_ONE_PERSON = frozenset(["CREATOR", "MODIFIER"])
_MOMENTS = frozenset(["DATETIME", "CREATED_TIME", "UPDATED_TIME"])
_NO_VALUE = frozenset(["GROUP", "REFERENCE_TABLE", "SUBTABLE"])
_KEPT_BY_KINTONE = frozenset(
    [
        "RECORD_NUMBER",
        "CALC",
        "STATUS",
        "STATUS_ASSIGNEE",
        "CATEGORY",
        "FILE",
        *_ONE_PERSON,
        "CREATED_TIME",
        "UPDATED_TIME",
    ]
)


def to_frame(records: Iterable[Mapping[str, Any]], form: Mapping[str, Any]) -> pd.DataFrame:
    """One row a record, one column a field of the form; tables of a record stay outside.

    NUMBER is an exact Decimal, DATE a date, a moment is of Asia/Tokyo, choices and people are tuples of texts and
    codes, files tuples of names; texts keep their leading zeros. ``form``: ``Kintone.fields(app)``.
    """
    import pandas as pd

    kinds = {code: str(one.get("type", "")) for code, one in form.items() if one.get("type") not in _NO_VALUE}
    rows = list(records)
    shown = {code: kind for code, kind in kinds.items() if not rows or any(code in one for one in rows)}
    columns = {
        code: pd.Series([_cell(kind, one.get(code, {}).get("value"), code) for one in rows], dtype=object)
        for code, kind in shown.items()
    }
    return pd.DataFrame(columns, columns=list(shown))


def from_frame(frame: pd.DataFrame, form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Records for ``Kintone.add``. Fields that kintone fills by itself, and files, are left out.

    Raises InputError: a column that the form does not have, a value that does not fit, with its row and column.
    """
    unknown = [str(name) for name in frame.columns if name not in form]
    if unknown:
        raise InputError("アプリにない列です。列の名前をフィールドコードに合わせてください。", f"「{unknown[0]}」")
    names = [name for name in frame.columns if form[name].get("type") not in _KEPT_BY_KINTONE | _NO_VALUE]
    columns = [(name, str(form[name].get("type", "")), frame[name].tolist()) for name in names]
    return [
        {name: {"value": _value(kind, cells[row], f"{row + 1}件目、「{name}」")} for name, kind, cells in columns}
        for row in range(len(frame))
    ]


def _cell(kind: str, value: Any, code: str) -> Any:
    if kind in _LISTS:
        return tuple(value or ())
    if kind in _PEOPLE:
        return tuple(one["code"] for one in value or ())
    if kind == "FILE":
        return tuple(one["name"] for one in value or ())
    if kind in _ONE_PERSON:
        return value["code"] if value else None
    if value is None or value == "":
        return None
    if kind == "NUMBER":
        return _exact(value, f"「{code}」")
    if kind == "DATE":
        return date.fromisoformat(value)
    if kind in _MOMENTS:
        return datetime.fromisoformat(value).astimezone(_TOKYO)
    return value


def _value(kind: str, cell: Any, where: str) -> Any:
    if kind in _LISTS | _PEOPLE:
        if _missing(cell):
            return []
        if not isinstance(cell, list | tuple):
            raise InputError("値は、いくつかの文字の組（リスト）にしてください。", where)
        return [{"code": str(one)} for one in cell] if kind in _PEOPLE else [str(one) for one in cell]
    if _missing(cell):
        return ""
    if kind == "NUMBER":
        number = _exact(cell, where)
        return format(number, "f")
    if kind == "DATE":
        if isinstance(cell, datetime):
            cell = cell.date()
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    if kind == "DATETIME" and isinstance(cell, datetime):
        aware = cell if cell.tzinfo else cell.replace(tzinfo=_TOKYO)
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, float):
        message = "小数の形の値です。コードの先頭の0が消えたおそれがあります。文字として読み込み直してください。"
        raise InputError(message, where)
    return str(cell)


def _exact(value: Any, where: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 100:
        raise InputError("数値として読めません。半角の数字だけにしてください。", where)
    return number


def _missing(cell: Any) -> bool:
    import pandas as pd

    return cell is None or (not isinstance(cell, list | tuple | dict) and bool(pd.isna(cell)))
