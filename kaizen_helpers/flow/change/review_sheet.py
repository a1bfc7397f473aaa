"""The sheet a supervisor gets on paper: the picture, questions, room to write on, the table of steps, earlier remarks.

One HTML page that needs nothing else (:mod:`kaizen_helpers.printed`). A browser prints it on A4 or A3; the
screen shows the same pages one below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.change.questions import questions_about
from kaizen_helpers.flow.change.review import remark_rows
from kaizen_helpers.flow.findings.checks import Finding
from kaizen_helpers.flow.model import Branch, Flow, Step
from kaizen_helpers.printed import page, picture, table, text

if TYPE_CHECKING:
    from kaizen_helpers.flow.drawing.pages import Paper

__all__ = ["checked_paper", "head", "looks", "review_sheet"]

_LOOKS = 3
"""Room for so many people."""


def review_sheet(
    flow: Flow,
    *,
    paper: Paper = "A4",
    findings: Iterable[Finding] | None = None,
    questions: Iterable[str] = (),
    changes: Mapping[int, str] | None = None,
) -> str:
    """The sheet as HTML; write it to a file ending in ``.html`` and print it from the browser.

    Args:
        flow: what is looked at.
        paper: "A4" or "A3".
        findings: what is asked about; those of ``flow.findings.checks.check_flow`` if nothing is given.
        questions: own questions, which come first.
        changes: what becomes of steps, as for :func:`~kaizen_helpers.flow.drawing.drawing.draw`.

    Raises:
        InputError: another paper, or a word in ``changes`` that is not known.
    """
    from kaizen_helpers.flow.drawing.pages import draw_pages

    drawn = draw_pages(flow, checked_paper(paper), changes=changes)
    pictures = [picture(drawing.svg, lying=drawing.width > drawing.height) for drawing in drawn]
    name = f"{' '.join(flow.title.split()) or '業務フロー図'}　確認シート"
    hint = "図を見て、気づいたことを書き込んでください。図を直すのは、描いた人が後で行います。"
    asked = [*(words for words in questions if words.strip()), *questions_about(flow, findings)]
    form = [head(name, _facts(flow), hint), _questions(asked), looks(), _steps(flow), _remarks(flow)]
    return page(name, paper, pictures, form)


def checked_paper(paper: Paper) -> Paper:
    """The paper.

    Raises:
        InputError: it is none of those that offices have.
    """
    if paper not in {"A4", "A3"}:
        raise InputError(f"「{str(paper)[:20]}」という用紙は使えません。A4・A3のどれかにしてください。", "用紙")
    return paper


def head(name: str, facts: Iterable[str], hint: str) -> str:
    """The head of a form: its name, what is known, what to do."""
    known = "　".join(fact for fact in facts if fact)
    return f"<header><h1>{text(name)}</h1><p>{text(known)}</p><p>{text(hint)}</p></header>"


def _facts(flow: Flow) -> list[str]:
    return [
        f"版：{flow.version}" if flow.version else "",
        f"作成：{flow.author}" if flow.author else "",
        f"更新：{flow.updated}" if flow.updated else "",
        f"手順の数：{len(flow.steps)}",
    ]


def _questions(asked: list[str]) -> str:
    items = "".join(f"<li>{text(question)}</li>" for question in asked)
    return f"<section><h2>聞きたいこと</h2><ol>{items}</ol></section>"


def looks() -> str:
    """Room for handwriting: who looked, when, and the main remark."""
    row = (
        '<tr><td><span class="small">役職・係</span></td><td><span class="small">　　年　　月　　日</span></td>'
        '<td class="lines"></td></tr>'
    )
    return (
        '<section class="whole"><h2>見た人の記入欄</h2><table class="looks"><thead><tr><th>だれが見たか</th>'
        f"<th>日付</th><th>いちばんの指摘</th></tr></thead><tbody>{row * _LOOKS}</tbody></table></section>"
    )


def _steps(flow: Flow) -> str:
    """The table of steps, without the columns that nobody filled, and with a column to write in."""
    if not flow.steps:
        return ""
    columns = {name: cell for name, cell in _COLUMNS.items() if name in _KEPT or any(map(cell, flow.steps))}
    rows = [[*(cell(step) for cell in columns.values()), ""] for step in flow.steps]
    classes = [*(_CLASS.get(name, "one") for name in columns), "notes"]
    return f"<section><h2>手順の一覧</h2>{table([*columns, '気づいたこと'], rows, classes)}</section>"


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,.10g}{unit}"


def _ways(step: Step) -> str:
    return "、".join(_way(way) for way in step.next)


def _way(way: Branch) -> str:
    to = "おわり" if way.to is None else str(way.to)
    condition = " ".join(way.condition.split())
    return f"{condition}→{to}" if condition else to


_COLUMNS: dict[str, Callable[[Step], str]] = {
    "番号": lambda step: str(step.number),
    "だれが": lambda step: step.who,
    "何を": lambda step: step.what,
    "手段": lambda step: step.means,
    "書類": lambda step: step.document,
    "分": lambda step: _number(step.minutes, "分"),
    "件数": lambda step: _number(step.cases, "件"),
    "待ち": lambda step: step.wait,
    "次": _ways,
}
_KEPT = {"番号", "だれが", "何を", "次"}
_CLASS = {"何を": "what", "次": "ways", "手段": "short", "書類": "short", "待ち": "short", "だれが": "who"}


def _remarks(flow: Flow) -> str:
    rows = [
        [
            "全体" if row["手順"] is None else f"手順{row['手順']}",
            *(str(row[name]) for name in ("指摘", "回答", "状態", "だれが", "日付")),
        ]
        for row in remark_rows(flow)
    ]
    if not rows:
        return ""
    columns = table(("場所", "指摘", "回答", "状態", "だれが", "日付"), rows, ("one", "", "", "one", "", "one"))
    return f"<section><h2>これまでの指摘と回答</h2>{columns}</section>"
