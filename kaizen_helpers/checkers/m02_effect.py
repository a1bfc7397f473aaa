"""E2-3 効果を見積もる: a formula of chosen parts, judged on monthly counts that nobody has seen.

The learner picks for each part of the formula what goes in, and fills in three numbers of a memo. There is no cell for
a result: what is judged is the formula, evaluated on fresh counts (one of them so low that the effect is negative).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table, Variant
from kaizen_helpers.checkers.m02_effect_drawing import Box, draw_formula
from kaizen_helpers.checkers.m02_effect_formula import (
    AFTER,
    AS_IT_IS,
    BEFORE,
    BEFORE_ONLY,
    BUSIEST,
    COUNT,
    COUNTING,
    DIVIDE,
    EXTRA,
    GAINS,
    KEEP_UNIT,
    LESS,
    MINUTES,
    NEW,
    NEW_WORK,
    NOT_OFF,
    NUMBER,
    OFF_MONTH,
    OFF_YEAR,
    ON_YEAR,
    ONE_MONTH,
    PARTS,
    PEOPLE,
    POSITIVE,
    QUARTER,
    SIGN,
    TIMES,
    TURNED,
    UNIT,
    YEAR,
    YEAR_AGAIN,
    ZERO,
    Sheet,
    memo,
    read_sheet,
)

__all__ = ["EFFECT"]


def _numbers(variant: Variant) -> list[dict[str, str]]:
    m = memo(variant)
    return [
        {"もの": BEFORE, "メモ": f"受付と確認の2人が、1件ごとにそれぞれ{m.before}分かけています。"},
        {"もの": AFTER, "メモ": f"入力フォームにすると、2人とも1件{m.after}分になります。"},
        {"もの": EXTRA, "メモ": f"フォームの手直しと問い合わせに、毎月{m.extra}時間かかるようになります。"},
    ]


def _asked(variant: Variant) -> str:
    cell = 'style="border:1px solid #b8c4d0;padding:2px 9px;text-align:right"'
    months = "".join(f"<th {cell}>{month}月</th>" for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))
    counts = "".join(f"<td {cell}>{count}</td>" for count in memo(variant).counts)
    return (
        "<p>助成の申請を受け付けて台帳に入れる作業を、入力フォームに変えます。1年で何時間減るかを出す式を作りましょう。</p>"
        "<p>メモから3つの数を入れ、式の6つの部分を選びます。結果の数は入れません。"
        "作った式は、<strong>ほかの年の件数</strong>でも確かめます。</p>"
        '<table style="border-collapse:collapse;margin:4px 0">'
        f"<tr><th {cell}>月</th>{months}</tr><tr><th {cell}>件数</th>{counts}</tr></table>"
    )


def _preview(answer: Mapping[str, Any]) -> str:
    sheet = read_sheet(Values(answer))
    before, after, extra = (sheet.number(name) for name in (BEFORE, AFTER, EXTRA))
    chosen, values = sheet.chosen, dict.fromkeys(PARTS, "")
    if chosen[COUNT]:
        values[COUNT] = f"{COUNTING[chosen[COUNT]](sheet.memo.counts):,.10g}件"
    if chosen[MINUTES] and before is not None and after is not None:
        values[MINUTES] = f"{GAINS[chosen[MINUTES]](before, after):,.6g}分"
    if chosen[NEW] and extra is not None:
        values[NEW] = f"{NEW_WORK[chosen[NEW]] * extra:+,.6g}時間".replace("-", "−")
    hours = sheet.hours(sheet.memo.counts)
    signs = ("", "×", "×", "→", "→")
    boxes = [Box(part, sign, chosen[part], values[part]) for part, sign in zip(PARTS, signs, strict=False)]
    return draw_formula([*boxes, Box("上の件数での結果", "＝", "" if hours is None else f"{hours:,.1f}時間")])


def _sample(variant: Variant) -> dict[str, Any]:
    m = memo(variant)
    numbers = zip(_numbers(variant), (m.before, m.after, m.extra), strict=True)
    chosen = {COUNT: YEAR, MINUTES: LESS, PEOPLE: TIMES, UNIT: DIVIDE, NEW: OFF_YEAR, SIGN: AS_IT_IS}
    return {"numbers": [{**row, NUMBER: str(value)} for row, value in numbers], "formula": [chosen]}


def _chose(part: str, *choices: str) -> Callable[[Sheet], bool]:
    return lambda sheet: sheet.chosen[part] in choices


def _points(sheet: Sheet) -> float:
    others = {line.name for line in sheet.other_numbers}
    right = sum(line.name not in others for line in sheet.lines) + sum(sheet.fits(part) for part in PARTS)
    return 6 * right / (len(sheet.lines) + len(PARTS))


def _mistake(
    name: str, part: str, when: Callable[[Sheet], bool], why: str, next_: str, trainer: str, good: str = ""
) -> Mistake:
    """A part of the formula that does something else."""
    say = Message(good=good, where=f"式の「{part}」の欄です。", why=why, next=next_)
    return Mistake(f"issues.effect-{name}", when=when, say=say, trainer=trainer)


def _alike(name: str) -> str:
    """What to look at in the memo besides the number itself."""
    return "月の分か年の分かも確かめます。" if name == EXTRA else "分の行は、同じ数え方にそろえます。"


EFFECT = Exercise(
    id="issues-effect",
    code="E2-3",
    module="02_issues",
    title="効果を見積もる",
    points=8,
    required=True,
    takes={"variant": int, "numbers": list, "formula": list},
    panel=Panel(
        question=_asked,
        inputs=(
            Table(
                "numbers",
                "メモの数（全角でも、単位を付けてもかまいません）",
                (
                    Column("もの", given=True, width="7em"),
                    Column("メモ", given=True, width="35em"),
                    Column(NUMBER, width="7em", reads=""),
                ),
                rows=_numbers,
            ),
            Table(
                "formula",
                "年間に減る時間 ＝ 件数 × 1件の分 × 人数、時間に直して、新しい作業と合わせる",
                tuple(
                    Column(part, choices=tuple(choices), width="11em" if part == COUNT else "9.5em")
                    for part, choices in PARTS.items()
                ),
                rows=({},),
            ),
        ),
        preview=_preview,
        sample=_sample,
    ),
    prepare=read_sheet,
    rules=(
        Unattempted(lambda s: not s.touched),
        Mistake(
            "issues.effect-unreadable",
            when=lambda s: [line for line in s.lines if line.problem],
            say=lambda _s, places: Message(
                where=f"「{places[0].name}」の行の「{NUMBER}」です。",
                why="1つの数として読めないと、式を計算できません。",
                next=places[0].problem,
            ),
            trainer="数が1つに決まっていない。メモの数をそのまま写してもらう。",
        ),
        Mistake(
            "issues.effect-blank",
            when=lambda s: [
                *(f"「{line.name}」の行の「{NUMBER}」" for line in s.lines if line.value is None and not line.problem),
                *(f"式の「{part}」の欄" for part in PARTS if not s.chosen[part]),
            ],
            say=lambda _s, places: Message(
                where=f"{places[0]}です。",
                why="空いている所があると、式がつながらず計算できません。",
                next="ここを埋めましょう。迷ったら、図に出る式を声に出して読んでみてください。",
            ),
            trainer="空欄が残っている。式を左から声に出して読み、足りない部分を言葉で言ってもらう。",
        ),
        Mistake(
            "issues.effect-number",
            when=lambda s: s.other_numbers,
            say=lambda _s, places: Message(
                where=f"「{places[0].name}」の行に入れた「{places[0].text[:12]}」です。",
                why="メモと違う数から始めると、式が合っていても結果がずれます。",
                next="この行のメモを読み直して、入れ直しましょう。" + _alike(places[0].name),
            ),
            trainer="メモの数と違う。現状と見直し後で、1人分と2人分が混ざっていないかも見る。",
        ),
        _mistake(
            "quarter",
            COUNT,
            _chose(COUNT, QUARTER),
            "3か月を4倍しています。この業務には忙しい時期があるので、1年の件数とずれます。",
            "月ごとの件数の表を見て、1年分の数え方を選び直しましょう。",
            "4〜6月は忙しい時期。残りの9か月の件数を指でたどってもらう。つくば市の例（116時間は年464時間でなく336時間）を話す。",
        ),
        _mistake(
            "busiest",
            COUNT,
            _chose(COUNT, BUSIEST),
            "いちばん忙しい月が1年続く計算です。効果が大きく見え、後で説明に困ります。",
            "ほかの月の件数も見て、1年分の数え方を選び直しましょう。",
            "繁忙期の年率化。「8月も4月と同じ件数ですか」と聞く。",
        ),
        _mistake(
            "one-month",
            COUNT,
            _chose(COUNT, ONE_MONTH),
            "1か月分の件数です。1年の効果を出す式なので、残りの月が入っていません。",
            "求めたいのが何か月分の時間かを確かめて、選び直しましょう。",
            "月の件数と年の件数の取り違え。「これは何か月分？」と聞く。",
        ),
        _mistake(
            "year-again",
            COUNT,
            _chose(COUNT, YEAR_AGAIN),
            "1年分の件数を、もう一度12倍しています。12年分の効果になります。",
            "選んだ数え方が何年分になるかを、表の数で確かめましょう。",
            "年の件数に12を掛けている。式の単位（件/年）を書いてもらう。",
        ),
        _mistake(
            "before-only",
            MINUTES,
            _chose(MINUTES, BEFORE_ONLY),
            "見直し後にも作業は残ります。残る分まで減った数になり、効果が大きく出すぎます。",
            "1件で何分減るのかを考えて、選び直しましょう。",
            "現状の時間をそのまま効果にしている。見直し後に残る作業をだれがするかを聞く。",
        ),
        _mistake(
            "turned",
            MINUTES,
            _chose(MINUTES, TURNED),
            "引く順番が逆なので、減る時間が負の数になります。増えるように読まれます。",
            "減るときに正の数になる順番を選びましょう。",
            "引く順番。「10分が4分になったら、何分減った？」と聞く。",
        ),
        _mistake(
            "people-twice",
            PEOPLE,
            lambda s: s.people == 4,
            "2人分の分に、さらに人数を掛けています。効果が実際の2倍になります。",
            "「いま」の行に入れた分が何人分かを見て、どちらかで1回だけ数えましょう。",
            "人数の二重掛け。入れた分が1人分か2人分かを言ってもらう。",
        ),
        _mistake(
            "people-forgotten",
            PEOPLE,
            lambda s: s.people in (0.5, 1),
            "2人で行う作業の一部しか数えていません。もう1人の時間が抜けると、効果を小さく見せます。",
            "メモを読み直し、1件に合わせて何人分の時間がかかるかを考えましょう。",
            "人数の掛け忘れ。受付の人と確認の人を、それぞれ指さしてもらう。",
        ),
        _mistake(
            "minutes-left",
            UNIT,
            _chose(UNIT, KEEP_UNIT),
            "単位が分のままです。時間として報告すると、実際の60倍に読まれます。",
            "分を時間に直すにはどうするかを考えて、選び直しましょう。",
            "÷60忘れ。「90分は何時間？」と聞いて、そのときの計算を言葉にしてもらう。",
        ),
        _mistake(
            "new-forgotten",
            NEW,
            _chose(NEW, NOT_OFF),
            "新しく増える作業が入っていません。始めてから「忙しくなった」と言われます。",
            "メモの3行目を、式の中でどう使うかを考えましょう。",
            "控除漏れ。登録、問い合わせ、手直し、二重の運用など、増える作業を1つずつ挙げてもらう。",
        ),
        _mistake(
            "new-month",
            NEW,
            _chose(NEW, OFF_MONTH),
            "件数は1年分なのに、新しい作業は1か月分です。期間がそろっていません。",
            "1年でどれだけ増えるかを考えて、選び直しましょう。",
            "期間の不ぞろい。式の各部分の横に「年」「月」と書いてもらう。",
        ),
        _mistake(
            "new-added",
            NEW,
            _chose(NEW, ON_YEAR),
            "増える作業を、減る時間に足しています。手間が増えるほど効果が大きくなってしまいます。",
            "増える作業は、減る時間を大きくするか小さくするかを考えましょう。",
            "符号の取り違え。極端な例（毎月100時間増える）で式を読んでもらう。",
        ),
        _mistake(
            "loss-hidden",
            SIGN,
            _chose(SIGN, ZERO, POSITIVE),
            "件数の少ない年は、作業が増えることもあります。それが見えないと、やめる判断ができません。",
            "増えるときに、増えると分かる示し方を選びましょう。",
            "負の効果を隠している。件数の少ない年の表で計算し、上司なら何を知りたいかを話し合う。",
        ),
        Correct(
            lambda s: s.is_right,
            say=Message(
                good="どの年の件数でも正しく計算できる式になりました。",
                next="自分の業務でも、月ごとの件数を1年分調べて、同じ式に入れてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "issues.effect-other",
        say=lambda s, _places: Message(
            where=f"式の「{next((part for part in PARTS if not s.fits(part)), COUNT)}」の欄です。",
            why="ほかの年の件数で計算すると、減る時間と合いません。",
            next="小さな数で試しましょう。1件だけ来た月に、何分減るかを考えてみてください。",
        ),
        trainer="1件だけの月を例に、式を左から1つずつ計算してもらう。",
    ),
    partial=_points,
    hints=(
        "減る時間は、どの単位で、何か月分、何人分を求めたいのかを先に決めましょう。",
        "月ごとの件数の表を右まで見ます。忙しい月だけでは、1年の様子が分かりません。",
        "たとえば年120件の作業を1人で10分から4分にし、毎月1時間増えるなら、減る12時間から増える12時間を引きます。",
    ),
)
