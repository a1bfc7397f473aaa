"""Options for each step of a flow in the order of ECRS: 排除・結合・入替・簡素化, each one a question with its reason.

Source: domain.md §7 (排除→結合→入替→簡素化 の順, 先に自動化へ飛ぶのが誤り, 法定手順は E/C 不可の印) and S33.
What speaks for an option is read from the attributes and words of the steps, as in
:mod:`kaizen_helpers.flow.findings`; nothing is called waste: whoever knows the work decides. Doing it by machine
comes last, and only where something before it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.change.changes import quoted
from kaizen_helpers.flow.model import Flow, Step
from kaizen_helpers.flow.words import plain

__all__ = ["Ecrs", "EcrsExclusion", "EcrsOption", "EcrsReview", "LegalBasis", "ecrs_options", "read_basis"]


class Ecrs(StrEnum):
    """The four questions, in the order in which they are asked."""

    DROP = "排除"
    JOIN = "結合"
    SWAP = "入替"
    EASE = "簡素化"

    @property
    def verb(self) -> str:
        """What would become of the step, in the words of ``flow.draw(changes=…)``."""
        return _VERB[self.value]

    @property
    def question(self) -> str:
        """What is asked of any step."""
        return _QUESTION[self.value]


_VERB = {"排除": "なくす", "結合": "まとめる", "入替": "入れ替える", "簡素化": "簡素にする"}
_MARK = {"排除": "なくせるか", "結合": "まとめるか", "入替": "替えるか", "簡素化": "減らせるか"}
_QUESTION = {
    "排除": "この手順をやめたら、だれが困りますか。",
    "結合": "ほかの手順と、一度にできませんか。",
    "入替": "順番や場所、担当を替えると、手戻りや待ちが減りませんか。",
    "簡素化": "もっと少ない手間で、同じことを確かめられませんか。",
}


class LegalBasis(StrEnum):
    """What asks for a step (根拠)."""

    LAW = "法令"
    """A law, ordinance or regulation: the office cannot drop the step."""
    RULE = "要綱など"
    """Written by the office itself (要綱, 要領, 規程): others decide about it, but it can be revised."""
    HABIT = "決まりではない"
    """A table, an aid, or how it was always done."""
    NONE = "記載なし"


_LAW = re.compile(
    r"憲法|(?<![方手用作文製技])法(?:律|令|定|[0-9第施(・、 ]|に|の|$)|政令|省令|府令|施行令|"
    r"条例|(?<!社内)規則|告示|条約|[0-9]+条"
)
_RULE = re.compile(r"要綱|要領|規程|規定|細則|内規|訓令|通達|通知|ガイドライン|指針|協定|契約|基準|マニュアル")
_NOTHING = re.compile(r"^(?:特に?)?(?:なし|無し|無|ない|不明|未定|-|ー|―|\?|未記入|わからない|分からない)$")
_SAYS_LAW = re.compile(r"法定|(?:法律?|法令|条例|規則)(?:に基づ|で決ま|で定め|の規定|上の)")


def read_basis(step: Step) -> LegalBasis:
    """What asks for a step: its 根拠, or the words of the step where the 根拠 is empty (「法定の審査をする」)."""
    written = plain(step.basis)
    if not written or _NOTHING.match(written):
        return LegalBasis.LAW if _SAYS_LAW.search(plain(step.what)) else LegalBasis.NONE
    without_own = re.sub(r"(要綱|要領|規程|内規|細則|訓令)[^、。]*?第?[0-9一二三四五六七八九十]+条", r"\1", written)
    if _LAW.search(without_own):
        return LegalBasis.LAW
    return LegalBasis.RULE if _RULE.search(written) else LegalBasis.HABIT


@dataclass(frozen=True, slots=True)
class EcrsOption:
    """One thing that could be done with a step: always a question to whoever knows the work."""

    step: int
    kind: Ecrs
    question_ja: str
    reason_ja: str
    """What in the flow speaks for it."""
    check_ja: str
    """What has to be known before anybody does it (どう確認するか)."""
    others: tuple[int, ...] = ()
    """Other steps that it is about."""
    automates: bool = False
    """Whether it is about doing the step by machine: always the last option of a step, never the only one."""


@dataclass(frozen=True, slots=True)
class EcrsExclusion:
    """A step that is neither dropped nor joined, and why."""

    step: int
    kinds: tuple[Ecrs, ...]
    basis: LegalBasis
    reason_ja: str
    check_ja: str
    """What may be changed all the same, and whom to ask (どう確認するか)."""


@dataclass(frozen=True, slots=True)
class EcrsReview:
    """What may be asked about a flow."""

    options: tuple[EcrsOption, ...]
    """By step in the order of the table, then in the order of ECRS."""
    excluded: tuple[EcrsExclusion, ...]

    def of(self, step: int) -> tuple[EcrsOption, ...]:
        """The options of one step, in the order of ECRS."""
        return tuple(option for option in self.options if option.step == step)

    def of_kind(self, kind: Ecrs) -> tuple[EcrsOption, ...]:
        """The options of one kind, in the order of the table."""
        return tuple(option for option in self.options if option.kind is kind)

    @property
    def marks(self) -> dict[int, str]:
        """For each step what is asked of it first, for ``flow.draw(marks=…)``: 「なくせるか」."""
        first: dict[int, str] = {}
        for option in self.options:
            first.setdefault(option.step, _MARK[option.kind.value])
        return first


def ecrs_options(flow: Flow) -> EcrsReview:
    """Options for every step, in the order 排除・結合・入替・簡素化; empty for a flow without steps.

    Steps with a 根拠 in law or in a rule are left out of 排除 and 結合 and stand in ``excluded`` instead.
    """
    from kaizen_helpers.issues.ecrs.finders import find_options

    numbers: dict[int, Step] = {}
    for step in flow.steps:
        numbers.setdefault(step.number, step)
    excluded = tuple(_exclusion(step, basis) for step in numbers.values() if (basis := _fixed(step)))
    fixed = {exclusion.step for exclusion in excluded}
    kept = [option for option in find_options(flow) if not _breaks(option, fixed)]
    return EcrsReview(tuple(_in_order(kept, list(numbers))), excluded)


def _fixed(step: Step) -> LegalBasis | None:
    basis = read_basis(step)
    return basis if basis in {LegalBasis.LAW, LegalBasis.RULE} else None


def _breaks(option: EcrsOption, fixed: set[int]) -> bool:
    """Whether it would drop or join a step that has to stay as it is."""
    if option.kind is Ecrs.DROP:
        return option.step in fixed
    return option.kind is Ecrs.JOIN and bool(fixed & {option.step, *option.others})


def _in_order(options: Iterable[EcrsOption], numbers: list[int]) -> list[EcrsOption]:
    """By step, then E, C, R, S; one about a machine last, and only behind another option of its step."""
    places = {number: at for at, number in enumerate(numbers)}
    kinds = list(Ecrs)
    ordered = sorted(options, key=lambda o: (places[o.step], o.automates, kinds.index(o.kind)))
    asked = {option.step for option in ordered if not option.automates}
    return [option for option in ordered if not option.automates or option.step in asked]


def _exclusion(step: Step, basis: LegalBasis) -> EcrsExclusion:
    written = short(plain(step.basis), 30)
    said = f"「{written}」" if fold(written) else "法令"
    if basis is LegalBasis.LAW:
        reason = f"{quoted(step)}は、{said}で求められている手順です。なくしたり、ほかの手順に混ぜたりはしません。"
        check = (
            "決まっているのは「何を確かめるか」だけか、やり方や順番までかを、条文で読みましょう。"
            "「どう確認するか」（見る物、見方、見る時期）に、変えられる所が残っていることがあります。"
        )
        if not step.basis.strip():
            check = f"根拠の欄が空です。どの法令の第何条かを書き足しましょう。{check}"
    else:
        reason = f"{quoted(step)}は、{said}で決めた手順です。担当の判断だけでは、なくしたり混ぜたりできません。"
        check = (
            f"{said}を決めた所管に、何のための手順かを聞きましょう。"
            "まず「どう確認するか」を変えられるかを考え、決まりの見直しは、その次に相談します。"
        )
    return EcrsExclusion(step.number, (Ecrs.DROP, Ecrs.JOIN), basis, reason, check)
