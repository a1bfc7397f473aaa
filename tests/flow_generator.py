"""Random Japanese business flows, seeded: what officials draw in the course, in size and in shape.

The sizes follow the learner profile of flow.md §2.2 (median 17 nodes, at most 40 here; 2 to 8 lanes, median 3). The
shape is a main line that changes hands, with decisions: rework straight back or by way of whoever must correct
something, a detour that joins again, an early end, a jump ahead over lanes. The shares are set so that Mermaid 12.3
``swimlane-beta`` TB scores about what flow.md §2.2 reports of it for drawings of learners.
The same seed gives the same flow, on every machine.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from kaizen_helpers.flow.model import Branch, Flow, Kind, Lane, LaneKind, Step

__all__ = ["random_flow", "random_flows"]

_LANES = (
    ("申請者", LaneKind.RESIDENT),
    ("窓口", LaneKind.STAFF),
    ("県の担当", LaneKind.STAFF),
    ("係長", LaneKind.STAFF),
    ("課長", LaneKind.STAFF),
    ("市町の担当課", LaneKind.OTHER),
    ("会計課", LaneKind.OTHER),
    ("受付システム", LaneKind.SYSTEM),
)
_OBJECTS = (
    "申請書",
    "調査票",
    "添付書類（住民票の写し）",
    "受付簿",
    "交付決定通知書",
    "集計表",
    "起案文書",
    "請求書",
    "実績報告書",
    "委任状",
    "Excelの管理台帳",
    "回答",
    "照会文",
    "支払データ",
)
_VERBS = ("を受け取る", "に記入する", "を確認する", "を転記する", "を送る", "を作成する", "を保管する", "を入力する")
_QUESTIONS = (
    ("書類はそろっているか", "そろっている", "不足あり"),
    ("内容に不備がないか", "不備なし", "不備あり"),
    ("期限までに届いたか", "届いた", "未提出あり"),
    ("要件を満たしているか", "満たす", "満たさない"),
    ("金額は10万円以上か", "10万円以上", "10万円未満"),
    ("決裁してよいか", "承認", "差戻し"),
    ("過去に交付を受けたことがあるか", "ある（5年以内を含む）", "ない"),
)
_CORRECTIONS = ("不足の書類をそろえる", "内容を直して再提出する", "補正を依頼する", "電話で確認する")
_WAITS = ("回答を待つ", "決裁を待つ", "月末まで待つ")
_MEANS = ("紙", "メール", "Excel", "システム", "")
_REWORK, _CORRECTION, _DETOUR, _EARLY_END, _JUMP = range(5)
_WAYS_OUT = (0.30, 0.23, 0.22, 0.07, 0.18)
_STAYS, _NEIGHBOUR = (0.36, 0.56), 0.52
"""How often a step stays in its lane (from flow to flow), and how often one that does not goes to a lane beside it."""


@dataclass(slots=True, eq=False)
class _Draft:
    lane: int
    what: str
    kind: Kind = Kind.TASK
    leads: list[tuple[_Draft | None, str]] = field(default_factory=list)


def random_flows(count: int, *, first: int = 0, rich: bool = False) -> list[Flow]:
    """Flows of the seeds ``first``, ``first`` + 1 and so on; see :func:`random_flow`."""
    return [random_flow(seed, rich=rich) for seed in range(first, first + count)]


def random_flow(seed: int, *, lanes: int | None = None, steps: int | None = None, rich: bool = False) -> Flow:
    """One flow of 8 to 40 steps in 2 to 8 lanes, or of the numbers asked for (steps: within a few).

    Without ``rich`` it has the four kinds that the course teaches; with it also waits, system steps, parts and
    pairs of parallel gateways, and declared lanes.
    """
    chance = random.Random(seed)
    while True:
        flow = _Writer(chance, lanes, steps, rich).write(seed)
        if steps or 8 <= len(flow.steps) <= 40:
            return flow


class _Writer:
    def __init__(self, chance: random.Random, lanes: int | None, steps: int | None, rich: bool) -> None:
        self.chance, self.rich = chance, rich
        self.size = steps or min(40, max(8, round(chance.lognormvariate(2.87, 0.36))))
        self.lanes = lanes or chance.choices(range(2, 9), (20, 38, 23, 10, 5, 2, 2))[0]
        self.lanes = min(self.lanes, self.size)
        self.names = sorted(chance.sample(range(len(_LANES)), min(self.lanes, len(_LANES))))
        self.drafts: list[_Draft] = []
        self.stays = chance.uniform(*_STAYS)

    def write(self, seed: int) -> Flow:
        main = self._main_line()
        self._branch_off(main)
        if self.rich:
            self._vary()
        number = {id(draft): n for n, draft in enumerate(self.drafts, 1)}
        steps = tuple(self._step(draft, number) for draft in self.drafts)
        declared = tuple(Lane(self._name(n), self._lane_kind(n)) for n in range(self.lanes)) if self.rich else ()
        return Flow(f"試しの業務{seed}", steps, cases=float(self.chance.randint(10, 3000)), declared=declared)

    # --- the shape ---

    def _main_line(self) -> list[_Draft]:
        decisions = max(2, round(self.size * self.chance.uniform(0.14, 0.26)))
        length = max(4, self.size - round(decisions * 0.9))
        at = set(self.chance.sample(range(2, length - 1), min(decisions, length - 3)))
        lane = 0 if self.chance.random() < 0.7 else self.chance.randrange(self.lanes)
        line: list[_Draft] = []
        for n in range(length):
            kind = Kind.START if n == 0 else Kind.DECISION if n in at else Kind.TASK
            line.append(_Draft(lane, self._words(kind), kind))
            lane = self._next_lane(lane, follows=n + 1 in at)
        missing = [n for n in range(self.lanes) if all(draft.lane != n for draft in line)]
        for n in missing:  # every owner has something to do
            free = [d for d in line[1:] if sum(other.lane == d.lane for other in line) > 1]
            if free:
                self.chance.choice(free).lane = n
        for draft, following in zip(line, [*line[1:], None], strict=True):
            draft.leads.append((following, ""))
        self.drafts = list(line)
        return line

    def _next_lane(self, lane: int, *, follows: bool) -> int:
        stays = self.stays + (0.25 if follows else 0.0)  # one mostly decides about one's own work
        if self.chance.random() < stays:
            return lane
        if self.chance.random() < _NEIGHBOUR:
            return self.chance.choice([n for n in (lane - 1, lane + 1) if 0 <= n < self.lanes])
        return self.chance.randrange(self.lanes)

    def _branch_off(self, main: list[_Draft]) -> None:
        for at, draft in enumerate(main):
            if draft.kind is not Kind.DECISION:
                continue
            what, yes, no = self.chance.choice(_QUESTIONS)
            draft.what = what
            draft.leads[0] = (draft.leads[0][0], yes)
            way = self.chance.choices(range(5), _WAYS_OUT)[0]
            back = main[max(1, at - self.chance.choice((1, 1, 2, 3, 4, 5, 7, 9)))]
            later = main[min(len(main) - 1, at + self.chance.choice((2, 2, 3, 4, 5, 7)))]
            if way == _REWORK:
                draft.leads.append((back, no))
            elif way == _JUMP and later is not draft.leads[0][0]:
                draft.leads.append((later, no))
            else:
                aim = {_CORRECTION: back, _EARLY_END: None}.get(way, later)
                draft.leads.append((self._detour(draft, aim, way), no))

    def _detour(self, after: _Draft, aim: _Draft | None, way: int) -> _Draft:
        """One or two steps aside, written after the decision they belong to."""
        count = 1 if way == _CORRECTION else self.chance.choice((1, 1, 2))
        lane, steps = after.lane, []
        for _ in range(count):
            lane = self._next_lane(lane, follows=False)
            words = self.chance.choice(_CORRECTIONS) if way == _CORRECTION else self._words(Kind.TASK)
            steps.append(_Draft(lane, words))
        for draft, following in zip(steps, [*steps[1:], aim], strict=True):
            draft.leads.append((following, ""))
        place = self.drafts.index(after) + 1
        self.drafts[place:place] = steps
        return steps[0]

    def _vary(self) -> None:
        """Kinds beyond the course: waits, system steps, parts, and two pieces of work at the same time."""
        for draft in self.drafts[1:]:
            if draft.kind is Kind.TASK and self.chance.random() < 0.2:
                draft.kind = self.chance.choice((Kind.WAIT, Kind.SYSTEM, Kind.SUBPROCESS))
                if draft.kind is Kind.WAIT:
                    draft.what = self.chance.choice(_WAITS)
        if self.chance.random() < 0.35:
            self._fork(self.chance.randrange(1, len(self.drafts) - 1))

    def _fork(self, at: int) -> None:
        """Before a step of the line: both it and another are done, then it goes on."""
        first = self.drafts[at]
        if first.kind is Kind.DECISION or len(first.leads) != 1:
            return
        second = _Draft(self._next_lane(first.lane, follows=False), self._words(Kind.TASK))
        split, join = _Draft(first.lane, "同時に進める", Kind.PARALLEL), _Draft(first.lane, "両方を待つ", Kind.PARALLEL)
        for draft in self.drafts:
            draft.leads = [(split if to is first else to, condition) for to, condition in draft.leads]
        split.leads = [(first, ""), (second, "")]
        join.leads, first.leads, second.leads = first.leads, [(join, "")], [(join, "")]
        self.drafts[at : at + 1] = [split, first, second, join]

    # --- the words ---

    def _words(self, kind: Kind) -> str:
        if kind is Kind.START:
            return self.chance.choice(("申請書が届く", "調査の依頼が来る", "年度初めになる"))
        return self.chance.choice(_OBJECTS) + self.chance.choice(_VERBS)

    def _name(self, lane: int) -> str:
        return _LANES[self.names[lane]][0] if lane < len(self.names) else f"関係課{lane + 1}"

    def _lane_kind(self, lane: int) -> LaneKind:
        return _LANES[self.names[lane]][1] if lane < len(self.names) else LaneKind.OTHER

    def _step(self, draft: _Draft, number: dict[int, int]) -> Step:
        share = self.chance.choice((0.05, 0.1, 0.2, 0.3))
        ways = tuple(
            Branch(
                number[id(to)] if to is not None else None,
                condition,
                None if len(draft.leads) == 1 or draft.kind is Kind.PARALLEL else share if n else round(1 - share, 2),
            )
            for n, (to, condition) in enumerate(draft.leads)
        )
        works = draft.kind in {Kind.TASK, Kind.SUBPROCESS, Kind.DECISION}
        return Step(
            number[id(draft)],
            self._name(draft.lane),
            draft.what,
            draft.kind,
            ways,
            minutes=float(self.chance.choice((3, 5, 10, 15, 30, 60))) if works else None,
            wait=self.chance.choice(("", "", "3日", "1週間")) if works else "",
            means=self.chance.choice(_MEANS),
            seal=self.chance.random() < 0.1,
        )
