"""The words on a drawn shape, and what they say of a step when a person has changed them."""

from __future__ import annotations

import re

from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.flow.model import Branch, Kind, Step

__all__ = [
    "NO_OWNER",
    "one_line",
    "same_words",
    "shown_condition",
    "shown_name",
    "shown_step",
    "step_words",
    "words_of_step",
]

NO_OWNER = "（だれが？）"
_WITH_CAPTION = frozenset(Kind) - {Kind.TASK, Kind.DECISION}
_KIND_OF = {kind.label: kind for kind in _WITH_CAPTION}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_NUMBER = re.compile(rf"^[（(]?(\d{{1,4}})(?:[)）]\s*|[\s.．、:：]+(?!\d))|^([{_CIRCLED}])\s*")


def shown_name(name: str) -> str:
    """The name of an owner as the head of a lane shows it."""
    return one_line(name) or NO_OWNER


def shown_step(step: Step) -> tuple[str, str]:
    """The words before the text (「③」, 「① きっかけ」), and the text of a step."""
    number = _CIRCLED[step.number - 1] if 1 <= step.number <= len(_CIRCLED) else f"({step.number})"
    return f"{number} {step.kind.label}" if step.kind in _WITH_CAPTION else number, one_line(step.what)


def shown_condition(branches: tuple[Branch, ...]) -> str:
    """The condition of an arrow; ways to the same step share one arrow."""
    return "／".join(dict.fromkeys(words for branch in branches if (words := one_line(branch.condition))))


def step_words(step: Step) -> str:
    """All the words of a step, as one text."""
    caption, text = shown_step(step)
    return f"{caption}\n{text}" if step.kind in _WITH_CAPTION else f"{caption} {text}"


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in blanks and line breaks only: programs break lines where they like."""
    return _letters(one) == _letters(other)


def words_of_step(text: str) -> tuple[int | None, Kind | None, str]:
    """(the number at the start, the kind of a caption after it, the text after both); what is missing is ``None``."""
    rest = text.strip()
    number = None
    if (match := _NUMBER.match(rest)) and rest[match.end() :].strip():
        number = int(match[1]) if match[1] else _CIRCLED.index(match[2]) + 1
        rest = rest[match.end() :]
    caption, _, after = rest.partition("\n")
    kind = _KIND_OF.get(caption.strip()) if after.strip() else None
    return number, kind, one_line(rest if kind is None else after)


def _letters(text: str) -> str:
    return xml_text("".join(text.split()))


def one_line(text: str) -> str:
    """On one line, with nothing that a file cannot hold."""
    return xml_text(" ".join(text.split()))
