"""One line of an outline: 「担当：作業 ［紙、15分］ はい→#台帳 #受付」 taken apart.

What a line leads to is still a word here (「#台帳」, 「5」, 「おわり」): only the whole text knows the other lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kaizen_helpers.flow.cells import NARROW, short
from kaizen_helpers.flow.model import Kind
from kaizen_helpers.flow.tables.columns import kind_of
from kaizen_helpers.flow.tables.outline_details import read_details
from kaizen_helpers.flow.tables.quoting import MASK, masked, unquote
from kaizen_helpers.flow.tables.shares import read_percent
from kaizen_helpers.flow.tables.ways import MAX_WAYS
from kaizen_helpers.flow.words import is_question

__all__ = ["Line", "LineProblem", "LineWay", "read_line"]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What could not be read in a line."""

    at: int
    """The place in the line, from 0."""
    message: str


@dataclass(frozen=True, slots=True)
class LineWay:
    """One way out, its target as written."""

    target: str
    condition: str = ""
    exact: bool = False
    """Whether the condition stood in quotation marks."""
    share: float | None = None
    """Only where it is written behind a condition in quotation marks."""
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says of a step."""

    who: str
    what: str
    kind: Kind | None = None
    """As written; ``None`` where the line does not say."""
    details: dict[str, Any] = field(default_factory=dict)
    """Fields of the step other than these, by their names."""
    ways: tuple[LineWay, ...] = ()
    """Empty where the line leads to the next one."""
    name: str = ""
    """What stands behind # at the end."""
    problems: tuple[LineProblem, ...] = field(default=(), compare=False)


_LEAD = re.compile(r"[・●○◯■□*] *|(?:\((\d{1,3})\)|(\d{1,3})[.)]|([①-⑳]))(?!\d) *")
"""A line of a list: 「・」, 「1.」, 「(1)」 or 「①」 in front of the owner; a number is that of the step."""
_MARKER = re.compile(r" *\(([^()]{1,8})\)")
_QUESTION = re.compile(r"[<〈](.*?)(?<![-=])[>〉]")
_DETAILS = re.compile(r"\[([^\[\]]*)\](?= |$|#|→|->|=>)")
_WAY = re.compile(r"(?:→|->|=>) *(#?[^ 、,;→#\[\]]+|#)?")
_NAME = re.compile(r"(?:^|(?<=[ \]]))#([^ #\[\]→]+) *$")
_BETWEEN = " 、,;・/"


def read_line(text: str) -> Line:
    """Take one line apart; what is unclear becomes a problem, and the rest is read all the same."""
    hidden = masked(text).translate(NARROW)
    problems: list[LineProblem] = []
    lead = _LEAD.match(hidden)
    colon = hidden.find(":")
    if colon < 0:
        problems.append(
            LineProblem(0, "担当が読み取れませんでした。「担当：作業」のように、担当のあとに「：」を付けてください。")
        )
    body = _Body(text, hidden, colon + 1 or (lead.end() if lead else 0), problems)
    kind, label_begin = body.take_marker()
    label = body.take_fixed_label(label_begin)
    if label is not None and kind is None and hidden[label_begin] != MASK:
        kind = Kind.DECISION
    after = label_begin if label is None else label[1]
    body.take_details(after)
    ways = body.ways(after)
    body.take_name(after, ways)
    begin, end = label or body.plain_label(label_begin, ways)
    read_ways = body.conditions(end, ways)
    return Line(
        who=_exact_or_plain(text[lead.end() if lead else 0 : max(colon, 0)]),
        what=_exact_or_plain(text[begin:end] if label is None or hidden[begin] == MASK else text[begin + 1 : end - 1]),
        kind=kind,
        details=body.details,
        ways=tuple(read_ways),
        name=body.name or (_listed(lead) if lead else ""),
        problems=tuple(problems),
    )


class _Body:
    """The part behind the colon. What has been read is blotted out with blanks, so that nothing is read twice."""

    def __init__(self, text: str, hidden: str, begin: int, problems: list[LineProblem]) -> None:
        self.text, self.hidden, self.begin, self.problems = text, hidden, begin, problems
        self.details: dict[str, Any] = {}
        self.name = ""
        self._taken: list[int] = []

    def take_marker(self) -> tuple[Kind | None, int]:
        """「（きっかけ）」 before the words, and where the words begin."""
        match = _MARKER.match(self.hidden, self.begin)
        kind = kind_of(match[1]) if match else None
        at = match.end() if match and kind is not None else self.begin
        return kind, at + len(self.hidden[at:]) - len(self.hidden[at:].lstrip(" "))

    def take_fixed_label(self, at: int) -> tuple[int, int] | None:
        """Where the words are if marks show their end: 「＜…＞」 or quotation marks."""
        if self.hidden.startswith(MASK, at):
            return at, at + len(self.hidden[at:]) - len(self.hidden[at:].lstrip(MASK))
        match = _QUESTION.match(self.hidden, at)
        return (at, match.end()) if match else None

    def take_details(self, begin: int) -> None:
        for match in list(_DETAILS.finditer(self.hidden, begin)):
            found, unread = read_details(self.text[match.start(1) : match.end(1)])
            for message in unread:
                self.problems.append(LineProblem(match.start(1), message))
            self.details.update(found)
            self._blot(match.start(), match.end())

    def ways(self, begin: int) -> list[tuple[int, int, str]]:
        """Where each way stands, from its arrow to its end, and the word behind the arrow."""
        found = list(islice(_WAY.finditer(self.hidden, begin), MAX_WAYS))
        return [(way.start(), way.end(), self.text[way.start(1) : way.end(1)] if way[1] else "") for way in found]

    def take_name(self, begin: int, ways: list[tuple[int, int, str]]) -> None:
        """The name behind # at the end, not counting ways that stand behind it."""
        stop = len(self.hidden)
        for start, end, _ in reversed(ways):
            stop = start if not self.hidden[end:stop].strip(_BETWEEN) else stop
        for match in (_NAME.search(self.hidden[:stop], begin), _NAME.search(self.hidden, begin)):
            if match is not None and not any(start <= match.start() < end for start, end, _ in ways):
                self.name = self.text[match.start(1) : match.end(1)]
                self._blot(match.start(), match.end())
                return

    def plain_label(self, begin: int, ways: list[tuple[int, int, str]]) -> tuple[int, int]:
        """Where the words are if no marks show their end: before the details, the name and the ways."""
        stop = min([*self._taken, *(start for start, _, _ in ways), len(self.hidden)])
        stop = max(stop, begin)
        if ways and stop == ways[0][0]:
            before = self.hidden[begin:stop]
            cut = max(before.rstrip(" ").rfind(" "), before.rfind("、"))
            if cut > 0 and before.rstrip(" ") == before and (len(ways) > 1 or is_question(before[:cut])):
                stop = begin + cut  # 「書類は揃っているか はい→5 いいえ→3」
        return begin, stop

    def conditions(self, begin: int, ways: list[tuple[int, int, str]]) -> list[LineWay]:
        """The ways with what stands before each arrow; what is left over is a problem."""
        found = []
        for start, end, target in ways:
            found.append(self._way(begin, start, target))
            begin = end
        rest = self.text[begin:].strip(_BETWEEN + "\u3000，；／。")
        if rest:
            begin = self.text.index(rest, begin)
            message = f"「{short(rest)}」を読めませんでした。作業の言葉なら「：」のすぐあとにまとめて書いてください。"
            self.problems.append(LineProblem(begin, message))
        return found

    def _way(self, begin: int, end: int, target: str) -> LineWay:
        shown = self.hidden[begin:end]
        begin += len(shown) - len(shown.lstrip(_BETWEEN))
        end -= len(shown) - len(shown.rstrip(_BETWEEN)) if begin < end else 0
        words = self.text[begin:end]
        if not shown.strip(_BETWEEN).startswith(MASK):
            return LineWay(target, words, at=end)
        marks = len(shown.strip(_BETWEEN)) - len(shown.strip(_BETWEEN).lstrip(MASK))
        share = words[marks:].strip()
        if share and read_percent(share) is None:
            message = f"「{short(share)}」を割合として読めませんでした。「90%」のように書いてください。"
            self.problems.append(LineProblem(begin + marks, message))
        return LineWay(target, unquote(words[:marks]) or "", True, read_percent(share) if share else None, at=end)

    def _blot(self, begin: int, end: int) -> None:
        self._taken.append(begin)
        self.text = self.text[:begin] + " " * (end - begin) + self.text[end:]
        self.hidden = self.hidden[:begin] + " " * (end - begin) + self.hidden[end:]


def _listed(lead: re.Match[str]) -> str:
    return lead[1] or lead[2] or (str(ord(lead[3]) - ord("①") + 1) if lead[3] else "")


def _exact_or_plain(text: str) -> str:
    exact = unquote(text)
    return text.strip() if exact is None else exact
