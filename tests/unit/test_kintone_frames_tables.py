"""Tables of a record in a DataFrame, long and wide, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone import Kintone, from_frame, in_process, plan_upsert, to_frame, updates_from_frame
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, choice, number, table, text

SHAPES: tuple[Literal["long", "wide"], ...] = ("long", "wide")


class Place:
    """An app with a table, its client and its form."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.app = self.desk.app(
            text("申請番号"),
            table("明細", text("品名"), number("数"), choice("印", "急", "控", kind="CHECK_BOX")),
            table("履歴", text("内容")),
        )
        way = in_process(self.desk.environment)
        self.kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)
        self.form = self.kintone.fields(self.app)

    def records(self) -> list[dict[str, Any]]:
        return self.kintone.all_records(self.app)


@pytest.fixture(scope="module")
def shared() -> Iterator[Place]:
    place = Place()
    yield place
    place.desk.environment.close()


def record(code: str, *rows: tuple[str, str]) -> dict[str, Any]:
    lines = [{"value": {"品名": {"value": name}, "数": {"value": count}}} for name, count in rows]
    return {"申請番号": {"value": code}, "明細": {"value": lines}}


def contents(records: list[dict[str, Any]]) -> list[Any]:
    """What a person sees of the table: record, row id, and values."""
    return [
        (
            one["申請番号"]["value"],
            [(row["id"], [item["value"] for item in row["value"].values()]) for row in one["明細"]["value"]],
        )
        for one in records
    ]


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    place.kintone.add(place.app, [record("01", ("紙", "2"), ("墨", "0.50")), record("02")])
    yield place
    place.desk.environment.close()


def test_the_long_shape_repeats_the_record_and_keeps_one_without_rows(place: Place) -> None:
    frame = to_frame(place.records(), place.form, table="明細")

    assert ["01", "01", "02"] == frame["申請番号"].tolist()
    assert ["紙", "墨", None] == frame["品名"].tolist()
    assert [True, True, False] == frame["明細.$id"].notna().tolist()


def test_the_wide_shape_numbers_the_rows_of_each_record(place: Place) -> None:
    frame = to_frame(place.records(), place.form, table="明細", shape="wide")

    assert ["紙", None] == frame["品名.1"].tolist()
    assert ["墨", None] == frame["品名.2"].tolist()
    assert 2 == len(frame)


cells = st.tuples(
    st.from_regex(r"[0-9A-Z]{0,4}", fullmatch=True),
    st.none() | st.integers(-999, 999).map(str),
    st.sampled_from([[], ["急"], ["急", "控"]]),
)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=15, deadline=None)
@given(tables=st.lists(st.lists(cells, max_size=3), min_size=1, max_size=3))
def test_writing_back_what_was_read_changes_nothing_and_keeps_the_row_ids(
    shared: Place, shape: Literal["long", "wide"], tables: list[list[tuple[str, str | None, list[str]]]]
) -> None:
    added = [
        {
            "明細": {
                "value": [
                    {"value": {"品名": {"value": name}, "数": {"value": count or ""}, "印": {"value": marks}}}
                    for name, count, marks in rows
                ]
            }
        }
        for rows in tables
    ]
    numbers = shared.kintone.add(shared.app, added)
    before = [shared.kintone.record(shared.app, one) for one in numbers]

    frame = to_frame(before, shared.form, table="明細", shape=shape)
    shared.kintone.update(shared.app, updates_from_frame(frame, shared.form))

    after = [shared.kintone.record(shared.app, one) for one in numbers]
    assert contents(before) == contents(after)
    assert len(tables) == len(after)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_of_what_was_read_finds_nothing_to_change(place: Place, shape: Literal["long", "wide"]) -> None:
    frame = to_frame(place.records(), place.form, table="明細", shape=shape)

    plan = plan_upsert(place.kintone, place.app, "申請番号", from_frame(frame, place.form))

    assert 2 == plan.counts()["変更なし"]


def test_only_the_changed_cell_of_a_row_changes(place: Place) -> None:
    before = place.records()
    frame = to_frame(before, place.form, table="明細")[["$id", "明細.$id", "品名"]]
    frame.loc[frame["品名"] == "紙", "品名"] = "厚紙"

    place.kintone.update(place.app, updates_from_frame(frame, place.form))

    rows = place.records()[0]["明細"]["value"]
    assert [("厚紙", "2"), ("墨", "0.50")] == [
        (row["value"]["品名"]["value"], row["value"]["数"]["value"]) for row in rows
    ]
    assert [row["id"] for row in before[0]["明細"]["value"]] == [row["id"] for row in rows]


def test_the_long_shape_makes_new_records_by_a_key(place: Place) -> None:
    frame = pd.DataFrame({"申請番号": ["7", "8", "7"], "品名": ["甲", "乙", "丙"]})

    place.kintone.add(place.app, from_frame(frame, place.form, key="申請番号"))

    made = [(code, [values[0] for _, values in rows]) for code, rows in contents(place.records())[2:]]
    assert [("7", ["甲", "丙"]), ("8", ["乙"])] == made


def test_a_frame_without_the_table_leaves_it_alone(place: Place) -> None:
    before = contents(place.records())

    place.kintone.update(place.app, updates_from_frame(pd.DataFrame({"$id": [1, 2]}), place.form))

    assert before == contents(place.records())


def test_two_tables_stand_beside_each_other_in_the_wide_shape(place: Place) -> None:
    frame = pd.DataFrame({"申請番号": ["9"], "品名.1": ["甲"], "内容.1": ["受付"], "内容.2": ["済"]})

    (made,) = from_frame(frame, place.form)

    assert (1, 2) == (len(made["明細"]["value"]), len(made["履歴"]["value"]))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"明細": [["甲"]]}, "1つの列では書けません"),
        ({"品名": ["甲"]}, "どの行が同じレコードか"),
        ({"$id": [None], "品名": ["甲"]}, "空です"),
        ({"$id": [1], "品名": ["甲"], "品名.1": ["乙"]}, "1つです"),
        ({"$id": [1], "品名": ["甲"], "内容": ["乙"]}, "1つです"),
        ({"$id": [1, 1], "申請番号": ["1", "2"], "品名": ["甲", "乙"]}, "1件目と値が違います"),
        ({"$id": [1, 1], "明細.$id": ["5", 5.0], "品名": ["甲", "乙"]}, "同じ行の番号"),
        ({"$id": [1], "明細.$id": ["五"], "品名": ["甲"]}, "番号として読めません"),
        ({"ない表.$id": [1]}, "アプリにない列"),
        ({"ない.1": [1]}, "アプリにない列"),
    ],
)
def test_a_frame_that_says_no_clear_rows_is_refused(shared: Place, columns: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        from_frame(pd.DataFrame(columns, dtype=object), shared.form)


def test_a_table_that_the_app_does_not_have_is_named(shared: Place) -> None:
    with pytest.raises(InputError, match="申請番号"):
        to_frame([], shared.form, table="申請番号")


@pytest.mark.parametrize("wrong", [{"明細": {"value": "x"}}, {"明細": ["x"]}, {"明細": {"value": [{"value": [1]}]}}])
def test_a_record_of_another_shape_is_refused_in_japanese(shared: Place, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        to_frame([wrong], shared.form, table="明細")
