"""From what people typed to values: numbers, dates, choices and yes or no, read as kindly as possible."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kaizen_helpers.forms.model import Entry, Filled, Form, Grid, Problem, Value, Values
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.days import read_day
from kaizen_helpers.notation.reading import NOTHING, Question, read_number

__all__ = ["Reader", "plain_values", "read_values", "same_word", "shown"]

MOST_ROWS = 2000
_MOST_TEXT = 5000
_YES = frozenset(
    ["はい", "有", "あり", "有り", "済", "済み", "○", "◯", "〇", "✓", "✔", "レ", "yes", "true", "1", "する"]
)
_NO = frozenset(["いいえ", "無", "なし", "無し", "未", "×", "✗", "no", "false", "0", "しない", "まだ"])


def read_values(form: Form, plain: Mapping[str, Any], today: date | None = None) -> Filled:
    """The values of a form from plain texts: a panel's answer, JSON or TOML.

    ``plain`` is by key; a grid is a list of rows by column key. What is of another shape is a problem, never an error.
    """
    reader = Reader(today)
    values: dict[str, Any] = {}
    for part in form.parts:
        given = plain.get(part.key)
        if isinstance(part, Entry):
            values[part.key] = reader.entry(part, given, f"「{part.label}」")
        elif given is None or isinstance(given, list):
            values[part.key] = reader.rows(part, given or [], f"「{part.label}」の", 1)
        else:
            values[part.key] = []
            reader.problems.append(Problem(f"「{part.label}」", "表の形になっていません。行を並べて書いてください。"))
    return reader.filled(form, values)


class Reader:
    """Reads cells one after another and keeps what is to be said about them."""

    def __init__(self, today: date | None = None) -> None:
        self.today = today
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def filled(self, form: Form, values: dict[str, Any]) -> Filled:
        """What was read, with all that was said."""
        missing = [entry.label for entry in form.entries if entry.required and values.get(entry.key) in (None, "")]
        return Filled(values, tuple(self.problems), tuple(self.notes), tuple(missing))

    def rows(self, grid: Grid, given: Sequence[Any], where: str, first: int) -> list[dict[str, Value]]:
        """The rows of a grid that hold anything; ``where`` stands before a row number, counted from ``first``."""
        found = []
        for number, row in enumerate(given[:MOST_ROWS], start=first):
            place = f"{where}{number}行目"
            if not isinstance(row, Mapping):
                self.problems.append(Problem(place, "行の形になっていません。列の名前と値で書いてください。"))
            elif not _is_blank_row(grid, row):
                found.append({c.key: self.entry(c, row.get(c.key), f"{place}の「{c.label}」") for c in grid.columns})
        if not all(_is_blank_row(grid, row) for row in given[MOST_ROWS:]):  # blank rows often have a format
            message = f"{MOST_ROWS}行までを読みました。残りは別のファイルに分けてください。"
            self.problems.append(Problem(f"「{grid.label}」", message))
        return found

    def entry(self, entry: Entry, given: Any, where: str) -> Value:
        """One value; ``None`` where nothing is written or it could not be read (then a problem says why)."""
        if _blank(given):
            return None
        if isinstance(given, str) and given.startswith("#") and given.endswith(("!", "?", "A")) and given.isupper():
            return self._problem(where, f"「{given[:12]}」は計算の誤りの印です。値を入れ直してください。")
        if entry.kind == "number":
            return self._number(entry, given, where)
        if entry.kind == "date":
            return self._date(entry, given, where)
        text = _text(given)
        if text is None:
            return self._problem(where, "文字として読めませんでした。文字で入れ直してください。")
        if entry.kind == "choice":
            return self._choice(entry, text, where)
        if entry.kind == "yes":
            return self._yes(text, where)
        if len(text) > _MOST_TEXT:
            return self._problem(where, f"{_MOST_TEXT}字より長い文です。短くまとめて入れ直してください。")
        return text

    def _number(self, entry: Entry, given: Any, where: str) -> Value:
        if isinstance(given, bool | date):
            return self._problem(where, f"数ではないものが入っています。{entry.unit or '数'}を数字で入れてください。")
        if isinstance(given, str) and given.strip() in NOTHING:
            return None
        reading = read_number(given, entry.unit, convert=True)
        if reading is None or isinstance(reading, Question):
            return self._problem(where, reading.text_ja) if reading else None
        if reading.note_ja:
            self.notes.append(Problem(where, reading.note_ja))
        return reading.value

    def _date(self, entry: Entry, given: Any, where: str) -> Value:
        reading = _day(given, self.today, entry.past)
        if reading is None or isinstance(reading, Question):
            return self._problem(where, reading.text_ja) if reading else None
        if reading.note_ja:
            self.notes.append(Problem(where, reading.note_ja))
        return reading.value

    def _choice(self, entry: Entry, text: str, where: str) -> Value:
        for choice in entry.choices:
            if same_word(choice, text):
                return choice
        offered = "、".join(f"「{choice}」" for choice in entry.choices)
        return self._problem(where, f"「{_short(text)}」は選べません。{offered}から選んでください。")

    def _yes(self, text: str, where: str) -> Value:
        word = _plain(text)
        if word in _YES or word in _NO:
            return word in _YES
        return self._problem(where, f"「{_short(text)}」では分かりません。「はい」か「いいえ」を入れてください。")

    def _problem(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))


def _day(given: Any, today: date | None, past: bool) -> DateReading | Question | None:
    """A day as people say it; of what has happened, one without a year is not later than ``today``."""
    if today is None:
        return read_date(given)
    reading = read_day(given, today)
    if past and not (isinstance(reading, DateReading) and reading.value <= today):
        a_year_ago = date.fromordinal(max(1, today.toordinal() - 365))
        return read_date(given, a_year_ago)  # the next such day from there is the last one before today
    return reading


def _blank(given: Any) -> bool:
    return (
        given is None
        or (isinstance(given, str) and not given.strip())
        or (isinstance(given, float) and math.isnan(given))
    )


def _is_blank_row(grid: Grid, row: Any) -> bool:
    return isinstance(row, Mapping) and all(_blank(row.get(column.key)) for column in grid.columns)


def _text(given: Any) -> str | None:
    if isinstance(given, str):
        return re.sub(r"\r\n?", "\n", given).strip()
    if isinstance(given, bool):
        return "はい" if given else "いいえ"
    if isinstance(given, datetime):
        return given.date().isoformat() if given.time() == datetime.min.time() else given.isoformat(" ")
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, int):
        return str(given)
    return f"{given:.15g}" if isinstance(given, float) else None


def same_word(one: str, other: str) -> bool:
    """Whether two labels or choices are the same word: width, blanks and letter case do not count."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"


def shown(entry: Entry, value: Value) -> str:
    """A value as people read it on paper; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:,.10g}{entry.unit}"
    return str(value)


def plain_values(form: Form, values: Values) -> dict[str, Any]:
    """Values as texts by key, as :func:`read_values` takes them: for JSON, or to fill a panel."""
    return {part.key: _plain_part(part, values.get(part.key)) for part in form.parts}


def _plain_part(part: Entry | Grid, value: Any) -> Any:
    if isinstance(part, Entry):
        return _text(value) or ""
    rows: Iterable[Mapping[str, Any]] = value or ()
    return [{column.key: _text(row.get(column.key)) or "" for column in part.columns} for row in rows]
