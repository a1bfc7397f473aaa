"""Sentences about one's work, sorted into 事実・困りごと・原因・論点・打ち手 (domain.md §8 M2).

A machine reads words, not what people mean: :func:`guess_kind` says where it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.tables.table import TableProblem
from kaizen_helpers.issues.sorting import wording
from kaizen_helpers.issues.sorting.tables import read_rows

__all__ = [
    "Guess",
    "Statement",
    "StatementKind",
    "StatementReading",
    "guess_kind",
    "read_kind",
    "read_statements",
]


class StatementKind(StrEnum):
    """What a sentence is, in the order in which an issue is worked out."""

    FACT = "事実"
    TROUBLE = "困りごと"
    CAUSE = "原因"
    ISSUE = "論点"
    MEASURE = "打ち手"

    @property
    def question(self) -> str:
        """The one question by which this kind is told from the others."""
        return _QUESTION[self.value]


_QUESTION = {
    "事実": "数えたり調べたりすると、だれが確かめても同じになりますか。",
    "困りごと": "だれが、何に困っていますか。",
    "原因": "それがなくなると、困りごとは軽くなりますか。",
    "論点": "何に答えが出ると、打ち手を選べますか。",
    "打ち手": "だれが、何をしますか。",
}
_OTHER_NAMES = {
    StatementKind.FACT: ("じじつ", "現状", "ファクト", "fact"),
    StatementKind.TROUBLE: ("困り事", "こまりごと", "困ること", "困っていること", "悩み", "不満"),
    StatementKind.CAUSE: ("要因", "げんいん", "理由", "真因"),
    StatementKind.ISSUE: ("問い", "ろんてん", "検討事項", "イシュー", "issue"),
    StatementKind.MEASURE: ("打手", "うち手", "対策", "施策", "解決策", "改善策", "改善案", "アイデア"),
}
_BY_NAME = {fold(name): kind for kind, names in _OTHER_NAMES.items() for name in (kind.value, *names)}


def read_kind(text: str) -> StatementKind | None:
    """The kind by its name or one of its other names (対策 → 打ち手); None for 「課題」, which means all of them."""
    return _BY_NAME.get(fold(text).rstrip("。"))


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, and what somebody says that it is."""

    row: int
    """The row as people see it, from 1."""
    text: str
    kind: StatementKind | None = None
    """None where nobody said it yet."""
    who: str = ""
    """Whom it is about: for 困りごと, who is troubled; for 打ち手, who does it."""
    evidence: str = ""
    """How it is known: measured, counted, the document in which it stands (根拠)."""


@dataclass(frozen=True, slots=True)
class StatementReading:
    """What a table of sentences says, and what could not be read."""

    statements: tuple[Statement, ...]
    problems: tuple[TableProblem, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sentence looks like."""

    kind: StatementKind | None
    """None where the words do not tell."""
    sure: bool
    """Whether the words are plain; else it is worth a question only."""
    reason_ja: str
    """By what it was read, or why it cannot be read."""


# --- reading -------------------------------------------------------------------------------------

_COLUMNS = {
    "文": ("内容", "文章", "カード", "意見", "付箋"),
    "種類": ("分類", "区分", "箱"),
    "だれが": ("誰が", "だれ", "誰", "困る人", "担当"),
    "根拠": ("出典", "測り方", "確かめ方"),
}


def read_statements(rows: Any) -> StatementReading:
    """Read a table with the columns 文・種類・だれが・根拠 (only 文 is needed); never raises for what is in it.

    A kind that is not one of the five is a problem with its row; the sentence stays, without a kind.
    """
    problems: list[TableProblem] = []
    found: list[Statement] = []
    for row in read_rows(rows, _COLUMNS, problems, needed="文"):
        text, named = row.text("文"), row.text("種類")
        if not text:
            problems.append(
                TableProblem(row.number, "文", f"{row.number}行目の「文」が空です。1つの文を書いてください。")
            )
            continue
        kind = read_kind(named)
        if kind is None:
            problems.append(TableProblem(row.number, "種類", _ask_for_kind(row.number, named, text)))
        found.append(Statement(row.number, text, kind, row.text("だれが"), row.text("根拠")))
    return StatementReading(tuple(found), tuple(problems))


def _ask_for_kind(row: int, named: str, text: str) -> str:
    names = "・".join(StatementKind)
    if not named:
        guess = guess_kind(text)
        looks = f"「{guess.kind.value}」のように読めます。" if guess.kind else ""
        return f"{row}行目の「種類」が空です。{looks}{names}から選んでください。"
    if fold(named) in {"課題", "問題", "問題点"}:
        return f"{row}行目の「{named}」は、人によって指すものが違います。{names}のどれかを選んでください。"
    return f"{row}行目の種類「{short(named)}」は、5つの中にありません。{names}から選んでください。"


# --- the kind of a sentence ----------------------------------------------------------------------


def guess_kind(text: str) -> Guess:
    """What a sentence looks like by its words; the kind is None where they do not tell."""
    if wording.is_question(text):
        return Guess(StatementKind.ISSUE, True, "問いの形です。")
    if word := wording.guess_word(text):
        return Guess(None, False, f"「{word}」は推測の言葉です。確かめるまで、どれとも言えません。")
    if wording.lacks_tool(text):
        return Guess(None, False, "道具がないことだけでは、困りごとか、打ち手の裏返しかが分かりません。")
    if wording.is_aim(text):
        return Guess(
            None, False, "こうなりたいという願いです。いまの困りごとか、そのための打ち手かは、まだ分かりません。"
        )
    if wording.gives_reason(text):
        return Guess(StatementKind.CAUSE, True, "理由の言い方（〜ため、〜から）で終わっています。")
    if wording.is_measure(text):
        return Guess(
            StatementKind.MEASURE, wording.is_measure(text, only_plain=True), "これからすることが書かれています。"
        )
    if wording.tells_of_count(text):
        return Guess(StatementKind.FACT, wording.is_counted(text), "数えたことが書かれています。")
    if wording.speaks_of_trouble(text):
        return Guess(StatementKind.TROUBLE, wording.names_somebody(text), "困っている様子が書かれています。")
    if wording.sweeping_word(text):
        return Guess(None, False, "数えたことか、印象かが分かりません。")
    if wording.states_fact(text):
        return Guess(StatementKind.FACT, wording.is_counted(text), "数や、いまの様子が書かれています。")
    return Guess(None, False, "言葉からは、どれとも言えません。")
