"""What becomes of a step that is in both flows: facts, each with its Japanese sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.findings.practice import is_electronic, is_paper, is_seal
from kaizen_helpers.flow.meaning.match import lane_similarity
from kaizen_helpers.flow.model import Flow, Kind, LaneKind, Step
from kaizen_helpers.flow.waits import read_wait
from kaizen_helpers.flow.words import plain

__all__ = ["ChangeKind", "Fact", "facts_of", "quoted"]

_HARDLY = 0.1
"""What takes a tenth of the minutes, or less, since it left the paper counts as done by itself."""
_SAME_OWNER = 0.8
_DAY = 420.0


class ChangeKind(StrEnum):
    """What becomes of a step. ECRS in its order (domain.md §7), then what a new flow also does (flow.md §5.4)."""

    DROP = "なくす"
    MERGE = "まとめる"
    REORDER = "入れ替える"
    SIMPLIFY = "簡素にする"
    AUTOMATE = "自動にする"
    MOVE = "移す"
    """Somebody else does it."""
    ADD = "追加"
    CHANGE = "変える"
    """Something else is different, for example it takes longer."""
    KEEP = "そのまま"


@dataclass(frozen=True, slots=True)
class Fact:
    """One difference between a step today and tomorrow."""

    kind: ChangeKind
    sentence_ja: str


def facts_of(as_is: Flow, before: Step, to_be: Flow, after: Step) -> tuple[Fact, ...]:
    """Everything that is different between two steps that are one, the heaviest first; empty if nothing is.

    Rules: a step that a system does from now on is 自動; a step that leaves the paper is 自動 where its
    minutes all but vanish, otherwise 簡素. What gets longer or is only different is 変える: a negative
    effect is said, never left out (domain.md §7).
    """
    found = [*_owner_and_automatic(as_is, before, to_be, after), *_minutes(before, after), *_means(before, after)]
    found += [*_seal(before, after), *_wait(before, after), *_amounts(before, after), *_question(before, after)]
    order = [ChangeKind.AUTOMATE, ChangeKind.MOVE, ChangeKind.SIMPLIFY, ChangeKind.CHANGE]
    return tuple(sorted(found, key=lambda fact: order.index(fact.kind)))


def quoted(step: Step) -> str:
    """「手順3「申請書を受け付ける」」: how a step is named in a sentence."""
    what = plain(step.what)
    text = what if len(what) <= 24 else what[:23] + "…"
    return f"手順{step.number}「{text}」" if text else f"手順{step.number}"


def _by_system(flow: Flow, step: Step) -> bool:
    return step.kind is Kind.SYSTEM or flow.lane(step.who).kind is LaneKind.SYSTEM


def _owner_and_automatic(as_is: Flow, before: Step, to_be: Flow, after: Step) -> Iterator[Fact]:
    was, becomes = _by_system(as_is, before), _by_system(to_be, after)
    if becomes and not was:
        yield Fact(ChangeKind.AUTOMATE, "人の作業から、システムの処理になります。")
        return
    if was and not becomes:
        yield Fact(ChangeKind.CHANGE, "システムの処理から、人の作業になります。")
    if _moved(as_is, before, to_be, after):
        yield Fact(ChangeKind.MOVE, f"担当が「{_name(before.who)}」から「{_name(after.who)}」に移ります。")


def _moved(as_is: Flow, before: Step, to_be: Flow, after: Step) -> bool:
    """Another owner; not where an owner of today is only called by another name tomorrow."""
    mine, theirs = fold(plain(before.who)), fold(plain(after.who))
    if mine == theirs or not mine or not theirs:
        return False
    names_before, names_after = ({fold(plain(lane)) for lane in flow.lanes} for flow in (as_is, to_be))
    renamed = mine not in names_after and theirs not in names_before
    return not (renamed and lane_similarity(before.who, after.who) >= _SAME_OWNER)


def _name(who: str) -> str:
    return plain(who) or "未記入"


def _minutes(before: Step, after: Step) -> Iterator[Fact]:
    """Of one time; of a whole run of the flow where the 件数 are different (none written: once a run)."""
    if before.minutes is None or after.minutes is None:
        return
    was, becomes, per = before.minutes, after.minutes, "1回"
    if before.cases != after.cases:
        was, becomes, per = was * (before.cases or 1), becomes * (after.cases or 1), "流れ1回分"
    if was == becomes:
        return
    more = becomes > was
    words = f"{per}の作業が{was:,.10g}分から{becomes:,.10g}分に{'増え' if more else '減り'}ます。"
    left_paper = is_paper(before) and not is_paper(after) and is_electronic(after)
    less = ChangeKind.AUTOMATE if left_paper and becomes <= was * _HARDLY else ChangeKind.SIMPLIFY
    yield Fact(ChangeKind.CHANGE if more else less, words)


def _means(before: Step, after: Step) -> Iterator[Fact]:
    was, becomes = plain(before.means), plain(after.means)
    if not was or not becomes or fold(was) == fold(becomes):
        return
    longer = before.minutes is not None and after.minutes is not None and after.minutes > before.minutes
    easier = is_paper(before) and not is_paper(after) and is_electronic(after) and not longer
    kind = ChangeKind.SIMPLIFY if easier else ChangeKind.CHANGE
    yield Fact(kind, f"手段が「{was}」から「{becomes}」に変わります。")


def _seal(before: Step, after: Step) -> Iterator[Fact]:
    was, becomes = is_seal(before), is_seal(after) and after.kind is not Kind.SYSTEM
    if was and not becomes:
        yield Fact(ChangeKind.SIMPLIFY, "押印がなくなります。")
    elif becomes and not was:
        yield Fact(ChangeKind.CHANGE, "押印が加わります。")


def _wait(before: Step, after: Step) -> Iterator[Fact]:
    was, becomes = read_wait(before.wait), read_wait(after.wait)
    if was is None or becomes is None:
        if fold(plain(before.wait)) != fold(plain(after.wait)):
            yield Fact(ChangeKind.CHANGE, f"待ちが{_said(before.wait)}から{_said(after.wait)}に変わります。")
        return
    length, later = was.in_minutes(_DAY), becomes.in_minutes(_DAY)
    if later < length:
        words = (
            f"待ちが{_said(before.wait)}から{_said(after.wait)}に短くなります。" if later else "待ちがなくなります。"
        )
        yield Fact(ChangeKind.SIMPLIFY, words)
    elif later > length:
        words = f"待ちが{_said(before.wait)}から{_said(after.wait)}に長くなります。"
        yield Fact(ChangeKind.CHANGE, words if length else f"待ち{_said(after.wait)}が加わります。")


def _said(text: str) -> str:
    return f"「{plain(text)}」" if plain(text) else "「なし」"


def _amounts(before: Step, after: Step) -> Iterator[Fact]:
    if before.inputs and after.inputs and len(after.inputs) != len(before.inputs):
        fewer = len(after.inputs) < len(before.inputs)
        words = f"書く項目が{len(before.inputs)}から{len(after.inputs)}に{'減り' if fewer else '増え'}ます。"
        yield Fact(ChangeKind.SIMPLIFY if fewer else ChangeKind.CHANGE, words)
    if before.cases is not None and after.cases is not None and before.cases != after.cases:
        fewer = after.cases < before.cases
        words = f"件数が{before.cases:,.10g}件から{after.cases:,.10g}件に{'減り' if fewer else '増え'}ます。"
        yield Fact(ChangeKind.SIMPLIFY if fewer else ChangeKind.CHANGE, words)


def _question(before: Step, after: Step) -> Iterator[Fact]:
    was, becomes = before.kind is Kind.DECISION, after.kind is Kind.DECISION
    if was != becomes:
        words = "分かれ道が、作業になります。" if was else "作業が、分かれ道になります。"
        yield Fact(ChangeKind.CHANGE, words)
