"""Pictures of checked sheets: the beginning of each, and a strip around findings further down or to the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaizen_helpers.excel.opening.model import Sheet, Span
from kaizen_helpers.excel.picture.drawing import Mark, draw_sheet
from kaizen_helpers.excel.readability.model import Finding
from kaizen_helpers.flow.drawing.svg import to_svg

__all__ = ["Numbered", "numbered", "pictures_of", "window_picture"]

_MOST_ROWS, _AROUND = 28, 3
_WIDEST = 960.0
"""Of a picture, so that its letters can be read on A4."""
_MOST_COLUMNS = 20
_MOST_MARKS = 12
"""Frames of one finding in one picture: more of them hide the sheet."""
_MOST_STRIPS = 4


@dataclass(frozen=True)
class Numbered:
    """A finding with the number that stands beside it on the page and in the picture."""

    number: int
    finding: Finding


def numbered(findings: Sequence[Finding]) -> tuple[Numbered, ...]:
    """The findings with their numbers: what breaks a rule first, then 要確認, then 参考."""
    order = {"違反": 0, "要確認": 1, "参考": 2}
    return tuple(
        Numbered(number, one)
        for number, one in enumerate(sorted(findings, key=lambda one: order[one.certainty]), start=1)
    )


def pictures_of(sheet: Sheet, findings: Sequence[Numbered]) -> Iterator[str]:
    """The pictures of one sheet as SVG: its beginning, then strips for findings that are not on it."""
    mine = [one for one in findings if one.finding.sheet == sheet.name and one.finding.spans]
    if not mine or not sheet.rows:
        return
    last_row, last_column = min(sheet.height, _MOST_ROWS), _fitting(sheet, 1, (1, min(sheet.height, _MOST_ROWS)))
    yield _drawn(sheet, mine, (1, last_row), (1, last_column))
    unseen = [one for one in mine if not any(_inside(span, last_row, last_column) for span in one.finding.spans)]
    done = 0
    while unseen and done < _MOST_STRIPS:
        span = unseen[0].finding.spans[0]
        rows, first = (max(1, span.top - _AROUND), max(1, span.top - _AROUND) + 2 * _AROUND), 1
        if span.top <= last_row:  # beside the first picture: the same rows, the columns that follow
            rows, first = (1, last_row), last_column + 1
        columns = (first, _fitting(sheet, first, rows))
        if not columns[0] <= span.left <= columns[1]:
            first = max(1, span.left - 2)
            columns = (first, _fitting(sheet, first, rows))
        yield _drawn(sheet, mine, rows, columns)
        done += 1
        unseen = [
            one
            for one in unseen[1:]
            if not any(rows[0] <= at.top <= rows[1] and columns[0] <= at.left <= columns[1] for at in one.finding.spans)
        ]


def window_picture(
    sheet: Sheet, marks: Sequence[Mark], *, rows: tuple[int, int], legend_ja: Mapping[str, str] | None = None
) -> str:
    """Some rows of a sheet as SVG, with as many columns as can be read on A4."""
    last = _fitting(sheet, 1, rows)
    return to_svg(draw_sheet(sheet, marks=marks, rows=rows, columns=(1, last), legend_ja=legend_ja))


def _inside(span: Span, last_row: int, last_column: int) -> bool:
    return span.top <= last_row and span.left <= last_column


def _fitting(sheet: Sheet, first: int, rows: tuple[int, int]) -> int:
    """The last column of those from ``first`` that still fit on the paper."""
    last = max(first, min(sheet.width, first + _MOST_COLUMNS - 1))
    while last > first and draw_sheet(sheet, rows=rows, columns=(first, last)).width > _WIDEST:
        last -= 1
    return last


def _drawn(sheet: Sheet, findings: Sequence[Numbered], rows: tuple[int, int], columns: tuple[int, int]) -> str:
    return to_svg(draw_sheet(sheet, marks=_marks(findings, rows, columns), rows=rows, columns=columns))


def _marks(findings: Sequence[Numbered], rows: tuple[int, int], columns: tuple[int, int]) -> list[Mark]:
    """One frame a range: where several findings mean the same cells, their numbers stand together."""
    labels: dict[Span, list[Numbered]] = {}
    for one in findings:
        seen = [
            span
            for span in one.finding.spans
            if span.bottom >= rows[0] and span.top <= rows[1] and span.right >= columns[0] and span.left <= columns[1]
        ]
        for span in seen[:_MOST_MARKS]:
            labels.setdefault(span, []).append(one)
    return [
        Mark(span, "・".join(str(one.number) for one in ones[:4]), ones[0].finding.certainty)
        for span, ones in _larger_first(labels)
    ]


def _larger_first(labels: Mapping[Span, list[Numbered]]) -> list[tuple[Span, list[Numbered]]]:
    """A frame around many cells is drawn before those inside it."""
    return sorted(
        labels.items(),
        key=lambda item: -(item[0].bottom - item[0].top + 1) * (item[0].right - item[0].left + 1),
    )
