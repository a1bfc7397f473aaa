"""E1-2: draw the As-Is of case C1 as a step table; and the same without points for one's own work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kaizen_helpers.checkers.case_c1 import PARTS, STORY
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.flow_rules import STRUCTURE, WORDING, Drawn, draw_rows
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.flow.findings import checks
from kaizen_helpers.flow.findings.improve import find_improvements
from kaizen_helpers.flow.meaning.align import Alignment, Criterion, align, shown

__all__ = ["AS_IS", "OWN_WORK"]

WHO, WHAT, NEXT, CONDITION = "だれが", "何を", "次", "条件"
_COLUMNS = (
    Column(WHO, width="7em"),
    Column(WHAT, width="15em"),
    Column(NEXT, width="5em"),
    Column(CONDITION, width="9em"),
)


def _row(who: str = "", what: str = "", following: str = "", condition: str = "") -> dict[str, str]:
    return {WHO: who, WHAT: what, NEXT: following, CONDITION: condition}


_START = [
    _row("国", "調査の依頼文を県へメールで送る", "2"),
    _row("県の担当者", "調査票を市町用に作り直す", "3"),
    _row("県の担当者", "調査票に回答期限を付けて、20市町へメールで送る"),
    *(_row() for _ in range(9)),
]


@dataclass(frozen=True)
class StoryDrawn(Drawn):
    """A drawing of the memo."""

    @cached_property
    def story(self) -> Alignment:
        """Which step shows which part of the memo."""
        return align(self.flow, PARTS)


def _drawn(v: Values) -> StoryDrawn:
    return StoryDrawn(
        v.rows, touched=v.rows != _START and any(any(cell.strip() for cell in row.values()) for row in v.rows)
    )


def _preview(answer: Mapping[str, Any]) -> str:
    return draw_rows(answer["rows"], title="照会の取りまとめ（いまのやり方）")


@dataclass(frozen=True)
class _Told:
    """What a flow of the memo must show, and which part of the memo tells it."""

    memo: str
    criterion: Criterion


_TOLD = (
    _Told("1段落目のはじめ", shown("依頼", "だれから何が届いて、この仕事は始まりますか。")),
    _Told("1段落目の終わり", shown("回答", "市町は、調査票が届いたあとに何をしますか。")),
    _Told("2段落目の終わり", shown("転記", "届いた回答は、そのあとどうなりますか。")),
    _Told("2段落目の終わり", shown("照合", "集計表の数字を、なぜ信じてよいと言えますか。")),
    # Whatever the section chief does: seeing the table is all the memo tells.
    _Told(
        "3段落目",
        Criterion(
            "lane:係長",
            "集計表ができたあと、だれが出てきますか。",
            lambda a: any("係長" in s.who for s in a.flow.steps),
        ),
    ),
    _Told("3段落目の終わり", shown("報告", "最後に、集計表はどうなりますか。")),
)
_OWNERS = "国|省|庁|県|市|町|村|自治体|係|課|室|局|部|班|担当|職員|主査|主任|主事|補佐|上司|者$"


def _missing(d: StoryDrawn) -> tuple[_Told, ...]:
    return tuple(told for told in _TOLD if not told.criterion.holds(d.story))


def _named_people(d: StoryDrawn) -> tuple[int, ...]:
    """Steps whose owner is none of the story's: mostly a person's name."""
    return tuple(step.number for step in d.flow.steps if step.who.strip() and not re.search(_OWNERS, step.who))


def _no_deadline(d: StoryDrawn) -> bool:
    """Whether nobody looks if all answers are there, or nothing parts."""
    return not _partings(d) or not (d.story.steps["期限"] or d.story.steps["督促"])


def _mentions_rework(d: StoryDrawn) -> bool:
    """Whether the flow speaks of what may be wrong, and parts there as well as where answers are missing."""
    return _partings(d) >= 2 and bool(d.story.steps["不備"] or d.story.steps["差戻し"])


def _partings(d: StoryDrawn) -> int:
    """How many steps have more than one way out."""
    return sum(len({way.to for way in step.next}) >= 2 for step in d.flow.steps)


CONTENT = (
    Mistake(
        "flow.named-person",
        when=_named_people,
        say=lambda d, places: Message(
            where=f"{d.name(places[0])}の「{WHO}」です。",
            why="メモに出てこない担当です。人の名前だと、異動のたびに図を直すことになります。",
            next="「係長」のような役割の名前で書きましょう。",
        ),
        trainer="人の名前は異動で変わる。役割の名前に置きかえる。",
    ),
    Mistake(
        "flow.no-deadline",
        when=_no_deadline,
        say=Message(
            where="回答を待つあたりの手順です。",
            why="期限までに回答がそろわないとき、どうするかがまだ読み取れません。",
            next="メモの2段落目のはじめを読み、分かれ道と、その先の手順を書き足しましょう。",
        ),
        trainer="期限と督促が抜けている。「全部そろわなかったら？」と聞く。",
        counted=False,
    ),
    Mistake(
        "flow.no-rework",
        when=lambda d: bool(checks.no_rework(d.flow)) or not _mentions_rework(d),
        say=Message(
            where="回答の中身を見るあたりの手順です。",
            why="不備があったときの戻り先が読み取れません。実際には、ここで時間がかかります。",
            next="不備がある場合の行き先を、前の手順の番号で書きましょう。",
        ),
        trainer="不備・差戻しの線がない。「回答がおかしかったら、だれに何をしますか」と聞く。",
        counted=False,
    ),
)


def _points(d: StoryDrawn) -> float:
    """Form 6 (a kind of fault takes 1.5), wording 4 (1 each), the story's two partings 3 each and its parts 4.

    A flow of few steps shows little of any of it.
    """

    def faults(rules: tuple[Mistake, ...]) -> int:
        return sum(bool(rule.when(d)) for rule in rules)

    named, deadline, rework = CONTENT
    form = max(0.0, 6 - 1.5 * faults(STRUCTURE))
    wording = max(0.0, 4 - 1.0 * faults((*WORDING, named)))
    story = 6 - 3 * faults((deadline, rework)) + 4 * (1 - len(_missing(d)) / len(_TOLD))
    return (form + wording + story) * min(1.0, max(0, len(d.flow.steps) - 3) / 7)


AS_IS = Exercise(
    id="flow-asis",
    code="E1-2",
    module="01_flow",
    title="照会の取りまとめを描く",
    points=20,
    required=True,
    takes={"rows": list},
    panel=Panel(
        question=(
            STORY + "<p>このメモを、手順の表にします。はじめの3行は書いてあります。</p>"
            "<ol><li>1行に1つの手順を、「だれが」「何を」に書きます。</li>"
            "<li>「次」には次の手順の番号を書きます。業務が終わる所は「おわり」と書きます。</li>"
            "<li>分かれ道は「何を」を「〜か」で終え、「次」に「5、8」、「条件」に「はい、いいえ」のように同じ順で並べます。</li></ol>"
            "<p>表に書くと、図がすぐに変わります。手順は12から15くらいになります。</p>"
        ),
        inputs=(Table("rows", "手順の表", _COLUMNS, rows=_START, grows=True),),
        preview=_preview,
    ),
    prepare=_drawn,
    rules=(
        Unattempted(
            lambda d: not d.touched,
            say=Message(
                where="手順の表です。書き足した手順は、まだありません。",
                why="手順がないと、答え合わせができません。",
                next="書いてある行の「次」に番号を書き、その下の行の「だれが」から続けましょう。",
            ),
        ),
        *STRUCTURE,
        *WORDING,
        *CONTENT,
        Correct(
            lambda d: not _missing(d),
            say=Message(
                good="きっかけからおわりまで、分かれ道と戻り先のそろった業務フロー図になりました。",
                next="隣の人に図だけを見せて、話が通じるか試してみましょう。",
            ),
        ),
    ),
    # A flow without a fault of form: what is left are parts of the story that it does not show.
    otherwise=Otherwise(
        "flow.case-part-missing",
        say=lambda d, _places: Message(
            good="図の形はできています。",
            where=f"聞き取りメモの{_missing(d)[0].memo}です。",
            why="メモにあって、図に見当たらないことがあります。抜けた手順は、引き継がれません。",
            next=f"{_missing(d)[0].criterion.asks}図のどこに入るかを考えて、書き足しましょう。",
        ),
        trainer="メモを一文ずつ読み、図のどの箱かを指してもらう。指せない文が抜けている手順。",
    ),
    partial=_points,
    hints=(
        "まず、分かれ道のない、うまくいった場合だけを上から下まで書いてみましょう。",
        "メモの「期限が来たら」「不備があれば」「直す所があれば」が分かれ道です。",
        "たとえば備品の貸出なら「在庫があるか」の次は「4、6」、条件は「ある、ない」です。",
    ),
)


def _thought(d: Drawn, _places: tuple[Any, ...]) -> Message:
    """No fault of form: the first question that an improver would ask, and whom to ask."""
    found = find_improvements(d.flow)
    asked = ""
    if found:
        question = found[0].message_ja.rstrip("。").rpartition("。")[2]
        about = f"{d.name(found[0].steps[0])}のあたり" if found[0].steps else "図の全体"
        asked = f"{about}を見て、考えてみましょう。{question}。"
    return Message(
        good="図の形で気になる所は見つかりませんでした。",
        why="中身が実際の仕事と合っているかは、隣の人や上司が見ると分かります。" if asked else "",
        next=asked or "中身が実際の仕事と合っているかは、隣の人や上司に見てもらいましょう。",
    )


def _own(v: Values) -> Drawn:
    return Drawn(v.rows, touched=any(any(cell.strip() for cell in row.values()) for row in v.rows))


OWN_WORK = Exercise(
    id="flow-own-work",
    code="自分の業務",
    module="01_flow",
    title="自分の業務でやってみる",
    points=0,
    takes={"name": str, "rows": list, "asked": str},
    panel=Panel(
        question=(
            "<p>自分の業務を1つ選び、同じ表で描きます。<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>住民の氏名など、個人の情報は書きません。担当は役割の名前で書きます。</li>"
            "<li>まず、うまくいった場合だけを10手順くらいで書きます。</li>"
            "<li>「答え合わせ」を押すと、図の形で気になる所だけをお知らせします。</li></ul>"
        ),
        inputs=(
            Field("name", "業務の名前", placeholder="例: 研修の申込受付"),
            Table("rows", "手順の表", _COLUMNS, rows=[_row() for _ in range(8)], grows=True),
            Field("asked", "隣の人に聞かれたこと", long=True, placeholder="聞かれたこと、気づいたこと"),
        ),
        preview=lambda answer: draw_rows(answer["rows"], title=str(answer["name"])),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda d: not d.touched),
        *STRUCTURE,
        *WORDING,
        Correct(
            lambda d: bool(d.flow.steps),
            say=_thought,
        ),
    ),
    otherwise=Otherwise(
        "flow.own-empty",
        say=Message(
            where="手順の表です。", why="手順がないと、図になりません。", next="1行目に、仕事のきっかけを書きましょう。"
        ),
        trainer="きっかけを1つ聞き出して、1行目を一緒に書く。",
    ),
    hints=(
        "その仕事は、何が届くと始まりますか。",
        "担当が変わる所で、手順を分けてみましょう。",
        "たとえば「申請書が届く」「申請書の記入もれを調べる」「決裁を受ける」のように書きます。",
    ),
)
