"""What costs effort in a flow beside the work itself: changes of hands, seals, paper, copying (flow.md §4.5, §5.4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.findings.practice import (
    enters,
    is_paper,
    is_seal,
    says_copied,
)
from kaizen_helpers.flow.graph import Reach, forward, starts, successors
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.words import plain

__all__ = ["Burdens", "Look", "count_burdens", "item_key", "items", "shared"]


@dataclass(frozen=True, slots=True)
class Burdens:
    """What costs effort beside the work itself, each with its places; ``len`` counts (flow.md §5.4)."""

    handovers: tuple[tuple[int, int], ...]
    """引継ぎ: pairs of step numbers, from and to, between which the owner changes."""
    seals: tuple[int, ...]
    """押印: steps on which a seal or signature is put on something."""
    papers: tuple[int, ...]
    """紙: steps that handle paper."""
    transcriptions: tuple[int, ...]
    """転記: steps that write again what is already written elsewhere; only where that is certain."""


def count_burdens(flow: Flow) -> Burdens:
    """引継ぎ, 押印, 紙 and 転記 of a flow, in the order of the table. Empty for an empty flow."""
    return Look(flow).burdens


class Look:
    """A flow with what several findings ask about it; of steps with the same number the first one counts."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.by_number: dict[int, Step] = {}
        for step in flow.steps:
            self.by_number.setdefault(step.number, step)
        self.steps = tuple(self.by_number.values())
        self.ways = successors(flow)

    def place(self, number: int) -> int:
        """The position of a step in the table."""
        return self._places[number]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {step.number: at for at, step in enumerate(self.steps)}

    @cached_property
    def reach(self) -> Reach:
        """Which steps can come after which."""
        return Reach(self.ways)

    @cached_property
    def onward(self) -> dict[int, tuple[int, ...]]:
        """The ways without those that lead back."""
        return forward(self.ways, starts(self.flow))

    @cached_property
    def _below(self) -> dict[int, tuple[int, ...]]:
        """The ways out of each 並行 that has several."""
        several = (step.number for step in self.steps if step.kind is Kind.PARALLEL)
        return {number: self.ways[number] for number in several if len(self.ways[number]) > 1}

    def both_happen(self, first: int, then: int) -> bool:
        """Whether one case can come to both steps: one after the other, or side by side after a 並行."""
        if self.reach.can_follow(first, then) or self.reach.can_follow(then, first):
            return True
        return any(
            any(self._leads(way, first) and self._leads(other, then) for way in ways for other in ways if way != other)
            for ways in self._below.values()
        )

    def _leads(self, way: int, to: int) -> bool:
        return way == to or self.reach.can_follow(way, to)

    @cached_property
    def burdens(self) -> Burdens:
        """See :func:`count_burdens`."""
        return Burdens(
            handovers=tuple(
                (number, to)
                for number, targets in self.ways.items()
                for to in targets
                if self.changes_hands(self.by_number[number], self.by_number[to])
            ),
            seals=tuple(step.number for step in self.steps if is_seal(step)),
            papers=tuple(step.number for step in self.steps if is_paper(step)),
            transcriptions=tuple(number for number, sure in self.copying.items() if sure),
        )

    @staticmethod
    def changes_hands(first: Step, then: Step) -> bool:
        """Whether two steps have different owners; one without an owner is not known to differ."""
        mine, theirs = fold(first.who), fold(then.who)
        return bool(mine and theirs) and mine != theirs

    @cached_property
    def copying(self) -> dict[int, bool]:
        """Steps that copy: ``True`` where that is certain, ``False`` where it only looks like it."""
        found: dict[int, bool] = {}
        before: dict[int, list[Step]] = defaultdict(list)
        for number, targets in self.ways.items():
            for to in targets:
                before[to].append(self.by_number[number])
        for step in self.steps:
            on_paper = [earlier for earlier in before[step.number] if is_paper(earlier)]
            if says_copied(step) or (enters(step) and any(shared(earlier, step) for earlier in on_paper)):
                found[step.number] = True
            elif enters(step) and on_paper:
                found[step.number] = False
        return found


def items(step: Step) -> set[str]:
    """The pieces of information that are written in a step, for comparing."""
    return {text for text in map(item_key, step.inputs) if text}


def item_key(item: str) -> str:
    """A piece of information as it is compared: width, blanks, capital letters and remarks in brackets do not count."""
    return "".join(fold(plain(item)).split())


def shared(first: Step, then: Step) -> set[str]:
    """The pieces of information that are written in both."""
    return items(first) & items(then)
