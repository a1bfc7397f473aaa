"""Flows put together from blocks, so that the visits of every step are known: rows, choices, loops, parallel ways."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kaizen_helpers.flow.model import Branch, Flow, Kind, Step

Block = Any
"""("task",), ("row", block, block), ("either", share, block, block), ("again", share, block),
("both", block, block)."""

SHARES = st.integers(5, 80).map(lambda percent: percent / 100)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.just(("task",)),
    lambda inner: (
        st.tuples(st.just("row"), inner, inner)
        | st.tuples(st.just("either"), SHARES, inner, inner)
        | st.tuples(st.just("again"), SHARES, inner)
        | st.tuples(st.just("both"), inner, inner)
    ),
    max_leaves=8,
)


def build(block: Block) -> tuple[Flow, dict[int, float]]:
    """The flow of a block, and how often each of its steps is done."""
    builder = _Builder()
    first = builder.add(block, 1.0, None)
    start = builder.step(1.0, (first, 1.0), kind=Kind.START)
    steps = sorted(builder.steps, key=lambda step: step.number != start)
    return Flow("組み立て", tuple(steps)), builder.visits


class _Builder:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.visits: dict[int, float] = {}

    def step(self, visits: float, *ways: tuple[int | None, float], kind: Kind = Kind.TASK, number: int = 0) -> int:
        number = number or self.number()
        self.visits[number] = visits
        self.steps.append(Step(number, "担当", "書類を作る", kind, tuple(Branch(to, "", p) for to, p in ways), 1.0))
        return number

    def number(self) -> int:
        """One that no step has yet."""
        self.visits[len(self.visits) + 1] = 0.0
        return len(self.visits)

    def add(self, block: Block, visits: float, after: int | None) -> int:
        """The number of the first step of the block, whose last one leads to ``after``."""
        match block:
            case ("row", first, then):
                return self.add(first, visits, self.add(then, visits, after))
            case ("either", share, one, other):
                met = self.step(visits, (after, 1.0))
                ways = (
                    (self.add(one, visits * share, met), share),
                    (self.add(other, visits * (1 - share), met), 1 - share),
                )
                return self.step(visits, *ways, kind=Kind.DECISION)
            case ("again", share, inner):
                visits /= 1 - share
                head = self.number()
                asked = self.step(visits, (head, share), (after, 1 - share), kind=Kind.DECISION)
                return self.step(visits, (self.add(inner, visits, asked), 1.0), number=head)
            case ("both", one, other):
                met = self.step(visits, (after, 1.0), kind=Kind.PARALLEL)
                ways = (self.add(one, visits, met), 1.0), (self.add(other, visits, met), 1.0)
                return self.step(visits, *ways, kind=Kind.PARALLEL)
        return self.step(visits, (after, 1.0))
