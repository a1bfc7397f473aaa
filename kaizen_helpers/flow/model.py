"""What a business flow is: steps, who does them, and where each leads.

The fields follow flow.md §9.1 (data model) and domain.md §8 M1 (the table a learner writes). The
model holds what somebody wrote, also when it is incomplete: a target that does not exist, a step
without an owner or a number used twice are findings of :mod:`kaizen_helpers.flow.checks`, not
errors here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaizen_helpers.errors import InputError

__all__ = ["Branch", "Flow", "Kind", "Step"]

_LARGEST = 1e15


class Kind(StrEnum):
    """What a step is: a trigger, work, a decision, or an end (flow.md §9.1, the four used in the course)."""

    START = "start"
    TASK = "task"
    DECISION = "decision"
    END = "end"

    @property
    def label(self) -> str:
        """The Japanese name the learner sees."""
        return {"start": "きっかけ", "task": "作業", "decision": "分かれ道", "end": "おわり"}[self.value]


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a step."""

    to: int | None
    """The number of the step it leads to; ``None`` means おわり."""
    condition: str = ""
    """When this way is taken, as written (不備なし); empty where nothing is written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: who does what, and what comes next."""

    number: int
    """The number the learner sees beside the row, from 1."""
    who: str
    """Who holds the ball: the lane."""
    what: str
    """What is done: 「〈目的語〉を〈動詞〉する」, or a question for a decision."""
    kind: Kind = Kind.TASK
    next: tuple[Branch, ...] = ()
    """The ways out in the order written; empty where nothing is written yet."""
    minutes: float | None = None
    """Minutes of work (hands moving) for one case."""
    wait: str = ""
    """Waiting before the step, as written (3日, 翌月曜まで): time is not period (flow.md §5.4)."""
    cases: float | None = None
    """How many cases go through the step in one run of the flow."""
    document: str = ""
    """The document used or made (帳票・書類)."""
    means: str = ""
    """The medium: 紙, メール, システム and so on."""

    @property
    def is_end(self) -> bool:
        """Whether the flow may stop here: an end step, or a way out to おわり."""
        return self.kind is Kind.END or any(branch.to is None for branch in self.next)


@dataclass(frozen=True, slots=True)
class Flow:
    """A business flow: its title and its steps in the order written."""

    title: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def lanes(self) -> tuple[str, ...]:
        """The owners in the order of their first step; an empty owner is a lane of its own."""
        return tuple(dict.fromkeys(step.who for step in self.steps))

    def step(self, number: int) -> Step | None:
        """The first step with this number, or ``None``."""
        return next((step for step in self.steps if step.number == number), None)

    def to_dict(self) -> dict[str, Any]:
        """The flow as plain JSON values; :meth:`from_dict` gives back an equal flow."""
        return {"title": self.title, "steps": [_step_to_dict(step) for step in self.steps]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Flow:
        """Read what :meth:`to_dict` wrote.

        Raises:
            InputError: a value is missing or of another type; the message names the place.
        """
        steps = _field(data, "steps", list, "フロー")
        return cls(
            title=_field(data, "title", str, "フロー"),
            steps=tuple(_step_from_dict(item, f"steps[{index}]") for index, item in enumerate(steps)),
        )


def _step_to_dict(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "who": step.who,
        "what": step.what,
        "kind": step.kind.value,
        "next": [{"to": branch.to, "condition": branch.condition} for branch in step.next],
        "minutes": step.minutes,
        "wait": step.wait,
        "cases": step.cases,
        "document": step.document,
        "means": step.means,
    }


def _step_from_dict(data: Any, where: str) -> Step:
    kind = _field(data, "kind", str, where)
    if kind not in {member.value for member in Kind}:
        raise InputError(f"手順の種類「{kind[:20]}」は使えません。start・task・decision・end のどれかにします。", where)
    return Step(
        number=_field(data, "number", int, where),
        who=_field(data, "who", str, where),
        what=_field(data, "what", str, where),
        kind=Kind(kind),
        next=tuple(
            _branch_from_dict(item, f"{where}.next[{index}]")
            for index, item in enumerate(_field(data, "next", list, where))
        ),
        minutes=_quantity(data, "minutes", where),
        wait=_field(data, "wait", str, where),
        cases=_quantity(data, "cases", where),
        document=_field(data, "document", str, where),
        means=_field(data, "means", str, where),
    )


def _branch_from_dict(data: Any, where: str) -> Branch:
    target = data.get("to") if isinstance(data, dict) else None
    to = None if target is None else _field(data, "to", int, where)
    return Branch(to=to, condition=_field(data, "condition", str, where))


def _quantity(data: Mapping[str, Any], name: str, where: str) -> float | None:
    value = data.get(name)
    if value is None:
        return None
    if type(value) not in {int, float} or not -_LARGEST < value < _LARGEST:  # not NaN either
        raise InputError(f"「{name}」が数ではありません。数か null にします。", where)
    return value  # type: ignore[no-any-return]


def _field(data: Any, name: str, wanted: type, where: str) -> Any:
    """``data[name]`` of exactly the wanted type (so ``True`` is not a number)."""
    if not isinstance(data, Mapping):
        raise InputError("フローのデータの形が違います。保存し直したファイルで試してください。", where)
    value = data.get(name)
    if type(value) is not wanted:
        raise InputError(f"「{name}」がないか、別の形の値です。フローを書き出し直したデータを使ってください。", where)
    return value
