"""E2-4 優先順位: each measure put into a square of the matrix, judged, and given a reason that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table, Variant
from kaizen_helpers.checkers.m02_priority_drawing import draw_squares

__all__ = ["PRIORITY"]

SQUARE, VERDICT, REASON = "マス", "判断", "理由"
BIG_SMALL, BIG_BIG, SMALL_SMALL, SMALL_BIG, NOWHERE = (
    *("効果大・労力小", "効果大・労力大", "効果小・労力小", "効果小・労力大", "置けない"),
)
SQUARES = (BIG_SMALL, BIG_BIG, SMALL_SMALL, SMALL_BIG, NOWHERE)
FIRST, PLAN, SPARE, LEAVE, HOLD = "先に行う", "計画して行う", "手の空いたときに", "見送る", "保留"
WORTH, HEAVY, LIGHT, DEAR, UNKNOWN, AFTER = (
    *("効果が労力より大きい", "効果も労力も大きい", "効果は小さいが手軽", "労力に見合わない"),
    *("効果を確かめられない", "先にすることがある"),
)
REASONS = (WORTH, HEAVY, LIGHT, DEAR, UNKNOWN, AFTER)
_FITTING: Mapping[str, Mapping[str, frozenset[str]]] = {
    BIG_SMALL: {FIRST: frozenset({WORTH})},
    BIG_BIG: {PLAN: frozenset({HEAVY, WORTH})},
    SMALL_SMALL: {SPARE: frozenset({LIGHT}), FIRST: frozenset({LIGHT})},
    SMALL_BIG: {LEAVE: frozenset({DEAR})},
    NOWHERE: {HOLD: frozenset({UNKNOWN})},
}
"""For each square the verdicts that fit, and for each verdict the reasons."""
_WAITING: Mapping[str, frozenset[str]] = {PLAN: frozenset({AFTER}), HOLD: frozenset({AFTER})}
"""The same for a measure that cannot start yet, wherever it stands."""


@dataclass(frozen=True)
class Measure:
    """One measure as the learner reads of it."""

    name: str
    memo: str
    square: str
    waits: bool = False
    """Whether another measure has to be done before."""


def measures(variant: Variant) -> tuple[Measure, ...]:
    """The measures for a seat's variant (0 … 5): the numbers differ a little, the squares do not."""
    more, days = 10 * (variant % 3), variant % 2
    return (
        Measure("様式をそろえる", f"年{160 + more}時間減る。準備は{4 + days}人日。", BIG_SMALL),
        Measure("入力フォームで集める", f"年{300 + more}時間減る。準備は{25 + days}人日。", BIG_BIG),
        Measure(
            "督促を自動で送る",
            f"年{120 + more}時間減る。準備は{6 + days}人日。入力フォームができてから作れる。",
            BIG_SMALL,
            True,
        ),
        Measure("件名をそろえる", f"年{20 + more}時間減る。準備は{1 + days}人日。", SMALL_SMALL),
        Measure("マクロを作り直す", f"年{40 + more}時間減る。準備は{60 + days}人日。", SMALL_BIG),
        Measure("意識を高める", "何を測れば効果が分かるかが、決まっていない。", NOWHERE),
    )


@dataclass(frozen=True)
class Line:
    """One row as it was filled in."""

    number: int
    truth: Measure
    square: str
    verdict: str
    reason: str

    @property
    def fitting(self) -> Mapping[str, frozenset[str]]:
        """Verdicts and reasons that fit what the memo says."""
        return _WAITING if self.truth.waits else _FITTING[self.truth.square]

    @property
    def is_right(self) -> bool:
        """Whether square, verdict and reason fit the memo and each other."""
        return self.square == self.truth.square and self.reason in self.fitting.get(self.verdict, ())


def _lines(v: Values) -> tuple[Line, ...]:
    pairs = zip(v.rows, measures(v.variant), strict=True)
    return tuple(
        Line(number, truth, row[SQUARE], row[VERDICT], row[REASON])
        for number, (row, truth) in enumerate(pairs, start=1)
    )


def _rows(variant: Variant) -> list[dict[str, str]]:
    return [{"打ち手": one.name, "メモ": one.memo} for one in measures(variant)]


def _sample(variant: Variant) -> dict[str, Any]:
    rows = []
    for number, row in enumerate(_rows(variant)):
        line = Line(number, measures(variant)[number], "", "", "")
        verdict, reasons = next(iter(line.fitting.items()))
        rows.append({**row, SQUARE: line.truth.square, VERDICT: verdict, REASON: min(reasons, key=REASONS.index)})
    return {"rows": rows}


def _preview(answer: Mapping[str, Any]) -> str:
    lines = _lines(Values(answer))
    return draw_squares({line.number: line.square for line in lines}, [line.truth.name for line in lines])


def _where(places: tuple[Any, ...], column: str) -> str:
    return f"「{places[0].truth.name}」の行の「{column}」です。"


PRIORITY = Exercise(
    id="issues-priority",
    code="E2-4",
    module="02_issues",
    title="優先順位",
    points=2,
    takes={"variant": int, "rows": list},
    panel=Panel(
        question=(
            "<p>「照会の取りまとめ」で出た6つの打ち手です。メモを読み、1つずつ「マス」「判断」「理由」を選びましょう。</p>"
            "<p>効果は<strong>年100時間以上</strong>を大、労力は<strong>10人日以下</strong>を小とします。"
            "効果を確かめられない打ち手は、マスに置きません。</p>"
        ),
        inputs=(
            Table(
                "rows",
                "理由は、判断を上司に説明するときの言葉です。",
                (
                    Column("打ち手", given=True, width="12em"),
                    Column("メモ", given=True, width="18em"),
                    Column(SQUARE, choices=SQUARES, width="9.5em"),
                    Column(VERDICT, choices=(FIRST, PLAN, SPARE, LEAVE, HOLD), width="10.5em"),
                    Column(REASON, choices=REASONS, width="12.5em"),
                ),
                rows=_rows,
            ),
        ),
        preview=_preview,
        sample=_sample,
    ),
    prepare=_lines,
    rules=(
        Unattempted(lambda lines: not any(line.square or line.verdict or line.reason for line in lines)),
        Mistake(
            "issues.priority-unverified",
            when=lambda lines: [
                line
                for line in lines
                if line.truth.square == NOWHERE and (line.square not in ("", NOWHERE) or line.verdict not in ("", HOLD))
            ],
            say=lambda _l, places: Message(
                where=f"「{places[0].truth.name}」の行です。",
                why="効果を確かめる方法がないまま始めると、続けるかどうかを後で判断できません。",
                next="メモに、効果の数と測り方が書かれているかを見て、選び直しましょう。",
            ),
            trainer="測れない打ち手は並べずに置いておく（中野区の例）。何を測れば分かるかを1つ考えてもらう。",
        ),
        Mistake(
            "issues.priority-square",
            when=lambda lines: [
                line
                for line in lines
                if line.square and line.square != line.truth.square and line.truth.square != NOWHERE
            ],
            say=lambda _l, places: Message(
                where=_where(places, SQUARE),
                why="メモの数と違うマスに置くと、順番の説明がくずれます。",
                next="メモの時間と人日を、問題文の2つの境目と1つずつ比べましょう。",
            ),
            trainer="境目の数（100時間・10人日）とメモを声に出して比べる。縦と横を逆に見ていないかも確かめる。",
        ),
        Mistake(
            "issues.priority-dependency",
            when=lambda lines: [
                line for line in lines if line.truth.waits and line.verdict and line.verdict not in line.fitting
            ],
            say=lambda _l, places: Message(
                where=_where(places, VERDICT),
                why="ほかの打ち手ができていないと始められません。順番を見落とすと、途中で止まります。",
                next="メモの最後の文を読み、いつなら始められるかを考えて選び直しましょう。",
            ),
            trainer="マスの位置だけで決めている。「何ができていれば始められる？」と聞く。",
        ),
        Mistake(
            "issues.priority-heavy-first",
            when=lambda lines: [line for line in lines if line.square == BIG_BIG and line.verdict == FIRST],
            say=lambda _l, places: Message(
                where=_where(places, VERDICT),
                why="準備に何週間もかかります。すぐに始めると、日々の仕事と重なって続かなくなります。",
                next="効果も労力も大きい打ち手は、どう進めるとよいかを考えて選び直しましょう。",
            ),
            trainer="効果の大きさだけで決めている。だれがいつ準備するのかを聞く。",
        ),
        Mistake(
            "issues.priority-verdict",
            when=lambda lines: [line for line in lines if line.verdict and line.verdict not in line.fitting],
            say=lambda _l, places: Message(
                where=_where(places, VERDICT),
                why="置いたマスと判断が合っていません。説明を聞いた人が納得できません。",
                next="図のマスに書かれた言葉を見て、選び直しましょう。",
            ),
            trainer="マスと判断のずれ。図の4つのマスの意味を言葉で言ってもらう。",
            counted=False,
        ),
        Mistake(
            "issues.priority-reason",
            when=lambda lines: [
                line
                for line in lines
                if line.reason and line.verdict in line.fitting and line.reason not in line.fitting[line.verdict]
            ],
            say=lambda _l, places: Message(
                good="この行の判断は、メモと合っています。",
                where=_where(places, REASON),
                why="理由がメモと合わないと、同じ判断でも上司に説明できません。",
                next="なぜその判断にしたのかを、メモの言葉で言い直してみましょう。",
            ),
            trainer="判断と理由のずれ。「なぜ？」と聞いて、メモの言葉で答えてもらう。",
        ),
        Correct(
            lambda lines: all(line.is_right for line in lines),
            say=Message(
                good="6つの打ち手を、理由のある順番に並べました。",
                next="自分の業務の打ち手も、効果の確かめ方を書いてから並べてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "issues.priority-left",
        say=lambda lines, _places: Message(
            good="選んだ分は、メモと合っています。",
            where=f"「{next(line.truth.name for line in lines if not line.is_right)}」の行です。",
            why="空いている欄があると、全体の順番が決まりません。",
            next="残りの欄も選びましょう。",
        ),
        trainer="空欄が残っている。残りの行のメモを読み合わせる。",
    ),
    partial=lambda lines: 2 * sum(line.is_right for line in lines) / len(lines),
    hints=(
        "まず、効果を確かめられる打ち手かどうかを見ます。次に、効果と労力を境目と比べます。",
        "マスが同じでも、先に何かが要る打ち手は、すぐには始められません。",
        "たとえば、机の並べ替えは年5時間・半日なら、効果は小さくても手軽なので、空いた日にできます。",
    ),
)
