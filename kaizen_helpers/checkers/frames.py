"""pandas tables as plain JSON and back: dtype, index, column order and the kind of each missing value are kept.

Decided, column by column:

=====================  ====================================================================
dtype                  how it is kept
=====================  ====================================================================
int*, uint*, bool      numbers; the width stays
float32, float64       numbers; NaN, infinity and -0.0 as words
str, string            texts, missing is null (the storage behind it is not kept)
Int*, Float*, boolean  the nullable kinds: values, missing is null
datetime64, timedelta64  whole units since 1970, NaT is null; a column with a time zone is refused
category               the categories, their order flag, and the code of each row
object                 each cell as an answer of its own (None, NaN, NA and NaT stay apart)
=====================  ====================================================================

The ``freq`` of a date index, ``attrs`` and flags are not kept. A subclass of DataFrame or Series is not an answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from kaizen_helpers.checkers.plain import LIMITS, TAG, Budget, class_name, loaded, unreadable

__all__ = ["decode_frame", "decode_series", "encode_pandas"]

_INTEGER = re.compile(r"u?int(8|16|32|64)")
_FLOAT = re.compile(r"float(32|64)")
_TIME = re.compile(r"(datetime|timedelta)64\[(s|ms|us|ns)\]")
_NULLABLE = re.compile(r"U?Int(8|16|32|64)|Float(32|64)|boolean")

Encode = Callable[[Any], Any]
Decode = Callable[[Any], Any]


def encode_pandas(value: Any, budget: Budget, encode: Encode) -> dict[str, Any] | None:
    """The JSON of a DataFrame or Series; None when ``value`` is neither (exactly)."""
    pandas = loaded("pandas")
    if pandas is None:
        return None
    if type(value) is getattr(pandas, "DataFrame", None):
        rows, columns = len(value.index), len(value.columns)
        budget.room(rows * max(columns, 1) + columns)
        return {
            TAG: "frame",
            "v": {
                "index": _encode_index(value.index, budget, encode),
                "columns": _encode_index(value.columns, budget, encode),
                "data": [_column(value.iloc[:, i], f"{i + 1}列目", budget, encode) for i in range(columns)],
            },
        }
    if type(value) is getattr(pandas, "Series", None):
        budget.room(len(value.index))
        return {
            TAG: "series",
            "v": {
                "index": _encode_index(value.index, budget, encode),
                "name": encode(value.name),
                "data": _column(value, "列", budget, encode),
            },
        }
    return None


def decode_frame(body: Any, decode: Decode) -> Any:
    """The DataFrame. Raises ``NotPlain`` or a builtin error on anything ``encode_pandas`` did not write."""
    import pandas as pd

    columns = _decode_index(body["columns"], decode)
    series = [_decode_column(column, decode) for column in body["data"]]
    index = _decode_index(body["index"], decode, length=len(series[0]) if series else None)
    if len(columns) != len(series) or any(len(s) != len(index) for s in series):
        raise unreadable("表の列の長さがそろっていません")
    frame = pd.DataFrame(dict(enumerate(series)), index=pd.RangeIndex(len(index)))
    frame.index = index
    frame.columns = columns
    return frame


def decode_series(body: Any, decode: Decode) -> Any:
    """The Series. Raises as ``decode_frame`` does."""
    series = _decode_column(body["data"], decode)
    index = _decode_index(body["index"], decode, length=len(series))
    if len(index) != len(series):
        raise unreadable("列と見出しの長さがそろっていません")
    series.index = index
    series.name = decode(body["name"])
    return series


def _encode_index(index: Any, budget: Budget, encode: Encode) -> dict[str, Any]:
    import pandas as pd

    kind = type(index)
    if kind is pd.RangeIndex:
        return {"range": [index.start, index.stop, index.step], "name": encode(index.name)}
    if kind is pd.MultiIndex:
        budget.room(len(index) * index.nlevels)
        levels = [index.get_level_values(i) for i in range(index.nlevels)]
        return {"levels": [_encode_index(level, budget, encode) for level in levels]}
    if kind in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex):
        budget.room(len(index))
        return {"data": _column(index, "見出し", budget, encode), "name": encode(index.name)}
    raise budget.refuse(f"表の見出し（{class_name(kind)}）は読み取れません。reset_index() で普通の列にしてください。")


def _decode_index(body: Any, decode: Decode, length: int | None = None) -> Any:
    import pandas as pd

    if "range" in body:
        numbers = body["range"]
        if len(numbers) != 3 or any(type(n) is not int for n in numbers):
            raise unreadable("見出し")
        size = len(range(*numbers))
        if size > LIMITS.nodes or (length is not None and size != length):
            raise unreadable("表の行の数がそろっていません")
        return pd.RangeIndex(*numbers, name=decode(body["name"]))
    if "levels" in body:
        levels = [_decode_index(level, decode) for level in body["levels"]]
        return pd.MultiIndex.from_arrays(levels, names=[level.name for level in levels])
    values = _decode_column(body["data"], decode)
    dtype = "object" if body["data"]["dtype"] == "object" else None
    return pd.Index(values.array, dtype=dtype, name=decode(body["name"]), copy=True)


def _column(values: Any, place: str, budget: Budget, encode: Encode) -> dict[str, Any]:
    """``values`` is a Series or an Index; its array decides, cell by cell only for ``object``."""
    import numpy as np
    import pandas as pd

    with budget.inside(place):
        dtype = values.dtype
        budget.count(len(values))
        array = values.array
        if type(dtype) is pd.StringDtype:
            return {"dtype": "str" if dtype.na_value is not pd.NA else "string", "values": _texts(array, budget)}
        if type(dtype) is pd.CategoricalDtype:
            kinds = [encode(item) for item in dtype.categories.tolist()]
            codes = {"ordered": bool(dtype.ordered), "categories": kinds, "codes": array.codes.tolist()}
            return {"dtype": "category", "inner": str(dtype.categories.dtype), **codes}
        if not issubclass(type(dtype), np.dtype):
            name = _nullable_name(dtype)
            if name is None:
                raise budget.refuse(
                    f"この列の型（{class_name(type(dtype))}）は読み取れません。数か文字の列にしてください。"
                )
            missing = array.isna().tolist()
            cells = array.to_numpy(dtype=object).tolist()
            return {
                "dtype": name,
                "values": [None if gone else _number(v) for v, gone in zip(cells, missing, strict=True)],
            }
        name = dtype.name
        if name == "object":
            with budget.inside("セル"):
                return {"dtype": "object", "values": [encode(cell) for cell in np.asarray(array).tolist()]}
        if name == "bool" or _INTEGER.fullmatch(name):
            return {"dtype": name, "values": values.to_numpy().tolist()}
        if _FLOAT.fullmatch(name):
            return {"dtype": name, "values": [_number(v) for v in values.to_numpy().tolist()]}
        if _TIME.fullmatch(name):
            ticks = values.to_numpy().astype("int64").tolist()
            missing = array.isna().tolist()
            return {"dtype": name, "values": [None if gone else t for t, gone in zip(ticks, missing, strict=True)]}
        raise budget.refuse(f"この列の型（{name}）は読み取れません。数か文字の列にしてください。")


def _nullable_name(dtype: Any) -> str | None:
    import pandas as pd

    kinds = [f"{sign}Int{n}" for sign in ("", "U") for n in (8, 16, 32, 64)] + ["Float32", "Float64"]
    classes = {getattr(pd, f"{kind}Dtype"): kind for kind in kinds} | {pd.BooleanDtype: "boolean"}
    return classes.get(type(dtype))


def _texts(array: Any, budget: Budget) -> list[str | None]:
    import pandas as pd

    missing = pd.NA
    out: list[str | None] = []
    for cell in array.to_numpy(dtype=object).tolist():
        if type(cell) is str:
            budget.count_text(len(cell))
            out.append(_escape(cell))
        elif type(cell) is float or cell is None or cell is missing:
            out.append(None)
        else:  # pandas lets a subclass of str in
            raise budget.refuse(f"列に入っている値（{class_name(type(cell))}）は読み取れません。文字にしてください。")
    return out


def _escape(text: str) -> str:
    """Lone surrogates cannot be written as UTF-8: in a text column they become ``\\uXXXX`` after a marker."""
    if text.isascii() and not text.startswith("\x00"):
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "\x00" + text.encode("utf-16-be", "surrogatepass").hex()
    return "\x00" + text.encode("utf-16-be").hex() if text.startswith("\x00") else text


def _unescape(text: str) -> str:
    if not text.startswith("\x00"):
        return text
    return bytes.fromhex(text[1:]).decode("utf-16-be", "surrogatepass")


def _number(value: Any) -> Any:
    """A float that strict JSON can hold: NaN, infinity and -0.0 as words; everything else as it is."""
    if type(value) is not float:
        return value
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0.0"
    return value


def _decode_column(body: Any, decode: Decode) -> Any:
    import numpy as np
    import pandas as pd

    name = body["dtype"]
    if type(name) is not str:
        raise unreadable("列の型")
    if name == "category":
        return _decode_category(body, decode)
    values = body["values"]
    if type(values) is not list:
        raise unreadable("列")
    if name == "object":
        cells: Any = np.empty(len(values), dtype=object)
        for i, value in enumerate(values):
            cells[i] = decode(value)
        return pd.Series(cells, dtype=object)
    if name in ("str", "string"):
        _only(values, str)
        return pd.Series([None if v is None else _unescape(v) for v in values], dtype=name)
    if name == "bool":
        _only(values, bool, missing=False)
        return pd.Series(values, dtype="bool")
    if _INTEGER.fullmatch(name):
        _only(values, int, missing=False)
        return pd.Series(np.array(values, dtype=name))
    if _FLOAT.fullmatch(name):
        return pd.Series(_floats(values, name))
    if match := _TIME.fullmatch(name):
        _only(values, int)
        nat = np.iinfo("int64").min
        ticks = np.array([nat if v is None else v for v in values], dtype="int64")
        return pd.Series(ticks.view(f"{'M8' if match[1] == 'datetime' else 'm8'}[{match[2]}]"))
    if _NULLABLE.fullmatch(name):
        if name.startswith("Float"):
            return _nullable_float(values, name)
        _only(values, bool if name == "boolean" else int)
        return pd.Series(pd.array(values, dtype=name))
    raise unreadable("列の型")


def _floats(values: list[Any], dtype: str) -> Any:
    """An array of floats; a number too large for the width is damage, not a warning."""
    import numpy as np

    with np.errstate(over="raise"):
        return np.array([_float(v) for v in values], dtype="float64").astype(dtype)


def _nullable_float(values: list[Any], name: str) -> Any:
    import numpy as np
    import pandas as pd

    missing = np.array([v is None for v in values], dtype=bool)
    numbers = _floats([0.0 if v is None else v for v in values], name.lower())
    return pd.Series(pd.arrays.FloatingArray(numbers, missing))


def _decode_category(body: Any, decode: Decode) -> Any:
    import pandas as pd

    kinds = [decode(item) for item in body["categories"]]
    codes = body["codes"]
    inner = body["inner"]
    _only(codes, int, missing=False)
    if type(inner) is not str or any(not -1 <= code < len(kinds) for code in codes):
        raise unreadable("区分")
    plain = re.fullmatch(r"object|str|string|bool|u?int\d+|float\d+|datetime64\[\w+\]|U?Int\d+|Float\d+|boolean", inner)
    if plain is None:
        raise unreadable("区分の型")
    dtype = pd.CategoricalDtype(pd.Index(kinds, dtype=inner), ordered=body["ordered"] is True)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype))


def _only(values: Any, kind: type, *, missing: bool = True) -> None:
    """Every value is exactly ``kind``; None too where ``missing``."""
    if type(values) is not list or any(not (type(v) is kind or (missing and v is None)) for v in values):
        raise unreadable("列の値")


def _float(value: Any) -> float:
    if type(value) is str and value in ("nan", "inf", "-inf", "-0.0"):
        return float(value)
    if type(value) is float or (type(value) is int and abs(value) < 10**15):
        return float(value)
    raise unreadable("列の値")
