"""E5-1 和暦と西暦: dates as people typed them, read by the rules of GIF; what is open is asked, never guessed.

The truth comes from the library's own reading (``notation.read_date_column``), so that no date is typed in here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m05_preview import CLOSES, OPENS, program_html, whole_table_html
from kaizen_helpers.notation.date_columns import DateVerdict, read_date_column
from kaizen_helpers.notation.dates import DateReading, read_date
from kaizen_helpers.notation.eras import FiscalYearReading, fiscal_year, read_fiscal_year, serial_of, to_wareki

__all__ = ["DATES", "dates_of_seat"]

TYPED, TREAT, DAY, YEAR = "書かれた日付", "扱い", "西暦の日付", "年度"
READ, MARKED, OPEN = "そのまま読む", "読み替えて、確認の印を付ける", "直さずに「要確認」にする"
TREATMENTS = (READ, MARKED, OPEN)
RULES = ("GIF", "kintone取込", "庁内様式")
_TREATED: Mapping[str, str] = {"rewrite": READ, "ok": READ, "check": MARKED}
"""What is done with a date, by the state that the library gives it; any other stays open."""
SHORT, SERIAL, LATE, HEISEI, TWO_DIGITS, NO_DAY, ENDED = range(7)
"""The places of the seven kinds of dates."""
_IN_COLUMN = ("令和8年4月1日", "R8.5.13", "2026/6/1")
"""What the short program of the two columns reads, for all seats alike."""


def dates_of_seat(variant: Variant) -> tuple[str, ...]:
    """Seven dates: three to be read, one of them late in its fiscal year, one to be marked, three that stay open."""
    draw = random.Random(f"05_notation/dates/{variant}")  # noqa: S311 - a repeatable example, no secret
    era = draw.randrange(3, 8)
    day = date(2018 + era, draw.randrange(4, 13), draw.randrange(1, 28))
    late = date(draw.randrange(2020, 2026), draw.randrange(1, 4), draw.randrange(1, 28))
    serial = serial_of(date(draw.randrange(2020, 2026), draw.randrange(4, 12), draw.randrange(1, 28)))
    return (
        f"R{era}.{day.month}.{day.day}",
        str(serial),
        to_wareki(late),
        f"平成31年{draw.randrange(5, 13)}月{draw.randrange(1, 28)}日",
        "/".join(f"{number:02}" for number in draw.sample(range(3, 9), 3)),
        f"令和{draw.choice((3, 5, 7))}年2月29日",
        f"昭和64年1月{draw.randrange(8, 28)}日",
    )


@dataclass(frozen=True)
class Line:
    """One date, what was said of it, and what the library reads."""

    place: int
    typed: str
    treat: str
    day_text: str
    year_text: str
    truth: DateVerdict

    @property
    def day(self) -> date | None:
        """The day that was typed, where it can be read as one."""
        read = read_date(self.day_text)
        return read.value if isinstance(read, DateReading) else None

    @property
    def year(self) -> int | None:
        """The fiscal year that was typed."""
        read = read_fiscal_year(self.year_text)
        return read.value if isinstance(read, FiscalYearReading) else None

    @property
    def treat_wanted(self) -> str:
        """What the rules of GIF do with it."""
        return _TREATED.get(self.truth.state, OPEN)

    @property
    def true_day(self) -> date | None:
        """The day that it says, where it says one."""
        return date.fromisoformat(self.truth.written) if self.truth.written else None

    @property
    def started(self) -> bool:
        """Whether anything was chosen or typed."""
        return bool(self.treat or self.day_text or self.year_text)

    @property
    def is_right(self) -> bool:
        """Treatment, day in the form of GIF and fiscal year; what stays open has neither day nor year."""
        if self.treat != self.treat_wanted:
            return False
        if self.true_day is None:
            return not self.day_text and not self.year_text
        return self.day_text == self.true_day.isoformat() and self.year == fiscal_year(self.true_day)


@dataclass(frozen=True)
class Dated:
    """The whole answer."""

    lines: tuple[Line, ...]
    data: str
    paper: str

    @property
    def right(self) -> int:
        """How many of the nine parts are right."""
        return sum(line.is_right for line in self.lines) + (self.data in RULES[:2]) + (self.paper == RULES[2])


def _dated(v: Values) -> Dated:
    typed = dates_of_seat(v.variant)
    truths = read_date_column(typed, "GIF").verdicts
    lines = [
        Line(place, text, row[TREAT], row[DAY].strip(), row[YEAR].strip(), truth)
        for place, (text, row, truth) in enumerate(zip(typed, v.rows, truths, strict=True))
    ]
    return Dated(tuple(lines), v.data, v.paper)


def _at(*places: int, when: Callable[[Line], bool]) -> Callable[[Dated], list[Line]]:
    """Rules: lines at these places for which this holds."""
    return lambda d: [d.lines[place] for place in places if when(d.lines[place])]


def _other_form(line: Line) -> bool:
    """Whether figures stand there that are the right day in another form, or no day that can be read."""
    if line.day is None:
        return any(character.isdigit() for character in line.day_text)
    return line.day == line.true_day and line.day_text != line.day.isoformat()


def _wrong_fiscal(line: Line) -> bool:
    return line.true_day is not None and line.year is not None and line.year != fiscal_year(line.true_day)


def _preview(answer: Mapping[str, Any]) -> str:
    columns = (("集計に渡す列", answer["data"]), ("通知文に印刷する列", answer["paper"]))
    code, shown = [], []
    for name, rule in columns:
        code.append(
            f'read_date_column({name}, {OPENS}"{rule}"{CLOSES}).written()'
            if rule
            else f"# {name}: きまりは、まだ決めていない"
        )
        shown.append((name, *(read_date_column(_IN_COLUMN, rule).written() if rule else _IN_COLUMN)))
    return program_html("\n".join(code)) + whole_table_html(
        ("列", *(f"{number}行目" for number in range(1, len(_IN_COLUMN) + 1))), shown, label="2つの列"
    )


def _sample(variant: Variant) -> dict[str, Any]:
    """The seat's own dates, read."""
    rows = []
    for verdict in read_date_column(dates_of_seat(variant), "GIF").verdicts:
        treat = _TREATED.get(verdict.state, OPEN)
        year = str(fiscal_year(date.fromisoformat(verdict.written))) if verdict.written else ""
        rows.append({TREAT: treat, DAY: verdict.written, YEAR: year})
    return {"rows": rows, "data": RULES[0], "paper": RULES[2]}


def _good(d: Dated) -> str:
    count = sum(line.is_right for line in d.lines)
    return f"{count}つの日付は、確かめたとおりに読めています。" if count else ""


def _line_rule(
    mistake: str,
    when: Callable[[Dated], list[Line]],
    why: str,
    next_step: str | Callable[[Line], str],
    trainer: str,
    *,
    counted: bool = True,
) -> Mistake:
    """A rule about lines; the first one is named by what was written in the document."""
    return Mistake(
        mistake,
        when=when,
        say=lambda d, places: Message(
            _good(d),
            f"「{places[0].typed}」の行です。",
            why,
            next_step if isinstance(next_step, str) else next_step(places[0]),
        ),
        trainer=trainer,
        counted=counted,
    )


DATES = Exercise(
    id="notation-dates",
    code="E5-1",
    module="05_notation",
    title="和暦と西暦",
    points=4,
    takes={"variant": int, "rows": list, "data": str, "paper": str},
    panel=Panel(
        question=(
            "<p>申請書から写した日付を、集計用の表に入れます。使うきまりは<b>GIF</b>（国の共通の書き方）で、"
            "日付は「2019-08-05」のように、西暦の半角で書きます。</p>"
            "<ul><li>行ごとに扱いを選び、読めるものには、西暦の日付と年度（4月から翌年の3月まで）を入れます。</li>"
            "<li>「要確認」にしたものは、日付と年度を空欄のままにします。</li>"
            "<li>「45017」のような数は、Excelの日付の番号です。Excelで表示形式を日付にすると読めます。</li></ul>"
        ),
        inputs=(
            Table(
                "rows",
                "日付ごとに、扱いと、読んだ結果を入れます。",
                (
                    Column(TYPED, given=True, width="12em"),
                    Column(TREAT, choices=TREATMENTS, width="23em"),
                    Column(DAY, width="10em", placeholder="例: 2019-08-05"),
                    Column(YEAR, width="6em", placeholder="例: 2019"),
                ),
                rows=lambda variant: [{TYPED: text} for text in dates_of_seat(variant)],
            ),
            Field("data", "短いプログラムに入れるきまり: 集計に渡す列", choices=RULES),
            Field("paper", "短いプログラムに入れるきまり: 通知文に印刷する列", choices=RULES),
        ),
        preview=_preview,
        caption="短いプログラムと、できる2つの列",
        sample=_sample,
    ),
    prepare=_dated,
    rules=(
        Unattempted(lambda d: not (any(line.started for line in d.lines) or d.data or d.paper)),
        _line_rule(
            "notation.day-for-year",
            _at(TWO_DIGITS, when=lambda line: line.day is not None and line.day.year == 2000 + int(line.typed[-2:])),
            "最初の数字が、年ではなく月や日として読まれています。道具に読ませると、この取り違えが静かに起きます。",
            "3つの数字のどれが年なのか、この表だけで決められるかを考えましょう。",
            "年・月・日の順を決めつけた。3つの数字で書ける日付を、思い付くだけ挙げてもらう。",
        ),
        _line_rule(
            "notation.year-guessed",
            _at(TWO_DIGITS, when=lambda line: bool(line.treat and line.treat != OPEN) or line.day is not None),
            "2桁の年は、和暦とも西暦とも読めます。推測で入れると、後からは推測だと分かりません。",
            "書いた人に聞かないと決まらないものを、どう残すかを考えましょう。",
            "2桁の年。読み方を2つ言ってもらい、「どちらか、だれなら分かりますか」と聞く。",
            counted=False,
        ),
        _line_rule(
            "notation.day-shifted",
            _at(NO_DAY, when=lambda line: line.day is not None or line.treat in (READ, MARKED)),
            "暦にない日付です。近い日に直すと、期限や年数の計算が、だれも知らない日から始まります。",
            "その年が、うるう年かどうかを確かめましょう。直してよいのは、元の書類を見られる人です。",
            "存在しない日。道具が翌日に直した例を見せ、「申請者は、いつと書きたかったのでしょう」と聞く。",
        ),
        _line_rule(
            "notation.heisei-refused",
            _at(HEISEI, when=lambda line: line.treat == OPEN),
            "改元の後に「平成」と書かれた文書も、多くの団体で有効とされました。止めると、処理できる申請が止まります。",
            "平成31年が西暦の何年かを数え、「確認した」ことが残る扱いを選びましょう。",
            "改元後の平成。読み替えてよいが、印を残す。団体の通知があれば、それを見せる。",
        ),
        _line_rule(
            "notation.heisei-unmarked",
            _at(HEISEI, when=lambda line: line.treat == READ),
            "元号の期間と日付が合っていません。何もなかったように読むと、入力ミスも通ってしまいます。",
            "改元の日を確かめて、読み替えたことが後任の方に伝わる扱いを選びましょう。",
            "読み替えの印がない。改元の日を聞き、その前か後かを言ってもらう。",
        ),
        _line_rule(
            "notation.era-ended",
            _at(ENDED, when=lambda line: line.day is not None or line.treat in (READ, MARKED)),
            "昭和が終わった後の日付です。年の入力ミスかもしれず、読み替えてよいという決まりもありません。",
            "昭和の最後の日を調べて、この日付がその後になるかを確かめましょう。",
            "昭和の終わり。読み替えてよいと通知されたのは平成だけ。ほかは元の書類に戻る。",
        ),
        _line_rule(
            "notation.fiscal-calendar",
            _at(LATE, when=_wrong_fiscal),
            "1月から3月は、前の年の4月に始まった年度です。年度ごとの集計で、別の年度に数えられます。",
            "その日の前の4月1日が、西暦の何年だったかを数えましょう。",
            "年と年度。「3月31日の予算は、何年度の予算ですか」と聞く。",
        ),
        _line_rule(
            "notation.needless-question",
            _at(SHORT, SERIAL, LATE, when=lambda line: line.treat in (OPEN, MARKED)),
            "1通りに読める日付まで確かめると、本当に確かめる日付が埋もれます。",
            "元号の期間の中にあるか、Excelで日付に直せるかを見て、選び直しましょう。",
            "聞きすぎ。「ほかの読み方がありますか」と聞き、1つしかなければ読んでよいと伝える。",
        ),
        _line_rule(
            "notation.date-form",
            _at(
                *(SHORT, SERIAL, LATE, HEISEI),
                when=_other_form,
            ),
            "「GIF」の書き方と違います。書き方がまざると、並べ替えの順番が変わったり、読めなくなったりします。",
            "問題文の例と、数字の幅、区切り、桁の数を見比べましょう。",
            "書き方のきまり。「GIF」では半角の西暦で、月と日は2桁。庁内様式なら別の書き方になると伝える。",
        ),
        _line_rule(
            "notation.date-other",
            _at(
                *(SHORT, SERIAL, LATE, HEISEI),
                when=lambda line: (bool(line.day_text) and line.day != line.true_day) or _wrong_fiscal(line),
            ),
            "書かれた日付と、西暦か年度が合っていません。期限の計算や、年度ごとの件数が変わります。",
            lambda line: (
                "この番号をExcelの空いたセルに入れ、表示形式を日付に変えて、もう一度読みましょう。"
                if line.place == SERIAL
                else "元号が始まった年に、何を足すと西暦になるかを書き出して、1つずつ数えましょう。"
            ),
            "換算のずれ。令和は2018を足す。Excelの番号は、表示形式を日付に変えて読む。",
            counted=False,
        ),
        _line_rule(
            "notation.open-filled",
            _at(
                *(TWO_DIGITS, NO_DAY, ENDED),
                when=lambda line: line.treat == OPEN and bool(line.day_text or line.year_text),
            ),
            "「要確認」は、扱いの欄でもう伝わっています。日付や年度の欄に何かあると、集計のときに数えられたり、止まったりします。",
            "この行の、日付と年度の欄を空欄にしましょう。気づいたことは、手元のメモに残します。",
            "要確認の行に文字や年度がある。「日付の列を並べ替えたら、その文字はどこに並びますか」と聞く。",
        ),
        Mistake(
            "notation.rule-for-purpose",
            when=lambda d: [
                name
                for name, chosen, good in (
                    ("集計に渡す列", d.data, RULES[:2]),
                    ("通知文に印刷する列", d.paper, RULES[2:]),
                )
                if chosen and chosen not in good
            ],
            say=lambda d, places: Message(
                good=_good(d),
                where=f"プログラムの「{places[0]}」のきまりです。",
                why="きまりは、使い道によって違います。並べ替えと計算に使う書き方と、人が読む文書の書き方は、別です。",
                next="下の結果を見て、その列を次に使うのが人か、道具かを考えましょう。",
            ),
            trainer="きまりは1つではない。「その列を、次に読むのはだれですか」と聞く。",
        ),
        Correct(
            lambda d: d.right == len(d.lines) + 2,
            say=Message(
                good="読めるものは読み、読み替えたものには印を付け、決められないものは残せました。",
                next="自分の表の日付の列に、年が2桁の日付や、文字の日付がないかを見てみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "notation.dates-left",
        say=lambda d, _places: Message(
            good=_good(d),
            where=_left(d),
            why="扱い、日付、年度のどれかが欠けたり、読めなかったりすると、その行だけ集計から外れます。",
            next="左から順に見直し、足りない所を決めましょう。年度は「2019」のように、4桁の西暦で書きます。",
        ),
        trainer="空欄か、読めない年度が残っている。1行だけを決めて、左から順に読んでもらう。",
    ),
    partial=lambda d: 4 * d.right / (len(d.lines) + 2),
    hints=(
        "まず、ほかの読み方がないかを考えます。1通りなら読み、2通りあるものや暦にないものは残します。",
        "元号の始まりと終わりの日を確かめます。改元の後でも読み替えてよいと通知されたのは、1つの元号だけです。",
        "たとえば図書館の貸出日「大正15年12月26日」は、大正が終わった後の日付です。直さずに、元の台帳を見ます。",
    ),
)


def _left(d: Dated) -> str:
    line = next((line for line in d.lines if not line.is_right), None)
    return f"「{line.typed}」の行です。" if line else "短いプログラムに入れるきまりの欄です。"
