"""E7-4 宣言を書く: three sentences of promise for case C1. A person marks it; one's own pledge is spoken, never scored.

Source: the action plan of domain.md section 8 (E7-1): the first step within two weeks, and figures that can be checked.
"""

from __future__ import annotations

from kaizen_helpers.checkers.case_c1 import TOWNS, figures
from kaizen_helpers.checkers.engine import Exercise, Unattempted
from kaizen_helpers.checkers.free_text import nothing_written, personal, too_short
from kaizen_helpers.checkers.inputs import Field, Panel, Variant
from kaizen_helpers.checkers.rubric import Criterion

__all__ = ["PLEDGE"]

FIELDS = (
    ("change", "1文目: 何をどう変えるか", 10),
    ("first", "2文目: いつ、最初に何をするか", 10),
    ("proof", "3文目: だれと、どう確かめるか", 10),
)


def _question(variant: Variant) -> str:
    f = figures(variant)
    return (
        "<p>照会の取りまとめ（C1）の担当者になったつもりで、係のみなさんに向けた宣言を3文で書きます。"
        "決まった正解はありません。提出のあとに、講師が読みます。</p>"
        f"<p><b>いまの様子</b>: 1回の照会で、{TOWNS}市町の回答を1件{f.copy_minutes}分かけて集計表に写し、"
        f"{f.faulty}件の不備を電話で問い合わせています。次の照会は来月です。係長は、月曜の朝の打合せで話を聞けます。</p>"
        "<p>全部を変えなくてかまいません。1つだけ選びます。あなた自身の仕事の宣言は、隣の人に声で伝えましょう。"
        "そちらは採点しません。</p>"
    )


PLEDGE = Exercise(
    id="plan-pledge",
    code="E7-4",
    module="07_plan",
    title="宣言を書く",
    points=4,
    takes={"variant": int, "change": str, "first": str, "proof": str},
    panel=Panel(
        question=_question,
        inputs=(
            Field("change", "1文目: 何をどう変えるか", placeholder="1つだけ", long=True),
            Field("first", "2文目: いつ、最初に何をするか", placeholder="2週間以内にできること", long=True),
            Field("proof", "3文目: だれと、どう確かめるか", placeholder="数や、目で見えるもので", long=True),
        ),
    ),
    rules=(
        Unattempted(lambda v: nothing_written(v, FIELDS)),
        personal(
            "plan.pledge-personal",
            FIELDS,
            instead="宣言では「係長」「隣の係の担当者」のように、役割の言葉で書いてください。",
            trainer="宣言に氏名や連絡先が入っている。役割の名前に置きかえてもらう。",
        ),
        too_short(
            "plan.pledge-short",
            FIELDS,
            why="短いままでは、聞いた人が手伝う所を見つけられません。",
            next_step="声に出して読み、「何を」「いつ」「だれと」のうち足りない言葉を足しましょう。",
            trainer="文が短い。声に出して読んでもらい、「私は何を手伝えますか」と聞く。",
        ),
    ),
    otherwise=None,
    rubric=(
        Criterion(
            "変えることが1つにしぼられ、前と後の違いが分かりますか。",
            1,
            full="変えることが1つで、いまと変わった後の姿が分かる。",
            half="1つだが言葉が広い（「効率よくする」など）、または2つ以上ある。",
            none="気持ちだけで、変えることがない。",
        ),
        Criterion(
            "最初の一歩に、2週間以内の日か曜日が入っていますか。",
            1,
            full="2週間以内の日か曜日があり、1人で始められる大きさである。",
            half="日はあるが2週間より先、または一歩が大きすぎる。",
            none="「いつか」「早めに」だけで、日がない。",
        ),
        Criterion(
            "変わったかどうかを、数か、目で見えるもので確かめられますか。",
            1,
            full="測る数か見るものと、くらべる相手（いまの数など）がある。",
            half="確かめるとあるが、何を見るかがはっきりしない。",
            none="確かめ方がない。",
        ),
        Criterion(
            "だれと一緒に進めるか、または、だれに見てもらうかが書いてありますか。",
            1,
            full="役割の言葉で相手があり、その人に何をしてもらうかが分かる。",
            half="相手はいるが、何をしてもらうかがない。",
            none="相手が出てこない。",
        ),
    ),
    hints=(
        "3文を続けて声に出して、係の人に伝わるかどうかを確かめましょう。",
        "1文目は変えること、2文目は日付、3文目は確かめ方と相手です。1つの文に1つずつ入れます。",
        "たとえば書庫の整理なら、「金曜に棚を1段だけ空け、係長と写真で前後をくらべます」のように書けます。",
    ),
)
