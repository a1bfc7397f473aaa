"""Dirt on single values: the same fact as somebody in a hurry types it."""

from __future__ import annotations

import random
from datetime import date, datetime

from kaizen_helpers.excel.samples.clean import Field

__all__ = ["VARIANTS", "dirty_value"]

VARIANTS = {
    "取組済": ("取り組み済み", "1. 取組済", "取組済み"),
    "取組予定": ("取組予定（R8以降）", "取り組み予定"),
    "未定": ("未 定", "みてい"),
    "受付": ("受付済", "1.受付"),
    "審査中": ("審査　中", "審査中です"),
    "差戻し": ("差し戻し", "差戻"),
    "交付決定": ("決定", "交付決定済"),
    "出席": ("○", "出席します"),
    "欠席": ("×", "欠席します"),
    "第1回": ("1回目", "①"),
    "第2回": ("2回目", "②"),
    "第3回": ("3回目", "③"),
}
_WIDE = str.maketrans("0123456789-,.", "０１２３４５６７８９－，．")
_MARKS = ("-", "－", "…", "未回答")


def dirty_value(value: object, field: Field, draw: random.Random) -> tuple[object, str, str]:
    """The value as typed, its number format, and the kind of dirt ("" where nothing was done)."""
    if field.kind == "number":
        return _number(value, field.unit, draw)
    if field.kind == "date" and isinstance(value, date):
        return _date(value, draw)
    if field.kind == "code" and isinstance(value, str):
        return _code(value, field, draw)
    if field.kind == "choice" and isinstance(value, str) and value in VARIANTS:
        return draw.choice(VARIANTS[value]), "", "選択肢の揺れ"
    if field.kind == "text" and isinstance(value, str):
        return draw.choice((f" {value}", f"　{value}", f"{value} ")), "", "前後の空白"
    return value, "", ""


def _number(value: object, unit: str, draw: random.Random) -> tuple[object, str, str]:
    if value is None:
        return draw.choice(_MARKS), "", "未回答の記号"
    if not isinstance(value, int):
        return value, "", ""
    if value < 0:
        size = f"{-value:,}"
        return (
            draw.choice((f"▲{size}", f"△{size}{unit}", f"▲{size.translate(_WIDE)}", f"－{size.translate(_WIDE)}")),
            "",
            "▲",
        )
    kind = draw.choice(("数の単位", "数の全角", "桁区切り", "円記号" if unit == "円" else "数の文字"))
    text = {
        "数の単位": f"{value:,}{unit}",
        "数の全角": str(value).translate(_WIDE),
        "桁区切り": f"{value:,}",
        "円記号": f"¥{value:,}",
        "数の文字": str(value),
    }[kind]
    return text, "", kind


def _date(day: date, draw: random.Random) -> tuple[object, str, str]:
    era = day.year - 2018
    kind = draw.choice(("和暦", "略した和暦", "点の日付", "シリアル値", "日本語の日付"))
    if kind == "シリアル値":
        return (day - date(1899, 12, 30)).days, "", kind
    text = {
        "和暦": f"令和{era}年{day.month}月{day.day}日",
        "略した和暦": f"R{era}.{day.month}.{day.day}",
        "点の日付": f"{day.year}.{day.month}.{day.day}",
        "日本語の日付": f"{day.year}年{day.month}月{day.day}日",
    }[kind]
    return text, "", kind


def _code(code: str, field: Field, draw: random.Random) -> tuple[object, str, str]:
    if code.isdigit() and field.digits and draw.random() < 0.6:
        return int(code), "0", "先頭ゼロ落ち" if code.startswith("0") else "数になったコード"
    return code.translate(_WIDE), "", "コードの全角"


def shown(value: object) -> str:
    """The number format that a tidy person gives to the value."""
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    return "yyyy-mm-dd" if isinstance(value, date) else ""
