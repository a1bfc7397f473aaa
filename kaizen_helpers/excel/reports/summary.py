"""A check in a few words: what is worth doing first, the scores, and one page for several files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaizen_helpers.excel.readability.model import Report, Rule
from kaizen_helpers.excel.readability.rules import RULES, SCORE_NOTE
from kaizen_helpers.printed import page, table, text

__all__ = ["LEVELS", "REFERENCE", "cells_of", "scores_table", "summary_page", "told_of", "worthwhile"]

LEVELS = {1: "機械が表として読める", 2: "値をそのまま計算・照合できる", 3: "ほかの表とつなげて使える"}
"""What each level is about, in our words."""
REFERENCE = f"{SCORE_NOTE}良し悪しの判定ではなく、直す順番を決める手がかりに使ってください。"


def worthwhile(report: Report, most: int = 3) -> tuple[Rule, ...]:
    """The rules to put right first: the lower level before the higher, there the one that takes most points."""
    broken = [one for one in RULES if report.of(one.id)]
    return tuple(sorted(broken, key=lambda one: (one.level, -one.points, one.id))[:most])


def cells_of(report: Report, rule_id: str) -> int:
    """How many places break a rule; a finding about a whole sheet or file is one."""
    return sum(max(1, one.count) for one in report.of(rule_id))


def told_of(report: Report) -> list[str]:
    """What a check found, in a few sentences."""
    broken = [one for one in RULES if report.of(one.id)]
    doubtful = [one for one in report.findings if one.certainty == "要確認"]
    points = "・".join(f"レベル{level} {points}点" for level, points in report.scores.items())
    told = [
        f"{report.name}: 直すところは{len(broken)}項目です。"
        if broken
        else f"{report.name}: 直すところは見つかりませんでした。"
    ]
    told += [f"  {place}. {one.title_ja}（{one.id}）" for place, one in enumerate(worthwhile(report), 1)]
    if doubtful:
        told.append(f"  人が見て決めるところ（要確認）が{len(doubtful)}件あります。")
    if points:
        told.append(f"  参考の点数: {points}（国の見解ではありません）")
    return told


def scores_table(scores: Mapping[int, int]) -> str:
    """The points of the three levels; a level that was not looked at says so."""
    rows = [
        (f"レベル{level}", f"{scores[level]}点" if level in scores else "調べていません", meaning)
        for level, meaning in LEVELS.items()
    ]
    return (
        table(("段階", "参考の点数", "できるようになること"), rows, ("one", "number", ""))
        + f'<p class="small">{text(REFERENCE)}</p>'
    )


def summary_page(reports: Sequence[Report], failed: Sequence[tuple[str, str]] = ()) -> str:
    """One page for several files: scores and what to do first; ``failed`` are names with what went wrong."""
    rows = [
        (
            report.name,
            *(f"{report.scores[level]}" if level in report.scores else "－" for level in LEVELS),
            f"{sum(bool(report.of(one.id)) for one in RULES)}",
            f"{sum(one.certainty == '要確認' for one in report.findings)}",
            "\n".join(f"{one.id} {one.title_ja}" for one in worthwhile(report)) or "ありません",
        )
        for report in reports
    ]
    heads = ("ファイル", "レベル1", "レベル2", "レベル3", "直す項目", "要確認", "先に直すとよいもの")
    parts = [
        f"<header><h1>表の検査のまとめ</h1><p>{len(reports)}個のファイルを調べました。</p></header>",
        table(heads, rows, ("who", "number", "number", "number", "number", "number", "")) if rows else "",
        f'<p class="small">{text(REFERENCE)}</p>' if rows else "",
        _often(reports),
    ]
    if failed:
        parts.append(
            f"<section><h2>調べられなかったファイル（{len(failed)}）</h2>"
            f"{table(('ファイル', '理由と、次にすること'), failed, ('who', ''))}</section>"
        )
    return page("表の検査のまとめ", "A4", [], parts)


def _often(reports: Sequence[Report]) -> str:
    """Rules that several files break: one habit to change, or one form to mend."""
    counts = {one: sum(bool(report.of(one.id)) for report in reports) for one in RULES}
    often = sorted((one for one, count in counts.items() if count > 1), key=lambda one: (-counts[one], one.id))[:5]
    if not often:
        return ""
    rows = [(one.id, one.title_ja, f"{counts[one]}ファイル", one.fix_ja) for one in often]
    return (
        "<section><h2>いくつものファイルに共通すること</h2>"
        "<p>元の様式を1つ直すと、次からはまとめて減らせます。</p>"
        f"{table(('ルール', '内容', '数', 'どうするか'), rows, ('one', '', 'one', ''))}</section>"
    )
