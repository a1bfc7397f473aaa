"""A value and a goal as people write them: 「1回6時間」「月40件」「6時間から3時間に」「3割減らす」「半分」.

A value has a number, a unit and what it is counted for (1回, 月, 年). A goal is a value, a change (「2時間減らす」) or
a share of today's value (「半分」「3割減」); :func:`goal_value` brings each of them to a value in today's unit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from kaizen_helpers.notation.reading import NOTHING, Question, Reading, read_number

__all__ = ["Measure", "goal_value", "in_unit_of", "read_measure", "written"]

Sense = Literal["value", "change", "share"]

_MOST_LETTERS = 200
_TIMES = {"秒": 1.0, "分": 60.0, "時間": 3600.0}
_DAYS = {"日": 1.0, "週": 7.0}
_KNOWN = (
    *("時間半", "時間", "分間", "分", "秒間", "秒", "営業日", "日間", "日", "週間", "週", "年"),
    *("か月", "ヶ月", "カ月", "ヵ月", "ケ月", "件", "人日", "人", "名", "回", "枚", "通", "部", "個", "行"),
    *("課", "市町", "市", "町", "台", "冊", "往復", "ページ", "頁", "項目", "団体", "事業所", "か所", "箇所"),
    *("円", "%", "パーセント", "ポイント", "割", "点", "字", "本", "社", "世帯", "つ"),
)
_SAME_UNIT = {
    "分間": "分", "秒間": "秒", "日間": "日", "週間": "週", "名": "人", "頁": "ページ",
    "箇所": "か所", "パーセント": "%",
    **dict.fromkeys(("ヶ月", "カ月", "ヵ月", "ケ月"), "か月"),
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True))
_KANJI = "〇一二三四五六七八九十百千"
_DIGITS = r"[0-9][0-9,]*(?:\.[0-9]+)?[万千億]?"
_AMOUNT = re.compile(
    rf"(?:(?P<hours>(?:{_DIGITS}|[{_KANJI}]+)時間)(?P<minutes>(?:[0-9]+|[{_KANJI}]+)分)"
    rf"|(?P<number>[▲△-]?{_DIGITS}|[{_KANJI}]+(?=(?:{_UNIT})))(?P<unit>{_UNIT})?)"
)
_OTHER_UNIT = re.compile(r"[ぁ-んァ-ヶー一-龠々a-z]{1,4}?(?=$|[にへをがはでの、。()]|以|未|ま)")
_BASE = r"(?:回|件|人|名|か月|ヶ月|カ月|月|日|週|年|市町|通|枚|部)"
_FOR_ONE = re.compile(
    rf"(?:1|一)(?P<one>{_BASE})(?:の[^0-9]{{0,12}}?(?:に|を|が|は|で|、)|あたり|当たり|につき|に|で|、|:|は|の)?(?=[^0-9]{{0,8}}[0-9{_KANJI}])"
)
_PER_PERIOD = re.compile(
    rf"(?:毎(?P<every>年|月|週|日|回)|(?P<span>年|月|週)間?)(?:に|で|あたり|当たり|平均)?(?=(?:約|およそ)?[0-9{_KANJI}])"
)
_OUT_OF = re.compile(rf"^全?(?P<all>{_DIGITS}(?:{_UNIT}))(?:のうち|の?中)の?(?=[^0-9]{{0,8}}[0-9{_KANJI}])")
_SLASH = re.compile(rf"/(?:1|一)?(?P<per>{_BASE})")
_FROM_TO = re.compile(r"(?<=[^か])(?:から|→|->|⇒|より)(?=[^0-9]{0,6}(?:[0-9〇一二三四五六七八九十百千]|半))")
_LESS = r"(?:減|削減|短|縮|少な|下げ|カット|マイナス)"
_MORE = r"(?:増|上げ|伸ば|アップ|向上|多く)"
_SHARE = re.compile(
    rf"(?P<part>{_DIGITS}|[{_KANJI}]+)(?:%|パーセント|割)(?:程度|ほど|くらい|以上|は)?(?:に?を?)?(?P<way>{_LESS}|{_MORE})"
)
_SHARE_LESS = re.compile(rf"[▲△-](?P<part>{_DIGITS})(?:%|パーセント|割)$")
_HALF = re.compile(r"半分|半減|2分の1|1/2")
_CHANGE = re.compile(rf"(?:分)?(?:程度|ほど|くらい|以上)?(?:を|は)?(?P<way>{_LESS}|{_MORE})")
_NONE_LEFT = re.compile(r"ゼロ(?P<unit>件|回|人|枚|通|時間|分|日|円)?|(?<!少)(?:な|無)くす|やめる|廃止")
_ASIDE = re.compile(r"\([^()]*\)")
_BASIS_ASIDE = re.compile(rf"\((?:1|一)?(?P<base>{_BASE})(?:あたり|当たり|につき|分)?\)")


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of what is measured."""

    value: float
    """With ``sense`` share: the part of today's value that is left (0.7 for 「3割減」)."""
    unit: str = ""
    basis: str = ""
    """What it is counted for: 回, 件, 月, 年, 20件中; empty where nothing is said."""
    sense: Sense = "value"
    start: Measure | None = None
    """Today's value where a goal names it as well (「6時間から3時間に」)."""

    def __str__(self) -> str:
        said = self.basis.endswith("中") or self.basis in ("", "年", "月", "週")
        per = self.basis if said else f"1{self.basis}"
        return f"{per}{written(self.value)}{self.unit}"


def written(value: float) -> str:
    """A number as people read it: 1,200 and 0.5, at most ten figures."""
    return f"{value:,.10g}"


def read_measure(typed: object) -> Measure | Question | None:
    """What a text says of one value, a question to ask back, or None where nothing is written. Never raises."""
    if typed is None or isinstance(typed, bool):
        return None if typed is None else _ask("")
    if isinstance(typed, int | float):
        reading = read_number(typed)
        return Measure(float(reading.value)) if isinstance(reading, Reading) else _ask("")
    if not isinstance(typed, str):
        return _ask("")
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed[: _MOST_LETTERS + 1])).casefold()
    if not plain or plain in NOTHING:
        return None
    if len(plain) > _MOST_LETTERS:
        return Question(
            f"「{_own(typed)}」は長い文です。数と単位が分かるように、{_MOST_LETTERS}字以内で書いてください。"
        )
    plain, basis = _without_asides(plain)
    parts = _FROM_TO.split(plain)
    found = _from_to(typed, *parts) if len(parts) == 2 else _one(typed, plain)
    return replace(found, basis=basis) if isinstance(found, Measure) and basis and not found.basis else found


def _without_asides(plain: str) -> tuple[str, str]:
    """「425分（約7時間）」 is 425分, and 「200分（1回）」 is counted for 回; a text that is nothing else stays."""
    named = _BASIS_ASIDE.search(plain)
    bare = _ASIDE.sub("", plain)
    return bare if _AMOUNT.search(bare) else plain, _basis(named["base"]) if named else ""


def _from_to(typed: str, first: str, last: str) -> Measure | Question:
    """「6時間から3時間に」: the second is meant, the first is today's. Both are counted for the same."""
    start, goal = _one(typed, first), _one(typed, last)
    if isinstance(goal, Question) or isinstance(start, Question):
        return goal
    unit = goal.unit or start.unit
    basis = goal.basis or start.basis
    before = Measure(start.value, start.unit or goal.unit, basis)
    return Measure(goal.value, unit, basis, goal.sense, before)


def _one(typed: str, plain: str) -> Measure | Question:
    rest, basis = _without_basis(plain)
    if match := _SHARE.search(rest):
        return _share(typed, match, basis, less=re.match(_LESS, match["way"]) is not None)
    if match := _SHARE_LESS.search(rest):
        return _share(typed, match, basis, less=True)
    if _HALF.search(rest):
        return Measure(0.5, "", basis, "share")
    found = list(_AMOUNT.finditer(rest))
    if not found:
        gone = _NONE_LEFT.search(rest)
        return Measure(0.0, gone["unit"] or "", basis) if gone else _ask(typed)
    if len({match[0] for match in found}) > 1:
        return Question(f"「{_own(typed)}」には数が{len(found)}つあります。確かめる数を1つに決めてください。")
    return _amount(typed, rest, found[-1], basis)


def _amount(typed: str, rest: str, match: re.Match[str], basis: str) -> Measure | Question:
    if match["hours"]:
        reading = read_number(match[0], "時間", convert=True)
        unit, after = "時間", match.end()
    else:
        unit, after = match["unit"] or "", match.end()
        half, unit = unit == "時間半", unit.removesuffix("半")
        if not unit and (other := _OTHER_UNIT.match(rest, after)):
            unit, after = other[0], other.end()
        reading = read_number(match["number"])
        if half and isinstance(reading, Reading):
            reading = Reading(reading.value + 0.5, "")
    if not isinstance(reading, Reading):
        return _ask(typed)
    changed = _CHANGE.match(rest, after)
    value = float(reading.value) * (10 if unit == "割" else 1)
    unit = "%" if unit == "割" else _SAME_UNIT.get(unit, unit)
    if changed:
        return Measure(-value if re.match(_LESS, changed["way"]) else value, unit, basis, "change")
    return Measure(value, unit, basis)


def _share(typed: str, match: re.Match[str], basis: str, *, less: bool) -> Measure | Question:
    reading = read_number(match["part"])
    if not isinstance(reading, Reading):
        return _ask(typed)
    part = float(reading.value) / (10 if "割" in match[0] else 100)
    return Measure(1 - part if less else 1 + part, "", basis, "share")


def _without_basis(plain: str) -> tuple[str, str]:
    """The text without what the value is counted for, and that."""
    for pattern, group in ((_SLASH, "per"), (_FOR_ONE, "one")):
        if match := pattern.search(plain):
            return plain[: match.start()] + plain[match.end() :], _basis(match[group])
    if match := _PER_PERIOD.search(plain):
        return plain[: match.start()] + plain[match.end() :], _basis(match["every"] or match["span"])
    if match := _OUT_OF.match(plain):  # 「20件中4件」: four, of twenty
        return plain[match.end() :], f"{match['all']}中"
    return plain, ""


def _basis(word: str) -> str:
    return {"か月": "月", "ヶ月": "月", "カ月": "月", "名": "人"}.get(word, word)


def in_unit_of(measure: Measure, other: Measure) -> float | None:
    """The value of ``measure`` in the unit of ``other``; None where the two cannot be compared."""
    if measure.basis and other.basis and measure.basis != other.basis:
        return None
    if measure.unit == other.unit:
        return measure.value
    for family in (_TIMES, _DAYS):
        if measure.unit in family and other.unit in family:
            return measure.value * family[measure.unit] / family[other.unit]
    if measure.value == 0 and not measure.unit:  # 「なくす」: nothing is nothing in any unit
        return 0.0
    return None


def goal_value(before: Measure, goal: Measure) -> float | None:
    """What the goal asks for, in the unit of today's value; None where the two cannot be compared.

    A share of a value that is itself a share (「回答率60%」 and 「3割増やす」) says two things at once: None.
    """
    if goal.sense == "share":
        return None if before.unit == "%" else before.value * goal.value
    number = in_unit_of(goal, before)
    if number is None and goal.unit == "ポイント" and before.unit == "%":
        number = goal.value
    if number is None:
        return None
    return before.value + number if goal.sense == "change" else number


def _ask(typed: str) -> Question:
    shown = (
        f"「{_own(typed)}」から、確かめる数を読み取れませんでした。" if typed.strip() else "数を読み取れませんでした。"
    )
    return Question(f"{shown}「1回6時間」のように、数と単位で書いてください。")


def _own(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"
