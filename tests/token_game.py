"""The token game played plainly, to compare with: every marking of the flow as it stands, nothing made smaller.

Written apart from ``flow.findings.soundness`` and without any of its code: arrows are pairs in a list, a
marking is a set of them, and everything is searched. Slow and simple on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations, product

from kaizen_helpers.flow.model import Branch, Flow, Kind, Step

__all__ = ["Graph", "Verdict", "flow_of", "play", "replay", "sampled_flow", "small_graphs"]

Graph = tuple[tuple[bool, tuple[int, ...]], ...]
"""For each step whether it is 並行, and where it leads: numbers from 1, 0 for おわり. The case begins at step 1."""
Arrow = tuple[int | str, int, int | str]
"""From, the how manieth way of it, to. From is ``BEGIN`` for the arrows on which a case begins; to may be ``OVER``."""
Marking = tuple[frozenset[Arrow], bool]
"""The arrows with a token, and whether おわり was reached."""
Move = tuple[int | None, list[Arrow], list[Arrow], bool]
"""The step done (``None``: an おわり that is no step), the arrows taken and given, whether a token ends."""
BEGIN, OVER = "begin", "over"


@dataclass(frozen=True)
class Verdict:
    """What the game shows."""

    kinds: frozenset[str]
    dead: frozenset[int]
    """Steps that are never done; where ``lack_of_sync`` is shown, only those that no arrow leads to."""

    @property
    def sound(self) -> bool:
        return not self.kinds


class _Board:
    """A flow with the moves on it."""

    def __init__(self, flow: Flow) -> None:
        self.kind = {step.number: step.kind for step in reversed(flow.steps)}
        numbers = set(self.kind)
        begins = [step.number for step in flow.steps if step.kind is Kind.START] or [flow.steps[0].number]
        self.arrows: list[Arrow] = [(BEGIN, way, number) for way, number in enumerate(dict.fromkeys(begins))]
        for number in numbers:
            if self.kind[number] is Kind.END:
                continue
            ways = [branch.to for step in flow.steps if step.number == number for branch in step.next] or [None]
            known = [to if to is not None and to in numbers else OVER for to in ways]
            self.arrows += [(number, way, to) for way, to in enumerate(known)]
        self.into = {number: [a for a in self.arrows if a[2] == number] for number in numbers}
        self.out = {number: [a for a in self.arrows if a[0] == number] for number in numbers}
        # Of several beginnings one is taken.
        self.beginnings: list[Marking] = [(frozenset([a]), False) for a in self.arrows if a[0] == BEGIN]

    def moves(self, marking: Marking) -> Iterator[Move]:
        lying, _ = marking
        for number, kind in self.kind.items():
            here = [a for a in self.into[number] if a in lying]
            if kind is Kind.END:
                yield from ((number, [a], [], True) for a in here)
            elif kind is Kind.PARALLEL:
                if here and len(here) == len(self.into[number]):
                    yield number, here, self.out[number], False
            else:
                yield from ((number, [a], [b], False) for a in here for b in self.out[number])
        yield from ((None, [a], [], True) for a in lying if a[2] == OVER)

    def in_reach(self) -> set[int | str]:
        found = {a[2] for a in self.arrows if a[0] == BEGIN}
        while new := {a[2] for a in self.arrows if a[0] in found and a[2] != OVER} - found:
            found |= new
        return found


def play(flow: Flow) -> Verdict:
    """Every marking from every beginning."""
    board = _Board(flow)
    after: dict[Marking, set[Marking]] = {}
    done: set[int] = set()
    waiting = list(board.beginnings)
    while waiting:
        marking = waiting.pop()
        if marking in after:
            continue
        after[marking] = set()
        lying, ended = marking
        for number, taken, given, ends in board.moves(marking):
            rest = lying - frozenset(taken)
            if rest & set(given):
                return _judge(board, after, done, crowded=True)
            if number is not None:
                done.add(number)
            following = (rest | frozenset(given), ended or ends)
            after[marking].add(following)
            waiting.append(following)
    return _judge(board, after, done, crowded=False)


def _judge(board: _Board, after: dict[Marking, set[Marking]], done: set[int], crowded: bool) -> Verdict:
    numbers = frozenset(board.kind)
    if crowded:
        dead = numbers - board.in_reach()
        return Verdict(frozenset({"lack_of_sync"} | ({"dead_step"} if dead else set())), dead)
    kinds = set()
    last = {marking for marking, following in after.items() if not following}
    for lying, ended in last:
        if lying:
            kinds.add("left_behind" if ended else "deadlock")
    leads_to_last = set(last)
    while new := {m for m, following in after.items() if m not in leads_to_last and following & leads_to_last}:
        leads_to_last |= new
    if len(leads_to_last) < len(after):
        kinds.add("no_way_out")
    dead = numbers - done
    return Verdict(frozenset(kinds | ({"dead_step"} if dead else set())), dead)


def replay(flow: Flow, path: tuple[int, ...], kind: str) -> bool:
    """Whether doing the steps of a path one by one shows the trouble; before an おわり that is no step, tokens end."""
    board = _Board(flow)
    now: set[Marking] = set(board.beginnings)
    crowded = False
    for number in (*path, None):
        now = _close(board, now)
        following: set[Marking] = set()
        for lying, ended in now:
            for done, taken, given, ends in board.moves((lying, ended)):
                if done is not None and done == number:
                    rest = lying - frozenset(taken)
                    crowded = bool(rest & set(given)) if number == path[-1] else False
                    if crowded and kind == "lack_of_sync":
                        return True
                    following.add((rest | frozenset(given), ended or ends))
        if number is not None:
            now = following
    now = _close(board, now)
    if kind == "no_way_out":
        return any(_never_over(board, marking) for marking in now)
    return any(
        lying and not any(True for _ in board.moves((lying, ended))) and ended == (kind == "left_behind")
        for lying, ended in now
    )


def _close(board: _Board, markings: set[Marking]) -> set[Marking]:
    """With every way of ending tokens that lie before an おわり which is no step."""
    found, waiting = set(markings), list(markings)
    while waiting:
        lying, ended = waiting.pop()
        for done, taken, _, _ in board.moves((lying, ended)):
            if done is None:
                following = (lying - set(taken), True)
                if following not in found:
                    found.add(following)
                    waiting.append(following)
    return found


def _never_over(board: _Board, marking: Marking) -> bool:
    seen, waiting = {marking}, [marking]
    while waiting:
        lying, ended = waiting.pop()
        moved = False
        for _, taken, given, ends in board.moves((lying, ended)):
            moved = True
            following = ((lying - set(taken)) | frozenset(given), ended or ends)
            if following not in seen:
                seen.add(following)
                waiting.append(following)
        if not moved:
            return False
    return True


# --- flows to play -------------------------------------------------------------------------------


def flow_of(graph: Graph) -> Flow:
    return Flow(
        "",
        tuple(
            Step(n, "県", f"{n}をする", Kind.PARALLEL if both else Kind.TASK, tuple(Branch(to or None) for to in ways))
            for n, (both, ways) in enumerate(graph, 1)
        ),
    )


def small_graphs(count: int) -> Iterator[Graph]:
    """Every graph of so many steps and おわり, in which every step is in reach, once for all ways to number the steps.

    Each step is 並行 or not and has any non-empty set of ways, to any step (itself too) and to おわり.
    """
    targets = range(count + 1)
    ways = [each for size in range(1, count + 2) for each in combinations(targets, size)]
    nodes = [(both, each) for both in (False, True) for each in ways]
    place = {node: at for at, node in enumerate(nodes)}
    renamings = []  # for each: which step each place gets, and what each node becomes
    for order in list(permutations(range(2, count + 1)))[1:]:
        new = dict(enumerate((0, 1, *order)))
        old = {name: number for number, name in new.items()}
        become = [place[both, tuple(sorted(new[to] for to in each))] for both, each in nodes]
        renamings.append(([old[n] - 1 for n in range(1, count + 1)], become))
    reach = [frozenset(each) - {0} for _, each in nodes]
    for graph in product(range(len(nodes)), repeat=count):
        first = all(_not_before(graph, source, become) for source, become in renamings)
        if first and _all_in_reach([reach[at] for at in graph]):
            yield tuple(nodes[at] for at in graph)


def _not_before(graph: tuple[int, ...], source: list[int], become: list[int]) -> bool:
    """Whether a graph renamed does not come before the graph itself."""
    for here, there in zip(graph, source, strict=True):
        renamed = become[graph[there]]
        if renamed != here:
            return renamed > here
    return True


def _all_in_reach(ways: list[frozenset[int]]) -> bool:
    found = {1}
    waiting = [1]
    while waiting:
        new = ways[waiting.pop() - 1] - found
        found |= new
        waiting += new
    return len(found) == len(ways)


def sampled_flow(seed: int, least: int = 6, most: int = 9) -> Flow:
    """A flow of so many steps: nested pieces (one after another, one or all of two, again), then disturbed.

    A third stays as it is (and is sound), a third has one or two arrows led elsewhere or kinds changed, and a third is
    led anywhere. The same seed gives the same flow.
    """
    chance = random.Random(seed)
    size = chance.randint(least, most)
    kinds, ways = _nested(chance, size)
    disturbed = chance.choice((0, chance.randint(1, 2), size))
    for _ in range(disturbed):
        at = chance.randrange(size)
        if chance.random() < 0.3:
            kinds[at] = chance.choice((Kind.TASK, Kind.PARALLEL, Kind.PARALLEL, Kind.START, Kind.END))
        elif len(ways[at]) > 2 or (ways[at] and chance.random() < 0.5):
            ways[at][chance.randrange(len(ways[at]))] = chance.randint(0, size + 1)
        else:
            ways[at].append(chance.randint(0, size))
    return Flow(
        f"試し{seed}",
        tuple(
            Step(n, "県の担当", f"票{n}を書く", kind, tuple(Branch(to or None) for to in leads))
            for n, (kind, leads) in enumerate(zip(kinds, ways, strict=True), 1)
        ),
    )


def _nested(chance: random.Random, size: int) -> tuple[list[Kind], list[list[int]]]:
    """Kinds and ways of a sound flow of so many steps; 0 is おわり."""
    kinds, ways = [Kind.TASK], [[0]]
    while len(kinds) < size:
        at = chance.randrange(len(kinds))
        room = size - len(kinds)
        new = len(kinds) + 1
        shape = chance.random()
        if shape < 0.4 or room < 3 or len(ways[at]) > 1:  # one after another: the new step takes over the ways out
            kinds.append(kinds[at] if len(ways[at]) > 1 else Kind.TASK)
            ways.append(ways[at])
            kinds[at] = Kind.TASK if kinds[at] is not Kind.PARALLEL or len(ways[at]) > 1 else Kind.PARALLEL
            ways[at] = [new]
        elif shape < 0.9:  # all, or one, of two steps, and a step after them
            both = Kind.PARALLEL if shape < 0.65 else Kind.DECISION
            if kinds[at] is Kind.PARALLEL:
                continue
            kinds[at] = both
            kinds += [Kind.TASK, Kind.TASK, Kind.PARALLEL if both is Kind.PARALLEL else Kind.TASK]
            ways += [[new + 2], [new + 2], ways[at]]
            ways[at] = [new, new + 1]
        elif kinds[at] is Kind.TASK:  # again
            kinds[at] = Kind.DECISION
            kinds.append(Kind.TASK)
            ways.append([at + 1])
            ways[at] = [*ways[at], new]
    return kinds, ways
