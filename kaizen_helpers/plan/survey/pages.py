"""The questionnaire on paper, and the one page that tells what came of it: HTML for A4, black and white."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaizen_helpers.plan.survey.chart import before_after_chart, shares_chart
from kaizen_helpers.plan.survey.questions import LEVELS, ROLES, Question, Questionnaire
from kaizen_helpers.plan.survey.shares import Share
from kaizen_helpers.plan.survey.tally import LEAST, BeforeAfter, Item, Tally
from kaizen_helpers.printed import page, table, text

__all__ = ["HIDDEN", "questionnaire_page", "survey_page"]

HIDDEN = "＊"
"""What stands where a number is kept back."""
_LETTERS = "アイウエオカキク"
_PROMISE = (
    "名前は書きません。答えたくない質問は、空欄のままで大丈夫です。"
    "結果は研修をよくするためだけに使い、人事評価には使いません。"
)
_CARE = "名前や連絡先、仕事で知った秘密は書かないでください。"


def questionnaire_page(questionnaire: Questionnaire) -> str:
    """A questionnaire to be filled in with a pen, as HTML for A4."""
    boxes = "　".join(f"□ {role}" for role in ROLES)
    head = [
        f"<header><h1>{text(questionnaire.title)}</h1><p>{text(_PROMISE)}あてはまる数字や記号に○を付けてください。</p></header>",
        '<table class="entries"><tbody>'
        f'<tr><th scope="row" style="width:22%">研修ID</th><td style="height:8mm"></td></tr>'
        f'<tr><th scope="row">役割</th><td style="height:8mm">{text(boxes)}</td></tr>'
        '<tr><th scope="row">合い言葉（任意）</th><td class="small" style="height:8mm">'
        "自分で決めた4〜8文字。前と後の紙に同じものを書くと、変化が分かります。名前や職員番号は使いません。</td></tr>"
        "</tbody></table>",
    ]
    body = [_asked(mark, question) for mark, question in questionnaire.numbered]
    return page(
        questionnaire.title, "A4", [], [*head, *body, '<p style="margin-top:4mm">ご協力ありがとうございました。</p>']
    )


def _asked(mark: str, question: Question) -> str:
    head = f'<p style="margin:3.2mm 0 .6mm"><b>{text(mark)} {text(question.text)}</b></p>'
    if question.is_scale:
        steps = "".join(
            f'<td style="width:20%;text-align:center;padding:1mm .5mm">{step}<br>{text(label)}</td>'
            for step, label in sorted(enumerate(question.choices, start=1), reverse=True)
        )
        answer = f'<table class="rows"><tbody><tr>{steps}</tr></tbody></table>'
    elif question.counts == "yes":
        answer = "<p>　□ はい　　　□ いいえ</p>"
    elif question.counts == "right":
        answer = f"<p>　{text('　　'.join(f'{a} {c}' for a, c in zip(_LETTERS, question.choices, strict=False)))}</p>"
    elif question.counts == "number":
        answer = f'<p style="padding-left:4mm">（　　　　　　）{text(question.unit)}</p>'
    else:
        answer = f'<p class="small">{text(_CARE)}</p><div class="lines" style="height:35.5mm"></div>'
    return f'<section class="whole">{head}{answer}</section>'


def survey_page(
    tally: Tally,
    compared: Sequence[BeforeAfter] = (),
    *,
    given: int | None = None,
    headline: str = "l1_plus",
    title: str = "",
) -> str:
    """What came of a questionnaire, as HTML for A4: shares with denominators and intervals, charts, groups, changes.

    Args:
        tally: the questionnaire, counted.
        compared: the questions that were asked before and after; then they stand there only, so that nobody can be
            found out as the difference of two tables.
        given: how many sheets were given out, if that is known.
        headline: key of the question whose share stands on top.
        title: stands above; the questionnaire's title if nothing is given.
    """
    twice = {one.question.key for one in compared}
    items = [item for item in tally.items if item.question.key not in twice]
    name = title or f"{tally.questionnaire.title}　集計"
    parts = [
        f"<header><h1>{text(name)}</h1><p>{text(_came_back(tally, given))}</p></header>",
        _headline(items, headline),
        *_levels(tally, items),
        _changes(compared),
        _groups(tally, items),
        _reading(tally, items),
    ]
    return page(name, "A4", [], parts)


def _came_back(tally: Tally, given: int | None) -> str:
    if given is None or given < tally.people:
        return f"回答 {tally.people}枚（無記名・任意）。"
    return (
        f"回答 {tally.people}枚（無記名・任意）。配った数 {given}枚、回収率 {Share(tally.people, given).percent_ja}。"
    )


def _headline(items: Iterable[Item], key: str) -> str:
    for item in items:
        if item.question.key == key and item.share:
            style = "font-size:13pt;margin:2mm 0;border:.5mm solid #1f2933;padding:2mm 3mm"
            return f'<p style="{style}">「{text(item.question.short)}」: <b>{text(item.share.text_ja)}</b></p>'
    return ""


def _levels(tally: Tally, items: Sequence[Item]) -> Iterable[str]:
    for level, name in LEVELS.items():
        shown = [item for item in items if item.question.level == level]
        countable = [item for item in shown if item.question.counts != "free"]
        if not countable:
            continue
        yield f"<h2>{text(level)} {text(name)}</h2>"
        chart = shares_chart(Tally(tally.questionnaire, tally.people, tuple(countable)), title="数えた割合")
        yield f'<div class="whole" style="max-width:165mm">{chart}</div>' if chart else ""
        yield _scales([item for item in countable if item.question.is_scale])
        yield _others([item for item in countable if not item.question.is_scale])


def _scales(items: Sequence[Item]) -> str:
    if not items:
        return ""
    heads = ["質問", "5", "4", "3", "2", "1", "回答", "無回答", "数えた割合"]
    rows = []
    for item in items:
        counts = [str(count) for _, count in reversed(item.counts)] or [HIDDEN] * 5
        rows.append([f"{item.mark}{item.question.short}", *counts, *_answered(item), _share(item)])
    return table(heads, rows, ["", *["number"] * 7, ""])


def _others(items: Sequence[Item]) -> str:
    if not items:
        return ""
    rows = []
    for item in items:
        numbers = item.numbers
        said = f"中央値 {numbers.middle:,.10g}{item.question.unit}" if numbers else _share(item)
        rows.append([f"{item.mark}{item.question.short}", *_answered(item), said])
    return table(["質問", "回答", "無回答", "数えたもの"], rows, ["", "number", "number", ""])


def _answered(item: Item) -> list[str]:
    if item.hidden:
        return [f"{LEAST}人未満", HIDDEN]
    unread = f"（読めない{item.unread}）" if item.unread else ""
    return [str(item.answered), f"{item.blank}{unread}"]


def _share(item: Item) -> str:
    if not item.share:
        return HIDDEN if item.hidden else "－"
    return f"{item.question.counted_ja}: {item.share.of_ja}（{item.share.percent_ja}、{item.share.interval_ja}）"


def _changes(compared: Sequence[BeforeAfter]) -> str:
    if not compared:
        return ""
    paired = any(one.paired for one in compared)
    how = (
        "同じ合い言葉の紙を組にして、同じ人の前と後をくらべました。組にできない紙は入れていません。"
        if paired
        else "合い言葉が少ないため、前と後の全体をくらべました。人の入れ替わりも差に入っています。"
    )
    rows = [
        [
            one.question.short,
            one.difference.text_ja if one.difference else HIDDEN,
            f"上がった{one.up}人、同じ{one.same}人、下がった{one.down}人" if one.paired else "－",
        ]
        for one in compared
    ]
    chart = before_after_chart(compared, title="事前 → 事後")
    drawn = f'<div style="max-width:165mm">{chart}</div>' if chart else ""
    told = table(["質問", "差（事後－事前）", "人の動き"], rows, ["one", "one", ""])
    return f'<section class="whole"><h2>事前と事後の変化</h2><p>{text(how)}</p>{drawn}</section>{told}'


def _groups(tally: Tally, items: Sequence[Item]) -> str:
    """Reactions by group; what people know is told for all of them together only."""
    shown = [item for item in items if item.question.level == "L1" and item.question.is_scale and item.share]
    if len(tally.groups) < 2 or not shown:
        return ""
    rows = [[group.name, *(_short(group.shares.get(item.question.key)) for item in shown)] for group in tally.groups]
    heads = ["役割", *(f"{item.mark}{item.question.short}" for item in shown)]
    note = f"{HIDDEN}は、{LEAST}人未満の人が分からないように出していない所です。引き算で分かる所も出していません。"
    told = table(heads, rows, ["", *["one"] * len(shown)])
    return f'<h2>役割ごと</h2>{told}<p class="small">{text(note)}</p>'


def _short(share: Share | None) -> str:
    return HIDDEN if share is None else f"{share.count}／{share.answered}人" if share.answered else "－"


def _reading(tally: Tally, items: Sequence[Item]) -> str:
    notes = [
        "割合の分母は、その質問に答えた人です。無回答は分母に入れていません。",
        "（　）の2つめの数は95 %信頼区間（ウィルソンの方法）です。人数が少ないと、幅が広くなります。",
        f"回答が{LEAST}人未満の所は「{HIDDEN}」にして、数を出していません。",
    ]
    if any(item.question.counts == "middle" for item in tally.items):
        notes.append("「難しさ」「時間の配分」は3がちょうどよいので、4・5を肯定的な回答に数えていません。")
    if any(item.unread for item in items):
        notes.append("「読めない」は、書いてあるけれど決められない答えです。回答にも無回答にも入れていません。")
    if any(item.question.level == "L1" for item in items):
        notes.append(
            "満足度が高くても、それだけで仕事が変わったとは言えません。4週後・12週後の行動と実測も合わせて見ます。"
        )
    if any(item.question.counts == "free" and item.answered for item in tally.items):
        notes.append("自由記述は、この紙に載せていません。人が分かる言葉を消してから、運営の中で読みます。")
    return f"<h2>数の読み方</h2><ul>{''.join(f'<li>{text(note)}</li>' for note in notes)}</ul>"
