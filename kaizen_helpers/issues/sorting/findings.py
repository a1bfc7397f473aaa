"""What is not yet right about sentences that somebody sorted.

The mistakes follow domain.md §8 M2 (打ち手を課題に, 推測を事実に) and S21 (論点 → 改善手法 → ツール). Where the
words do not decide, the finding asks (``information``, 「要確認」).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kaizen_helpers.flow.cells import short
from kaizen_helpers.flow.findings.checks import Severity
from kaizen_helpers.issues.sorting import wording
from kaizen_helpers.issues.sorting.statements import Statement, StatementKind

__all__ = ["StatementFinding", "find_statement_problems", "found_in", "problems_of"]


@dataclass(frozen=True, slots=True)
class StatementFinding:
    """Something to look at again in one sentence."""

    id: str
    row: int
    quote: str
    """The sentence, shortened."""
    read_ja: str
    """What was read, in one sentence."""
    next_ja: str
    """What to do or to ask next."""
    severity: Severity
    """``advice`` where the words are plain, ``information`` where only a person can decide (要確認)."""

    @property
    def message_ja(self) -> str:
        """All of it in a line: row, sentence, what was read, what to do next."""
        mark = "（要確認）" if self.severity == "information" else ""
        return f"{self.row}行目「{self.quote}」{mark}: {self.read_ja}{self.next_ja}"


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


def found_in(statement: Statement, name: str, severity: Severity, read: str, then: str) -> StatementFinding:
    """A finding about a sentence: what was read, and what to do next."""
    return StatementFinding(name, statement.row, short(statement.text, 24), read, then, severity)


def _is_measure(statement: Statement, *, only_plain: bool = False) -> Iterator[StatementFinding]:
    if wording.is_measure(statement.text, only_plain=only_plain):
        yield found_in(
            statement,
            "measure_as_other",
            "advice",
            f"これからすること（打ち手）が「{statement.kind}」に書かれています。",
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
            "「ない」ものを入れることが、もう答えになっていませんか。",
            "それがないために、だれが、どんな場面で困るのかを書いてみましょう。",
        )


def _is_question_elsewhere(statement: Statement) -> Iterator[StatementFinding]:
    if wording.is_question(statement.text):
        yield found_in(
            statement,
            "question_elsewhere",
            "information",
            "問いの形です。",
            "「論点」に移すかどうかを考えてみましょう。",
        )


def _of_fact(statement: Statement) -> Iterator[StatementFinding]:
    known = bool(statement.evidence.strip()) or wording.is_counted(statement.text)
    if word := wording.guess_word(statement.text):
        yield found_in(
            statement,
            "guess_as_fact",
            "advice",
            f"「{word}」は推測の言葉です。",
            "何回か測るか、「推定」と書いて根拠を添えましょう。",
        )
    if not known and (word := wording.about_number(statement.text)):
        yield found_in(
            statement,
            "guess_as_fact",
            "information",
            f"「{word}」は、測った数ですか。",
            "測ったなら根拠に回数と日を書き、まだなら3回測ってみましょう。",
        )
    if not known and (word := wording.sweeping_word(statement.text)):
        yield found_in(
            statement,
            "sweeping_fact",
            "information",
            f"「{word}」は、数えたことですか。",
            "何人中何人、何回中何回と書けるかを確かめましょう。",
        )
    yield from _is_question_elsewhere(statement)
    if not known and (word := wording.opinion_word(statement.text)):
        yield found_in(
            statement,
            "opinion_as_fact",
            "information",
            f"「{word}」は感じ方です。",
            "何がどれだけかを数で書くか、「困りごと」に移してみましょう。",
        )
    yield from _is_measure(statement, only_plain=True)


def _of_trouble(statement: Statement) -> Iterator[StatementFinding]:
    yield from _is_question_elsewhere(statement)
    if wording.is_aim(statement.text):
        yield found_in(
            statement,
            "wish_as_trouble",
            "advice",
            "こうなりたいという願いです。",
            "いまはどうなっていて、だれがどんな場面で困っているのかを書いてみましょう。",
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
            "困っているのがだれかが書かれていません。",
            "担当者・係長・申請する方など、役割で書き足しましょう。",
        )
    else:
        yield found_in(
            statement,
            "trouble_unclear",
            "information",
            "だれが、何に困っているのかが、まだ読み取れません。",
            "「だれが、いつ、何に困る」の形で書いてみましょう。",
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
            "問いの中に、もう道具や打ち手が入っています。",
            "道具の名前を外しても成り立つ問いにできるかを考えましょう。",
        )
    if wording.is_question(statement.text):
        return
    yield from _is_lack(statement)
    yield from _is_measure(statement)
    yield found_in(
        statement,
        "issue_not_question",
        "advice",
        "答えを出す問いになっていません。",
        "「〜するには、どうすればよいか」のように、「か」で終わる文にしましょう。",
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
                f"{told.row}行目の困りごとの言い換えになっていませんか。",
                "そうなる場面を1つ思い出し、その直前に何が起きているかを書いてみましょう。",
            )


def _order(statements: list[Statement]) -> Iterator[StatementFinding]:
    """A 打ち手 before the trouble and the issue that it answers (S21): the first one only."""
    kinds = [statement.kind for statement in statements]
    if StatementKind.MEASURE not in kinds:
        return
    first = kinds.index(StatementKind.MEASURE)
    if StatementKind.TROUBLE not in kinds[:first]:
        if StatementKind.TROUBLE in kinds:
            read, then = (
                "打ち手が、困りごとより先に書かれています。",
                "困りごと・原因・論点を先に並べてから、打ち手を選び直しましょう。",
            )
        else:
            read, then = (
                "打ち手はありますが、困りごとがまだありません。",
                "だれが何に困っているかを、先に書きましょう。",
            )
        yield found_in(statements[first], "measure_first", "advice", read, then)
    elif StatementKind.ISSUE not in kinds:
        yield found_in(
            statements[first],
            "measure_without_issue",
            "information",
            "困りごとから、すぐ打ち手へ進んでいます。",
            "何に答えを出したいのかを「論点」に1つ書くと、打ち手をくらべられます。",
        )
