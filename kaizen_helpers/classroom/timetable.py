"""The one schedule of the course: ``courses/timetable.toml`` read, checked and put on the clock.

Everything is in whole minutes. A form of the course (one day, two days, half a day) has days, a day has
parts; the lunch break is shown but not counted. Nothing with a missing or impossible minute gets past
``read_timetable``: a schedule nobody checked is how "six hours" become nine.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kaizen_helpers.errors import InputError, MissingError

__all__ = [
    "Day",
    "Form",
    "Part",
    "PlannedExercise",
    "Slot",
    "Timetable",
    "read_timetable",
    "schedule",
    "timetable_text",
]

KINDS = ("module", "break", "lunch", "reserve")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class PlannedExercise:
    """An exercise as the timetable plans it."""

    id: str
    code: str  # as people say it, for example "E1-2"
    module: str
    title: str
    minutes: int  # planned working time
    points: float
    required: bool  # on the day; the others are for self-study and the two-day form


@dataclass(frozen=True)
class Part:
    """One stretch of a day: a module (sometimes two), a break, lunch or the reserve."""

    title: str
    kind: str  # one of KINDS
    modules: tuple[str, ...]
    minutes: int
    talking: int  # minutes of it in which learners talk with each other
    exercises: tuple[PlannedExercise, ...]

    @property
    def counted(self) -> int:
        """Minutes that count towards the length of the course: lunch is extra."""
        return 0 if self.kind == "lunch" else self.minutes


@dataclass(frozen=True)
class Day:
    """One day of a form."""

    title: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """Length of the day without lunch."""
        return sum(part.counted for part in self.parts)


@dataclass(frozen=True)
class Form:
    """One way to hold the course, for example 一日版."""

    name: str  # key in the file: one_day, two_days, half_day
    title: str
    days: tuple[Day, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts of all days, in order, lunch included."""
        return tuple(part for day in self.days for part in day.parts)

    @property
    def exercises(self) -> tuple[PlannedExercise, ...]:
        """All exercises done in class, in order."""
        return tuple(exercise for part in self.parts for exercise in part.exercises)

    @property
    def minutes(self) -> int:
        """Length of all days together, without lunch."""
        return sum(day.minutes for day in self.days)

    @property
    def talking(self) -> int:
        """Minutes in which learners talk with each other."""
        return sum(part.talking for part in self.parts)


@dataclass(frozen=True)
class Timetable:
    """What ``timetable.toml`` says."""

    modules: Mapping[str, str]  # name -> Japanese title, in course order
    exercises: tuple[PlannedExercise, ...]
    forms: tuple[Form, ...]

    def form(self, name: str) -> Form:
        """One form by its name.

        Raises:
            MissingError: there is no such form.
        """
        for form in self.forms:
            if form.name == name:
                return form
        known = "、".join(form.name for form in self.forms)
        raise MissingError(f"「{name}」という時間割はありません。使える名前は {known} です。", "時間割の名前")


@dataclass(frozen=True)
class Slot:
    """A part on the clock; times are ``HH:MM``."""

    day: str
    start: str
    end: str
    part: Part

    @property
    def title(self) -> str:
        """Title of the part."""
        return self.part.title


# ---- reading

Table = Mapping[str, object]


def read_timetable(path: Path) -> Timetable:
    """Read and check a timetable.

    Raises:
        MissingError: the file is not there.
        InputError: the file cannot be read, or says something impossible; ``where`` names the place in it.
    """
    if not path.is_file():
        raise MissingError("時間割のファイルがありません。教材のフォルダがそろっているか見てください。", path.name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"TOMLとして読めません。直前の変更を見直してください（{error}）。", path.name) from error

    modules = {name: _string(value, f"modules.{name}") for name, value in _table(data, "modules", "").items()}
    planned = _exercises(_table(data, "exercises", ""), modules)
    forms = _table(data, "forms", "")
    return Timetable(
        modules=modules,
        exercises=tuple(planned.values()),
        forms=tuple(_form(name, _as_table(value, f"forms.{name}"), modules, planned) for name, value in forms.items()),
    )


def _exercises(table: Table, modules: Mapping[str, str]) -> dict[str, PlannedExercise]:
    planned: dict[str, PlannedExercise] = {}
    for name, value in table.items():
        where = f"exercises.{name}"
        entry = _as_table(value, where)
        _only(entry, {"code", "module", "title", "minutes", "points", "required"}, where)
        module = _string(entry.get("module"), f"{where}.module")
        _known(module, modules, "モジュール", f"{where}.module")
        required = entry.get("required")
        if type(required) is not bool:
            raise InputError("true（必修）か false（自習）を書いてください。", f"{where}.required")
        code = _string(entry.get("code"), f"{where}.code")
        if any(code == other.code for other in planned.values()):
            raise InputError(f"記号「{code}」が2回出てきます。別の記号にしてください。", f"{where}.code")
        planned[name] = PlannedExercise(
            id=name,
            code=code,
            module=module,
            title=_string(entry.get("title"), f"{where}.title"),
            minutes=_minutes(entry.get("minutes"), f"{where}.minutes"),
            points=_points(entry.get("points"), f"{where}.points"),
            required=required,
        )
    return planned


def _form(name: str, table: Table, modules: Mapping[str, str], planned: Mapping[str, PlannedExercise]) -> Form:
    where = f"forms.{name}"
    _only(table, {"title", "days"}, where)
    days = tuple(
        _day(_as_table(value, f"{where}.days[{number}]"), f"{where}.days[{number}]", modules, planned)
        for number, value in enumerate(_list(table.get("days"), f"{where}.days"), start=1)
    )
    titles = [day.title for day in days]
    if len(set(titles)) < len(titles):
        raise InputError("同じ名前の日があります。「1日目」「2日目」のように分けてください。", f"{where}.days")
    seen: set[str] = set()
    for exercise in (exercise for day in days for part in day.parts for exercise in part.exercises):
        if exercise.id in seen:
            raise InputError(f"演習「{exercise.id}」が2回出てきます。1回にしてください。", where)
        seen.add(exercise.id)
    return Form(name=name, title=_string(table.get("title"), f"{where}.title"), days=days)


def _day(table: Table, where: str, modules: Mapping[str, str], planned: Mapping[str, PlannedExercise]) -> Day:
    _only(table, {"title", "minutes", "parts"}, where)
    promised = _minutes(table.get("minutes"), f"{where}.minutes")
    parts = tuple(
        _part(_as_table(value, f"{where}.parts[{number}]"), f"{where}.parts[{number}]", modules, planned)
        for number, value in enumerate(_list(table.get("parts"), f"{where}.parts"), start=1)
    )
    day = Day(title=_string(table.get("title"), f"{where}.title"), parts=parts)
    if day.minutes != promised:
        raise InputError(
            f"各部分の合計が{day.minutes}分で、書かれている{promised}分と合いません。どちらかを直してください。",
            f"{where}.minutes",
        )
    return day


def _part(table: Table, where: str, modules: Mapping[str, str], planned: Mapping[str, PlannedExercise]) -> Part:
    _only(table, {"title", "kind", "modules", "minutes", "talking", "exercises"}, where)
    title = _string(table.get("title"), f"{where}.title")
    where = f"{where}「{title}」"
    kind = _string(table.get("kind", "module"), f"{where}.kind")
    _known(kind, KINDS, "種類", f"{where}.kind")

    minutes = _minutes(table.get("minutes"), f"{where}.minutes")
    talking = _minutes(table.get("talking", 0), f"{where}.talking", least=0)
    names = _strings(table.get("modules", []), f"{where}.modules")
    chosen = _strings(table.get("exercises", []), f"{where}.exercises")
    if kind == "module" and not names:
        raise InputError("どのモジュールの時間かが書かれていません。modules を書いてください。", where)
    if kind != "module" and (names or chosen):
        raise InputError("休憩などの時間に、モジュールや演習は置けません。kind を見直してください。", where)
    for name in names:
        _known(name, modules, "モジュール", f"{where}.modules")
    for name in chosen:
        _known(name, planned, "演習", f"{where}.exercises")
        if planned[name].module not in names:
            raise InputError(f"演習「{name}」は、この部分のモジュールのものではありません。", f"{where}.exercises")

    exercises = tuple(planned[name] for name in chosen)
    needed = talking + sum(exercise.minutes for exercise in exercises)
    if needed > minutes:
        raise InputError(f"演習と話し合いで{needed}分かかり、{minutes}分に入りません。時間を見直してください。", where)
    return Part(title=title, kind=kind, modules=names, minutes=minutes, talking=talking, exercises=exercises)


# ---- values


def _as_table(value: object, where: str) -> Table:
    if not isinstance(value, dict):
        raise InputError("表（ { 項目 = 値 } の形）で書いてください。", where)
    return cast("Table", value)


def _table(data: Table, key: str, where: str) -> Table:
    place = f"{where}.{key}" if where else key
    table = _as_table(data.get(key, {}), place)
    if not table:
        raise InputError("この部分がありません。書き足してください。", place)
    return table


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise InputError("1つ以上のものを [ ] の中に並べてください。", where)
    return cast("list[object]", value)


def _string(value: object, where: str) -> str:
    if type(value) is not str or not value.strip():
        raise InputError("文字で書いてください。空にはできません。", where)
    return value


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise InputError("名前を [ ] の中に並べてください。", where)
    return tuple(_string(item, where) for item in value)


def _minutes(value: object, where: str, least: int = 1) -> int:
    if value is None:
        raise InputError("分が書かれていません。整数で書いてください。", where)
    if type(value) is not int or not least <= value <= _DAY_MINUTES:
        raise InputError(f"分は{least}以上{_DAY_MINUTES}以下の整数で書いてください（今は「{value}」）。", where)
    return value


def _points(value: object, where: str) -> float:
    if type(value) not in (int, float):
        raise InputError("点を数で書いてください。", where)
    points = float(cast("float", value))
    if not 0 < points <= 100 or points * 2 != int(points * 2):
        raise InputError(f"点は0より大きく100以下で、0.5点きざみにしてください（今は「{value}」）。", where)
    return points


def _known(name: str, known: Mapping[str, object] | tuple[str, ...], what: str, where: str) -> None:
    if name not in known:
        raise InputError(f"「{name}」という{what}はありません。使える名前は {'、'.join(known)} です。", where)


def _only(table: Table, allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            names = "、".join(sorted(allowed))
            raise InputError(f"「{key}」という項目は使いません。使える項目は {names} です。", where)


# ---- on the clock


def schedule(form: Form, start: str = "09:30") -> list[Slot]:
    """Put a form on the clock, lunch included; every day begins at ``start`` (``H:MM`` or ``HH:MM``).

    Raises:
        InputError: ``start`` is no time of day, or a day would run past midnight.
    """
    begin = _clock_minutes(start)
    slots: list[Slot] = []
    for day in form.days:
        now = begin
        for part in day.parts:
            slots.append(Slot(day.title, _clock(now), _clock(now + part.minutes), part))
            now += part.minutes
        if now > _DAY_MINUTES:
            raise InputError(
                f"「{day.title}」が夜中の0時を過ぎます。もっと早い時刻から始めてください。", "始まりの時刻"
            )
    return slots


def timetable_text(form: Form, start: str = "09:30") -> str:
    """The schedule of a form as plain text, one line a part; for a mail, a board or a terminal.

    Raises:
        InputError: as for ``schedule``.
    """
    slots = schedule(form, start)
    lunch = "。昼休みは別" if any(part.kind == "lunch" for part in form.parts) else ""
    lines = [f"{form.title}（{form.minutes}分{lunch}）"]
    for day in form.days:
        if len(form.days) > 1:
            lines += ["", f"{day.title}（{day.minutes}分）"]
        lines += [_line(slot) for slot in slots if slot.day == day.title]
    return "\n".join(lines) + "\n"


def _line(slot: Slot) -> str:
    codes = "、".join(exercise.code for exercise in slot.part.exercises)
    notes = [f"{slot.part.minutes}分"]
    if slot.part.talking:
        notes.append(f"うち話し合い{slot.part.talking}分")
    if codes:
        notes.append(f"演習 {codes}")
    return f"{slot.start}-{slot.end}  {slot.title}（{'。'.join(notes)}）"


def _clock_minutes(text: str) -> int:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if found is None:
        raise InputError(f"時刻は「09:30」のように書いてください（今は「{text}」）。", "始まりの時刻")
    return int(found[1]) * 60 + int(found[2])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
