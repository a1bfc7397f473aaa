"""How wide Japanese text is, and where its lines break. No font is needed.

A full-width character is one em, a half-width one half an em (East Asian width, UAX #11; flow.md
§9.4). Real fonts draw Latin letters a little wider or narrower; the boxes leave room for that.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["em_width", "wrap"]

_NOT_AT_START = frozenset(
    "、。，．,.・：；:;？！?!」』）］｝)]}〉》】〕ー～〜…々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶゝゞ％%"
)
_NOT_AT_END = frozenset("「『（［｛([{〈《【〔")
_LINE_COST = 0.9
_PARTICLES = frozenset("をにへがはでともやのてた")
_WIDE_LATIN = frozenset("MWmw@%&")


def em_width(text: str) -> float:
    """The width of one line in em."""
    return sum(_char_width(mark) for mark in text)


@lru_cache(maxsize=4096)
def _char_width(mark: str) -> float:
    if unicodedata.combining(mark) or unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(mark) in {"F", "W", "A"}:
        return 1.0
    if mark in _WIDE_LATIN:
        return 0.9
    return 0.65 if mark.isupper() else 0.55


def wrap(text: str, width: float, most_lines: int) -> tuple[str, ...]:
    """Cut a text into lines of at most ``width`` em; what does not fit into the lines ends in ….

    It takes few lines, breaks where a phrase ends rather than inside a word, and makes the lines about
    equally long. Latin words and numbers stay whole where they fit; closing marks do not
    begin a line and opening marks do not end one (a simple kinsoku). Line breaks in the text are kept.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(" ".join(paragraph.split()), width, most_lines + 1 - len(lines))
        if len(lines) > most_lines:
            break
    if len(lines) > most_lines:
        lines = lines[:most_lines]
        lines[-1] = _with_ellipsis(lines[-1], width)
    return tuple(lines)


def _wrap_paragraph(text: str, width: float, most_lines: int) -> list[str]:
    """The best breaks, by dynamic programming over the pieces."""
    pieces = _pieces(text, width)
    # A paragraph that is far too long is cut anyway: look only at what the lines can hold.
    pieces = pieces[: int((width + 2) / 0.5) * most_lines + 1]
    widths = [em_width(piece) for piece in pieces]
    breaks = _break_costs(pieces)
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost, start of the last line
    for end in range(1, len(pieces) + 1):
        options: list[tuple[float, int]] = []
        length = 0.0
        for start in range(end - 1, -1, -1):
            length += widths[start]
            drawn = length - (0.55 if pieces[end - 1].endswith(" ") else 0.0)
            if drawn > width and start < end - 1:
                break
            ragged = ((width - drawn) / width) ** 2
            cost = best[start][0] + _LINE_COST + ragged + breaks[start]
            options.append((cost, start))
        best.append(min(options))
    lines_found: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        lines_found.append("".join(pieces[start:end]).rstrip())
        end = start
    return lines_found[::-1]


def _break_costs(pieces: list[str]) -> list[float]:
    """How badly a line would begin with each piece."""
    costs = [0.0]
    run = 0  # pieces of kanji directly before this place
    for at in range(1, len(pieces)):
        run = run + 1 if _script(pieces[at - 1][-1]) == "kanji" else 0
        costs.append(_break_cost(pieces, at, run))
    return costs


def _break_cost(pieces: list[str], at: int, run: int) -> float:
    before, after = pieces[at - 1][-1], pieces[at][0]
    if after in _NOT_AT_START or before in _NOT_AT_END:
        return 8.0
    if before in "、。，．・ 　／/）」』)" or after in "（「『(":
        return 0.0
    one, other = _script(before), _script(after)
    if before in _PARTICLES and one == "hiragana":
        return 0.0 if other != "hiragana" else 0.4  # 回答を｜返信する, 不備が｜あるか
    if one == "hiragana" and other != "hiragana":
        return 0.5  # 受け｜取る
    if one == other == "kanji":
        # Most compounds are made of words of two characters: 交付決定｜通知書, not 交付決定通｜知書.
        goes_on = at + 1 < len(pieces) and _script(pieces[at + 1][0]) == "kanji"
        return 0.5 if run % 2 == 0 and goes_on else 1.6
    if one == other:
        return 1.8
    return 1.3 if other == "hiragana" else 0.3


def _script(mark: str) -> str:
    if "ぁ" <= mark <= "ゖ":
        return "hiragana"
    if "ァ" <= mark <= "ー":
        return "katakana"
    return "kanji" if _char_width(mark) == 1.0 else "latin"


def _pieces(text: str, width: float) -> list[str]:
    """The smallest pieces that may stand on a line of their own: one Japanese character, or one word."""
    pieces: list[str] = []
    for mark in text:
        joins = pieces and _is_word(mark) and _is_word(pieces[-1][-1]) and em_width(pieces[-1] + mark) <= width
        if pieces and (joins or mark == " "):
            pieces[-1] += mark
        else:
            pieces.append(mark)
    return pieces


def _is_word(mark: str) -> bool:
    return mark.isascii() and (mark.isalnum() or mark in "-_./'@")


def _with_ellipsis(line: str, width: float) -> str:
    while line and em_width(line) + 1 > width:
        line = line[:-1]
    return line + "…"
