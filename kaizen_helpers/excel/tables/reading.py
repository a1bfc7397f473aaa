"""Reading one cell for a column's rule. Strict: what is not certainly read is a ``Doubt`` with a Japanese reason."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from kaizen_helpers.notation.codes import check_corporate_number, check_local_government_code
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.text import widen_kana
from kaizen_helpers.notation.times import MomentReading, read_moment

__all__ = [
    "DITTO",
    "MISSING_MARKS",
    "SUMS",
    "Doubt",
    "blank",
    "hides_part_of_day",
    "is_unit",
    "key",
    "larger_unit",
    "note_like",
    "perhaps_total",
    "read_code",
    "read_day",
    "read_figure",
    "read_kana",
    "read_text",
    "scaled_by_format",
    "total_label",
    "unit_behind",
    "unit_of_note",
    "value_like",
]

DITTO = frozenset(
    ["〃", "同上", "〟", '"', "”", "“", "′′", "々", "上に同じ", "上と同じ", "上記に同じ", "上記と同じ", "同じ"]
)
"""As ``key`` writes them: 「″」 is two 「′」."""
_PERHAPS_DITTO = frozenset("↓↑|│┃:")
MISSING_MARKS = frozenset(
    ["-", "―", "—", "–", "−", "ー", "…", "...", "未回答", "無回答", "不明", "未入力", "N/A", "なし", "X", "x", "***"]
)
"""Signs that may mean 「未回答」, 「秘匿」 or 0. Only the office knows which (domain.md L1-09, L3-03)."""
SUMS = frozenset(["小計", "合計", "計", "総計", "総合計", "累計", "中計"])
_NOTE = re.compile(r"^(※|\*|＊|注[0-9０-９:：)）]|[(（]注|出典|資料[:：]|出所|作成|単位[:：]|備考[:：]|[(（]単位)")
_UNITS = (
    "千円", "百万円", "億円", "円", "人", "名", "件", "回", "点", "%", "℃", "km", "台", "日", "時間", "分", "枚", "冊",
    "箇所", "か所", "ヶ所", "世帯", "団体", "校", "個", "ha", "m2", "歳", "kg", "t", "時間/年", "分/件", "件/年",
)  # fmt: skip
_LARGE = re.compile(r"[十百千]*[千万億兆](?=円|人|件|t|kg|m2|トン)")
_UNIT_NOTE = re.compile(r"[(（\[［【]?\s*(?:金額)?単位\s*[:：]?\s*(?P<unit>[^()（）\[\]［］【】\s]+)\s*[)）\]］】]?")
_FIGURE = re.compile(
    r"(?P<sign>[▲△-]?)(?P<yen>¥?)(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>\D*)"
)
_CODE_CHECKS = {"団体コード": check_local_government_code, "法人番号": check_corporate_number}
_PLAIN = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0xFFE5: "¥",
    **dict.fromkeys(map(ord, "−–—―‐‑"), "-"),
}
"""Full-width to half-width and nothing else: NFKC would make 「1234¹」 of a footnote the number 12341."""


@dataclass(frozen=True)
class Doubt:
    """Why a cell cannot be read with certainty."""

    reason_ja: str


def blank(value: object) -> bool:
    """Nothing, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def key(value: object) -> str:
    """A text to compare with: half-width, without spaces. Never a value of the result."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))


_UNIT_KEYS = {key(unit): unit for unit in _UNITS}


def total_label(value: object) -> bool:
    """「合計」「小　計」 and their like."""
    return isinstance(value, str) and key(value) in SUMS


def perhaps_total(value: object, *, strong: bool = False) -> bool:
    """「北部計」「平均」「合計（18団体）」: a row of which only a person can say whether it sums others up.

    ``strong``: only words that hardly mean anything else; 「家計簿の集計」 ends in 計 as well.
    """
    if not isinstance(value, str) or total_label(value) or len(value) > 20:
        return False
    word = key(value)
    if re.search(r"合計|小計|総計|総数|平均|累計|再掲|うち数", word):
        return True
    return not strong and re.search(r"(?<![会統設家時])計$|^\(?うち", word) is not None


def scaled_by_format(number_format: str, unit: str) -> bool:
    """Whether the cell shows another number than it holds (a percentage, thousands) or another unit than ``unit``."""
    plain = re.sub(r"\[[^\]]*\]", "", number_format)
    words = re.findall(r'"([^"]*)"', plain)
    bare = re.sub(r'"[^"]*"', "", plain)
    if "%" in bare or re.search(r"[0#?],+(?![0#?,])", bare):
        return True
    return any(is_unit(word) and key(word) != key(unit) for word in words)


def hides_part_of_day(number_format: str) -> bool:
    """Whether a day is shown without its year or without its day: 「4月1日」「2026年4月」. Excel made up the rest."""
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\\\.', "", number_format).lower()
    if bare in ("", "general", "@") or not re.search("[ymdeg]", bare.replace("am/pm", "")):
        return False
    return "d" not in bare or not re.search("[yeg]", bare)


def note_like(value: object) -> bool:
    """A text that begins as notes below and above tables do: 「※」「出典」「単位：」."""
    return isinstance(value, str) and _NOTE.match(value.strip()) is not None


def unit_behind(label: str) -> tuple[str, str]:
    """「金額（千円）」 as (金額, 千円); a bracket that holds no unit stays where it is."""
    found = re.fullmatch(
        r"(?P<name>.+?)\s*[(（\[［](?:単位[:：])?\s*(?P<unit>[^()（）\[\]［］]+)[)）\]］]", label.strip(), re.DOTALL
    )
    if found and key(found["unit"]) in _UNIT_KEYS:
        return found["name"], _UNIT_KEYS[key(found["unit"])]
    return label.strip(), ""


def unit_of_note(value: object) -> str:
    """The unit that a note outside the table gives to all of it: 「（単位：千円）」. Empty where it is no such note."""
    found = _UNIT_NOTE.fullmatch(value.strip()) if isinstance(value, str) else None
    return key(found["unit"]) if found else ""


def larger_unit(unit: str, of: str) -> bool:
    """Whether ``unit`` is ``of`` in thousands, millions…: 「百万円」 of 「円」."""
    return unit != of and _LARGE.match(unit) is not None and _LARGE.sub("", unit) == key(of)


def value_like(text: str) -> bool:
    """A text that no heading is: a number, a sign for 未回答, 「〃」."""
    word = key(text)
    return (
        word in DITTO
        or word in MISSING_MARKS
        or (
            re.fullmatch(r"[▲△¥-]?[0-9][0-9,.-]*\D?", word) is not None
            and not re.fullmatch(r"[0-9]{1,2}月|[0-9]{4}年?", word)
        )
    )


def is_unit(text: object) -> bool:
    """「千円」「（人）」: nothing but a unit."""
    return isinstance(text, str) and key(text).strip("()") in _UNIT_KEYS


def read_figure(value: object, unit: str) -> int | float | Doubt:
    """The number in a cell of a column in ``unit``. No bracket, range, second number or other unit is guessed at."""
    if isinstance(value, bool | datetime | date):
        return Doubt("数の列に、数でない値があります。")
    if isinstance(value, int | float) and not abs(value) < 10**15:
        return Doubt("桁が多すぎるか、数でない値です。")
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    text = str(value).translate(_PLAIN).strip()
    if text[:1] == "ー":
        text = "-" + text[1:]
    found = _FIGURE.fullmatch(text)
    if found is None:
        return Doubt("数として1つに読み取れません。")
    typed = found["unit"].strip() or ("円" if found["yen"] else "")
    if typed and key(typed) != key(unit):
        return Doubt(f"単位が列と違います（列は{unit or '単位なし'}）。")
    digits = found["number"].replace(",", "")
    if len(digits.replace(".", "")) > 15:
        return Doubt("桁が多すぎて、Excelでは正確に扱えません。")
    if len(digits) > 1 and digits[0] == "0" and "." not in digits:
        return Doubt("0で始まっています。番号かもしれません。")
    number = float(digits) if "." in digits else int(digits)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    return -number if found["sign"] else number


def read_code(value: object, digits: int, check: str = "") -> str | Doubt:
    """A code as a text of half-width characters. Zeros come back only where Excel had made a number of the code.

    ``check``: the code's check digit must agree (「団体コード」「法人番号」).
    """
    code = _code(value, digits)
    if isinstance(code, Doubt) or check not in _CODE_CHECKS:
        return code
    found = _CODE_CHECKS[check](code)
    return code if found.state == "ok" else Doubt(found.message_ja)


def _code(value: object, digits: int) -> str | Doubt:
    if isinstance(value, bool | datetime | date):
        return Doubt("番号の列に、日付などの値があります。")
    if isinstance(value, float) and not (math.isfinite(value) and value.is_integer()):
        return Doubt("番号の列に、小数があります。")
    if isinstance(value, int | float):
        number = int(value)
        if number < 0 or abs(number) >= 10**15:
            return Doubt("番号として読み取れません。")
        text = str(number)
        if not digits:
            return Doubt("番号が数になっていて、先頭の0が消えたかどうか分かりません。番号の桁数を決めてください。")
        return text.zfill(digits) if len(text) <= digits else Doubt(f"{digits}桁より長い番号です。")
    text = str(value).translate(_PLAIN).strip()
    if text.startswith("#"):
        return Doubt("式のエラーか、番号でない値です。")
    if digits and (len(text) != digits or not (text.isascii() and text.isdigit())):
        return Doubt(f"{digits}桁の番号になっていません。")
    return text


def read_day(value: object, *, time: bool = False, midnight: str = "") -> date | datetime | Doubt:
    """A day (or a day with its time). A date that has to be compared with a document is a doubt.

    ``midnight``: what a person said that 「24:00」 means, see :mod:`kaizen_helpers.notation.times`.
    """
    if time:
        moment = read_moment(value, midnight=midnight)
        if isinstance(moment, MomentReading):
            return Doubt(moment.note_ja) if moment.check else moment.value
        return Doubt(moment.text_ja if moment else "日時として読み取れません。")
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date()
        return Doubt("日付の列に、時刻のついた値があります。")
    if isinstance(value, str) and re.search("頃|ごろ|まで|から|以降", value):
        return Doubt("日付のほかに、「頃」「まで」などの言葉があります。")
    found = read_date(value)
    if isinstance(found, DateReading):
        return Doubt(found.note_ja or "書類と照らし合わせる日付です。") if found.check else found.value
    return Doubt(found.text_ja if found else "日付として読み取れません。")


def read_kana(value: object) -> str | Doubt:
    """A reading of a name: half-width kana become full-width, every other character stays."""
    text = read_text(value)
    return text if isinstance(text, Doubt) else widen_kana(text)


def read_text(value: object) -> str | Doubt:
    """The text as typed, without the spaces around it. Names stay as they are."""
    if isinstance(value, bool):
        return Doubt("TRUEかFALSEが入っています。意味を確かめて、文字で入れ直してください。")
    if isinstance(value, datetime | date):
        return Doubt("文字の列に、日付などの文字でない値があります。Excelが「1/2」などを日付に変えたのかもしれません。")
    if isinstance(value, int | float) and not abs(value) < 10**15:
        return Doubt("桁が多すぎるか、数でない値です。")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    text = str(value).strip()
    if text.startswith("#") and text.rstrip("!?").isupper():
        return Doubt("式のエラーが残っています。")
    if key(text) in _PERHAPS_DITTO:
        return Doubt("「上と同じ」という意味かもしれません。値を入れてください。")
    return text
