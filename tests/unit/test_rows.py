"""Rows put in, taken out and moved: the numbers in 「次」 keep pointing to the same steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.flow.tables.rows import change_rows, delete_row, insert_row, move_row
from kaizen_helpers.flow.tables.ways import read_ways


def rows(*following: str) -> list[dict[str, str]]:
    return [{"何を": f"作業{n}", "次": text} for n, text in enumerate(following, start=1)]


def nexts(table: list[dict[str, str]]) -> list[str]:
    return [row["次"] for row in table]


def test_a_new_row_moves_the_targets_below_it() -> None:
    assert ["3", "", "4、1", "おわり"] == nexts(insert_row(rows("2", "3、1", "おわり"), 1))


def test_a_row_at_the_end_changes_no_number() -> None:
    assert ["2", "おわり", ""] == nexts(insert_row(rows("2", "おわり"), 2))


def test_a_number_written_ahead_means_the_row_that_is_then_added() -> None:
    assert ["2", "3", ""] == nexts(insert_row(rows("2", "3"), 2))


def test_a_number_written_ahead_still_means_the_row_to_come_after_one_was_put_in_between() -> None:
    assert ["3", "", "4"] == nexts(insert_row(rows("2", "3"), 1))


def test_what_led_to_a_deleted_row_is_blank_and_asks_to_be_decided() -> None:
    assert ["", "おわり"] == nexts(delete_row(rows("2", "3", "おわり"), 1))


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
        ("①", "①"),
        ("3③", "34"),
        ("3.0", "4"),
        ("1234567", "1234567"),
        ("9" * 6000, "9" * 6000),
    ],
)
def test_only_step_numbers_follow_not_numbers_in_words(before: str, after: str) -> None:
    assert after == nexts(insert_row(rows(before, "3", "おわり"), 1))[0]


def test_the_number_of_the_row_itself_before_an_arrow_follows_too() -> None:
    assert ["", "2→3", "3→4", "おわり"] == nexts(insert_row(rows("1→2", "2→3", "おわり"), 0))


def test_a_row_that_led_only_to_the_deleted_one_does_not_lead_to_itself_instead() -> None:
    assert ["1→2", ""] == nexts(delete_row(rows("1→2", "2→3", "おわり"), 2))


def test_a_moved_row_is_followed_by_the_numbers_and_so_are_those_it_passed() -> None:
    table = [{"何を": "a", "次": "2"}, {"何を": "b", "次": "3、1"}, {"何を": "c", "次": "はい→1、いいえ→4"}]

    moved = move_row(table, 0, 2)

    assert [("b", "2、3"), ("c", "はい→3、いいえ→4"), ("a", "1")] == [(row["何を"], row["次"]) for row in moved]


def test_a_row_moved_to_where_it_stands_changes_nothing() -> None:
    assert rows("２", "③") == move_row(rows("２", "③"), 1, 1)


def test_the_first_row_of_an_empty_table_has_no_columns_yet() -> None:
    assert [{}] == insert_row([], 0)


@pytest.mark.parametrize(
    ("op", "at", "to"),
    [
        ("insert", 3, 0),
        ("insert", -1, 0),
        ("insert", True, 0),
        ("delete", 2, 0),
        ("delete", "0", 0),
        ("move", 2, 0),
        ("move", 0, 2),
        ("move", 0, -1),
        ("move", 0, 1.0),
        ("turn", 0, 0),
    ],
)
def test_a_row_that_is_not_there_and_a_word_that_is_none_are_refused(op: str, at: Any, to: Any) -> None:
    with pytest.raises(ValueError, match=r"no such operation on rows|is not one of 0 to"):
        change_rows(rows("2", "1"), op, at, to)


def test_by_name_the_three_do_the_same() -> None:
    table = rows("2", "3", "1")

    assert insert_row(table, 1) == change_rows(table, "insert", 1)
    assert delete_row(table, 1) == change_rows(table, "delete", 1)
    assert move_row(table, 2, 0) == change_rows(table, "move", 2, 0)


def test_numbers_written_beside_the_conditions_follow_too() -> None:
    table = [{"次": "", "条件": "3件まで→3、4件から→1"}, {"次": "", "条件": "3件まで"}, {"次": "", "条件": ""}]

    assert ["3件まで→4、4件から→1", "", "3件まで", ""] == [row["条件"] for row in insert_row(table, 1)]


SIZE = 5
NUMBERS = st.integers(1, SIZE).map(str)
WRITTEN = st.sampled_from(
    ["はい→{}、いいえ→{}", "{}、{}", "{} {}", "{}（不備なし）、{}", "3日以内→{}", "手順{}に戻る", ""]
)
PLAIN = st.builds(lambda form, a, b: form.format(a, b), WRITTEN, NUMBERS, NUMBERS)
ANYTHING = st.text("0123456789３５①③、・→：( ）不備ありなら番へ件.\n", max_size=25)


def test_shares_and_words_in_quotation_marks_stay_with_their_ways() -> None:
    table = [
        {"次": "2、3、おわり", "条件": "a、b、c", "割合": "70%、20%、10%"},
        {"次": '"→3"→3', "条件": ""},
        {"次": "1"},
    ]

    assert ["、2、おわり", "20%、10%"] == [delete_row(table, 1)[0][name] for name in ("次", "割合")]
    assert ["2、4、おわり", "70%、20%、10%"] == [insert_row(table, 2)[0][name] for name in ("次", "割合")]
    assert '"→3"→4' == insert_row(table, 2)[1]["次"]


def tables(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    row = st.fixed_dictionaries({"次": text, "条件": text | st.just("")})
    return st.lists(row, min_size=SIZE, max_size=SIZE).map(
        lambda made: [{"何を": f"作業{n}", **cells} for n, cells in enumerate(made, start=1)]
    )


def led(table: list[dict[str, str]]) -> dict[str, list[str]]:
    """Each step by name, and the names of the steps it leads to as the table is read; 「おわり」, or a row to come."""
    names = dict(enumerate((row["何を"] for row in table), start=1))
    found = {}
    for number, row in enumerate(table, start=1):
        ways = read_ways(row["次"], row["条件"], number).branches
        steps = dict.fromkeys(way.to for way in ways)
        found[row["何を"]] = ["おわり" if to is None else names.get(to, "まだない行") for to in steps]
    return found


@given(tables(PLAIN | ANYTHING), st.integers(0, SIZE))
@settings(deadline=None)
def test_after_a_row_was_put_in_every_way_leads_to_the_same_step(table: list[dict[str, str]], at: int) -> None:
    after = led(insert_row(table, at))
    after.pop("")  # the new row

    if at < SIZE:
        assert led(table) == after
    else:
        assert led(table).keys() == after.keys()


@given(tables(PLAIN | ANYTHING), st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
@settings(deadline=None)
def test_after_a_row_was_moved_every_way_leads_to_the_same_step(table: list[dict[str, str]], at: int, to: int) -> None:
    assert led(table) == led(move_row(table, at, to))


@given(tables(PLAIN | ANYTHING), st.integers(0, SIZE - 1))
@settings(deadline=None)
def test_after_a_row_was_taken_out_every_other_way_leads_to_the_same_step(table: list[dict[str, str]], at: int) -> None:
    gone = table[at]["何を"]
    before = {name: [way for way in ways if way != gone] for name, ways in led(table).items() if name != gone}

    assert before == led(delete_row(table, at))


@given(tables(PLAIN), st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
@settings(deadline=None)
def test_moving_there_and_back_gives_the_same_table(table: list[dict[str, str]], at: int, to: int) -> None:
    assert table == move_row(move_row(table, at, to), to, at)


@given(tables(PLAIN), st.integers(0, SIZE))
@settings(deadline=None)
def test_taking_out_the_row_just_put_in_gives_the_same_table(table: list[dict[str, str]], at: int) -> None:
    assert table == delete_row(insert_row(table, at), at)
