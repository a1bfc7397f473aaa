"""How large and how plain a flow should be: the seven guidelines of process modelling, in their Japanese form.

Source: 7PMG, Mendling, Reijers and van der Aalst 2010 (flow.md §4.4). Number 1 (few elements) and 6 (verb and object)
are in ``flow.findings.checks`` already, one start is in ``flow.findings.lint``; number 5 (no OR) a
flow cannot break, and what stands for it, a parting without conditions, is ``no_implicit_split``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Finding, Severity
from kaizen_helpers.flow.graph import components, starts, successors
from kaizen_helpers.flow.model import Flow, Kind
from kaizen_helpers.flow.words import is_question

__all__ = ["MANY_ARROWS", "MANY_ENDS", "SPLIT_ABOVE", "check_guidelines"]

SPLIT_ABOVE = 50
"""A flow of more steps should be split: more than half of such models had errors (7PMG no. 7)."""
MANY_ARROWS = 7
"""So many arrows at one step are many; ours, 7PMG no. 2 gives no number."""
MANY_ENDS = 4
"""So many おわり are many (7PMG no. 3); two or three are ordinary (通知, 却下, 取下げ)."""


def check_guidelines(flow: Flow) -> tuple[Finding, ...]:
    """What makes a flow hard to read though it is right; empty for a flow without steps."""
    found = (
        _number_twice(flow),
        _end_goes_on(flow),
        _too_many(flow),
        _not_a_question(flow),
        _many_arrows(flow),
        _many_ends(flow),
        _jump_into_loop(flow),
    )
    return tuple(finding for finding in found if finding is not None)


def _number_twice(flow: Flow) -> Finding | None:
    """Rows of the same number: an arrow to it has two meanings."""
    seen: set[int] = set()
    twice = []
    for step in flow.steps:
        if step.number in seen:
            twice.append(step.number)
        seen.add(step.number)
    say = "{step}と同じ番号の行がほかにもあります。矢印がどちらへ進むのか決まらないので、別の番号にしましょう。"
    return _found(flow, "number_twice", twice, "error", say)


def _end_goes_on(flow: Flow) -> Finding | None:
    """おわり with a way out."""
    places = [step.number for step in flow.steps if step.kind is Kind.END and step.next]
    say = (
        "{step}は「おわり」ですが、次の行き先が書かれています。"
        "ここで終わりなら「次」を空け、続くなら種類を「作業」にしましょう。"
    )
    return _found(flow, "end_goes_on", places, "error", say)


def _too_many(flow: Flow) -> Finding | None:
    """7PMG no. 7."""
    say = (
        f"手順が{len(flow.steps)}あります。{SPLIT_ABOVE}を超える図は、半分以上に書き漏れや行き違いが出るといわれます。"
        "まとまりごとに「サブ業務」にして、別の図に分けましょう。"
    )
    return _found(flow, "split_flow", [step.number for step in flow.steps[SPLIT_ABOVE:]], "advice", say)


def _not_a_question(flow: Flow) -> Finding | None:
    """7PMG no. 6 for decisions: they end in か or ？."""
    places = [
        step.number
        for step in flow.steps
        if step.kind is Kind.DECISION and len(step.next) > 1 and step.what.strip() and not is_question(step.what)
    ]
    say = (
        "{step}は分かれ道ですが、問いの形になっていません。"
        "「書類がそろっているか」のように「か」で終えると、答えと行き先が結びつきます。"
    )
    return _found(flow, "not_a_question", places, "advice", say)


def _many_arrows(flow: Flow) -> Finding | None:
    """7PMG no. 2."""
    arrows = {step.number: len(step.next) for step in reversed(flow.steps)}
    for step in flow.steps:
        for branch in step.next:
            if branch.to in arrows and branch.to is not None:
                arrows[branch.to] += 1
    places = [number for number, count in arrows.items() if count >= MANY_ARROWS]
    say = (
        "{step}に矢印が集まりすぎて、線を目で追いにくくなっています。"
        "似た道を先に合流させるか、判断を2つの手順に分けると読みやすくなります。"
    )
    return _found(flow, "many_arrows", places, "information", say)


def _many_ends(flow: Flow) -> Finding | None:
    """7PMG no. 3."""
    places = [step.number for step in flow.steps if step.is_end]
    if len(places) < MANY_ENDS:
        return None
    say = (
        f"「おわり」へ進む所が{len(places)}か所あります。同じ終わり方（通知して終わる、など）は1か所にまとめられませんか。"
        "終わり方ごとに名前を付けると、件数も数えやすくなります。"
    )
    return _found(flow, "many_ends", places, "information", say)


def _jump_into_loop(flow: Flow) -> Finding | None:
    """7PMG no. 4: a loop that one can enter at several places is not structured."""
    ways = successors(flow)
    entrances = set(starts(flow))
    places: list[int] = []
    for loop in components(ways):
        if len(loop) > 1:
            entered = {to for number, targets in ways.items() if number not in loop for to in targets if to in loop}
            entered |= entrances & loop
            if len(entered) > 1:
                places += entered
    say = (
        "{step}などで、手戻りの輪に途中から入る道があります。どこからやり直すのかが読み取りにくくなります。"
        "輪に入る所を1か所にそろえられないかを見てみましょう。"
    )
    return _found(flow, "jump_into_loop", places, "information", say)


def _found(flow: Flow, name: str, numbers: Iterable[int], severity: Severity, say: str) -> Finding | None:
    wanted = set(numbers)
    places = tuple(dict.fromkeys(step.number for step in flow.steps if step.number in wanted))
    if not places:
        return None
    step = flow.step(places[0])
    what = short(step.what) if step else ""
    named = f"手順{places[0]}「{what}」" if what else f"手順{places[0]}"
    return Finding(name, places, say.replace("{step}", named), severity)
