"""「庁内編」 in the notebook: the organisation's own tools, data classes, contacts and cases, or the example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from kaizen_helpers.organisation import Organisation, find_organisation

__all__ = ["OrganisationPart", "organisation_html", "organisation_part"]

_PAGE = "color:#1a1a1a;background:#fff;line-height:1.7;max-width:60em"
_CELL = "border:1px solid #767676;padding:.2em .6em;text-align:left;vertical-align:top"
_HEAD = f"{_CELL};background:#f0f0f0"
_SHORT, _WHOLE = 8, ";white-space:nowrap"
_ALLOWED = {True: "○ 置ける", False: "－ 置けない", None: "？ 要確認"}

_EXAMPLE = (
    "この表は<strong>例</strong>です。団体の設定がないときに出ます。"
    "情報の区分と置いてよい場所は、所属の規程がいつも優先します。"
)
_OWN = "所属の設定から出しています。規程と違う所があれば、規程がいつも優先します。"
_LEVELS = (
    "国のガイドラインは、自治体の情報の機密性を3A・3B・3C・2・1の5段階で示しています。"
    "どの情報がどの段階に当たるかは、所属の規程で決まります。"
)


class OrganisationPart:
    """The part as a notebook shows it."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def _repr_html_(self) -> str:
        return organisation_html(self.organisation)

    def __repr__(self) -> str:
        return f"庁内のツールと事例（{self.organisation.name or '例'}）"


def organisation_part(folder: Path | None = None) -> OrganisationPart:
    """What the organisation of this folder (the working folder) says for itself; the neutral example without a file."""
    return OrganisationPart(find_organisation(folder))


def organisation_html(organisation: Organisation) -> str:
    """The whole part as HTML; what could not be read of the file stands at the end, for the trainer."""
    own = {"tools", "data_classes"} <= organisation.own
    parts = [
        f"<p>{_OWN if own else _EXAMPLE}{_LEVELS}</p>",
        _tools(organisation),
        _table("情報の区分", ("区分", "どんな情報か"), ((c.name, c.example) for c in organisation.data_classes)),
        _table(
            "聞く所",
            ("どこに", "何を", "どうやって"),
            ((organisation.term(c.name), c.what, c.how) for c in organisation.contacts),
        ),
        _table(
            "庁内の事例",
            ("仕事", "使ったもの", "前", "後", "分かったこと"),
            ((c.title, c.tool, c.before, c.after, c.learned) for c in organisation.cases),
        ),
        _table(
            "庁内での呼び方",
            ("この研修の言葉", "庁内の言葉"),
            ((word, own_word) for word, own_word in organisation.terms.items() if word != own_word),
        ),
        _problems(organisation),
    ]
    name = escape(organisation.name) if organisation.name else "例"
    title = f"<h3 style='margin:.2em 0'>庁内のツールと事例（{name}）</h3>"
    return f"<section lang='ja' aria-label='庁内のツールと事例' style='{_PAGE}'>{title}{''.join(parts)}</section>"


def _tools(organisation: Organisation) -> str:
    """One row a tool: when it is used, and what may be put there."""
    classes = [c.name for c in organisation.data_classes]
    rows = [
        (tool.name, tool.note, *(_ALLOWED[organisation.allows(tool.name, name)] for name in classes))
        for tool in organisation.tools
    ]
    return _table("使えるツールと、置ける情報", ("ツール", "どんなとき", *classes), rows)


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its heading; nothing where there are no rows."""
    lines = [
        f"<tr><th scope='row' style='{_CELL}'>{escape(first)}</th>"
        + "".join(f"<td style='{_CELL}{_WHOLE if len(cell) <= _SHORT else ''}'>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    ]
    if not lines:
        return ""
    head = "".join(f"<th scope='col' style='{_HEAD}'>{escape(word)}</th>" for word in heads)
    return (
        f"<h4 style='margin:1em 0 .2em'>{title}</h4><table style='border-collapse:collapse'>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _problems(organisation: Organisation) -> str:
    if not organisation.problems:
        return ""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in organisation.problems)
    file = organisation.path.name if organisation.path else ""
    return (
        f"<h4 style='margin:1em 0 .2em'>講師へ: 設定ファイル（{escape(file)}）で読めなかった所</h4>"
        f"<p>読めた所は使い、ほかは例のままです。</p><ul>{items}</ul>"
    )
