"""Days, times and moments in a DataFrame: time zones, summer time and the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.kintone import from_frame, to_frame

FORM = {
    "時": {"type": "DATETIME", "code": "時"},
    "日": {"type": "DATE", "code": "日"},
    "刻": {"type": "TIME", "code": "刻"},
}
BERLIN = ZoneInfo("Europe/Berlin")


def sent(column: str, cell: object, zone: str = "Asia/Tokyo") -> Any:
    frame = pd.DataFrame({column: pd.Series([cell], dtype=object)})
    return from_frame(frame, FORM, zone=zone)[0][column]["value"]


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_a_moment_comes_back_as_it_was_in_every_zone(moment: datetime, zone: str) -> None:
    kept = f"{moment.replace(second=0, microsecond=0).isoformat()}Z"

    frame = to_frame([{"時": {"value": kept}}], FORM, zone=zone)

    assert kept == from_frame(frame, FORM, zone=zone)[0]["時"]["value"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (datetime(2026, 4, 1, 9, 30), "2026-04-01T00:30:00Z"),  # noqa: DTZ001 - of the zone that is asked for
        (pd.Timestamp("2026-04-01 09:30:59"), "2026-04-01T00:30:00Z"),
        (datetime(2026, 4, 1, 9, 30, tzinfo=timezone(timedelta(hours=1))), "2026-04-01T08:30:00Z"),
        (date(2026, 4, 1), "2026-03-31T15:00:00Z"),
        ("2026/4/1 9:30", "2026-04-01T00:30:00Z"),
        ("2026-04-01T09:30:15Z", "2026-04-01T09:30:00Z"),
        ("2026-04-01T09:30+02:00", "2026-04-01T07:30:00Z"),
        ("2026-04-01", "2026-03-31T15:00:00Z"),
        (pd.NaT, ""),
    ],
)
def test_a_moment_is_sent_in_utc_to_the_minute(cell: object, value: str) -> None:
    assert value == sent("時", cell)


def test_a_moment_is_shown_in_the_zone_asked_for() -> None:
    frame = to_frame([{"時": {"value": "2026-07-01T00:30:00Z"}}], FORM, zone="Europe/Berlin")

    assert "2026-07-01T02:30:00+02:00" == frame["時"].iloc[0].isoformat()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (datetime(2026, 3, 29, 2, 30), "夏時間の始まり"),  # noqa: DTZ001
        (datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN), "夏時間の始まり"),
        (datetime(2026, 10, 25, 2, 30), "夏時間の終わり"),  # noqa: DTZ001
        ("2026/2/30 9:00", "日時として"),
        ("午前9時", "日時として"),
        ("2026-04-01T09:30+99:00", "日時として"),
        (datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))), "範囲の外"),
    ],
)
def test_a_moment_that_is_none_or_not_one_is_refused(cell: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        sent("時", cell, "Europe/Berlin")


def test_of_two_equal_clock_times_the_one_with_a_zone_is_taken() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)

    assert "2026-10-25T00:30:00Z" == sent("時", first, "Europe/Berlin")
    assert "2026-10-25T01:30:00Z" == sent("時", first.replace(fold=1), "Europe/Berlin")
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == first.replace(fold=1).astimezone(UTC)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("日", "2026/4/1", "2026-04-01"),
        ("日", pd.Timestamp("2026-04-01"), "2026-04-01"),
        ("刻", time(9, 30, 5), "09:30"),
        ("刻", "9:30", "09:30"),
    ],
)
def test_days_and_times_are_sent_as_kintone_writes_them(column: str, cell: object, value: str) -> None:
    assert value == sent(column, cell)


@pytest.mark.parametrize(("column", "cell"), [("日", "令和8年4月1日"), ("日", "2026-02-30"), ("刻", "25:00")])
def test_a_day_or_time_that_is_none_is_refused(column: str, cell: str) -> None:
    with pytest.raises(InputError, match=f"1件目、「{column}」"):
        sent(column, cell)


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(InputError, match="東京"):
        to_frame([], FORM, zone="東京")


@pytest.mark.parametrize("value", [5, ["x"], {"a": 1}, "きょう"])
def test_a_strange_value_of_kintone_is_an_error_in_japanese(value: object) -> None:
    with pytest.raises(InputError, match="「時」"):
        to_frame([{"時": {"value": value}}], FORM)
