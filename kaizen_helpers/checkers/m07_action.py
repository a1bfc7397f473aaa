"""E7-1 アクションプラン: a plan for case C1 in one's own words, judged by what could be checked later.

There is no right answer: whatever has a purpose, a value and a goal that can be compared, a way of measuring, a first
step within two weeks, a role and an effect for the other side passes. Source: ``reference/domain.md`` section 8, E7-1;
S4, S12, S36.
"""

from __future__ import annotations

import re

from kaizen_helpers.checkers import m07_action_answer as answer
from kaizen_helpers.checkers.case_c1 import figures, work
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted
from kaizen_helpers.checkers.inputs import Column, Panel, Table, Variant
from kaizen_helpers.checkers.m07_action_answer import ENTRY, HINT, LABELS, WRITTEN
from kaizen_helpers.plan import wording

__all__ = ["ACTION"]


_HINTS = {
    "purpose": "だれの、何がよくなるか",
    "before": "数と単位で",
    "how": "次も同じに測れる方法",
    "target": "いまの値と同じ単位で",
    "due": "目標を確かめる日",
    "owner": "役割の名前で",
    "first": "小さく、すぐできること",
    "first_day": "月日で",
    "resident": "相手にとってよくなること",
}


def _minutes(variant: Variant) -> int:
    return sum(line.cases * line.minutes for line in work(variant))


def _question(variant: Variant) -> str:
    return (
        "<p>照会の取りまとめ（C1）の担当になったつもりで、アクションプランを書きます。"
        "<b>きょうは2026年12月1日（火）とします。</b></p>"
        f"<p><b>聞き取りメモ</b>: いまは1回の照会に{_minutes(variant)}分かかり、年に12回あります。"
        f"20市町の回答を集計表へ手で写し、そのうち{figures(variant).faulty}件は市町に直してもらっています。"
        "見直し後は、市町がフォームから答え、写す作業をなくす案です。次の照会は1月12日に届きます。</p>"
        "<ul><li>決まった正解はありません。あとで、よくなったかどうかを確かめられる計画にします。</li>"
        "<li>効果は、職員の時間のほかに、県民や市町にとってのことを1つ書きます。</li></ul>"
    )


ACTION = Exercise(
    id="plan-action",
    code="E7-1",
    module="07_plan",
    title="アクションプラン",
    points=3,
    required=True,
    takes={"variant": int, "rows": list},
    panel=Panel(
        question=_question,
        inputs=(
            Table(
                "rows",
                "「記入」の列に、1行ずつ書いてください。",
                (
                    Column(ENTRY, given=True, width="11em"),
                    Column(HINT, given=True, width="14em"),
                    Column(WRITTEN, width="28em"),
                ),
                rows=[{ENTRY: LABELS[key], HINT: hint} for key, hint in _HINTS.items()],
            ),
        ),
    ),
    prepare=answer.planned,
    rules=(
        Unattempted(lambda p: not p.touched),
        Mistake(
            "plan.purpose-is-tool",
            when=answer.names_only_a_tool,
            say=lambda p, _places: Message(
                where=p.where("purpose"),
                why="だれの、何がよくなるかが、まだ読み取れません。手段や目標の言葉だけだと、入れたところで終わりがちです。",
                next="メモを読み、だれの困りごとがどう変わるかを書きましょう。",
            ),
            trainer="目的にツール名だけ。「それが入ると、だれが何に困らなくなりますか」と聞く。",
        ),
        Mistake(
            "plan.cuts-people",
            when=answer.cuts_people,
            say=lambda p, places: Message(
                where=p.where(places[0]),
                why="人を減らす計画に読めます。一緒に進める人が身構えて、話が進みにくくなります。",
                next="空いた時間で、だれのために何ができるようになるかを書きましょう。",
            ),
            trainer="人減らしに読める言葉がある。今いる職員が何に時間を使えるようになるか、に言いかえてもらう。",
        ),
        Mistake(
            "plan.goal-vague",
            when=answer.is_vague,
            say=lambda p, _places: Message(
                where=p.where("target"),
                why="どうなれば達成なのかが、読む人によって違ってしまいます。",
                next="数で確かめられる形にしましょう。いまの値と同じ単位の数を1つ決めます。",
            ),
            trainer="「効率化する」で止まっている。例:「1回の集計を6時間から3時間に」のように、前後の数で言ってもらう。",
        ),
        Mistake(
            "plan.value-unreadable",
            when=answer.unreadable_values,
            say=lambda p, places: Message(
                where=p.where(places[0][0]),
                why="1つの数として読めないと、前と後をくらべられません。",
                next=_one_sentence(places[0][1]),
            ),
            trainer="数がないか、2つ以上ある。何を1つ測るかを決めてもらい、数と単位だけを書く。",
        ),
        Mistake(
            "plan.no-unit",
            when=answer.without_unit,
            say=lambda p, places: Message(
                good="数で書けています。",
                where=p.where(places[0]),
                why="単位がないと、分か時間か件数かが伝わりません。",
                next="単位も書き足しましょう。",
            ),
            trainer="単位がない。「3とは、3時間ですか、3件ですか」と聞く。",
        ),
        Mistake(
            "plan.not-comparable",
            when=answer.not_comparable,
            say=lambda p, _places: Message(
                good="どちらも数で書けています。",
                where=p.where("target"),
                why="いまの値と別のものか、別の期間の数になっています。くらべる相手がないと、変化が分かりません。",
                next="いまの値と同じものを、同じ単位で書き直しましょう。",
            ),
            trainer="現状と目標の単位や期間がずれている（1回と1年、時間と件数）。片方にそろえる。",
        ),
        Mistake(
            "plan.goal-same",
            when=lambda p: answer.moved(p) == 0,
            say=lambda p, _places: Message(
                good="くらべられる数になっています。",
                where=p.where("target"),
                why="いまの値と同じなので、何も変わらない計画に読めます。",
                next="見直し後の案で、どこまで変えたいかを考えて書きましょう。",
            ),
            trainer="現状と目標が同じ。単位を変えただけ（分と時間）のこともある。",
        ),
        Mistake(
            "plan.goal-worse",
            when=answer.goes_the_wrong_way,
            say=lambda p, _places: Message(
                good="数で書けています。",
                where=p.where("target"),
                why="いまの値とくらべると、仕事が増える方へ動く数になっています。",
                next="「いまの値」と見くらべて、数と単位をもう一度確かめましょう。",
            ),
            trainer="目標のほうが悪い、または0より小さい。減らす量と減らした後の値の取り違えが多い。",
        ),
        Mistake(
            "plan.how-by-feeling",
            when=answer.measures_by_feeling,
            say=lambda p, _places: Message(
                where=p.where("how"),
                why="感じ方は人によって違います。後任の方が測ると、別の値になってしまいます。",
                next="何を見て、何回測るかを、ほかの人も同じようにできる形で書きましょう。",
            ),
            trainer="測り方が感覚、または測らない。時計・記録・件数のどれを使うかを選んでもらう。",
        ),
        Mistake(
            "plan.day-unreadable",
            when=answer.unreadable_days,
            say=lambda p, places: Message(
                where=p.where(places[0]),
                why="日が1つに決まらないと、手帳にも予定表にも書けません。",
                next="「○月○日」か、「来週の木曜」のような書き方で、日を1つ選びましょう。",
            ),
            trainer="日付になっていない（早めに、随時など）。手帳に書ける日を1つ選んでもらう。",
        ),
        Mistake(
            "plan.day-passed",
            when=answer.before_training,
            say=lambda p, places: Message(
                where=p.where(places[0]),
                why="きょうより前の日になっています。",
                next="問題文の「きょう」を見て、年と月を確かめましょう。",
            ),
            trainer="日付が過去。年を取り違えていることが多い。令和と西暦を見くらべる。",
        ),
        Mistake(
            "plan.year-end-lump",
            when=answer.lumped_at_year_end,
            say=lambda p, _places: Message(
                where=p.where("due"),
                why="年度末にまとめると、ほかの仕事と重なり、始める日も決まらないままになりがちです。",
                next="最初の一歩を2週間以内に置くと、動き出しやすくなります。期限も、結果を測れる時期か考えましょう。",
            ),
            trainer="期限が年度末一括。最初の一歩を2週間以内に1つ置いてもらう。",
        ),
        Mistake(
            "plan.first-after-due",
            when=answer.first_after_due,
            say=lambda p, _places: Message(
                where=p.where("first_day"),
                why="期限より後になっています。このままでは、期限の日に何も始まっていません。",
                next="2つの日付の順番を確かめましょう。",
            ),
            trainer="最初の一歩が期限より後。2つの日付を並べて読む。",
        ),
        Mistake(
            "plan.first-late",
            when=answer.starts_late,
            say=lambda p, _places: Message(
                where=p.where("first_day"),
                why="2週間より先だと、日々の仕事に押されて、始める前に忘れてしまいがちです。",
                next="一歩をもっと小さくして、2週間以内の日に置きましょう。",
            ),
            trainer="最初の一歩が2週間より先。「30分でできることは」と聞いて小さくする。",
        ),
        Mistake(
            "plan.owner-is-person",
            when=lambda p: wording.is_person(p.texts["owner"]),
            say=Message(
                where="「担当」の欄です。",
                why="人の名前や「自分」だと、異動のあとに担当がいない計画になります。",
                next="役割の名前に書きかえましょう。",
            ),
            trainer="担当に氏名が入っている。役割の名前に置きかえる。演習に実在の人の名前は書かない。",
        ),
        Mistake(
            "plan.staff-only-effect",
            when=lambda p: wording.only_for_staff(p.texts["resident"]),
            say=lambda p, _places: Message(
                where=p.where("resident"),
                why="職員のことだけだと、住民や市町から見て、何がよくなるのかが伝わりません。",
                next="空いた時間や減った手間が、相手の待ち時間や手間をどう変えるかを書きましょう。",
            ),
            trainer="効果が職員の時間だけ。「市町の担当の方は何が楽になりますか」と聞く。",
        ),
        Correct(
            lambda p: not answer.faulty(p),
            say=Message(
                good="目的から最初の一歩まで、あとで確かめられるアクションプランになりました。",
                next="自分の業務でも1枚書いて、最初の一歩の日を予定表に入れておきましょう。",
            ),
        ),
    ),
    # Nothing that is written needs a word: what is left is blank.
    otherwise=Otherwise(
        "plan.entry-left",
        say=lambda p, _places: Message(
            good="書いてある所は、読み取れました。" if len(p.left) < len(LABELS) else "",
            where=f"「{LABELS[p.left[0]]}」の欄です。" if p.left else "計画の欄です。",
            why="ここが決まっていないと、計画が動き出したかどうかを確かめられません。",
            next="仮の案でかまいません。メモを読んで、1つ書いてみましょう。",
        ),
        trainer="空欄が残っている。仮の値でよいと伝え、隣の人と相談して埋めてもらう。",
    ),
    partial=lambda p: 3 * (1 - len(answer.faulty(p)) / len(LABELS)),
    hints=(
        "3か月後の自分が読んで、できたかどうかを判断できますか。",
        "いまの値と目標の値は、同じものを同じ単位で書きます。メモの数字から1つ選びましょう。",
        "たとえば備品の貸出なら「貸出簿を探す時間、1件5分を2分に、来週の月曜に棚に番号を貼る」のように書けます。",
    ),
)


def _one_sentence(question: str) -> str:
    """What a question asks for, without the learner's words, which stand elsewhere: its last sentence."""
    parts = [part for part in re.split("(?<=。)(?![」』])", question) if part]
    return parts[-1]
