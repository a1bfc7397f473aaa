"""Opening an ``.xls`` of Excel up to 2003 through python-calamine: its values; how it looks is not read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.container import DAMAGED
from kaizen_helpers.excel.opening.model import Book, Sheet, Span

__all__ = ["open_xls"]

_NOTE = "古い形式（.xls）なので、値だけを読み取りました。色・非表示・図・式は調べていません。"


def open_xls(data: bytes, name: str) -> Book:
    """The values of the workbook. Raises InputError where it is damaged or locked."""
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            hidden = {one.name for one in workbook.sheets_metadata if not str(one.visible).endswith(".Visible")}
            sheets = tuple(
                _sheet(workbook.get_sheet_by_name(title), title, title in hidden) for title in workbook.sheet_names
            )
    except python_calamine.PasswordError as error:
        raise InputError(
            "パスワードで保護されています。Excel で開いて、パスワードを外した写しを選んでください。", name
        ) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise InputError(DAMAGED, name) from error
    if not sheets:
        raise InputError("表のあるシートがありません。表の入ったシートのあるファイルを選んでください。", name)
    return Book(name, "xls", sheets, notes=(_NOTE,))


def _sheet(given: Any, title: str, hidden: bool) -> Sheet:
    # With its empty beginning, so that every value stays in its place.
    rows = [_row(row) for row in given.to_python(skip_empty_area=False)]
    while rows and not rows[-1]:
        rows.pop()
    merged = tuple(
        Span(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in given.merged_cell_ranges or ()
    )
    return Sheet(title, rows, merged=merged, hidden=hidden)


def _row(given: Sequence[Any]) -> tuple[object, ...]:
    values = [_value(one) for one in given]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(one: Any) -> object:
    if one == "" or one is None:
        return None
    if isinstance(one, float) and one.is_integer() and abs(one) < 2**53:
        return int(one)
    if isinstance(one, datetime) and (one.hour, one.minute, one.second) == (0, 0, 0):
        return date(one.year, one.month, one.day)
    return one
