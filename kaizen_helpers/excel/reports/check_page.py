"""The page of a check for A4: what to do first, the scores, each rule with its cells, what a person has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kaizen_helpers.excel.opening.model import Book
from kaizen_helpers.excel.readability.model import Report
from kaizen_helpers.excel.readability.rules import rule
from kaizen_helpers.excel.reports.pictures import Numbered, numbered, pictures_of
from kaizen_helpers.excel.reports.summary import cells_of, scores_table, worthwhile
from kaizen_helpers.printed import page, table, text

__all__ = ["check_page"]

_MOST_PICTURED = 4
_MOST_ROWS = 12
"""Findings of one rule on paper; all of them stand in the annotated copy."""
_PICTURE = "margin:2mm 0 4mm;break-inside:avoid;border:.2mm solid #9aa5b1"
_DECIDED = {
    "提供用": "公開したり、ほかの人に渡したりするデータとして調べました。",
    "作業用": "手元で使う表として調べました。渡すときは --purpose 提供用 で、もう一度調べてください。",
}


def check_page(report: Report, book: Book | None = None) -> str:
    """The whole page as HTML. It holds its pictures, needs no script and asks for nothing."""
    ones = numbered(report.findings)
    parts = [
        f"<header><h1>表の検査: {text(report.name)}</h1>{_notes(report)}</header>",
        _first(report),
        f"<section><h2>点数</h2>{scores_table(report.scores)}</section>",
        *(_pictures(book, ones) if book else ()),
        _broken(ones),
        _open(ones),
        _undecided(report),
        _allowed(ones),
        _next(report),
    ]
    return page(f"表の検査: {report.name}", "A4", [], parts)


def _notes(report: Report) -> str:
    return "".join(f"<p>{text(note)}</p>" for note in (_DECIDED[report.purpose], *report.notes))


def _first(report: Report) -> str:
    """The three things that are most worth doing."""
    rules = worthwhile(report)
    if not rules:
        return "<section><h2>まず、ここから</h2><p>直すところは見つかりませんでした。</p></section>"
    items = "".join(
        f"<li><b>{text(one.title_ja)}</b>（{one.id}、{cells_of(report, one.id):,}か所）<br>{text(one.fix_ja)}</li>"
        for one in rules
    )
    return f"<section><h2>まず、ここから</h2><ol>{items}</ol></section>"


def _pictures(book: Book, ones: Sequence[Numbered]) -> list[str]:
    drawn = []
    for sheet in [one for one in book.sheets if not one.hidden]:
        svgs = list(pictures_of(sheet, ones))
        if svgs:
            shown = "".join(f'<div style="{_PICTURE}">{svg}</div>' for svg in svgs)
            drawn.append(
                f"<section><h2>シート「{text(sheet.name)}」</h2>"
                f'<p class="small">番号は、下の表の番号です。</p>{shown}</section>'
            )
    left = len(drawn) - _MOST_PICTURED
    more = [f'<p class="small">ほかの{left}枚のシートの図は省きました。</p>'] if left > 0 else []
    return drawn[:_MOST_PICTURED] + more


def _broken(ones: Sequence[Numbered]) -> str:
    broken = [one for one in ones if one.finding.certainty == "違反"]
    if not broken:
        return ""
    groups = []
    for name, found in groupby(broken, key=lambda one: one.finding.rule):
        about, rows = rule(name), list(found)
        lost = "このレベルの点がすべて" if about.fatal else f"{about.points}点が"
        groups.append(
            f'<div style="margin-bottom:4mm"><p style="break-after:avoid"><b>{name}　{text(about.title_ja)}</b>'
            f'<span class="small">　{lost}引かれます</span></p>'
            f"<p>{text(about.why_ja)}<br>→ {text(about.fix_ja)}</p>{_rows(rows)}</div>"
        )
    return f"<section><h2>直すところ（{len(groups)}項目）</h2>{''.join(groups)}</section>"


def _rows(ones: Sequence[Numbered]) -> str:
    rows = [
        (str(one.number), one.finding.sheet or "－", one.finding.where_ja, one.finding.what_ja)
        for one in ones[:_MOST_ROWS]
    ]
    left = len(ones) - _MOST_ROWS
    more = f'<p class="small">ほかに{left}件あります。「指摘つき」のファイルで見られます。</p>' if left > 0 else ""
    return table(("番号", "シート", "場所", "見つかったこと"), rows, ("number", "short", "ways", "")) + more


def _open(ones: Sequence[Numbered]) -> str:
    """What only a person can decide: no points are taken for it."""
    doubtful = [one for one in ones if one.finding.certainty == "要確認"]
    rows = _ruled(doubtful)
    if not rows:
        return ""
    return (
        f"<section><h2>人が見て決めるところ（要確認 {len(doubtful)}件）</h2>"
        "<p>機械では決められないものです。点数には入れていません。</p>"
        f"{table(('番号', 'ルール', 'シート', '場所', '見てほしいこと'), rows, ('short', 'one', 'short', 'ways', ''))}"
        "</section>"
    )


def _ruled(ones: Sequence[Numbered]) -> list[tuple[str, ...]]:
    """One row for what is said alike of several columns."""
    alike: dict[tuple[str, str, str], list[Numbered]] = {}
    for one in ones:
        alike.setdefault((one.finding.rule, one.finding.sheet, one.finding.what_ja), []).append(one)
    return [
        (
            "・".join(str(one.number) for one in same),
            name,
            sheet or "－",
            "\n".join(one.finding.where_ja for one in same),
            what,
        )
        for (name, sheet, what), same in alike.items()
    ]


def _undecided(report: Report) -> str:
    if not report.undecided:
        return ""
    rows = [(one.rule, rule(one.rule).title_ja, one.reason_ja) for one in report.undecided]
    return (
        f"<section><h2>調べられなかったルール（{len(rows)}）</h2>"
        f"{table(('ルール', '内容', '理由'), rows, ('one', '', ''))}</section>"
    )


def _allowed(ones: Sequence[Numbered]) -> str:
    rows = _ruled([one for one in ones if one.finding.certainty == "参考"])
    if not rows:
        return ""
    heads = ("番号", "ルール", "シート", "場所", "内容")
    return (
        f"<section><h2>参考（直さなくてよいもの {len(rows)}件）</h2>"
        f"{table(heads, rows, ('short', 'one', 'short', 'ways', ''))}</section>"
    )


def _next(report: Report) -> str:
    steps = (
        [
            "元のファイルを写して、写しのほうを直します。元のファイルは残しておきます。",
            "「まず、ここから」の1番から直します。毎月作る表なら、元の様式を直すと次から楽になります。",
            "要確認のところは、作った人や担当の人に聞いて決めます。",
            "直したら、もう一度 kaizen excel check で調べます。",
        ]
        if report.findings
        else ["このまま使えます。列や書き方を変えたときに、もう一度調べてください。"]
    )
    items = "".join(f"<li>{text(step)}</li>" for step in steps)
    return (
        f"<section><h2>次にすること</h2><ol>{items}</ol>"
        '<p class="small">ルールは「行政データにおける機械可読性に関するルール」の番号です。'
        "説明はこの講座の言葉で短くしています。</p></section>"
    )
