"""Opening workbooks and CSV files safely (開く): ``open_book(path)`` gives a ``Book`` of plain values and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen_helpers._lazy import lazy_names

__all__ = ["Book", "Cell", "Sheet", "Span", "Style", "open_book"]

if TYPE_CHECKING:
    from kaizen_helpers.excel.opening.model import Book, Cell, Sheet, Span, Style
    from kaizen_helpers.excel.opening.opening import open_book

__getattr__, __dir__ = lazy_names(
    __name__, {**dict.fromkeys(("Book", "Cell", "Sheet", "Span", "Style"), "model"), "open_book": "opening"}
)
