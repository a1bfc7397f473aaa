"""Sentences about one's work, sorted into 事実・困りごと・原因・論点・打ち手, and what is not yet right about them.

The kinds and the mistakes follow domain.md §8 M2 (打ち手を課題に, 推測を事実に) and S21 (論点 → 改善手法 → ツール).
A machine reads words, not what people mean: where it is not sure, the finding asks (``information``, 「要確認」), and
:func:`guess_kind` says that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.findings.checks import Severity
from kaizen_helpers.flow.tables.table import TableProblem
from kaizen_helpers.issues import wording
from kaizen_helpers.issues.tables import read_rows

__all__ = [
    "Guess",
    "Statement",
    "StatementFinding",
    "StatementKind",
    "StatementReading",
    "find_statement_problems",
    "found_in",
    "guess_kind",
    "problems_of",
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
class StatementFinding:
    """Something to look at again in one sentence."""

    id: str
    row: int
    message_ja: str
    """What was read, and what to do next."""
    severity: Severity
    """``advice`` where the words are plain, ``information`` where only a person can decide (要確認)."""


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


# --- what is not yet right -----------------------------------------------------------------------


def find_statement_problems(statements: Iterable[Statement]) -> tuple[StatementFinding, ...]:
    """What to look at again, in the order of the rows; sentences without a kind are left out.

    At most one finding a sentence for what it is, and one more where a 原因 repeats a 困りごと or a 打ち手 comes too
    early (S21).
    """
    known = [statement for statement in statements if statement.kind is not None]
    found = [*(one for statement in known for one in problems_of(statement)), *_repeated(known), *_order(known)]
    return tuple(sorted(found, key=lambda finding: finding.row))


def problems_of(statement: Statement) -> tuple[StatementFinding, ...]:
    """What one sentence shows by itself: at most one finding, the heaviest."""
    kind = statement.kind
    if kind is None:
        return ()
    found = next(_PROBLEMS[kind](statement), None)
    return () if found is None else (found,)


def found_in(statement: Statement, name: str, severity: Severity, say: str) -> StatementFinding:
    """A finding about a sentence, with its row and text before it, marked （要確認） where only a person can decide."""
    head = f"{statement.row}行目「{short(statement.text, 24)}」"
    mark = "（要確認）" if severity == "information" else ""
    return StatementFinding(name, statement.row, f"{head}{mark}: {say}", severity)


def _is_measure(statement: Statement, *, only_plain: bool = False) -> Iterator[StatementFinding]:
    if wording.is_measure(statement.text, only_plain=only_plain):
        yield found_in(
            statement,
            "measure_as_other",
            "advice",
            f"これからすること（打ち手）が「{statement.kind}」に書かれています。"
            "それをすると、だれの何が楽になるのかを先に書くと、ほかの打ち手も見えてきます。",
        )


def _is_lack(statement: Statement) -> Iterator[StatementFinding]:
    sure = wording.lacks_tool(statement.text)
    if sure and wording.names_somebody(statement.text) and not wording.lacks_at_the_end(statement.text):
        return  # it says whom that troubles, and how
    if sure or wording.lacks_thing(statement.text):
        yield found_in(
            statement,
            "lack_of_measure",
            "advice" if sure and statement.kind is StatementKind.TROUBLE else "information",
            "「ない」ものを入れることが、もう答えになっていませんか。"
            "それがないために、だれが、どんな場面で困るのかを書いてみましょう。",
        )


def _is_question_elsewhere(statement: Statement) -> Iterator[StatementFinding]:
    if wording.is_question(statement.text):
        yield found_in(
            statement, "question_elsewhere", "information", "問いの形です。「論点」に移すかどうかを考えてみましょう。"
        )


def _of_fact(statement: Statement) -> Iterator[StatementFinding]:
    known = bool(statement.evidence.strip()) or wording.is_counted(statement.text)
    if word := wording.guess_word(statement.text):
        yield found_in(
            statement,
            "guess_as_fact",
            "advice",
            f"「{word}」は推測の言葉です。何回か測るか、「推定」と書いて根拠を添えましょう。",
        )
    if not known and (word := wording.about_number(statement.text)):
        yield found_in(
            statement,
            "guess_as_fact",
            "information",
            f"「{word}」は、測った数ですか。測ったなら根拠に回数と日を書き、まだなら3回測ってみましょう。",
        )
    if not known and (word := wording.sweeping_word(statement.text)):
        yield found_in(
            statement,
            "sweeping_fact",
            "information",
            f"「{word}」は、数えたことですか。何人中何人、何回中何回と書けるかを確かめましょう。",
        )
    yield from _is_question_elsewhere(statement)
    if not known and (word := wording.opinion_word(statement.text)):
        yield found_in(
            statement,
            "opinion_as_fact",
            "information",
            f"「{word}」は感じ方です。何がどれだけかを数で書くか、「困りごと」に移してみましょう。",
        )
    yield from _is_measure(statement, only_plain=True)


def _of_trouble(statement: Statement) -> Iterator[StatementFinding]:
    yield from _is_question_elsewhere(statement)
    if wording.is_aim(statement.text):
        yield found_in(
            statement,
            "wish_as_trouble",
            "advice",
            "こうなりたいという願いです。いまはどうなっていて、だれがどんな場面で困っているのかを書いてみましょう。",
        )
    yield from _is_lack(statement)
    yield from _is_measure(statement)
    if statement.who.strip() or wording.names_somebody(statement.text):
        return
    if wording.speaks_of_trouble(statement.text):
        yield found_in(
            statement,
            "trouble_without_who",
            "advice",
            "困っているのがだれかが書かれていません。担当者・係長・申請する方など、役割で書き足しましょう。",
        )
    else:
        yield found_in(
            statement,
            "trouble_unclear",
            "information",
            "だれが、何に困っているのかが、まだ読み取れません。「だれが、いつ、何に困る」の形で書いてみましょう。",
        )


def _of_cause(statement: Statement) -> Iterator[StatementFinding]:
    yield from _is_question_elsewhere(statement)
    yield from _is_lack(statement)
    yield from _is_measure(statement)


def _of_issue(statement: Statement) -> Iterator[StatementFinding]:
    if wording.asks_for_tool(statement.text):
        yield found_in(
            statement,
            "measure_in_issue",
            "information",
            "問いの中に、もう道具や打ち手が入っています。道具の名前を外しても成り立つ問いにできるかを考えましょう。",
        )
    if wording.is_question(statement.text):
        return
    yield from _is_lack(statement)
    yield from _is_measure(statement)
    yield found_in(
        statement,
        "issue_not_question",
        "advice",
        "答えを出す問いになっていません。「〜するには、どうすればよいか」のように、「か」で終わる文にしましょう。",
    )


def _of_measure(statement: Statement) -> Iterator[StatementFinding]:
    yield from _is_question_elsewhere(statement)


_PROBLEMS = {
    StatementKind.FACT: _of_fact,
    StatementKind.TROUBLE: _of_trouble,
    StatementKind.CAUSE: _of_cause,
    StatementKind.ISSUE: _of_issue,
    StatementKind.MEASURE: _of_measure,
}


# --- what several sentences show together --------------------------------------------------------


def _repeated(statements: list[Statement]) -> Iterator[StatementFinding]:
    """Causes that only turn a trouble round; each is named once."""
    troubles = [statement for statement in statements if statement.kind is StatementKind.TROUBLE]
    for cause in statements:
        if cause.kind is not StatementKind.CAUSE:
            continue
        told = next((trouble for trouble in troubles if wording.says_again(cause.text, trouble.text)), None)
        if told is not None:
            yield found_in(
                cause,
                "cause_repeats_trouble",
                "information",
                f"{told.row}行目の困りごとの言い換えになっていませんか。"
                "そうなる場面を1つ思い出し、その直前に何が起きているかを書いてみましょう。",
            )


def _order(statements: list[Statement]) -> Iterator[StatementFinding]:
    """A 打ち手 before the trouble and the issue that it answers (S21): the first one only."""
    kinds = [statement.kind for statement in statements]
    if StatementKind.MEASURE not in kinds:
        return
    first = kinds.index(StatementKind.MEASURE)
    if StatementKind.TROUBLE not in kinds[:first]:
        later = StatementKind.TROUBLE in kinds
        yield found_in(
            statements[first],
            "measure_first",
            "advice",
            "打ち手が、困りごとより先に書かれています。困りごと・原因・論点の順に並べてから、打ち手を選び直しましょう。"
            if later
            else "打ち手はありますが、困りごとがまだありません。だれが何に困っているかを、先に書きましょう。",
        )
    elif StatementKind.ISSUE not in kinds:
        yield found_in(
            statements[first],
            "measure_without_issue",
            "information",
            "困りごとから、すぐ打ち手へ進んでいます。何に答えを出したいのかを「論点」に1つ書くと、打ち手をくらべられます。",
        )
