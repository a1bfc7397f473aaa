"""E1-1 気になる点さがし（間違い探し）: six faults are planted in a flow of case C1.

The learner finds them, and says by which cell one sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table

__all__ = ["FAULTS"]

FINE = "気になる点はない"
NO_NEXT, ONE_WAY, NO_CONDITION = "次が書かれていない", "行き先が1つしかない", "条件の名前がない"
TWO_OWNERS, VAGUE, MIXED = "担当が2者いる", "何をするか伝わらない", "電子と紙が混ざっている"
KINDS = (FINE, NO_NEXT, ONE_WAY, NO_CONDITION, TWO_OWNERS, VAGUE, MIXED)
WHO, WHAT, NEXT, CONDITION = "だれが", "何を", "次", "条件"

_ROWS = (
    ("国", "調査の依頼文を県へメールで送る", "2", ""),
    ("県の担当者", "調査票を市町用に作り直す", "3", ""),
    ("係長・県の担当者", "調査票を20市町へメールで送る", "4", ""),
    ("市町", "調査票に記入して、メールか郵送で返す", "5", ""),
    ("県の担当者", "期限までに回答がそろったか", "7、6", ""),
    ("県の担当者", "未提出の市町に督促のメールを送る", "4", ""),
    ("県の担当者", "回答に不備があるか", "8", "不備あり"),
    ("県の担当者", "不備の内容を市町に問い合わせる", "4", ""),
    ("県の担当者", "回答を集計表に転記する", "10", ""),
    ("県の担当者", "確認する", "11", ""),
    ("係長", "集計表の内容を承認する", "", ""),
    ("県の担当者", "集計表を国へ送る", "おわり", ""),
)


@dataclass(frozen=True)
class Fault:
    """A planted fault: its row (from 1), what it is, and the cells by which one sees it."""

    row: int
    kind: str
    cells: tuple[str, ...]


PLANTED = (
    Fault(3, TWO_OWNERS, (WHO,)),
    Fault(4, MIXED, (WHAT,)),
    Fault(5, NO_CONDITION, (CONDITION,)),
    Fault(7, ONE_WAY, (NEXT, CONDITION)),
    Fault(10, VAGUE, (WHAT,)),
    Fault(11, NO_NEXT, (NEXT,)),
)
_FAULT_OF = {fault.row: fault for fault in PLANTED}
_TOO_MANY = 9
"""Marks on so many of the twelve rows are guesses, not findings."""


def _given() -> list[dict[str, str]]:
    return [dict(zip((WHO, WHAT, NEXT, CONDITION), row, strict=True)) for row in _ROWS]


def _picture(_variant: int) -> str:
    from kaizen_helpers.flow import draw, read_steps

    return str(draw(read_steps(_given(), title="照会の取りまとめ（直す前）").flow).svg)


@dataclass(frozen=True)
class Marks:
    """What the learner chose: row → kind of fault, and row → cell; rows from 1."""

    kinds: dict[int, str]
    cells: dict[int, str]

    @property
    def marked(self) -> list[int]:
        """Rows with a fault chosen."""
        return [row for row, kind in self.kinds.items() if kind not in ("", FINE)]

    @property
    def found(self) -> list[Fault]:
        """Planted faults whose row and kind are right."""
        return [fault for fault in PLANTED if self.kinds[fault.row] == fault.kind]


def _marks(v: Values) -> Marks:
    rows = list(enumerate(v.rows, start=1))
    return Marks({n: row["気になる点"] for n, row in rows}, {n: row["どの欄"] for n, row in rows})


def _name(row: int) -> str:
    return f"手順{row}「{_ROWS[row - 1][1]}」"


def _points(m: Marks) -> float:
    """One and a half a fault with its cell, one without; wrong marks take half a point each."""
    earned = sum(1.5 if m.cells[fault.row] in fault.cells else 1.0 for fault in m.found)
    return earned - 0.5 * len([row for row in m.marked if row not in _FAULT_OF])


def _is_right(m: Marks) -> bool:
    return (
        len(m.found) == len(PLANTED)
        and set(m.marked) == set(_FAULT_OF)
        and all(m.cells[fault.row] in fault.cells for fault in PLANTED)
    )


def _say_missed(m: Marks, _places: tuple[Any, ...]) -> Message:
    return Message(
        good=f"ここまでに{len(m.found)}か所を正しく見つけています。" if m.found else "",
        where="まだ印のない手順のどこかです。",
        why="残ったままだと、この図を受け取った後任の方がそこで手を止めます。",
        next="図の線を指でたどり、止まる所や迷う所を探してみましょう。",
    )


FAULTS = Exercise(
    id="flow-faults",
    code="E1-1",
    module="01_flow",
    title="気になる点さがし",
    points=10,
    required=True,
    takes={"rows": list},
    panel=Panel(
        question=(
            "<p>だれかが描いた「照会の取りまとめ」の業務フロー図です。このままでは、後任の方が困る所が<b>6か所</b>あります。</p>"
            "<ol><li>図と表を見くらべて、手順ごとに「気になる点」を選びます。</li>"
            "<li>印を付けた手順は、どの欄を見て気づいたかも選びます。</li>"
            "<li>気になる点がない手順は、空欄のままでもかまいません。</li></ol>"
        ),
        picture=_picture,
        inputs=(
            Table(
                "rows",
                "手順ごとに選んでください。",
                (
                    Column(WHO, given=True, width="9em"),
                    Column(WHAT, given=True, width="18em"),
                    Column(NEXT, given=True, width="4em"),
                    Column(CONDITION, given=True, width="6em"),
                    Column("気になる点", choices=KINDS, width="14em"),
                    Column("どの欄", choices=(WHO, WHAT, NEXT, CONDITION), width="8em"),
                ),
                rows=_given(),
            ),
        ),
    ),
    prepare=_marks,
    rules=(
        Unattempted(lambda m: not any(m.kinds.values()) and not any(m.cells.values())),
        Mistake(
            "flow.marked-all-rows",
            when=lambda m: len(m.marked) >= _TOO_MANY,
            say=Message(
                where="印を付けた手順の数です。",
                why="見つけた数は多いのですが、正しい手順にも印が付いています。直さなくてよい所まで直すことになります。",
                next="「ここで手が止まる」と言える手順だけに絞り、見た欄も選んでみましょう。",
            ),
            trainer="全部に印を付けている。1つ選び「ここで何に困る？」と聞く。答えられないものは外してもらう。",
            counted=False,
        ),
        Mistake(
            "flow.sound-step-marked",
            when=lambda m: [row for row in m.marked if row not in _FAULT_OF],
            say=lambda m, rows: Message(
                good=f"ここまでに{len(m.found)}か所を正しく見つけています。" if m.found else "",
                where=f"{_name(rows[0])}の行です。",
                why="だれが・何を・次が読み取れる手順です。印があると、直す所がぼやけます。",
                next="この手順で本当に手が止まるかを、前後と一緒に読み直してみましょう。",
            ),
            trainer="正しい手順に印がある。前後の手順を声に出して読み、止まらずに進めるかを確かめてもらう。",
            counted=False,
        ),
        Mistake(
            "flow.other-kind-of-fault",
            when=lambda m: [f.row for f in PLANTED if m.kinds[f.row] not in ("", FINE, f.kind)],
            say=lambda _m, rows: Message(
                good="手順の場所には気づいています。",
                where=f"{_name(rows[0])}の「気になる点」です。",
                why="理由が違うと、直し方も変わってしまいます。",
                next="だれが・何を・次・条件の4つの欄を順に読み、いちばん困る理由を選び直しましょう。",
            ),
            trainer="場所は合っている。4つの欄を左から読んで、どの欄で引っかかるかを言ってもらう。",
            counted=False,
        ),
        Mistake(
            "flow.no-cell-chosen",
            when=lambda m: [f.row for f in m.found if m.cells[f.row] == ""],
            say=lambda _m, rows: Message(
                good="気になる点の選び方は合っています。",
                where=f"{_name(rows[0])}の「どの欄」です。",
                why="根拠がないと、描いた人に直してほしい所が伝わりません。",
                next="どの欄を見て気づいたかを選びましょう。",
            ),
            trainer="根拠の欄が空。「どこを見てそう思った？」と聞き、その欄を指してもらう。",
        ),
        Mistake(
            "flow.other-cell-chosen",
            when=lambda m: [f.row for f in m.found if m.cells[f.row] not in ("", *f.cells)],
            say=lambda _m, rows: Message(
                good="気になる点の選び方は合っています。",
                where=f"{_name(rows[0])}の「どの欄」です。",
                why="別の欄を直しても、困りごとは残ります。",
                next="書き直すとしたらどの欄かを考えて、選び直しましょう。",
            ),
            trainer="欄の選び違い。「直すならどこに書き足す？」と聞くと気づく。",
        ),
        Correct(
            _is_right,
            say=Message(
                good="6か所すべてを、根拠と一緒に見つけました。",
                next="次は同じ業務を、困らない形で自分で描いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "flow.faults-missed",
        say=_say_missed,
        trainer="見つけた数で止まっている。図の線を指でたどり、線が切れる所・分かれる所・言葉の短い所を見てもらう。",
    ),
    partial=_points,
    hints=(
        "はじめから線をたどって、次へ進めなくなる手順を探しましょう。",
        "分かれ道では「行き先の数」と「条件の名前」を、ほかの手順では「担当」と「言葉」を見ます。",
        "たとえば「出張の手続」なら、「決裁」の次が空欄、「課長・係員」が同じ行、などが気になる点です。",
    ),
)
