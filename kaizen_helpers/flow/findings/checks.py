"""What is still missing or unclear in a flow.

Each check is a function from a flow to the numbers of the steps it is about, empty if there is
nothing to say; :func:`check_flow` runs all of them and adds the Japanese sentence. The ids and the
wording follow domain.md §8 M1 (``FLOW-NOSTART`` …); the source of each rule stands with its function.
A flow without steps has no findings: nothing has been written yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kaizen_helpers.flow import wording
from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.graph import components, reachable, successors
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.words import plain

__all__ = [
    "CHECKS",
    "FEWEST_STEPS",
    "MOST_STEPS",
    "Finding",
    "Severity",
    "check_flow",
    "dead_end",
    "endless_loop",
    "missing_owner",
    "mixed_channels",
    "no_condition",
    "no_end",
    "no_rework",
    "no_rule_row",
    "no_start",
    "one_branch",
    "outsider_in_line",
    "too_coarse",
    "too_fine",
    "two_owners",
    "unreachable",
    "vague_verb",
]

MOST_STEPS = 25
"""A flow of more steps should be gathered first (domain.md §8 E1-2: 5–25 手順)."""
FEWEST_STEPS = 5
"""A flow of fewer steps does not show how the work is done (domain.md §8 E1-2: 5–25 手順)."""

Severity = Literal["error", "advice", "information"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing to look at, and where."""

    id: str
    """The check that found it: one of :data:`CHECKS`, or of the other modules that :mod:`.findings` asks."""
    steps: tuple[int, ...]
    """The numbers of the steps it is about, in the order of the table."""
    message_ja: str
    """Where the first one is, why it matters, and what to do next."""
    severity: Severity
    """``error``: the flow cannot be followed to the end. ``advice``: it can be said more clearly, or done with less.
    ``information``: normal in many offices, or a question; nothing need be done."""
    path: tuple[int, ...] = ()
    """The steps one by one on the way from the start to the trouble, where the finding is about such a way."""


def no_start(flow: Flow) -> tuple[int, ...]:
    """The first step, if no step is きっかけ.

    Source: kashika.biz, the four things a flow says (domain.md §2.8); bpmnlint start-event-required.
    """
    if any(step.kind is Kind.START for step in flow.steps):
        return ()
    return tuple(step.number for step in flow.steps[:1])


def no_end(flow: Flow) -> tuple[int, ...]:
    """The last step, if nothing leads to おわり. Source: bpmnlint end-event-required (flow.md §4.2)."""
    if any(step.is_end for step in flow.steps):
        return ()
    return tuple(step.number for step in flow.steps[-1:])


def dead_end(flow: Flow) -> tuple[int, ...]:
    """Steps without a next step. Source: ``FLOW-DEADEND``; bpmnlint no-implicit-end (flow.md §4.2, 4.3)."""
    return tuple(step.number for step in flow.steps if not step.next and not step.is_end)


def unreachable(flow: Flow) -> tuple[int, ...]:
    """Steps to which no way leads from きっかけ (the first step, if there is none).

    Source: bpmnlint no-disconnected (flow.md §4.2); 到達可能 (domain.md §8 E1-2).
    """
    starts = [step.number for step in flow.steps if step.kind is Kind.START]
    starts = starts or [step.number for step in flow.steps[:1]]
    found = reachable(successors(flow), starts)
    return tuple(step.number for step in flow.steps if step.number not in found)


def one_branch(flow: Flow) -> tuple[int, ...]:
    """Decisions that lead to one place only. Source: ``FLOW-BRANCH1``; bpmnlint superfluous-gateway."""
    return tuple(
        step.number
        for step in flow.steps
        if step.kind is Kind.DECISION and len({branch.to for branch in step.next}) == 1
    )


def no_condition(flow: Flow) -> tuple[int, ...]:
    """Steps that part without saying when. Source: ``FLOW-NOLABEL``; 23 % of learners' diagrams (flow.md §4.3).

    A 並行 takes all its ways and needs no condition.
    """
    return tuple(
        step.number
        for step in flow.steps
        if step.kind is not Kind.PARALLEL
        and len(step.next) >= 2
        and any(not branch.condition.strip() for branch in step.next)
    )


def vague_verb(flow: Flow) -> tuple[int, ...]:
    """Work whose object or verb is missing. Source: 7PMG no. 6 (flow.md §4.4); ``FLOW-VAGUE``."""
    return tuple(
        step.number for step in flow.steps if step.kind in {Kind.TASK, Kind.START} and wording.is_vague(step.what)
    )


def two_owners(flow: Flow) -> tuple[int, ...]:
    """Steps with two parties as owner. Source: ``FLOW-LANE2``: who holds the ball (domain.md §8)."""
    return tuple(step.number for step in flow.steps if wording.is_two_owners(step.who))


def outsider_in_line(flow: Flow) -> tuple[int, ...]:
    """Steps of an outside party joined to the office by a bare line.

    Between an outside party (県民, 申請者, 市町, 国 …) and the office there are only messages: one of the two
    steps must be written as an exchange (送る・届く・受け取る…). The number is that of the outside party's step.
    Source: ``FLOW-POOL``; BPMN, no sequence flow across pools (domain.md §2.8).
    """
    by_number = {step.number: step for step in reversed(flow.steps)}
    found: set[int] = set()
    for number, targets in successors(flow).items():
        for to in targets:
            pair = (by_number[number], by_number[to])
            outsiders = [step for step in pair if wording.is_outsider(step.who)]
            if len(outsiders) == 1 and not any(wording.is_exchange(step.what) for step in pair):
                found.add(outsiders[0].number)
    return _in_order(flow, found)


def mixed_channels(flow: Flow) -> tuple[int, ...]:
    """Steps that take an electronic and a paper channel at once. Source: ``FLOW-MIXED`` (domain.md §8)."""
    return tuple(step.number for step in flow.steps if wording.mixes_channels(step.what, step.means))


def too_fine(flow: Flow) -> tuple[int, ...]:
    """The steps beyond the 25th. Source: ``FLOW-FINE``, 5–25 手順 (domain.md §8); 7PMG no. 1 and 7 (flow.md §4.4)."""
    return tuple(step.number for step in flow.steps[MOST_STEPS:])


def too_coarse(flow: Flow) -> tuple[int, ...]:
    """All steps, if there are fewer than five. Source: ``FLOW-COARSE``, 5–25 手順 (domain.md §8)."""
    return tuple(step.number for step in flow.steps) if len(flow.steps) < FEWEST_STEPS else ()


def endless_loop(flow: Flow) -> tuple[int, ...]:
    """Steps of a loop that nothing leaves. Source: ``FLOW-LOOP``; soundness: the option to complete (flow.md §4.1).

    A loop with an unfinished step in it (no next step, or a target that no row has) is not called
    endless: it may be left there.
    """
    ways = successors(flow)
    leaves = {step.number for step in flow.steps if step.is_end or not step.next} | set(no_rule_row(flow))
    found: set[int] = set()
    for loop in components(ways):
        is_loop = len(loop) > 1 or any(number in ways[number] for number in loop)
        if is_loop and not loop & leaves and all(set(ways[number]) <= loop for number in loop):
            found |= loop
    return _in_order(flow, found)


def no_rule_row(flow: Flow) -> tuple[int, ...]:
    """Steps that lead to a number which no row has. Source: dangling references (flow.md §2.2, size profile)."""
    known = {step.number for step in flow.steps}
    return tuple(
        step.number
        for step in flow.steps
        if any(branch.to is not None and branch.to not in known for branch in step.next)
    )


def missing_owner(flow: Flow) -> tuple[int, ...]:
    """Steps without an owner. Source: レーン = 誰が (domain.md §2.8)."""
    return tuple(step.number for step in flow.steps if not step.who.strip())


# --- 不備の戻り先 --------------------------------------------------------------------------------

_RESENT = re.compile(
    r"差し?戻|返戻|返送|返却|返す|戻す|照会|問い合わせ|問合せ|補正|訂正|修正|直|再提出|再送|再度|もう一度|督促|催促|却下|不受理|連絡|電話|依頼|通知"
)
_WRONG = re.compile(
    r"(不備|誤り|漏れ|もれ|不足|疑義|差異)(が|は)?(ある|あり|有)|差し?戻|返戻|補正|要修正|不一致|不可|不適|一致しない|合わない|"
    r"(揃|そろ)って(い)?ない|足りない|^(ng|不備|不足)$|^(否|未)"
)
_ASKS_FOR_FAULT = re.compile(r"(不備|誤り|間違い|漏れ|もれ|不足|疑義|差異)(等|など)?(が|は|の)?(ある|あり|あっ|有)")
_ASKS_FOR_GOOD = re.compile(r"ない|なし|無い|無し|そろ|揃|合う|合って|一致し|できる|可能|よい|良い|正し|足り|ok$|ok\?$")
"""Questions of which one can tell by their words which answer is the bad one; of others either may be."""
_ASKS_FOR_REWORK = re.compile(r"(修正|訂正|補正|差し?戻|返戻)")
_NO = frozenset(["否", "不要", "いいえ", "no", "n", "ない", "なし", "無", "無し", "無い", "しない", "不"])
_CHECKS_FOR_DEFECTS = re.compile(
    r"(不備|誤り|漏れ|もれ|不足).*(確認|点検|審査|照合|チェック|検査|調べ|探|確かめ|見る|有無)"
)


def no_rework(flow: Flow) -> tuple[int, ...]:
    """Checks for 不備 from which nothing goes back or is sent again.

    For a decision the way taken when something is wrong must lead back up the table, or through a step
    that returns, asks or corrects (差し戻す・照会する・直す…) before it meets the ordinary way. A plain
    step that looks for 不備 needs such a decision, or such a step, after it.
    Source: 不備/差戻しの戻り先 (domain.md §8 E1-2); 例外路なし (flow.md §4.5).
    """
    ways = successors(flow)
    found = set()
    for step in flow.steps:
        if step.kind is Kind.DECISION and _is_about_defects(step):
            if len({branch.to for branch in step.next}) >= 2 and not _has_way_back(flow, step, ways):
                found.add(step.number)
        elif step.kind is Kind.TASK and _CHECKS_FOR_DEFECTS.search(plain(step.what)):
            after = reachable(ways, ways[step.number])
            if not any(_takes_up(other) for other in flow.steps if other.number in after):
                found.add(step.number)
    return _in_order(flow, found)


def _is_about_defects(step: Step) -> bool:
    return any(wording.speaks_of_defects(text) for text in (step.what, *(branch.condition for branch in step.next)))


def _takes_up(step: Step) -> bool:
    """Whether a later step deals with what an earlier check may have found."""
    return bool(_RESENT.search(plain(step.what))) or (step.kind is Kind.DECISION and _is_about_defects(step))


def _has_way_back(flow: Flow, decision: Step, ways: dict[int, tuple[int, ...]]) -> bool:
    wrong = [branch for branch in decision.next if _is_wrong_way(decision, branch)]
    if not wrong:  # which way is the wrong one is not said: any of them may be
        wrong = list(decision.next)
    order = {step.number: index for index, step in reversed(list(enumerate(flow.steps)))}
    here = order[decision.number]
    for branch in wrong:
        others = [other.to for other in decision.next if other.to is not None and other.to != branch.to]
        ordinary = reachable(ways, others, [decision.number]) if len(wrong) < len(decision.next) else set()
        if branch.to is None or branch.to not in order:
            continue
        if order[branch.to] <= here or _RESENT.search(plain(flow.steps[order[branch.to]].what)):
            return True
        apart = reachable(ways, [branch.to], ordinary | {decision.number})
        for number in apart:
            goes_back = any(order[to] <= here for to in ways[number])
            if goes_back or _RESENT.search(plain(flow.steps[order[number]].what)):
                return True
    return False


def _is_wrong_way(decision: Step, branch: Branch) -> bool:
    """Whether this is the way taken when something is wrong with the document."""
    condition, question = plain(branch.condition).lower(), plain(decision.what)
    if _ASKS_FOR_REWORK.search(question) and "ない" not in question:
        return condition not in _NO
    if _WRONG.search(condition):
        return True
    if condition in {"ある", "あり", "有", "有り"}:
        return "不備" in question or bool(_ASKS_FOR_FAULT.search(question))
    if condition in {"はい", "yes", "y"}:
        return bool(_ASKS_FOR_FAULT.search(question))
    return condition in {"いいえ", "no", "n"} and bool(_ASKS_FOR_GOOD.search(question))


def _in_order(flow: Flow, numbers: set[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(step.number for step in flow.steps if step.number in numbers))


# --- all of them ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Check:
    find: Callable[[Flow], tuple[int, ...]]
    severity: Severity
    say: str
    """The sentence; ``{step}`` is the first place, ``{count}`` the number of steps of the flow."""


CHECKS: dict[str, _Check] = {
    "no_start": _Check(
        no_start,
        "error",
        "この業務が始まるきっかけがまだ書かれていません。だれから何が届くと始まるのかを、最初の行に書きましょう。",
    ),
    "no_end": _Check(
        no_end,
        "error",
        "業務のおわりがまだ書かれていません。どこまで済めば終わりかを決め、その手順の次を「おわり」にしましょう。",
    ),
    "dead_end": _Check(
        dead_end,
        "error",
        "{step}の次がまだ書かれていません。ここで終わりなら「おわり」を、続くなら次の手順の番号を書きましょう。",
    ),
    "no_rule_row": _Check(
        no_rule_row,
        "error",
        "{step}の次に、表にない番号が書かれています。その番号の行を足すか、番号を見直しましょう。",
    ),
    "unreachable": _Check(
        unreachable,
        "error",
        "{step}へ進む矢印がありません。どの手順のあとに行うのかを考え、その手順の次にこの番号を書きましょう。",
    ),
    "missing_owner": _Check(
        missing_owner, "error", "{step}をだれが行うのか、まだ書かれていません。動く人（ボールを持つ人）を書きましょう。"
    ),
    "one_branch": _Check(
        one_branch,
        "error",
        "{step}の行き先が1つだけです。もう一方の場合にどこへ進むのかを、次と条件に書き足しましょう。",
    ),
    "no_condition": _Check(
        no_condition,
        "error",
        "{step}の分かれ道に、条件の書かれていない行き先があります。後任の方が迷わないよう、どんなときに進むのかを書きましょう。",
    ),
    "endless_loop": _Check(
        endless_loop,
        "error",
        "{step}を通る輪から抜ける道がありません。どうなったら先へ進むのかを決め、その行き先を書き足しましょう。",
    ),
    "two_owners": _Check(
        two_owners,
        "error",
        "{step}の担当が2者います。実際に手を動かす人が変わるところで、手順を分けましょう。",
    ),
    "no_rework": _Check(
        no_rework,
        "advice",
        "{step}で不備が見つかったときの戻り先が見当たりません。だれに返し、どの手順からやり直すのかを書き足しましょう。",
    ),
    "vague_verb": _Check(
        vague_verb,
        "advice",
        "{step}は、これだけでは何をどうするのかが後任の方に伝わりません。「〈目的語〉を〈動詞〉する」の形で書きましょう。",
    ),
    "outsider_in_line": _Check(
        outsider_in_line,
        "advice",
        "{step}は庁外の方の手順で、庁内の手順と直接つながっています。何が送られ、何が届くのかがわかる書き方にしましょう。",
    ),
    "mixed_channels": _Check(
        mixed_channels,
        "advice",
        "{step}に、電子と紙の入口が一緒に書かれています。入口ごとに手順を分け、そのあとで合流させましょう。",
    ),
    "too_fine": _Check(
        too_fine,
        "advice",
        "手順が{count}あります。まず大きな流れを15前後にまとめ、例外はあとから足しましょう。",
    ),
    "too_coarse": _Check(
        too_coarse,
        "advice",
        "手順が{count}だけなので、だれが何をしているかが見えにくくなっています。人が変わるところと分かれ道で手順を分けましょう。",
    ),
}
"""Every check by its id, in the order in which a learner should read the findings."""


def check_flow(flow: Flow) -> tuple[Finding, ...]:
    """Everything there is to say about a flow, most basic first; empty if nothing is found.

    At most one finding for each check; its ``steps`` holds every place.
    """
    findings = []
    for check_id, check in CHECKS.items():
        steps = check.find(flow)
        if steps:
            message = check.say.format(step=_named(flow, steps[0]), count=len(flow.steps))
            findings.append(Finding(check_id, steps, message, check.severity))
    return tuple(findings)


def _named(flow: Flow, number: int) -> str:
    step = flow.step(number)
    what = short(step.what) if step else ""
    return f"手順{number}「{what}」" if what else f"手順{number}"
