"""Sheets for a meeting about one's work: the questions of ECRS beside the flow, and the issue tree with its sentences.

One HTML page each that needs nothing else (:mod:`kaizen_helpers.printed`); a browser prints it on A4. There is room to
write: what is asked is answered by those who know the work.
"""

from __future__ import annotations

from kaizen_helpers.flow.change.changes import quoted
from kaizen_helpers.flow.drawing.pages import draw_pages
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.issues.ecrs.ecrs import Ecrs, EcrsExclusion, EcrsOption, ecrs_options
from kaizen_helpers.issues.sorting.tree import IssueTree, check_issue_tree
from kaizen_helpers.issues.sorting.tree_drawing import draw_issue_tree
from kaizen_helpers.printed import page, picture, table, text

__all__ = ["ecrs_sheet", "issue_sheet"]

_HINT = "上から順に、その手順をよく知る人に聞いてください。答えは右の欄に書き、決めるのは最後にします。"
_NOTHING = "この図からは、見つかりませんでした。"


def ecrs_sheet(flow: Flow) -> str:
    """The flow with a mark on each step that may be asked about, then the questions in the order of ECRS.

    Steps with a 根拠 stand in a table of their own, with what may be changed all the same.
    """
    review = ecrs_options(flow)
    drawn = draw_pages(flow, "A4", marks=review.marks)
    pictures = [picture(one.svg, lying=one.width > one.height) for one in drawn]
    name = f"{' '.join(flow.title.split()) or '業務フロー図'}　見直しの問い"
    by_hand = {kind: [o for o in review.of_kind(kind) if not o.automates] for kind in Ecrs}
    machines = [option for option in review.options if option.automates]
    parts = [_head(name, _HINT), _kept(flow, review.excluded)]
    parts += [_options(f"{at}　{kind.verb}（{kind}）", kind.question, by_hand[kind]) for at, kind in enumerate(Ecrs, 1)]
    if machines:
        parts.append(_options("5　自動にする（最後に）", "ここまで考えて残る作業だけを見ます。", machines))
    return page(name, "A4", pictures, parts)


def issue_sheet(tree: IssueTree) -> str:
    """The issue tree, then its sentences with what to look at again."""
    drawn = draw_issue_tree(tree)
    name = f"{' '.join(tree.title.split()) or '論点の木'}　論点の整理"
    asked: dict[int, list[str]] = {}
    for finding in check_issue_tree(tree):
        asked.setdefault(finding.row, []).append(f"{finding.read_ja}{finding.next_ja}")
    rows = [
        (str(node.number), node.kind.value if node.kind else "", node.text, "\n".join(asked.get(node.row, [])), "")
        for node in tree.nodes
    ]
    sentences = table(("番号", "種類", "文", "確かめたいこと", "話し合ったこと"), rows, ("one", "one", "", "", "notes"))
    drawing = picture(drawn.svg, lying=drawn.width > drawn.height, label="論点の木")
    parts = [
        _head(name, "気づいたことを右の欄に書き込んでください。"),
        f"<section><h2>文の一覧</h2>{sentences}</section>",
    ]
    return page(name, "A4", [drawing], parts)


def _head(name: str, hint: str) -> str:
    return f"<header><h1>{text(name)}</h1><p>{text(hint)}</p></header>"


def _options(title: str, question: str, options: list[EcrsOption]) -> str:
    if not options:
        return f"<section><h2>{text(title)}</h2><p>{text(question)}{_NOTHING}</p></section>"
    rows = [(str(o.step), o.question_ja, o.reason_ja, o.check_ja, "") for o in options]
    asked = table(("手順", "聞くこと", "わけ", "確かめること", "答え"), rows, ("one", "", "", "", "notes"))
    return f"<section><h2>{text(title)}</h2><p>{text(question)}</p>{asked}</section>"


def _kept(flow: Flow, excluded: tuple[EcrsExclusion, ...]) -> str:
    """Steps that are neither dropped nor joined; nothing where there is none."""
    if not excluded:
        return ""
    names = {step.number: quoted(step) for step in reversed(flow.steps)}
    rows = [(names[x.step], x.basis.value, x.check_ja) for x in excluded]
    kept = table(("手順", "根拠", "どう確認するか"), rows, ("what", "one", ""))
    return f"<section><h2>なくさない手順</h2>{kept}</section>"
