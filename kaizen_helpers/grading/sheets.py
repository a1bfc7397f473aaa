"""Draw the three sheets of the instructor's workbook: 「点数」「つまずき」「読み方」.

Every text is written as text and every number as number; nothing is ever a formula or a link.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kaizen_helpers.checkers.engine import Exercise, Outcome
from kaizen_helpers.grading.results import withheld
from kaizen_helpers.grading.summary import Row, Stumble, state_of, total, withheld_word

__all__ = ["clean", "workbook"]

_FONT = {"font_name": "Yu Gothic", "font_size": 10, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#B8C2CC"}
_HEAD = {**_FONT, **_LINE, "bold": True, "bg_color": "#1F3F5F", "font_color": "#FFFFFF", "align": "center"}
_COLOURS = {
    "○": "#E2F2E7",
    "△": "#FFF1D6",
    "◇": "#FFE3C2",
    "－": "#F0F0F0",
    "！": "#FBE3E3",
    "？": "#E1E9F8",
    "▷": "#ECE6F7",
    "▶": "#ECE6F7",
}
_NOT_HANDED_IN = "未提出"
_A4 = 9

_OUTCOMES = (
    (Outcome.CORRECT, "できた"),
    (Outcome.INCORRECT, "もう一歩"),
    (Outcome.UNATTEMPTED, "未着手"),
    (Outcome.ERROR, "途中で止まった"),
    (Outcome.WAITING, "講師が見る"),
    (Outcome.AUTHOR_ERROR, "確認中"),
)
HOW_TO_READ = (
    ("この表について", "結果は学びのためのものです。人事の評価には使いません。"),
    ("点", "点は、提出された答えの記録から採点したものです。ノートブックの中で表示される点は参考です。"),
    ("○ できた", "その演習のねらいに届いています。"),
    ("△ もう一歩", "途中まで届いています。「つまずき」のシートに、講師から伝えることがあります。"),
    ("◇ 一緒に見よう", "3回以上試しています。声をかけて、一緒に見てください。"),
    ("－ 未着手", "まだ答えがありません。答えが届いていないこともあるので、備考も見てください。"),
    ("！ 途中で止まりました", "受講者のコードが途中で止まりました。"),
    ("▷ 講師が見ます", "文章の答えです。画面の「Formgrader」か --mark で点を入れるまで、点は「採点待ち」です。"),
    ("▶ 講師が見ました", "講師が点を入れた演習です。答えが変わらなければ、採点し直しても点は残ります。"),
    ("？ 確認中", "教材側の不具合で点を保留しています。採点のときに --mark で点を決めると、確認がすみます。"),
    ("必修と自習", "必修は当日の演習です。自習は当日の後に取り組むもので、合計は別にしています。"),
    ("ヒント・試した回数", "何回使っても、点は変わりません。"),
    ("見本から続けた", "見本を使って先へ進んだ演習です。見本の前の答えで採点しています。"),
    ("提出", "使っている提出の作成時刻です。2回以上の提出は、作成時刻の新しいものを使っています。"),
    ("割合", "提出した人のうち、そのつまずきがあった人の割合です。"),
    ("名簿", "座席番号と氏名の対応は、講師の手元の名簿だけにあります。このファイルも同じように扱ってください。"),
)


def clean(text: str, longest: int = 2000) -> str:
    """Text that a workbook can hold: no control characters, no half character pairs, not too long."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
    return text.encode("utf-8", "replace").decode("utf-8")[:longest]


def workbook(
    module: str,
    known: Sequence[Exercise],
    rows: Sequence[Row],
    found: Sequence[Stumble],
    named: bool,
    moment: datetime,
) -> bytes:
    """The workbook as bytes.

    Args:
        module: for example ``01_flow``.
        known: the module's exercises.
        rows: every seat.
        found: the class's mistakes.
        named: whether there is a roster.
        moment: when the report is made.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{module} 採点結果", "created": moment.replace(tzinfo=None)})
        _Points(book, module, known, named, moment).draw(rows)
        _stumbles(book, module, known, rows, found)
        _how_to_read(book)
    return buffer.getvalue()


def _sheet(book: Any, name: str, widths: Sequence[float], repeat: tuple[int, int] | None) -> Any:
    """A sheet that prints on A4 landscape, as wide as one page."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{name}&R&P / &N")
    sheet.hide_gridlines(2)
    if repeat:
        sheet.repeat_rows(*repeat)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return sheet


def _width(text: str) -> int:
    """Columns that a text takes up: a Japanese character is two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _height(text: str, width: float, least: float = 18) -> float:
    """Height of a row in points that shows a wrapped text in a column so wide."""
    lines = sum(max(1, -(-_width(line) // max(1, int(width) - 1))) for line in text.split("\n"))
    return max(least, 3 + 15 * lines)


class _Points:
    """「点数」: one row a seat."""

    _TOP = 4
    """The row of the first heading; the class's summary stands above."""

    def __init__(self, book: Any, module: str, known: Sequence[Exercise], named: bool, moment: datetime) -> None:
        self.module, self.named, self.moment = module, named, moment
        self.exercises = [*(e for e in known if e.required), *(e for e in known if not e.required)]
        self.required = [e for e in self.exercises if e.required]
        self.head = book.add_format({**_HEAD, "text_wrap": True})
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 14})
        self.plain = book.add_format(_FONT)
        self.seat = book.add_format({**_FONT, **_LINE, "bold": True, "align": "center"})
        self.text = book.add_format({**_FONT, **_LINE, "text_wrap": True, "indent": 1})
        figure = {**_FONT, **_LINE, "num_format": "0.0_ ", "align": "right"}
        self.number = book.add_format(figure)
        self.sum = book.add_format({**figure, "bold": True})
        self.missing = book.add_format({**_FONT, **_LINE, "indent": 1, "font_color": "#595959", "bg_color": "#F0F0F0"})
        self.states = {
            symbol: book.add_format({**_FONT, **_LINE, "bg_color": colour, "align": "left", "indent": 1})
            for symbol, colour in _COLOURS.items()
        }
        self.headings = self._headings()
        self.sheet = _sheet(book, "点数", [width for _, _, width in self.headings], (self._TOP, self._TOP + 1))

    def _headings(self) -> list[tuple[str, str, float]]:
        """(heading, heading below it, width) of every column."""
        columns: list[tuple[str, str, float]] = [("席", "", 5)]
        if self.named:
            columns.append(("氏名", "", 15))
        for exercise in self.exercises:
            kind = "必修" if exercise.required else "自習"
            columns += [
                (f"{exercise.code} {exercise.title}\n（{kind}）", "状態", 15.5),
                ("", f"点\n（{exercise.points:g}満点）", 8.5),
            ]
            if self.required and exercise is self.required[-1]:
                columns.append(("必修の合計", f"（{sum(e.points for e in self.required):g}満点）", 10))
        others = [e for e in self.exercises if not e.required]
        if others:
            columns.append(("自習の合計", f"（{sum(e.points for e in others):g}満点）", 10))
        return [*columns, ("提出", "", 18), ("備考", "", 50)]

    def draw(self, rows: Sequence[Row]) -> None:
        self._draw_summary(rows)
        self._draw_headings()
        for number, row in enumerate(rows, self._TOP + 2):
            self._draw_row(number, row)
        last = self._TOP + 1 + max(1, len(rows))
        self.sheet.autofilter(self._TOP + 1, 0, last, len(self.headings) - 1)
        self.sheet.freeze_panes(self._TOP + 2, 2 if self.named else 1)

    def _draw_summary(self, rows: Sequence[Row]) -> None:
        absent = [row for row in rows if row.graded is None and not row.handed_in]
        graded = sum(row.graded is not None for row in rows)
        lines = [
            (self.title, f"{self.module} 採点結果"),
            (self.plain, f"作成 {self.moment:%Y/%m/%d %H:%M}　採点した提出 {graded}席　結果は学びのためのもので、"
             "人事の評価には使いません。"),
        ]  # fmt: skip
        if self.named:
            seats = "、".join(row.seat for row in absent) or "ありません"
            lines.append((self.plain, f"未提出（{len(absent)}席）: {seats}"))
        else:
            lines.append((self.plain, "名簿（座席番号と氏名）を --roster で指定すると、氏名と未提出の席も出ます。"))
        unread = len(withheld([row.graded for row in rows if row.graded], Outcome.WAITING))
        if unread:
            lines.append((self.plain, f"講師が点を入れるのを待っている答え: {unread}件（▷ の演習）"))
        for number, (form, text) in enumerate(lines):
            self.sheet.write_string(number, 0, clean(text), form)
        self.sheet.set_row(0, 24)

    def _draw_headings(self) -> None:
        self.sheet.set_row(self._TOP, 34)
        self.sheet.set_row(self._TOP + 1, 34)
        column = 0
        while column < len(self.headings):
            above, below, _ = self.headings[column]
            if not below:
                self.sheet.merge_range(self._TOP, column, self._TOP + 1, column, above, self.head)
            elif below == "状態":
                self.sheet.merge_range(self._TOP, column, self._TOP, column + 1, above, self.head)
                self.sheet.write_string(self._TOP + 1, column, below, self.head)
                self.sheet.write_string(self._TOP + 1, column + 1, self.headings[column + 1][1], self.head)
                column += 1
            else:
                self.sheet.write_string(self._TOP, column, above, self.head)
                self.sheet.write_string(self._TOP + 1, column, below, self.head)
            column += 1

    def _draw_row(self, number: int, row: Row) -> None:
        cells: list[tuple[str | float, Any]] = [(row.seat, self.seat)]
        if self.named:
            cells.append((row.name, self.text))
        for exercise in self.exercises:
            cells += self._exercise(row, exercise)
            if self.required and exercise is self.required[-1]:
                cells.append(self._total(row, True))
        if len(self.exercises) > len(self.required):
            cells.append(self._total(row, False))
        notes = "\n".join(row.notes)
        cells.append((row.handed_in or _NOT_HANDED_IN, self.text if row.handed_in else self.missing))
        cells.append((notes, self.text))
        for column, (value, form) in enumerate(cells):
            if isinstance(value, str):
                self.sheet.write_string(number, column, clean(value), form)
            else:
                self.sheet.write_number(number, column, value, form)
        heights = [
            _height(text, width) for text, (_, _, width) in zip((row.handed_in, notes), self.headings[-2:], strict=True)
        ]
        self.sheet.set_row(number, max(heights))

    def _exercise(self, row: Row, exercise: Exercise) -> list[tuple[str | float, Any]]:
        judged = row.graded.exercises.get(exercise.id) if row.graded else None
        if judged is None:
            return [("", self.missing), ("", self.missing)]
        symbol, word = state_of(judged)
        points = withheld_word([judged]) if judged.points is None else judged.points
        return [(f"{symbol} {word}", self.states[symbol]), (points, self.number)]

    def _total(self, row: Row, required: bool) -> tuple[str | float, Any]:
        if row.graded is None:
            return "", self.missing
        points = total(row.graded, self.exercises, required)
        if points is None:
            counted = (row.graded.exercises.get(e.id) for e in self.exercises if e.required is required)
            return withheld_word(item for item in counted if item), self.sum
        return points, self.sum


def _stumbles(book: Any, module: str, known: Sequence[Exercise], rows: Sequence[Row], found: Sequence[Stumble]) -> None:
    """「つまずき」: how the class stands by exercise, then its mistakes with what to tell the room."""
    widths = (10, 34, 10, 12, 12, 14, 12, 12, 70)
    last = len(widths) - 1
    head = book.add_format({**_HEAD, "text_wrap": True})
    title = book.add_format({**_FONT, "bold": True, "font_size": 14})
    plain = book.add_format(_FONT)
    text = book.add_format({**_FONT, **_LINE, "text_wrap": True, "indent": 1})
    count = book.add_format({**_FONT, **_LINE, "num_format": "0_ "})
    share = book.add_format({**_FONT, **_LINE, "num_format": "0%_ "})
    graded = [row.graded for row in rows if row.graded is not None]
    sheet = _sheet(book, "つまずき", widths, None)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, f"{module} つまずきの集計", title)
    sheet.write_string(1, 0, f"採点した提出 {len(graded)}席。割合は、提出した人のうちの割合です。", plain)
    for column, name in enumerate(("演習", "題", *(word for _, word in _OUTCOMES), "できた人の割合")):
        sheet.write_string(3, column, name, head)
    line = 4
    for exercise in known:
        outcomes = Counter(item.exercises[exercise.id].outcome for item in graded if exercise.id in item.exercises)
        sheet.write_string(line, 0, exercise.code, text)
        sheet.write_string(line, 1, exercise.title, text)
        for column, (outcome, _) in enumerate(_OUTCOMES, 2):
            sheet.write_number(line, column, outcomes[outcome.value], count)
        if exercise.rubric:
            sheet.write_string(line, last, "講師が見る演習です", text)
        else:
            sheet.write_number(line, last, outcomes[Outcome.CORRECT.value] / max(1, len(graded)), share)
        line += 1
    _bars(sheet, 4, line - 1, last, "#9CC9AC")
    line += 1
    sheet.write_string(line, 0, "多いつまずきから順に、部屋のみなさんへ伝えることを並べています。", plain)
    line += 1
    for column, name in enumerate(("演習", "つまずき", "人数", "割合")):
        sheet.write_string(line, column, name, head)
    sheet.merge_range(line, 4, line, last, "講師から伝えること", head)
    sheet.repeat_rows(line)
    first = line = line + 1
    for item in found:
        sheet.write_string(line, 0, item.exercise, text)
        sheet.write_string(line, 1, clean(item.mistake), text)
        sheet.write_number(line, 2, item.count, count)
        sheet.write_number(line, 3, item.share, share)
        sheet.merge_range(line, 4, line, last, "", text)
        sheet.write_string(line, 4, clean(item.remedy), text)
        sheet.set_row(line, _height(item.remedy, sum(widths[4:])))
        line += 1
    if found:
        _bars(sheet, first, line - 1, 3, "#F0C987")
    else:
        sheet.write_string(line, 0, "記録されたつまずきはありません。", plain)


def _bars(sheet: Any, first: int, last: int, column: int, colour: str) -> None:
    rule = {"type": "data_bar", "bar_solid": True, "bar_color": colour, "min_type": "num", "min_value": 0}
    rule |= {"max_type": "num", "max_value": 1}
    sheet.conditional_format(first, column, last, column, rule)


def _how_to_read(book: Any) -> None:
    """「読み方」: what the words mean, and what the table is for."""
    widths = (26, 100)
    sheet = _sheet(book, "読み方", widths, None)
    title = book.add_format({**_FONT, "bold": True, "font_size": 14})
    word = book.add_format({**_FONT, **_LINE, "bold": True, "text_wrap": True})
    text = book.add_format({**_FONT, **_LINE, "text_wrap": True})
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, "この表の読み方", title)
    for number, (term, meaning) in enumerate(HOW_TO_READ, 2):
        sheet.write_string(number, 0, term, word)
        sheet.write_string(number, 1, meaning, text)
        sheet.set_row(number, _height(meaning, widths[1], 22))
