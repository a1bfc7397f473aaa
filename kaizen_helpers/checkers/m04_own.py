"""自分の表で考える: findings in a sheet of one's own, and what to do first. Never scored, never handed in."""

from __future__ import annotations

from dataclasses import dataclass

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table

__all__ = ["OWN_WORK"]

SIGN, PLACE, TROUBLE = "気になる点", "どこ", "だれが、何に困るか"
FORM, WORKING, GIVEN = "様式（印刷や入力の見た目）", "作業用（自分たちで計算する）", "提供用（ほかの人に渡す）"
BOTH = "様式とデータが、1つのシートに混ざっている"
FORMULAS = "数式が入っている"
SIGNS = (
    "題名や注記が、表と混ざっている",
    "セルが結合されている",
    "項目名が2段になっている",
    "「〃」や省略がある",
    "数や日付の書き方が、まざっている",
    "1つのセルに2つのことが入っている",
    "合計の行が、データの途中にある",
    FORMULAS,
    "そのほか",
)
_ROWS = 3


@dataclass(frozen=True)
class Own:
    """What was written."""

    use: str
    first: str
    findings: tuple[dict[str, str], ...]
    """Rows with anything in them."""
    started: bool


def _own(v: Values) -> Own:
    findings = tuple(row for row in v.findings if any(cell.strip() for cell in row.values()))
    return Own(v.use, v.first.strip(), findings, bool(findings or v.use or v.first.strip() or v.name.strip()))


def _named(row: dict[str, str]) -> str:
    return f"「{row[SIGN] or '気になる点がまだの行'}」の行です。"


OWN_WORK = Exercise(
    id="excel-own-work",
    code="自分の業務",
    module="04_excel",
    title="自分の表で考える",
    points=0,
    takes={"name": str, "use": str, "findings": list, "first": str},
    panel=Panel(
        question=(
            "<p>ふだん使っている表を1つ思い出して、3つだけ書きます。<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>表の中身（氏名や住所）は書きません。項目名と形だけで考えます。</li>"
            "<li>全部を直さなくて大丈夫です。最初に直す1つを決めます。</li></ul>"
        ),
        inputs=(
            Field("name", "表の名前", placeholder="例: 研修の申込一覧"),
            Field("use", "いまの使い方", choices=(FORM, WORKING, GIVEN, BOTH)),
            Table(
                "findings",
                "気になる点を3つまで",
                (
                    Column(SIGN, choices=SIGNS, width="20em"),
                    Column(PLACE, width="12em", placeholder="例: 3行目、備考の列"),
                    Column(TROUBLE, width="20em", placeholder="例: 集計する人が、毎月手で直す"),
                ),
                rows=[{} for _ in range(_ROWS)],
            ),
            Field("first", "最初に直すこと", placeholder="例: 題名を別のシートに移す"),
        ),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda own: not own.started),
        Mistake(
            "excel.own-formulas",
            when=lambda own: [row for row in own.findings if row[SIGN] == FORMULAS and own.use == WORKING],
            say=lambda _own, places: Message(
                good="使い方を決めてから見ています。",
                where=_named(places[0]),
                why="作業用の表では、数式は役に立ちます。直す前に、だれかに渡す表かどうかを確かめると、手間が減ります。",
                next="渡す予定がなければ、この点はそのままにして、別の点を選びましょう。",
            ),
            trainer="数式を値にするのは、提供用だけ。作業用では、数式があるほうが確かめやすい。",
        ),
        Mistake(
            "excel.own-no-trouble",
            when=lambda own: [row for row in own.findings if row[SIGN] and not row[TROUBLE].strip()],
            say=lambda _own, places: Message(
                where=_named(places[0]),
                why="困る人がいなければ、直さなくてよい点かもしれません。時間は、困る人のいる所に使えます。",
                next="その表を次に使うのはだれかを思い浮かべて、その人が何に困るかを書きましょう。",
            ),
            trainer="決まりのために直すのではない。困る人が言えない点は、後回しでよいと伝える。",
        ),
        Correct(
            lambda own: bool(own.use and own.first and any(row[SIGN] and row[TROUBLE].strip() for row in own.findings)),
            say=Message(
                good="使い方、気になる点、最初に直すことがそろいました。",
                next="職場に戻ったら、表の写しを作ってから直しましょう。元の表は、そのまま残しておきます。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "excel.own-few",
        say=Message(
            where="まだ空いている欄です。",
            why="使い方と、最初に直すことが決まると、今週のうちに始められます。",
            next="いまの使い方、気になる点を1つ、最初に直すことの順に書きましょう。",
        ),
        trainer="気になる点は1つでよい。「その表を次に開くのは、だれですか」と聞く。",
    ),
    hints=(
        "印刷するための様式は、そのままでもかまいません。データを別のシートに持てるかを考えます。",
        "3つ思い付かないときは、その表を初めて見る後任の方になって、最初に聞きたくなることを書きましょう。",
        "たとえば図書館の貸出表なら、最初に直すのは「題名を別のシートに移す」だけで、並べ替えができるようになります。",
    ),
)
