"""Small graph questions about a flow: where can one get to, and where are the loops.

A flow is small (500 rows at most), so plain breadth-first search is enough everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaizen_helpers.flow.model import Flow

__all__ = ["components", "reachable", "successors"]


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
    """The strongly connected components (Kosaraju): steps that can all reach one another."""
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
    for number in reversed(order):
        if number not in taken:
            component = reachable(backwards, [number], taken)
            taken |= component
            found.append(component)
    return found
