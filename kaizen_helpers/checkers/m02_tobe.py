"""E2-5: draw the To-Be of case C1. There is more than one good answer; what is asked is what any of them must show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.checkers.case_c1_change import AS_IS_ROWS, PAINS, Pain, Renewed, State, what_becomes
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.flow_rules import STRUCTURE, WORDING
from kaizen_helpers.checkers.inputs import Column, Panel, Table
from kaizen_helpers.flow import read_steps
from kaizen_helpers.flow.change.change_picture import draw_change

__all__ = ["TO_BE"]

_COLUMNS = (
    Column("だれが", width="7em"),
    Column("何を", width="16em"),
    Column("次", width="5em"),
    Column("条件", width="9em"),
)
_ENOUGH = 2
"""So many of the three pains are asked for: one may be left for later."""

# A town types straight into what it shares with the prefecture: tomorrow nothing has to be sent.
_WORDS = tuple(rule for rule in WORDING if rule.id != "flow.across-pool")

_QUESTION = (
    "<p>「照会の取りまとめ」の<b>今のやり方</b>が、表に入っています。困りごとは3つです。</p>"
    "<ul><li><b>転記</b>: 20市町の回答を集計表に写していて、写し違いが出ます。</li>"
    "<li><b>督促</b>: 受付簿とメールを見くらべないと、まだの市町が分かりません。</li>"
    "<li><b>照合の手戻り</b>: 届いてから不備に気づき、何度も問い合わせます。</li></ul>"
    "<p>表を書きかえて、<b>変えたあとの流れ</b>（To-Be）にします。違いは、図に印で出ます。</p>"
    "<ol><li>3つのうち2つ以上に手を打ちます。道具を使わないやり方もあります。</li>"
    "<li>国への報告と、その前に係長が見ることは変えません。</li>"
    "<li>インターネットの画面を開けない町が2つあります。</li>"
    "<li>新しく増える作業も、だれがするかを書きます。</li></ol>"
)


def _filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if any(cell.strip() for cell in row.values())]


def _drawn(v: Values) -> Renewed:
    rows = _filled(v.rows)
    return Renewed(v.rows, touched=bool(rows) and rows != list(AS_IS_ROWS))


def _preview(answer: Mapping[str, Any]) -> str:
    flow = read_steps(answer["rows"], title="照会の取りまとめ（変えたあと）").flow
    return draw_change(what_becomes(flow)).svg


def _faults(rules: tuple[Mistake, ...], d: Renewed) -> list[tuple[Mistake, Any]]:
    """Each place of each rule, with the rule that names it; what mostly follows from other faults only without them."""
    found: list[tuple[Mistake, Any]] = []
    for rule in rules:
        places = rule.when(d)
        if rule.counted or not found:
            found += [(rule, place) for place in ((None,) if places is True else places or ())]
    return found


def _as_told(d: Renewed, places: tuple[Any, ...]) -> Message:
    """What E1-2 says about the first of these faults."""
    rule, place = places[0]
    mine = tuple(other for kind, other in places if kind is rule)
    said = rule.say if isinstance(rule.say, Message) else rule.say(d, mine or (place,))
    return Message(where=said.where, why=said.why, next=said.next)


def _untouched(d: Renewed) -> tuple[Pain, ...]:
    return tuple(pain for pain in PAINS if d.states[pain.name] is not State.CHANGED)


def _vanished(d: Renewed) -> tuple[Pain, ...]:
    return tuple(pain for pain in PAINS if d.states[pain.name] is State.VANISHED)


def _done(d: Renewed) -> str:
    """What is done already, as good news; empty where nothing is."""
    names = "」「".join(pain.name for pain in PAINS if d.states[pain.name] is State.CHANGED)
    return f"「{names}」には手が打てています。" if names else ""


FORM = Mistake(
    "issues.tobe-unfinished",
    when=lambda d: _faults(STRUCTURE, d),
    say=_as_told,
    trainer="行を足したり消したりして、「次」がつながらなくなった。図の線を指でたどり、切れた所を直してもらう。",
)
WORDS = Mistake(
    "issues.tobe-unclear",
    when=lambda d: _faults(_WORDS, d),
    say=_as_told,
    trainer="新しい手順の言葉が短すぎる。「新しく来た人が読んで、手を動かせますか」と聞く。",
)
REPORT = Mistake(
    "issues.report-dropped",
    when=lambda d: not d.reports,
    say=lambda d, _places: Message(
        good=_done(d),
        where="図のおわりのあたりです。",
        why="国への報告が読み取れません。この仕事の目的が、届かないことになります。",
        next="この仕事は何のためにあるかを考え、最後にだれへ何が届くかを書きましょう。",
    ),
    trainer="目的の手順が消えている。「この仕事は、どうなったら終わったと言えますか」と聞く。",
    counted=False,
)
CHIEF = Mistake(
    "issues.approval-dropped",
    when=lambda d: not d.chief,
    say=lambda d, _places: Message(
        good=_done(d),
        where="国へ報告する前のあたりです。",
        why="係長が見る手順がありません。組織として出す数字に、だれが責任を持つかがあいまいになります。",
        next="なくすのでなく、見るやり方や見る物を変えられないか考えてみましょう。",
    ),
    trainer="決められた確認まで外している。「なくす」のでなく「どう見るか」を変える例を1つ挙げる。",
    counted=False,
)
OTHER_WAY = Mistake(
    "issues.one-way-only",
    when=lambda d: [step.number for step in d.answers_online[:1]] if not d.has_other_way else (),
    say=lambda d, places: Message(
        good=_done(d),
        where=f"{d.name(places[0])}です。",
        why="画面を開けない町は、この流れでは回答できません。結局、個別の対応が残ります。",
        next="その町が回答するときの入口を別の行に分け、あとで合流させてみましょう。",
    ),
    trainer="電子だけの入口。「開けない2つの町は、明日どうしますか」と聞く。例外の道は細くてよい。",
    counted=False,
)
NEW_WORK = Mistake(
    "issues.new-work-hidden",
    when=lambda d: [step.number for step in d.uses_a_tool[:1]] if not d.shows_new_work else (),
    say=lambda d, places: Message(
        good=_done(d),
        where=f"{d.name(places[0])}と、その前です。",
        why="これを用意する人や、動かし続ける人が図にいません。増える作業を数えないと、効果が大きく見えてしまいます。",
        next="これが動くまでに、だれが何をするかを考えて、手順を足しましょう。",
    ),
    trainer="新しく増える作業が見えていない。「それは、だれがいつ用意しますか」と聞く。",
    counted=False,
)
_STAYS = (REPORT, CHIEF, OTHER_WAY, NEW_WORK)


def _points(d: Renewed) -> float:
    """Pains 2 (1 each), form and words 2 (half a point a kind of fault), what stays and what is new 4 (1 each).

    Form and what stays count only as far as something was changed: the table of today has them all.
    """
    changed = min(_ENOUGH, d.changed) / _ENOUGH
    form = max(0.0, 2 - 0.5 * len({rule.id for rule, _ in _faults((*STRUCTURE, *_WORDS), d)}))
    stays = sum(not rule.when(d) for rule in _STAYS)
    lost = 0.5 * len(_vanished(d)) + 0.5 * bool(d.only_a_tool)
    return changed * (2 + form + stays) - lost


TO_BE = Exercise(
    id="issues-tobe",
    code="E2-5",
    module="02_issues",
    title="To-Beを描く",
    points=8,
    required=True,
    takes={"rows": list},
    panel=Panel(
        question=_QUESTION,
        inputs=(Table("rows", "変えたあとの手順の表", _COLUMNS, rows=AS_IS_ROWS, grows=True),),
        preview=_preview,
    ),
    prepare=_drawn,
    rules=(
        Unattempted(
            lambda d: not d.touched,
            say=Message(
                where="手順の表です。まだ今のやり方のままです。",
                why="変えた所がないと、何がよくなるかを話せません。",
                next="困りごとを1つ選び、それが起きる手順の行から書きかえてみましょう。",
            ),
        ),
        FORM,
        Mistake(
            "issues.tool-as-step",
            when=lambda d: d.only_a_tool,
            say=lambda d, places: Message(
                where=f"{d.name(places[0])}です。",
                why="道具の名前だけでは、だれの手が、どう楽になるのかが伝わりません。",
                next="その道具を使って、だれが、何を、どうするのかを手順に書きましょう。",
            ),
            trainer="道具が手順になっている。「それが入った朝、だれが最初に何をしますか」と聞く。",
        ),
        Mistake(
            "issues.only-words-changed",
            when=lambda d: d.only_words_differ,
            say=Message(
                good="図の形はできています。",
                where="手順の表の全体です。",
                why="書き方は変わりましたが、だれが何をするかは今と同じです。困りごとは、そのまま残ります。",
                next="いちばんつらい手順を1つ選び、「これがなくても済むには」と考えてみましょう。",
            ),
            trainer="言いかえただけ。困りごとの手順を1つ隠して「これなしで終えるには？」と聞く。",
            counted=False,
        ),
        Mistake(
            "issues.work-vanished",
            when=_vanished,
            say=lambda d, places: Message(
                good=_done(d),
                where=f"「{places[0].name}」のあたりの、なくした手順です。",
                why=f"{places[0].vanished}が読み取れません。図から消しても、仕事は残ります。",
                next="その手順が要らなくなるように、前の手順をどう変えるかを書き足しましょう。",
            ),
            trainer="消しただけで、代わりがない。「それをやめた日、何で困りますか」と聞く。",
        ),
        REPORT,
        CHIEF,
        Mistake(
            "issues.more-checking",
            when=lambda d: d.more_looks,
            say=lambda d, places: Message(
                where=f"{d.name(places[0])}です。",
                why="見る回数を増やしても、写す作業は残ります。かかる時間は、今より長くなります。",
                next="写し違いを見つける手順でなく、写し違いが起きない流れを考えてみましょう。",
            ),
            trainer="確認を増やす案。「違いは、どの手順で生まれますか」と聞き、元をたどってもらう。",
        ),
        Mistake(
            "issues.pains-left",
            when=lambda d: _untouched(d) if d.changed < _ENOUGH else (),
            say=lambda d, places: Message(
                good=_done(d),
                where=f"「{places[0].name}」の手順のあたりです。",
                why="この困りごとは、今のやり方のまま残っています。毎回、同じ手間がくり返されます。",
                next=f"{places[0].asks}なくす、まとめる、入れ替える、の順で考えてみましょう。",
            ),
            trainer="困りごとが残っている。図の印のない所を指して「ここは今と同じですか」と聞く。",
            counted=False,
        ),
        OTHER_WAY,
        NEW_WORK,
        WORDS,
        Correct(
            lambda d: bool(d.towns or d.answers_online),
            say=lambda d, _places: Message(
                good=f"{_done(d)}守ることと、新しく増える作業も読み取れます。",
                next="図を隣の人に見せて、「手間が増えるのはだれですか」と聞いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "issues.towns-missing",
        say=lambda d, _places: Message(
            good=_done(d),
            where="市町へお願いしたあとの手順です。",
            why="市町が何をするかが読み取れません。手間が市町に移っていないかも、確かめられません。",
            next="市町の行を作り、届いてから返すまでにすることを書きましょう。",
        ),
        trainer="相手の手順がない。「20の市町では、そのとき何が起きていますか」と聞く。",
    ),
    partial=_points,
    hints=(
        "困りごとの手順を1つずつ指して、「なくせるか、まとめられるか」を先に考えましょう。",
        "回答が届いてからの手順を、回答する前に移せないかを見てみましょう。",
        "たとえば研修の申込みなら、名簿に写すのをやめ、申し込む人が一覧に直接書き、書けない人の分だけ係が書く、という変え方があります。",
    ),
)
