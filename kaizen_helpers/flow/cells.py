"""Reading one cell of a table: its text, a number, minutes. What is unclear is ``None``, never a guess."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

__all__ = ["NARROW", "fold", "plain_number", "read_minutes", "read_number", "read_yes_no", "short", "text_of"]

# One character to one character, so that a position in the folded text is one in the original.
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("⇒"): "→", ord("➡"): "→", ord("⟶"): "→", ord("⇨"): "→", ord("➔"): "→", ord("\u3000"): " ", ord("；"): ";",
}  # fmt: skip
"""For ``str.translate``: full-width signs as half-width ones, every arrow as 「→」."""

_LARGEST = 1e9
_YES = frozenset([*"○o◎●✓✔☑レ有要y1", "有り", "あり", "ある", "必要", "はい", "する", "yes", "true"])
_NO = frozenset([*"×x✕✗✖□無n0-‐–—―−ー", "無し", "なし", "ない", "不要", "いいえ", "しない", "no", "false"])
_CIRCLES = str.maketrans("〇◯⭕", "○○○")
_ABOUT = re.compile(r"^(約|およそ|おおよそ|だいたい|大体|計|全|1件)\s*|\s*(くらい|ぐらい|程度|ほど|前後|弱|強)$")
_COUNT = re.compile(r"^(\d+(?:\.\d+)?)\s*(件|通|枚|回|人|名|部|団体|市町|市町村|冊|台|か所|箇所)?$")
_NUMBER = r"(\d+(?:\.\d+)?)"
_MINUTES = re.compile(rf"^{_NUMBER}$|^(?:{_NUMBER}\s*時間)?\s*(?:{_NUMBER}\s*(?:分間|分|min))?\s*(?:{_NUMBER}\s*秒)?$")


def text_of(value: Any) -> str | None:
    """A plain text, number or empty cell as text; ``None`` for anything else, whose code is never called."""
    if value is None:
        return ""
    home = type(value).__module__.partition(".")[0]
    if home == "numpy" and hasattr(value, "item"):
        value = value.item()
    if home == "pandas" and type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, str):
        return str.__str__(value).replace("\r\n", "\n").replace("\r", "\n")
    if type(value) is int:
        return str(value) if -(10**15) < value < 10**15 else "9" * 16
    if type(value) is float:
        if value != value:  # NaN: an empty cell in a column of numbers
            return ""
        return str(int(value)) if -1e15 < value < 1e15 and value == int(value) else _written_out(value)
    return None


def _written_out(value: float) -> str:
    """As people write numbers: 0.00005, not 5e-05."""
    text = str(value)
    if "e-" not in text:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")


def fold(text: str) -> str:
    """Text for comparing names: NFKC, lower case, no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_number(text: str) -> float | None:
    """A number as people write it: 「約３０件」「1,200」「20通」. ``None`` if it is not one number (30～40)."""
    match = _COUNT.match(_without_about(text))
    return _whole(float(match.group(1))) if match and float(match.group(1)) <= _LARGEST else None


def read_minutes(text: str) -> float | None:
    """Minutes as people write them: 「30」「約30分」「1時間30分」「0.5時間」「30秒」. ``None`` if unclear."""
    match = _MINUTES.match(_without_about(text).removesuffix("/件").removesuffix("ずつ"))
    if match is None or not any(match.groups()):
        return None
    bare, hours, minutes, seconds = (float(part) if part else 0.0 for part in match.groups())
    total = bare + hours * 60 + minutes + seconds / 60
    return _whole(total) if total <= _LARGEST else None


def read_yes_no(text: str) -> bool | None:
    """「○」「有」「あり」 are yes, 「×」「なし」 and an empty cell no; ``None`` for anything else."""
    folded = fold(text).translate(_CIRCLES)
    if folded in _YES:
        return True
    return False if not folded or folded in _NO else None


def plain_number(value: float) -> str:
    """A number without an exponent: 30, 2.5, 0.0000001."""
    shown = f"{Decimal(repr(value)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def short(text: str, limit: int = 20) -> str:
    """The text on one line, cut with … where it is longer than the limit."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _without_about(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().rstrip("。.")
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)
    previous = ""
    while previous != folded:
        previous, folded = folded, _ABOUT.sub("", folded)
    return folded


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value
