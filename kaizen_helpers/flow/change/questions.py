"""What to ask whoever knows the work, made from the findings: a question, never an error.

A supervisor who is shown errors corrects the drawing; one who is asked tells how the work is done.
"""

from __future__ import annotations

from collections.abc import Iterable

from kaizen_helpers.flow.change.changes import quoted
from kaizen_helpers.flow.findings.checks import Finding, check_flow
from kaizen_helpers.flow.model import Flow, Kind, Step

__all__ = ["questions_about"]

_ASK = {
    "no_start": "この業務は、だれから何が届くと始まりますか。",
    "no_end": "どこまで済むと、この業務は終わりですか。",
    "dead_end": "{step}の次は、どうなりますか。",
    "no_rule_row": "{step}の次に書かれた番号は、どの手順のことですか。",
    "unreachable": "{step}は、どの手順のあとに行いますか。",
    "missing_owner": "{step}は、だれが行いますか。",
    "one_branch": "{step}で、もう一方の場合はどこへ進みますか。",
    "no_condition": "{step}では、どんなときにどちらへ進みますか。",
    "endless_loop": "{step}のやり直しは、どうなったら終わりですか。",
    "two_owners": "{step}で、実際に手を動かすのはどなたですか。",
    "no_rework": "{step}で不備が見つかったら、だれに返し、どこからやり直しますか。",
    "vague_verb": "{step}では、何をどうしますか。",
    "outsider_in_line": "{step}では、庁内とのあいだで何をどうやって送りますか。",
    "mixed_channels": "{step}は、電子と紙で手順が違いますか。",
    "too_fine": "手順が{count}あります。まとめて見てよい所はありますか。",
    "too_coarse": "手順が{count}です。まだ書いていない手順はありませんか。",
    "deadlock": "{step}で待つものがそろわないことがあります。そのときは、どうしますか。",
    "left_behind": "おわりまで進んだとき、{step}の仕事は残っていませんか。",
    "lack_of_sync": "{step}は、1件について2回行うことがありますか。",
    "no_way_out": "{step}のやり直しは、どうなったら終わりですか。",
    "dead_step": "{step}を行うのは、どんなときですか。",
    "not_a_question": "{step}では、何を見て、どう分けますか。",
    "rework_loop": "{step}から前に戻るのは、どんなときですか。いちばん多い理由は何ですか。",
    "long_wait": "{step}の前では、何を待っていますか。短くできた例はありますか。",
    "double_entry": "{step}で入力する内容は、どちらが元ですか。片方を写さずに済みますか。",
    "transcription": "{step}で写している元のデータは、そのまま取り込めますか。",
    "seal_chain": "{step}の押印や決裁は、何のために、どの規程で必要ですか。",
    "ping_pong": "{step}のやり取りは、何を確かめるための往復ですか。",
    "many_handovers": "担当が変わる所のうち、続けて同じ人が行える所はありますか。",
    "one_person": "{step}の担当が休んだときは、だれが行いますか。",
    "no_criterion": "{step}では、何がどうなっていれば、よいとしますか。",
    "no_deadline": "{step}は、いつまでに行いますか。",
    "no_exception": "届かない、書き方が違うなど、うまくいかないときはどうしますか。",
    "personal_data": "{step}の個人情報は、この手段で扱ってよいと決まっていますか。",
    "personal_data_medium": "{step}の個人情報は、どの手段で送りますか。",
}
_ALWAYS = ("この図にない例外は、年に何件くらいありますか。", "いちばん困っているのは、どの手順ですか。")
_MOST_NAMED = 6


def questions_about(flow: Flow, findings: Iterable[Finding] | None = None) -> tuple[str, ...]:
    """The questions for a review in Japanese, the most basic first; two that always help stand at the end.

    ``findings`` are those of :func:`~kaizen_helpers.flow.findings.checks.check_flow` if nothing is given. A finding
    that has no question of its own is told as it is, with the question whether it is so; mere information is not.
    """
    given = check_flow(flow) if findings is None else findings
    found = [finding for finding in given if finding.id in _ASK or finding.severity != "information"]
    asked = [_question(flow, finding) for finding in found]
    return (*dict.fromkeys([*asked, *_missing_minutes(flow)]), *_ALWAYS) if flow.steps else _ALWAYS


def _question(flow: Flow, finding: Finding) -> str:
    ask = _ASK.get(finding.id)
    if ask is None:
        return f"{finding.message_ja}実際はどうですか。"
    return ask.format(step=_named(flow, finding.steps), count=len(flow.steps))


def _named(flow: Flow, numbers: tuple[int, ...]) -> str:
    """「手順3「内容を確認する」（手順5・7も）」."""
    if not numbers:
        return "この図"
    first = flow.step(numbers[0])
    name = quoted(first) if first else f"手順{numbers[0]}"
    return name + (f"（手順{_list(numbers[1:])}も）" if numbers[1:] else "")


def _list(numbers: tuple[int, ...]) -> str:
    shown = "・".join(map(str, numbers[:_MOST_NAMED]))
    return f"{shown}ほか{len(numbers) - _MOST_NAMED}か所" if len(numbers) > _MOST_NAMED else shown


def _missing_minutes(flow: Flow) -> list[str]:
    """Only where somebody began to write minutes: a first drawing does without."""

    def blank(step: Step) -> bool:
        return step.kind in {Kind.TASK, Kind.SUBPROCESS} and step.minutes is None

    numbers = tuple(step.number for step in flow.steps if blank(step))
    begun = any(step.minutes is not None for step in flow.steps)
    return [f"手順{_list(numbers)}は、1回に何分くらいかかりますか。"] if numbers and begun else []
