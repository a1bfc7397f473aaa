"""What a person looks at in an answer that no rule can decide: criteria for the marker, and a list for the learner.

An exercise with a rubric is never given points by ``judge``. The rules that it may have say only what is sure
(too short, somebody's telephone number); a person reads every answer that was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["AFTERWARDS", "Criterion", "checklist", "rubric_page", "rubric_problem"]

AFTERWARDS = "提出のあとに講師が読み、返却のページでお知らせします。"
"""What happens next with an answer that waits for a person."""


@dataclass(frozen=True)
class Criterion:
    """One thing that the marker looks at."""

    looks_at: str
    """A question to the text, polite, ending in 「か。」: the learner reads it, too."""
    points: int
    """Points where it is fully there; half of them where it is half there."""
    full: str
    """How an answer looks that gets all of them."""
    half: str
    """How an answer looks that gets half of them."""
    none: str
    """How an answer looks that gets none."""


def rubric_problem(rubric: Sequence[Criterion], points: float) -> str:
    """Why a rubric cannot be used for an exercise of so many points; empty when it can."""
    if any(not all((item.looks_at, item.full, item.half, item.none)) for item in rubric):
        return "a criterion does not say what it looks at or how full, half and none look"
    if any(type(item.points) is not int or item.points < 1 for item in rubric):
        return "the points of a criterion must be a whole number of at least 1"
    if sum(item.points for item in rubric) != points:
        return "the points of the criteria do not add up to those of the exercise"
    return ""


def checklist(rubric: Sequence[Criterion]) -> tuple[str, ...]:
    """What the learner looks at again before handing in."""
    return tuple(item.looks_at for item in rubric)


_CELL = "border:1px solid #767676;padding:.2em .5em;text-align:left;vertical-align:top"


def rubric_page(rubric: Sequence[Criterion]) -> str:
    """The criteria as a table for whoever marks, each with the points of full, half and none."""
    head = "".join(
        f"<th scope='col' style='{_CELL};background:#f0f0f0'>{text}</th>"
        for text in ("見ること", "満点", "半分", "0点")
    )
    rows = "".join(
        f"<tr><th scope='row' style='{_CELL};font-weight:normal'>{escape(item.looks_at)}</th>"
        + "".join(
            f"<td style='{_CELL}'><b>{points:g}点</b><br>{escape(text)}</td>"
            for points, text in ((item.points, item.full), (item.points / 2, item.half), (0, item.none))
        )
        + "</tr>"
        for item in rubric
    )
    total = sum(item.points for item in rubric)
    return (
        "<table lang='ja' style='border-collapse:collapse;margin:.8em 0;max-width:60em;color:#1a1a1a;background:#fff'>"
        "<caption style='font-weight:bold;text-align:left'>採点のめやす（合計を、下の点の欄に入れます。"
        f"{total}点満点、0.5点きざみ）</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
