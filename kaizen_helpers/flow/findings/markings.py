"""Every way in which the tokens of a net can lie, one firing after another, within a budget.

A marking is a number with a bit for each arc that holds a token, and one for 「おわり was reached」. A net that comes
from a flow is free-choice: what one step chooses never takes a token from another. So to find every way of getting
stuck it is enough to go on with one step at a time (``one_at_a_time``, the persistent sets of Godefroid 1996);
whether an arc can hold two tokens, and whether one can go round for ever, needs all orders.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from kaizen_helpers.flow.findings.net import Arc, Net, Node

__all__ = ["Explored", "Firing", "explore"]


@dataclass(frozen=True, slots=True)
class Firing:
    """One node was done: where its token came from, and the arcs that got one."""

    node: Node
    taken: Arc
    """One of the arcs, for a 並行."""
    given: tuple[Arc, ...]


@dataclass(slots=True)
class Explored:
    """What was found from the beginning of a net."""

    arcs: list[Arc]
    ended: int
    """The bit that says that おわり was reached."""
    came: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Each marking with the one before it, and the arcs (their bits) taken and given; the nearest first."""
    back: dict[int, list[int]] = field(default_factory=dict)
    """All markings one firing before each marking."""
    stuck: list[int] = field(default_factory=list)
    """Markings with tokens where nothing can be done."""
    done: list[int] = field(default_factory=list)
    """Markings without tokens."""
    crowded: tuple[int, int, int] | None = None
    """The firing (see ``came``) that puts a second token on an arc; nothing is searched after it."""
    complete: bool = True
    """Whether everything was searched before the budget was used up."""

    def lying(self, marking: int) -> list[Arc]:
        """The arcs with a token."""
        return [arc for at, arc in enumerate(self.arcs) if marking >> at & 1]

    def endless(self) -> list[int]:
        """Markings from which one can neither end nor get stuck: something goes round for ever."""
        leads_out = {*self.stuck, *self.done}
        waiting = list(leads_out)
        while waiting:
            new = [before for before in self.back.get(waiting.pop(), ()) if before not in leads_out]
            leads_out.update(new)
            waiting += new
        return [marking for marking in self.came if marking not in leads_out]

    def story(self, last: tuple[int, int, int]) -> list[Firing]:
        """The firings from the beginning up to one of the form of ``came``."""
        firings = []
        while last[1]:
            firings.append(self._firing(last))
            last = self.came[last[0]]
        return firings[::-1]

    def _firing(self, step: tuple[int, int, int]) -> Firing:
        _, taken, given = step
        arc = self.lying(taken)[0]
        return Firing(arc.target, arc, tuple(self.lying(given)))

    def used(self) -> set[int]:
        """The steps that are done in some way."""
        arcs = set(self.lying(self._ever()))
        steps = {step for arc in arcs for step in arc.all_steps()}
        for node in dict.fromkeys(arc.target for arc in arcs):
            if not node.together or any(arc in arcs for arc in node.outs):
                steps |= node.all_steps()
        return steps

    def _ever(self) -> int:
        ever = 0
        for marking in self.came:
            ever |= marking
        return ever & ~self.ended


def explore(net: Net, budget: int, *, one_at_a_time: bool = False) -> Explored:
    """Search until all is found, an arc would hold two tokens, or the budget is used up.

    Args:
        net: where the tokens move.
        budget: the most firings that are tried.
        one_at_a_time: whether to go on with one node only at each marking (see the module), until one is stuck.
    """
    arcs = net.arcs
    found = Explored(arcs, 1 << len(arcs))
    moves = _Moves(arcs, found.ended)
    came, back, tokens = found.came, found.back, found.ended - 1
    came[1] = (0, 0, 0)
    waiting = deque([1])
    take = waiting.pop if one_at_a_time else waiting.popleft
    dear = 1 + len(arcs) // 200  # a marking of many arcs costs more
    while waiting and budget > 0 and not (one_at_a_time and found.stuck):
        marking = take()
        left = marking & tokens
        moved = False
        while left and not (moved and one_at_a_time):
            bit = left & -left
            left ^= bit
            taken, choices = moves[bit]
            if marking & taken != taken or bit != taken & -taken:
                continue
            moved = True
            rest = marking ^ taken
            for given in choices:
                after = rest | given
                if rest & given & tokens:
                    found.crowded = (marking, taken, given)
                    return found
                if after not in came:
                    came[after] = (marking, taken, given)
                    waiting.append(after)
                    back[after] = [marking]
                else:
                    back.setdefault(after, []).append(marking)
            budget -= len(choices) * dear
        if not moved:
            (found.stuck if marking & tokens else found.done).append(marking)
    found.complete = not waiting
    return found


class _Moves(dict[int, tuple[int, list[int]]]):
    """For the bit of an arc: the bits its target takes, and what it may give for them. Made when first asked for."""

    def __init__(self, arcs: list[Arc], ended: int) -> None:
        self.arcs, self.ended = arcs, ended
        self.bit = {arc: 1 << at for at, arc in enumerate(arcs)}

    def __missing__(self, bit: int) -> tuple[int, list[int]]:
        node = self.arcs[bit.bit_length() - 1].target
        given = [self.bit[out] for out in node.outs]
        if node.ends:
            self[bit] = (bit, [self.ended])
        elif node.together:
            self[bit] = (_all(self.bit[arc] for arc in node.ins), [_all(given)])
        else:
            self[bit] = (bit, given)
        return self[bit]


def _all(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)
