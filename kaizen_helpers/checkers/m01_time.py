"""E1-3 時間を入れる: work and waiting told apart, cases times minutes, and a total that agrees with its own table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.case_c1 import Work, work
from kaizen_helpers.checkers.compare import Question, read_number
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.notation.reading import NOTHING

__all__ = ["TIME"]

CASES, MINUTES, DAYS = "件数", "1件の分", "待ちの日数"


@dataclass(frozen=True)
class Line:
    """One row as the learner filled it; a cell is None when it is blank or cannot be read."""

    name: str
    truth: Work
    cases: float | None
    minutes: float | None
    days: float | None

    @property
    def product(self) -> float:
        """Cases times minutes, blanks as 0."""
        return (self.cases or 0) * (self.minutes or 0)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody's hands move on this line."""
        return self.truth.minutes == 0

    @property
    def is_right(self) -> bool:
        """Whether the line says what the memo says. On a waiting line the number of cases does not matter."""
        if self.is_waiting:
            return not self.minutes and self.days == self.truth.days
        return self.cases == self.truth.cases and self.minutes == self.truth.minutes and not self.days


@dataclass(frozen=True)
class Sheet:
    """The whole answer, read."""

    lines: tuple[Line, ...]
    total: float | None
    total_text: str
    unreadable: tuple[tuple[str, str], ...]
    """Place of what could not be read as one number, and what to ask back."""
    touched: bool

    @property
    def sum(self) -> float:
        """Minutes of one round, from the learner's own rows."""
        return sum(line.product for line in self.lines)


def _rows(variant: Variant) -> list[dict[str, str]]:
    return [{"手順": line.name, "聞き取りメモ": line.memo} for line in work(variant)]


def _worked_out(variant: Variant) -> dict[str, Any]:
    """The sample for a seat: its own numbers."""
    lines = work(variant)

    def cells(line: Work) -> dict[str, str]:
        if not line.minutes:
            return {CASES: "", MINUTES: "", DAYS: str(line.days)}
        return {CASES: str(line.cases), MINUTES: str(line.minutes), DAYS: ""}

    return {"rows": [cells(line) for line in lines], "total": str(sum(line.cases * line.minutes for line in lines))}


def _sheet(v: Values) -> Sheet:
    unreadable: list[tuple[str, str]] = []

    def number(text: str, place: str, unit: str) -> float | None:
        if text.strip() in NOTHING:
            return None
        reading = read_number(text, unit, convert=True)
        if isinstance(reading, Question):
            unreadable.append((place, reading.text_ja))
            return None
        return reading.value if reading else None

    def cell(row: dict[str, str], column: str, unit: str, name: str) -> float | None:
        return number(row[column], f"「{name}」の行の「{column}」", unit)

    lines = tuple(
        Line(
            truth.name,
            truth,
            cell(row, CASES, "", truth.name),
            cell(row, MINUTES, "分", truth.name),
            cell(row, DAYS, "日", truth.name),
        )
        for row, truth in zip(v.rows, work(v.variant), strict=True)
    )
    total = number(v.total, "「1回の合計」", "分")
    touched = bool(v.total.strip()) or any(row[c].strip() for row in v.rows for c in (CASES, MINUTES, DAYS))
    return Sheet(lines, total, v.total.strip()[:12], tuple(unreadable), touched)


def _named(places: tuple[Any, ...], column: str) -> str:
    return f"「{places[0].name}」の行の「{column}」です。"


def _total_is(sheet: Sheet, factor: float) -> bool:
    """Whether the total is the learner's own sum times a factor (a little rounding allowed)."""
    if sheet.total is None or sheet.sum <= 0:
        return False
    return abs(sheet.total - sheet.sum * factor) <= max(0.05, 0.005 * sheet.sum * factor)


TIME = Exercise(
    id="flow-time",
    code="E1-3",
    module="01_flow",
    title="時間を入れる",
    points=4,
    takes={"variant": int, "rows": list, "total": str},
    panel=Panel(
        question=(
            "<p>「照会の取りまとめ」を1回行うのに、何分かかるでしょう。聞き取りメモを読み、表に入れます。</p>"
            "<ol><li>手を動かした時間は「件数」と「1件の分」に入れます。</li>"
            "<li>待っている時間は「待ちの日数」だけに入れ、ほかは空欄にします。</li>"
            "<li>行ごとに「件数」と「1件の分」を掛け、全部を足して、いちばん下に入れます。"
            "電卓や Excel を使ってかまいません。</li></ol>"
            "<p>メモの数字は席ごとに少し違います。隣の人とは、数字でなく考え方をくらべましょう。</p>"
        ),
        inputs=(
            Table(
                "rows",
                "数字は全角でも、単位を付けてもかまいません。",
                (
                    Column("手順", given=True, width="14em"),
                    Column("聞き取りメモ", given=True, width="24em"),
                    Column(CASES, width="7em", reads=""),
                    Column(MINUTES, width="7em", reads="分"),
                    Column(DAYS, width="7em", reads="日"),
                ),
                rows=_rows,
            ),
            Field("total", "1回の合計", unit="分", reads="分"),
        ),
        sample=_worked_out,
    ),
    prepare=_sheet,
    rules=(
        Unattempted(lambda s: not s.touched),
        Mistake(
            "flow.time-unreadable",
            when=lambda s: s.unreadable,
            say=lambda _s, places: Message(
                where=f"{places[0][0]}です。",
                why="1つの数として読めないと、合計を計算できません。",
                next=places[0][1],
            ),
            trainer="数が1つに決まっていない。幅がある仕事は「ふだんの1件」を選び、幅はメモに残すと伝える。",
        ),
        Mistake(
            "flow.wait-is-work",
            when=lambda s: [line for line in s.lines if line.is_waiting and line.minutes],
            say=lambda _s, places: Message(
                where=_named(places, MINUTES),
                why="待っている時間が作業時間に入っています。待ちを混ぜると、減らせる時間を見誤ります。",
                next="作業は手を動かした分だけにして、待ちは「待ちの日数」へ移しましょう。",
            ),
            trainer="作業=手が動く時間、待ち=手が止まる時間。決裁待ちの例を1つ挙げてもらう。",
        ),
        Mistake(
            "flow.cases-forgotten",
            when=lambda s: [line for line in s.lines if line.truth.cases > 1 and line.cases == 1],
            say=lambda _s, places: Message(
                where=_named(places, CASES),
                why="1件分の時間だけになっています。件数を掛けないと、大変さが見えません。",
                next="メモを読み直して、1回の照会でこの作業を何回するかを入れましょう。",
            ),
            trainer="件数が1のまま。「20市町に同じことを何回する？」と聞く。",
        ),
        Mistake(
            "flow.share-forgotten",
            when=lambda s: [line for line in s.lines if "問い合わせる" in line.name and line.cases == 20],
            say=lambda _s, places: Message(
                where=_named(places, CASES),
                why="全部の市町に問い合わせる数になっています。多く見積もると、効果も大きく見えてしまいます。",
                next="不備があるのは何件かを、メモで確かめましょう。",
            ),
            trainer="不備がある分だけを数える。「全部に電話しますか」と聞く。",
        ),
        Mistake(
            "flow.time-row-other",
            when=lambda s: [line for line in s.lines if not line.is_right],
            say=lambda _s, places: Message(
                where=f"「{places[0].name}」の行です。",
                why="メモと合っていないと、後で効果をくらべるときの土台がずれます。",
                next="この行の聞き取りメモを読み直して、件数・分・日数を1つずつ確かめましょう。",
            ),
            trainer="メモを声に出して読み、何を何回、1件に何分、待ちは何日、と順に聞く。",
            counted=False,
        ),
        Mistake(
            "flow.hours-for-minutes",
            when=lambda s: _total_is(s, 1 / 60),
            say=Message(
                good="表の行はすべて入っています。",
                where="「1回の合計」の欄です。",
                why="時間に直した数が入っています。単位が混ざると、60倍の差になります。",
                next="この欄の単位を見て、入れ直しましょう。",
            ),
            trainer="単位の取り違え。欄の右の単位を指さす。",
        ),
        Mistake(
            "flow.year-for-once",
            when=lambda s: _total_is(s, 12),
            say=Message(
                good="表の行はすべて入っています。",
                where="「1回の合計」の欄です。",
                why="1年分の数になっています。年間の時間は、後の単元で別に計算します。",
                next="ここでは1回分の合計を入れましょう。",
            ),
            trainer="1回分と年間の取り違え。年間の時間は論点の単元で計算すると伝える。",
        ),
        Correct(
            lambda s: all(line.is_right for line in s.lines) and s.total == s.sum,
            say=Message(
                good="作業と待ちを分けて、1回の時間を合計できました。",
                next="自分の業務でも、よくある1件を選んで時間を測ってみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "flow.total-mismatch",
        say=lambda s, _places: Message(
            good="表の行はすべて入っています。",
            where=f"「1回の合計」の欄です。いまは「{s.total_text}」です。"
            if s.total_text
            else "「1回の合計」の欄です。",
            why="表から計算した数と合わないと、どちらを信じてよいか分からなくなります。",
            next="行ごとに「件数」と「1件の分」を掛けて、もう一度足してみましょう。",
        ),
        trainer="表の掛け算を1行だけ一緒に行う。電卓や Excel を使ってよい。",
    ),
    partial=lambda s: 3 * sum(line.is_right for line in s.lines) / len(s.lines),
    hints=(
        "手が動いている時間と、止まっている時間を分けて考えましょう。",
        "メモの「1回だけ」「20市町分」「そのうち何件」が、件数を知る目印です。",
        "たとえば、1件5分の電話を3件すると15分です。返事を2日待つことは、分には入れません。",
    ),
)
