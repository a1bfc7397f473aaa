"""Reading the columns 次 and 条件: where a step leads, and when.

People write 「8、6」, 「おわり」, 「不備なし→8、不備あり→6」, 「８へ」 or 「8（不備なし）」 (flow.md §9.3:
half and full width, every arrow). What cannot be read is reported and never guessed. A condition that looks
like something else stands in quotation marks: 「"→5"→3」.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kaizen_helpers.flow.cells import NARROW
from kaizen_helpers.flow.model import Branch
from kaizen_helpers.flow.tables.quoting import MASK, masked, unquote
from kaizen_helpers.flow.tables.shares import ExactBranch, read_percent, shares_from_column, shares_from_conditions
from kaizen_helpers.flow.words import is_end_word

__all__ = ["MAX_WAYS", "Ways", "read_ways"]

MAX_WAYS = 20
"""More ways out of one step than this are not read; the rest is reported."""

_ARROW = re.compile(r"→|->|=>|=|:")
_LEADING_ARROW = re.compile(r"^(→|->|=>|[=:>・]|\s)+")
_NOTHING = frozenset(["なし", "無し", "ない", "無", "-", "‐", "–", "—", "―", "−", "ー"])
# Every pattern here meets what somebody typed: no two repeats that can share the same blanks.
_TARGET = re.compile(
    r"^(?:(?:手順|ステップ|番号|no\.?|#|第)\s*)?(\d{1,6})(?:\.0+)?(?:\s*(?:番目|番|行目|行))?"
    r"(?:\s*(?:へ|に|まで))?(?:\s*(?:進む|すすむ|戻る|もどる|戻す|もどす|行く|いく))?$",
    re.IGNORECASE,
)
_TO_END = re.compile(r"^(.+?)(?:へ|に|で|する)$")
_TARGET_FIRST = re.compile(r"^(.+?)[(\[](.+)[)\]]$", re.DOTALL)
_WORDED = re.compile(
    r"^(.+?)(?:の場合には?|の場合は?|の時は?|のときは?|場合は?|ときは?|ならば?|(?<=れば)|は)\s*(?:、\s*)?(\S+)$"
)
_EXACT = re.compile(rf"({MASK}+)([^{MASK}→>]{{0,30}}?)(?:→|->|=>|⇒)([^{MASK}]+)$")
_TRIM = " \u3000、,，/／・;；\n"
_OPEN, _CLOSE = "([「『", ")]」』"
_SEPARATORS = ("\n", "\n;", "\n;、,", "\n;、,/", "\n;、,/・")


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out that could be read, and sentences about what could not: (column, message)."""

    branches: tuple[Branch, ...]
    problems: tuple[tuple[str, str], ...]


def read_ways(next_text: str, condition_text: str, own_number: int | None = None, share_text: str = "") -> Ways:
    """The branches of one row.

    A number in 次 may carry its own condition (「不備なし→8」). Conditions in 条件 are given, in
    order, to the numbers that have none. With one way out, the whole of 条件 is its condition.
    Shares come from 割合 where that is filled, else from percentages beside the conditions (:mod:`.shares`).
    """
    problems: list[tuple[str, str]] = []
    ways = _items(next_text, own_number, problems)
    given = condition_text
    inline = _inline_conditions(condition_text, own_number)
    if inline and (not ways or {way.to for way in inline} == {way.to for way in ways}):
        ways, condition_text = inline, ""
    if len(ways) > MAX_WAYS:
        problems.append(
            ("次", f"行き先が{len(ways)}あり、最初の{MAX_WAYS}だけを読みました。手順を分けて書いてください。")
        )
        ways = ways[:MAX_WAYS]
    ways = list(dict.fromkeys(_with_conditions(ways, condition_text, problems)))
    if ways and share_text.strip():
        ways, problem = shares_from_column(ways, share_text)
        column = "割合"
    else:
        ways, problem = shares_from_conditions(ways)
        column = "条件" if re.search("[%％]", given) else "次"
    if problem:
        problems.append((column, problem))
    plain = (Branch(way.to, way.condition, way.share) for way in ways)
    return Ways(tuple(dict.fromkeys(plain)), tuple(problems))


def _items(text: str, own_number: int | None, problems: list[tuple[str, str]]) -> list[Branch]:
    """Cut 次 at its separators; a piece that is no target belongs to the condition that follows it."""
    if not text.strip():
        return []
    branches: list[Branch] = []
    waiting = ""
    for piece in _split(text, _SEPARATORS[-1]):
        candidate = waiting + piece
        several = _spaced_targets(piece)
        if several and not waiting:
            branches += several
            continue
        branch = _item(candidate, own_number) or (_item(piece, own_number) if waiting else None)
        if branch is None:
            waiting = candidate
            continue
        if waiting and branch == _item(piece, own_number) and not branch.condition:
            problems.append(("次", _unreadable(waiting)))
        branches.append(branch)
        waiting = ""
    if waiting:
        problems.append(("次", _unreadable(waiting)))
    return branches


def _spaced_targets(piece: str) -> list[Branch]:
    """「8 6」: numbers with nothing but blanks between them."""
    words = piece.translate(NARROW).strip(_TRIM).split()
    targets = [_target(_LEADING_ARROW.sub("", word)) for word in words]
    return [Branch(to) for _, to in targets] if len(words) > 1 and all(found for found, _ in targets) else []


def _unreadable(piece: str) -> str:
    shown = piece.strip(_TRIM)
    shown = shown if len(shown) <= 20 else shown[:19] + "…"
    return f"「{shown}」を手順の番号として読めませんでした。次の手順の番号か「おわり」を書いてください。"


def _item(text: str, own_number: int | None) -> Branch | None:
    """One way out, or ``None`` if there is no target in the text."""
    text = text.strip(_TRIM)
    if '"' in text and (exact := _exact_item(text)):
        return exact
    folded = text.translate(NARROW)
    bare = _LEADING_ARROW.sub("", folded).strip()
    found, to = _target(bare)
    if found:
        return Branch(to)
    arrows = list(_ARROW.finditer(folded))
    for arrow in reversed(arrows):  # 「10:00まで→5」: the last arrow counts
        left, right = text[: arrow.start()].strip(), folded[arrow.end() :]
        found, to = _target(_LEADING_ARROW.sub("", right).strip())
        if found:
            return Branch(to, "" if _target(folded[: arrow.start()].strip()) == (True, own_number) else left)
    if arrows:  # 「8：不備なし」
        arrow = arrows[0]
        found, to = _target(folded[: arrow.start()].strip())
        if found:
            return Branch(to, text[arrow.end() :].strip())
    if bracket := _TARGET_FIRST.match(folded):  # 「8（不備なし）」 or 「不備なし（8）」
        inner, outer = bracket.span(2), bracket.span(1)
        for target, condition in ((outer, inner), (inner, outer)):
            found, to = _target(folded[target[0] : target[1]])
            if found:
                return Branch(to, text[condition[0] : condition[1]].strip())
    if worded := _WORDED.match(folded):  # 「不備なしは8へ」
        found, to = _target(worded.group(2))
        if found:
            return Branch(to, text[: worded.end(1)].strip())
    return None


def _exact_item(text: str) -> Branch | None:
    """「"→5"→3」 or 「"はい"90%→3」: whatever stands in the quotation marks is the condition."""
    match = _EXACT.match(masked(text))
    if match is None:
        return None
    condition, share = unquote(text[: match.end(1)]), text[match.start(2) : match.end(2)].strip()
    found, to = _target(text[match.start(3) :])
    if condition is None or not found or (share and read_percent(share) is None):
        return None
    return ExactBranch(to, condition, read_percent(share) if share else None)


def _target(text: str) -> tuple[bool, int | None]:
    """(readable, number or ``None`` for おわり)."""
    folded = unicodedata.normalize("NFKC", text).strip(" \n。.")
    if match := _TARGET.match(folded):
        return True, int(match.group(1))
    if folded in _NOTHING or is_end_word(folded):
        return True, None
    if (match := _TO_END.match(folded)) and is_end_word(match.group(1)):
        return True, None
    return False, None


def _inline_conditions(text: str, own_number: int | None) -> list[Branch]:
    """条件 written as 「不備なし→8、不備あり→6」: every piece has a target and a condition, or it is not that."""
    if not text.strip() or not _ARROW.search(text.translate(NARROW)):
        return []
    branches = _items(text, own_number, [])
    return branches if branches and all(branch.condition for branch in branches) else []


def _with_conditions(ways: list[Branch], text: str, problems: list[tuple[str, str]]) -> list[Branch]:
    """Give the conditions of the column 条件, in order, to the ways that have none."""
    if not text.strip():
        return ways
    if not ways:
        return ways
    open_ways = [i for i, way in enumerate(ways) if not way.condition and not isinstance(way, ExactBranch)]
    conditions = _conditions(text, len(open_ways))
    if len(conditions) > len(open_ways):
        if not open_ways:
            return ways  # written in both columns; the one beside the number counts
        problems.append(
            (
                "条件",
                f"条件が{len(conditions)}つ、次の番号が{len(open_ways)}つあります。"
                "条件と同じ数だけ、同じ順番で次の番号を書いてください。",
            )
        )
        if len(open_ways) == 1:
            conditions = [text.strip()]
    result = list(ways)
    for index, condition in zip(open_ways, conditions, strict=False):
        result[index] = Branch(ways[index].to, condition)
    return result


def _conditions(text: str, wanted: int) -> list[str]:
    """Cut 条件 into as many pieces as there are numbers, with the strongest separators that do it."""
    for separators in _SEPARATORS:
        pieces = [piece.strip(_TRIM) for piece in _split(text, separators)]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) == wanted and wanted > 1:
            return pieces
    pieces = [piece.strip(" 　、,，;；\n") for piece in _split(text, _SEPARATORS[2])]
    pieces = [piece for piece in pieces if piece]
    words = text.split()  # 「はい いいえ」
    return words if len(pieces) == 1 and len(words) == wanted > 1 else pieces


def _split(text: str, separators: str) -> list[str]:
    """Cut after each separator that stands outside brackets; the pieces keep their separator."""
    folded = masked(text).translate(NARROW).replace("，", "、")
    balanced = sum(folded.count(mark) for mark in _OPEN) == sum(folded.count(mark) for mark in _CLOSE)
    pieces, start, depth = [], 0, 0
    for position, mark in enumerate(folded):
        if mark in _OPEN and balanced:
            depth += 1
        elif mark in _CLOSE and balanced:
            depth = max(0, depth - 1)
        elif mark in separators and depth == 0:
            pieces.append(text[start : position + 1])
            start = position + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip(_TRIM)]
