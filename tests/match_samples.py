"""Marked samples of steps that are the same, or not, in two flows, and how to score on them (corpus/flow_match)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kaizen_helpers.flow.meaning.assignment import best_pairs
from kaizen_helpers.flow.meaning.phrases import bigram_dice
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.tables.table import read_steps
from tests.unit.flow_samples import c1

CORPUS = Path(__file__).parent / "corpus"
GIVEN_ROWS = 3
"""The first rows of every learner's table are given: matching them shows nothing."""

Matcher = Callable[[Flow, Flow, float], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class Alignment:
    """A learner's flow and the pairs a person sees between case C1 and it; of each two sets one pair is enough."""

    name: str
    flow: Flow
    gold: tuple[tuple[frozenset[int], frozenset[int]], ...]


@lru_cache
def marked_pairs(half: str) -> list[tuple[bool, str, str]]:
    """(same, one wording, other wording) of the ``first`` or the ``second`` half."""
    return [(mark == "○", one, other) for mark, one, other in _lines("pairs.tsv", half)]


@lru_cache
def alignments(half: str) -> list[Alignment]:
    found = []
    for name, gold in _lines("c1_alignments.tsv", half):
        answer = json.loads((CORPUS / "01_flow" / f"right_flow-asis.{name}.json").read_text(encoding="utf-8"))
        pairs = [[frozenset(map(int, side.split("/"))) for side in pair.split("=")] for pair in gold.split()]
        found.append(Alignment(name, read_steps(_table(answer)).flow, tuple((left, right) for left, right in pairs)))
    return found


def _lines(name: str, half: str) -> list[list[str]]:
    lines: list[list[str]] = []
    part = ""
    for line in (CORPUS / "flow_match" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#") and part == half:
            lines.append(line.split("\t"))
    return lines


def _table(answer: Any) -> Any:
    """The rows of the answer, wherever the exercise keeps them."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return answer
    values = answer.values() if isinstance(answer, dict) else []
    return next((rows for value in values if (rows := _table(value))), None)


def in_context(what: str) -> Flow:
    """A flow of three steps with this one in the middle: owner and neighbours say nothing about it."""
    before = Step(1, "申請者", "申込みが届く", Kind.START, (Branch(2),))
    after = Step(3, "担当", "次の人へ引き継ぐ", next=(Branch(None),))
    return Flow("", (before, Step(2, "担当", what, next=(Branch(3),)), after))


def f_of_pairs(half: str, matcher: Matcher, threshold: float) -> float:
    """F1 of "these two are the same step", each pair of wordings in the middle of the same small flow."""
    marked = marked_pairs(half)
    found = [(2, 2) in set(matcher(in_context(one), in_context(other), threshold)) for _, one, other in marked]
    right = sum(same and hit for (same, _, _), hit in zip(marked, found, strict=True))
    return 2 * right / (sum(found) + sum(same for same, _, _ in marked))


def f_of_alignments(half: str, matcher: Matcher, threshold: float) -> float:
    """Micro-F1 over all pairs of steps between case C1 and the learners' flows."""
    right = proposed = wanted = 0
    for alignment in alignments(half):
        pairs = [pair for pair in matcher(c1(), alignment.flow, threshold) if pair[1] > GIVEN_ROWS]
        right += sum(any(i in left and j in other for i, j in pairs) for left, other in alignment.gold)
        proposed += len(pairs)
        wanted += len(alignment.gold)
    return 2 * right / (proposed + wanted)


def by_bigrams(a: Flow, b: Flow, threshold: float) -> list[tuple[int, int]]:
    """The plain recipe: Dice of the labels' character bigrams and the best assignment (numbers of the steps)."""
    scores = {
        (i, j): round(dice * 10**6)
        for i, one in enumerate(a.steps)
        for j, other in enumerate(b.steps)
        if (dice := bigram_dice(one.what, other.what)) >= max(threshold, 0.01)
    }
    return [(a.steps[i].number, b.steps[j].number) for i, j in best_pairs(scores)]


def best_f(score: Callable[[str, Matcher, float], float], half: str, matcher: Matcher) -> float:
    """The greatest F over all thresholds: what the rival could reach if somebody told it the best one."""
    return max(score(half, matcher, percent / 100) for percent in range(2, 100, 4))
