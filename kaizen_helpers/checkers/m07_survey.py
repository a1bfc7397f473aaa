"""E7-3 アンケートの集計: the denominator without the blanks, difficulty apart, and 延べ told from 実."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.compare import Question, read_number
from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant

__all__ = ["SURVEY", "truth"]

NUMBER = "数"
ANSWERED, POSITIVE, RATE = "⑤に答えた人（分母）", "⑤で肯定的な人（4と5）", "⑤の肯定率（%）"
TIMES, DISTINCT = "相談会の延べ業務数", "相談会の実業務数"
NAMES = (ANSWERED, POSITIVE, RATE, TIMES, DISTINCT)
AS_POSITIVE, APART = "肯定的な回答に数える", "肯定的な回答とは分けて書く"
RATE_ONLY, WITH_HANDED_OUT = "割合だけを書く", "割合と、配った枚数を書く"
IN_FULL = "割合と、答えた人数と、無回答の人数を書く"

_PLUS = (
    (15, 12, 2, 1, 0, 2),
    (14, 10, 3, 1, 0, 3),
    (16, 9, 2, 1, 1, 2),
    (13, 11, 4, 1, 0, 4),
    (17, 8, 3, 2, 0, 3),
    (12, 14, 3, 1, 1, 2),
)
"""How many chose 5, 4, 3, 2, 1 and nothing at all at 「改善活動にプラス」, by the seat's variant. All made up."""
_HARD = (
    (4, 10, 12, 3, 1, 2),
    (3, 9, 13, 3, 0, 3),
    (5, 8, 12, 4, 1, 1),
    (4, 11, 12, 3, 1, 2),
    (6, 9, 11, 4, 1, 2),
    (3, 12, 11, 4, 1, 2),
)
_FIRST = ("照会の取りまとめ", "公用車の予約", "研修の申込受付", "備品の貸出し")
_SECOND = ("照会の取りまとめ", "補助金の受付", "文書の回覧", "会議室の予約")
_THIRD = (
    ("照会の取りまとめ", "備品の貸出し", "相談の記録", "届出の受付"),
    ("照会の取りまとめ", "備品の貸出し", "相談の記録", "補助金の受付"),
    ("照会の取りまとめ", "備品の貸出し", "公用車の予約", "補助金の受付"),
)


def visits(variant: Variant) -> tuple[tuple[str, ...], ...]:
    """The businesses that came to each of the three consultation days."""
    return _FIRST, _SECOND, _THIRD[variant % 3]


_NAMED_AGAIN = re.compile(r"^(?:延べ|のべ|実)\s*|\s*(?:業務|種類)$")
"""What the row says already, and people write once more: 「延べ12業務」."""


@dataclass(frozen=True)
class Truth:
    """What the given data say."""

    five: int
    four: int
    three: int
    answered: int
    blank: int
    times: int
    distinct: int
    days: int

    @property
    def positive(self) -> int:
        """Answers 4 and 5."""
        return self.five + self.four

    @property
    def rate(self) -> float:
        """Positive answers in percent of those who answered."""
        return 100 * self.positive / self.answered


def truth(variant: Variant) -> Truth:
    """The numbers of a seat."""
    five, four, three, two, one, blank = _PLUS[variant]
    days = visits(variant)
    named = [name for day in days for name in day]
    return Truth(five, four, three, five + four + three + two + one, blank, len(named), len(set(named)), len(days))


@dataclass(frozen=True)
class Sheet:
    """The answer, read; a number is None where it is blank or cannot be read."""

    truth: Truth
    numbers: dict[str, float | None]
    unreadable: tuple[tuple[str, str], ...]
    hard: str
    report: str
    touched: bool

    def is_right(self, name: str) -> bool:
        """Whether a number agrees with the data; the rate may be rounded."""
        t, value = self.truth, self.numbers[name]
        if value is None:
            return False
        if name == RATE:
            return abs(value - t.rate) <= 0.5
        return value == {ANSWERED: t.answered, POSITIVE: t.positive, TIMES: t.times, DISTINCT: t.distinct}[name]

    @property
    def right(self) -> int:
        """How many of the seven answers are right."""
        return sum(self.is_right(name) for name in NAMES) + (self.hard == APART) + (self.report == IN_FULL)

    @property
    def other(self) -> list[str]:
        """The numbers that are there and do not agree with the data."""
        return [name for name in NAMES if self.numbers[name] is not None and not self.is_right(name)]

    @property
    def left(self) -> list[str]:
        """What is not answered yet."""
        blank = [name for name in NAMES if self.numbers[name] is None]
        return [*blank, *(["②難しさの4と5"] if not self.hard else []), *(["報告の書き方"] if not self.report else [])]


def _sheet(v: Values) -> Sheet:
    numbers: dict[str, float | None] = {}
    unreadable: list[tuple[str, str]] = []
    for name, row in zip(NAMES, v.rows, strict=True):
        reading = read_number(_NAMED_AGAIN.sub("", row[NUMBER].strip()))
        numbers[name] = None
        if isinstance(reading, Question):
            unreadable.append((name, reading.text_ja))
        elif reading:
            numbers[name] = reading.value
    touched = bool(v.hard or v.report or any(row[NUMBER].strip() for row in v.rows))
    return Sheet(truth(v.variant), numbers, tuple(unreadable), v.hard, v.report, touched)


def _worked_out(variant: Variant) -> dict[str, Any]:
    t = truth(variant)
    shown = (t.answered, t.positive, round(t.rate), t.times, t.distinct)
    return {"rows": [{NUMBER: str(number)} for number in shown], "hard": APART, "report": IN_FULL}


_CELL = 'style="border:1px solid #b8c2cc;padding:3px 10px;text-align:right"'
_HEAD = 'style="border:1px solid #b8c2cc;padding:3px 10px;background:#eef2f6"'


def _question(variant: Variant) -> str:
    heads = "".join(f'<th scope="col" {_HEAD}>{head}</th>' for head in ("質問", "5", "4", "3", "2", "1", "無回答"))
    rows = "".join(
        f'<tr><th scope="row" {_HEAD}>{name}</th>{"".join(f"<td {_CELL}>{count}</td>" for count in counts)}</tr>'
        for name, counts in (
            ("②難しさ（5＝とてもむずかしい）", _HARD[variant]),
            ("⑤改善活動にプラス（5＝とてもそう思う）", _PLUS[variant]),
        )
    )
    days = "".join(f"<li>{'、'.join(day)}</li>" for day in visits(variant))
    return (
        f"<p>研修のあとのアンケート（架空）です。返ってきた{sum(_PLUS[variant])}枚を、答えごとに数えました。</p>"
        f'<table style="border-collapse:collapse;margin:4px 0"><tr>{heads}</tr>{rows}</table>'
        f"<p>そのあと、相談会を3回開きました。各回に来た業務です。</p><ol>{days}</ol>"
        "<p>上司に報告する数を入れ、下の2つを選びます。電卓を使ってかまいません。数字は席ごとに少し違います。</p>"
    )


def _is(name: str, wrong: Callable[[Truth], int]) -> Callable[[Sheet], bool]:
    """A rule: the number of this name is another number of the data."""

    def rule(s: Sheet) -> bool:
        return s.numbers[name] == wrong(s.truth) and not s.is_right(name)

    return rule


def _with_blanks(s: Sheet) -> list[str]:
    """Where all sheets that came back were counted, those without an answer to this question too."""
    papers, rate = s.truth.answered + s.truth.blank, s.numbers[RATE]
    found = [ANSWERED] if s.numbers[ANSWERED] == papers else []
    if rate is not None and not s.is_right(RATE) and abs(rate - 100 * s.truth.positive / papers) <= 0.5:
        found.append(RATE)
    return found


def _is_fraction(s: Sheet) -> bool:
    value = s.numbers[RATE]
    return value is not None and 0 < value <= 1


def _does_not_agree(s: Sheet) -> bool:
    """Whether the rate is another one than the learner's own two numbers give."""
    if s.numbers[RATE] is None or _is_fraction(s) or _with_blanks(s):
        return False
    return s.is_right(POSITIVE) and s.is_right(ANSWERED) and not s.is_right(RATE)


SURVEY = Exercise(
    id="plan-survey",
    code="E7-3",
    module="07_plan",
    title="アンケートの集計",
    points=2,
    takes={"variant": int, "rows": list, "hard": str, "report": str},
    panel=Panel(
        question=_question,
        inputs=(
            Table(
                "rows",
                "報告する数",
                (Column("求めるもの", given=True, width="16em"), Column(NUMBER, width="7em")),
                rows=[{"求めるもの": name} for name in NAMES],
            ),
            Field("hard", "②難しさの4と5", choices=(AS_POSITIVE, APART)),
            Field("report", "報告の書き方", choices=(RATE_ONLY, WITH_HANDED_OUT, IN_FULL)),
        ),
        sample=_worked_out,
    ),
    prepare=_sheet,
    rules=(
        Unattempted(lambda s: not s.touched),
        Mistake(
            "plan.survey-unreadable",
            when=lambda s: s.unreadable,
            say=lambda _s, places: Message(
                where=f"「{places[0][0]}」の欄です。",
                why="1つの数として読めないと、ほかの数と合っているかを確かめられません。",
                next=places[0][1],
            ),
            trainer="数が1つに決まっていない。表のどの数を足すかを、指でさしてもらう。",
        ),
        Mistake(
            "plan.blank-in-denominator",
            when=_with_blanks,
            say=lambda _s, places: Message(
                where=f"「{places[0]}」の欄です。",
                why="無回答の人が分母に入っています。答えていない人を「肯定的でない」と数えたことになります。",
                next="その質問に答えた人だけを足して、分母を作り直しましょう。無回答の人数は、別に書き添えます。",
            ),
            trainer="分母は「その質問に答えた人」。無回答を「いいえ」と同じに扱ってよいかを聞く。",
        ),
        Mistake(
            "plan.neutral-as-positive",
            when=_is(POSITIVE, lambda t: t.positive + t.three),
            say=Message(
                where=f"「{POSITIVE}」の欄です。",
                why="真ん中の3も入っています。「どちらともいえない」を足すと、実際よりよく見えます。",
                next="欄の名前のかっこの中を読んで、足す列を選び直しましょう。",
            ),
            trainer="3は肯定でも否定でもない。「どちらともいえない」と答えた人の気持ちを想像してもらう。",
        ),
        Mistake(
            "plan.only-top-box",
            when=_is(POSITIVE, lambda t: t.five),
            say=Message(
                where=f"「{POSITIVE}」の欄です。",
                why="5と答えた人だけになっています。前の研修と数え方が違うと、くらべられません。",
                next="欄の名前のかっこの中を読んで、もう1つの列も足しましょう。",
            ),
            trainer="上から2つを足す数え方（4と5）を、表の列で指してもらう。",
        ),
        Mistake(
            "plan.rate-as-fraction",
            when=_is_fraction,
            say=Message(
                where=f"「{RATE}」の欄です。",
                why="1より小さい数になっています。単位の違う数が並ぶと、読む人が取り違えます。",
                next="この欄の単位を見て、入れ直しましょう。",
            ),
            trainer="割合と百分率の取り違え。欄の単位を指さす。",
        ),
        Mistake(
            "plan.rate-mismatch",
            when=_does_not_agree,
            say=Message(
                good="分母と、肯定的な人の数は合っています。",
                where=f"「{RATE}」の欄です。",
                why="上の2つの数から計算した割合と合いません。どちらを信じてよいか分からなくなります。",
                next="肯定的な人の数を分母で割って、百分率に直しましょう。",
            ),
            trainer="割る数と割られる数を声に出してもらう。「何人のうち、何人」の順に言う。",
        ),
        Mistake(
            "plan.times-as-distinct",
            when=_is(DISTINCT, lambda t: t.times),
            say=Message(
                where=f"「{DISTINCT}」の欄です。",
                why="同じ業務を、来た回ごとに数えています。何種類の業務を助けたのかが、多く見えてしまいます。",
                next="2回目や3回目にも来た業務に印を付けて、1回だけ数えましょう。",
            ),
            trainer="延べ＝来た数、実＝種類の数。同じ名前に丸を付けてもらう。",
        ),
        Mistake(
            "plan.distinct-as-times",
            when=_is(TIMES, lambda t: t.distinct),
            say=Message(
                where=f"「{TIMES}」の欄です。",
                why="同じ業務を1回だけ数えています。相談を受けた手間が、少なく見えてしまいます。",
                next="延べは、2回目に来た業務ももう一度数えます。回ごとの数を足しましょう。",
            ),
            trainer="延べは、来るたびに1つ数える。回ごとの数を板書して足す。",
        ),
        Mistake(
            "plan.days-as-times",
            when=lambda s: [name for name in (TIMES, DISTINCT) if _is(name, lambda t: t.days)(s)],
            say=lambda _s, places: Message(
                where=f"「{places[0]}」の欄です。",
                why="相談会を開いた回数になっています。回数と業務の数は、別の事実です。",
                next="各回の行に並んだ業務の名前を数えましょう。",
            ),
            trainer="何を数えた数か（開いた回数、来た業務、業務の種類）を言葉にしてもらう。",
        ),
        Mistake(
            "plan.survey-number-other",
            when=lambda s: s.other,
            say=lambda _s, places: Message(
                where=f"「{places[0]}」の欄です。",
                why="上の表や一覧から数えた数と合いません。元の数とたどれない報告は、使えなくなります。",
                next="元の表か一覧に戻り、数えた所に印を付けながら、もう一度数えましょう。",
            ),
            trainer="数え直す。数えた所に鉛筆で印を付けると、重なりと抜けに気づく。",
            counted=False,
        ),
        Mistake(
            "plan.difficulty-as-positive",
            when=lambda s: s.hard == AS_POSITIVE,
            say=Message(
                where="「②難しさの4と5」の欄です。",
                why="この質問の5は「とてもむずかしい」です。大きい数ほどよい、とは言えません。",
                next="表の質問の言葉を読み、4と5を選んだ人が何を伝えているかを考えて、選び直しましょう。",
            ),
            trainer="数字の向きは質問ごとに違う。難しさの5を選んだ人に、次は何をするかを話し合う。",
        ),
        Mistake(
            "plan.rate-without-denominator",
            when=lambda s: [s.report] if s.report in (RATE_ONLY, WITH_HANDED_OUT) else [],
            say=lambda _s, places: Message(
                where=f"「報告の書き方」の欄です。いまは「{places[0]}」です。",
                why="何人のうちの何人かが分からないと、3人の研修でも300人の研修でも同じに見えます。",
                next="読む人が分母をたどれる書き方を選びましょう。",
            ),
            trainer="「9割」は10人中9人か、300人中270人か。人数が変わると、確かさがどう変わるかを聞く。",
        ),
        Correct(
            lambda s: s.right == len(NAMES) + 2,
            say=Message(
                good="無回答を分けて割合を出し、延べと実も数え分けました。",
                next="自分の課のアンケートでも、割合の横に「何人中何人」を書いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "plan.survey-left",
        say=lambda s, _places: Message(
            good="入れた分は、元の数と合っています。",
            where=f"「{s.left[0]}」の欄です。",
            why="この欄がないと、報告を読む人が同じ数を確かめられません。",
            next="まだ入れていない欄も、元の表か一覧を見て入れましょう。",
        ),
        trainer="空欄が残っている。次の欄の名前を一緒に読み、どこを見れば分かるかを指してもらう。",
    ),
    partial=lambda s: 2 * s.right / (len(NAMES) + 2),
    hints=(
        "答えた人と、答えなかった人を、まず分けてみましょう。",
        "延べは「来るたびに1つ」、実は「同じ業務は1回だけ」です。一覧の同じ名前に印を付けましょう。",
        "たとえば、回答8枚のうち無回答が1枚、5と4が合わせて5枚なら、「7人中5人」です。",
    ),
)
