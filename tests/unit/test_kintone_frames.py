"""Records as tables and back, through the practice environment."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone.client.service import Kintone, in_process
from kaizen_helpers.kintone.frames.converting import from_frame, to_frame
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, choice, number, text

TOKYO = ZoneInfo("Asia/Tokyo")
DESK = Desk()
APP = DESK.app(
    text("コード"),
    number("額"),
    {"type": "DATE", "code": "日"},
    {"type": "DATETIME", "code": "時"},
    choice("種類", "紙", "電子", kind="CHECK_BOX"),
)
KINTONE = Kintone(
    "http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=in_process(DESK.environment)
)
FORM = KINTONE.fields(APP)
CODES = ["コード", "額", "日", "時", "種類"]

rows = st.tuples(
    st.none() | st.from_regex(r"[0-9A-Za-z]{1,8}", fullmatch=True),
    st.none() | st.decimals(-(10**9), 10**9, places=2),
    st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - made aware here
        lambda moment: moment.replace(second=0, microsecond=0, tzinfo=TOKYO)
    ),
    st.sampled_from([(), ("紙",), ("紙", "電子")]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(rows, min_size=1, max_size=5))
def test_what_goes_in_comes_out_equal(given_rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(given_rows, columns=CODES, dtype=object)

    numbers = KINTONE.add(APP, from_frame(frame, FORM))
    back = to_frame([KINTONE.record(APP, one) for one in numbers], FORM)[CODES]

    assert given_rows == [tuple(row) for row in back.to_numpy().tolist()]


def test_leading_zeros_stay_and_nothing_is_not_zero() -> None:
    records = [{"コード": {"value": "007"}, "額": {"value": ""}}, {"コード": {"value": "1"}, "額": {"value": "0.10"}}]

    frame = to_frame(records, FORM)

    assert (["007", "1"], [None, Decimal("0.10")]) == (frame["コード"].tolist(), frame["額"].tolist())


@pytest.mark.parametrize(
    ("column", "cell"), [("額", "3件"), ("額", True), ("コード", 7.0), ("種類", "紙"), ("ない列", "1")]
)
def test_a_value_that_does_not_fit_is_named(column: str, cell: object) -> None:
    with pytest.raises(InputError, match=column):
        from_frame(pd.DataFrame({column: pd.Series([cell], dtype=object)}), FORM)
