"""What a business flow is: steps, who does them, and where each leads.

The fields follow flow.md §9.1 (data model) and domain.md §8 M1 (the table a learner writes). The
model holds what somebody wrote, also when it is incomplete: a target that does not exist, a step
without an owner or a number used twice are findings of :mod:`kaizen_helpers.flow.findings.checks`, not
errors here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Branch", "Flow", "Kind", "Lane", "LaneKind", "Remark", "Step"]


class Kind(StrEnum):
    """What a step is (flow.md §9.1). The first four are what the course teaches; the rest is for one's own work."""

    START = "start"
    TASK = "task"
    DECISION = "decision"
    END = "end"
    WAIT = "wait"
    """Nobody works: something must arrive, or a date come."""
    SYSTEM = "system"
    """A system does it by itself."""
    PARALLEL = "parallel"
    """All ways out are taken at once; with several ways in, all of them are waited for."""
    SUBPROCESS = "subprocess"
    """A piece of work with a diagram of its own."""

    @property
    def label(self) -> str:
        """The Japanese name the learner sees."""
        return _KIND_LABEL[self.value]


_KIND_LABEL = {
    "start": "きっかけ",
    "task": "作業",
    "decision": "分かれ道",
    "end": "おわり",
    "wait": "待ち",
    "system": "システム処理",
    "parallel": "並行",
    "subprocess": "サブ業務",
}


class LaneKind(StrEnum):
    """Who stands behind a lane (flow.md §9.1, Lane 種別)."""

    STAFF = "staff"
    RESIDENT = "resident"
    OTHER = "other"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The Japanese name."""
        return _LANE_LABEL[self.value]


_LANE_LABEL = {"staff": "職員", "resident": "住民・申請者", "other": "他課・関係機関", "system": "システム"}


@dataclass(frozen=True, slots=True)
class Lane:
    """What is known of an owner beyond the name."""

    name: str
    """As in the column だれが."""
    kind: LaneKind | None = None
    staff: float | None = None
    """How many people do this work."""
    rate: float | None = None
    """What an hour of one of them costs, in yen."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a step."""

    to: int | None
    """The number of the step it leads to; ``None`` means おわり."""
    condition: str = ""
    """When this way is taken, as written (不備なし); empty where nothing is written."""
    share: float | None = None
    """How often this way is taken, 0 to 1; ``None`` where nobody said."""


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
    """The medium: 紙, メール, システム and so on (媒体)."""
    rank: str = ""
    """The position of who does it (職位): hours and cost are counted by it."""
    system: str = ""
    """The system or ledger that is used (システム・台帳)."""
    seal: bool = False
    """Whether a seal or a signature is put on it (押印)."""
    inputs: tuple[str, ...] = ()
    """The pieces of information that are typed or written in this step (入力情報)."""
    deadline: str = ""
    """Until when, as written (期限)."""
    basis: str = ""
    """The law, ordinance or rule that asks for it (根拠)."""
    person: str = ""
    """Who alone can do it, if it is one person only (属人)."""
    personal: str = ""
    """The personal data that are handled (個人情報), as written; empty if none."""
    issues: tuple[str, ...] = ()
    """Tags of what is wrong with the step (課題)."""
    note: str = ""
    """Anything else (備考)."""

    @property
    def is_end(self) -> bool:
        """Whether the flow may stop here: an end step, or a way out to おわり."""
        return self.kind is Kind.END or any(branch.to is None for branch in self.next)


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody asked or remarked when looking at the flow, and what was answered."""

    step: int | None
    """The number of the step; ``None`` for the flow as a whole."""
    question: str
    reply: str = ""
    by: str = ""
    """Who looked: a role (係長, デジタル担当), not a name."""
    date: str = ""
    """ISO date."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A business flow: its title and its steps in the order written."""

    title: str = ""
    steps: tuple[Step, ...] = ()
    version: str = ""
    """「現状」「見直し後」, or any other name of this version."""
    cases: float | None = None
    """Cases a year (年間件数)."""
    author: str = ""
    updated: str = ""
    """ISO date of the last change."""
    declared: tuple[Lane, ...] = ()
    """Owners that more is known of than the name; their order is the order of the lanes."""
    remarks: tuple[Remark, ...] = ()

    @property
    def lanes(self) -> tuple[str, ...]:
        """The owners: declared ones first, then by their first step; an empty owner is a lane of its own."""
        return tuple(dict.fromkeys([*(lane.name for lane in self.declared), *(step.who for step in self.steps)]))

    def lane(self, name: str) -> Lane:
        """What is known of an owner; nothing but the name for one that was not declared."""
        return next((lane for lane in self.declared if lane.name == name), Lane(name))

    def step(self, number: int) -> Step | None:
        """The first step with this number, or ``None``."""
        return next((step for step in self.steps if step.number == number), None)

    def to_dict(self) -> dict[str, Any]:
        """The flow as plain JSON values; :meth:`from_dict` gives back an equal flow."""
        from kaizen_helpers.flow.plain import flow_to_plain

        return flow_to_plain(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Flow:
        """Read what :meth:`to_dict` wrote, also before a field was added: what is missing is empty.

        Raises:
            InputError: a value is of another type, or a step lacks its number, owner, text or kind;
                the message names the place.
        """
        from kaizen_helpers.flow.plain import flow_from_plain

        return flow_from_plain(data)
