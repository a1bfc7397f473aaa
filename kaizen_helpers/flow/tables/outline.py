"""A flow as plain Japanese text, one line a step: what one types into Notepad or a mail (flow.md §9.3 (2))::

    題名：医療費助成申請　版：現状　件数：1200/年
    （担当）窓口［職員、3人、時給2500円］
    # これはメモで、読みません
    申請者：（きっかけ）助成を受けたい
    申請者：申請書を記入する ［紙、15分］
    窓口：＜書類は揃っているか＞ はい90%→#台帳 いいえ10%→#補正
    窓口：台帳に記入する ［紙、5分］ →おわり #台帳
    窓口：申請者に補正を頼む ［電話、10分、待ち7日］ →2 #補正

A line without an arrow leads to the next line. ``#名前`` at the end names a line, ``→#名前`` leads to it;
``→5`` leads to step 5, ``→次`` to the next line, ``→おわり`` ends the flow and ``→？`` is not known yet. ``#7`` makes
the line step 7; the other lines are numbered in order. Words that would be read as something else stand in quotation
marks (:mod:`.quoting`). Full and half width, 「→」「->」「⇒」 and 「：」「:」 are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, Step
from kaizen_helpers.flow.tables.outline_head import read_head, read_lane
from kaizen_helpers.flow.tables.outline_line import Line, LineWay, read_line
from kaizen_helpers.flow.tables.shares import ExactBranch, shares_from_conditions
from kaizen_helpers.flow.tables.table import MAX_ROWS, Problems, Reading, ways_on, with_kinds
from kaizen_helpers.flow.words import is_end_word

__all__ = ["COMMENT_MARKS", "Placed", "read_outline", "ways_of"]

_LONGEST_LINE = 2_000
_MOST_LINES = 5_000
COMMENT_MARKS = ("#", "＃", "//", "※")
_NEXT = frozenset(["次", "次へ", "下"])
_NOT_KNOWN = frozenset(["?", "未定"])


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the text that holds a step."""

    at: int
    """The number of the line, from 1."""
    line: Line
    number: int = 0
    """The number of the step."""


def read_outline(text: str) -> Reading:
    """Read an outline. In its problems ``row`` is the line of the text and ``column`` the place in it (「12文字目」).

    Never raises: what could not be read is a problem, and the rest of the text is still a flow.
    """
    problems = Problems()
    head: dict[str, Any] = {}
    lanes: list[Lane] = []
    placed: list[Placed] = []
    for at, raw in enumerate(_lines(text, problems), start=1):
        line = _clean(raw, at, problems)
        if not line or line.startswith(COMMENT_MARKS):
            continue
        if not placed and (found := read_head(line)):
            head |= found[0]
            _note(problems, at, found[1])
        elif declared := read_lane(line):
            lanes.append(declared[0])
            _note(problems, at, declared[1])
        elif len(placed) == MAX_ROWS:
            problems.add(at, "", f"手順が{MAX_ROWS}を超えたので、ここから先は読みませんでした。流れを分けてください。")
            break
        else:
            placed.append(Placed(at, read_line(line)))
    steps = _steps(_numbered(placed, problems), problems)
    return Reading(Flow(steps=steps, declared=_once(lanes), **head), tuple(problems))


def _lines(text: str, problems: Problems) -> list[str]:
    if not isinstance(text, str):
        problems.add(0, "", "文章を読めませんでした。「担当：作業」の行を並べた文字を渡してください。")
        return []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        problems.add(0, "", f"{len(lines)}行あり、{_MOST_LINES}行目までを読みました。業務ごとに分けてください。")
    return lines[:_MOST_LINES]


def _clean(line: str, at: int, problems: Problems) -> str:
    if len(line) > _LONGEST_LINE:
        message = f"{len(line)}文字あり、{_LONGEST_LINE}文字までを読みました。短い文にしてください。"
        problems.add(at, "", message)
    return "".join(mark if mark.isprintable() or mark == "\u3000" else " " for mark in line[:_LONGEST_LINE]).strip()


def _note(problems: Problems, at: int, messages: list[str]) -> None:
    for message in messages:
        problems.add(at, "", message)


def _once(lanes: list[Lane]) -> tuple[Lane, ...]:
    """Of an owner declared twice the first."""
    found: dict[str, Lane] = {}
    for lane in lanes:
        found.setdefault(lane.name, lane)
    return tuple(found.values())


# --- numbers and ways ----------------------------------------------------------------------------


def _numbered(placed: list[Placed], problems: Problems) -> list[Placed]:
    """Every line with the number of its step: as written behind #, else the next one that nobody wrote."""
    written = {number for item in placed if (number := _number(item.line.name)) is not None}
    found: list[Placed] = []
    free = 0
    for item in placed:
        number = _number(item.line.name)
        if number is None:
            free += 1
            while free in written:
                free += 1
            number = free
        for problem in item.line.problems:
            problems.add(item.at, _place(problem.at), problem.message)
        found.append(replace(item, number=number))
    return found


def _number(word: str) -> int | None:
    folded = fold(word).removesuffix("番").removesuffix("へ").removeprefix("手順")
    return int(folded) if folded.isdecimal() and 0 < int(folded[:9]) < 1_000_000 and len(folded) < 8 else None


def _place(at: int) -> str:
    return f"{at + 1}文字目"


def _steps(placed: list[Placed], problems: Problems) -> tuple[Step, ...]:
    names = _names(placed, problems)
    rows: list[tuple[Step, Kind | None]] = []
    for index, item in enumerate(placed):
        line = item.line
        following = placed[index + 1].number if index + 1 < len(placed) else None
        ways = ways_of(item, following, names, problems)
        rows.append((Step(item.number, line.who, line.what, next=ways, **line.details), line.kind))
    steps = with_kinds(rows)
    _report(steps, placed, problems)
    return tuple(steps)


def ways_of(item: Placed, following: int | None, names: dict[str, int], problems: Problems) -> tuple[Branch, ...]:
    """Where a line leads; ``names`` gives the numbers of the steps by the folded names of their lines."""
    line = item.line
    if not line.ways:
        return ways_on(line.what, line.kind, following)
    ways = [found for way in line.ways for found in _branch(way, item.at, following, names, problems)]
    shared, problem = shares_from_conditions(list(dict.fromkeys(ways)))
    if problem:
        problems.add(item.at, _place(line.ways[0].at), problem)
    return tuple(dict.fromkeys(Branch(way.to, way.condition, way.share) for way in shared))


def _names(placed: list[Placed], problems: Problems) -> dict[str, int]:
    """The number of the step behind each name; of lines with one name the first."""
    names: dict[str, int] = {}
    for item in placed:
        name = fold(item.line.name)
        if name and name in names:
            message = f"「#{short(item.line.name)}」が2つの行にあります。行ごとに別の名前にしてください。"
            problems.add(item.at, "", message)
        elif name:
            names[name] = item.number
    return names


def _branch(
    way: LineWay, at: int, following: int | None, names: dict[str, int], problems: Problems
) -> tuple[Branch, ...]:
    """The way as a branch; none if it is not known yet, or cannot be read."""
    word = fold(way.target)
    bare = word.removeprefix("#")
    if word in _NOT_KNOWN:
        return ()
    if word in _NEXT and word not in names:
        to = following
    elif bare in names:
        to = names[bare]
    elif (number := _number(bare)) is not None:
        to = number
    elif is_end_word(bare.removesuffix("へ")):
        to = None
    else:
        problems.add(at, _place(way.at), _no_such_line(way.target))
        return ()
    if way.exact:
        return (ExactBranch(to, way.condition, way.share),)
    return (Branch(to, way.condition),)


def _no_such_line(target: str) -> str:
    if not target.strip("#"):
        return "矢印の先が書かれていません。「→#名前」「→5」「→おわり」のように行き先を書いてください。"
    name = short(target.removeprefix("#"), 12)
    return f"「{name}」という行き先が見つかりません。行き先にする行の終わりに「#{name}」と書いてください。"


def _report(steps: list[Step], placed: list[Placed], problems: Problems) -> None:
    """Targets that no line has, with the line they stand in."""
    known = {step.number for step in steps}
    for step, item in zip(steps, placed, strict=True):
        for to in dict.fromkeys(branch.to for branch in step.next):
            if to is not None and to not in known:
                message = f"「→{to}」とありますが、{to}番の手順がまだありません。行を足すか、番号を見直してください。"
                problems.add(item.at, "", message)
