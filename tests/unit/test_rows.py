"""Rows put in and taken out: the numbers in 「次」 keep pointing to the same steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.flow.rows import delete_row, insert_row
from kaizen_helpers.flow.ways import read_ways


def rows(*following: str) -> list[dict[str, str]]:
    return [{"何を": f"作業{n}", "次": text} for n, text in enumerate(following, start=1)]


def nexts(table: list[dict[str, str]]) -> list[str]:
    return [row["次"] for row in table]


def test_a_new_row_moves_the_targets_below_it() -> None:
    assert nexts(insert_row(rows("2", "3、1", "おわり"), 1)) == ["3", "", "4、1", "おわり"]


def test_a_row_at_the_end_changes_no_number() -> None:
    assert nexts(insert_row(rows("2", "おわり"), 2)) == ["2", "おわり", ""]


def test_what_led_to_a_deleted_row_is_blank_and_asks_to_be_decided() -> None:
    assert nexts(delete_row(rows("2", "3", "おわり"), 1)) == ["", "おわり"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("３", "4"),
        ("はい→3、いいえ→1", "はい→4、いいえ→1"),
        ("3日以内→3", "3日以内→4"),
        ("3番へ", "4番へ"),
        ("第3案", "第3案"),
        ("3（不備なし）、1（不備あり）", "4（不備なし）、1（不備あり）"),
        ("不備なし（3）", "不備なし（4）"),
        ("3：不備なし", "4：不備なし"),
        ("10:00まで→3", "10:00まで→4"),
        ("手順3に戻る", "手順4に戻る"),
        ("不備が3件以上なら3へ", "不備が3件以上なら4へ"),
        ("③", "4"),
        ("3.0", "4"),
        ("1234567", "1234567"),
        ("9" * 6000, "9" * 6000),
    ],
)
def test_only_step_numbers_follow_not_numbers_in_words(before: str, after: str) -> None:
    assert nexts(insert_row(rows(before, "3", "おわり"), 1))[0] == after


def test_numbers_written_beside_the_conditions_follow_too() -> None:
    table = [{"次": "", "条件": "3件まで→3、4件から→1"}, {"次": "", "条件": "3件まで"}, {"次": "", "条件": ""}]

    assert [row["条件"] for row in insert_row(table, 1)] == ["3件まで→4、4件から→1", "", "3件まで", ""]


@given(st.text("0123456789３５、・→：( ）不備ありなら番へ件\n", max_size=40))
def test_what_is_read_after_a_row_was_put_in_is_what_was_read_before_one_further_down(text: str) -> None:
    before = read_ways(text, "").branches

    after = read_ways(insert_row(rows(text), 0)[1]["次"], "").branches

    assert [way.to and way.to + 1 for way in before] == [way.to for way in after]


@given(st.lists(st.integers(1, 9).map(str) | st.just("おわり"), min_size=9, max_size=9), st.integers(0, 9))
def test_taking_out_the_row_just_put_in_gives_the_same_table(following: list[str], at: int) -> None:
    table = rows(*following)

    assert delete_row(insert_row(table, at), at) == table
