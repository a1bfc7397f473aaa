"""E4-2 表を直す: decisions on the rows and the blanks of the sheet, followed there and on a fresh sheet.

What is judged is the table that comes out: on both sheets it must be the one that the repair of the library gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table, Variant
from kaizen_helpers.checkers.m04_applying import (
    ABOVE_IT,
    ANSWER,
    BLANK,
    BLANKS,
    HEADING,
    OUT,
    ROW_OUT,
    ROWS,
    TREATMENTS,
    ZERO,
    Applied,
    apply_decisions,
    repaired_rows,
)
from kaizen_helpers.checkers.m04_preview import facts_html, reading, table_html
from kaizen_helpers.checkers.m04_sheet import MadeSheet, make_sheet, sheet_of_seat

__all__ = ["REPAIR"]

ROW, TREAT = "行", "どう扱うか"
EMPTY, FILL = "空いている所", "どうするか"
FRESH = 104
"""The seed of the sheet that nobody sees: the same kind of sheet with other towns and figures."""
_EMPTIES: Mapping[str, str] = {
    "area": "「圏域」の、結合で空いたセル",
    "ditto": "「担当課」の「〃」",
    "people": "「人数」の空欄",
    "remark": "「備考」の空欄",
}


@dataclass(frozen=True)
class Repairing:
    """The decisions, what came out of them, and what had to come out."""

    made: MadeSheet
    rows: Mapping[str, str]
    blanks: Mapping[str, str]
    own: Applied
    fresh: Applied
    wanted: tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]
    wanted_fresh: tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]

    @property
    def is_right(self) -> bool:
        """Whether both tables are right, cell for cell."""
        both = ((self.own, self.wanted), (self.fresh, self.wanted_fresh))
        return self.decided == len(ROWS) + len(BLANKS) and all((a.names, a.rows) == wanted for a, wanted in both)

    @property
    def decided(self) -> int:
        """How many decisions were taken."""
        return sum(map(bool, (*self.rows.values(), *self.blanks.values())))

    def row(self, name: str) -> str:
        """「1行目（題名）」."""
        return _row_told(self.made, name)


def _row_told(made: MadeSheet, name: str) -> str:
    word, where = ROWS[name]
    return f"{where(made)}行目（{word}）"


def _chosen(v: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    rows = {name: row[TREAT] for name, row in zip(ROWS, v["rows"], strict=True)}
    return rows, {name: row[FILL] for name, row in zip(BLANKS, v["blanks"], strict=True)}


def _repairing(v: Values) -> Repairing:
    made, fresh = sheet_of_seat(v.variant), make_sheet(FRESH)
    rows, blanks = _chosen({"rows": v.rows, "blanks": v.blanks})
    return Repairing(
        made,
        rows,
        blanks,
        apply_decisions(made, rows, blanks),
        apply_decisions(fresh, rows, blanks),
        repaired_rows(made),
        repaired_rows(fresh),
    )


def _points(r: Repairing) -> float:
    """Half for the rows, half for the blanks. What one word for all of them gets right by itself earns nothing."""
    return 3 * _beyond(r.rows) + 3 * _beyond(r.blanks)


def _beyond(said: Mapping[str, str]) -> float:
    by_itself = Counter(_RIGHT[name] for name in said).most_common(1)[0][1]
    right = sum(_RIGHT[name] == one for name, one in said.items())
    return max(0, right - by_itself) / (len(said) - by_itself)


def _rows_as(treatment: str, *names: str) -> Callable[[Repairing], list[str]]:
    """Rules: one of these rows is treated like this."""
    return lambda r: [name for name in names if r.rows[name] == treatment]


def _blanks_as(treatment: str, *names: str) -> Callable[[Repairing], list[str]]:
    """Rules: the blanks of one of these columns are treated like this."""
    return lambda r: [name for name in names if r.blanks[name] == treatment]


def _heading_half(r: Repairing) -> list[str]:
    """One of the two rows of headings is taken for something else."""
    return [name for name in ("upper", "lower") if r.rows[name] in (ANSWER, OUT)]


def _picture(variant: Variant) -> str:
    from kaizen_helpers.excel.picture import sheet_picture

    return sheet_picture(sheet_of_seat(variant).sheet, title_ja="直す前のシート")


def _preview(answer: Mapping[str, Any]) -> str:
    made = sheet_of_seat(answer["variant"])
    rows, blanks = _chosen(answer)
    done = apply_decisions(made, rows, blanks)
    people = sum(value for row in done.rows if type(value := row[6]) is int)
    facts = [f"{len(done.rows)}行・人数の合計 {people:,}人・備考の空欄 {done.blanks('remark')}か所"]
    record = [f"{'・'.join(map(str, done.taken_out))}行目を外しました。"] if done.taken_out else []
    record += [_told(BLANKS[name], cells) for name, cells in done.filled.items() if cells]
    return (
        table_html(done.names, done.rows, label="直した表", most=18, narrow=True)
        + facts_html(facts)
        + (facts_html(record, title="直した記録") if record else "")
    )


def _told(column: str, cells: tuple[tuple[str, object], ...]) -> str:
    where, value = cells[0]
    if len(cells) == 1:
        return f"{column}: {where}を「{reading(value)}」に変えました。"
    return f"{column}: {where}を「{reading(value)}」にするなど、{len(cells)}か所を変えました。"


def _row_rule(name: str, treatment: str, mistake: str, why: str, next_step: str, trainer: str) -> Mistake:
    """A row of the sheet that got into the table, or into the heading."""
    return Mistake(
        mistake,
        when=_rows_as(treatment, name),
        say=lambda r, places: Message(_good(r), f"{r.row(places[0])}です。", why, next_step),
        trainer=trainer,
    )


REPAIR = Exercise(
    id="excel-repair",
    code="E4-2",
    module="04_excel",
    title="表を直す",
    points=6,
    required=True,
    takes={"variant": int, "rows": list, "blanks": list},
    panel=Panel(
        question=(
            "<p>E4-1のシートを、<b>1行が1件の表</b>に直します。目的は、ほかの課に渡して集計してもらうこと（提供用）です。</p>"
            "<ul><li>決めるのは、行の扱いと、空いている所の扱いです。選ぶたびに、「直した表」が変わります。</li>"
            "<li>数と日付の書き方は、道具が読み取ってそろえます。</li>"
            "<li>答え合わせでは、同じ決め方を、<b>団体と数字の違う別のシート</b>にも当てはめて確かめます。</li></ul>"
        ),
        picture=_picture,
        inputs=(
            Table(
                "rows",
                "行ごとに、扱いを選びます。",
                (Column(ROW, given=True, width="20em"), Column(TREAT, choices=(HEADING, ANSWER, OUT), width="13em")),
                rows=lambda variant: [{ROW: _row_told(sheet_of_seat(variant), name)} for name in ROWS],
            ),
            Table(
                "blanks",
                "空いている所ごとに、扱いを選びます。",
                (Column(EMPTY, given=True, width="20em"), Column(FILL, choices=TREATMENTS, width="13em")),
                rows=[{EMPTY: text} for text in _EMPTIES.values()],
            ),
        ),
        preview=_preview,
        caption="直した表（選ぶと変わります）",
    ),
    prepare=_repairing,
    rules=(
        Unattempted(lambda r: not r.decided),
        _row_rule(
            "title",
            HEADING,
            "excel.title-as-heading",
            "どの列の名前にも題名が付いて、人にも道具にも、何の列か分からなくなります。",
            "直した表の項目名を、声に出して読みましょう。列の中身を言い表しているのは、何行目でしょうか。",
            "題名と項目名の違い。「この言葉は、どの列の中身を言っていますか」と聞く。",
        ),
        Mistake(
            "excel.note-row",
            when=lambda r: [n for n in ("title", "note", "foot") if r.rows[n] == ANSWER],
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{r.row(places[0])}です。",
                why="団体の回答ではない行が表に残ると、件数が増えて、並べ替えると表の途中に混ざります。",
                next="その行に、団体名と人数があるかを見て、選び直しましょう。",
            ),
            trainer="題名や注記が1件になっている。「この行は、どの団体の回答ですか」と聞く。消すのではなく表の外に移す。",
        ),
        Mistake(
            "excel.heading-half",
            when=_heading_half,
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{r.row(places[0])}です。",
                why="項目名の段が1つでも欠けると、名前のない列ができます。読み込む道具は、その列を見分けられません。",
                next="直した表の項目名を見て、名前の欠けた列がないかを確かめましょう。",
            ),
            trainer="2段の項目名。「人数は、何の人数ですか」と聞く。上と下をつないだ名前を言ってもらう。",
        ),
        _row_rule(
            "total",
            ANSWER,
            "excel.total-row",
            "「合計」の行が1件のデータとして数えられ、人数の合計がほぼ2倍になっています。",
            "直した表の行の数と、団体の数を比べましょう。",
            "合計行。「直した表の人数を全部足すと、何人になりますか」と聞く。合計は、後から何度でも計算できる。",
        ),
        _row_rule(
            "hidden",
            ANSWER,
            "excel.hidden-row",
            "非表示の行が1つ読み込まれています。同じ団体が2回数えられ、今年の人数も変わります。",
            "その行の備考に、何と書いてあるかを読みましょう。",
            "非表示の行。行の番号が飛ぶ所を指さす。入れるか外すかは道具に決めさせず、中身を知る人が決める。",
        ),
        Mistake(
            "excel.row-as-heading",
            when=_rows_as(HEADING, "note", "hidden", "total", "foot"),
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{r.row(places[0])}です。",
                why="列の中身と関係のない言葉が、列の名前に混ざります。その名前では、後任の方が列を探せません。",
                next="列の中身を言い表す言葉がある行かどうかを見て、選び直しましょう。",
            ),
            trainer="項目名でない行を項目名にしている。その行の言葉を、列の名前として読み上げてもらう。",
        ),
        Mistake(
            "excel.fill-too-much",
            when=_blanks_as(ABOVE_IT, "people", "remark"),
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{_EMPTIES[places[0]]}です。{len(r.own.filled[places[0]])}か所が変わりました。",
                why="本当に空欄だった所まで、上の団体の値で埋まっています。書いていないことを書いたことになります。",
                next="その空欄は、省略でしょうか、書くことがなかったのでしょうか。シートのいちばん下の注も読みましょう。",
            ),
            trainer="埋めすぎ。「その団体は、そう答えましたか」と聞く。埋めてよいのは、人が省いた列だけ。",
        ),
        Mistake(
            "excel.blank-as-zero",
            when=_blanks_as(ZERO, "people"),
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{_EMPTIES[places[0]]}です。{len(r.own.filled[places[0]])}か所が0になりました。",
                why="「0」と、何も書いていないことは、別の事実です。平均や、回答した団体の数が変わります。",
                next="シートのいちばん下の注を読んで、その空欄が何を表すかを確かめましょう。",
            ),
            trainer="空欄と0。「0人と答えた団体と、答えなかった団体に、同じ電話をしますか」と聞く。",
        ),
        Mistake(
            "excel.zero-in-words",
            when=_blanks_as(ZERO, "area", "ditto", "remark"),
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{_EMPTIES[places[0]]}です。{len(r.own.filled[places[0]])}か所が0になりました。",
                why="言葉の列に「0」が混ざります。渡した相手は、何が0なのかを聞き返すことになります。",
                next="その列の、ほかの行を読みましょう。空いている所は、省略か、書くことがなかったのかを考えます。",
            ),
            trainer="言葉の列に0を入れている。直した表のその列を、上から声に出して読んでもらう。",
        ),
        Mistake(
            "excel.rows-dropped",
            when=lambda r: [name for name in BLANKS if r.blanks[name] == ROW_OUT],
            say=lambda r, places: Message(
                good=_good(r),
                where=f"{_EMPTIES[places[0]]}です。表は{len(r.own.rows)}行になりました。",
                why="回答のある団体が、行ごと消えています。合計が小さくなっても、だれも気づけません。",
                next="消えた団体を図で探して、その行に、ほかの値がなかったかを見ましょう。",
            ),
            trainer="行ごと外した。直した表にない団体の名前を、図から1つ言ってもらう。",
        ),
        Mistake(
            "excel.group-blank",
            when=_blanks_as(BLANK, "area"),
            say=lambda r, _places: Message(
                good=_good(r),
                where=f"{_EMPTIES['area']}です。{r.own.blanks('area')}行の圏域が空いています。",
                why="圏域ごとに足すと、先頭の行しか数えられず、合計が小さくなります。",
                next="図を見ると、人はその団体がどの圏域か分かります。なぜ分かるのかを考えましょう。",
            ),
            trainer="結合の2行目以降が集計から外れる。圏域ごとの人数を、直した表だけを見て足してもらう。",
        ),
        Mistake(
            "excel.ditto-blank",
            when=_blanks_as(BLANK, "ditto"),
            say=lambda r, _places: Message(
                good=_good(r),
                where=f"{_EMPTIES['ditto']}です。",
                why="書いた人は、値を省いただけです。消してしまうと、担当課の分からない団体になります。",
                next="「〃」を書いた人が、何と書く代わりにしたのかを考えましょう。",
            ),
            trainer="〃は空欄ではない。「この団体の担当課に電話するとき、どこへかけますか」と聞く。",
        ),
        Correct(
            lambda r: r.is_right,
            say=lambda r, _places: Message(
                good=f"{len(r.own.rows)}団体の回答が、1行1件の表になりました。別のシートでも、件数・合計・空欄の数が合いました。",
                next="「直した記録」を読み、元のシートのどこが変わったかを1つ、隣の人に説明してみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "excel.decisions-left",
        say=lambda r, _places: Message(
            good="決めた分は、表に合っています。",
            where=_left(r),
            why="決めていない所があると、道具は進めません。だれかが勝手に決めることになってしまいます。",
            next="図のその場所を見て、残りを選びましょう。",
        ),
        trainer="空欄が残っている。図の行の番号を指して、「これは何の行ですか」と聞く。",
    ),
    partial=_points,
    hints=(
        "1つずつ選ぶたびに、直した表がどう変わるかを見ます。行の数と人数の合計も、一緒に見ましょう。",
        "行は「これは、どの団体の回答か」、空欄は「書いた人が省いたのか、書くことがなかったのか」と問いかけます。",
        "たとえば図書館の貸出表なら、本の題名の「同上」は省略、返した日の空欄は「まだ返していない」という事実です。",
    ),
)

_RIGHT: Mapping[str, str] = {
    "upper": HEADING,
    "lower": HEADING,
    **dict.fromkeys(("title", "note", "hidden", "total", "foot"), OUT),
    **dict.fromkeys(("area", "ditto"), ABOVE_IT),
    **dict.fromkeys(("people", "remark"), BLANK),
}


def _right(r: Repairing) -> int:
    return sum(_RIGHT[name] == said for name, said in {**r.rows, **r.blanks}.items())


def _good(r: Repairing) -> str:
    """What is right of the decisions, counted."""
    return f"{_right(r)}か所は、目的に合った決め方です。" if _right(r) else ""


def _left(r: Repairing) -> str:
    name = next((name for name, said in {**r.rows, **r.blanks}.items() if not said), "title")
    return f"{r.row(name) if name in ROWS else _EMPTIES[name]}の欄です。"
