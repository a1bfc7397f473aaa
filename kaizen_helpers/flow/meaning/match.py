"""Which step of one flow is which step of another, though the words and the order differ.

Two uses: the step of today against the step of tomorrow (:mod:`kaizen_helpers.flow.change.compare`), and a learner's
flow against a reference. A match is a proposal: the best published matchers still miss a third of what people
see (flow.md §8), so nothing may be marked by it alone.

Laws, held by tests: a flow matches itself step by step; exchanging the flows exchanges the pairs; the numbers of
the steps do not matter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.meaning.assignment import best_pairs
from kaizen_helpers.flow.meaning.phrases import Phrase, main_things, phrase_similarity, read_phrase
from kaizen_helpers.flow.model import Flow, Kind, Step

__all__ = [
    "MOST_STEPS",
    "THRESHOLD",
    "Pair",
    "lane_similarity",
    "match_places",
    "match_steps",
    "step_similarity",
]

THRESHOLD = 0.5
"""A pair that is worth less is no pair. Set on the first half of the marked samples (benchmarks/flow_match.py)."""
MOST_STEPS = 1000
"""So many steps on each side are matched in seconds; the work grows with their product."""
_LABEL, _LANE, _AROUND = 0.65, 0.15, 0.2
"""What the words, the owner and the steps before and after count."""
_ENOUGH = 0.5
"""Where the words have less in common, the context counts less too: a place in the flow alone makes no match."""
_SCALE = 10**6


@dataclass(frozen=True, slots=True)
class Pair:
    """One step in two flows."""

    left: Step
    right: Step
    score: float
    """How sure the match is: 1 for the same words, owner and neighbours; at least :data:`THRESHOLD`."""


def match_steps(a: Flow, b: Flow, threshold: float = THRESHOLD) -> tuple[Pair, ...]:
    """The steps of ``a`` with their counterparts in ``b``, each step at most once, in the order of ``a``.

    The assignment with the greatest sum of scores is taken; among equals the one that keeps the order.
    Works on any two flows, also on empty ones and on numbers that are used twice.

    Raises:
        InputError: a flow has more than :data:`MOST_STEPS` steps.
    """
    return tuple(Pair(a.steps[i], b.steps[j], score) for i, j, score in match_places(a, b, threshold))


def match_places(
    a: Flow,
    b: Flow,
    threshold: float = THRESHOLD,
    settled: tuple[Collection[int], Collection[int]] = ((), ()),
) -> tuple[tuple[int, int, float], ...]:
    """Like :func:`match_steps`, with the places in ``steps`` (from 0) in place of the steps.

    ``settled`` names places of ``a`` and of ``b`` that somebody has decided on already: they get no pair here.

    Raises:
        InputError: see :func:`match_steps`.
    """
    if max(len(a.steps), len(b.steps)) > MOST_STEPS:
        raise InputError(
            f"手順が{MOST_STEPS:,}を超える図は比べられません。業務ごとに分けてから比べてください。", "フロー"
        )
    if _content(a) > _content(b):  # one direction only is computed, so that the answer is symmetric
        return tuple(sorted((i, j, score) for j, i, score in _match(b, a, threshold, settled[::-1])))
    return _match(a, b, threshold, settled)


def step_similarity(a: Step, b: Step) -> float:
    """How near the words of two steps are, 0 to 1, without looking at owner and neighbours."""
    return phrase_similarity(_phrase(a), _phrase(b))


def about_the_same(a: Step, b: Step) -> bool:
    """Whether two steps deal with the same thing, whatever they do to it."""
    return not main_things(_phrase(a)).isdisjoint(main_things(_phrase(b)))


def _match(
    a: Flow, b: Flow, threshold: float, settled: tuple[Collection[int], Collection[int]]
) -> tuple[tuple[int, int, float], ...]:
    done_a, done_b = frozenset(settled[0]), frozenset(settled[1])
    scores = {
        (i, j): score for (i, j), score in _scores(a, b, threshold).items() if i not in done_a and j not in done_b
    }
    size = max(len(a.steps), len(b.steps), 1)
    # Whole numbers: first the score, then how little a step has moved.
    values = {
        (i, j): round(score * _SCALE) * size**2 + size - abs(i - j) for (i, j), score in scores.items()
    }  # fmt: skip
    return tuple((i, j, round(scores[i, j], 3)) for i, j in best_pairs(values))


def _content(flow: Flow) -> list[Any]:
    """Everything a match depends on, without the numbers: it decides which of two flows comes first."""
    before, after = _neighbours(flow)
    steps = enumerate(flow.steps)
    return [(step.what, step.who, step.kind.value, before[at], after[at]) for at, step in steps]


# --- scores --------------------------------------------------------------------------------------


def _scores(a: Flow, b: Flow, threshold: float) -> dict[tuple[int, int], float]:
    """The score of every two steps that may reach the threshold."""
    labels = _label_scores([_phrase(step) for step in a.steps], [_phrase(step) for step in b.steps])
    lanes = {(one, other): lane_similarity(one, other) for one in a.lanes for other in b.lanes}
    around_a, around_b = _neighbours(a), _neighbours(b)
    scores = {}
    for (i, j), label in labels.items():
        trust = min(1.0, label / _ENOUGH)
        if _LABEL * label + (_LANE + _AROUND) * trust < threshold:
            continue  # not even the same owner and neighbours would make it a match
        around = sum(_around(side_a[i], side_b[j], labels) for side_a, side_b in zip(around_a, around_b, strict=True))
        context = _LANE * lanes[a.steps[i].who, b.steps[j].who] + _AROUND * around / 2
        scores[i, j] = _LABEL * label + context * trust
    return {pair: score for pair, score in scores.items() if score >= threshold}


def _phrase(step: Step) -> Phrase:
    return read_phrase(step.what, step.kind is Kind.DECISION)


def _label_scores(a: Sequence[Phrase], b: Sequence[Phrase]) -> dict[tuple[int, int], float]:
    """How near the words of every two steps are; what has nothing in common is left out."""
    places: dict[Phrase, list[int]] = {}
    for j, phrase in enumerate(b):
        places.setdefault(phrase, []).append(j)
    rows: dict[Phrase, list[tuple[int, float]]] = {}
    for one in a:
        if one not in rows:
            near = [(phrase, phrase_similarity(one, phrase)) for phrase in places]
            rows[one] = [(j, score) for phrase, score in near if score > 0 for j in places[phrase]]
    return {(i, j): score for i, one in enumerate(a) for j, score in rows[one]}


def lane_similarity(one: str, other: str) -> float:
    """How near the names of two owners are, 0 to 1: 「担当者」 and 「係員」 are one."""
    return phrase_similarity(read_phrase(one), read_phrase(other))


def _neighbours(flow: Flow) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """The places of the steps before and after each step; -1 stands for おわり, a number nobody has is left out."""
    place: dict[int, int] = {}
    for at, step in enumerate(flow.steps):
        place.setdefault(step.number, at)
    after = [
        tuple(
            sorted({-1 if way.to is None else place[way.to] for way in step.next if way.to is None or way.to in place})
        )
        for step in flow.steps
    ]
    before: list[list[int]] = [[] for _ in flow.steps]
    for at, targets in enumerate(after):
        for target in targets:
            if target >= 0:
                before[target].append(at)
    return [tuple(places) for places in before], after


def _around(a: tuple[int, ...], b: tuple[int, ...], labels: dict[tuple[int, int], float]) -> float:
    """How well the neighbours on one side go together, 0 to 1; two steps without any go together."""
    if not a and not b:
        return 1.0
    if not a or not b:
        return 0.0

    def near(i: int, j: int) -> float:
        return float(i == j) if i < 0 or j < 0 else labels.get((i, j), 0.0)

    return (sum(max(near(i, j) for j in b) for i in a) + sum(max(near(i, j) for i in a) for j in b)) / (len(a) + len(b))
