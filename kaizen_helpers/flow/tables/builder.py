"""A flow written in Python, for whoever draws many or makes them from other data::

    flow = (
        build("医療費助成の申請", version="現状", cases=1200)
        .lane("窓口", kind="職員", staff=3, rate=2600)
        .start("申請者", "助成を受けたい")
        .step("申請者", "申請書を記入する", means="紙", minutes=15)
        .decide("窓口", "書類は揃っているか", way("はい", "台帳", 0.9), way("いいえ", "補正", 0.1))
        .step("窓口", "台帳に記入する", minutes=5, to=END, name="台帳")
        .step("窓口", "申請者へ補正を依頼する", means="電話", minutes=10, to=2, name="補正")
        .flow
    )

A step without ``to`` leads to the next one, the last one ends the flow. ``name`` names a step, and ``to`` leads to a
name, to a step by its number, or to :data:`END`. The same flow can be written as a table (:mod:`.table`) or as text
(:mod:`.outline`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypedDict, Unpack

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step
from kaizen_helpers.flow.tables.outline_head import lane_kind_of
from kaizen_helpers.flow.tables.table import ways_on

__all__ = ["END", "Details", "FlowBuilder", "Way", "build", "way"]

END: Final = "おわり"
"""As ``to``: the flow ends here."""


_LISTS = frozenset(["inputs", "issues"])


class Details(TypedDict, total=False):
    """What may be said of a step beside owner, words and ways; the meaning of each is that of :class:`Step`."""

    minutes: float
    wait: str
    cases: float
    document: str
    means: str
    rank: str
    system: str
    seal: bool
    inputs: tuple[str, ...]
    deadline: str
    basis: str
    person: str
    personal: str
    issues: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step."""

    condition: str
    """When it is taken; empty where it always is."""
    to: str | int
    """The name or the number of a step, or :data:`END`."""
    share: float | None = None
    """How often it is taken, 0 to 1."""


def way(condition: str, to: str | int, share: float | None = None) -> Way:
    """A way out of a decision.

    Raises:
        InputError: the share is not 0 to 1.
    """
    if share is not None and not 0 <= share <= 1:
        raise InputError("割合は0から1の間の数にしてください（90%なら0.9）。", f"行き先「{short(str(to))}」")
    return Way(condition, to, share)


@dataclass(frozen=True, slots=True)
class _Planned:
    step: Step
    ways: tuple[Way, ...]
    name: str


@dataclass(frozen=True, slots=True)
class FlowBuilder:
    """A flow in the making. Every method gives back a new builder, so that a beginning can be used twice."""

    _head: Flow
    _planned: tuple[_Planned, ...] = ()

    def lane(
        self, name: str, kind: LaneKind | str | None = None, *, staff: float | None = None, rate: float | None = None
    ) -> FlowBuilder:
        """Say more of an owner: its kind (「職員」「住民」「他課」「システム」), people, yen an hour.

        Raises:
            InputError: the kind is not known, or the owner was declared before.
        """
        if any(lane.name == name for lane in self._head.declared):
            raise InputError("同じ担当を2回決めています。1回にまとめてください。", f"担当「{short(name)}」")
        found = lane_kind_of(kind) if type(kind) is str else kind
        if kind is not None and not isinstance(found, LaneKind):
            wanted = "職員・住民・他課・システムのどれかにしてください。"
            raise InputError(f"種別「{short(str(kind))}」は使えません。{wanted}", f"担当「{short(name)}」")
        lane = Lane(name, found if isinstance(found, LaneKind) else None, staff, rate)
        return replace(self, _head=replace(self._head, declared=(*self._head.declared, lane)))

    def start(
        self, who: str, what: str, *, to: str | int | None = None, name: str = "", **details: Unpack[Details]
    ) -> FlowBuilder:
        """What the work begins with (きっかけ)."""
        return self._with(Kind.START, who, what, _only(to), name, details)

    def step(
        self, who: str, what: str, *, to: str | int | None = None, name: str = "", **details: Unpack[Details]
    ) -> FlowBuilder:
        """A piece of work."""
        return self._with(Kind.TASK, who, what, _only(to), name, details)

    def decide(self, who: str, what: str, *ways: Way, name: str = "", **details: Unpack[Details]) -> FlowBuilder:
        """A question, and a :func:`way` for each answer."""
        return self._with(Kind.DECISION, who, what, ways, name, details)

    def wait(
        self, who: str, what: str, *, to: str | int | None = None, name: str = "", **details: Unpack[Details]
    ) -> FlowBuilder:
        """A time in which nobody works (``wait="7日"`` says how long)."""
        return self._with(Kind.WAIT, who, what, _only(to), name, details)

    def automatic(
        self, who: str, what: str, *, to: str | int | None = None, name: str = "", **details: Unpack[Details]
    ) -> FlowBuilder:
        """What a system does by itself."""
        return self._with(Kind.SYSTEM, who, what, _only(to), name, details)

    def parallel(self, who: str, what: str, *to: str | int, name: str = "", **details: Unpack[Details]) -> FlowBuilder:
        """All ways out are taken at once; with several ways in, all of them are waited for."""
        return self._with(Kind.PARALLEL, who, what, tuple(Way("", target) for target in to), name, details)

    def subprocess(
        self, who: str, what: str, *, to: str | int | None = None, name: str = "", **details: Unpack[Details]
    ) -> FlowBuilder:
        """A piece of work that has a diagram of its own."""
        return self._with(Kind.SUBPROCESS, who, what, _only(to), name, details)

    def end(self, who: str, what: str = END, *, name: str = "", **details: Unpack[Details]) -> FlowBuilder:
        """A step with which the flow ends."""
        return self._with(Kind.END, who, what, (), name, details)

    @property
    def flow(self) -> Flow:
        """The flow.

        Raises:
            InputError: a way leads to a name or number that no step has, or two steps have one name.
        """
        names = self._names()
        steps = []
        for index, planned in enumerate(self._planned):
            step = planned.step
            if planned.ways:
                ways = tuple(_branch(way, names, len(self._planned), step) for way in planned.ways)
            else:
                ways = ways_on(step.what, step.kind, index + 2 if index + 1 < len(self._planned) else None)
            steps.append(replace(step, next=ways))
        return replace(self._head, steps=tuple(steps))

    def _with(self, kind: Kind, who: str, what: str, ways: tuple[Way, ...], name: str, details: Details) -> FlowBuilder:
        values: dict[str, Any] = dict(details)
        if unknown := sorted(values.keys() - Details.__annotations__.keys()):
            message = (
                f"「{short(unknown[0])}」という項目はありません。使えるのは {'・'.join(Details.__annotations__)} です。"
            )
            raise InputError(message, f"手順「{short(what)}」")
        for field in _LISTS & values.keys():
            values[field] = _texts(field, values[field], what)
        step = Step(len(self._planned) + 1, who, what, kind, **values)
        return replace(self, _planned=(*self._planned, _Planned(step, ways, name)))

    def _names(self) -> dict[str, int]:
        names: dict[str, int] = {}
        for planned in self._planned:
            name = fold(planned.name)
            if name and name in names:
                raise InputError("同じ名前の手順が2つあります。別の名前にしてください。", f"名前「{short(name)}」")
            if name:
                names[name] = planned.step.number
        return names


def build(title: str = "", *, version: str = "", cases: float | None = None, author: str = "") -> FlowBuilder:
    """Begin a flow: its title, version (「現状」「見直し後」), cases a year, and author."""
    return FlowBuilder(Flow(title, version=version, cases=cases, author=author))


def _only(to: str | int | None) -> tuple[Way, ...]:
    return () if to is None else (Way("", to),)


def _texts(field: str, value: object, what: str) -> tuple[str, ...]:
    """A list of texts; a single text would be taken for a list of letters."""
    if isinstance(value, (tuple, list)) and all(type(item) is str for item in value):
        return tuple(value)
    message = f"{field} には、文字の並びを渡してください（例: {field}=('氏名', '住所')）。"
    raise InputError(message, f"手順「{short(what)}」")


def _branch(way: Way, names: Mapping[str, int], count: int, step: Step) -> Branch:
    return Branch(_number(way.to, names, count, step), way.condition, way.share)


def _number(to: str | int, names: Mapping[str, int], count: int, step: Step) -> int | None:
    if type(to) is int and 1 <= to <= count:
        return to
    if type(to) is str and fold(to) in names:
        return names[fold(to)]
    if to == END:
        return None
    known = "・".join(f"「{name}」" for name in names) or "まだありません"
    message = (
        f"「{short(str(to))}」という行き先がありません。手順の name か番号か「おわり」にします。いまの名前: {known}。"
    )
    raise InputError(message, f"手順{step.number}「{short(step.what)}」")
