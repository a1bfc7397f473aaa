"""E7-2 引継ぎと本番ゲート: eleven things handed in for an app of case C1. Which are enough, and what comes first?

Source of the mistakes: ``reference/domain.md`` section 8 (E7-2: no diagram, one administrator, only the electronic
way), section 2.7 (Everyone must not delete) and S27 (somebody other than the author looks).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant

__all__ = ["GATE"]

ENOUGH, LACKING, CHECK = "足りている", "足りない", "確かめる"
ITEM, HANDED, JUDGED = "確かめること", "出されたもの", "判断"
NO_DELETE, DRAW = "だれでも削除できる設定を外す", "見直し後の業務フロー図を描く"
TIDY, COPIES, VIEWS, USE = (
    "引継ぎ書の書式を整える",
    "手順書に画面の写しを足す",
    "一覧の見た目を整える",
    "使い始めて、困った所から直す",
)
FIRST = (TIDY, NO_DELETE, VIEWS, DRAW, COPIES, USE)


@dataclass(frozen=True)
class Line:
    """One thing that is looked at, what was handed in for it, and the judgements that people have good reasons for."""

    id: str
    name: str
    handed: str
    right: tuple[str, ...]


LINES = (
    Line("purpose", "目的と責任者", "督促の漏れをなくすため。責任者は、照会の担当の係長。", (ENOUGH,)),
    Line("flow", "業務フロー図", "現状の図だけ。アプリを使う流れは、使い始めてから描く予定。", (LACKING,)),
    Line("look", "別の人の確認", "アプリを作った担当が、自分で見直した。", (LACKING,)),
    Line("class", "データの区分", "区分は「庁内」。規程では、kintoneに置いてよい。", (ENOUGH,)),
    Line("delete", "削除の権限", "全員（Everyone）が削除できる。初期の設定のまま。", (LACKING,)),
    Line("edit", "編集の権限", "半年前の画面の写しだけ。いまの設定と同じかは不明。", (CHECK,)),
    Line("note", "備考の欄", "市町の担当者の連絡先を、書くかもしれない。", (CHECK, LACKING)),
    Line("admin", "管理者", "アプリを作った担当の1名。来年の春に異動の見込み。", (LACKING,)),
    Line("intake", "取込の手順", "手順書がある。ほかの職員が、それだけで取り込めた。", (ENOUGH,)),
    Line("way", "ほかの答え方", "回答フォームだけ。使えない市町への対応は書いていない。", (LACKING, CHECK)),
    Line("successor", "引継ぎ書の後任", "「春に決まる人」とだけ書いてある。", (CHECK, LACKING)),
)
_ENOUGH_TO_PRAISE = 4
_BY_NAME = {line.name: line for line in LINES}
_TURN = 2
"""So many lines further down the table of each next seat begins: neighbours compare reasons, not places."""


def _rows(variant: Variant) -> list[dict[str, str]]:
    begin = variant * _TURN
    return [{ITEM: line.name, HANDED: line.handed} for line in (*LINES[begin:], *LINES[:begin])]


def _sample(variant: Variant) -> dict[str, Any]:
    return {"items": [{JUDGED: _BY_NAME[row[ITEM]].right[0]} for row in _rows(variant)], "first": NO_DELETE}


@dataclass(frozen=True)
class Answer:
    """What the learner chose, by the line's id; the first thing to do."""

    chosen: dict[str, str]
    order: tuple[str, ...]
    """Ids in the order of the learner's own table."""
    first: str

    @property
    def right(self) -> int:
        """How many lines are well judged."""
        return sum(self.chosen[line.id] in line.right for line in LINES)

    @property
    def first_is_right(self) -> bool:
        """Two first things are both sensible: what can destroy data, or what everything else rests on."""
        return self.first in (NO_DELETE, DRAW)

    def other(self, *ids: str) -> list[Line]:
        """The lines of these that were judged otherwise, in the learner's order."""
        return [line for line in self.lines if line.id in ids and self.chosen[line.id] not in ("", *line.right)]

    @property
    def lines(self) -> list[Line]:
        """In the learner's order."""
        return sorted(LINES, key=lambda line: self.order.index(line.id))


def _answer(v: Values) -> Answer:
    rows = [(_BY_NAME[row[ITEM]].id, row[JUDGED]) for row in v.items]
    return Answer(dict(rows), tuple(name for name, _ in rows), v.first)


def _about(*ids: str) -> Callable[[Answer], list[Line]]:
    return lambda a: a.other(*ids)


def _where(line: Line) -> str:
    return f"「{line.name}」の行の判断です。"


def _good(a: Answer) -> str:
    if a.right == len(LINES):
        return f"{len(LINES)}行とも、よく見分けています。"
    return f"{len(LINES)}行のうち{a.right}行は、よく見分けています。" if a.right >= _ENOUGH_TO_PRAISE else ""


def _mistake(name: str, ids: tuple[str, ...], why: str, next_step: str, trainer: str) -> Mistake:
    """A line that was judged otherwise: the message names it as it stands in the table."""
    return Mistake(
        f"plan.gate-{name}",
        when=_about(*ids),
        say=lambda a, places: Message(good=_good(a), where=_where(places[0]), why=why, next=next_step),
        trainer=trainer,
    )


GATE = Exercise(
    id="plan-gate",
    code="E7-2",
    module="07_plan",
    title="引継ぎと本番ゲート",
    points=3,
    required=True,
    takes={"items": list, "first": str},
    panel=Panel(
        question=(
            "<p>「照会の受付と督促」のアプリを、来週から本番で使いたいという相談です。出されたものを見て、答えます。</p>"
            "<ol><li>行ごとに、本番に進める分がそろっていれば「足りている」、そろっていなければ「足りない」、"
            "これだけでは決められなければ「確かめる」を選びます。</li>"
            "<li>いちばん下で、はじめにすることを1つ選びます。</li></ol>"
            "<p>行の並びは席ごとに違います。隣の人とは、理由をくらべましょう。</p>"
        ),
        inputs=(
            Table(
                "items",
                "出されたもの",
                (
                    Column(ITEM, given=True, width="9em"),
                    Column(HANDED, given=True, width="31em"),
                    Column(JUDGED, choices=(ENOUGH, LACKING, CHECK), width="9em"),
                ),
                rows=_rows,
            ),
            Field("first", "はじめにすること", choices=FIRST),
        ),
        sample=_sample,
    ),
    prepare=_answer,
    rules=(
        Unattempted(lambda a: not a.first and not any(a.chosen.values())),
        _mistake(
            "everyone-deletes",
            ("delete",),
            "1回の操作で、20市町分の受付の記録が消えてしまうことがあります。",
            "消せる人がだれまでなら安心かを考えて、選び直しましょう。",
            "全員が削除できる初期の設定。「1回の操作で全部消えたら、だれが気づく？」と聞く。",
        ),
        _mistake(
            "no-flow",
            ("flow",),
            "アプリを使う流れの図がないと、後任の方がいつ何を入れるのかを読み取れません。",
            "本番の前と後のどちらで図が要るのか、引継ぎの場面を思い浮かべて考えましょう。",
            "本番の前に、見直し後の業務フロー図が要る。引継ぎ書にもそのまま使えると伝える。",
        ),
        _mistake(
            "own-look",
            ("look",),
            "作った本人には、慣れていて見えない抜けがあります。",
            "だれが見れば、担当の知らないことに気づけるかを考えましょう。",
            "自分の見直しは、別の人の確認にならない。上司かデジタルの担当課の一言が残っているかを聞く。",
        ),
        _mistake(
            "one-administrator",
            ("admin",),
            "その人が異動すると、設定を直せる人がいなくなります。",
            "異動の次の日に困ることを思い浮かべて、選び直しましょう。",
            "管理者が1名のまま異動を迎える例を話す。人数は、役割の名前で数える。",
        ),
        _mistake(
            "only-electronic",
            ("way",),
            "電子のほかの方法がなくなると、使えない相手が答えられず、結局は電話で聞くことになります。",
            "使えない市町がどうするのかを書いた所があるか、もう一度読みましょう。",
            "電子だけにするなら、使えない相手への対応か、なくす理由が要る。県民の手続なら、なおさら大切。",
        ),
        _mistake(
            "unsure-as-enough",
            ("note", "successor"),
            "決まっていないまま本番に進むと、置いてよい情報や引き継ぐ相手が、あとから変わってしまいます。",
            "言い切っている所と、まだ決まっていない所を分けて読んでみましょう。",
            "「かもしれない」「春に決まる」は、まだ決まっていない。だれに聞けば決まるかまで考えてもらう。",
        ),
        _mistake(
            "old-as-known",
            ("edit",),
            "古い写しからは、いまだれが書き込めるのかを言い切れません。",
            "今日の設定がどうなら進めるのか、何を見れば分かるのかを考えましょう。",
            "古い写しでは、足りるとも足りないとも言えない。いまの設定を見れば、その場で決まる。",
        ),
        _mistake(
            "enough-refused",
            ("purpose", "class", "intake"),
            "進めるのに要らないものまで求めると、直す所がぼやけ、本番も遅れます。",
            "何がそろえば進めるのかを先に決めて、出されたものと見くらべましょう。",
            "そろっている所は認める。「これ以上、何があれば進める？」と聞き、答えがなければ足りている。",
        ),
        Mistake(
            "plan.gate-first-use",
            when=lambda a: a.first == USE,
            say=lambda a, _places: Message(
                good=_good(a),
                where="「はじめにすること」の欄です。",
                why="本番で使いながら直すと、消えた記録や出てしまった情報は元に戻せません。",
                next="元に戻せないことか、ほかの土台になることを、先に探しましょう。",
            ),
            trainer="使い始めてから直す考え方は、試しの段階のもの。本番の前に済ませることとの違いを話す。",
        ),
        Mistake(
            "plan.gate-first-can-wait",
            when=lambda a: a.first in (TIDY, VIEWS, COPIES),
            say=lambda a, _places: Message(
                good=_good(a),
                where=f"「はじめにすること」の欄です。いまは「{a.first}」です。",
                why="見た目や書式は、あとからでも直せます。先に手を付けると、大事な所が最後に残ります。",
                next="元に戻せないことと、ほかの土台になることを、先に探しましょう。",
            ),
            trainer="あとで直せるものと、元に戻せないものを分ける。先にするものは1つとは限らない。",
        ),
        Correct(
            lambda a: a.right == len(LINES) and a.first_is_right,
            say=Message(
                good="そろっているもの、いないもの、まだ言えないものを見分け、先にすることを選べました。",
                next="自分の業務のアプリでも、同じ11行を上から確かめてみましょう。",
            ),
        ),
    ),
    # Whoever gets here judged well, but not everything yet.
    otherwise=Otherwise(
        "plan.gate-left",
        say=lambda a, _places: Message(
            good=_good(a),
            where=next((_where(line) for line in a.lines if not a.chosen[line.id]), "「はじめにすること」の欄です。"),
            why="まだ選んでいない所があると、そこが確かめられないまま本番に進みます。",
            next="残りも1つずつ選びましょう。迷うときは、隣の人と理由を話してみましょう。",
        ),
        trainer="空いている行がある。迷った行を1つ全体で取り上げ、何が分かれば決まるかを話す。",
    ),
    partial=lambda a: 2 * a.right / len(LINES) + (0.5 if a.first_is_right else 0),
    hints=(
        "後任の方になったつもりで、この紙だけで続けられるかを考えてみましょう。",
        "「予定」「かもしれない」「不明」と書いてある行と、言い切っている行を分けてみましょう。",
        "たとえば貸出の台帳なら、鍵を持つ人が1人だけ、返却の記録を全員が消せる、などが気になる所です。",
    ),
)
