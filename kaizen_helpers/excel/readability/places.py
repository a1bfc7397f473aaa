"""A finding from the cells it is about: equal cells become one finding, neighbours one range."""

from __future__ import annotations

from collections.abc import Iterable

from kaizen_helpers.excel.opening.model import Span
from kaizen_helpers.excel.readability.layout import ColumnLook
from kaizen_helpers.excel.readability.model import Certainty, Finding

__all__ = ["found", "found_in_column", "found_ranges", "shown"]

_MOST_SPANS = 50
_LONGEST = 24


def shown(value: object) -> str:
    """A value as a sentence quotes it: 「北海道」; line breaks and a long tail do not tear the sentence."""
    text = str(value).replace("\r\n", "\n").replace("\n", "⏎").replace("\r", "⏎")
    return f"「{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}」"


def found(
    rule: str, sheet: str, cells: Iterable[tuple[int, int]], what_ja: str, certainty: Certainty = "違反"
) -> Finding:
    """One finding about these cells (row, column). Cells that stand below one another become one range."""
    ranges: dict[int, list[list[int]]] = {}
    count = 0
    last: tuple[int, int] | None = None
    for place in sorted(cells):
        if place == last:
            continue
        last = place
        row, column = place
        count += 1
        runs = ranges.setdefault(column, [])
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    spans = sorted(Span(top, column, bottom, column) for column, runs in ranges.items() for top, bottom in runs)
    return Finding(rule, certainty, sheet, tuple(_joined(spans)[:_MOST_SPANS]), count, what_ja)


def _joined(spans: list[Span]) -> list[Span]:
    """Ranges of the same rows side by side, as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1][::2] == span[::2] and joined[-1].right == span.left - 1:
            joined[-1] = joined[-1]._replace(right=span.right)
        else:
            joined.append(span)
    return joined


def found_in_column(
    rule: str, column: ColumnLook, rows: Iterable[int], what_ja: str, certainty: Certainty = "違反"
) -> Finding:
    """One finding about some rows of a column."""
    return found(rule, column.sheet.name, ((row, column.column) for row in rows), what_ja, certainty)


def found_ranges(rule: str, sheet: str, spans: Iterable[Span], what_ja: str, certainty: Certainty = "違反") -> Finding:
    """One finding about whole ranges: merged cells, empty rows, hidden columns."""
    every = sorted(spans)
    return Finding(rule, certainty, sheet, tuple(every[:_MOST_SPANS]), len(every), what_ja)
