"""Numbers, text and tables beside what was expected; what differs is named, what was expected is not told."""

from __future__ import annotations

import math
import time
import unicodedata
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.answers import snapshot
from kaizen_helpers.checkers.compare import (
    FrameDifference,
    Question,
    Reading,
    first_frame_difference,
    first_text_difference,
    normal_text,
    read_number,
    same_number,
    visible,
)

# ------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("a", "b", "tolerance", "expected"),
    [
        (60, 60.0, 0, True),
        (1.1, 1, 0.1, True),
        (1.1000001, 1, 0.1, False),
        (0.1 + 0.2, 0.3, 0, False),
        (0.1 + 0.2, 0.3, 1e-9, True),
        (-0.0, 0, 0, True),
        (math.nan, math.nan, 9, False),
        (math.inf, math.inf, 0, True),
        (math.inf, 10**400, 1, False),
        (10**400, 10**400 + 1, 1, True),
        (Decimal("1.5"), 1.5, 0, True),
        (Decimal("NaN"), 1, 0, False),
        (True, 1, 0, False),
        ("1", 1, 0, False),
        (None, 0, 0, False),
    ],
)
def test_numbers_are_compared_as_they_are_written(a: Any, b: Any, tolerance: float, expected: bool) -> None:
    assert expected is same_number(a, b, tolerance)
    assert expected is same_number(b, a, tolerance)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("30", "分", 30),
        ("３０", "分", 30),
        ("30分", "分", 30),
        (" 30 分 ", "分", 30),
        ("約30分", "分", 30),
        ("30分くらい", "分", 30),
        ("だいたい３０分です", "分", 30),
        ("1,200件", "件", 1200),
        ("１，２００件", "件", 1200),
        ("1、200件", "件", 1200),
        ("12,345,678", "", 12345678),
        ("１．５", "時間", 1.5),
        ("１．５時間", "時間", 1.5),
        ("1時間半", "時間", 1.5),
        ("▲500", "円", -500),
        ("△500円", "円", -500),
        ("-500", "円", -500),
        ("－５００", "円", -500),
        ("マイナス5", "", -5),
        ("三十", "分", 30),
        ("千二百", "件", 1200),
        ("一万二千", "件", 12000),
        ("1万2千", "件", 12000),
        ("二〇", "件", 20),
        ("1.5万円", "円", 15000),
        ("￥1,000", "円", 1000),
        ("20名", "人", 20),
        ("3ヶ所", "か所", 3),
        ("50％", "%", 50),
        (30, "分", 30),
        (30.0, "分", 30),
        (0.5, "時間", 0.5),
        ("0", "件", 0),
    ],
)
def test_a_number_is_read_the_way_people_type_it(typed: Any, unit: str, value: float) -> None:
    reading = read_number(typed, unit)

    assert isinstance(reading, Reading), reading
    assert (value, type(value), unit) == (reading.value, type(reading.value), reading.unit)


@pytest.mark.parametrize(
    ("typed", "unit", "minutes"),
    [("1時間", "分", 60), ("1時間30分", "分", 90), ("1.5時間", "分", 90), ("1時間半", "分", 90), ("90秒", "分", 1.5)],
)
def test_time_is_converted_only_when_the_exercise_asks(typed: str, unit: str, minutes: float) -> None:
    converted = read_number(typed, unit, convert=True)

    assert isinstance(converted, Reading)
    assert (minutes, unit) == (converted.value, converted.unit)
    assert Question(f"ここは分を入れる欄です。「{typed}」を分の数で入れ直してください。") == read_number(typed, unit)


@pytest.mark.parametrize(
    ("typed", "unit", "note"),
    [
        ("30", "分", ""),
        ("30分", "分", ""),
        ("３０", "分", ""),
        ("1,200件", "件", ""),
        ("3人日", "人日", ""),
        ("約30分", "分", "「約30分」を30分と読みました。"),
        ("三十分", "分", "「三十分」を30分と読みました。"),
        ("▲500", "円", "「▲500」を-500円と読みました。"),
        ("1万2千", "件", "「1万2千」を12000件と読みました。"),
    ],
)
def test_a_free_reading_says_how_it_was_read(typed: str, unit: str, note: str) -> None:
    reading = read_number(typed, unit)

    assert isinstance(reading, Reading)
    assert note == reading.note_ja


@pytest.mark.parametrize(
    ("typed", "unit", "question"),
    [
        ("３〜５分", "分", "「３〜５分」は幅のある書き方です。ふだんの数を1つだけ入れてください。"),
        ("3-5分", "分", "「3-5分」は幅のある書き方です。ふだんの数を1つだけ入れてください。"),
        ("3分から5分", "分", "「3分から5分」は幅のある書き方です。ふだんの数を1つだけ入れてください。"),
        ("二、三件", "件", "「二、三件」を数として読み取れませんでした。件の数を入れてください。"),
        ("月20件", "件", "「月20件」に「月」が付いています。この欄には、件の数だけを入れてください。"),
        ("20件/日", "件", "「20件/日」に「あたり」が付いています。この欄には、件の数だけを入れてください。"),
        ("20人", "件", "ここは件を入れる欄です。「20人」を件の数で入れ直してください。"),
        ("3日", "分", "ここは分を入れる欄です。「3日」を分の数で入れ直してください。"),
        ("10件と5件", "件", "「10件と5件」を数として読み取れませんでした。件の数を入れてください。"),
        ("10件5件", "件", "「10件5件」には数が2つあります。1つだけ入れてください。"),
        ("不明", "分", "「不明」を数として読み取れませんでした。分の数を入れてください。"),
        ("1,20", "", "「1,20」を数として読み取れませんでした。数を入れてください。"),
        ("9" * 30, "", "「9999999999999999999…」は桁の多すぎる数です。入れた数を確かめてください。"),
        (math.nan, "分", "数として読み取れませんでした。分の数を入れてください。"),
        (True, "分", "数として読み取れませんでした。分の数を入れてください。"),
        ([], "", "数として読み取れませんでした。数を入れてください。"),
    ],
)
def test_what_stays_open_is_asked_back(typed: Any, unit: str, question: str) -> None:
    assert Question(question) == read_number(typed, unit)


@pytest.mark.parametrize("typed", [None, "", " ", "\u3000\n"])
def test_nothing_typed_is_nothing(typed: Any) -> None:
    assert read_number(typed) is None


pieces = st.sampled_from([*"0123456789０１.,、〜~-－▲約半一二十百千万億〇/￥%", "時間", "分", "件", "くらい", " "])


@given(st.text() | st.lists(pieces, max_size=12).map("".join), st.sampled_from(["", "分", "件"]), st.booleans())
def test_reading_never_fails_whatever_is_typed(typed: str, unit: str, convert: bool) -> None:
    found = read_number(typed, unit, convert=convert)

    if isinstance(found, Reading):
        assert type(found.value) in (int, float)
        assert math.isfinite(found.value)
    else:
        assert found is None or found.text_ja.endswith("。")


@given(st.integers(-(10**14), 10**14))
def test_every_whole_number_is_read_in_all_its_dresses(number: int) -> None:
    for text in (str(number), f"{number:,}", unicodedata.normalize("NFKC", f"約{number}件"), f"{number:,} 件"):
        reading = read_number(text, "件")
        assert isinstance(reading, Reading)
        assert number == reading.value


# ------------------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("text", "normal"),
    [(" ＡＢＣ　課 ", "abc 課"), ("ｶﾅ", "カナ"), ("電子\u200b申請", "電子申請"), ("２　３\n４", "2 3 4")],
)
def test_free_text_is_compared_without_width_blanks_and_case(text: str, normal: str) -> None:
    assert normal == normal_text(text)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normal_text(text)
    assert once == normal_text(once)


@pytest.mark.parametrize(
    ("expected", "actual", "said"),
    [
        ("氏名", "氏名", None),
        ("氏名", "氏名\u3000", "「氏名□」の終わりに全角の空白が入っています。"),
        ("氏名", " 氏名", "「␠氏名」の先頭に半角の空白が入っています。"),
        ("氏名", " 氏名 ", "「␠氏名␠」の前後に半角の空白が入っています。"),
        ("山田太郎", "山田\u3000太郎", "「山田□太郎」の途中に全角の空白が入っています。"),
        ("山田\u3000太郎", "山田 太郎", "「山田␠太郎」の空白の種類（全角・半角）が違います。"),
        ("山田\u3000太郎", "山田太郎", "「山田太郎」に空白が足りません。"),
        ("A1", "Ａ１", "「Ａ１」の全角と半角が違います。"),
        ("Excel", "excel", "「excel」の大文字と小文字が違います。"),
        ("A課", "ａ\u3000課", "「ａ□課」の文字の種類（全角・半角、大文字・小文字、空白）が違います。"),
        ("電子申請", "電子\u200b申請", "「電子␣申請」に目に見えない文字が入っています。"),
        ("照合する", "照会する", "「照会する」の2文字目からが違います。"),
        ("照合する", "照合", "「照合」の後に、続きが足りません。"),
        ("照合", "照合する", "「照合する」の3文字目から後が余分です。"),
        ("照合", "", "まだ何も入っていません。"),
    ],
)
def test_the_difference_of_two_texts_is_named(expected: str, actual: str, said: str | None) -> None:
    assert said == first_text_difference(expected, actual)


def test_two_names_that_nfc_would_merge_stay_different() -> None:
    assert first_text_difference("神", "\ufa19") is not None


def test_blanks_are_drawn() -> None:
    assert visible(" \u3000\t\n\u200b") == "␠□⇥⏎␣"


# ------------------------------------------------------------------------------- tables


def table(rows: int = 150, **changes: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "番号": [f"K-{n:03}" for n in range(1, rows + 1)],
            "氏名": [f"職員{n}" for n in range(1, rows + 1)],
            "件数": list(range(rows)),
            "率": [n / 7 for n in range(rows)],
        }
        | changes
    )


def changed(row: int, column: str, value: Any) -> pd.DataFrame:
    frame = table().astype(object)
    frame.loc[row, column] = value
    return frame


@pytest.mark.parametrize("how", [{"key": "番号"}, {"order_matters": True}, {}])
def test_equal_tables_have_no_difference(how: Any) -> None:
    assert first_frame_difference(table(), table(), **how) is None


@pytest.mark.parametrize("how", [{"key": "番号"}, {"order_matters": True}, {}])
def test_a_difference_in_the_last_of_150_rows_is_found(how: Any) -> None:
    found = first_frame_difference(table(), changed(149, "件数", 9999), **how)

    row = "「K-150」" if "key" in how else "150行目"
    assert found == FrameDifference(
        "value", f"{row}の列「件数」: 今の値「9999」が違います。", column="件数", row=row, count=1
    )


def test_the_number_of_differing_rows_is_told() -> None:
    actual = table()
    actual.loc[140:, "件数"] = 0

    found = first_frame_difference(table(), actual, key="番号")

    assert found is not None
    assert (found.count, found.row) == (10, "「K-141」")
    assert found.message_ja == "「K-141」の列「件数」: 今の値「0」が違います。違いのある行は10行です。"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("氏名", "職員５", "「職員５」の全角と半角が違います。"),
        ("氏名", "職員5\u3000", "「職員5□」の終わりに全角の空白が入っています。"),
        ("氏名", None, "値が空です。"),
        ("件数", "4", "「4」が数ではなく文字として入っています。"),
        ("氏名", 5, "「5」が文字ではなく数として入っています。"),
        ("件数", True, "今の値「True」が違います。"),
    ],
)
def test_the_kind_of_difference_in_a_cell_is_named(column: str, value: Any, said: str) -> None:
    found = first_frame_difference(table(), changed(4, column, value), key="番号")

    assert found is not None
    assert f"「K-005」の列「{column}」: {said}" == found.message_ja


def test_true_is_not_one_but_one_point_zero_is() -> None:
    one = pd.DataFrame({"a": [1]})

    assert first_frame_difference(one, pd.DataFrame({"a": [True]})) is not None
    assert first_frame_difference(one, pd.DataFrame({"a": [1.0]})) is None


def test_all_kinds_of_missing_are_the_same() -> None:
    expected = pd.DataFrame({"a": [None] * 4}, dtype=object)
    actual = pd.DataFrame({"a": pd.Series([math.nan, pd.NA, pd.NaT, None], dtype=object)})

    assert first_frame_difference(expected, actual) is None


@pytest.mark.parametrize("how", [{"key": "番号"}, {"order_matters": True}, {}])
def test_numbers_within_the_tolerance_are_the_same_in_every_way_of_comparing(how: Any) -> None:
    near = table(率=[round(n / 7, 3) for n in range(150)])

    assert first_frame_difference(table(), near, tolerance=0.001, **how) is None
    assert first_frame_difference(table(), near, **how) is not None


def test_rows_in_another_order_count_only_where_the_task_says_so() -> None:
    turned = table().iloc[::-1]

    assert first_frame_difference(table(), turned) is None
    assert first_frame_difference(table(), turned, key="番号") is None
    hows: list[Any] = [{"key": "番号"}, {}]
    for how in hows:
        found = first_frame_difference(table(), turned, order_matters=True, **how)
        assert found is not None
        assert (found.kind, found.message_ja) == ("row_order", "行の順番が違います。1行目から確かめてください。")


def test_the_index_is_not_compared() -> None:
    assert first_frame_difference(table(), table().set_index(pd.Index(range(500, 650)))) is None


@pytest.mark.parametrize(
    ("actual", "kind", "said"),
    [
        (table().iloc[:-2], "row_missing", "「K-149」の行がありません。足りない行は2行です。"),
        (table(151), "row_extra", "「K-151」の行は、求める表にはありません。"),
        (pd.concat([table(), table().iloc[[9]]]), "key_repeated", "「K-010」の行が2つ以上あります。"),
        (changed(2, "番号", "Ｋ-003"), "row_extra", "「Ｋ-003」の全角と半角が違います。"),
    ],
)
def test_rows_too_few_too_many_or_repeated_are_named_by_key(actual: Any, kind: str, said: str) -> None:
    found = first_frame_difference(table(), actual, key="番号")

    assert found is not None
    assert (kind, said) == (found.kind, found.message_ja)


@pytest.mark.parametrize("how", [{"order_matters": True}, {}])
def test_without_a_key_the_number_of_rows_is_told(how: Any) -> None:
    few = first_frame_difference(table(), table().iloc[:100], **how)
    many = first_frame_difference(table(), table(151), **how)

    assert few == FrameDifference("row_missing", "行が足りません。今は100行です。", count=50)
    assert many == FrameDifference("row_extra", "行が余分です。今は151行あります。", count=1)


def test_a_row_like_no_other_is_told_by_its_place() -> None:
    actual = changed(149, "件数", -1)
    actual.loc[149, "氏名"] = "だれか"

    found = first_frame_difference(table(), actual)

    assert found is not None
    assert found.message_ja == "150行目が、求める表のどの行とも合いません。"


def test_repeated_rows_are_counted() -> None:
    expected = pd.DataFrame({"a": [1, 1, 2]})

    assert first_frame_difference(expected, pd.DataFrame({"a": [1, 2, 1]})) is None
    assert first_frame_difference(expected, pd.DataFrame({"a": [1, 2, 2]})) is not None


@pytest.mark.parametrize(
    ("columns", "kind", "said"),
    [
        (["番号", "氏名\u3000", "件数", "率"], "column_name", "列の名前「氏名□」の終わりに全角の空白が入っています。"),
        (["番号", "氏名", "件数"], "column_missing", "列「率」がありません。"),
        (["番号", "氏名", "件数", "率", "メモ"], "column_extra", "列「メモ」が余分です。"),
        (["番号", "氏名", "件数", "率", "率"], "column_extra", "同じ名前の列「率」が2つ以上あります。"),
        (["番号", "件数", "氏名", "率"], "column_order", "列の順番が違います。「件数」の位置を確かめてください。"),
    ],
)
def test_differences_of_the_columns_are_named(columns: list[str], kind: str, said: str) -> None:
    base = table(3)
    actual = pd.concat([base.get(name.strip(), base["番号"]) for name in columns], axis=1)
    actual.columns = columns

    found = first_frame_difference(table(3), actual, column_order_matters=True)

    assert found is not None
    assert (kind, said) == (found.kind, found.message_ja)


def test_column_order_and_dtypes_count_only_where_asked() -> None:
    other = table()[["率", "件数", "氏名", "番号"]].astype({"件数": "float64"})

    assert first_frame_difference(table(), other, key="番号") is None
    found = first_frame_difference(table(), other, key="番号", dtypes_matter=True)
    assert found == FrameDifference("dtype", "列「件数」の型が違います。今は小数の列になっています。", column="件数")


def test_a_table_without_rows_or_columns_is_compared_too() -> None:
    assert first_frame_difference(pd.DataFrame(), pd.DataFrame()) is None
    assert first_frame_difference(table(0), table(0), key="番号") is None
    assert first_frame_difference(pd.DataFrame(), pd.DataFrame({"a": [1]})) is not None


cells = st.integers(-3, 3) | st.sampled_from(["甲", "乙", "甲 ", "4"]) | st.none() | st.booleans()
rows = st.lists(st.tuples(cells, cells), max_size=5)


@given(rows, rows, st.sampled_from([{}, {"order_matters": True}, {"key": "b"}, {"tolerance": 0.5}]))
def test_there_is_a_difference_exactly_when_the_tables_differ(a: Any, b: Any, how: Any) -> None:
    def frame(values: Any) -> pd.DataFrame:
        columns = {"a": [x for x, _ in values], "b": [y for _, y in values]}
        return pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in columns.items()})

    def ruler(values: Any) -> list[str]:
        return [repr(row) for row in values] if "order_matters" in how else sorted(repr(row) for row in values)

    found = first_frame_difference(frame(a), frame(b), **how)

    if "key" in how and (len({repr(y) for _, y in a}) < len(a)):
        return  # the expected table always has its key once
    assert (found is None) is (ruler(a) == ruler(b))


def test_the_expected_value_is_in_no_message() -> None:
    expected = table(件数=[77123 + n for n in range(150)], 氏名=["期待の値"] * 150)
    for how in ({"key": "番号"}, {"order_matters": True}, {}):
        found = first_frame_difference(expected, table(), **how)
        assert found is not None
        assert "77123" not in found.message_ja
        assert "期待" not in found.message_ja


ODD = [
    10**399,
    [1, 2],
    (1, [2]),
    {1},
    frozenset({1}),
    {"a": [1]},
    Decimal("NaN"),
    Decimal("sNaN"),
    b"x",
    pd.DataFrame({"a": [1]}),
]


@pytest.mark.parametrize("how", [{}, {"key": "値"}, {"order_matters": True}, {"tolerance": 0.5}], ids=str)
@pytest.mark.parametrize("odd", ODD, ids=lambda value: type(value).__name__)
def test_whatever_lies_in_a_cell_it_is_a_difference_and_no_failure(odd: Any, how: Any) -> None:
    actual = snapshot(pd.DataFrame({"値": pd.Series([odd, 2], dtype=object)}))

    assert first_frame_difference(pd.DataFrame({"値": [1, 2]}), actual, **how) is not None


@pytest.mark.parametrize("odd", ODD[1:6], ids=lambda value: type(value).__name__)
def test_lists_in_cells_are_compared_by_what_they_hold(odd: Any) -> None:
    frame = pd.DataFrame({"値": pd.Series([odd, "a"], dtype=object)})

    assert first_frame_difference(frame, snapshot(frame)) is None
    assert first_frame_difference(frame, snapshot(frame), order_matters=True) is None


def test_one_is_not_true_inside_a_list_either() -> None:
    ones, trues = (pd.DataFrame({"値": pd.Series([[value]], dtype=object)}) for value in (1, True))

    assert first_frame_difference(ones, trues, order_matters=True) is not None
    assert first_frame_difference(ones, trues) is not None


def test_two_thousand_rows_that_all_differ_are_compared_in_a_moment() -> None:
    wanted, given = (pd.DataFrame({"値": [float(n) + shift for n in range(2000)]}) for shift in (0.0, 0.3))
    begin = time.process_time()

    assert first_frame_difference(wanted, given, tolerance=0.1) is not None
    assert time.process_time() - begin < 10
