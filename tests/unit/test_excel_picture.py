"""The picture of a sheet: cells as Excel shows them, marks told in words, and texts that cannot break the SVG."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from kaizen_helpers.excel.opening.model import Sheet, Span
from kaizen_helpers.excel.picture import Mark, sheet_picture, shown


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
    ],
    ids=["empty", "thousands", "triangle", "percent", "date", "era"],
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
