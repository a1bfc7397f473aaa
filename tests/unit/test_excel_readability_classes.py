"""Classes of ways in which offices write the same thing: each form is one, and so is each near miss."""

from __future__ import annotations

import pytest

from kaizen_helpers.excel.opening.model import Sheet
from kaizen_helpers.excel.readability.checking import check_book
from kaizen_helpers.excel.readability.choices import is_ditto, other_with_words, spellings
from kaizen_helpers.excel.readability.period_words import is_period
from kaizen_helpers.excel.readability.roles import nameless
from tests.readability_sheets import book_of, sheet_of

PERIODS = [
    "2025-04",
    "2025/4",
    "R7.4",
    "4月",
    "５月",
    "FY2025",
    "第1四半期",
    "1Q",
    "2025Q1",
    "2025年度第1四半期",
    "令和元年度",
    "7年度",
    "Apr",
    "R7年度末",
]
PAIRS: tuple[tuple[object, object], ...] = (
    ("2025-04", "2025-05"), ("R7.4", "R7.5"), ("FY2024", "FY2025"), ("第1四半期", "第2四半期"),
    (2015, 2020), (2024, 2025),
)  # fmt: skip
EMPTY = [
    "Field2",
    "フィールド2",
    "カラム2",
    "col2",
    "列1",
    "Column1",
    "項目1",
    "データ1",
    "第2項目",
    "3列目",
    "列A",
    "Unnamed:1",
]
OTHERS = (
    "その他：代理",
    "その他、代理",
    "その他→代理",
    "その他 代理",
    "その他（代理）",
    "その他・代理",
    "5.その他[代理]",
)
ALONE = ("その他", "その他の収入", "その他・不明", "その他（不明）", "その他。", "4.その他", "その他雑費")
DITTO = (
    "〃",
    "同左",
    "上に同じ",
    "々",
    "「 」",
    "-〃-",
    "〃（3月）",
    "同 上",
    "ditto",
    "（同上）",
    "～〃～",
    "以下同じ",
)
SAME = (
    ("なし", "無し", "無"), ("実施済", "実施済み"), ("りんご", "リンゴ"), ("ユーザー", "ユーザ"), ("Web", "ＷＥＢ"),
    ("ア 窓口", "ア．窓口", "窓口"), ("取組中", "取り組み中"), ("霞ヶ関", "霞ケ関", "霞が関"), ("3か所", "3ヶ所"),
    ("すべて", "全て"), ("窓口。", "窓口"), ("子供", "子ども"), ("ﾒｰﾙ", "メール"), ("申込", "申し込み", "申込み"),
)  # fmt: skip
OTHER = (
    ("実施", "未実施"), ("あり", "なし"), ("可", "不可"), ("ビル", "ビール"), ("来る", "来ない"), ("1回", "2回"),
    ("利用する", "利用しない"), ("常勤", "非常勤"), ("有料", "無料"), ("対象", "対象外"),
    ("済", "未済"), ("増加", "増"),
)  # fmt: skip


def _broken(rule: str, rows: list[list[object]], *more: Sheet) -> str:
    found = check_book(book_of(sheet_of(rows), *more)).of(rule)
    return " / ".join(one.where_ja for one in found)


@pytest.mark.parametrize("word", PERIODS)
def test_a_time_in_a_heading_is_known(word: str) -> None:
    assert is_period(word)


@pytest.mark.parametrize("word", ["4月目", "May Day", "平成町", "第5年度", "1200", "12", "90年代", "S3保管"])
def test_what_only_begins_like_a_time_is_none(word: str) -> None:
    assert not is_period(word)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_times_side_by_side_are_headings_and_no_data(pair: tuple[object, object]) -> None:
    rows: list[list[object]] = [["市町名", *pair], ["北市", 1, 2], ["南町", 3, 4]]

    assert ("B1:C1", "", "") == tuple(_broken(rule, rows) for rule in ("L3-09", "L3-01", "L1-05"))


@pytest.mark.parametrize("word", EMPTY)
def test_a_heading_that_only_counts_says_nothing(word: str) -> None:
    assert nameless(word)


@pytest.mark.parametrize("word", ["項目", "項目名", "データ数", "列車名", "値", "フィールド調査", "行政区"])
def test_a_heading_with_a_meaning_is_none_of_these(word: str) -> None:
    assert not nameless(word)


@pytest.mark.parametrize("heading", ["経営体数（経営体）", "宿泊者数（人泊）", "漁業者数", "隻数"])
def test_a_count_with_what_it_counts_has_its_unit(heading: str) -> None:
    assert "" == _broken("L3-04", [["市町名", "面積（ha）", heading], ["北市", 5, 3], ["南町", 6, 2]])


def test_a_quantity_without_its_unit_breaks_l3_04() -> None:
    assert "C1" == _broken("L3-04", [["市町名", "面積（ha）", "降水量"], ["北市", 5, 3], ["南町", 6, 2]])


@pytest.mark.parametrize("text", OTHERS)
def test_the_content_of_another_answer_is_seen(text: str) -> None:
    assert other_with_words(text)


@pytest.mark.parametrize("text", ALONE)
def test_another_answer_alone_is_left_alone(text: str) -> None:
    assert not other_with_words(text)


@pytest.mark.parametrize("text", DITTO)
def test_a_mark_for_the_same_is_seen(text: str) -> None:
    assert is_ditto(text)


@pytest.mark.parametrize(
    "text",
    ["-", "ー", "同意", "同居", "上下", "左京区", "同和地区", "佐々木", "・", "()", '"安全第一"', "“見守り”", "々〆ヶ"],
)
def test_a_word_or_a_sign_is_no_mark_for_the_same(text: str) -> None:
    assert not is_ditto(text)


@pytest.mark.parametrize("group", SAME, ids="-".join)
def test_spellings_of_one_answer_meet(group: tuple[str, ...]) -> None:
    ((_best, _others, sure),) = spellings(dict.fromkeys(group, 2))

    assert sure


@pytest.mark.parametrize("group", OTHER, ids="-".join)
def test_different_answers_stay_different(group: tuple[str, ...]) -> None:
    assert [] == spellings(dict.fromkeys(group, 2))


def test_signs_are_explained_by_a_sheet_that_is_named_for_them() -> None:
    rows: list[list[object]] = [
        ["市町名", "人口（人）"],
        ["北市", "X"],
        ["南町", "秘"],
        ["東町", 5],
        ["西町", 6],
        ["中町", 7],
    ]
    legend = sheet_of([["X", "秘匿した値"], ["秘", "公表しない値"]], name="記号の見方")

    assert ("B2:B3", "") == (_broken("L3-03", rows), _broken("L3-03", rows, legend))
