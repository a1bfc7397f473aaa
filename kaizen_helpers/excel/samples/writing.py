"""Writing a dirty workbook as a real ``.xlsx``."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from kaizen_helpers.excel.samples.model import DirtyBook
from kaizen_helpers.excel.samples.sheets import SHEET_NAME

__all__ = ["write_dirty"]


def write_dirty(book: DirtyBook, path: Path) -> Path:
    """Write the workbook to ``path`` (an old file is replaced) and return it."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet(SHEET_NAME)
        formats = {
            text: workbook.add_format({"num_format": text}) for text in sorted({"General", *book.formats.values()})
        }
        merged = {(top, left): (bottom, right) for top, left, bottom, right in book.merged}
        for (top, left), (bottom, right) in merged.items():
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", formats["General"])
        for (row, column), value in sorted(book.cells.items()):
            form = formats[book.formats.get((row, column), "General")]
            if isinstance(value, datetime | date):
                day = value if isinstance(value, datetime) else datetime.combine(value, time())
                sheet.write_datetime(row - 1, column - 1, day, form)
            elif isinstance(value, str):
                sheet.write_string(row - 1, column - 1, value, form)
            else:
                sheet.write_number(row - 1, column - 1, value, form)
        sheet.set_column(0, max(column for _, column in book.cells) - 1, 16)
        for row in book.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in book.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
    return path
