"""E2-2 なくす・まとめる: six steps of case C2, looked at in the order 排除・結合・入替・簡素化, each with its reason.

Source: domain.md §7 (先に簡素化へ飛ぶのが誤り, 法定手順は E/C 不可の印) and §8 E2-2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table

__all__ = ["ECRS"]

DROP, JOIN, SWAP, EASE = "なくす（排除）", "まとめる（結合）", "入れ替える（入替）", "簡素にする（簡素化）"
KEEP = "変えない"
PLANS = (DROP, JOIN, SWAP, EASE, KEEP)

LAW, UNUSED, TWICE = "法律や規則で決まっている", "使う人がいない", "同じことを2回している"
ORDER, LABOUR = "順番を変えると手戻りが減る", "手間を減らせる所がある"
REASONS = (LAW, UNUSED, TWICE, ORDER, LABOUR)

STEP, MEMO, PLAN, REASON = "手順", "聞き取りメモ", "案", "根拠"


@dataclass(frozen=True)
class Row:
    """One step: what is told about it, and each good plan with the reasons that carry it."""

    name: str
    memo: str
    good: dict[str, tuple[str, ...]]
    legal: bool = False


ROWS = (
    Row(
        "申請の内容を、受付簿（紙）に書く",
        "同じ内容を、このあと管理表（Excel）にも入力します。受付簿を見返す人はいません。",
        {DROP: (UNUSED, TWICE), JOIN: (TWICE,)},
    ),
    Row(
        "申請の経費の内訳を審査する",
        "県の交付規則で、県が審査すると決まっています。1件に40分かかります。",
        {KEEP: (LAW,), EASE: (LAW, LABOUR), SWAP: (LAW, ORDER)},
        legal=True,
    ),
    Row(
        "書類の不足を、審査のあとで申請者に知らせる",
        "不足があるかどうかは、受け付けたときに見れば分かります。",
        {SWAP: (ORDER,), JOIN: (ORDER,)},
    ),
    Row(
        "決定の通知書を、1通ずつ打つ",
        "文面はどれも同じで、団体名と金額だけが違います。",
        {EASE: (LABOUR, TWICE), JOIN: (LABOUR, TWICE)},
    ),
    Row(
        "進み具合の一覧を、毎週印刷して配る",
        "配った先の5つの係に聞くと、見ている係はありませんでした。",
        {DROP: (UNUSED,)},
    ),
    Row(
        "主査と係長が、別々の紙に確認の印を押す",
        "2人とも、同じ書類の同じ所を見ています。",
        {JOIN: (TWICE,), DROP: (TWICE,)},
    ),
)


@dataclass(frozen=True)
class Choice:
    """What the learner chose for one step."""

    row: Row
    plan: str
    reason: str

    @property
    def plan_fits(self) -> bool:
        """Whether the plan is one that the memo carries."""
        return self.plan in self.row.good

    @property
    def is_right(self) -> bool:
        """Whether plan and reason carry each other."""
        return self.reason in self.row.good.get(self.plan, ())

    @property
    def jumps(self) -> bool:
        """Whether it is made easier where it could go or be joined."""
        return self.plan == EASE and not self.plan_fits and DROP in self.row.good


def _choices(v: Values) -> tuple[Choice, ...]:
    return tuple(Choice(row, cells[PLAN], cells[REASON]) for row, cells in zip(ROWS, v.rows, strict=True))


def _at(places: tuple[Any, ...], column: str) -> str:
    return f"「{places[0].row.name}」の行の「{column}」です。"


ECRS = Exercise(
    id="issues-ecrs",
    code="E2-2",
    module="02_issues",
    title="なくす・まとめる",
    points=3,
    takes={"rows": list},
    panel=Panel(
        question=(
            "<p>「補助金の交付申請」の6つの手順です。手順ごとに、"
            "<b>なくす → まとめる → 入れ替える → 簡素にする</b>の順に考え、いちばん先に当てはまる案を選びます。</p>"
            "<ol><li>「案」を選びます。変えられない手順は「変えない」です。</li>"
            "<li>聞き取りメモを読み、その案の「根拠」も選びます。</li></ol>"
            "<p>案が1つに決まらない手順もあります。根拠と合っていれば、どれでもかまいません。</p>"
        ),
        inputs=(
            Table(
                "rows",
                "手順ごとに選んでください。",
                (
                    Column(STEP, given=True, width="15em"),
                    Column(MEMO, given=True, width="22em"),
                    Column(PLAN, choices=PLANS, width="13em"),
                    Column(REASON, choices=REASONS, width="17em"),
                ),
                rows=[{STEP: row.name, MEMO: row.memo} for row in ROWS],
            ),
        ),
    ),
    prepare=_choices,
    rules=(
        Unattempted(lambda chosen: not any(choice.plan or choice.reason for choice in chosen)),
        Mistake(
            "issues.legal-as-drop",
            when=lambda chosen: [choice for choice in chosen if choice.row.legal and choice.plan == DROP],
            say=lambda _c, places: Message(
                where=_at(places, PLAN),
                why="根拠になる規則のある手順です。担当の判断だけでなくすと、手続そのものが認められなくなります。",
                next="することは残したままで、確かめ方や順番に変えられる所がないかを考えましょう。",
            ),
            trainer="法定の手順を排除している。「決まっているのは何をすることか、どうやるかまで決まっているか」を規則で読む。",
        ),
        Mistake(
            "issues.legal-as-join",
            when=lambda chosen: [choice for choice in chosen if choice.row.legal and choice.plan == JOIN],
            say=lambda _c, places: Message(
                where=_at(places, PLAN),
                why="規則が求める確認を、ほかの手順に混ぜることになります。あとで「いつ、だれが見たか」を示せません。",
                next="その確認を1つの手順として残し、確かめ方の方を見直せるかを考えましょう。",
            ),
            trainer="法定の手順を結合している。記録が分かれて残るかを聞く。残るなら、所管に確かめる候補として扱う。",
        ),
        Mistake(
            "issues.plan-without-reason",
            when=lambda chosen: [choice for choice in chosen if choice.plan and not choice.reason],
            say=lambda _c, places: Message(
                where=_at(places, REASON),
                why="根拠がないと、上司や前任の方に「なぜそうするのか」と聞かれたときに話が止まります。",
                next="聞き取りメモのどこを見てその案にしたかを思い出し、いちばん近い根拠を選びましょう。",
            ),
            trainer="根拠が空。「メモのどの言葉でそう思った？」と聞き、その言葉に線を引いてもらう。",
        ),
        Mistake(
            "issues.simplify-first",
            when=lambda chosen: [choice for choice in chosen if choice.jumps],
            say=lambda _c, places: Message(
                good="手間を減らそうとしています。",
                where=_at(places, PLAN),
                why="楽にする工夫から入ると、しなくてよい作業が、速くなって残り続けます。",
                next="この作業をやめたら、だれが困るかをメモで確かめ、順番の先の案から当てはめてみましょう。",
            ),
            trainer="簡素化へ先に飛んでいる。ECRSは上から順に。「やめたら、だれが困る？」をまず聞く。",
        ),
        Mistake(
            "issues.kept-without-law",
            when=lambda chosen: [choice for choice in chosen if choice.plan == KEEP and not choice.plan_fits],
            say=lambda _c, places: Message(
                where=_at(places, PLAN),
                why="変えられない理由が、メモには見当たりません。慣れた手順ほど、そのまま残りやすいものです。",
                next="メモの中に、くり返しや、だれも使っていないことを示す言葉がないかを読み直しましょう。",
            ),
            trainer="慣例を変えられないものと見ている。「決まりの名前を言えますか」と聞く。",
        ),
        Mistake(
            "issues.reason-other",
            when=lambda chosen: [c for c in chosen if c.plan_fits and c.reason and not c.is_right],
            say=lambda _c, places: Message(
                good="案は、メモから考えられるものです。",
                where=_at(places, REASON),
                why="案と根拠がつながっていないと、ほかの案とくらべられません。",
                next="メモに書かれていることだけを使って、その案を1文で説明してみましょう。",
            ),
            trainer="案と根拠のずれ。「〜だから〜する」と声に出して、つながるかを確かめてもらう。",
        ),
        Mistake(
            "issues.plan-other",
            when=lambda chosen: [choice for choice in chosen if choice.plan and not choice.plan_fits],
            say=lambda _c, places: Message(
                where=_at(places, PLAN),
                why="メモに書かれた様子と、案が合っていません。進めてみると、困りごとが残ります。",
                next="メモを読み直し、なくす・まとめる・入れ替える・簡素にするの順に、1つずつ当てはめましょう。",
            ),
            trainer="案の当てはめ違い。メモを声に出して読み、4つの問いを上から順に当てる。",
            counted=False,
        ),
        Correct(
            lambda chosen: all(choice.is_right for choice in chosen),
            say=Message(
                good="6つの手順を、順番どおりに考え、根拠を付けて選べました。",
                next="自分の業務フロー図でも、根拠の欄がある手順に印を付けてから、同じ順に考えてみましょう。",
            ),
        ),
    ),
    # Whoever gets here chose well, but not everywhere.
    otherwise=Otherwise(
        "issues.steps-left",
        say=lambda chosen, _places: Message(
            good="選んだ分は、案と根拠が合っています。" if any(choice.is_right for choice in chosen) else "",
            where=f"「{next(choice.row.name for choice in chosen if not choice.is_right)}」の行です。",
            why="残った手順に、いちばん大きな見直しが隠れていることがあります。",
            next="残りの手順も、なくせるかどうかから順に考えて選びましょう。",
        ),
        trainer="空欄が残っている。残りの手順を1つ選び、4つの問いを全員で順に当てる。",
    ),
    partial=lambda chosen: 3 * sum(choice.is_right for choice in chosen) / len(chosen),
    hints=(
        "手順ごとに「やめたら、だれが困るか」から考えてみましょう。",
        "メモに、決まりの名前、くり返し、使う人、順番の話のどれが出てくるかを探します。",
        "たとえば公用車の予約で、紙の予約簿と電子の予約表に同じ日程を書いているなら、片方をやめられないかを先に考えます。",
    ),
)
