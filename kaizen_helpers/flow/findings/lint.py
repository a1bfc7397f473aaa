"""The rules of bpmnlint 11.15 that a flow can break, with the same findings at the same places (flow.md §4.2).

The other rules are about things that a flow does not have: sizes of drawn shapes, sub-processes of other kinds, links,
messages, complex gateways. In BPMN a way out has a condition if it is one of several and its step is no 並行; a way to
おわり ends in an end event of its own. Merging arrows (``fake-join``) are normal in Japan (flow.md §4.3), and so are
several triggers, or a 分かれ道 that is come back to: :func:`lint_flow` gives them as information only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding, Severity
from kaizen_helpers.flow.model import Flow, Kind, Step

__all__ = ["RULES", "Hit", "hits", "lint_flow"]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One report of one rule. Without a row, a way and a lane it is about the flow as a whole."""

    rule: str
    """The name of the rule in bpmnlint."""
    row: int = -1
    """The position of the step among the steps of the flow, from 0; -1 for the flow or a lane."""
    way: int = -1
    """The position of the way out among those of the step, from 0; -1 for the step itself."""
    lane: str | None = None
    """The owner, for a report about a lane."""


@dataclass(frozen=True, slots=True)
class _Way:
    row: int
    way: int
    to: int | None
    """The row it leads to; ``None`` for おわり."""
    label: str
    conditional: bool


class _Drawn:
    """The flow as bpmnlint sees it: rows with their ways in and out. A way to a number that no row has is not drawn."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.steps = flow.steps
        row_of = {step.number: row for row, step in reversed(list(enumerate(flow.steps)))}
        self.outs: list[list[_Way]] = []
        self.ins: list[list[_Way]] = [[] for _ in flow.steps]
        for row, step in enumerate(flow.steps):
            drawn = [(at, way) for at, way in enumerate(step.next) if way.to is None or way.to in row_of]
            parts = len(drawn) > 1 and step.kind is not Kind.PARALLEL
            ways = [
                _Way(row, at, None if way.to is None else row_of[way.to], label, parts and bool(label))
                for at, way in drawn
                for label in (way.condition.strip(),)
            ]
            self.outs.append(ways)
            for each in ways:
                if each.to is not None:
                    self.ins[each.to].append(each)

    def gateways(self) -> Iterator[int]:
        yield from (row for row, step in enumerate(self.steps) if _is_gateway(step))

    def others(self) -> Iterator[int]:
        yield from (row for row, step in enumerate(self.steps) if not _is_gateway(step))


def _is_gateway(step: Step) -> bool:
    return step.kind in {Kind.DECISION, Kind.PARALLEL}


def _label_required(drawn: _Drawn) -> Iterator[Hit]:
    for row, step in enumerate(drawn.steps):
        joins = step.kind is Kind.DECISION and len(drawn.outs[row]) <= 1
        if not step.what.strip() and not joins and step.kind not in {Kind.PARALLEL, Kind.SUBPROCESS}:
            yield Hit("label-required", row)
    for lane in drawn.flow.lanes:
        if not lane.strip():
            yield Hit("label-required", lane=lane)


def _fake_join(drawn: _Drawn) -> Iterator[Hit]:
    return (Hit("fake-join", row) for row in drawn.others() if len(drawn.ins[row]) > 1)


def _no_disconnected(drawn: _Drawn) -> Iterator[Hit]:
    rows = range(len(drawn.steps))
    return (Hit("no-disconnected", row) for row in rows if not drawn.ins[row] and not drawn.outs[row])


def _no_duplicate_sequence_flows(drawn: _Drawn) -> Iterator[Hit]:
    """The second of two equal ways, and once each step that has such a way out or in."""
    seen = set()
    for ways in drawn.outs:
        for way in ways:
            key = (way.row, way.to, way.label if way.conditional else "")
            if way.to is not None and key in seen:
                yield Hit("no-duplicate-sequence-flows", way.row, way.way)
                yield Hit("no-duplicate-sequence-flows", way.row)
                yield Hit("no-duplicate-sequence-flows", way.to)
            seen.add(key)


def _no_gateway_join_fork(drawn: _Drawn) -> Iterator[Hit]:
    rows = drawn.gateways()
    return (Hit("no-gateway-join-fork", row) for row in rows if len(drawn.ins[row]) > 1 and len(drawn.outs[row]) > 1)


def _no_implicit_split(drawn: _Drawn) -> Iterator[Hit]:
    for row in drawn.others():
        if sum(not way.conditional for way in drawn.outs[row]) > 1:
            yield Hit("no-implicit-split", row)


def _no_implicit_end(drawn: _Drawn) -> Iterator[Hit]:
    for row, step in enumerate(drawn.steps):
        if step.kind is not Kind.END and not drawn.outs[row]:
            yield Hit("no-implicit-end", row)


def _no_implicit_start(drawn: _Drawn) -> Iterator[Hit]:
    for row, step in enumerate(drawn.steps):
        if step.kind is not Kind.START and not drawn.ins[row]:
            yield Hit("no-implicit-start", row)


def _end_event_required(drawn: _Drawn) -> Iterator[Hit]:
    if not any(step.is_end for step in drawn.steps):
        yield Hit("end-event-required")


def _start_event_required(drawn: _Drawn) -> Iterator[Hit]:
    if not any(step.kind is Kind.START for step in drawn.steps):
        yield Hit("start-event-required")


def _single_blank_start_event(drawn: _Drawn) -> Iterator[Hit]:
    if sum(step.kind is Kind.START for step in drawn.steps) > 1:
        yield Hit("single-blank-start-event")


def _superfluous_gateway(drawn: _Drawn) -> Iterator[Hit]:
    rows = drawn.gateways()
    return (Hit("superfluous-gateway", row) for row in rows if len(drawn.ins[row]) == len(drawn.outs[row]) == 1)


def _conditional_flows(drawn: _Drawn) -> Iterator[Hit]:
    for ways in drawn.outs:
        if any(way.conditional for way in ways):
            yield from (Hit("conditional-flows", way.row, way.way) for way in ways if not way.conditional)


def _superfluous_label(drawn: _Drawn) -> Iterator[Hit]:
    for ways in drawn.outs:
        yield from (Hit("superfluous-label", way.row, way.way) for way in ways if way.label and not way.conditional)


@dataclass(frozen=True, slots=True)
class _Rule:
    find: Callable[[_Drawn], Iterator[Hit]]
    severity: Severity
    say: str
    """The sentence; ``{step}`` is the first place."""


RULES: dict[str, _Rule] = {
    "start-event-required": _Rule(
        _start_event_required,
        "error",
        "この業務が始まるきっかけがまだ書かれていません。だれから何が届くと始まるのかを、最初の行に書きましょう。",
    ),
    "end-event-required": _Rule(
        _end_event_required,
        "error",
        "業務のおわりがまだ書かれていません。どこまで済めば終わりかを決め、その手順の次を「おわり」にしましょう。",
    ),
    "no-disconnected": _Rule(
        _no_disconnected,
        "error",
        "{step}は、どの手順ともつながっていません。前後の手順を考え、「次」に番号を書いてつなぎましょう。",
    ),
    "no-implicit-end": _Rule(
        _no_implicit_end,
        "error",
        "{step}の次がまだ書かれていません。ここで終わりなら「おわり」を、続くなら次の手順の番号を書きましょう。",
    ),
    "no-implicit-start": _Rule(
        _no_implicit_start,
        "error",
        "{step}へ進む矢印がありません。ここから始まるなら種類を「きっかけ」に、そうでなければ前の手順の次にこの番号を書きましょう。",
    ),
    "no-implicit-split": _Rule(
        _no_implicit_split,
        "error",
        "{step}から矢印が分かれていますが、1つを選ぶのか全部に進むのかが読み取れません。"
        "選ぶなら条件を書き、全部に進むなら「並行」の手順で分けましょう。",
    ),
    "conditional-flows": _Rule(
        _conditional_flows,
        "error",
        "{step}に、条件の書かれていない行き先があります。後任の方が迷わないよう、どんなときに進むのかを書きましょう。",
    ),
    "label-required": _Rule(
        _label_required,
        "advice",
        "{step}に、まだ言葉が書かれていない所があります。図だけで伝わるよう、だれが何をするのかを書きましょう。",
    ),
    "superfluous-gateway": _Rule(
        _superfluous_gateway,
        "advice",
        "{step}は、矢印が1本入って1本出るだけです。もう一方の道を書き足すか、分ける必要がなければこの手順をなくしましょう。",
    ),
    "no-duplicate-sequence-flows": _Rule(
        _no_duplicate_sequence_flows,
        "advice",
        "{step}から、同じ行き先へ同じ矢印が2本出ています。読む方が違いを探さないよう、1本にまとめましょう。",
    ),
    "superfluous-label": _Rule(
        _superfluous_label,
        "information",
        "{step}の矢印に言葉が付いていますが、そこでは道を選びません。条件なら分かれ道に、説明なら備考に移すと読みやすくなります。",
    ),
    "no-gateway-join-fork": _Rule(
        _no_gateway_join_fork,
        "information",
        "{step}では、矢印の合流と分かれ道が同じ所にあります。"
        "庁内の図では普通ですが、ほかのソフトに渡すときは合流を手前に分けると確実です。",
    ),
    "single-blank-start-event": _Rule(
        _single_blank_start_event,
        "information",
        "きっかけが2つ以上あります。入口ごとに分けて書くのはよい形です。どれか1つで始まることを、題名か備考に添えると伝わります。",
    ),
    "fake-join": _Rule(
        _fake_join,
        "information",
        "{step}で矢印が合流しています。日本の業務フロー図では普通の書き方なので、このままでかまいません。",
    ),
}
"""Every shared rule by its name in bpmnlint, the most basic first."""


def hits(flow: Flow) -> tuple[Hit, ...]:
    """Every report that bpmnlint would make of the flow written as BPMN, by the shared rules; none twice."""
    drawn = _Drawn(flow)
    return tuple(dict.fromkeys(hit for rule in RULES.values() for hit in rule.find(drawn)))


def lint_flow(flow: Flow) -> tuple[Finding, ...]:
    """The same as findings: at most one a rule, with the numbers of all its steps; none for a flow without steps."""
    if not flow.steps:
        return ()
    drawn = _Drawn(flow)
    findings = []
    for name, rule in RULES.items():
        found = list(dict.fromkeys(rule.find(drawn)))
        if found:
            rows = sorted({row for hit in found for row in _rows(flow, hit)})
            steps = tuple(dict.fromkeys(flow.steps[row].number for row in rows))
            first = flow.steps[rows[0]]
            what = short(first.what)
            step = f"手順{first.number}「{what}」" if what else f"手順{first.number}"
            findings.append(Finding(name.replace("-", "_"), steps, rule.say.format(step=step), rule.severity))
    return tuple(findings)


def _rows(flow: Flow, hit: Hit) -> list[int]:
    """The steps that a report is about: those of a lane, every きっかけ, or where the flow begins and ends."""
    if hit.row >= 0:
        return [hit.row]
    if hit.lane is not None:
        return [row for row, step in enumerate(flow.steps) if step.who == hit.lane] or [0]
    if hit.rule == "single-blank-start-event":
        return [row for row, step in enumerate(flow.steps) if step.kind is Kind.START]
    return [len(flow.steps) - 1 if hit.rule == "end-event-required" else 0]
