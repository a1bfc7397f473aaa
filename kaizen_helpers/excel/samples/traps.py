"""What a machine cannot put right: the only right answer is to ask, or to refuse and say why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kaizen_helpers.excel.samples.grid import Filling
from kaizen_helpers.excel.samples.model import CleanTable, Field

__all__ = ["TRAPS", "fitting", "spring"]

TRAPS = (
    "合わない合計", "括弧の数", "2つの数", "2桁の年", "先頭の〃", "知らない選択肢", "短いコード", "日付になった率",
    "期間外の元号", "小数点のない体温", "二重の予約", "逆の順", "合わない検査数字", "二重の申請", "存在しない日",
)  # fmt: skip
_KINDS = {
    "括弧の数": ("number", "(50000)"),
    "2つの数": ("number", "391445（355943）"),
    "2桁の年": ("date", "05/04/01"),
    "知らない選択肢": ("choice", "たぶん"),
    "期間外の元号": ("date", "昭和64年1月8日"),
    "存在しない日": ("date", "令和8年2月29日"),
}


def fitting(clean: CleanTable) -> list[str]:
    """The traps for which the table has a place."""
    fields, wide = clean.fields, clean.case == "C1-年度"
    kinds = {one.kind for one in fields if not one.group}
    there = {
        "合わない合計": any(one.kind == "number" and one.unit != "℃" for one in fields),
        "先頭の〃": not wide,
        "日付になった率": not wide,
        "短いコード": not wide,
        "小数点のない体温": any(one.unit == "℃" for one in fields),
        "二重の予約": clean.no_overlap is not None,
        "逆の順": any(one.not_below for one in fields),
        "合わない検査数字": any(one.check for one in fields),
        "二重の申請": bool(clean.key) and not clean.newest,
    }
    return [one for one in TRAPS if there.get(one, one in _KINDS and _KINDS[one][0] in kinds)]


def spring(made: Filling) -> str:
    """Put the trap into the rows that have been written; return its name."""
    if made.trap not in ("", "合わない合計") and not _set(made):
        made.trap = "括弧の数" if _places(made, "number") else "期間外の元号"
        _set(made)
    return made.trap


def _places(made: Filling, kind: str) -> list[int]:
    if made.clean.case == "C1-年度":
        return [3] if kind == "number" else []
    return [place for place, one in enumerate(made.clean.fields, 1) if one.kind == kind and not one.group]


def _write(made: Filling, column: int, number: int, typed: object, number_format: str = "") -> None:
    made.grid.put(made.where[number], column, typed, number_format)
    made.row_dirt[number].append("罠")


def _set(made: Filling) -> bool:
    draw, rows, fields = made.draw, made.clean.rows, made.clean.fields
    row = draw.randrange(len(rows))
    wide = made.clean.case == "C1-年度"
    if made.trap in _KINDS:
        kind, typed = _KINDS[made.trap]
        places = _places(made, kind)
        if places:
            _write(made, draw.choice(places), row, typed)
        return bool(places)
    if wide:
        return False
    if made.trap == "先頭の〃":
        places = _places(made, "text")
        _write(made, draw.choice(places), 0, "〃")
        return True
    if made.trap == "日付になった率":
        _write(made, draw.choice(_places(made, "text")), row, date(2026, 1, 2), "m月d日")
        return True
    if made.trap == "短いコード":
        places = [place for place in _places(made, "code") if fields[place - 1].digits]
        _write(made, draw.choice(places), row, "123")
        return True
    if made.trap == "小数点のない体温":
        return _fever(made)
    if made.trap == "合わない検査数字":
        return _check_digit(made, row)
    if made.trap == "逆の順":
        return _wrong_order(made)
    if made.trap == "二重の予約":
        return _double_booking(made)
    return _twice(made, row)


def _fever(made: Filling) -> bool:
    """375 for 37.5."""
    for column, one in enumerate(made.clean.fields, 1):
        answered = [number for number, row in enumerate(made.clean.rows) if isinstance(row[column - 1], float)]
        if one.unit == "℃" and answered:
            number = made.draw.choice(answered)
            _write(made, column, number, round(float(str(made.clean.rows[number][column - 1])) * 10))
            return True
    return False


def _check_digit(made: Filling, row: int) -> bool:
    """One digit of the code is another. 0 and 9 of a corporate number cannot be told apart, so those are left alone."""
    for column, one in enumerate(made.clean.fields, 1):
        if one.check:
            code = str(made.clean.rows[row][column - 1])
            last = int(code[-1])
            _write(made, column, row, code[:-1] + str(last + 1 if last < 8 else last - 1))
            return True
    return False


def _wrong_order(made: Filling) -> bool:
    names = [one.name for one in made.clean.fields]
    chances: list[tuple[int, int, object, Field]] = []
    for column, one in enumerate(made.clean.fields, 1):
        for number, row in enumerate(made.clean.rows):
            other = row[names.index(one.not_below)] if one.not_below else None
            if other is not None and row[column - 1] is not None:
                chances.append((column, number, other, one))
    if not chances:
        return False
    column, number, other, one = made.draw.choice(chances)
    if isinstance(other, int):
        _write(made, column, number, made.scaled(other, one) // 2 - 1)  # type: ignore[operator]
    elif isinstance(other, date):
        _write(made, column, number, other - timedelta(days=2))
    return True


def _double_booking(made: Filling) -> bool:
    """The next booking of a car begins before the last one ends."""
    if made.clean.no_overlap is None:
        return False
    who, start, end = ([one.name for one in made.clean.fields].index(name) for name in made.clean.no_overlap)
    for number in range(1, len(made.clean.rows)):
        before, row = made.clean.rows[number - 1], made.clean.rows[number]
        if before[who] == row[who]:
            ended = before[end]
            if isinstance(ended, datetime):
                _write(made, start + 1, number, ended - timedelta(minutes=30))
                return True
    return False


def _twice(made: Filling, row: int) -> bool:
    """Two rows with one key, and nothing that says which of them counts."""
    if made.clean.newest or not made.clean.key:
        return False
    names = [one.name for one in made.clean.fields]
    other = (row + 1) % len(made.clean.rows)
    for name in made.clean.key:
        place = names.index(name)
        _write(made, place + 1, other, made.clean.rows[row][place])
    return True
