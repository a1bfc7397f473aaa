"""The list of E5-2: six fields as people typed them, made from a seed, and what a decided way makes of each."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence

from kaizen_helpers.notation.policy_tables import apply_policies

__all__ = [
    *("CODE", "FIELDS", "HOURS", "KANA", "MONEY", "NAME", "PLACE"),
    *("AS_CODE", "AS_NUMBER", "AS_PLACE", "AS_TEXT", "BULK", "KEEP", "STRIP", "WAYS", "WIDE_KANA"),
    *("WANTED", "after", "dirty_rows"),
]

NAME, KANA, CODE, MONEY, HOURS, PLACE = "担当者", "フリガナ", "団体コード", "前年差（円）", "受付時間", "所在地"
FIELDS = (NAME, KANA, CODE, MONEY, HOURS, PLACE)

KEEP, WIDE_KANA, AS_NUMBER = "何も変えない", "半角カナだけを全角にする", "計算できる半角の数にする"
AS_CODE, AS_PLACE = "英数字を半角にし、文字のまま持つ", "丁目や番地の数字だけを半角にする"
AS_TEXT, BULK, STRIP = (
    "カナは全角、英数字は半角、記号は残す",
    "全部の文字を一括変換する",
    "英数字を半角にし、記号を消す",
)
WAYS: Mapping[str, str] = {
    BULK: "",
    KEEP: "氏名",
    WIDE_KANA: "カナ",
    AS_NUMBER: "数値",
    AS_CODE: "コード",
    AS_PLACE: "住所",
    AS_TEXT: "自由文",
    STRIP: "",
}
"""What can be chosen, with the policy of the library; the two without one are clean-ups for everything."""
WANTED: Mapping[str, str] = {
    NAME: KEEP,
    KANA: WIDE_KANA,
    CODE: AS_CODE,
    MONEY: AS_NUMBER,
    HOURS: AS_TEXT,
    PLACE: AS_PLACE,
}
"""A way that is right for each field. What is judged is the value that comes out: another way may give the same."""

_COMPATIBLE = "\ufa19野 一郎"
"""神 as U+FA19: NFKC makes another character of it."""
_NAMES = (
    ("髙橋 花子", "ﾀｶﾊｼ ﾊﾅｺ"),
    ("山﨑 次郎", "ﾔﾏｻﾞｷ ｼﾞﾛｳ"),
    ("𠮷田 三郎", "ﾖｼﾀﾞ ｻﾌﾞﾛｳ"),
    ("佐賀 良子", "ｻｶﾞ ﾘｮｳｺ"),
)
_ZEROS = ("０１０００６", "０１１０１１", "０２０００１")
_BEHIND = ("412015\u3000", "412040\u3000", "413411\u3000")
_CODES = ("４１２０２３", "４１２０３１", "４１４０１８")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_TOWNS = ("佐賀市", "唐津市", "鳥栖市", "多久市", "有田町")
_SYMBOLS = frozenset("〜～－−▲△（）①②③：・")


def dirty_rows(seed: int) -> list[dict[str, object]]:
    """Three rows with every trap: the same seed gives the same rows.

    Every column but the names holds both widths: leaving it alone, or one width for all, is seen to be no way.
    """
    draw = random.Random(f"05_notation/text/{seed}")  # noqa: S311 - a repeatable example, no secret
    people = [(_COMPATIBLE, "カミノ イチロウ"), *draw.sample(_NAMES, 2)]
    codes = [draw.choice(_ZEROS), draw.choice(_BEHIND), draw.choice(_CODES)]
    start = draw.randrange(8, 12)
    rows = zip(people, codes, _money(draw), _hours(draw, start), _places(draw), strict=True)
    return [dict(zip(FIELDS, (*person, *rest), strict=True)) for person, *rest in rows]


def _wide(number: object) -> str:
    return str(number).translate(_WIDE)


def _money(draw: random.Random) -> list[str]:
    figures = [
        f"▲{_wide(draw.randrange(1, 9) * 100)}",
        f"{_wide(draw.randrange(1, 9))},{_wide(draw.randrange(101, 999))}",
    ]
    return [*figures, f"－{_wide(draw.randrange(11, 99))}"]


def _hours(draw: random.Random, start: int) -> list[str]:
    room = draw.choice(("ﾎｰﾙ", "ﾛﾋﾞｰ", "ｶｳﾝﾀｰ"))
    return [
        f"{_wide(start)}時〜{_wide(draw.randrange(15, 18))}時（{room}）",
        f"①{_wide(start)}時〜{_wide(start + 2)}時",
        f"13：{draw.choice((10, 15, 30))}～{draw.randrange(15, 18)}：00",
    ]


def _places(draw: random.Random) -> list[str]:
    here = draw.sample(_TOWNS, 3)
    one, two, three = (draw.randrange(1, 9) for _ in range(3))
    house = draw.choice(("第２ビル", "第３庁舎", "第１別館"))
    return [
        f"{here[0]}架空町一丁目{_wide(one)}－{_wide(two)}",
        f"{here[1]}架空町{_wide(two)}番地{_wide(three)}　{house}",
        f"{here[2]}架空町{three}丁目{one}番",
    ]


def after(rows: Sequence[Mapping[str, object]], field: str, way: str) -> list[object]:
    """The values of a field in the way that was decided; nothing decided leaves them.

    A column of numbers is written as numbers, as in a workbook: that is what it is for, and what ruins a code.
    """
    values = [row[field] for row in rows]
    if way == BULK:
        return [unicodedata.normalize("NFKC", str(value)) for value in values]
    if way == STRIP:
        return [_stripped(str(value)) for value in values]
    if not way:
        return values
    done = [row[field] for row in apply_policies(rows, {field: WAYS[way]}).rows]
    return [_as_number(value) for value in done] if way == AS_NUMBER else done


def _stripped(text: str) -> str:
    folded = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" and c not in _SYMBOLS else c for c in text)
    return "".join(c for c in folded if c not in _SYMBOLS)


def _as_number(value: object) -> object:
    try:
        return int(str(value)) if str(value).isascii() else value
    except ValueError:
        return value
