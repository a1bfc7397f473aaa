"""Flags on steps: what waits, goes back, is typed twice, needs a seal, holds personal data; and what changed.

Every flag is a small sign with a word, so that it is read without colour and in a grey print. The flags
come from the table of steps alone (flow.md §4.5: detect from what is written, do not guess).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.burdens import item_key
from kaizen_helpers.flow.findings.improve import double_entries
from kaizen_helpers.flow.model import Flow, Kind, Step

__all__ = ["CHANGES", "SHOWN", "Flag", "Tone", "flags_of"]


class Tone(StrEnum):
    """How a flag is drawn."""

    TROUBLE = "trouble"
    """White on dark: something to improve."""
    FACT = "fact"
    """In a thin frame: something to know."""
    THING = "thing"
    """A document or a system beside its sign, without a frame."""
    CHANGE = "change"
    """In a bold frame: what becomes of the step."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A small sign with a word."""

    sign: str
    """The name of a sign in :mod:`kaizen_helpers.flow.drawing.symbols`."""
    text: str
    tone: Tone
    more: str = ""
    """The same at full length, for the text alternative; empty if the text says it all."""

    @property
    def told(self) -> str:
        """What a screen reader says."""
        return self.more or self.text


CHANGES: Mapping[str, str] = {
    "なくす": "gone",
    "まとめる": "joined",
    "入れ替える": "swapped",
    "簡素にする": "simpler",
    "自動にする": "gear",
    "移す": "moved",
    "変える": "changed",
    "追加": "new",
}
"""What may become of a step (ECRS, flow.md §5.4), and its sign."""


def flags_of(
    flow: Flow,
    show: Iterable[str] = (),
    marks: Mapping[int, str] | None = None,
    changes: Mapping[int, str] | None = None,
) -> dict[int, tuple[Flag, ...]]:
    """The flags of each step that has any: documents and systems, what changed, own ``marks``, then what is shown.

    ``show`` holds names from :data:`SHOWN`; ``changes`` maps step numbers to names from :data:`CHANGES`.

    Raises:
        InputError: a name in ``show`` or ``changes`` is not known; the message lists those that are.
    """
    wanted = _checked(show)
    for number, change in (changes or {}).items():
        if change not in CHANGES:
            raise InputError(
                f"「{short(str(change))}」という変え方は使えません。{'・'.join(CHANGES)}のどれかにしてください。",
                f"手順{number}",
            )
    found: dict[int, list[Flag]] = {step.number: [] for step in flow.steps}
    for name in ("帳票", "システム"):
        if name in wanted:
            _collect(flow, SHOWN[name], found)
    for number, change in (changes or {}).items():
        found.setdefault(number, []).append(Flag(CHANGES[change], change, Tone.CHANGE))
    for number, text in (marks or {}).items():
        found.setdefault(number, []).append(Flag("look", text, Tone.TROUBLE))
    for name, finder in SHOWN.items():
        if name in wanted and name not in {"帳票", "システム"}:
            _collect(flow, finder, found)
    return {number: tuple(dict.fromkeys(flags)) for number, flags in found.items() if flags}


def _checked(show: Iterable[str]) -> set[str]:
    wanted = {show} if isinstance(show, str) else set(show)
    unknown = sorted(str(name) for name in wanted - set(SHOWN))
    if unknown:
        raise InputError(f"「{short(unknown[0])}」という印はありません。{'・'.join(SHOWN)}から選んでください。", "show")
    return wanted


def _collect(flow: Flow, finder: Callable[[Flow], dict[int, Flag]], found: dict[int, list[Flag]]) -> None:
    for number, flag in finder(flow).items():
        found[number].append(flag)


# --- one function a flag -------------------------------------------------------------------------


def _each(sign: str, tone: Tone, word: Callable[[Step], str], more: Callable[[Step], str]) -> _Finder:
    """A flag that can be read off each step alone; no flag where the word is empty."""

    def find(flow: Flow) -> dict[int, Flag]:
        return {step.number: Flag(sign, word(step), tone, more(step)) for step in flow.steps if word(step)}

    return find


_Finder = Callable[[Flow], dict[int, Flag]]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _nothing_more(_step: Step) -> str:
    return ""


def _waiting(step: Step) -> str:
    text = _flat(step.wait)
    return f"待ち {text}" if text else ""


def _on_paper(step: Step) -> str:
    text = _flat(step.means)
    folded = unicodedata.normalize("NFKC", text).upper()
    return text if any(word in folded for word in ("紙", "郵送", "FAX", "ファックス", "ファクス")) else ""


def _only_one(step: Step) -> str:
    return f"属人：{_flat(step.person)}" if step.person.strip() else ""


def _personal(step: Step) -> str:
    return f"個人情報：{_flat(step.personal)}" if step.personal.strip() else ""


def ways_back(flow: Flow) -> dict[int, tuple[int, ...]]:
    """The steps of each way back (手戻り), and the earlier steps that each leads to directly.

    A way back begins where a step leads to one that is on the way to it (a back edge of the depth-first
    search, flow.md §2.3). Steps from which the flow can only go back belong to it too; they lead nowhere
    directly.
    """
    ways = {step.number: [b.to for b in step.next if b.to is not None and flow.step(b.to)] for step in flow.steps}
    back = _back_edges(flow, ways)
    onward = {n: [to for to in targets if (n, to) not in back] for n, targets in ways.items()}
    ends = {step.number for step in flow.steps if step.is_end}
    ends |= {n for n, targets in ways.items() if not targets}  # half written: nothing is known of it
    leaving = _reaching(onward, ends)
    returning = _reaching(onward, {source for source, _ in back})
    direct: dict[int, list[int]] = {}
    for source, target in back:
        direct.setdefault(source, []).append(target)
    members = [n for n in ways if n in direct or (n in returning and n not in leaving)]
    return {n: tuple(direct.get(n, ())) for n in members}


def _back_edges(flow: Flow, ways: Mapping[int, list[int]]) -> list[tuple[int, int]]:
    entered = {to for targets in ways.values() for to in targets}
    roots = [step.number for step in flow.steps if step.kind is Kind.START]
    roots += [n for n in ways if n not in entered]
    state = dict.fromkeys(ways, 0)  # 0 new, 1 being followed, 2 done
    back: list[tuple[int, int]] = []
    for root in [*roots, *ways]:
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(ways[root]))]
        while stack:
            number, rest = stack[-1]
            to = next(rest, None)
            if to is None:
                state[number] = 2
                stack.pop()
            elif state[to] == 1:
                back.append((number, to))
            elif state[to] == 0:
                state[to] = 1
                stack.append((to, iter(ways[to])))
    return list(dict.fromkeys(back))


def _reaching(ways: Mapping[int, list[int]], goals: set[int]) -> set[int]:
    """The steps from which a goal can be reached; a goal reaches itself."""
    givers: dict[int, list[int]] = {}
    for number, targets in ways.items():
        for to in targets:
            givers.setdefault(to, []).append(number)
    seen = set(goals)
    todo = list(goals)
    while todo:
        for number in givers.get(todo.pop(), ()):
            if number not in seen:
                seen.add(number)
                todo.append(number)
    return seen


def _going_back(flow: Flow) -> dict[int, Flag]:
    flags = {}
    for number, targets in ways_back(flow).items():
        to = "・".join(map(str, targets))
        flags[number] = Flag("back", f"手戻り {to}へ" if to else "手戻り", Tone.TROUBLE)
    return flags


def _typing_again(flow: Flow) -> dict[int, Flag]:
    """What the findings are sure of is said; what they only ask about is asked here, too."""
    spelt = {item_key(item): _flat(item) for step in reversed(flow.steps) for item in reversed(step.inputs)}
    sure, asked = double_entries(flow)
    flags = _twice(asked, spelt, "二重入力？")
    return {**flags, **_twice(sure, spelt, "二重入力")}


def _twice(found: Mapping[str, tuple[int, ...]], spelt: Mapping[str, str], word: str) -> dict[int, Flag]:
    names: dict[int, list[str]] = {}
    told: dict[int, list[str]] = {}
    for item, numbers in found.items():
        for number in numbers:
            names.setdefault(number, []).append(spelt[item])
            told.setdefault(number, []).append(f"{spelt[item]}（手順{'・'.join(map(str, numbers))}）")
    return {
        number: Flag(
            "twice",
            f"{word} {items[0]}{'ほか' if len(items) > 1 else ''}",
            Tone.TROUBLE,
            f"{word}：{'、'.join(told[number])}",
        )
        for number, items in names.items()
    }


SHOWN: Mapping[str, _Finder] = {
    "待ち": _each("clock", Tone.TROUBLE, _waiting, _nothing_more),
    "手戻り": _going_back,
    "二重入力": _typing_again,
    "属人": _each("person", Tone.TROUBLE, lambda step: "属人" if _only_one(step) else "", _only_one),
    "押印": _each("seal", Tone.FACT, lambda step: "押印" if step.seal else "", _nothing_more),
    "個人情報": _each("card", Tone.FACT, lambda step: "個人情報" if _personal(step) else "", _personal),
    "紙": _each(
        "sheet", Tone.FACT, _on_paper, lambda step: f"紙：{_on_paper(step)}" if _on_paper(step) != "紙" else ""
    ),
    "帳票": _each("sheet", Tone.THING, lambda step: _flat(step.document), lambda step: f"帳票：{_flat(step.document)}"),
    "システム": _each(
        "drum", Tone.THING, lambda step: _flat(step.system), lambda step: f"システム：{_flat(step.system)}"
    ),
}
"""What can be shown, in the order in which it stands on a step."""
