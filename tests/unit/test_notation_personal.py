"""What looks like a person: suspected, masked, counted, and never shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.notation.personal import masked, suspicions
from kaizen_helpers.notation.personal_tables import find_personal_data, passes_my_number_check


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("田中さんが休むと止まる", "〔氏名？〕が休むと止まる"),
        ("佐賀 太郎様あて", "〔氏名？〕あて"),
        ("鈴木係長の確認を待つ", "〔氏名？〕の確認を待つ"),
        ("０９５２－００－１２３４へ電話", "〔電話？〕へ電話"),
        ("a.b@example.jp に送る", "〔メール？〕 に送る"),
        ("皆さん、お客様、担当者様、利用者さんへ", "皆さん、お客様、担当者様、利用者さんへ"),
        ("仕様は同様で、相談員さんと委員の皆様に聞く", "仕様は同様で、相談員さんと委員の皆様に聞く"),
        ("山口県と石川県の回答、宮崎市の分", "山口県と石川県の回答、宮崎市の分"),
        ("2026-12-01から2026-12-15まで、1,200件", "2026-12-01から2026-12-15まで、1,200件"),
    ],
)
def test_people_are_suspected_and_masked_and_offices_are_not(text: str, shown: str) -> None:
    assert shown == masked(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_nothing_is_left_to_suspect_in_a_masked_text(text: str) -> None:
    assert {one.kind for one in suspicions(masked(text))} <= {one.kind for one in suspicions(text)}


# ---- tables


def number_that_passes() -> str:
    """Made when the test runs: no number of twelve digits that passes stands in any file of the course."""
    return next(text for last in range(10) if passes_my_number_check(text := "9" * 11 + str(last)))


def test_a_number_that_passes_the_check_is_a_suspicion_with_two_digits_at_most() -> None:
    number = number_that_passes()
    (found,) = find_personal_data({"備考": ["なし", number]})

    assert ("個人番号の疑い", 1, (2,), number[-2:]) == (found.kind, found.count, found.rows, found.tail)
    assert "担当に相談" in found.message_ja


def test_a_number_that_fails_the_check_is_still_told() -> None:
    number = number_that_passes()
    other = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert ["12桁の番号"] == [one.kind for one in find_personal_data({"番号": [int(other)]})]


@pytest.mark.parametrize("value", ["1000020410004", 1000020410004, "412015", "2026-12-01", None, True, 3.5])
def test_codes_and_dates_are_nobody(value: object) -> None:
    assert find_personal_data({"コード": [value]}) == ()


def test_name_birth_and_address_together_are_told_once() -> None:
    table = {"氏名": ["佐賀 太郎"], "生年月日": ["昭和50年1月2日"], "住所": ["佐賀市架空町1-2"]}
    found = find_personal_data(table)

    assert ("氏名", "生年月日", "住所") == found[-1].columns
    assert found[-1].kind == "氏名・生年月日・住所の組"
    assert "氏名・生年月日・住所の組" not in [one.kind for one in find_personal_data({**table, "氏名": [""]})]


def test_mail_of_officials_and_telephones_are_found_and_made_up_ones_may_pass() -> None:
    table = {"連絡先": ["a@pref.example.lg.jp", "b@example.jp", "0952-00-1234"]}
    assert ["職員のメール", "メール", "電話"] == [one.kind for one in find_personal_data(table)]
    assert ["職員のメール"] == [one.kind for one in find_personal_data(table, made_up_allowed=True)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text("0123456789 -@.佐藤さん太郎lgjp", min_size=4, max_size=24) | st.integers(10**11, 10**12), max_size=6
    )
)
def test_no_value_is_shown(values: list[str | int]) -> None:
    found = find_personal_data({"列": values})
    shown = repr(found)
    assert all(str(value) not in shown for value in values if len(str(value).strip()) > 9)
    assert all(len(one.tail) <= 2 for one in found)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=8), st.lists(st.text() | st.floats() | st.integers() | st.none(), max_size=4)))
def test_no_table_is_an_error(table: dict[str, list[object]]) -> None:
    find_personal_data(table)
