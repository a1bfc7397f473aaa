"""A recommendation as HTML to read beside the answers, or to print: no script, no colour that says something alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from kaizen_helpers.issues.tools.recommendation import Change, Option, Recommendation
from kaizen_helpers.organisation import KINDS
from kaizen_helpers.toml_file import Problem

__all__ = ["MOST", "closing_sentence", "recommendation_html", "varied"]

MOST = 4
"""How much of each list is shown: the nearest is what helps."""

_PAGE = "color:#1a1a1a;background:#fff;line-height:1.6;max-width:48em;padding:.4em .8em"
_HEAD = "font-weight:bold;margin:.8em 0 .1em"
_LIST = "margin:0;padding-left:1.4em"
_CELL = "border:1px solid #767676;padding:.2em .5em;text-align:left;vertical-align:top"


def recommendation_html(
    found: Recommendation, *, name: str = "", problems: Sequence[Problem] = (), own_rule: bool = False
) -> str:
    """What came out, why, what else there is, what is not known, and what would change it.

    Args:
        found: the recommendation.
        name: the name of the business.
        problems: what of the answers could not be read; it counts as not known.
        own_rule: whether the organisation gave its own data classes and tools.
    """
    about = f"（{escape(name)}）" if name else ""
    hours = (
        ""
        if found.hours is None
        else f"<p style='margin:.2em 0'>いまの仕事の量は、年に約{found.hours:,.0f}時間です。</p>"
    )
    parts = [
        f"<p style='margin:0;font-size:1.15em'><strong>いまの候補: {escape(found.first.name)}</strong>{about}</p>",
        hours,
        _listed("読み取れなかった答え（「分からない」として進めています）", (str(p) for p in problems)),
        _listed("そう考えた理由", found.first.reasons_for),
        _listed("気をつけたい所", found.first.reasons_against),
        _listed("先に決めておくこと", found.scopes),
        _listed("まだ分からないこと", (m.text_ja for m in found.missing)),
        _listed("答えがこう変わると、候補も変わります", (c.text_ja for c in varied(found.changes))),
        _others(found.others),
        f"<p style='margin:.8em 0 0'>{closing_sentence(own_rule)}</p>",
    ]
    return f"<section lang='ja' aria-label='ツールの候補' style='{_PAGE}'>{''.join(parts)}</section>"


def varied(changes: Sequence[Change]) -> list[Change]:
    """One way to each other candidate first, so that what is shown shows all of them."""
    seen: Counter[str] = Counter()
    turns = []
    for change in changes:
        turns.append((seen[change.choice], change))
        seen[change.choice] += 1
    return [change for _turn, change in sorted(turns, key=lambda pair: pair[0])]


def _listed(title: str, texts: Iterable[str]) -> str:
    shown = [*texts]
    if not shown:
        return ""
    more = f"<li>ほかに{len(shown) - MOST}つあります。</li>" if len(shown) > MOST else ""
    items = "".join(f"<li>{escape(text)}</li>" for text in shown[:MOST])
    return f"<p style='{_HEAD}'>{title}</p><ul style='{_LIST}'>{items}{more}</ul>"


def _others(options: Sequence[Option]) -> str:
    """The tools that were not chosen, and why: so that somebody who asks for one gets an answer."""
    rows = "".join(
        f"<tr><th scope='row' style='{_CELL}'>{escape(option.name)}{'（使わない）' if option.ruled_out else ''}</th>"
        f"<td style='{_CELL}'>{_joined(option.reasons_for)}</td>"
        f"<td style='{_CELL}'>{_joined(option.reasons_against)}</td></tr>"
        for option in options
        if option.choice in KINDS and (option.reasons_for or option.reasons_against)
    )
    if not rows:
        return ""
    heads = "".join(
        f"<th scope='col' style='{_CELL}'>{head}</th>" for head in ("ほかの候補", "向いている所", "気をつけたい所")
    )
    return (
        f"<table style='border-collapse:collapse;margin:.8em 0 0;font-size:.95em'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _joined(reasons: Sequence[str]) -> str:
    return "<br>".join(escape(reason) for reason in reasons) or "－"


def closing_sentence(own_rule: bool) -> str:
    """What weight the recommendation has, and who decides."""
    if own_rule:
        return "所属の表による目安です。決めるのは、あなたと所属です。"
    return (
        "「例」の表による目安です。情報の区分と置き場所は、所属の規程がいつも優先します。決めるのは、あなたと所属です。"
    )
