"""Numbers: comparing them, and reading what people type: 「約30分」「1,200件」「１．５時間」「▲500」「三十」.

A field never answers with an error. What can be read is read, with a note of what was understood;
what is open (a range, two numbers, another unit) is asked back in Japanese; blank is ``None``.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

__all__ = ["NOTHING", "Question", "Reading", "read_number", "same_number"]

NOTHING = frozenset(["なし", "無し", "無", "ない", "-", "‐", "–", "—", "―", "−", "－", "ー", "/", "／"])
"""What people put into a cell that stays empty."""


def same_number(actual: Any, expected: Any, tolerance: float = 0) -> bool:
    """True when both are numbers no further apart than ``tolerance`` (in the unit of the numbers).

    ``tolerance`` 0 is exact, as money and counts need it. Numbers are taken as they are written in
    decimal: 1.1 is within 0.1 of 1. ``True`` and text are not numbers; NaN is the same as nothing;
    an infinity is the same as itself only; ``-0.0`` is 0; ``60`` and ``60.0`` are the same.
    """
    a, b = _exact(actual), _exact(expected)
    if a is None or b is None:
        return False
    if isinstance(a, float) or isinstance(b, float):  # an infinity
        return a == b
    return abs(a - b) <= Fraction(repr(tolerance))


def _exact(value: Any) -> Fraction | float | None:
    kind = type(value)
    if kind is int:
        return Fraction(value)
    if kind is Decimal:
        return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 400 else None
    if kind is float:
        if math.isnan(value):
            return None
        return value if math.isinf(value) else Fraction(repr(value))
    return None


@dataclass(frozen=True)
class Reading:
    """A number that was understood.

    ``unit`` is the unit of ``value``: the field's own, or the one that was typed, or "".
    ``note_ja`` says how the text was read, empty where that needs no word.
    """

    value: int | float
    unit: str
    note_ja: str = ""


@dataclass(frozen=True)
class Question:
    """What to ask the person back, in Japanese."""

    text_ja: str


_UNITS = {
    **dict.fromkeys(("分", "分間", "ふん", "min", "m"), "分"),
    **dict.fromkeys(("時間", "h", "hour", "hours"), "時間"),
    **dict.fromkeys(("秒", "秒間", "sec", "s"), "秒"),
    **dict.fromkeys(("件", "けん", "件数"), "件"),
    **dict.fromkeys(("人", "名", "にん"), "人"),
    **dict.fromkeys(("箇所", "か所", "ヶ所", "カ所", "ケ所", "個所"), "か所"),
    **dict.fromkeys(("か月", "ヶ月", "カ月", "ケ月", "箇月", "ヵ月"), "か月"),
    **dict.fromkeys(("日", "日間"), "日"),
    **dict.fromkeys(("円", "¥", "yen"), "円"),
    **dict.fromkeys(("%", "パーセント", "割"), "%"),
    **{
        unit: unit
        for unit in ("回", "枚", "通", "部", "個", "行", "週", "年", "課", "市町", "台", "冊", "つ", "歳", "人日")
    },
}
_SECONDS = {"秒": 1, "分": 60, "時間": 3600}
_ABOUT = re.compile(r"^(約|およそ|おおよそ|だいたい|大体|ほぼ|おおむね|概ね|たぶん|計|合計)+")
_ABOUT_AFTER = re.compile(r"(くらい|ぐらい|位|程度|ほど|前後|弱|強|です|かかる|かかります)+$")
_PERIOD = re.compile(
    r"^(月|年|週|日|毎月|毎年|毎週|毎日|1日|1月|1年|一日|年間|月間)(に|あたり|当たり)?(?=[0-9一二三四五六七八九十百千])"
)
_PER = re.compile(r"(/|毎|あたり|当たり)")
_MINUS = re.compile(r"^(▲|△|マイナス|[-−‐‑‒–—―ー])")
_RANGE = re.compile(
    r"[0-9一二三四五六七八九十百千万][^0-9一二三四五六七八九十百千万]{0,3}?([~〜−‐‑‒–—―ー-]|から|ないし|または|か)[^0-9]{0,2}[0-9一二三四五六七八九十百千万]"
)
_GROUPED = re.compile(r"[0-9]{1,3}([,、][0-9]{3})+(?![0-9])")
_DIGITS = dict(zip("〇零一二三四五六七八九壱弐参", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True))
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10}
_LARGE = {"万": 10**4, "億": 10**8}
_NUMBER = re.compile(r"^[0-9.〇零一二三四五六七八九壱弐参十百千拾万億]+")


def read_number(typed: object, unit: str = "", *, convert: bool = False) -> Reading | Question | None:
    """What ``typed`` says, a question, or None where nothing was typed. Never raises.

    ``unit`` is the field's own (「分」「件」…, "" for any). Another unit of time is converted to it
    when ``convert`` is set and asked back otherwise; any other unit is asked back.
    """
    kind = type(typed)
    if typed is None:
        return None
    if kind is int or kind is float:
        return _of_number(typed, unit)
    if kind is not str:
        return _ask("", unit)
    text = str(typed)
    if len(text) > 100:
        return _ask(text, unit)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    if not plain:
        return None
    return _read(text, plain, unit, convert)


def _of_number(typed: object, unit: str) -> Reading | Question:
    if isinstance(typed, int):
        return Reading(typed, unit) if typed.bit_length() <= 53 else _too_long("")
    if isinstance(typed, float) and math.isfinite(typed):
        return Reading(int(typed) if typed.is_integer() and abs(typed) < 2**53 else typed, unit)
    return _ask("", unit)


def _read(text: str, plain: str, unit: str, convert: bool) -> Reading | Question:
    if _RANGE.search(plain):
        return Question(f"「{_own(text)}」は幅のある書き方です。ふだんの数を1つだけ入れてください。")
    if (period := _PERIOD.match(plain)) or _PER.search(plain):
        word = period[1] if period else "あたり"
        return Question(f"「{_own(text)}」に「{word}」が付いています。{_wanted(unit)}")
    core = _ABOUT.sub("", plain)
    core = _ABOUT_AFTER.sub("", core)
    about = core != plain
    negative = _MINUS.match(core) is not None
    core = _MINUS.sub("", core)
    if core.startswith("¥"):
        core = core[1:] + ("" if core.endswith("円") else "円")
    parts = _parts(core)
    if parts is None:
        return _ask(text, unit)
    if any(number.denominator > 10**6 or abs(number) >= 10**15 for number, _ in parts):
        return _too_long(text)
    found = _together(parts, unit, convert, text)
    if isinstance(found, Question):
        return found
    number, its_unit = found
    value = _plain_number(-number if negative else number)
    changed = about or negative or _needs_a_word(plain, value, its_unit)
    return Reading(value, its_unit, f"「{_own(text)}」を{_written(value)}{its_unit}と読みました。" if changed else "")


def _parts(core: str) -> list[tuple[Fraction, str]] | None:
    """「1時間30分」 as [(1, 時間), (30, 分)]; None where something is left that is no number and no unit."""
    parts: list[tuple[Fraction, str]] = []
    while core:
        grouped = _GROUPED.match(core)
        if grouped:
            digits = re.sub("[,、]", "", grouped[0])
            core = digits + core[grouped.end() :]
        match = _NUMBER.match(core)
        number = _value(match[0]) if match else None
        if match is None or number is None:
            return None
        rest = core[match.end() :]
        name = re.match(r"[^0-9.〇零一二三四五六七八九壱弐参十百千拾]*", rest)
        typed_unit = name[0] if name else ""
        core = rest[len(typed_unit) :]
        if typed_unit.endswith("半") and len(typed_unit) > 1:
            number, typed_unit = number + Fraction(1, 2), typed_unit[:-1]
        if typed_unit == "割":
            number *= 10
        if typed_unit and typed_unit not in _UNITS:
            return None
        parts.append((number, _UNITS.get(typed_unit, "")))
    return parts or None


def _value(text: str) -> Fraction | None:
    """「1万2千」「三十」「12.5」「二〇」 as a number; None where it is none."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", text):
        return Fraction(text)
    if re.fullmatch(r"[〇零一二三四五六七八九]{2,15}", text):
        return Fraction(int("".join(str(_DIGITS[c]) for c in text)))
    total, section, digits = Fraction(0), Fraction(0), ""
    for c in text + "\0":
        if c.isascii() and (c.isdigit() or c == "."):
            digits += c
            continue
        if c in _DIGITS:
            if digits:
                return None
            digits = str(_DIGITS[c])
            continue
        if digits and re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits) is None:
            return None
        here = Fraction(digits) if digits else None
        digits = ""
        if c in _SMALL:
            section += (here if here is not None else 1) * _SMALL[c]
        elif c in _LARGE:
            section += here or 0
            if not section:
                return None
            total, section = total + section * _LARGE[c], Fraction(0)
        elif here is not None:
            section += here
    return total + section


def _together(
    parts: list[tuple[Fraction, str]], unit: str, convert: bool, text: str
) -> tuple[Fraction, str] | Question:
    """One number in one unit out of the parts that were typed."""
    wanted = _UNITS.get(unit, unit)
    if len(parts) == 1:
        number, typed_unit = parts[0]
        if not typed_unit or not wanted or typed_unit == wanted:
            return number, unit or typed_unit
    names = [name for _, name in parts]
    if any(name not in _SECONDS for name in names) or len(set(names)) != len(names):
        if len(parts) > 1:
            return Question(f"「{_own(text)}」には数が{len(parts)}つあります。1つだけ入れてください。")
        return Question(f"ここは{unit}を入れる欄です。「{_own(text)}」を{unit}の数で入れ直してください。")
    if wanted and (not convert or wanted not in _SECONDS):
        return Question(f"ここは{unit}を入れる欄です。「{_own(text)}」を{unit}の数で入れ直してください。")
    target = wanted or min(names, key=lambda name: _SECONDS[name])
    seconds = sum((number * _SECONDS[name] for number, name in parts), Fraction(0))
    return seconds / _SECONDS[target], unit or target


def _needs_a_word(plain: str, value: int | float, unit: str) -> bool:
    """Whether the reading is anything but the digits that were typed (with the unit)."""
    digits = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", plain)
    return digits not in (_written(value), f"{_written(value)}{unit}", f"{_written(value)}.0")


def _plain_number(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)


def _written(value: int | float) -> str:
    return str(value) if type(value) is int else f"{value:.10g}"


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"


def _wanted(unit: str) -> str:
    return f"この欄には、{unit}の数だけを入れてください。" if unit else "この欄には、数だけを入れてください。"


def _ask(text: str, unit: str) -> Question:
    shown = f"「{_own(text)}」を数として読み取れませんでした。" if text.strip() else "数として読み取れませんでした。"
    return Question(shown + (f"{unit}の数を入れてください。" if unit else "数を入れてください。"))


def _too_long(text: str) -> Question:
    shown = f"「{_own(text)}」は" if text.strip() else ""
    return Question(f"{shown}桁の多すぎる数です。入れた数を確かめてください。")
