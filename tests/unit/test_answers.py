"""An answer becomes strict JSON and comes back the same; nobody's code runs on the way."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import partialmethod
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.answers import LIMITS, Call, CallError, Calls, NotPlain, decode, encode, snapshot
from kaizen_helpers.flow.model import Flow


def through_json(value: Any, asks: Any = None) -> Any:
    """What arrives on the other side of a file or a pipe."""
    return decode(json.loads(json.dumps(encode(value, asks), allow_nan=False)))


def same(a: Any, b: Any) -> bool:
    """Equal in type, sign and every part; the test's own ruler."""
    if type(a) is not type(b):
        return False
    if type(a) is float:
        return math.copysign(1, a) == math.copysign(1, b) and (a == b or (math.isnan(a) and math.isnan(b)))
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is dict:
        return list(map(repr, a)) == list(map(repr, b)) and all(same(a[k], b[k]) for k in a)
    if type(a) is Decimal:
        return str(a) == str(b)
    return bool(a == b)


finite_or_not = st.floats(width=64).map(lambda f: math.nan if math.isnan(f) else f)
texts = st.text(st.characters(exclude_categories=[]), max_size=20)  # lone surrogates too
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**399), 10**399),
    finite_or_not,
    texts,
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(),
    st.decimals(),
    st.binary(max_size=40),
)
keys = st.one_of(texts, st.integers(), st.dates())
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
        st.frozensets(st.one_of(st.integers(), texts, st.dates()), max_size=4),
        st.sets(st.one_of(st.integers(), texts), max_size=4),
    ),
    max_leaves=12,
)


@given(trees)
def test_every_plain_value_comes_back_with_its_type_and_sign(value: Any) -> None:
    assert same(value, through_json(value))


@given(trees)
def test_the_same_value_is_always_written_the_same(value: Any) -> None:
    assert encode(value) == encode(decode(encode(value)))


columns = st.one_of(
    st.tuples(st.sampled_from(["int64", "int8", "uint16"]), st.lists(st.integers(0, 100), min_size=3, max_size=3)),
    st.tuples(st.sampled_from(["float64", "float32"]), st.lists(st.floats(width=32), min_size=3, max_size=3)),
    st.tuples(st.just("bool"), st.lists(st.booleans(), min_size=3, max_size=3)),
    st.tuples(
        st.sampled_from(["str", "string"]),
        st.lists(st.none() | st.text(max_size=5), min_size=3, max_size=3),
    ),
    st.tuples(st.sampled_from(["Int64", "UInt8"]), st.lists(st.none() | st.integers(0, 9), min_size=3, max_size=3)),
    st.tuples(st.just("boolean"), st.lists(st.none() | st.booleans(), min_size=3, max_size=3)),
    st.tuples(st.just("Float64"), st.lists(st.none() | st.floats(-9, 9), min_size=3, max_size=3)),
    st.tuples(
        st.sampled_from(["datetime64[ns]", "datetime64[us]"]),
        st.lists(st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), min_size=3, max_size=3),  # noqa: DTZ001
    ),
    st.tuples(
        st.just("timedelta64[us]"),
        st.lists(st.none() | st.timedeltas(timedelta(-9), timedelta(9)), min_size=3, max_size=3),
    ),
    st.tuples(st.just("category"), st.lists(st.none() | st.sampled_from(["済", "未"]), min_size=3, max_size=3)),
    st.tuples(
        st.just("object"),
        st.lists(st.none() | st.integers(-5, 5) | st.text(max_size=3) | st.just(math.nan), min_size=3, max_size=3),
    ),
)
frames = st.lists(st.tuples(st.text(max_size=4) | st.integers(0, 3), columns), max_size=5).map(
    lambda spec: (
        pd.concat(
            [pd.Series(values, dtype=dtype, name=name) for name, (dtype, values) in spec],
            axis=1,
            keys=None,
        )
        if spec
        else pd.DataFrame(index=range(2))
    )
)


@settings(deadline=None)
@given(frames)
def test_a_table_comes_back_with_dtypes_column_order_and_missing_values(frame: Any) -> None:
    frame.columns = [name if name is not None else "" for name in frame.columns]

    pd.testing.assert_frame_equal(frame, through_json(frame), check_exact=True)


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(2, 8, 3, name="番号"),
        pd.Index(["あ", "い"], name="課"),
        pd.Index([5, 5]),
        pd.Index([1, "い"], dtype=object),
        pd.DatetimeIndex(["2026-04-01", "2026-04-02"]),
        pd.CategoricalIndex(["済", "未"], ordered=True),
        pd.MultiIndex.from_tuples([("県", 1), ("市", 2)], names=["だれ", None]),
    ],
    ids=lambda index: type(index).__name__,
)
def test_the_index_of_a_table_comes_back(index: Any) -> None:
    frame = pd.DataFrame({"件数": [1, 2]}, index=index)

    pd.testing.assert_frame_equal(frame, through_json(frame), check_freq=False)
    pd.testing.assert_frame_equal(frame.T, through_json(frame.T), check_freq=False)
    pd.testing.assert_series_equal(frame["件数"], through_json(frame["件数"]), check_freq=False)


def test_the_kinds_of_nothing_in_an_object_column_stay_apart() -> None:
    series = pd.Series([None, math.nan, pd.NA, pd.NaT, ""], dtype=object)

    back = list(through_json(series))

    assert back[0] is None
    assert type(back[1]) is float
    assert back[2] is pd.NA
    assert back[3] is pd.NaT
    assert back[4] == ""


def test_half_characters_in_a_text_column_come_back() -> None:
    series = pd.Series(["\ud842", "\x00あ", "吉"], dtype=pd.StringDtype("python", na_value=math.nan))

    assert list(through_json(series)) == ["\ud842", "\x00あ", "吉"]


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        (np.int64(3), 3),
        (np.uint8(3), 3),
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("係"), "係"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (pd.Timestamp("2026-04-01 09:30"), datetime(2026, 4, 1, 9, 30)),  # noqa: DTZ001
        (pd.Timedelta(minutes=5), timedelta(minutes=5)),
        (datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo")), datetime(2026, 4, 1, tzinfo=UTC)),
    ],
    ids=str,
)
def test_numpy_and_pandas_scalars_become_plain_values(given: Any, plain: Any) -> None:
    back = through_json(given)

    assert (type(plain), plain) == (type(back), back)


def test_a_time_zone_becomes_its_fixed_offset() -> None:
    back = through_json(datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo")))

    assert timezone(timedelta(hours=9)) == back.tzinfo


def test_a_flow_comes_back() -> None:
    flow = Flow.from_dict(
        {
            "title": "照会",
            "steps": [],
        }
    )

    assert flow == through_json({"図": flow})["図"]


def test_a_frozenset_and_a_set_are_written_in_one_order() -> None:
    assert encode({"う", "あ", "い"})["v"] == ["あ", "い", "う"]


def test_a_snapshot_shares_nothing_with_the_original() -> None:
    original = {"表": pd.DataFrame({"a": [1, 2]}), "列": [[1]]}
    copy = snapshot(original)

    copy["列"][0].append(2)
    copy["表"].loc[0, "a"] = 99

    assert original["列"] == [[1]]
    assert original["表"]["a"].tolist() == [1, 2]


# ------------------------------------------------------------------------------ functions


def test_a_function_is_asked_and_its_answers_are_the_record() -> None:
    def double(n: int) -> int:
        return n * 2

    assert through_json(double, asks=[(1,), (5,)]) == Calls((Call((1,), 2), Call((5,), 10)))


def test_an_error_in_a_function_is_recorded_with_the_line() -> None:
    source = "def f(n):\n    x = 1\n    return n / 0\n"
    space: dict[str, Any] = {}
    exec(compile(source, "<cell>", "exec"), space)  # noqa: S102 - the learner's cell of this test

    call = through_json(space["f"], asks=[(1,)]).calls[0]

    assert (CallError("ZeroDivisionError", "division by zero", 3), None) == (call.error, call.value)


def test_a_function_that_changes_its_arguments_is_marked() -> None:
    def tidy(rows: list[int]) -> list[int]:
        rows.append(0)
        return rows

    record = through_json(tidy, asks=[([1],), ([2],)])

    assert record.mutated
    assert not record.unstable
    assert [call.args[0] for call in record.calls] == [[1], [2]]


def test_a_function_that_puts_something_strange_into_its_arguments_is_marked() -> None:
    def strange(rows: list[Any]) -> None:
        rows.append(object())

    assert through_json(strange, asks=[([],)]).mutated


def test_a_function_that_answers_differently_each_time_is_marked() -> None:
    seen: list[int] = []

    def count() -> int:
        seen.append(1)
        return len(seen)

    record = through_json(count, asks=[()])

    assert record.unstable
    assert not record.mutated


def test_a_function_prints_and_warns_into_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def loud() -> int:
        import warnings

        print("a")
        print("b", file=sys.stderr)
        warnings.warn("c", stacklevel=1)
        return 1

    assert through_json(loud, asks=[()]).calls[0].value == 1
    assert capsys.readouterr() == ("", "")


def test_leaving_python_from_a_function_is_only_an_error_of_the_function() -> None:
    def leave() -> None:
        sys.exit(0)

    assert through_json(leave, asks=[()]).calls[0].error.type == "SystemExit"


def test_a_function_that_returns_no_plain_data_is_an_error_of_the_function() -> None:
    call = through_json(lambda: (n for n in [1]), asks=[()]).calls[0]

    assert call.error == CallError(
        "NotPlain",
        "この種類の値（generator）は答えとして読み取れません。数・文字・リスト・表のどれかにしてください。",
        0,
    )


def test_the_message_of_an_error_class_of_the_learner_is_not_asked() -> None:
    class LoudError(Exception):
        def __str__(self) -> str:
            raise AssertionError("asked")

    def fail() -> None:
        raise LoudError("止まりました", 3)

    assert through_json(fail, asks=[()]).calls[0].error == CallError(
        "LoudError", "止まりました, 3", fail.__code__.co_firstlineno + 1
    )


# ------------------------------------------------------------------------------ traps and limits


class Trap:
    """Every special method that a careless reader would call tells on it."""

    touched: list[str] = []  # noqa: RUF012 - shared on purpose

    def _tell(self, name: str, *_args: Any) -> Any:
        Trap.touched.append(name)
        raise AssertionError(name)

    def __getattribute__(self, name: str) -> Any:
        Trap.touched.append(name)
        raise AssertionError(name)


for _name in (
    *("__eq__", "__ne__", "__lt__", "__hash__", "__repr__", "__str__", "__iter__", "__len__", "__bool__"),
    *("__reduce__", "__reduce_ex__", "__deepcopy__", "__copy__", "__float__", "__int__", "__index__", "__call__"),
    *("__array__", "__format__", "__getitem__", "__contains__"),
):
    setattr(Trap, _name, partialmethod(Trap._tell, _name))


class Liar:
    """Says it is a whole number."""

    __class__ = int  # type: ignore[assignment]


class LoudType(type):
    def __getattribute__(cls, name: str) -> Any:
        raise AssertionError(name)

    def __instancecheck__(cls, instance: Any) -> bool:
        raise AssertionError("isinstance")


class OfLoudType(metaclass=LoudType):
    pass


class Always(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Text(str):
    __slots__ = ()


class Rows(list):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        raise AssertionError("iterated")


class Frame(pd.DataFrame):  # type: ignore[misc]
    pass


@pytest.mark.parametrize(
    "make",
    [
        lambda: Trap(),
        lambda: Liar(),
        lambda: OfLoudType(),
        lambda: Always(3),
        lambda: Text("答え"),
        lambda: Rows([1]),
        lambda: OrderedDict(a=1),
        lambda: Frame({"a": [1]}),
        lambda: (n for n in [1]),
        lambda: object,
        lambda: print,
        lambda: lambda: 1,
        lambda: 1j,
        lambda: range(3),
        lambda: pd.Series([1], dtype="Sparse[int]"),
        lambda: pd.Series(pd.date_range("2026-01-01", periods=2, tz="Asia/Tokyo")),
        lambda: pd.DataFrame({"a": [1]}, index=pd.period_range("2026", periods=1)),
        lambda: {1.5: 1},
        lambda: 10**400,
        lambda: "あ" * (LIMITS.text + 1),
        lambda: bytes(LIMITS.file + 1),
        lambda: [0] * 30_000_000,
        lambda: pd.DataFrame({"a": np.zeros(LIMITS.nodes + 1)}),
        lambda: ["あ" * LIMITS.text] * 30,
    ],
)
def test_what_is_not_plain_data_is_refused_wherever_it_stands(make: Callable[[], Any]) -> None:
    value = make()
    cells: Any = np.empty(2, dtype=object)
    cells[0] = value
    column = pd.Series(cells, dtype=object)
    Trap.touched.clear()
    for answer in (value, [value], {"a": value}, (value,), {"列": column}):
        with pytest.raises(NotPlain):
            encode(answer)
    assert Trap.touched == []


def test_a_trap_as_the_name_of_a_column_is_refused_untouched() -> None:
    frame = pd.DataFrame({"a": [1]})
    frame.columns = pd.Index(np.array([object()], dtype=object))

    with pytest.raises(NotPlain):
        encode(frame)


def test_a_text_subclass_in_a_text_column_is_not_taken_for_missing() -> None:
    column = pd.Series(pd.array([Text("あ")], dtype=pd.StringDtype("python", na_value=math.nan)))

    assert outcome_of(column) == "refused"


def outcome_of(value: Any) -> Any:
    try:
        return list(snapshot(value))
    except NotPlain:
        return "refused"


def test_a_list_inside_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)

    with pytest.raises(NotPlain, match="入れ子が深すぎます"):
        encode(loop)


def test_a_list_that_doubles_at_each_level_is_refused() -> None:
    value: list[Any] = [1]
    for _ in range(18):
        value = [value, value]

    with pytest.raises(NotPlain, match="多すぎます"):
        encode(value)


def test_the_deepest_and_the_longest_allowed_answers_come_back() -> None:
    deep: Any = 1.0
    for _ in range(LIMITS.depth):
        deep = (deep,)
    long = [1.0] * (LIMITS.nodes - 1)

    assert deep == through_json(deep)
    assert long == through_json(long)


def test_the_message_says_where_in_the_answer() -> None:
    with pytest.raises(NotPlain) as caught:
        encode({"表": [1, {"課": print}]})

    assert str(caught.value) == "「表」 の 2番目 の 「課」: 関数が入っています。関数を呼び出した結果を入れてください。"


TAGS = (
    *("frame", "series", "tuple", "set", "frozenset", "dict", "calls", "flow", "str", "int", "float"),
    *("date", "datetime", "time", "timedelta", "decimal", "bytes", "missing", "?"),
)
DTYPES = (
    *("int8", "uint64", "float32", "bool", "str", "object", "category", "Int64", "Float32", "boolean"),
    *("datetime64[ns]", "timedelta64[s]", "complex128"),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$", "v", "data", "index", "columns", "range", "dtype", "values"]), inner)
        | st.fixed_dictionaries(
            {
                "$": st.sampled_from(TAGS),
                "v": inner,
            }
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(json_values)
def test_any_json_is_read_or_refused_kindly(plain: Any) -> None:
    try:
        decode(plain)
    except NotPlain as refused:
        message = refused.message_ja
    else:
        message = "まで"
    assert "答え" in message or "まで" in message


column_bodies = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(DTYPES),
        "values": st.lists(st.none() | st.integers() | st.booleans() | st.floats() | st.text(max_size=3), max_size=3),
        "codes": st.lists(st.integers(-3, 3), max_size=3),
        "categories": st.lists(st.integers(0, 2) | st.text(max_size=2), max_size=3),
        "ordered": st.booleans(),
        "inner": st.sampled_from(["object", "int64", "str", "float64", "datetime64[xx]", "category"]),
    }
)


@settings(deadline=None, max_examples=300)
@given(st.lists(column_bodies, max_size=2), st.integers(-1, 4), column_bodies)
def test_a_damaged_table_is_read_or_refused_kindly(data: Any, length: int, column: Any) -> None:
    for index in ({"range": [0, length, 1], "name": None}, {"data": column, "name": "a"}):
        names = {"range": [0, len(data), 1], "name": None}
        try:
            decode({"$": "frame", "v": {"index": index, "columns": names, "data": data}})
        except NotPlain as refused:
            message = refused.message_ja
        else:
            message = "保存された答えの形を読み取れません"
        assert message.startswith("保存された答えの形を読み取れません")


def test_a_number_too_large_for_its_column_is_refused_without_a_warning() -> None:
    body = {"dtype": "float32", "values": [1e300]}

    with pytest.raises(NotPlain):
        decode({"$": "series", "v": {"index": {"range": [0, 1, 1], "name": None}, "name": None, "data": body}})


def test_pandas_is_not_imported_to_read_a_plain_answer() -> None:
    program = (
        "import sys; from kaizen_helpers.checkers.answers import snapshot;"
        "snapshot([1, 'あ', {'a': 2.0}]);"
        "print([m for m in ('pandas', 'numpy') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_reading_says_nothing_on_stderr() -> None:
    heard = io.StringIO()
    with redirect_stderr(heard):
        snapshot(pd.DataFrame({"時刻": [time(9, 0)], "日": [date(2026, 4, 1)]}))

    assert heard.getvalue() == ""
