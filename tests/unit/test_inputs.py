"""What a panel makes of whatever stands in an answer file: exactly its own shape, or a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.answers import NotPlain
from kaizen_helpers.checkers.inputs import MAX_ROWS, MAX_TEXT, VARIANTS, Column, Field, Panel, Table

GIVEN = ({"項目": "A"}, {"項目": "B"})
COLUMNS = (Column("項目", given=True), Column("印", choices=("ある", "ない")), Column("メモ"))
PANEL = Panel(
    "?",
    (
        Field("place", "場所", choices=("庁内", "庁外")),
        Field("hope", "知りたいこと"),
        Table("rows", "表", COLUMNS, rows=GIVEN),
        Table("steps", "手順", COLUMNS[2:], rows=[{}], grows=True),
    ),
)


def cleaned(**answer: Any) -> dict[str, Any]:
    return PANEL.clean(answer)


def test_a_given_cell_is_put_back_whatever_the_file_says() -> None:
    rows = cleaned(rows=[{"項目": "Z", "メモ": "1"}, {}])["rows"]

    assert [row["項目"] for row in rows] == ["A", "B"]
    assert [row["メモ"] for row in rows] == ["1", ""]


def test_what_is_none_of_the_choices_is_not_chosen() -> None:
    answer = cleaned(place="自宅", rows=[{"印": "たぶん"}, {"印": "ある"}])

    assert (answer["place"], [row["印"] for row in answer["rows"]]) == ("", ["", "ある"])


@pytest.mark.parametrize("variant", [-1, VARIANTS, True, "1", 1.0, None])
def test_a_variant_that_no_seat_has_is_the_first(variant: object) -> None:
    assert cleaned(variant=variant)["variant"] == 0


def test_a_variant_of_a_seat_stays() -> None:
    assert cleaned(variant=VARIANTS - 1)["variant"] == VARIANTS - 1


def test_a_fixed_table_has_its_rows_and_a_growing_one_its_limit() -> None:
    answer = cleaned(rows=[{}] * 5, steps=[{"メモ": "長" * (MAX_TEXT + 1)}] * (MAX_ROWS + 1))

    assert (len(answer["rows"]), len(answer["steps"])) == (2, MAX_ROWS)
    assert len(answer["steps"][0]["メモ"]) == MAX_TEXT
    assert len(cleaned(rows=[])["rows"]) == 2


def test_nothing_saved_is_the_start_and_unknown_names_are_left_out() -> None:
    assert cleaned(unknown=1) == PANEL.start(0)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"hope": 3}, "hope: 「知りたいこと」には文字を入れてください。"),
        ({"rows": "A"}, "rows: 「表」が表の形になっていません。"),
        ({"rows": [[]]}, "rows: 「表」が表の形になっていません。"),
        ({"rows": [{"メモ": 3}]}, "rows: 「メモ」には文字を入れてください。"),
    ],
)
def test_another_kind_of_value_is_refused_in_words(answer: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotPlain) as caught:
        PANEL.clean(answer)

    assert str(caught.value) == sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["項目", "印", "メモ"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["place", "hope", "rows", "steps", "variant", "x"]), JSON))
def test_cleaning_twice_changes_nothing(answer: dict[str, Any]) -> None:
    try:
        once = PANEL.clean(answer)
    except NotPlain:
        return

    assert PANEL.clean(once) == once
