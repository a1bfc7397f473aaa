"""A flow as a net through which tokens move, and the rules that make it small without changing its behaviour.

The translation (flow.md §4.1): a token is a piece of the case that somebody has in hand, an arc is a place where one
token may lie. A 並行 step takes one token from every arc into it and puts one on every arc out of it; any other step
takes one token from one arc and puts one on one arc, which is what merging arrows mean in Japan. Every きっかけ is a
possible beginning, and a case takes one of them. おわり swallows a token; a case is over when none is left. A step
without a next counts as おわり, and so does an arrow to a number that no row has: other checks speak of them.

Each rule below keeps what matters: whether an arc can hold two tokens, where tokens can be stuck, whether the
case can always end, and which steps can ever be done. They are the fusions of Murata (1989) for free-choice nets,
written for the steps of a flow; a flow without 並行, and one whose 並行 are properly nested, vanishes altogether.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kaizen_helpers.flow.graph import components, starts
from kaizen_helpers.flow.model import Flow, Kind

__all__ = ["ENTRY", "EXIT", "Arc", "Net", "Node", "net_of", "shrink"]

ENTRY = 0
"""The node that chooses among the beginnings."""
EXIT = 1
"""The おわり of ways that lead to no step."""


@dataclass(slots=True, eq=False)
class Arc:
    """A place for a token. After shrinking it may stand for a whole way past several steps."""

    source: Node | None
    """``None`` for the arc on which the case begins."""
    target: Node
    tail: int
    """The step that the token leaves."""
    head: int
    """The step at which the token arrives."""
    via: list[int] = field(default_factory=list)
    """The steps done on the way, in a possible order."""
    also: set[int] = field(default_factory=set)
    """Steps that may be done on the way instead of those."""

    def all_steps(self) -> set[int]:
        """Every step that may be done on the way."""
        return {*self.via, *self.also}


@dataclass(slots=True, eq=False)
class Node:
    """One step; after shrinking several that act like one."""

    steps: list[int]
    """Which ones: places in :attr:`Net.numbers`. In a 並行 all are done, in this order; in any other each may be."""
    together: bool = False
    """Whether it is a 並行: takes from all arcs and gives to all."""
    ends: bool = False
    """Whether it is an おわり."""
    ins: list[Arc] = field(default_factory=list)
    outs: list[Arc] = field(default_factory=list)
    inner: list[Arc] = field(default_factory=list)
    """The arcs between its own steps."""

    @property
    def chooses(self) -> bool:
        """Whether it passes one token on, along one of its arcs."""
        return not self.together and not self.ends

    def all_steps(self) -> set[int]:
        """Every step that may be done in it."""
        return set(self.steps).union(*(arc.all_steps() for arc in self.inner))

    def path(self, head: int, tail: int) -> list[int]:
        """The steps done from entering at ``head`` until leaving from ``tail``, both included; a shortest way."""
        if self.together or self.ends:
            return list(self.steps)
        leaving: dict[int, list[Arc]] = {}
        for arc in self.inner:
            leaving.setdefault(arc.tail, []).append(arc)
        came: dict[int, Arc | None] = {head: None}
        waiting = [head]
        for here in waiting:
            if here == tail:
                break
            for arc in leaving.get(here, ()):
                if arc.head not in came:
                    came[arc.head] = arc
                    waiting.append(arc.head)
        backwards = [tail]
        while (last := came[backwards[-1]]) is not None:
            backwards += [*reversed(last.via), last.tail]
        return backwards[::-1]


@dataclass(slots=True)
class Net:
    """The nodes that a case can come to, and where it begins."""

    nodes: list[Node]
    first: Arc
    numbers: list[int | None]
    """The number of each step; ``None`` for what no row says."""

    @property
    def arcs(self) -> list[Arc]:
        """Every arc once, the first one first."""
        return [self.first, *(arc for node in self.nodes for arc in node.outs)]


def net_of(flow: Flow) -> Net:
    """The net of a flow with at least one step. Rows of the same number are one step, of the kind of the first."""
    place = {number: at for at, number in enumerate(dict.fromkeys(step.number for step in flow.steps), EXIT + 1)}
    kinds = {place[step.number]: step.kind for step in reversed(flow.steps)}
    ways: dict[int, list[int]] = {at: [] for at in (ENTRY, EXIT, *place.values())}
    ways[ENTRY] = [place[number] for number in starts(flow)]
    for step in flow.steps:
        ways[place[step.number]] += [place.get(way.to, EXIT) if way.to is not None else EXIT for way in step.next]
    for at, kind in kinds.items():
        ways[at] = [] if kind is Kind.END else ways[at] or [EXIT]
    nodes = {at: Node([at], kinds.get(at) is Kind.PARALLEL, ends=not ways[at]) for at in _in_reach(ways)}
    for at, node in nodes.items():
        for to in ways[at]:
            _lead(node, nodes[to], at, to)
    never = Node([])  # stands for the steps that no case comes to: a 並行 that one of them leads to waits for ever
    for at in ways.keys() - nodes.keys():
        for to in ways[at]:
            if to in nodes and nodes[to].together:
                _lead(never, nodes[to], at, to)
    first = Arc(None, nodes[ENTRY], ENTRY, ENTRY)
    nodes[ENTRY].ins.append(first)
    return Net([*nodes.values(), *([never] if never.outs else [])], first, [None, None, *place])


def _lead(source: Node, target: Node, tail: int, head: int) -> None:
    arc = Arc(source, target, tail, head)
    source.outs.append(arc)
    target.ins.append(arc)


def _in_reach(ways: dict[int, list[int]]) -> list[int]:
    found = {ENTRY}
    waiting = [ENTRY]
    for at in waiting:
        new = [to for to in dict.fromkeys(ways[at]) if to not in found]
        found.update(new)
        waiting += new
    return waiting


# --- making it small -----------------------------------------------------------------------------


def shrink(net: Net) -> Net:
    """The same net with as few nodes as the rules give. The net that was given is used up."""
    nodes = dict.fromkeys(net.nodes)
    changed: Iterable[Node] = list(nodes)
    while changed:
        _join_loops(nodes)
        changed = _settle(nodes)
    return Net(list(nodes), net.first, net.numbers)


def _settle(nodes: dict[Node, None]) -> list[Node]:
    """Apply the local rules until none applies; gives the nodes from which loops may have become plain ones."""
    waiting = dict.fromkeys(nodes)
    touched: dict[Node, None] = {}
    while waiting:
        node = next(iter(waiting))
        del waiting[node]
        if node not in nodes:
            continue
        near = _merge_equal(node) or _merge_twins(node, nodes) or _absorb(node, nodes) or _pass_by(node, nodes)
        waiting.update(dict.fromkeys(near))
        touched.update(dict.fromkeys(near))
    return [node for node in touched if node in nodes and node.chooses]


def _merge_equal(node: Node) -> list[Node]:
    """Arcs that are filled together and emptied together, or of which one is chosen to the same effect, are one."""
    seen: dict[Node, Arc] = {}
    dropped = []
    for arc in node.outs:
        if not (arc.target.ends or arc.target.together == node.together):
            continue
        kept = seen.setdefault(arc.target, arc)
        if kept is not arc:
            dropped.append(arc)
            if node.together:  # an おわり is come to as often as there were arcs
                kept.via += [*arc.via, *(arc.target.steps if arc.target.ends else ())]
            kept.also |= arc.all_steps()
    for arc in dropped:
        _remove(arc)
    return list(dict.fromkeys([node, *(arc.target for arc in dropped)])) if dropped else []


def _merge_twins(node: Node, nodes: dict[Node, None]) -> list[Node]:
    """Of two 並行 that one step chooses between, and that lead to the same merging steps, one is enough."""
    kept: dict[frozenset[Node], Arc] = {}
    if not node.chooses:
        return []
    for arc in node.outs:
        twin = arc.target
        targets = frozenset(out.target for out in twin.outs)
        if not twin.together or len(twin.ins) != 1 or len(targets) != len(twin.outs):
            continue
        if all(target.chooses for target in targets) and kept.setdefault(targets, arc) is not arc:
            kept[targets].also |= arc.all_steps().union(twin.all_steps(), *(out.all_steps() for out in twin.outs))
            _remove(arc)
            for out in list(twin.outs):
                _remove(out)
            del nodes[twin]
            return [node, *targets]
    return []


def _absorb(node: Node, nodes: dict[Node, None]) -> list[Node]:
    """A step that only one step leads to, both of the same nature, is done as a part of that one."""
    if node.ends or len(node.ins) != 1:
        return []
    arc = node.ins[0]
    before = arc.source
    if before is None or before is node or before.together != node.together:
        return []
    _remove(arc)
    before.steps += [*arc.via, *node.steps] if node.together else node.steps
    before.inner += [*node.inner, arc]
    for out in node.outs:
        out.source = before
    before.outs += node.outs
    del nodes[node]
    return [before, *(out.target for out in node.outs)]


def _pass_by(node: Node, nodes: dict[Node, None]) -> list[Node]:
    """A step with one arc in and one out is done on the way."""
    if node.ends or len(node.ins) != 1 or len(node.outs) != 1 or node.ins[0] is node.outs[0]:
        return []
    arc, out = node.ins[0], node.outs[0]
    arc.via += [*node.path(arc.head, out.tail), *out.via]
    arc.also |= out.also
    if node.inner:
        arc.also |= node.all_steps()
    arc.target, arc.head = out.target, out.head
    arc.target.ins[arc.target.ins.index(out)] = arc
    del nodes[node]
    return [arc.target, *([arc.source] if arc.source else [])]


def _join_loops(nodes: dict[Node, None]) -> None:
    """Steps among which one token can go round and round are one node; an endless round stays as an arc to itself."""
    listed = list(nodes)
    name = {node: at for at, node in enumerate(listed)}
    ways = {
        at: [name[arc.target] for arc in node.outs if node.chooses and arc.target.chooses] for node, at in name.items()
    }
    for loop in components(ways):
        members = dict.fromkeys(listed[at] for at in sorted(loop))
        inside = [arc for node in members for arc in node.outs if node.chooses and arc.target in members]
        endless = len(members) == 1 and len(inside) == 1 and len(inside[0].target.outs) == 1
        if inside and not endless:
            _join(list(members), inside, nodes)


def _join(members: list[Node], inside: list[Arc], nodes: dict[Node, None]) -> None:
    one, *others = members
    for arc in inside:
        _remove(arc)
    one.inner += inside
    for node in others:
        one.steps += node.steps
        one.inner += node.inner
        one.ins += node.ins
        one.outs += node.outs
        del nodes[node]
    if not one.outs:
        one.ins.append(inside[0])
        one.outs.append(inside[0])
    for arc in one.ins:
        arc.target = one
    for arc in one.outs:
        arc.source = one


def _remove(arc: Arc) -> None:
    if arc.source is not None:
        arc.source.outs.remove(arc)
    arc.target.ins.remove(arc)
