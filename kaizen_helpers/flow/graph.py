"""Small graph questions about a flow: where can one get to, and where are the loops.

Every function takes time in proportion to the ways, and none calls itself: a file may hold 5,000 steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaizen_helpers.flow.model import Flow, Kind

__all__ = ["Reach", "components", "forward", "in_turn", "reachable", "starts", "successors"]


def successors(flow: Flow) -> dict[int, tuple[int, ...]]:
    """For each step number the numbers it leads to; おわり and targets that no row has are left out."""
    known = {step.number for step in flow.steps}
    ways: dict[int, tuple[int, ...]] = {}
    for step in flow.steps:
        targets = tuple(branch.to for branch in step.next if branch.to is not None and branch.to in known)
        ways[step.number] = tuple(dict.fromkeys(ways.get(step.number, ()) + targets))
    return ways


def reachable(ways: Mapping[int, Iterable[int]], starts: Iterable[int], without: Iterable[int] = ()) -> set[int]:
    """The numbers that can be reached from the starts (themselves included) without entering ``without``."""
    closed = set(without)
    found: set[int] = set()
    waiting = [start for start in starts if start not in closed]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += [to for to in ways.get(number, ()) if to not in closed and to not in found]
    return found


def components(ways: Mapping[int, Iterable[int]]) -> list[set[int]]:
    """The strongly connected components (Kosaraju): steps that can all reach one another.

    In an order in which every way leads into the same component or a later one.
    """
    order: list[int] = []
    seen: set[int] = set()
    for root in ways:
        stack: list[tuple[int, bool]] = [(root, False)]
        while stack:
            number, done = stack.pop()
            if done:
                order.append(number)
            elif number not in seen:
                seen.add(number)
                stack.append((number, True))
                stack += [(to, False) for to in ways.get(number, ()) if to not in seen]
    backwards: dict[int, list[int]] = {number: [] for number in ways}
    for number, targets in ways.items():
        for to in targets:
            backwards[to].append(number)
    found: list[set[int]] = []
    taken: set[int] = set()
    for root in reversed(order):
        if root not in taken:
            taken.add(root)
            component = [root]
            for number in component:
                new = [before for before in dict.fromkeys(backwards[number]) if before not in taken]
                taken.update(new)
                component += new
            found.append(set(component))
    return found


def starts(flow: Flow) -> tuple[int, ...]:
    """Where a case comes in: every きっかけ, or the first step if there is none."""
    found = tuple(dict.fromkeys(step.number for step in flow.steps if step.kind is Kind.START))
    return found or tuple(step.number for step in flow.steps[:1])


def forward(ways: Mapping[int, Iterable[int]], roots: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The ways without those that lead back into where one came from: what is left has no loop.

    Searched depth first from the roots and then from every number in order, so the same flow gives the same answer.
    """
    kept: dict[int, list[int]] = {number: [] for number in ways}
    done: set[int] = set()
    open_: set[int] = set()
    for root in [*roots, *ways]:
        stack = [(root, iter(tuple(ways.get(root, ()))))] if root not in done else []
        open_.update(number for number, _ in stack)
        while stack:
            number, rest = stack[-1]
            to = next(rest, None)
            if to is None:
                stack.pop()
                open_.discard(number)
                done.add(number)
            elif to not in open_:
                kept[number].append(to)
                if to not in done:
                    open_.add(to)
                    stack.append((to, iter(tuple(ways.get(to, ())))))
    return {number: tuple(targets) for number, targets in kept.items()}


def in_turn(ways: Mapping[int, Iterable[int]]) -> list[int]:
    """The numbers so that every way leads to a later one; the ways must have no loop (see :func:`forward`)."""
    return [min(component) for component in components(ways)]


class Reach:
    """Which steps can come after which, for many questions about one flow."""

    def __init__(self, ways: Mapping[int, Iterable[int]]) -> None:
        loops = components(ways)
        self._home = {number: index for index, loop in enumerate(loops) for number in loop}
        self._loop = [len(loop) > 1 or any(to in loop for number in loop for to in ways[number]) for loop in loops]
        self._after = [0] * len(loops)  # a bit for each component
        for index in range(len(loops) - 1, -1, -1):
            after = 1 << index if self._loop[index] else 0
            for number in loops[index]:
                for to in ways[number]:
                    if self._home[to] != index:
                        after |= self._after[self._home[to]] | 1 << self._home[to]
            self._after[index] = after

    def can_follow(self, first: int, then: int) -> bool:
        """Whether a case that was at ``first`` can come to ``then`` afterwards."""
        return bool(self._after[self._home[first]] >> self._home[then] & 1)
