"""E2-6 論点の理由を書く: why this issue comes first, and why no measure is decided yet. A person marks it.

Source: the order 論点 → 手法 → ツール of domain.md S21, and E2-1 of its section 8 (打ち手を課題に).
"""

from __future__ import annotations

from kaizen_helpers.checkers.case_c1 import TOWNS, figures
from kaizen_helpers.checkers.engine import Exercise, Unattempted
from kaizen_helpers.checkers.free_text import nothing_written, personal, too_short
from kaizen_helpers.checkers.inputs import Field, Panel, Variant
from kaizen_helpers.checkers.rubric import Criterion

__all__ = ["REASON"]

FIELDS = (
    ("issue", "先に考える論点", 8),
    ("reason", "その論点を選ぶ理由", 15),
    ("not_yet", "打ち手をまだ決めない理由", 15),
)


def _question(variant: Variant) -> str:
    f = figures(variant)
    return (
        "<p>照会の取りまとめ（C1）について、係長が「kintoneを入れよう」と言いました。担当者として、返事を書きます。</p>"
        f"<p><b>分かっていること</b>: {TOWNS}市町の回答を、1件{f.copy_minutes}分かけて集計表に写しています。"
        f"{TOWNS}件のうち{f.faulty}件に不備があり、1件{f.ask_minutes}分かけて問い合わせています。"
        "市町ごとに様式が変わり、貼り付けができません。出したかどうかは、メールを1通ずつ開いて見ています。</p>"
        "<ol><li>先に考える論点を1つ、問いの形で書きます。</li>"
        "<li>なぜその論点なのかを、分かっていることを使って書きます。</li>"
        "<li>なぜ打ち手をまだ決めないのかを書きます。</li></ol>"
        "<p>決まった正解はありません。提出のあとに、講師が読みます。</p>"
    )


REASON = Exercise(
    id="issues-reason",
    code="E2-6",
    module="02_issues",
    title="論点の理由を書く",
    points=4,
    takes={"variant": int, "issue": str, "reason": str, "not_yet": str},
    panel=Panel(
        question=_question,
        inputs=(
            Field("issue", "先に考える論点", placeholder="「どうすれば…か」のような問い", long=True),
            Field("reason", "その論点を選ぶ理由", placeholder="数や、実際にあったことを入れて", long=True),
            Field("not_yet", "打ち手をまだ決めない理由", placeholder="いま決めると、何が起きそうか", long=True),
        ),
    ),
    rules=(
        Unattempted(lambda v: nothing_written(v, FIELDS)),
        personal(
            "issues.reason-personal",
            FIELDS,
            instead="「担当者」「係長」「ある市」のように、役割の言葉に置きかえてください。",
            trainer="氏名や連絡先が入っている。役割の名前に置きかえてもらい、提出し直すように伝える。",
        ),
        too_short(
            "issues.reason-short",
            FIELDS,
            why="短いままでは、読む人が理由をたどれず、打ち手の話に戻ってしまいます。",
            next_step="「だれが」「何に」「どのくらい」のどれか1つを足して、文にしましょう。",
            trainer="文が短い。「それで、だれが何に困りますか」と聞き、答えをそのまま書いてもらう。",
        ),
    ),
    otherwise=None,
    rubric=(
        Criterion(
            "論点は1つで、いろいろな答え方ができる問いになっていますか。",
            1,
            full="問いが1つあり、打ち手を2つ以上思い浮かべられる。",
            half="問いの形だが、2つ以上が混ざるか、広すぎて何を調べるか決まらない。",
            none="打ち手や感想だけで、問いがない。",
        ),
        Criterion(
            "選んだ理由に、メモの数や、実際にあったことが入っていますか。",
            2,
            full="数か出来事を挙げ、だれがどのくらい困るかと論点がつながっている。",
            half="数か出来事はあるが、その論点が先だという説明につながっていない。",
            none="「大変だから」のような言葉だけで、根拠がない。",
        ),
        Criterion(
            "打ち手を決めない理由が、係長にも分かるように書いてありますか。",
            1,
            full="ほかの打ち手もあること、または先に確かめることを、具体的に1つ挙げている。",
            half="「まだ早い」とだけあり、何を確かめるかがない。",
            none="打ち手の良し悪しだけを述べている。",
        ),
    ),
    hints=(
        "打ち手の言葉を消してから、残った困りごとを問いに直してみましょう。",
        "理由には、メモの中の数や、毎回起きていることを1つ引くと、相手に伝わります。",
        "たとえば窓口の行列なら、「なぜ月曜に集中するのか」が論点です。予約の仕組みを入れる話は、そのあとです。",
    ),
)
