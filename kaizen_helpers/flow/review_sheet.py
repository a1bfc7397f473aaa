"""The sheet a supervisor gets on paper: the picture, questions, room to write on, the table of steps, earlier remarks.

One HTML page that needs nothing else: no script, no font file, no request. A browser prints it on A4 or A3; the
screen shows the same pages one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.checks import Finding
from kaizen_helpers.flow.model import Branch, Flow, Step
from kaizen_helpers.flow.questions import questions_about
from kaizen_helpers.flow.review import remark_rows

if TYPE_CHECKING:
    from kaizen_helpers.flow.drawing import Drawing
    from kaizen_helpers.flow.pages import Paper

__all__ = ["review_sheet"]

_FORM = {"A4": (210, 297), "A3": (420, 297)}
"""The sheet of the form, in millimetres: A4 upright, A3 on its side with two columns."""
_LOOKS = 3
"""Room for so many people."""
_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


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
        findings: what is asked about; those of :func:`~kaizen_helpers.flow.checks.check_flow` if nothing is given.
        questions: own questions, which come first.
        changes: what becomes of steps, as for :func:`~kaizen_helpers.flow.drawing.draw`.

    Raises:
        InputError: another paper, or a word in ``changes`` that is not known.
    """
    from kaizen_helpers.flow.pages import draw_pages

    if paper not in _FORM:
        raise InputError(
            f"「{str(paper)[:20]}」という用紙は使えません。{'・'.join(_FORM)}のどれかにしてください。", "用紙"
        )
    pages = draw_pages(flow, paper, changes=changes)
    asked = [*(text for text in questions if text.strip()), *questions_about(flow, findings)]
    name = " ".join(flow.title.split()) or "業務フロー図"
    body = [*(_picture(page) for page in pages), '<main class="form">', _head(flow, name), _questions(asked), _looks()]
    body += [_table(flow), _remarks(flow), "</main>"]
    head = (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{_text(name)}　確認シート</title><style>{_style(paper)}</style></head><body>\n"
    )
    return head + "\n".join(part for part in body if part) + "\n</body></html>\n"


def _text(text: str) -> str:
    return escape(_NOT_PRINTABLE.sub(" ", text)).replace("\n", "<br>")


def _picture(page: Drawing) -> str:
    lying = "lying" if page.width > page.height else "upright"
    return f'<section class="picture {lying}" aria-label="業務フロー図">{page.svg}</section>'


def _head(flow: Flow, name: str) -> str:
    facts = [
        f"版：{flow.version}" if flow.version else "",
        f"作成：{flow.author}" if flow.author else "",
        f"更新：{flow.updated}" if flow.updated else "",
        f"手順の数：{len(flow.steps)}",
    ]
    return (
        f"<header><h1>{_text(name)}　確認シート</h1><p>{_text('　'.join(fact for fact in facts if fact))}</p>"
        "<p>図を見て、気づいたことを書き込んでください。図を直すのは、描いた人が後で行います。</p></header>"
    )


def _questions(asked: list[str]) -> str:
    items = "".join(f"<li>{_text(question)}</li>" for question in asked)
    return f"<section><h2>聞きたいこと</h2><ol>{items}</ol></section>"


def _looks() -> str:
    row = (
        '<tr><td><span class="small">役職・係</span></td><td><span class="small">　　年　　月　　日</span></td>'
        '<td class="lines"></td></tr>'
    )
    return (
        '<section class="whole"><h2>見た人の記入欄</h2><table class="looks"><thead><tr><th>だれが見たか</th>'
        f"<th>日付</th><th>いちばんの指摘</th></tr></thead><tbody>{row * _LOOKS}</tbody></table></section>"
    )


def _table(flow: Flow) -> str:
    if not flow.steps:
        return ""
    columns = [(head, cell) for head, cell in _COLUMNS.items() if head in _KEPT or any(map(cell, flow.steps))]
    heads = "".join(f'<th class="{_WIDE.get(head, "one")}">{head}</th>' for head, _ in columns)
    rows = "".join(
        "<tr>" + "".join(_cell(head, cell(step)) for head, cell in columns) + "<td></td></tr>" for step in flow.steps
    )
    return (
        '<section><h2>手順の一覧</h2><table class="steps"><thead><tr>'
        f'{heads}<th class="notes">気づいたこと</th></tr></thead><tbody>{rows}</tbody></table></section>'
    )


def _cell(head: str, text: str) -> str:
    return f'<td class="one">{_text(text)}</td>' if head in _WHOLE else f"<td>{_text(text)}</td>"


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
_WIDE = {"何を": "what", "次": "ways", "手段": "short", "書類": "short", "待ち": "short", "だれが": "who"}
_WHOLE = {"番号", "分", "件数"}
"""Never broken into two lines."""


def _remarks(flow: Flow) -> str:
    rows = []
    for row in remark_rows(flow):
        place = "全体" if row["手順"] is None else f"手順{row['手順']}"
        cells = [place, row["指摘"], row["回答"], row["状態"], row["だれが"], row["日付"]]
        rows.append("<tr>" + "".join(f"<td>{_text(str(cell))}</td>" for cell in cells) + "</tr>")
    if not rows:
        return ""
    heads = "".join(f'<th class="one">{head}</th>' for head in ("場所", "指摘", "回答", "状態", "だれが", "日付"))
    return (
        '<section><h2>これまでの指摘と回答</h2><table class="steps"><thead><tr>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></section>"
    )


def _style(paper: str) -> str:
    short, long = (210, 297) if paper == "A4" else (297, 420)
    wide, high = _FORM[paper]
    columns = "columns:2;column-gap:10mm" if paper == "A3" else ""
    return f"""
@page upright{{size:{short}mm {long}mm;margin:0}}
@page lying{{size:{long}mm {short}mm;margin:0}}
@page form{{size:{wide}mm {high}mm;margin:13mm}}
*{{box-sizing:border-box}}
body{{margin:0;background:#fff;color:#1f2933;line-height:1.55;
font:10.5pt/1.55 'Noto Sans CJK JP','Noto Sans JP',Meiryo,'Yu Gothic','Hiragino Sans',IPAexGothic,sans-serif}}
.picture{{break-after:page;overflow:hidden}}
.picture svg{{display:block;width:100%!important;height:100%!important;max-width:none!important}}
.upright{{page:upright;width:{short}mm;height:{long}mm}}
.lying{{page:lying;width:{long}mm;height:{short}mm}}
.form{{page:form;{columns}}}
h1{{font-size:15pt;margin:0 0 1mm}}
h2{{font-size:11.5pt;margin:5mm 0 1.5mm;padding-left:2.5mm;border-left:1.5mm solid #1f2933;break-after:avoid}}
p{{margin:0 0 1mm}}
ol{{margin:0;padding-left:7mm}}
li{{break-inside:avoid;margin-bottom:.8mm}}
table{{width:calc(100% - .6mm);border-collapse:collapse}}
th,td{{border:.3mm solid #52606d;padding:1mm 1.5mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}}
th{{background:#e4e9ef;font-weight:700;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
thead{{display:table-header-group}}
tr,.whole{{break-inside:avoid}}
.looks{{table-layout:fixed}}
.looks td{{height:20.4mm}}
.looks th:nth-child(1){{width:24%}}
.looks th:nth-child(2){{width:22%}}
.lines{{background:repeating-linear-gradient(#fff 0 6.8mm,#9aa5b1 6.8mm 7.1mm);
-webkit-print-color-adjust:exact;print-color-adjust:exact}}
.small{{font-size:8.5pt;color:#52606d}}
.steps{{font-size:8.5pt;line-height:1.4}}
.steps td{{word-break:auto-phrase}}
.one{{white-space:nowrap}}
.short{{min-width:14mm}}
.who{{min-width:19mm}}
.what{{width:24%}}
.ways{{width:14%}}
.notes{{width:17%}}
@media screen{{body{{background:#cbd2d9}}
.picture,.form{{background:#fff;margin:6mm auto;box-shadow:0 0 2mm #7b8794}}
.form{{width:{wide}mm;max-width:100%;padding:13mm}}}}
"""
