"""Writing tables that people and programs like: workbooks with typed columns, and CSV files for a stated purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = [
    "PURPOSES",
    "Column",
    "Lost",
    "Purpose",
    "Table",
    "losses",
    "refuse_to_rewrite",
    "write_csv",
    "write_tables",
]

if TYPE_CHECKING:
    from kaizen_helpers.excel.writing.guard import refuse_to_rewrite
    from kaizen_helpers.excel.writing.table import Column, Table
    from kaizen_helpers.excel.writing.text_file import PURPOSES, Lost, Purpose, losses, write_csv
    from kaizen_helpers.excel.writing.workbook import write_tables

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        **dict.fromkeys(("Column", "Table"), "table"),
        **dict.fromkeys(("PURPOSES", "Lost", "Purpose", "losses", "write_csv"), "text_file"),
        "refuse_to_rewrite": "guard",
        "write_tables": "workbook",
    },
)
