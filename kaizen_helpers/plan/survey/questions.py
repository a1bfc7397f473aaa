"""The questionnaires of the course: right after it, before and after, four and twelve weeks later, and the register.

Four levels as in Kirkpatrick's model (reference/domain.md, section 5): L1 反応, L2 学習, L3 行動, L4 業績. All of
them are anonymous and voluntary; a sheet carries the number of the course and a role, never a name. An organisation
may make its own :class:`Questionnaire` from the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["AFTER", "BEFORE", "QUESTIONNAIRES", "ROLES", "WEEKS_4", "WEEKS_12", "Question", "Questionnaire"]

Counts = Literal["high", "low", "middle", "right", "yes", "number", "free"]
"""What of a question is counted: 5 and 4 (high), 1 and 2 of a reversed question (low), 3 where both ends are off the
mark (middle), the right choice, 「はい」, a number, or nothing at all (free text)."""

AGREE = ("まったくそう思わない", "あまりそう思わない", "どちらともいえない", "そう思う", "とてもそう思う")
HARD = ("とてもやさしい", "やさしい", "ちょうどよい", "むずかしい", "とてもむずかしい")
LONG = ("とても短い", "短い", "ちょうどよい", "長い", "とても長い")
ABLE = ("まったくできない", "あまりできない", "どちらともいえない", "だいたいできる", "自信をもってできる")
YES_NO = ("はい", "いいえ")
ROLES = ("担当者", "係長・リーダー", "管理職", "デジタル担当", "その他")
LEVELS = {"L1": "反応", "L2": "学習", "L3": "行動", "L4": "業績"}


@dataclass(frozen=True)
class Question:
    """One question as it stands on paper, and what of its answers is counted."""

    key: str
    """ASCII and stable: ``l1_plus``. The same question before and after has the same key."""
    text: str
    short: str
    """The same in a few words: the heading of its column and its line in the chart."""
    counts: Counts
    choices: tuple[str, ...] = ()
    """From 1 upwards for five steps; the choices otherwise; none for a number or free text."""
    answer: str = ""
    """The right choice of a question of knowledge."""
    level: str = "L1"
    unit: str = ""

    @property
    def is_scale(self) -> bool:
        """Whether it is answered with 1 to 5."""
        return self.counts in ("high", "low", "middle")

    @property
    def counted(self) -> frozenset[int | str]:
        """The answers that its share counts."""
        if self.is_scale:
            return frozenset({"high": (4, 5), "low": (1, 2), "middle": (3,)}[self.counts])
        return frozenset({self.answer} if self.counts == "right" else {"はい"} if self.counts == "yes" else ())

    @property
    def counted_ja(self) -> str:
        """What its share means, for people."""
        if self.counts == "middle":
            return f"「{self.choices[2]}」（3）"
        named = {"high": "肯定的な回答（4・5）", "low": "肯定的な回答（1・2、逆転項目）", "right": "正しく選んだ人"}
        return named.get(self.counts, "「はい」")


@dataclass(frozen=True)
class Questionnaire:
    """A sheet of questions that is given out at one time."""

    name: str
    """「直後」: also the name of its sheet in the workbook."""
    title: str
    when: str
    questions: tuple[Question, ...]

    @property
    def numbered(self) -> tuple[tuple[str, Question], ...]:
        """Each question with its number on paper: ①, ②, …"""
        return tuple((chr(ord("①") + at), question) for at, question in enumerate(self.questions))

    @property
    def free(self) -> tuple[Question, ...]:
        """The questions that are answered in one's own words."""
        return tuple(question for question in self.questions if question.counts == "free")


def _free(key: str, text: str, short: str, level: str) -> Question:
    return Question(key, text, short, "free", level=level)


_REACTION = (
    Question("l1_content", "研修の内容に満足した。", "内容に満足", "high", AGREE),
    Question("l1_difficulty", "研修の難しさは、どうでしたか。", "難しさ", "middle", HARD),
    Question("l1_time", "時間の配分は、どうでしたか。", "時間の配分", "middle", LONG),
    Question("l1_guidance", "講師の説明とヒントは分かりやすかった。", "説明とヒント", "high", AGREE),
    Question("l1_plus", "自分の業務の改善活動にプラスになると思う。", "改善活動にプラス", "high", AGREE),
    Question("l1_recommend", "この研修を同僚に勧めたい。", "同僚に勧める", "high", AGREE),
)

_UNKNOWN = "分からない"


def _knowledge(key: str, text: str, short: str, right: str, *others: str, place: int) -> Question:
    choices = [*others]
    choices.insert(place, right)
    return Question(key, text, short, "right", (*choices, _UNKNOWN), right, "L2")


_BEFORE_KNOWLEDGE = (
    _knowledge(
        "l2_cut", "業務フロー図の手順は、どこで分けますか。", "手順の分け方",
        "担当が変わる所", "ページが変わる所", "1時間ごと", place=1,
    ),
    _knowledge(
        "l2_kind", "「kintoneを入れる」は、次のどれですか。", "論点の分け方",
        "打ち手", "困りごと", "事実", place=2,
    ),
    _knowledge(
        "l2_hours", "1件10分の仕事が、年に600件あります。年に何時間ですか。", "時間の計算",
        "100時間", "60時間", "6,000時間", place=0,
    ),
    _knowledge(
        "l2_blank", "人数の欄が空いている市町があります。集計の前に、どうしますか。", "空欄の扱い",
        "未回答として、0人と分けておく", "0人と書く", "ほかの市町の平均を書く", place=1,
    ),
    _knowledge(
        "l2_gate", "kintoneを本番で使う前に、引継ぎのために用意するのは、どれですか。", "本番の前に",
        "業務フロー図", "新しいPC", "全員の個人アプリ", place=0,
    ),
)  # fmt: skip
_AFTER_KNOWLEDGE = (
    _knowledge(
        "l2_cut", "「担当者と係長が集計表を見る」という手順は、どうしますか。", "手順の分け方",
        "担当ごとに2つの手順にする", "そのまま1つにする", "図から消す", place=0,
    ),
    _knowledge(
        "l2_kind", "「入力をRPAにする」は、次のどれですか。", "論点の分け方",
        "打ち手", "原因", "困りごと", place=1,
    ),
    _knowledge(
        "l2_hours", "1件15分の仕事が、年に400件あります。年に何時間ですか。", "時間の計算",
        "100時間", "400時間", "6,000時間", place=1,
    ),
    _knowledge(
        "l2_blank", "回答の金額の欄が空いている団体があります。集計の前に、どうしますか。", "空欄の扱い",
        "未回答として、0円と分けておく", "前の年の額を書く", "0円と書く", place=2,
    ),
    _knowledge(
        "l2_gate", "kintoneのアプリを引き継ぐ人が、仕事の全体を知るために見るのは、どれですか。", "本番の前に",
        "業務フロー図", "作った人のメール", "アプリの色の設定", place=1,
    ),
)  # fmt: skip
_EFFICACY = (
    Question("l2_flow", "業務フロー図を描ける。", "業務フロー図を描ける", "high", ABLE, level="L2"),
    Question("l2_issue", "困りごとと論点を分けられる。", "論点を分けられる", "high", ABLE, level="L2"),
    Question("l2_import", "表を取り込む前に、直す所を見つけられる。", "取込前に検査できる", "high", ABLE, level="L2"),
)


BEFORE = Questionnaire("事前", "研修の前のアンケート", "研修が始まる前", (*_BEFORE_KNOWLEDGE, *_EFFICACY))
AFTER = Questionnaire(
    "直後",
    "研修の直後のアンケート",
    "研修が終わったその場",
    (
        *_REACTION,
        *_AFTER_KNOWLEDGE,
        *_EFFICACY,
        _free("comment", "よかったこと、直してほしいことを自由に書いてください。", "自由記述", "L1"),
    ),
)
_BEHAVIOUR = (
    Question("l3_flow", "自分の業務の業務フロー図を描きましたか。", "業務フロー図を描いた", "yes", YES_NO, level="L3"),
    Question("l3_visit", "相談会に行きましたか。", "相談会に行った", "yes", YES_NO, level="L3"),
    Question("l3_change", "仕事のやり方を1つ、やめるか変えるかしましたか。", "1つ変えた", "yes", YES_NO, level="L3"),
    _free("barrier", "進めるうえで困っていることを自由に書いてください。", "困っていること", "L3"),
)
_RESULT = (
    Question("l4_cases", "変えた仕事は、月に何件ありますか。", "月の件数", "number", level="L4", unit="件"),
    Question("l4_before", "変える前は、1件に何分かかりましたか。", "前の1件の分", "number", level="L4", unit="分"),
    Question("l4_after", "変えた後に測ると、1件に何分ですか。", "今の1件の分", "number", level="L4", unit="分"),
    Question("l4_errors", "誤りや手戻りは、減りましたか。", "誤りが減った", "yes", YES_NO, level="L4"),
    Question("l4_wait", "相手を待たせる日数は、減りましたか。", "待ち日数が減った", "yes", YES_NO, level="L4"),
    Question("l4_public", "県民や市町の手間は、減りましたか。", "相手の手間が減った", "yes", YES_NO, level="L4"),
)
WEEKS_4 = Questionnaire("4週後", "4週後のアンケート", "研修から4週たったころ", _BEHAVIOUR)
WEEKS_12 = Questionnaire("12週後", "12週後のアンケート", "研修から12週たったころ", (*_BEHAVIOUR, *_RESULT))

QUESTIONNAIRES = (BEFORE, AFTER, WEEKS_4, WEEKS_12)
"""In the order in which they are given out. What changed at work is kept in the register of cases besides."""
