"""E1-4 ムダに印: five kinds of waste, each with the numbers of the steps that show it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table

__all__ = ["WASTE"]

YES, NO = "ある", "ない"

_STEPS = (
    ("国", "調査の依頼文を県へメールで送る"),
    ("県の担当者", "依頼文を係内へメールで知らせる"),
    ("県の担当者", "調査票を市町用に作り直す"),
    ("県の担当者", "調査票を20市町へメールで送る"),
    ("県の担当者", "回答が届くのを7日待つ"),
    ("県の担当者", "届いた回答の件数と合計を受付簿（Excel）に入力する"),
    ("県の担当者", "同じ件数と合計を集計表（Excel）にも入力する"),
    ("県の担当者", "回答の明細をメールの本文から集計表へ写す"),
    ("県の担当者", "回答に不備があるか"),
    ("県の担当者", "不備のある市町に問い合わせ、返事を3日待つ"),
    ("市町", "回答を直して、もう一度送る"),
    ("係長", "集計表の内容を承認する"),
    ("県の担当者", "集計表を国へメールで送る"),
)

_NUMBERS = frozenset(range(1, len(_STEPS) + 1))


@dataclass(frozen=True)
class Waste:
    """A kind of waste: what it means, and the steps that may be named as evidence; none: it is not in this flow."""

    name: str
    meaning: str
    steps: frozenset[int]
    """Steps of which one at least is named."""
    beside: frozenset[int] = frozenset()
    """Steps that may be named besides: people have good reasons for them."""


WASTES = (
    Waste("二重入力", "同じ内容を2か所に入力する", frozenset({6, 7})),
    Waste("転記", "届いたものを手で写す", frozenset({6, 8}), frozenset({7})),
    Waste("待ち", "返事や承認が来るまで手が止まる", frozenset({5, 10, 12})),
    Waste("手戻り", "直すために前の手順へ戻る", frozenset({9, 10, 11}), frozenset({6})),
    Waste("紙の往復", "紙を出して、紙で戻してもらう", frozenset()),
)


@dataclass(frozen=True)
class Finding:
    """What the learner says about one kind of waste."""

    waste: Waste
    choice: str
    evidence: str
    steps: frozenset[int]

    @property
    def is_right(self) -> bool:
        """Whether it is found where it is, with evidence, and left alone where it is not."""
        if not self.waste.steps:
            return self.choice == NO
        return self.choice == YES and self.fits

    @property
    def fits(self) -> bool:
        """Whether the steps named show this waste, and no step is among them that does not."""
        return bool(self.steps & self.waste.steps) and self.steps <= self.waste.steps | self.waste.beside


def _numbers(text: str) -> frozenset[int]:
    """Step numbers as people type them: 「６、７」「6と7」「6〜7」「⑥⑦」「5（7日）」."""
    apart = re.sub(r"[①-⑳]", lambda circled: f",{circled[0]},", text)
    plain = re.sub(r"\(.*?\)", ",", unicodedata.normalize("NFKC", apart))
    plain = re.sub(r"\s+", ",", re.sub(r"\s*([〜~\-－ー])\s*", r"\1", plain.strip()))
    for first, last in re.findall(r"(\d{1,2})[〜~\-－ー](\d{1,2})", plain):
        plain += "," + ",".join(str(n) for n in range(int(first), int(last) + 1))
    return frozenset(int(number) for number in re.findall(r"\d{1,6}", plain))


def _findings(v: Values) -> tuple[Finding, ...]:
    return tuple(
        Finding(waste, row["ある？"], row["手順番号"].strip(), _numbers(row["手順番号"]))
        for waste, row in zip(WASTES, v.rows, strict=True)
    )


def _picture(_variant: int) -> str:
    from kaizen_helpers.flow import draw, read_steps

    # Loops are what people look for here, so the way back is drawn.
    ways = {9: "10、12", 11: "6", 13: "おわり"}
    rows = [
        {
            "だれが": who,
            "何を": what,
            "次": ways.get(number, str(number + 1)),
            "条件": "不備あり、不備なし" if number == 9 else "",
        }
        for number, (who, what) in enumerate(_STEPS, start=1)
    ]
    return str(draw(read_steps(rows, title="照会の取りまとめ（いまのやり方）").flow).svg)


def _where(places: tuple[Any, ...], column: str) -> str:
    return f"「{places[0].waste.name}」の行の「{column}」です。"


WASTE = Exercise(
    id="flow-waste",
    code="E1-4",
    module="01_flow",
    title="ムダに印を付ける",
    points=4,
    takes={"rows": list},
    panel=Panel(
        question=(
            "<p>「照会の取りまとめ」のいまのやり方です。5種類のムダが、この図にあるかどうかを調べます。</p>"
            "<ol><li>ムダの種類ごとに「ある」か「ない」を選びます。</li>"
            "<li>「ある」を選んだら、根拠になる手順番号を書きます。2つ以上あれば「2、3」のように並べます。</li></ol>"
        ),
        picture=_picture,
        inputs=(
            Table(
                "rows",
                "図の手順番号を根拠にして選んでください。",
                (
                    Column("ムダ", given=True, width="7em"),
                    Column("意味", given=True, width="18em"),
                    Column("ある？", choices=(YES, NO), width="7em"),
                    Column("手順番号", width="10em"),
                ),
                rows=[{"ムダ": waste.name, "意味": waste.meaning} for waste in WASTES],
            ),
        ),
    ),
    prepare=_findings,
    rules=(
        Unattempted(lambda found: not any(f.choice or f.evidence for f in found)),
        Mistake(
            "flow.no-evidence",
            when=lambda found: [f for f in found if f.choice == YES and not f.steps],
            say=lambda _f, places: Message(
                where=_where(places, "手順番号"),
                why="根拠がないと、関係者に「本当にあるの」と聞かれたときに話が進みません。",
                next=f"どの手順を見て「{places[0].waste.name}」と判断しましたか。手順番号を添えてください。",
            ),
            trainer="番号のない指摘は感想になる。「図のどこ？」と聞いて、指をさしてもらう。",
        ),
        Mistake(
            "flow.evidence-not-a-step",
            when=lambda found: [f for f in found if f.choice != NO and f.steps and not f.steps <= _NUMBERS],
            say=lambda _f, places: Message(
                where=_where(places, "手順番号"),
                why=f"「{places[0].evidence[:12]}」は、この図にない番号です。だれも根拠をたどれません。",
                next="図の箱に付いている番号を見て、書き直しましょう。",
            ),
            trainer="図にない番号。箱の左上の番号を一緒に見る。",
        ),
        Mistake(
            "flow.waste-not-there",
            when=lambda found: [f for f in found if f.choice == YES and not f.waste.steps],
            say=lambda _f, places: Message(
                where=f"「{places[0].waste.name}」の行です。",
                why="意味に当てはまる手順が見当たりません。ないものを数えると、効果が大きく見えてしまいます。",
                next="「意味」の欄と図を見くらべて、選び直しましょう。",
            ),
            trainer="言葉の意味と図を見くらべる。思い込みで選んでいないか、手段（メール・紙）を読み上げてもらう。",
        ),
        Mistake(
            "flow.waste-other-step",
            when=lambda found: [
                f for f in found if f.choice == YES and f.waste.steps and f.steps and not f.fits and f.steps <= _NUMBERS
            ],
            say=lambda _f, places: Message(
                good="ムダの種類は見つけています。",
                where=_where(places, "手順番号"),
                why="ほかの手順の番号が入っています。直す所がずれると、ムダは残ります。",
                next=f"「{places[0].waste.meaning}」に当てはまる手順だけを残しましょう。",
            ),
            trainer="番号のずれ。「意味」を読み、その手順でだれの手がどう動くかを説明してもらう。",
        ),
        Mistake(
            "flow.waste-missed",
            when=lambda found: [f for f in found if f.choice == NO and f.waste.steps],
            say=lambda _f, places: Message(
                where=f"「{places[0].waste.name}」の行です。",
                why="毎回くり返しているムダは、慣れていると見えにくくなります。",
                next=f"図を上からたどり、「{places[0].waste.meaning}」所がないか、もう一度探しましょう。",
            ),
            trainer="「ない」と見えている。新人が見たら何を不思議に思うか、と聞く。",
        ),
        Correct(
            lambda found: all(f.is_right for f in found),
            say=Message(
                good="ムダの種類と根拠の手順を、正しく結び付けました。",
                next="自分の業務フロー図にも、同じ5つの印を付けてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "flow.waste-left",
        say=lambda found, _places: Message(
            good="選んだ分は、図と合っています。",
            where=f"「{next(f.waste.name for f in found if not f.is_right)}」の行です。",
            why="調べていない種類があると、いちばん大きなムダを見のがすことがあります。",
            next="残りの種類も、「ある」か「ない」を選びましょう。",
        ),
        trainer="空欄が残っている。残りの種類の意味を読み合わせる。",
    ),
    partial=lambda found: 4 * sum(f.is_right for f in found) / len(found),
    hints=(
        "同じ言葉が2回出てくる手順と、前に戻る線を探してみましょう。",
        "「意味」の欄を1つずつ、図の手順に当てはめていきます。",
        "たとえば出張の手続で、申請書と旅行簿の両方に同じ日程を書くのは二重入力です。",
    ),
)
