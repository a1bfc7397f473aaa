"""The short program of E5-3 that checks codes: its marked values, what it says of a code, and codes to try it on."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from kaizen_helpers.notation.codes import (
    check_corporate_number,
    check_local_government_code,
    corporate_check_digit,
    local_government_check_digit,
)

__all__ = [
    *("ADD_DIGIT", "ADD_ZERO", "ASK", "AS_BLANK", "AS_ERROR", "AS_IS", "AS_ZERO", "BRACKET", "CHOICES", "FOLD"),
    *("LAST_DIGIT", "MINUS", "NINE", "REST", "RIGHT", "WEIGHTS"),
    *(
        "Choice",
        "Tried",
        "corporate_numbers",
        "fresh_codes",
        "program",
        "says",
        "says_of_corporate",
        "shown_codes",
        "true",
    ),
]

WEIGHTS = {"2・3・4・5・6": (2, 3, 4, 5, 6), "6・5・4・3・2": (6, 5, 4, 3, 2)}
MINUS, LAST_DIGIT, REST = "11から余りを引いた数", "11から余りを引いた数の、下1桁", "余りの、下1桁"
ADD_ZERO, ADD_DIGIT, ASK = "先頭に0を付けて調べる", "後ろに検査数字を付ける", "直さずに「要確認」にする"
AS_IS, FOLD = "そのまま調べる", "半角にしてから調べる"
AS_ERROR, AS_ZERO, AS_BLANK = "「合わない」に数える", "「000000」として調べる", "「空欄」として分ける"
NINE, BRACKET = "9から、合計を9で割った余りを引く", "9から合計を引いて、9で割った余り"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "weights": tuple(WEIGHTS),
    "digit": (MINUS, LAST_DIGIT, REST),
    "five": (ADD_ZERO, ADD_DIGIT, ASK),
    "wide": (AS_IS, FOLD),
    "blank": (AS_ERROR, AS_ZERO, AS_BLANK),
    "corporate": (BRACKET, NINE),
}
RIGHT: Mapping[str, str] = {
    "weights": tuple(WEIGHTS)[1],
    "digit": LAST_DIGIT,
    "five": ASK,
    "wide": FOLD,
    "blank": AS_BLANK,
    "corporate": NINE,
}
"""What stands in for a value that is not decided yet, so that each is judged by itself."""
_DIGIT_CODE = {MINUS: "11 - 余り", LAST_DIGIT: "(11 - 余り) % 10", REST: "余り % 10"}
_FIVE_CODE = {
    ADD_ZERO: 'コード = "0" + コード',
    ADD_DIGIT: "コード = コード + 検査数字(コード)",
    ASK: 'return "要確認"',
}
_BLANK_CODE = {AS_ERROR: 'return "合わない"', AS_ZERO: 'コード = "000000"', AS_BLANK: 'return "空欄"'}
_NINE_CODE = {NINE: "9 - 合計 % 9", BRACKET: "(9 - 合計) % 9"}
_PROGRAM = """\
def 検査数字(五桁):
    余り = sum(int(数) * 倍 for 数, 倍 in zip(五桁, {weights})) % 11
    return str({digit})

def 団体コードを調べる(コード):
    コード = "" if コード is None else str(コード)
    if コード.strip() == "":
        {blank}
    コード = {wide}
    if not (コード.isascii() and コード.isdigit()):
        return "合わない"
    if len(コード) == 5:
        {five}
    合う = len(コード) == 6 and 検査数字(コード[:5]) == コード[5]
    return "合う" if 合う else "合わない"

def 法人番号の検査数字(桁):
    合計 = sum(int(数) * (1 + 番 % 2) for 番, 数 in enumerate(桁[::-1]))
    return str({corporate})
"""
_TOWNS = (
    *(("412023", "唐津市"), ("412074", "鹿島市"), ("412091", "嬉野市"), ("412104", "神埼市")),
    *(("413411", "基山町"), ("413461", "みやき町"), ("414018", "有田町"), ("414255", "白石町")),
)


@dataclass(frozen=True)
class Choice:
    """The marked values; empty where nothing is decided."""

    weights: str
    digit: str
    five: str
    wide: str
    blank: str
    corporate: str

    def value(self, name: str) -> str:
        """What is decided, or what stands in for it."""
        return str(getattr(self, name)) or RIGHT[name]


@dataclass(frozen=True)
class Tried:
    """One code, its kind, and what is known of it."""

    kind: str
    value: object
    known_ja: str = ""


def says(value: object, choice: Choice) -> str:
    """What the program says of a 団体コード: 「合う」「合わない」「要確認」「空欄」."""
    text = "" if value is None else str(value)
    if not text.strip():
        said = choice.value("blank")
        if said != AS_ZERO:
            return "空欄" if said == AS_BLANK else "合わない"
        text = "000000"
    if choice.value("wide") == FOLD:
        text = unicodedata.normalize("NFKC", text).strip()
    if not (text.isascii() and text.isdigit()):
        return "合わない"
    if len(text) == 5:
        if choice.value("five") == ASK:
            return "要確認"
        text = f"0{text}" if choice.value("five") == ADD_ZERO else f"{text}{_digit(text, choice)}"
    return "合う" if len(text) == 6 and _digit(text[:5], choice) == text[5] else "合わない"


def _digit(five: str, choice: Choice) -> str:
    weights = WEIGHTS[choice.value("weights")]
    rest = sum(int(digit) * weight for digit, weight in zip(five, weights, strict=True)) % 11
    return str({MINUS: 11 - rest, LAST_DIGIT: (11 - rest) % 10, REST: rest % 10}[choice.value("digit")])


def says_of_corporate(number: str, choice: Choice) -> str:
    """What the program says of a 法人番号 of thirteen digits."""
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number[1:])))
    first = {NINE: 9 - total % 9, BRACKET: (9 - total) % 9}[choice.value("corporate")]
    return "合う" if str(first) == number[0] else "合わない"


def true(value: object) -> str:
    """What the library says of a 団体コード."""
    return {"ok": "合う", "bad": "合わない", "ask": "要確認", "blank": "空欄"}[check_local_government_code(value).state]


def shown_codes(variant: int) -> tuple[Tried, ...]:
    """Codes to look at: with what is known of them from the list of the country, or from the paper."""
    draw = random.Random(f"05_notation/codes/{variant}")  # noqa: S311 - a repeatable example, no secret
    one, two, three = draw.sample(_TOWNS, 3)
    slip = f"{one[0][:5]}{(int(one[0][5]) + draw.randrange(1, 9)) % 10}"
    return (
        Tried("plain", two[0], f"{two[1]}の正しいコード"),
        Tried("rest 0", "011011", "札幌市中央区の正しいコード"),
        Tried("rest 1", "412040", "多久市の正しいコード"),
        Tried("number", int(three[0]), f"{three[1]}の正しいコード（数で入っている）"),
        Tried("wide", _wide(one[0]), f"{one[1]}の正しいコード（全角）"),
        Tried("slip", slip, f"{one[1]}のつもりの入力ミス"),
        Tried("five", "10006", "5桁。0が消えたのか、書きかけか、分からない"),
        Tried("blank", None, "空欄"),
    )


def fresh_codes(seed: int) -> tuple[Tried, ...]:
    """Codes that nobody has seen, several of each kind, both borders among them."""
    draw = random.Random(f"05_notation/fresh codes/{seed}")  # noqa: S311 - a repeatable example, no secret
    found: dict[str, list[Tried]] = {"plain": [], "rest 0": [], "rest 1": []}
    while min(map(len, found.values())) < 3:
        five = f"{draw.randrange(1, 48):02}{draw.randrange(1000):03}"
        rest = sum(int(d) * w for d, w in zip(five, (6, 5, 4, 3, 2), strict=True)) % 11
        kind = {0: "rest 0", 1: "rest 1"}.get(rest, "plain")
        if len(found[kind]) < 3:
            found[kind].append(Tried(kind, f"{five}{local_government_check_digit(five)}"))
    plain = [str(one.value) for one in found["plain"]]
    slips = [f"{code[:5]}{(int(code[5]) + draw.randrange(1, 9)) % 10}" for code in plain]
    return (
        *(one for some in found.values() for one in some),
        *(Tried("slip", slip) for slip in slips),
        *(Tried("wide", _wide(code)) for code in plain),
        *(Tried("number", int(code)) for code in plain if not code.startswith("0")),
        *(Tried("five", code[:5]) for code in plain if not code.startswith("0")),
        *(Tried("five", int(code)) for code in ("010006", "011011")),
        *(Tried("blank", value) for value in (None, "", "\u3000")),
    )


def corporate_numbers(seed: int) -> tuple[str, ...]:
    """Numbers with their right first digit, those whose sum leaves no rest among them."""
    draw = random.Random(f"05_notation/corporate/{seed}")  # noqa: S311 - a repeatable example, no secret
    found: dict[bool, list[str]] = {True: [], False: []}
    while min(map(len, found.values())) < 3:
        twelve = f"{draw.randrange(10**12):012}"
        first = corporate_check_digit(twelve)
        if len(found[first == 9]) < 3:
            found[first == 9].append(f"{first}{twelve}")
    return tuple(number for some in found.values() for number in some if check_corporate_number(number).state == "ok")


def program(choice: Choice, opens: str = "", closes: str = "") -> str:
    """The short program with the values in it, each between ``opens`` and ``closes``; ``…`` where one is open."""
    weights = str(list(WEIGHTS[choice.weights])) if choice.weights else "…"
    fold = {FOLD: 'unicodedata.normalize("NFKC", コード).strip()', AS_IS: "コード"}.get(choice.wide, "…")
    values = {
        "weights": weights,
        "digit": _DIGIT_CODE.get(choice.digit, "…"),
        "blank": _BLANK_CODE.get(choice.blank, "…"),
        "wide": fold,
        "five": _FIVE_CODE.get(choice.five, "…"),
        "corporate": _NINE_CODE.get(choice.corporate, "…"),
    }
    return _PROGRAM.format(**{name: f"{opens}{value}{closes}" for name, value in values.items()})


def _wide(code: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in code)
