"""Which field fits a column, and that the fields and the records are then taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone import Kintone, advise_fields, fitted, form_of, from_frame, in_process, to_frame
from kaizen_helpers.kintone.frames.advising import Advice, field_codes
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk


def advised(name: str, *cells: Any) -> Advice:
    (advice,) = advise_fields(pd.DataFrame({name: pd.Series(list(cells), dtype=object)}))
    return advice


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("市町コード", [4100, 4202], "SINGLE_LINE_TEXT"),
        ("区分", ["01", "2"], "SINGLE_LINE_TEXT"),
        ("件数", [3, 12], "NUMBER"),
        ("額", ["0.5", "12"], "NUMBER"),
        ("額", ["1,200円", "300円", "▲５円"], "NUMBER"),
        ("額", ["12円", "3人"], "SINGLE_LINE_TEXT"),
        ("額", ["12円", "約3円"], "SINGLE_LINE_TEXT"),
        ("受付", ["12345678901234567"], "SINGLE_LINE_TEXT"),
        ("回答日", [date(2026, 4, 1)], "DATE"),
        ("回答日", ["2026-04-01", "2026/4/2"], "DATE"),
        ("回答日", ["令和8年4月1日", "R8.4.2"], "DATE"),
        ("回答日", ["05/04/01", "06/04/01"], "SINGLE_LINE_TEXT"),
        ("受付", [datetime(2026, 4, 1, 9, 30)], "DATETIME"),  # noqa: DTZ001
        ("受付", ["2026/4/1 9:30"], "DATETIME"),
        ("受付", [datetime(2026, 4, 1, tzinfo=UTC)], "DATETIME"),
        ("受付", [datetime(2026, 4, 1)], "DATE"),  # noqa: DTZ001
        ("開始", [time(9, 30)], "TIME"),
        ("開始", ["9:30", "10:00"], "TIME"),
        ("状況", ["済", "未", "済", "済", "未", "未"], "DROP_DOWN"),
        ("要否", [True, False], "DROP_DOWN"),
        ("要否", [True, 0, 0, 0, True, True], "DROP_DOWN"),
        ("方法", [("紙",), ("紙", "電子")], "CHECK_BOX"),
        ("資料", ["https://example.jp/a"], "LINK"),
        ("氏名", ["山田", "鈴木"], "SINGLE_LINE_TEXT"),
        ("備考", ["一行目\n二行目"], "MULTI_LINE_TEXT"),
        ("備考", ["長" * 65], "MULTI_LINE_TEXT"),
        ("空", [None, ""], "SINGLE_LINE_TEXT"),
    ],
)
def test_the_values_and_the_name_say_which_field_fits(name: str, cells: list[Any], kind: str) -> None:
    advice = advised(name, *cells)

    assert kind == advice.type
    assert advice.why_ja.endswith("。")


@pytest.mark.parametrize(
    ("name", "cells", "key"),
    [
        ("受付番号", ["1", "2"], True),
        ("受付番号", ["1", "1"], False),
        ("受付番号", ["1", None], False),
        ("団体", ["A01", "B02"], True),
        ("団体", ["0101", "0102"], True),
        ("電話番号", ["01", "02"], False),
        ("人数", [1, 2], False),
        ("氏名", ["山田", "鈴木"], False),
    ],
)
def test_a_full_column_without_repeats_that_names_things_can_be_the_key(name: str, cells: list[Any], key: bool) -> None:
    advice = advised(name, *cells)

    assert key is advice.key
    assert key is bool(advice.properties.get("unique"))


def test_only_one_column_is_the_key() -> None:
    frame = pd.DataFrame({"受付番号": ["1", "2"], "整理番号": ["3", "4"]})

    assert [True, False] == [one.key for one in advise_fields(frame)]


def test_a_unit_moves_into_the_field_and_leaves_the_number() -> None:
    frame = pd.DataFrame({"額": ["1,200円", "▲300円", None]})
    (advice,) = advise_fields(frame)

    shown = {name: advice.properties[name] for name in ("unit", "unitPosition", "digit")}
    assert {"unit": "円", "unitPosition": "AFTER", "digit": True} == shown
    assert [Decimal(1200), Decimal(-300), None] == fitted(frame, [advice])["額"].tolist()


def test_a_list_of_blanks_is_nothing() -> None:
    frame = pd.DataFrame({"方法": pd.Series([["", " "], ["紙", ""]], dtype=object)})
    (advice,) = advise_fields(frame)

    assert ("CHECK_BOX", ("紙",)) == (advice.type, advice.options)
    assert [None, ("紙",)] == fitted(frame, [advice])["方法"].tolist()


def test_lists_of_very_many_values_become_lines() -> None:
    frame = pd.DataFrame({"品名": pd.Series([[f"品{place}" for place in range(31)], ["甲", "", "乙"]], dtype=object)})
    (advice,) = advise_fields(frame)

    assert "MULTI_LINE_TEXT" == advice.type
    assert "甲\n乙" == fitted(frame, [advice])["品名"].iloc[1]


def test_a_code_that_pandas_read_as_decimals_is_a_whole_text_again() -> None:
    frame = pd.DataFrame({"市町コード": [4100.0, None]})

    assert ["4100", None] == fitted(frame, advise_fields(frame))["市町コード"].tolist()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("件数（人）", "件数_人"),
        ("2026年度", "項目_2026年度"),
        ("①面積", "項目_1面積"),
        ("ﾌﾘｶﾞﾅ", "フリガナ"),
        ("", "項目_1"),
        ("!!", "項目_1"),
        ("レコード番号", "レコード番号_2"),
        ("AND", "AND_2"),
    ],
)
def test_a_name_becomes_a_code_that_kintone_takes(name: str, code: str) -> None:
    assert [code] == field_codes([name])


def test_equal_names_get_codes_of_their_own() -> None:
    assert ["額", "額_2", "額_3"] == field_codes(["額", "額", "額 "])


def test_advice_of_another_table_and_one_code_for_two_fields_are_refused() -> None:
    frame = pd.DataFrame({"甲": ["1"], "乙": ["2"]})
    one, other = advise_fields(frame)

    with pytest.raises(InputError, match="合いません"):
        fitted(frame, [other, one])
    with pytest.raises(InputError, match="「甲」"):
        form_of([one, replace(other, code="甲")])


def test_a_person_may_decide_otherwise() -> None:
    frame = pd.DataFrame({"人数": [3, 4]})
    advice = [replace(one, type="SINGLE_LINE_TEXT") for one in advise_fields(frame)]

    assert [{"人数": {"value": "3"}}, {"人数": {"value": "4"}}] == from_frame(fitted(frame, advice), form_of(advice))


# --- the law: what is advised is taken, and so are the records --------------------------------------------------------

PLAIN: tuple[st.SearchStrategy[Any], ...] = (
    st.text(max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - as tables have them
    st.times(),
    st.decimals(-(10**6), 10**6, places=2),
    st.sampled_from(["済", "未", "", " ", "01", "令和8年4月1日", "2026/2/30", "9:30", "25:00", "R9.1.1"]),
    st.integers(0, 10**6).map(lambda count: f"{count:,}円"),
    st.lists(st.sampled_from(["紙", "電子", "", "\n"]), max_size=3),
    st.sampled_from(["https://example.jp/", "\ud800", "\x00", "a\nb", "長" * 200, "1e999", "∞", "½", "①"]),
)
COLUMNS = st.one_of(
    *(st.lists(st.none() | cell, min_size=6, max_size=6) for cell in PLAIN),
    st.lists(st.one_of(*PLAIN), min_size=6, max_size=6),
)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=8) | st.sampled_from(["受付番号", "市町コード"]), COLUMNS), min_size=1, max_size=4
    )
)
def test_the_advised_fields_and_then_the_records_are_taken(desk: Desk, columns: list[tuple[str, list[Any]]]) -> None:
    frame = pd.concat([pd.Series(cells, dtype=object) for _, cells in columns], axis=1)
    frame.columns = [name for name, _ in columns]
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)

    advice = advise_fields(frame)
    properties = form_of(advice)
    app = desk.app(*properties.values())
    ready = fitted(frame, advice)
    numbers = kintone.add(app, from_frame(ready, properties))

    assert len(frame) == len(numbers)
    back = to_frame([kintone.record(app, one) for one in numbers], properties)
    for one in advice:
        if one.type in ("NUMBER", "DATE", "SINGLE_LINE_TEXT", "DROP_DOWN"):
            assert ready[one.code].tolist() == back[one.code].tolist()
