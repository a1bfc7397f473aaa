"""The reader of old workbooks, run in a process of its own: ``python -m kaizen_helpers.excel.opening.xls_reading``.

A damaged ``.xls`` can make the reader ask for all memory there is and end its process. So it is another process that
ends, not the one of the person. The file comes in on standard input; what was read goes out as JSON.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

__all__ = ["LOCKED", "main", "plain", "value_of"]

LOCKED = 3
"""The exit code for a workbook that is locked by a password."""
_MOST_MEMORY = 3_000_000_000
_KINDS: dict[str, type[Any]] = {"datetime": datetime, "date": date, "time": time}


def main() -> int:
    """Read the workbook on standard input."""
    _limit_memory()
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as workbook:
            hidden = {one.name for one in workbook.sheets_metadata if not str(one.visible).endswith(".Visible")}
            sheets = [
                _sheet(workbook.get_sheet_by_name(title), title, title in hidden) for title in workbook.sheet_names
            ]
    except python_calamine.PasswordError:
        return LOCKED
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows refuses such a demand by itself
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _sheet(given: Any, title: str, hidden: bool) -> dict[str, Any]:
    # With its empty beginning, so that every value stays in its place.
    rows = [[plain(one) for one in row] for row in given.to_python(skip_empty_area=False)]
    merged = [[*first, *last] for first, last in given.merged_cell_ranges or ()]
    return {"name": title, "hidden": hidden, "rows": rows, "merged": merged}


def plain(value: Any) -> Any:
    """A value as JSON; days and times as 「{"date": "2026-04-01"}」."""
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    for name, kind in _KINDS.items():
        if isinstance(value, kind):
            return {name: value.isoformat()}
    return value


def value_of(given: Any) -> object:
    """The value again; whole numbers as ``int``, days without a time as ``date``, an empty text as ``None``."""
    if isinstance(given, dict):
        ((name, text),) = given.items()
        moment = timedelta(seconds=text) if name == "seconds" else _KINDS[name].fromisoformat(text)
        if isinstance(moment, datetime) and moment.time() == time():
            return moment.date()
        return moment
    if isinstance(given, float) and given.is_integer() and abs(given) < 2**53:
        return int(given)
    return None if given == "" else given


if __name__ == "__main__":
    sys.exit(main())
