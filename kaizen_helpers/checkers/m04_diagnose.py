"""E4-1 表の診断: eight of the thirty rules on one sheet; whether each is broken there, and where.

The rules are those of 「行政データにおける機械可読性に関するルール」 that a beginner can see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table, Variant
from kaizen_helpers.checkers.m04_places import read_places, touches
from kaizen_helpers.checkers.m04_sheet import FIRST, HEADINGS, MadeSheet, sheet_of_seat
from kaizen_helpers.excel.opening.model import Span, column_letters

__all__ = ["DIAGNOSE", "SIGNS"]

SIGN, FOUND, PLACE = "見る点", "ある・ない", "場所"
THERE, NOT_THERE = "ある", "ない"
_INNER = str.maketrans("「」", "『』")
_NAMED = re.compile(rf"({'|'.join(HEADINGS)})の?[列欄]")
_LAST_ROW = 17
"""No sheet of this exercise is longer."""
_MOST_CELLS = 45
"""A range of more cells than this points at half of the sheet."""


@dataclass(frozen=True)
class Sign:
    """A rule, as somebody sees in the sheet that it is broken, and where one looks for that."""

    rule: str
    text: str
    look: str

    @property
    def told(self) -> str:
        """The line of the table."""
        return f"{self.text}（{self.rule}）"


SIGNS = (
    Sign("L3-01", "1行目が、項目名でなく題名になっている", "図のいちばん上の行に、何が書いてあるかを見ましょう。"),
    Sign("L1-12", "セルが結合されている", "間の線がなくなって、広くなったセルを探しましょう。"),
    Sign("L2-03", "項目名が、2段に分かれている", "1つの列の名前を言うのに、何行読むことになるかを数えましょう。"),
    Sign("L2-02", "「〃」などで、上と同じ値が省かれている", "上の行を見ないと読めないセルを、列ごとに探しましょう。"),
    Sign(
        "L2-01",
        "数の欄に、単位が文字で入っている",
        "人数と金額の列を、上から1つずつ読みましょう。文字は左、数は右に寄ります。",
    ),
    Sign("L3-05", "日付の書き方が、まざっている", "回答日の列を、上から声に出して読みましょう。"),
    Sign("L1-07", "1つのセルに、2つ以上のことが入っている", "受付方法の列で、答えが1つでないセルを探しましょう。"),
    Sign("L1-03", "表の途中に、何も入っていない行や列がある", "表の上から下、左から右へ、途切れる所を探しましょう。"),
)


@dataclass(frozen=True)
class Looked:
    """One line of the answer."""

    sign: Sign
    number: int
    said: str
    place: str
    broken: tuple[Span, ...]
    """Where the rule is broken; empty where it is kept."""

    @property
    def where(self) -> str:
        """The line, as a person finds it again."""
        return f"見る点{self.number}「{self.sign.text.translate(_INNER)}」です。"

    @property
    def found(self) -> bool:
        """Whether a broken rule was seen."""
        return bool(self.broken) and self.said == THERE

    @property
    def kept(self) -> bool:
        """Whether a rule that holds was said to hold, and no place named against it."""
        return not self.broken and self.said == NOT_THERE and not self.spans

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places that were named; 「回答日の列」 is one, too."""
        return read_places(_NAMED.sub(lambda found: f"{column_letters(HEADINGS.index(found[1]) + 1)}列", self.place))

    @property
    def wide(self) -> bool:
        """Whether a named place is half of the sheet."""
        return any(_size(span) > _MOST_CELLS for span in self.spans)

    @property
    def pointed(self) -> bool:
        """Whether most of the places that were named are such places."""
        hits = sum(touches(span, self.broken) for span in self.spans)
        return hits > 0 and 2 * hits >= len(self.spans) and not self.wide

    @property
    def is_right(self) -> bool:
        """Seen with its place, or rightly not seen."""
        return self.pointed if self.found else self.kept


Looks = tuple[Looked, ...]


def _size(span: Span) -> int:
    """How many cells of the sheet a range covers; 「E列」 ends where the sheet ends."""
    return (min(span.bottom, _LAST_ROW) - span.top + 1) * (min(span.right, len(HEADINGS)) - span.left + 1)


def _looks(v: Values) -> Looks:
    made = sheet_of_seat(v.variant)
    return tuple(
        Looked(sign, number, row[FOUND], row[PLACE].strip(), _broken(made, sign.rule))
        for number, (sign, row) in enumerate(zip(SIGNS, v.rows, strict=True), 1)
    )


def _broken(made: MadeSheet, rule: str) -> tuple[Span, ...]:
    """Where a rule is broken. Who finds 圏域 left out below the first row of a merged cell has looked well, too."""
    places = made.broken.get(rule, ())
    if rule == "L2-02" and places:
        places += tuple(span for span in made.sheet.merged if span.top >= FIRST and span.left == span.right == 1)
    return places


def _points(looks: Looks) -> float:
    """By what was found with its place; two thirds of it are lost where nothing was told apart (everything marked)."""
    there = [one for one in looks if one.broken]
    found = sum(one.found and one.pointed for one in there) / len(there)
    told_apart = sum(one.kept for one in looks) / (len(looks) - len(there))
    return 6 * found * (1 + 2 * told_apart) / 3


def _picture(variant: Variant) -> str:
    from kaizen_helpers.excel.picture import sheet_picture

    made: MadeSheet = sheet_of_seat(variant)
    return sheet_picture(made.sheet, title_ja="照会の回答をまとめたシート")


DIAGNOSE = Exercise(
    id="excel-diagnose",
    code="E4-1",
    module="04_excel",
    title="表の診断",
    points=6,
    required=True,
    takes={"variant": int, "rows": list},
    panel=Panel(
        question=(
            "<p>図は、市町の回答をまとめたシートです。<b>ほかの課に渡して、集計してもらうための表</b>（提供用）です。"
            "数字と名前は架空で、席ごとに少し違います。</p>"
            "<p>国の30の決まりから、8つを選びました。1つずつ、このシートに<b>あるか、ないか</b>を選びます。"
            "「ある」のときは、見つけたセルを1つ、「場所」に書きます"
            "（例: B7、A1:C1、5行目、D列）。ないものもあります。</p>"
        ),
        picture=_picture,
        inputs=(
            Table(
                "rows",
                "見る点ごとに、「ある」か「ない」を選びます。",
                (
                    Column(SIGN, given=True, width="32em"),
                    Column(FOUND, choices=(THERE, NOT_THERE), width="8em"),
                    Column(PLACE, width="12em", placeholder="あるときだけ"),
                ),
                rows=[{SIGN: sign.told} for sign in SIGNS],
            ),
        ),
        sample=lambda variant: {
            "rows": [
                {FOUND: THERE, PLACE: str(sheet_of_seat(variant).broken[sign.rule][0])}
                if sign.rule in sheet_of_seat(variant).broken
                else {FOUND: NOT_THERE, PLACE: ""}
                for sign in SIGNS
            ]
        },
    ),
    prepare=_looks,
    rules=(
        Unattempted(lambda looks: not any(one.said or one.place for one in looks)),
        Mistake(
            "excel.everything-marked",
            when=lambda looks: all(one.said == THERE for one in looks),
            say=lambda looks, _places: Message(
                good=_seen(looks),
                where="「ある・ない」の列です。シートにないものも、「ある」になっています。",
                why="何にでも印が付くと、直す人は、どこから手を付けるか決められません。",
                next="1つずつ、図のセルを指でさせるかを確かめましょう。させないものは「ない」です。",
            ),
            trainer="全部「ある」。「そのセルを指でさしてください」と聞く。させないものを「ない」に変えてもらう。",
        ),
        Mistake(
            "excel.place-contradicts",
            when=lambda looks: [one for one in looks if one.said != THERE and one.spans],
            say=lambda looks, places: Message(
                good=_seen(looks),
                where=f"{places[0].where}場所は「{places[0].place[:20]}」です。",
                why="場所があっても「ある」になっていないと、直す人は、直すのかどうか迷います。",
                next="図のその場所を見て、「ある」か「ない」を選びましょう。「ない」なら、場所を消します。",
            ),
            trainer="場所は書いたが「ある」を選んでいない。書いた番地のセルを、図で指さしてもらう。",
        ),
        Mistake(
            "excel.place-missing",
            when=lambda looks: [one for one in looks if one.said == THERE and not one.place],
            say=lambda _looks, places: Message(
                where=places[0].where,
                why="場所がないと、直す人がもう一度、シートの全部を探すことになります。",
                next="そのセルの列の文字と行の番号を、「B7」のように書きましょう。",
            ),
            trainer="場所が空欄。列の文字と行の番号を、画面の図で一緒に読む。",
            counted=False,
        ),
        Mistake(
            "excel.place-unreadable",
            when=lambda looks: [one for one in looks if one.said == THERE and one.place and not one.spans],
            say=lambda _looks, places: Message(
                where=f"{places[0].where}場所は「{places[0].place[:20]}」です。",
                why="番地で書かないと、別の人が同じセルにたどり着けません。",
                next="「B7」「A1:C1」「5行目」「D列」のどれかの形で書きましょう。",
            ),
            trainer="番地の書き方。列の文字、行の番号の順に、1つだけ一緒に書く。",
        ),
        Mistake(
            "excel.place-too-wide",
            when=lambda looks: [one for one in looks if one.said == THERE and one.wide],
            say=lambda _looks, places: Message(
                where=f"{places[0].where}場所は「{places[0].place[:20]}」です。",
                why="広い範囲を示すと、直す人は、結局その中を全部見ることになります。",
                next="その中から、当てはまるセルを1つだけ選びましょう。",
            ),
            trainer="範囲が広すぎる。「1つだけ指すなら、どのセルですか」と聞く。",
        ),
        Mistake(
            "excel.not-there",
            when=lambda looks: [one for one in looks if one.said == THERE and not one.broken],
            say=lambda looks, places: Message(
                good=_seen(looks),
                where=f"{places[0].where}場所は「{places[0].place[:20]}」です。",
                why="ないものを直そうとすると、正しいデータまで変えてしまうことがあります。",
                next=f"{places[0].sign.look}見つからなければ、答えを選び直しましょう。",
            ),
            trainer="ないものに印。書いた番地のセルに何が入っているかを、声に出して読んでもらう。",
        ),
        Mistake(
            "excel.place-elsewhere",
            when=lambda looks: [one for one in looks if one.found and one.spans and not one.pointed and not one.wide],
            say=lambda _looks, places: Message(
                good="シートにあることは、見つけています。",
                where=f"{places[0].where}場所は「{places[0].place[:20]}」です。",
                why="そのセルには、この点が当てはまりません。直す人が、別の所を直してしまいます。",
                next=places[0].sign.look,
            ),
            trainer="番地がずれている。行の番号は、図の左端の数字で数える。隠れた行の番号は飛ぶ。",
        ),
        Mistake(
            "excel.overlooked",
            when=lambda looks: [one for one in looks if one.said == NOT_THERE and one.broken],
            say=lambda looks, places: Message(
                good=_seen(looks),
                where=places[0].where,
                why="残っていると、集計する人が、並べ替えや合計の前に手で直すことになります。",
                next=places[0].sign.look,
            ),
            trainer="見落とし。どこを見るとよいかだけを言い、番地は本人に言ってもらう。",
        ),
        Correct(
            lambda looks: all(one.is_right for one in looks),
            say=Message(
                good="あるものとないものを分けて、場所も示せました。ないものに印を付けないのも、大切な診断です。",
                next="次の問題で、この表を直します。職場の自分のシートでも、同じ8つの点を見てみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "excel.signs-left",
        say=lambda looks, _places: Message(
            good=_seen(looks),
            where=next(one.where for one in looks if not one.is_right),
            why="見ていない点があると、渡した相手が後から見つけて、聞き返すことになります。",
            next="図に戻り、この点だけを見て、「ある」か「ない」を選びましょう。",
        ),
        trainer="空欄が残っている。1つの点だけを決めて、シートを上から見てもらう。",
    ),
    partial=_points,
    hints=(
        "1つの点だけを決めて、シートを上から下へ見ます。一度に8つを探さないほうが、早く見つかります。",
        "列の名前は1つに決まりますか。隣のセルや上の行を見なくても、値が読めますか。",
        "たとえば図書館の貸出表なら、「同上」のセルは、並べ替えたとたんに別の本の人のものになります。",
    ),
)


def _seen(looks: Looks) -> str:
    count = sum(one.found and one.pointed for one in looks)
    return f"{count}つは、場所と一緒に見つけています。" if count else ""
