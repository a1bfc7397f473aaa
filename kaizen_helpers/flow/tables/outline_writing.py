"""A flow as an outline, in the spelling of :mod:`kaizen_helpers.flow.tables.outline`.

Every line is read back while it is written; what a line without quotation marks would not say is put into them.
"""

from __future__ import annotations

from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.tables.outline import COMMENT_MARKS, Placed, ways_of
from kaizen_helpers.flow.tables.outline_details import write_details
from kaizen_helpers.flow.tables.outline_head import read_head, read_lane, write_head, write_lane
from kaizen_helpers.flow.tables.outline_line import read_line
from kaizen_helpers.flow.tables.quoting import quote
from kaizen_helpers.flow.tables.shares import percent
from kaizen_helpers.flow.tables.table import Problems, ways_on, with_kinds

__all__ = ["write_outline"]

_SPELLINGS = (
    (False, False, False),
    (True, False, False),
    (False, True, False),
    (False, False, True),
    (True, True, True),
)
"""Which texts stand in quotation marks: owner and words, conditions, details."""


def write_outline(flow: Flow) -> str:
    """The flow as text; :func:`~kaizen_helpers.flow.tables.outline.read_outline` reads it back as the same flow.

    Remarks are left out, and so are control characters. Every step needs a number of its own from 1 to 999,999.
    """
    lines = [write_head(flow), *map(write_lane, flow.declared)]
    numbers = [step.number for step in flow.steps]
    following = [*numbers, None][1:]
    in_order = numbers == list(range(1, len(numbers) + 1))
    # What the words alone would be taken for: work that reads like a question has to say that it is work.
    taken_for = with_kinds([(step, None if step.kind is Kind.TASK else step.kind) for step in flow.steps])
    says_ways = [
        step.next != ways_on(step.what, step.kind, after) for step, after in zip(flow.steps, following, strict=True)
    ]
    targets = {way.to for step, says in zip(flow.steps, says_ways, strict=True) if says for way in step.next}
    for step, taken, says in zip(flow.steps, taken_for, says_ways, strict=True):
        said = None if taken.kind is Kind.TASK else step.kind
        mark = "" if in_order and step.number not in targets else f" #{step.number}"
        lines.append(_line(step, said, says, mark))
    return "\n".join(lines) + "\n"


def _line(step: Step, said: Kind | None, says_ways: bool, mark: str) -> str:
    """The line in the first spelling that is read back as it was meant."""
    line = ""
    for words, conditions, details in _SPELLINGS:
        parts = [
            f"{_text(step.who, words)}：{_label(step.what, said, words)}",
            write_details(step, careful=details),
            _ways(step.next, conditions) if says_ways else "",
        ]
        line = " ".join(part for part in parts if part) + mark
        if _says(line, step, said, says_ways, mark):
            break
    return line


def _says(line: str, step: Step, said: Kind | None, says_ways: bool, mark: str) -> bool:
    if "\n" in line or line != line.strip() or line.startswith(COMMENT_MARKS) or read_head(line) or read_lane(line):
        return False
    read, problems = read_line(line), Problems()
    found = Step(step.number, read.who, read.what, step.kind, step.next, **read.details)
    if read.problems or found != step or read.kind is not said or read.name != mark.strip(" #"):
        return False
    if not says_ways:
        return not read.ways
    return ways_of(Placed(1, read), None, {}, problems) == step.next and not problems


def _text(text: str, quoted: bool) -> str:
    return quote(text) if quoted else text


def _label(what: str, said: Kind | None, quoted: bool) -> str:
    if said is None:
        return _text(what, quoted)
    if said is Kind.DECISION and not quoted:
        return f"＜{what}＞"
    return f"（{said.label}）{_text(what, quoted)}"


def _ways(ways: tuple[Branch, ...], quoted: bool) -> str:
    return " ".join(_way(way, quoted) for way in ways) or "→？"


def _way(way: Branch, quoted: bool) -> str:
    share = "" if way.share is None else percent(way.share)
    target = "おわり" if way.to is None else f"#{way.to}"
    return f"{_text(way.condition, quoted)}{share}→{target}"
