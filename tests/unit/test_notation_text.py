"""Policies of fields: each changes what it says and nothing else, tells it, and changes nothing the second time."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.notation.policy_tables import apply_policies
from kaizen_helpers.notation.text import POLICIES, apply_policy, widen_kana

LAW = settings(max_examples=100, deadline=None)
TYPED = st.text(
    "０１９123▲△−－ー‐-〜～,，.．ｻｶﾞﾊﾟーガ佐賀丁目番地号第ビル①㈱\ufa19\U00020bb7Ａa 　", max_size=20
) | st.text(max_size=20)


def after(value: object, policy: str) -> object:
    return apply_policy(value, policy).after


@pytest.mark.parametrize("name", ["\ufa10\u672c \ufa19\u8c37", "髙﨑", "\U00020bb7野", "ｻｶﾞ", "佐賀　太郎", " 山田 "])
def test_a_name_is_never_changed(name: str) -> None:
    """NFKC would make other characters of the first (notation vectors: nfkc_changes_name_kanji)."""
    assert name == after(name, "氏名")


@pytest.mark.parametrize(
    ("typed", "wide"), [("ｻｶﾞ ﾀﾛｳ", "サガ タロウ"), ("ﾊﾟｰﾃｨｰ｡", "パーティー。"), ("ｳﾞ", "ヴ"), ("ｱﾞ", "ア゛"), ("ﾞ", "゛")]
)
def test_half_width_kana_become_wide_with_their_marks(typed: str, wide: str) -> None:
    assert wide == widen_kana(typed) == after(typed, "カナ")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("▲500", "-500"),
        ("▲５００", "-500"),
        ("△ 1,234.5", "-1234.5"),
        ("－５", "-5"),
        ("−5", "-5"),
        ("ー５", "-5"),
        ("１，２３４", "1234"),
        ("007", "007"),
        ("1,234人", "1234人"),
    ],
)
def test_numbers_keep_their_sign_and_their_digits(typed: str, number: str) -> None:
    assert number == after(typed, "数値")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("(50000)", "かっこ"),
        ("10〜12", "幅"),
        ("１０－１２", "幅"),
        ("▲50 000", "空白"),
        ("－", "未記入"),
        ("¥400,000", "円の記号"),
        ("1,23", "数として"),
    ],
)
def test_what_may_be_two_things_is_asked_and_stays(typed: str, asked: str) -> None:
    applied = apply_policy(typed, "数値")
    assert (typed, False) == (applied.after, applied.changed)
    assert asked in applied.question_ja


@pytest.mark.parametrize(
    ("typed", "code"),
    [("０１０００６", "010006"), ("Ａー０１", "A-01"), (" 41 ", "41"), ("▲1", "▲1"), ("サーバー1", "サーバー1")],
)
def test_codes_keep_their_zeros(typed: str, code: str) -> None:
    assert code == after(typed, "コード")


def test_a_code_that_came_as_a_number_becomes_text_with_a_question() -> None:
    applied = apply_policy(10006, "コード")
    assert ("10006", True) == (applied.after, applied.changed)
    assert "先頭の0" in applied.question_ja
    assert apply_policy(1.5e20, "コード").after == 1.5e20


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("佐賀市城内１丁目１−５９", "佐賀市城内1丁目1-59"),
        ("架空町１２番地３号", "架空町12番地3号"),
        ("架空町１ー２ サンライズ１０１", "架空町1-2 サンライズ１０１"),
        ("第２ビル", "第２ビル"),
        ("センタービル２", "センタービル２"),
        ("八丁堀一丁目", "八丁堀一丁目"),
    ],
)
def test_of_an_address_only_the_lot_numbers_change(typed: str, address: str) -> None:
    assert address == after(typed, "住所")


@pytest.mark.parametrize(
    ("typed", "text"),
    [("１０時〜１２時", "10時〜12時"), ("－５", "－5"), ("▲５００", "▲500"), ("①㈱㎡", "①㈱㎡"), ("ﾃﾞｰﾀ", "データ")],
)
def test_signs_of_free_text_keep_their_meaning(typed: str, text: str) -> None:
    assert text == after(typed, "自由文")


def test_numbers_and_dates_of_a_workbook_pass() -> None:
    assert after(-5, "数値") == -5
    assert after(None, "コード") is None
    assert apply_policy(date(2026, 4, 1), "数値").question_ja


def test_an_unknown_policy_is_told_with_the_names() -> None:
    with pytest.raises(InputError, match="自由文"):
        apply_policy("a", "NFKC")


@LAW
@given(TYPED, st.sampled_from(sorted(POLICIES)))
def test_a_policy_changes_nothing_the_second_time(typed: str, policy: str) -> None:
    first = apply_policy(typed, policy)
    assert first.after == apply_policy(first.after, policy).after
    assert bool(first.changes_ja) == first.changed


@LAW
@given(TYPED, st.sampled_from(sorted(POLICIES)))
def test_no_policy_loses_or_makes_a_digit(typed: str, policy: str) -> None:
    def digits(text: object) -> list[int]:
        return [unicodedata.digit(mark) for mark in str(text) if mark.isdecimal()]

    assert digits(typed) == digits(after(typed, policy))


@LAW
@given(TYPED | st.floats() | st.integers() | st.booleans() | st.none() | st.dates(), st.sampled_from(sorted(POLICIES)))
def test_no_value_stops_a_policy(value: Any, policy: str) -> None:
    assert apply_policy(value, policy).before is value


def test_a_table_of_policies_leaves_a_ledger() -> None:
    rows = [{"氏名": "\ufa19谷", "人数": "▲５", "備考": "ﾒﾓ"}, {"氏名": " 山田", "人数": "(3)", "備考": ""}]
    done = apply_policies(rows, {"氏名": "氏名", "人数": "数値"})

    assert done.rows[0] == {"氏名": "\ufa19谷", "人数": "-5", "備考": "ﾒﾓ"}
    assert [(1, "人数")] == [(cell.row, cell.column) for cell in done.changes]
    assert [(2, "氏名"), (2, "人数")] == [(cell.row, cell.column) for cell in done.questions]
    assert ("備考",) == done.untouched
    assert rows[0]["人数"] == "▲５"


@pytest.mark.parametrize("policies", [{"人数": "なんでも"}, {"人員": "数値"}])
def test_a_table_that_does_not_fit_names_the_column(policies: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        apply_policies([{"人数": "1"}], policies)
    assert next(iter(policies)) in caught.value.where
