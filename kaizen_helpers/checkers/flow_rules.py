"""Rules about any flow that a learner draws: structure first, then wording.

Every exercise that takes a step table uses them.

The ids go back to the mistake list of the reference (domain.md section 8, M1): FLOW-NOSTART is
``flow.no-start``, -DEADEND ``flow.dead-end``, -BRANCH1 ``flow.one-branch``, -NOLABEL ``flow.no-condition``,
-VAGUE ``flow.vague-verb``, -LANE2 ``flow.two-owners``, -POOL ``flow.across-pool``, -MIXED
``flow.mixed-channels``, -FINE and -COARSE ``flow.too-fine`` and ``flow.too-coarse``, -LOOP ``flow.endless-loop``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kaizen_helpers.checkers.engine import Message, Mistake
from kaizen_helpers.flow import read_steps
from kaizen_helpers.flow.findings import checks
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.tables.table import Reading

__all__ = ["STRUCTURE", "WORDING", "Drawn", "draw_rows"]


@dataclass(frozen=True)
class Drawn:
    """What the learner drew: the rows as typed, and what we read from them."""

    rows: Sequence[Mapping[str, str]]
    touched: bool
    """Whether anything differs from the start."""

    @cached_property
    def reading(self) -> Reading:
        """The flow and what could not be read."""
        return read_steps([dict(row) for row in self.rows])

    @property
    def flow(self) -> Flow:
        """The flow as far as it could be read."""
        return self.reading.flow

    def name(self, number: int) -> str:
        """A step as the learner sees it: 「手順7『内容を確認する』」."""
        step = self.flow.step(number)
        what = step.what.strip() if step else ""
        return f"手順{number}「{what[:24]}」" if what else f"手順{number}"


def draw_rows(rows: Sequence[Mapping[str, str]], title: str = "") -> str:
    """The drawing of the rows so far, as SVG."""
    from kaizen_helpers.flow import draw

    return str(draw(read_steps([dict(row) for row in rows], title=title).flow).svg)


def _at(d: Drawn, places: tuple[Any, ...], column: str) -> str:
    return f"{d.name(places[0])}の「{column}」です。"


def _found(check: Callable[[Flow], tuple[int, ...]]) -> Callable[[Drawn], tuple[int, ...]]:
    """The places of a check; a row whose 「次」 could not be read is named for that alone."""
    return lambda d: tuple(number for number in check(d.flow) if number not in {p.row for p in d.reading.problems})


_HOW_TO_WRITE = {
    "次": "番号は「5」、分かれ道は「5、8」、最後は「おわり」のように書いてみましょう。",
    "条件": "「次」の番号と同じ順に、「はい、いいえ」のように並べてみましょう。",
}

STRUCTURE: tuple[Mistake, ...] = (
    Mistake(
        "flow.unreadable-next",
        when=lambda d: d.reading.problems,
        say=lambda _d, places: Message(
            where=f"{places[0].row}行目の「{places[0].column}」です。" if places[0].column else "手順の表です。",
            why=places[0].message,
            next=_HOW_TO_WRITE.get(places[0].column, "表のその欄を、短い言葉で書き直してみましょう。"),
        ),
        trainer="「次」の書き方。番号、番号を「、」で並べる、「おわり」の3通りだけ板書する。",
    ),
    Mistake(
        "flow.no-start",
        when=lambda d: bool(d.flow.steps) and bool(checks.no_start(d.flow)),
        say=Message(
            where="表のいちばん上の手順です。",
            why="この業務が始まるきっかけ（だれから・何が届くか）がまだ書かれていません。始まりが分からないと、後任の方は動き出せません。",
            next="1行目に、だれが何を送ると仕事が始まるかを書きましょう。",
        ),
        trainer="「この仕事は何が来たら始まりますか」と聞く。電話・メール・日付のどれかが答えになる。",
        counted=False,
    ),
    Mistake(
        "flow.missing-owner",
        when=_found(checks.missing_owner),
        say=lambda d, places: Message(
            where=_at(d, places, "だれが"),
            why="担当がないと、どのレーンに置くかが決まりません。",
            next="その手順でボールを持っている人の役割を書きましょう。",
        ),
        trainer="担当の空欄。「その時ボールはだれの手に？」と聞く。",
    ),
    Mistake(
        "flow.dead-end",
        when=_found(checks.dead_end),
        say=lambda d, places: Message(
            where=_at(d, places, "次"),
            why="次が書かれていないので、ここで仕事が止まって見えます。",
            next="ここで終わりなら「おわり」を、続くなら次の手順番号を書きましょう。",
        ),
        trainer="行き止まり。図の線を指でたどり、線が切れる所で「この次は？」と聞く。",
    ),
    Mistake(
        "flow.one-branch",
        when=_found(checks.one_branch),
        say=lambda d, places: Message(
            where=_at(d, places, "次"),
            why="分かれ道なのに、行き先が1つだけです。もう一方の場合に、後任の方が迷います。",
            next="もう一方の場合はどこへ進むかを、番号で書き足しましょう。",
        ),
        trainer="「〜か」と書いたら道は2本以上。「そうでないときは？」と聞く。",
    ),
    Mistake(
        "flow.no-condition",
        when=_found(checks.no_condition),
        say=lambda d, places: Message(
            where=_at(d, places, "条件"),
            why="分かれ道に条件の名前がありません。後任の方がどちらへ進むか迷います。",
            next="「次」の番号と同じ順に、それぞれの場合の名前を書きましょう。",
        ),
        trainer="分かれ道の札。番号と条件を同じ順で並べることを板書する。",
    ),
    Mistake(
        "flow.no-end",
        when=lambda d: bool(d.flow.steps) and bool(checks.no_end(d.flow)),
        say=Message(
            where="業務の最後の手順です。",
            why="「おわり」がないと、どこまでやれば完了かが分かりません。",
            next="最後の手順の「次」に「おわり」と書きましょう。",
        ),
        trainer="「どうなったら、この仕事は終わったと言えますか」と聞く。",
        counted=False,
    ),
    Mistake(
        "flow.unreachable",
        when=_found(checks.unreachable),
        say=lambda d, places: Message(
            where=f"{d.name(places[0])}です。",
            why="どの手順からもつながっていないので、行われないことになります。",
            next="この手順の前に何をするかを考え、その行の「次」に番号を書きましょう。",
        ),
        trainer="つながっていない箱。きっかけから線をたどって、届かない箱を見つけてもらう。",
        counted=False,
    ),
    Mistake(
        "flow.endless-loop",
        when=lambda d: checks.endless_loop(d.flow)[:1],
        say=lambda d, places: Message(
            where=f"{d.name(places[0])}を通る輪です。",
            why="差戻しの輪から抜ける道がなく、仕事が終わりません。",
            next="どうなったら先へ進めるかを考え、先へ進む番号を書きましょう。",
        ),
        trainer="輪から出る線がない。「何がそろったら先へ進めますか」と聞く。",
        counted=False,
    ),
    Mistake(
        "flow.too-coarse",
        when=lambda d: checks.too_coarse(d.flow)[:1],
        say=lambda d, _places: Message(
            where=f"手順の数です。いまは{len(d.flow.steps)}手順です。",
            why="大きすぎる手順には、いくつもの仕事が隠れています。",
            next="担当が変わる所と、物や情報を渡す所で手順を分けてみましょう。",
        ),
        trainer="粗すぎる。担当が変わる所で必ず分ける、と伝える。",
        counted=False,
    ),
    Mistake(
        "flow.too-fine",
        when=lambda d: checks.too_fine(d.flow)[:1],
        say=lambda d, _places: Message(
            where=f"手順の数です。いまは{len(d.flow.steps)}手順あります。",
            why="細かすぎると、全体の流れが読み取れません。",
            next="まず大きな流れを15前後にまとめ、例外は後から足しましょう。",
        ),
        trainer="細かすぎる。同じ人が続けて行う手順は1つにまとめる。メインが先、例外は後。",
        counted=False,
    ),
)

WORDING: tuple[Mistake, ...] = (
    Mistake(
        "flow.two-owners",
        when=_found(checks.two_owners),
        say=lambda d, places: Message(
            where=_at(d, places, "だれが"),
            why="1つの手順に担当が2者います。どちらも相手がやると思い、止まりやすい所です。",
            next="だれが「ボールを持つ」かで、手順を分けましょう。",
        ),
        trainer="担当は1手順に1者。「最後に手を動かすのはどちら？」と聞く。",
    ),
    Mistake(
        "flow.across-pool",
        when=_found(checks.outsider_in_line),
        say=lambda d, places: Message(
            where=f"{d.name(places[0])}と、その前後です。",
            why="庁外の相手とは、書類やメールのやり取りでつながります。何を渡すかが読み取れないと、待つ所も見えません。",
            next="「通知を送る」「申請が届く」のように、渡すものと動きを書きましょう。",
        ),
        trainer="庁外とはやり取り（送る・届く）で書く。「相手には何が届きますか」と聞く。",
        counted=False,
    ),
    Mistake(
        "flow.mixed-channels",
        when=_found(checks.mixed_channels),
        say=lambda d, places: Message(
            where=_at(d, places, "何を"),
            why="電子と紙のやり方が同じ線に混ざっています。かかる手間も、なくせる所も違います。",
            next="電子と紙の手順を別の行に分け、同じ作業になる所で合流させましょう。",
        ),
        trainer="電子と紙は入口で分け、同じ作業になる所で合流させる。",
    ),
    Mistake(
        "flow.vague-verb",
        when=_found(checks.vague_verb),
        say=lambda d, places: Message(
            where=_at(d, places, "何を"),
            why="何をどうするのかが、後任の方に伝わりません。",
            next="「〈何〉を〈どうする〉」の形で、何と何を比べるのか、何を作るのかまで書きましょう。",
        ),
        trainer="「確認する」「対応する」だけの手順。「新人が読んで、手を動かせますか」と聞く。",
    ),
)
