"""The picture of a sheet: cells as Excel shows them, marks told in words, and texts that cannot break the SVG."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from kaizen_helpers.excel.opening.model import Drawing, Sheet, Span, Style
from kaizen_helpers.excel.picture import Mark, draw_sheet, sheet_picture, shown
from kaizen_helpers.flow.drawing.canvas import Rect, Text
from tests.golden import check_golden

GOLDENS = Path(__file__).parent / "goldens" / "excel_reports"


def _sheet(*rows: tuple[object, ...], hidden_columns: frozenset[int] = frozenset()) -> Sheet:
    return Sheet("一覧", rows, hidden_columns=hidden_columns)


def _texts(svg: str) -> str:
    return "".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own picture


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (1234567, "#,##0", "1,234,567"),
        (-1200, '#,##0;"▲"#,##0', "▲1,200"),
        (0.125, "0.0%", "12.5%"),
        (date(2023, 4, 1), "yyyy/mm/dd", "2023/04/01"),
        (date(2023, 4, 1), '[$-411]ggge"年"m"月"d"日"', "令和5年4月1日"),
        (date(2023, 4, 1), "General", "2023/4/1"),
        (date(2019, 5, 1), "[$-411]ge.m.d", "R1.5.1"),
        (date(2023, 4, 1), "m/d(aaa)", "4/1(土)"),
        (datetime(2023, 4, 1, 9, 5), "yyyy/m/d h:mm", "2023/4/1 9:05"),  # noqa: DTZ001
        (time(13, 30), "AM/PM h:mm", "午後 1:30"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        (12, '0"人"', "12人"),
        (7, "000000", "000007"),
        (0, "#,##0;▲#,##0;-", "-"),
        (1234567, "#,##0,", "1,235"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        ("佐賀", "@", "佐賀"),
        ("佐賀", '0;-0;0;@"市"', "佐賀市"),
        (5, "[Red]0", "5"),
    ],
    ids=[
        "empty",
        "thousands",
        "triangle",
        "percent",
        "date",
        "era",
        "date as it is",
        "short era",
        "weekday",
        "moment",
        "afternoon",
        "span",
        "unit",
        "zeros",
        "a sign for zero",
        "in thousands",
        "binary fraction",
        "boolean",
        "text",
        "text with a word",
        "colour",
    ],
)
def test_a_cell_is_shown_by_its_number_format(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_text_with_markup_and_control_characters_stays_a_text() -> None:
    svg = sheet_picture(_sheet(("<script>&", "甲\x00\x0b乙"), ("品名", 1)))
    assert "<script" not in svg
    assert "<script>&" in _texts(svg)


def test_a_mark_is_told_by_its_label_and_its_kind_in_words() -> None:
    texts = _texts(sheet_picture(_sheet(("品名", "数"), ("机", 2)), marks=[Mark(Span(2, 2, 2, 2), "7", "要確認")]))
    assert "7" in texts
    assert "要確認" in texts


def test_marks_of_different_kinds_have_different_lines_and_a_legend() -> None:
    kinds: tuple[Literal["違反", "要確認", "参考"], ...] = ("違反", "要確認", "参考")
    marks = [Mark(Span(2, place, 2, place), str(place), kind) for place, kind in enumerate(kinds, 1)]
    svg = sheet_picture(_sheet(("品名", "数", "値"), ("机", 2, 3)), marks=marks)
    assert svg.count("stroke-dasharray") == 4  # the frame and its sample in the legend; 違反 is a whole line
    assert all(kind in _texts(svg) for kind in kinds)


def test_the_legend_can_say_what_the_marks_mean_here() -> None:
    drawn = draw_sheet(_sheet(("品名",)), marks=[Mark(Span(1, 1, 1, 1), "直", "参考")], legend_ja={"参考": "直した"})
    assert "直した" in {item.text for item in drawn.items if isinstance(item, Text)}


def test_a_merged_range_is_one_box_with_its_text_once() -> None:
    plain, merged = (
        draw_sheet(replace(_sheet(("題名", None), ("品名", "数")), merged=spans)) for spans in ((), (Span(1, 1, 1, 2),))
    )
    boxes = [sum(isinstance(item, Rect) for item in picture.items) for picture in (plain, merged)]
    assert boxes[0] - boxes[1] == 1
    assert [item.text for item in merged.items if isinstance(item, Text)].count("題名") == 1


def test_a_line_break_in_a_cell_is_seen() -> None:
    assert "机↵椅子" in _texts(sheet_picture(_sheet(("品名", "数"), ("机\n椅子", 2))))


def test_an_empty_sheet_is_told_as_empty() -> None:
    assert "空のシートです。" in _texts(sheet_picture(_sheet()))


def test_the_picture_of_a_sheet() -> None:
    sheet = replace(
        _sheet(
            ("調査の結果", None, None), ("課", "件数", "日付"), ("総務課", -1200, date(2026, 4, 1)), ("税務課", 0, None)
        ),
        styles=(Style(), Style(bold=True, fill="FFF2CC", borders="tblr"), Style(number_format="#,##0;▲#,##0")),
        looks=((0, 0, 0), (1, 1, 1), (0, 2, 0), (0, 2, 0)),
        merged=(Span(1, 1, 1, 3),),
        drawings=(Drawing("グラフ", 3, 1),),
    )
    check_golden(GOLDENS / "picture.svg", sheet_picture(sheet, marks=[Mark(Span(3, 2, 3, 2), "1")]))


def test_a_hidden_column_is_not_drawn() -> None:
    sheet = _sheet(("品名", "内緒", "数"), ("机", "秘", 2), hidden_columns=frozenset({2}))
    texts = _texts(sheet_picture(sheet))
    assert "内緒" not in texts
    assert "数" in texts


def test_a_window_shows_only_its_rows() -> None:
    texts = _texts(sheet_picture(_sheet(*((f"行{n}の名", n) for n in range(1, 21))), rows=(5, 8)))
    assert "行5の名" in texts
    assert "行8の名" in texts
    assert "行4の名" not in texts
    assert "行9の名" not in texts
