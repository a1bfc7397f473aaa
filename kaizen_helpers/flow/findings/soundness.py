"""Can a case always come to its end? Found by playing with tokens, told with the way that shows it.

What is looked for (flow.md §4.1; van der Aalst 1998, for several ends): a step waits for ever (``deadlock``),
something is left over when おわり was reached (``left_behind``), two pieces of one case lie in one place
(``lack_of_sync``), no way leads out of a loop (``no_way_out``), a step can never be done (``dead_step``). How a flow
becomes a net says ``flow.findings.net``. Where two pieces lie in one place nothing more is said but that, and
which steps no arrow leads to: what comes after has no meaning until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.findings.markings import Explored, Firing, explore
from kaizen_helpers.flow.findings.net import Arc, Net, net_of, shrink
from kaizen_helpers.flow.graph import components, successors
from kaizen_helpers.flow.model import Flow, Kind

__all__ = ["Soundness", "check_soundness"]

_BUDGET = 20_000
"""Firings that are tried; about 50 ms. Flows of learners need some hundred at most."""
_SHOWN = 9
"""Steps of a way that are shown in a sentence."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """Whether a case can always come to its end with nothing left over, and what stands in the way."""

    sound: bool | None
    """``None`` where the flow is too large to be sure."""
    findings: tuple[Finding, ...]
    """At most one of each kind, the gravest first; ``path`` holds the steps up to the trouble, as they are done."""


def check_soundness(flow: Flow, *, budget: int = _BUDGET) -> Soundness:
    """Play every course a case can take.

    Args:
        flow: any flow; one without steps is sound.
        budget: how many single moves are tried before the answer is 「確かめきれません」.
    """
    if not flow.steps:
        return Soundness(True, ())
    net = net_of(flow)
    in_reach = {step for node in net.nodes for step in node.steps}
    net = shrink(net)
    found = explore(net, budget)
    if found.crowded is None and not found.complete:
        found = explore(net, budget, one_at_a_time=True)
        found.complete = False
    told = _Told(flow, net, found)
    if found.crowded is not None:
        findings = [told.lack_of_sync(), told.dead_steps(in_reach)]
    elif not found.complete:
        findings = [told.deadlock(), told.left_behind(), told.too_large(), told.dead_steps(in_reach)]
    else:
        findings = [told.deadlock(), told.left_behind(), told.no_way_out(), told.dead_steps(found.used())]
    known = tuple(finding for finding in findings if finding is not None)
    wrong = any(finding.severity == "error" for finding in known)
    return Soundness(False if wrong else True if found.complete else None, known)


class _Told:
    """What was found in the net, told of the steps of the flow."""

    def __init__(self, flow: Flow, net: Net, found: Explored) -> None:
        self.flow, self.net, self.found = flow, net, found

    # --- the findings ---

    def lack_of_sync(self) -> Finding | None:
        """Two tokens on one arc."""
        found = self.found
        if found.crowded is None:
            return None
        before, taken, given = found.crowded
        arc = found.lying((before ^ taken) & given & ~found.ended)[0]
        firings = found.story(found.crowded)
        earlier = max(at for at, firing in enumerate(firings[:-1]) if arc in firing.given)
        path = self._path(firings, {earlier: (arc,), len(firings) - 1: firings[-1].given})
        last = self._number([arc.tail])
        while path[-1] != last:  # steps of a 並行 that come after the one that gives the second token
            path = path[:-1]
        at = self._number([firings[-1].taken.head])
        message = (
            f"{_way(path)}、{self._name(at)}に、並行して進んだ流れが別々に届き、同じことが2回行われます。"
            "並行に分けた道は、種類を「並行」にした手順で一度そろえてから先へ進めましょう。"
        )
        return Finding("lack_of_sync", _some(at), message, "error", path)

    def deadlock(self) -> Finding | None:
        """Tokens that nothing can move, and おわり was never reached."""
        stuck = [marking for marking in self.found.stuck if not marking & self.found.ended]
        return self._waiting("deadlock", stuck, "が{missing}来るのを待ち続け、先へ進めなくなります。")

    def left_behind(self) -> Finding | None:
        """Tokens that nothing can move after おわり was reached."""
        stuck = [marking for marking in self.found.stuck if marking & self.found.ended]
        say = "に仕事が残ったまま「おわり」になります。{missing}来るのを待ち続けるためです。"
        return self._waiting("left_behind", stuck, say)

    def _waiting(self, name: str, stuck: list[int], say: str) -> Finding | None:
        if not stuck:
            return None
        joins: dict[int | None, tuple[int, Arc]] = {}
        for marking in stuck:
            for arc in self.found.lying(marking):
                joins.setdefault(self.net.numbers[arc.head], (marking, arc))
        places = self._in_order(joins)
        marking, arc = joins[places[0]]
        lying = self.found.lying(marking)
        missing = next(each for each in arc.target.ins if each not in lying)
        source = self._number([missing.tail, *missing.via][::-1])
        said = say.format(missing="もう一方の矢印が" if source is None else f"{self._name(source)}のほうから")
        path = self._path(self.found.story(self.found.came[marking]))
        message = (
            f"{_way(path)}、{self._name(places[0])}{said}"
            "どちらか一方だけを行う道なら「並行」でそろえずに合流させ、両方を行うなら分ける手順の種類を「並行」にしましょう。"
        )
        return Finding(name, places, message, "error", path)

    def no_way_out(self) -> Finding | None:
        """From here on neither おわり nor a standstill can be reached."""
        endless = self.found.endless()
        if not endless:
            return None
        arcs = {arc for marking in endless for arc in self.found.lying(marking)}
        steps = {step for arc in arcs for step in (*arc.all_steps(), *arc.target.all_steps())}
        loops = {number for loop in self._loops() for number in loop}
        places = self._in_order({self.net.numbers[step] for step in steps} & loops)
        path = self._path(self.found.story(self.found.came[endless[0]]))
        message = (
            f"{_way(path)}、{_list(places)}を回り続け、おわりへ抜ける道がありません。"
            "どうなったら先へ進むのかを決め、その行き先を書き足しましょう。"
        )
        return Finding("no_way_out", places, message, "error", path)

    def dead_steps(self, used: set[int]) -> Finding | None:
        """Steps that no course of a case comes to."""
        done = {self.net.numbers[step] for step in used}
        places = self._in_order({step.number for step in self.flow.steps} - done)
        if not places:
            return None
        more = f"（ほかに{len(places) - 1}か所）" if len(places) > 1 else ""
        message = (
            f"{self._name(places[0])}{more}には、どのように進んでもたどり着きません。"
            "どの手順のあとに行うのかを考え、そこからの矢印を書き足すか、使わない手順なら消しましょう。"
        )
        return Finding("dead_step", places, message, "error")

    def too_large(self) -> Finding:
        """The budget was used up."""
        places = self._in_order({step.number for step in self.flow.steps if step.kind is Kind.PARALLEL})
        message = (
            "並行して進む道の組み合わせが大きすぎて、最後まで進めるかを確かめきれません（要確認）。"
            "まとまりごとに「サブ業務」に分けると、確かめやすく、読みやすくなります。"
        )
        return Finding("too_large_to_tell", places, message, "information")

    # --- words ---

    def _path(self, firings: list[Firing], unfinished: Mapping[int, tuple[Arc, ...]] = {}) -> tuple[int, ...]:
        """The numbers of the steps that are done; on arcs that a firing leaves unfinished the token stays behind."""
        steps = list(self.net.first.via)
        for at, firing in enumerate(firings):
            tail = firing.given[0].tail if firing.given else firing.taken.head
            steps += firing.node.path(firing.taken.head, tail)
            for arc in firing.given:
                if arc not in unfinished.get(at, ()):
                    steps += arc.via
        numbers = (self.net.numbers[step] for step in steps)
        return tuple(number for number in numbers if number is not None)

    def _number(self, steps: Iterable[int]) -> int | None:
        return self.net.numbers[next(iter(steps))]

    def _name(self, number: int | None) -> str:
        step = self.flow.step(number) if number is not None else None
        if step is None:
            return "「おわり」"
        what = short(step.what)
        return f"手順{number}「{what}」" if what else f"手順{number}"

    def _in_order(self, numbers: Iterable[int | None]) -> tuple[int, ...]:
        wanted = set(numbers)
        return tuple(dict.fromkeys(step.number for step in self.flow.steps if step.number in wanted))

    def _loops(self) -> list[set[int]]:
        ways = successors(self.flow)
        return [loop for loop in components(ways) if len(loop) > 1 or any(number in ways[number] for number in loop)]


def _some(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


def _way(path: tuple[int, ...]) -> str:
    """「手順1→3→5と進むと」; of a long way the beginning and the end."""
    if not path:
        return "はじめから"
    shown = [str(number) for number in path]
    if len(shown) > _SHOWN:
        shown = [*shown[:3], "…", *shown[-5:]]
    return f"手順{'→'.join(shown)}と進むと"


def _list(numbers: tuple[int, ...]) -> str:
    shown = "・".join(str(number) for number in numbers[:6])
    return f"手順{shown}{'など' if len(numbers) > 6 else ''}"
