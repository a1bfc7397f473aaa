"""Opening an ``.xls`` of Excel up to 2003 through python-calamine: its values; how it looks is not read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.opening.container import DAMAGED
from kaizen_helpers.excel.opening.model import Book, Sheet, Span
from kaizen_helpers.excel.opening.xls_reading import LOCKED, value_of

__all__ = ["open_xls"]

_NOTE = "古い形式（.xls）なので、値だけを読み取りました。色・非表示の行と列・図・式は調べていません。"
_PATIENCE = 120.0
"""Seconds; the largest sheet of that time has 65,536 rows and takes a few."""


def open_xls(data: bytes, name: str) -> Book:
    """The values of the workbook, read by a process of its own (``xls_reading`` says why).

    Raises InputError where it is damaged or locked.
    """
    command = [sys.executable, "-m", "kaizen_helpers.excel.opening.xls_reading"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)
        if done.returncode == LOCKED:
            message = "パスワードで保護されています。Excel で開いて、パスワードを外した写しを選んでください。"
            raise InputError(message, name)
        sheets = tuple(_sheet(one) for one in json.loads(done.stdout)) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(DAMAGED, name) from error
    if sheets is None:
        raise InputError(DAMAGED, name)
    if not sheets:
        raise InputError("表のあるシートがありません。表の入ったシートのあるファイルを選んでください。", name)
    return Book(name, "xls", sheets, notes=(_NOTE,))


def _sheet(given: Mapping[str, Any]) -> Sheet:
    rows: list[tuple[object, ...]] = []
    for row in given["rows"]:
        values = [value_of(one) for one in row]
        while values and values[-1] is None:
            values.pop()
        rows.append(tuple(values))
    while rows and not rows[-1]:
        rows.pop()
    merged = tuple(Span(top + 1, left + 1, bottom + 1, right + 1) for top, left, bottom, right in given["merged"])
    return Sheet(given["name"], rows, merged=merged, hidden=given["hidden"])
