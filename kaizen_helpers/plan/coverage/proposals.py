"""Which steps of a flow may belong to a field or a state of an app, by their names alone.

``written``: the flow itself says so (the name stands in 入力情報 of a step that is done with the app, or in 備考 as
「状態：受付済」). ``proposed``: the names are alike; the best known matchers still miss a third of what people see
(flow.md §8), so a proposal is only shown to a person and never counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.meaning.match import lane_similarity
from kaizen_helpers.flow.meaning.phrases import bigram_dice, read_phrase
from kaizen_helpers.flow.model import Flow, Kind, Step
from kaizen_helpers.flow.words import plain
from kaizen_helpers.kintone import Action, AppField, Entity

__all__ = [
    "Guess",
    "is_app_step",
    "propose_entities",
    "propose_for_field",
    "propose_for_state",
    "written_fields",
    "written_states",
]

_MOST = 3
"""More candidates than this are no help to the person who must choose."""
_ALIKE = 0.6
_SAME_ROLE = 0.8
_TAIL = re.compile(
    r"(年月日|日時|日付|日|時刻|番号|名称|名|者|欄|の?有無|状況|件数|数|金額|額|回数|メモ|内容|理由|方法|結果)$"
)
_AND = re.compile(r"[、,，/／・\s]+")
_STATE_TAIL = re.compile(r"(済み?|完了|中|待ち|待|前|後)$")
_STATE_NOTE = re.compile(r"(?:状態|ステータス)\s*[:：]\s*([^、。\n]+)")
_ARROWS = re.compile(r"[→⇒・/／,，]|->|から")


@dataclass(frozen=True, slots=True)
class Guess:
    """Steps that may belong together with a name, and what speaks for it."""

    steps: tuple[int, ...]
    why: str


def is_app_step(step: Step, names: Iterable[str] = ()) -> bool:
    """Whether the flow says that a step is done with the app: 手段 or システム name kintone or the app."""
    told = fold(f"{step.means}、{step.system}")
    if "kintone" in told or "キントーン" in told:
        return True
    named = {part.strip() for part in _AND.split(told)}  # a short name of an app is part of many other names
    return any(fold(name) in named for name in names if name.strip())


# --- what the flow says itself ---------------------------------------------------------------------


def written_fields(flow: Flow, field: AppField, names: Iterable[str]) -> tuple[int, ...]:
    """Steps done with the app whose 入力情報 hold this very name."""
    wanted = {fold(field.label), fold(field.code)}
    known = tuple(names)
    return _numbers(flow, lambda step: is_app_step(step, known) and any(fold(name) in wanted for name in step.inputs))


def written_states(flow: Flow, state: str) -> tuple[int, ...]:
    """Steps in whose 備考 stands 「状態：〈この名前〉」, also as 「状態：未提出→受付済」."""
    wanted = fold(state)

    def says(step: Step) -> bool:
        listed = [name for found in _STATE_NOTE.findall(step.note) for name in _ARROWS.split(found)]
        return any(fold(name) == wanted for name in listed)

    return _numbers(flow, says)


# --- what only looks alike -------------------------------------------------------------------------


def propose_for_field(flow: Flow, field: AppField, names: Iterable[str]) -> Guess | None:
    """The steps whose words are nearest to the field's label, the surest reason first; ``None`` if nothing is near."""
    label, known = fold(plain(field.label)), tuple(names)
    stem = _TAIL.sub("", label)
    about = _words(stem) if len(stem) >= 2 else frozenset()
    reasons: tuple[tuple[str, Callable[[Step], bool]], ...] = (
        ("同じ名前の入力情報（アプリの手順か）", lambda step: label in map(fold, step.inputs)),
        ("似た名前の入力情報", lambda step: any(_alike(label, fold(name)) for name in step.inputs)),
        ("手順や書類の名前に入っている言葉", lambda step: len(label) >= 2 and label in _text(step)),
        ("手順の言葉が近い", lambda step: is_app_step(step, known) and bool(about & _words_of(step))),
        ("手順の言葉が近い（アプリの手順か）", lambda step: bool(about & _words_of(step))),
    )
    return _first(flow, reasons)


def propose_for_state(flow: Flow, state: str, actions: Iterable[Action]) -> Guess | None:
    """The steps whose words are nearest to a state, or to the actions that lead to it."""
    name = fold(state)
    stem = _STATE_TAIL.sub("", name)
    about = _words(stem) if len(stem) >= 2 else frozenset()
    doing = frozenset[str]().union(*(_words(fold(action.name)) for action in actions if action.target == state))
    reasons: tuple[tuple[str, Callable[[Step], bool]], ...] = (
        ("手順か条件に入っている言葉", lambda step: len(stem) >= 2 and stem in _text(step)),
        ("手順の言葉が近い", lambda step: bool(about & _words_of(step))),
        ("アクションの名前が近い", lambda step: bool(doing & _words_of(step))),
    )
    return _first(flow, reasons)


def propose_entities(lane: str, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Groups, organisations or users whose code looks like the name of a lane; never Everyone."""
    name = fold(plain(lane))

    def near(entity: Entity) -> bool:
        code = fold(entity.code)
        return bool(code) and (_alike(name, code) or lane_similarity(lane, entity.code) >= _SAME_ROLE)

    return tuple(entity for entity in entities if not entity.is_everyone and near(entity))[:_MOST]


def _first(flow: Flow, reasons: Iterable[tuple[str, Callable[[Step], bool]]]) -> Guess | None:
    """By the surest reason that applies anywhere; a reason that fits many steps says nothing."""
    for why, fits in reasons:
        steps = _numbers(flow, fits)
        if 0 < len(steps) <= _MOST:
            return Guess(steps, why)
    return None


def _numbers(flow: Flow, fits: Callable[[Step], bool]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(step.number for step in flow.steps if fits(step)))


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 2:
        return False
    return one in other or other in one or bigram_dice(one, other) >= _ALIKE


def _text(step: Step) -> str:
    return fold(" ".join([step.what, step.document, step.note, *(branch.condition for branch in step.next)]))


def _words(text: str) -> frozenset[str]:
    phrase = read_phrase(text)
    return frozenset([*phrase.verbs, *(name for name, _ in phrase.things)]) - {""}


def _words_of(step: Step) -> frozenset[str]:
    phrase = read_phrase(step.what, step.kind is Kind.DECISION)
    return frozenset([*phrase.verbs, *(name for name, _ in phrase.things)]) - {""}
