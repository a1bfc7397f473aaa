"""Japanese text side by side: what differs, said without telling what was expected."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["first_text_difference", "looks_alike", "normal_text", "shortened", "visible", "writable"]

_BLANKS = {" ": "␠", "\u3000": "□", "\t": "⇥", "\n": "⏎", "\r": "⏎", "\u00a0": "␠"}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


def normal_text(text: str) -> str:
    """Free text as it is compared: NFKC, runs of blanks as one, no blank at the ends, no case.

    Only where the task allows it. Personal names are never compared this way (not even NFC):
    髙 and 高 are two names.
    """
    for _ in range(3):  # folding the case can leave something for NFKC, and the other way round
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(unicodedata.normalize("NFKC", text).split())


def looks_alike(a: str, b: str) -> bool:
    """True when a person would read both as the same: blanks, width and case apart."""
    return a != b and normal_text(a).replace(" ", "") == normal_text(b).replace(" ", "")


def visible(text: str) -> str:
    """The text with its blanks drawn: ␠ half-width, □ full-width, ⇥ tab, ⏎ line end, ␣ invisible letter."""
    return _UNSEEN.sub("␣", "".join(_BLANKS.get(c, c) for c in text))


def writable(text: str) -> str:
    """The text with ? for what no file, page or workbook can hold: control characters, and halves of a character."""
    return _UNWRITABLE.sub("?", text)


def shortened(text: str, length: int = 20) -> str:
    """At most ``length`` letters, with … for the rest."""
    return text if len(text) <= length else text[: length - 1] + "…"


def first_text_difference(expected: str, actual: str) -> str | None:
    """What is different about ``actual``, in one Japanese sentence; None when the texts are the same.

    Shows ``actual`` (shortened, blanks visible), never ``expected``.
    """
    if expected == actual:
        return None
    shown = f"「{shortened(visible(actual))}」"
    if actual.strip() == "":
        return "まだ何も入っていません。"
    if looks_alike(expected, actual):
        return _same_to_the_eye(expected, actual, shown)
    place = next(
        (i for i, (a, b) in enumerate(zip(expected, actual, strict=False)) if a != b), min(len(expected), len(actual))
    )
    if place == len(actual):
        return f"{shown}の後に、続きが足りません。"
    if place == len(expected):
        return f"{shown}の{place + 1}文字目から後が余分です。"
    return f"{shown}の{place + 1}文字目からが違います。"


def _same_to_the_eye(expected: str, actual: str, shown: str) -> str:
    if _UNSEEN.sub("", actual) == expected:
        return f"{shown}に目に見えない文字が入っています。"
    if actual.strip() == expected:
        return f"{shown}の{_ends(actual)}に{_blank_kind(actual)}空白が入っています。"
    if re.sub(r"\s", "", actual) == re.sub(r"\s", "", expected):
        if len(actual) > len(expected):
            return f"{shown}の途中に{_blank_kind(actual)}空白が入っています。"
        if len(actual) < len(expected):
            return f"{shown}に空白が足りません。"
        return f"{shown}の空白の種類（全角・半角）が違います。"
    if actual.casefold() == expected.casefold():
        return f"{shown}の大文字と小文字が違います。"
    if unicodedata.normalize("NFKC", actual) == unicodedata.normalize("NFKC", expected):
        return f"{shown}の全角と半角が違います。"
    return f"{shown}の文字の種類（全角・半角、大文字・小文字、空白）が違います。"


def _ends(text: str) -> str:
    if text[:1].isspace() and text[-1:].isspace():
        return "前後"
    return "先頭" if text[:1].isspace() else "終わり"


def _blank_kind(text: str) -> str:
    if "\u3000" in text:
        return "全角の" if " " not in text else ""
    return "半角の" if " " in text else ""
