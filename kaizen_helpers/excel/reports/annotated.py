"""A copy of a checked workbook with its findings: cells framed and commented, and a list of them in front.

The copy is written anew from what was read (values, formulas with their results, looks), never by opening and saving
the file: a program would drop drawings, charts and macros. What cannot be in the copy is told on a sheet of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kaizen_helpers.excel.opening.model import Book, Sheet, Span, Style
from kaizen_helpers.excel.readability.model import Certainty, Report
from kaizen_helpers.excel.readability.rules import rule
from kaizen_helpers.excel.reports.pictures import Numbered, numbered
from kaizen_helpers.excel.reports.summary import REFERENCE
from kaizen_helpers.flow.formats.office import write_new_file
from kaizen_helpers.flow.formats.xml import xml_text

__all__ = ["MOST_CELLS", "write_annotated"]

MOST_CELLS = 600_000
"""Cells of all sheets together that are copied; a longer book is cut, and the copy says so."""
_MOST_FRAMED = 2_000
"""Cells of one range that get a frame."""
_MOST_LETTERS, _MOST_COMMENT = 32_000, 1_500
_ABOUT_LINE = 36
"""Full-width characters on a line of the sheet about the copy."""
_LIST, _ABOUT = "指摘の一覧", "この写しについて"
_FRAMES: Mapping[Certainty, tuple[int, str]] = {
    "違反": (2, "#b3261e"),
    "要確認": (8, "#8a5a00"),
    "参考": (4, "#1b5e9b"),
}
"""Kind of line (Excel's number: thick, dashed, dotted) and its colour, as in the pictures."""
_HEADS = ("番号", "区分", "ルール", "シート", "場所", "見つかったこと", "どうするか", "なぜ困るか")
_WIDTHS = (6, 8, 8, 14, 22, 44, 44, 44)
_SIDES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}


def write_annotated(report: Report, book: Book, path: Path | str) -> Path:
    """Write the copy as ``.xlsx``; a file of that name is never written over.

    Raises:
        InputError: there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ones = numbered(report.findings)
    taken = {sheet.name.casefold() for sheet in book.sheets}
    with xlsxwriter.Workbook(file, options) as target:
        names = _free(_LIST, taken), _free(_ABOUT, taken)
        front, about = target.add_worksheet(names[0]), target.add_worksheet(names[1])
        copies = [
            _Copy(target, sheet, [one for one in ones if one.finding.sheet == sheet.name]) for sheet in book.sheets
        ]
        room, cut = MOST_CELLS, []
        for copy in copies:
            written = copy.write(room)
            room -= written
            if copy.cut_at:
                cut.append(f"シート「{copy.sheet.name}」は行が多いので、{copy.cut_at:,}行目までを写しました。")
        _write_list(target, front, ones, {copy.sheet.name: copy.cut_at for copy in copies})
        _write_about(target, about, [*_told(report, book), *cut])
        front.activate()
    return write_new_file(path, file.getvalue(), ".xlsx", overwrite=False)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _told(report: Report, book: Book) -> list[str]:
    """What a person has to know about the copy."""
    told = [
        f"これは「{book.name}」の写しです。指摘を見るためのもので、直すのは元のファイルです。元のファイルは変えていません。",
        "赤い太線が「違反」、茶色の破線が「要確認」（人が決めること）、青い点線が「参考」です。",
        "セルの右上に印があるときは、マウスを重ねると説明が出ます。",
    ]
    lost = [f"{kind}{count}個" for kind, count in _drawn(book).items()]
    lost += ["マクロ"] if book.macros else []
    if lost:
        told.append(
            f"元のファイルにある{'・'.join(lost)}は、この写しには入れていません。元のファイルには残っています。"
        )
    if any(sheet.choices for sheet in book.sheets):
        told.append("入力規則（プルダウン）は、この写しには入れていません。")
    if any(sheet.comments for sheet in book.sheets):
        told.append("元のコメントは、指摘のないセルだけに写しました。")
    told += [
        *report.notes,
        f"点数: {'・'.join(f'レベル{level} {points}点' for level, points in report.scores.items())}",
    ]
    told.append(REFERENCE)
    return told


def _drawn(book: Book) -> dict[str, int]:
    counts: dict[str, int] = {}
    for sheet in book.sheets:
        for one in sheet.drawings:
            counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def _write_about(target: Any, sheet: Any, told: list[str]) -> None:
    look = target.add_format({"font_name": "Meiryo UI", "font_size": 10, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 76, look)
    for row, sentence in enumerate(told):
        sheet.write_string(row, 0, xml_text(sentence), look)
        sheet.set_row(row, 17.0 * (1 + len(sentence) // _ABOUT_LINE))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_list(target: Any, sheet: Any, ones: tuple[Numbered, ...], cuts: Mapping[str, int]) -> None:
    font = {"font_name": "Meiryo UI", "font_size": 10, "valign": "top", "text_wrap": True, "border": 4}
    head = target.add_format({**font, "bold": True, "bg_color": "#e4e9ef"})
    plain = target.add_format(font)
    link = target.add_format({**font, "font_color": "#1b5e9b", "underline": 1})
    for at, (name, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    for row, one in enumerate(ones, start=1):
        found, about = one.finding, rule(one.finding.rule)
        sheet.write_number(row, 0, one.number, plain)
        words = (found.certainty, found.rule, found.sheet, found.where_ja, found.what_ja, about.fix_ja, about.why_ja)
        for at, word in enumerate(words, start=1):
            sheet.write_string(row, at, xml_text(word)[:_MOST_LETTERS], plain)
        last = cuts.get(found.sheet, 0)
        if found.spans and not (last and found.spans[0].top > last):
            place = f"internal:'{found.sheet.replace(chr(39), chr(39) * 2)}'!{found.spans[0]}"
            sheet.write_url(row, 4, xml_text(place), link, xml_text(found.where_ja))
        longest = max((len(word) / (width / 2 - 1) for word, width in zip(words, _WIDTHS[1:], strict=True)), default=1)
        sheet.set_row(row, min(400.0, 16.5 * (int(longest) + 1)))
    if not ones:
        sheet.write_string(1, 5, "指摘はありません。", plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(ones), 1), len(_HEADS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


@dataclass
class _Copy:
    """One sheet of the copy."""

    target: Any
    sheet: Sheet
    ones: list[Numbered]
    cut_at: int = 0
    """The last row that was copied, where not all were."""
    formats: dict[tuple[int, Certainty | None, type], Any] = field(default_factory=dict)

    def write(self, room: int) -> int:
        """Write the sheet with at most so many cells; returns how many there are."""
        sheet, page = self.sheet, self.target.add_worksheet(self.sheet.name)
        frames = self._frames()
        count = last = 0
        for row, values in enumerate(sheet.rows, start=1):
            if count + len(values) > room:
                break
            count, last = count + len(values), row
            looks = sheet.looks[row - 1] if row <= len(sheet.looks) else ()
            for column in range(1, max(len(values), min(len(looks), 200)) + 1):
                self._cell(page, row, column, frames.pop((row, column), None))
        self.cut_at = last if last < len(sheet.rows) else 0
        for (row, column), kind in frames.items():  # empty cells that are meant, beyond the values
            if not self.cut_at or row <= self.cut_at:
                self._cell(page, row, column, kind)
        self._layout(page)
        self._comments(page)
        if any(one.finding.certainty == "違反" for one in self.ones):
            page.set_tab_color(_FRAMES["違反"][1])
        if sheet.hidden:
            page.hide()
        return count

    def _frames(self) -> dict[tuple[int, int], Certainty]:
        """The kind of frame of each cell; where several findings mean a cell, the gravest."""
        frames: dict[tuple[int, int], Certainty] = {}
        for one in self.ones:  # in the order of their gravity
            for span in one.finding.spans:
                for place in _places(span):
                    frames.setdefault(place, one.finding.certainty)
        return frames

    def _cell(self, page: Any, row: int, column: int, kind: Certainty | None) -> None:
        value = self.sheet.value(row, column)
        formula = self.sheet.formulas.get((row, column))
        look = self._look(row, column, kind, type(value))
        at = row - 1, column - 1
        if formula and len(formula) < 8_000:
            result = value if isinstance(value, int | float | str) else ""
            page.write_formula(*at, xml_text(formula), look, _serial(value) if isinstance(value, date) else result)
        elif value is None:
            if look is not None:
                page.write_blank(*at, None, look)
        elif isinstance(value, bool):
            page.write_boolean(*at, value, look)
        elif isinstance(value, int | float):
            page.write_number(*at, value, look)
        elif isinstance(value, date | time | timedelta):
            self._moment(page, at, value, look)
        else:
            page.write_string(*at, xml_text(str(value))[:_MOST_LETTERS], look)

    def _moment(self, page: Any, at: tuple[int, int], value: date | time | timedelta, look: Any) -> None:
        number = _serial(value)
        if number is None:
            page.write_string(*at, str(value), look)
        else:
            page.write_number(*at, number, look)

    def _look(self, row: int, column: int, kind: Certainty | None, of: type) -> Any:
        looks = self.sheet.looks[row - 1] if row <= len(self.sheet.looks) else ()
        number = looks[column - 1] if column <= len(looks) else -1
        of = of if issubclass(of, date | time | timedelta) else object
        if number < 0 and kind is None and of is object:
            return None
        key = number, kind, of
        if key not in self.formats:
            style = self.sheet.styles[number] if number >= 0 else Style()
            self.formats[key] = self.target.add_format(_properties(style, kind, of))
        return self.formats[key]

    def _layout(self, page: Any) -> None:
        sheet = self.sheet
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column in set(sheet.widths) | sheet.hidden_columns:
            hidden = {"hidden": True} if column in sheet.hidden_columns else {}
            page.set_column(column - 1, column - 1, min(255.0, sheet.widths.get(column, 8.43)), None, hidden)
        for row in sheet.hidden_rows:
            if not self.cut_at or row <= self.cut_at:
                page.set_row(row - 1, None, None, {"hidden": True})
        for span in sheet.merged:
            if span.top == span.bottom and span.left == span.right:
                continue
            if self.cut_at and span.bottom > self.cut_at:
                continue
            kind = next((one.finding.certainty for one in self.ones if span in one.finding.spans), None)
            look = self._look(span.top, span.left, kind, type(sheet.value(span.top, span.left)))
            page.merge_range(span.top - 1, span.left - 1, span.bottom - 1, span.right - 1, "", look)
            self._cell(page, span.top, span.left, kind)

    def _comments(self, page: Any) -> None:
        """What was found at the first cell of each range; a cell that several findings mean has one comment."""
        texts: dict[tuple[int, int], list[str]] = {}
        for one in self.ones:
            for span in one.finding.spans:
                texts.setdefault((span.top, span.left), []).append(_said(one))
        for place, text in self.sheet.comments.items():
            texts.setdefault(place, [text])
        for (row, column), said in texts.items():
            if not self.cut_at or row <= self.cut_at:
                words = "\n\n".join(dict.fromkeys(said))
                lines = sum(1 + len(line) // 24 for line in words[:_MOST_COMMENT].split("\n"))
                page.write_comment(
                    row - 1,
                    column - 1,
                    xml_text(words[:_MOST_COMMENT]),
                    {"author": "表の検査", "width": 300, "height": min(420, 16 * lines + 14), "font_size": 9},
                )


def _said(one: Numbered) -> str:
    about = rule(one.finding.rule)
    return f"{one.number}. {one.finding.certainty} {about.id} {about.title_ja}\n{one.finding.what_ja}\n→ {about.fix_ja}"


def _places(span: Span) -> Iterator[tuple[int, int]]:
    count = 0
    for row in range(span.top, span.bottom + 1):
        for column in range(span.left, span.right + 1):
            yield row, column
            count += 1
            if count >= _MOST_FRAMED:
                return


def _properties(style: Style, kind: Certainty | None, of: type) -> dict[str, Any]:
    told: dict[str, Any] = {"font_name": "Meiryo UI", "font_size": style.size or 11}
    number_format = style.number_format
    if number_format == "General" and of is not object:
        number_format = "yyyy/m/d" if issubclass(of, date) and not issubclass(of, datetime) else "yyyy/m/d h:mm"
        number_format = "[h]:mm" if of in (time, timedelta) else number_format
    told |= {"num_format": number_format, "bold": style.bold, "italic": style.italic, "text_wrap": style.wrap}
    told |= {"underline": 1} if style.underline else {}
    told |= {"font_strikeout": True} if style.strike else {}
    told |= {"font_color": f"#{style.colour}"} if style.colour else {}
    told |= {"bg_color": f"#{style.fill}"} if style.fill else {}
    if style.horizontal in ("left", "center", "right", "fill", "justify", "distributed"):
        told["align"] = style.horizontal
    elif style.horizontal == "centerContinuous":
        told["align"] = "center_across"
    told |= {_SIDES[side]: 1 for side in style.borders if side in _SIDES}
    if kind is not None:
        line, colour = _FRAMES[kind]
        told |= {"border": line, "border_color": colour}
        for side in _SIDES.values():
            told.pop(side, None)
    return told


def _serial(value: object) -> float | None:
    """The number of Excel; None where it has none for that day."""
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    if not isinstance(value, date):
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    passed = moment.replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar
    return passed.total_seconds() / 86_400 if passed.days > 60 else None
