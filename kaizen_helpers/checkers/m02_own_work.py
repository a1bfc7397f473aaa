"""The way of 02_issues through one's own work: 困りごと → 事実 → 論点 → 打ち手. Questions only, never points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.issues.sorting.findings import StatementFinding, find_statement_problems
from kaizen_helpers.issues.sorting.statements import Statement, StatementKind

__all__ = ["OWN_WORK"]

MEASURE, HOW, SEEN_BY = "打ち手", "どう変えるか", "何で確かめるか"
PLANS = ("なくす", "まとめる", "入れ替える", "簡素にする")
EASE = PLANS[-1]
_ROWS = 3
_FIELDS = (
    ("trouble", "困りごと", StatementKind.TROUBLE),
    ("fact", "それが分かる事実", StatementKind.FACT),
    ("issue", "論点", StatementKind.ISSUE),
)


@dataclass(frozen=True)
class Own:
    """What somebody wrote about the own work."""

    texts: dict[str, str]
    """By name of the field; blank ones are empty."""
    measures: tuple[dict[str, str], ...]
    """Rows with anything in them."""

    @property
    def started(self) -> bool:
        """Whether anything is written that can be looked at."""
        return any(self.texts.values()) or bool(self.measures)

    @cached_property
    def findings(self) -> tuple[StatementFinding, ...]:
        """What is to be looked at again in the sentences, in the order of the panel."""
        fields = [(self.texts[name], kind) for name, _, kind in _FIELDS]
        measures = [(row[MEASURE].strip(), StatementKind.MEASURE) for row in self.measures]
        rows = enumerate([*fields, *measures], start=1)
        return find_statement_problems(Statement(number, text, kind) for number, (text, kind) in rows if text)

    def place(self, finding: StatementFinding) -> str:
        """Where in the panel the sentence of a finding stands."""
        label = _FIELDS[finding.row - 1][1] if finding.row <= len(_FIELDS) else f"{MEASURE}の表"
        return f"「{label}」の「{_start(self._sentence(finding.row))}」です。"

    def _sentence(self, row: int) -> str:
        if row <= len(_FIELDS):
            return self.texts[_FIELDS[row - 1][0]]
        return self.measures[row - 1 - len(_FIELDS)][MEASURE].strip()

    @property
    def only_eased(self) -> bool:
        """Whether every measure makes the work lighter, and none asks whether it is needed."""
        chosen = {row[HOW] for row in self.measures if row[HOW]}
        return chosen == {EASE}

    @property
    def unseen(self) -> tuple[dict[str, str], ...]:
        """Measures whose effect nobody will see."""
        return tuple(row for row in self.measures if row[MEASURE].strip() and not row[SEEN_BY].strip())


def _start(text: str) -> str:
    line = " ".join(text.split()).translate(str.maketrans("「」", "『』"))
    return line if len(line) <= 20 else line[:19] + "…"


def _own(v: Values) -> Own:
    texts = {name: getattr(v, name).strip() for name, _, _ in _FIELDS}
    return Own(texts, tuple(row for row in v.measures if any(cell.strip() for cell in row.values())))


def _asked(own: Own, places: tuple[Any, ...]) -> Message:
    """The finding as a message: what was read, then what to do."""
    finding = places[0]
    return Message(where=own.place(finding), why=finding.read_ja, next=finding.next_ja)


def _missing(own: Own) -> str:
    """The first thing that is not written yet."""
    blank = [label for name, label, _ in _FIELDS if not own.texts[name]]
    return blank[0] if blank else MEASURE


OWN_WORK = Exercise(
    id="issues-own-work",
    code="自分の業務",
    module="02_issues",
    title="自分の業務で考える",
    points=0,
    takes={"name": str, "trouble": str, "fact": str, "issue": str, "measures": list, "asked": str},
    panel=Panel(
        question=(
            "<p>前の時間に描いた自分の業務で、困りごとを1つ選びます。<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>上から順に、1つの欄に1文で書きます。打ち手は最後です。</li>"
            "<li>人の名前や、住民の情報は書きません。担当は役割の名前で書きます。</li>"
            "<li>「答え合わせ」を押すと、見直すとよい所を問いかけます。</li></ul>"
        ),
        inputs=(
            Field("name", "業務の名前", placeholder="例: 研修の申込受付"),
            Field("trouble", "困りごと", placeholder="だれが、何に困っているか"),
            Field("fact", "それが分かる事実", placeholder="数えた数。まだなら「来週3回測る」"),
            Field("issue", "論点", placeholder="〜するには、どうすればよいか"),
            Table(
                "measures",
                "打ち手。なくす、まとめる、入れ替える、簡素にする、の順で考えます。道具を使う案は「簡素にする」です。",
                (
                    Column(MEASURE, width="18em", placeholder="だれが、何をするか"),
                    Column(HOW, choices=PLANS, width="9em"),
                    Column(SEEN_BY, width="14em", placeholder="件数、分、問い合わせの数など"),
                ),
                rows=[{} for _ in range(_ROWS)],
            ),
            Field("asked", "隣の人に聞かれたこと", long=True, placeholder="聞かれたこと、考えが変わったこと"),
        ),
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda own: not own.started),
        Mistake(
            "issues.own-question",
            when=lambda own: own.findings,
            say=_asked,
            trainer="直してもらうのでなく、画面の問いを声に出して読み、本人の言葉で答えてもらう。",
        ),
        Mistake(
            "issues.own-only-eased",
            when=lambda own: own.only_eased,
            say=Message(
                where="打ち手の表の「どう変えるか」です。",
                why="楽にする案だけが並んでいます。やめてもよい手順を、楽にしていることがあります。",
                next="「これをやめたら、だれが困りますか」と、1回だけ考えてみましょう。",
            ),
            trainer="楽にする案だけが並ぶ。「やめたらだれが困る？」を先に聞く。",
        ),
        Mistake(
            "issues.own-unseen",
            when=lambda own: own.unseen,
            say=lambda _own, places: Message(
                where=f"「{_start(places[0][MEASURE])}」の「{SEEN_BY}」です。",
                why="変えたあとに良くなったかどうかを、あとで話せません。",
                next="いまの件数や時間のうち、すぐ数えられるものを1つ書いてみましょう。",
            ),
            trainer="効果の見方がない。「うまくいったら、何の数が減りますか」と聞く。",
            counted=False,
        ),
        Correct(
            lambda own: all(own.texts.values()) and any(row[MEASURE].strip() for row in own.measures),
            say=Message(
                good="困りごとから打ち手まで、つながりました。",
                next="中身が実際の仕事と合っているかは、隣の人や上司に見てもらいましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "issues.own-begun",
        say=lambda own, _places: Message(
            where=f"「{_missing(own)}」の欄です。まだ空いています。",
            why="ここが空いていると、前後の話がつながりません。",
            next="思いつくまま、1文だけ書いてみましょう。あとで直せます。",
        ),
        trainer="空いた欄の見出しを質問にして聞き、答えたことをそのまま書いてもらう。",
    ),
    hints=(
        "先週、手が止まったり、ため息が出たりしたのは、どの手順でしたか。",
        "困りごとには「だれが」を、論点の終わりには「か」を付けてみましょう。",
        "たとえば「係員が、申込みの名簿を3回写している」「写さずに名簿をそろえるには、どうすればよいか」のように書きます。",
    ),
)
