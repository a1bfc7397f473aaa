"""Looking at what somebody drew beside what a story tells: which parts it shows, and what to ask about the rest.

A part of the story is a few wordings that say it and the owners who may do it (flow.md §8, rubric criteria with
accept-lists). Every step drawn belongs to the part that it is nearest to in meaning
(``flow.meaning.phrases``), so that one step cannot stand for two things that sound alike. Criteria look at
these parts and at the ways between them; what is not met is a question to the person, never an error: the match of
words misses a third of what people see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kaizen_helpers.flow.graph import reachable, successors
from kaizen_helpers.flow.meaning.match import lane_similarity, match_steps
from kaizen_helpers.flow.meaning.phrases import Phrase, phrase_similarity, read_phrase
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.wording import is_vague

__all__ = [
    "Alignment",
    "Criterion",
    "Part",
    "align",
    "ask_about_differences",
    "before",
    "in_lane",
    "loops_back",
    "parts_ways",
    "shown",
    "with_document",
]

NEAR = 0.6
"""A step that is less near to every wording of a part does not show it. Set on the known answers of E1-2."""
_SAME_LANE = 0.6


@dataclass(frozen=True)
class Part:
    """One thing that the story tells."""

    name: str
    says: tuple[str, ...]
    """Wordings that say it; a step that means the same as one of them shows the part."""
    lanes: tuple[str, ...] = ()
    """Who may do it; empty for anybody."""


@dataclass(frozen=True)
class Alignment:
    """The steps of a flow by the part of the story that each shows."""

    flow: Flow
    steps: Mapping[str, tuple[Step, ...]]
    """Name of the part → its steps in the order drawn; parts without one have an empty tuple."""

    def numbers(self, name: str) -> tuple[int, ...]:
        """The numbers of the steps that show a part."""
        return tuple(step.number for step in self.steps[name])


@dataclass(frozen=True)
class Criterion:
    """Something that the story asks of a flow."""

    id: str
    asks: str
    """The question to the person who drew, where it is not met."""
    holds: Callable[[Alignment], bool]


def align(flow: Flow, parts: Sequence[Part], near: float = NEAR) -> Alignment:
    """Give every step to the part that it is nearest to; a step as near to two belongs to both.

    A step that does not say what is done to what (「確認する」) shows no part.
    """
    phrases = {part.name: tuple(map(_asked_or_done, part.says)) for part in parts}
    found: dict[str, list[Step]] = {part.name: [] for part in parts}
    for step in flow.steps:
        if is_vague(step.what):
            continue
        phrase = read_phrase(step.what, step.kind is Kind.DECISION)
        scores = {
            part.name: max(phrase_similarity(phrase, wording) for wording in phrases[part.name])
            for part in parts
            if _may_do(part, step.who)
        }
        best = max(scores.values(), default=0.0)
        if best >= near:
            for name, score in scores.items():
                if score == best:
                    found[name].append(step)
    return Alignment(flow, {name: tuple(steps) for name, steps in found.items()})


@lru_cache(maxsize=2048)
def _asked_or_done(wording: str) -> Phrase:
    return read_phrase(wording)


def _may_do(part: Part, who: str) -> bool:
    """An owner that is not written yet is a fault of its own."""
    return not part.lanes or not who.strip() or any(_same_owner(lane, who) for lane in part.lanes)


@lru_cache(maxsize=4096)
def _same_owner(lane: str, who: str) -> bool:
    return lane_similarity(lane, who) >= _SAME_LANE or lane in who


# --- criteria ------------------------------------------------------------------------------------


def shown(part: str, asks: str) -> Criterion:
    """A step shows the part."""
    return Criterion(f"shown:{part}", asks, lambda a: bool(a.steps[part]))


def parts_ways(part: str, asks: str) -> Criterion:
    """At a step of the part the flow parts: it has at least two ways out that lead to different places."""
    return Criterion(f"ways:{part}", asks, lambda a: any(_parts(step) for step in a.steps[part]))


def loops_back(part: str, asks: str) -> Criterion:
    """From a step of the part the flow can come back to that step: the rework is drawn."""

    def holds(a: Alignment) -> bool:
        ways = successors(a.flow)
        return any(number in reachable(ways, ways.get(number, ())) for number in a.numbers(part))

    return Criterion(f"loop:{part}", asks, holds)


def before(first: str, then: str, asks: str) -> Criterion:
    """Whoever comes to a step of ``then`` has come through one of ``first``."""

    def holds(a: Alignment) -> bool:
        starts = [step.number for step in a.flow.steps if step.kind is Kind.START] or [
            step.number for step in a.flow.steps[:1]
        ]
        around = reachable(successors(a.flow), starts, without=a.numbers(first))
        return bool(a.steps[first] and a.steps[then]) and not around & set(a.numbers(then))

    return Criterion(f"order:{first}<{then}", asks, holds)


def in_lane(part: str, lanes: Sequence[str], asks: str) -> Criterion:
    """The steps of the part are done by one of these owners."""

    def holds(a: Alignment) -> bool:
        steps = a.steps[part]
        return bool(steps) and all(any(_same_owner(lane, step.who) for lane in lanes) for step in steps)

    return Criterion(f"lane:{part}", asks, holds)


def with_document(part: str, document: str, asks: str) -> Criterion:
    """A step of the part names the document, in its column or in its text."""
    return Criterion(
        f"document:{part}", asks, lambda a: any(document in step.document + step.what for step in a.steps[part])
    )


def _parts(step: Step) -> bool:
    return len({way.to for way in step.next}) >= 2


# --- beside another flow -------------------------------------------------------------------------


def ask_about_differences(drawn: Flow, sample: Flow) -> tuple[str, ...]:
    """What is different from a sample, as questions: there is more than one good flow."""
    pairs = match_steps(drawn, sample)
    in_sample = {pair.right.number for pair in pairs}
    in_drawn = {pair.left.number for pair in pairs}
    asked = [
        f"見本には「{step.what}」（{step.who or '担当の記入なし'}）があります。あなたの図では、どの手順に当たりますか。"
        for step in sample.steps
        if step.number not in in_sample
    ]
    asked += [
        f"手順{pair.left.number}「{pair.left.what}」は、見本では{pair.right.who}が行っています。実際に動くのはだれですか。"
        for pair in pairs
        if pair.left.who.strip() and pair.right.who and not _same_owner(pair.right.who, pair.left.who)
    ]
    asked += [
        f"手順{step.number}「{step.what}」は、見本にはありません。どんなときに役立つかを、隣の人に話してみましょう。"
        for step in drawn.steps
        if step.what.strip() and step.number not in in_drawn
    ]
    return tuple(asked)
