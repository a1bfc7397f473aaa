"""Reading the answers to a questionnaire: one row a respondent, as people type them.

A cell is read where it says one thing (「5」「５」「5(とても)」「とてもそう思う」), left out where it is blank, and a
problem with its row and column otherwise. Nothing is guessed and nothing is rounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaizen_helpers.forms.model import Problem
from kaizen_helpers.notation.personal import masked, suspicions
from kaizen_helpers.notation.reading import NOTHING, Question, Reading, read_number
from kaizen_helpers.plan.survey import questions as asked
from kaizen_helpers.plan.survey.questions import Questionnaire

__all__ = [
    "CODE",
    "COURSE",
    "ROLE",
    "Answer",
    "Respondent",
    "Responses",
    "column_of",
    "heading_of",
    "read_answer",
    "read_responses",
]

COURSE, ROLE, CODE = "研修ID", "役割", "合い言葉"
"""Columns beside the questions. The code is one's own choice; only with it can before and after be paired."""
MOST_ROWS = 2000
Answer = int | float | str
_BLANK = NOTHING | {"無回答", "未回答", "回答なし", "回答無し", "未記入", "空欄", "na", "n/a", "."}
_LETTERS = "アイウエオカキク"
_YES = frozenset(("はい", "yes", "y", "1", "○", "〇", "◯", "した", "した。", "行った", "減った", "あり", "有"))
_NO = frozenset(("いいえ", "no", "n", "0", "×", "✕", "していない", "行っていない", "減っていない", "2", "無"))
_ALIKE = {
    "どちらとも言えない": "どちらともいえない",
    "どちらでもない": "どちらともいえない",
    "普通": "どちらともいえない",
    "ふつう": "どちらともいえない",
    "ややそう思う": "そう思う",
    "あまり思わない": "あまりそう思わない",
    "まったく思わない": "まったくそう思わない",
    "全くそう思わない": "まったくそう思わない",
    "とても思う": "とてもそう思う",
    "難しい": "むずかしい",
    "とても難しい": "とてもむずかしい",
    "易しい": "やさしい",
    "とても易しい": "とてもやさしい",
}


@dataclass(frozen=True)
class Respondent:
    """One filled sheet."""

    row: int
    """Its row in the table, the first one below the headings being 1."""
    role: str
    """Empty where it was not given."""
    code: str
    """The anonymous code that the person chose; empty where there is none."""
    answers: Mapping[str, Answer]
    """By the key of the question; blanks and what could not be read are not there."""
    unread: frozenset[str] = frozenset()
    """Questions whose answer is there but could not be read: neither an answer nor a blank."""
    course: str = ""
    """The number of the course (研修ID), if it was given."""


@dataclass(frozen=True)
class Responses:
    """All answers to one questionnaire."""

    questionnaire: Questionnaire
    people: tuple[Respondent, ...]
    problems: tuple[Problem, ...] = ()
    """What was not counted, and what to look at, by row and column."""
    missing: frozenset[str] = field(default=frozenset())
    """Keys of questions that have no column."""

    @property
    def courses(self) -> tuple[str, ...]:
        """The numbers of the courses that were given, in order of appearance."""
        return tuple(dict.fromkeys(person.course for person in self.people if person.course))

    @property
    def free_texts(self) -> tuple[tuple[int, asked.Question, str], ...]:
        """What was written in people's own words, with its row. It belongs into no table."""
        return tuple(
            (person.row, question, str(person.answers[question.key]))
            for person in self.people
            for question in self.questionnaire.free
            if question.key in person.answers
        )


def heading_of(mark: str, question: asked.Question) -> str:
    """The heading of a question's column: 「⑤改善活動にプラス」."""
    return f"{mark}{question.short}{f'（{question.unit}）' if question.unit else ''}"


def read_answer(question: asked.Question, given: object) -> Answer | Question | None:
    """One cell: the answer, a question back where it says no one thing, None where it is blank. Never raises."""
    if given is None or given != given:  # a cell that pandas left empty is not equal to itself
        return None
    if type(given) in (int, float) and not question.is_scale:
        given = f"{given:.15g}"
    if question.is_scale:
        return _step(question, given)
    if type(given) is not str:
        return Question("文字として読めませんでした。選んだものを文字で入れてください。")
    text = given.strip()
    if question.counts == "free":
        return text or None
    if _plain(text) in _BLANK or not text:
        return None
    if question.counts == "number":
        return _number(question, text)
    return _yes(text) if question.counts == "yes" else _choice(question, text)


def _step(question: asked.Question, given: object) -> Answer | Question | None:
    kind = type(given)
    if kind in (int, float):
        return _in_range(given, given)
    if kind is not str:
        return Question("1から5の数として読めませんでした。1から5で入れ直してください。")
    text = _plain(str(given))
    if text in _BLANK or not text:
        return None
    if (match := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?:[(:.、,-]?(.*?)\)?)", text)) is None:
        step = _label(question, text)
        return step or _ask_step(given)
    number, note = float(match[1]), match[2]
    if note and not note.startswith("点") and (named := _label(question, note)) and named != number:
        return Question(f"「{_own(given)}」は、数と言葉が合っていません。元の用紙を見て、1から5で入れ直してください。")
    if re.search("[0-9]", note):
        return Question(f"「{_own(given)}」は1つに決まりません。元の用紙を見て、1から5の1つを入れてください。")
    return _in_range(number, given)


def _in_range(number: Any, given: object) -> Answer | Question:
    if number in (1, 2, 3, 4, 5):
        return int(number)
    return Question(f"「{_own(given)}」は1から5の外です。元の用紙を見て、1から5で入れ直してください。")


def _label(question: asked.Question, text: str) -> int:
    """The step that a word names; 0 for none."""
    word = _plain(_ALIKE.get(text, text))
    for step, choice in enumerate(question.choices, start=1):
        if _plain(choice) == word:
            return step
    # 「5(とても)」: the beginning of exactly one label
    begun = [
        step for step, choice in enumerate(question.choices, start=1) if len(word) >= 2 and choice.startswith(word)
    ]
    return begun[0] if len(begun) == 1 else 0


def _ask_step(given: object) -> Question:
    return Question(f"「{_own(given)}」が1から5のどれか分かりません。元の用紙を見て、1から5で入れ直してください。")


def _number(question: asked.Question, text: str) -> Answer | Question | None:
    reading = read_number(text, question.unit, convert=True)
    if not isinstance(reading, Reading):
        return reading
    if reading.value < 0:
        return Question(f"「{_own(text)}」は0より小さい数です。{question.short}を0以上の数で入れ直してください。")
    return reading.value


def _yes(text: str) -> Answer | Question:
    word = _plain(text)
    if word in _YES or word in _NO:
        return "はい" if word in _YES else "いいえ"
    return Question(f"「{_own(text)}」では分かりません。「はい」か「いいえ」を入れてください。")


def _choice(question: asked.Question, text: str) -> Answer | Question:
    plain = _plain(text)
    for letter, choice in zip(_LETTERS, question.choices, strict=False):
        if plain in (letter, _plain(choice)) or re.fullmatch(rf"{letter}[.:、)\s]*{re.escape(_plain(choice))}", plain):
            return choice
    letters = "、".join(_LETTERS[: len(question.choices)])
    return Question(f"「{_own(text)}」は選べません。{letters}の1つを入れてください。")


def read_responses(
    questionnaire: Questionnaire, rows: Sequence[Mapping[str, object]], *, sheet: str = "", first_row: int = 1
) -> Responses:
    """Read a table of answers. ``first_row`` is the number that its first row has in ``sheet``.

    Columns are found by the number or the words of their question. A missing column, a word that cannot be read, a
    code that stands twice and what looks like a person in free text become problems.
    """
    where = f"「{sheet or questionnaire.name}」の"
    problems: list[Problem] = []
    columns, missing = _columns(questionnaire, rows, where, problems)
    people = []
    for at, row in enumerate(rows[:MOST_ROWS]):
        number = first_row + at
        person = _person(questionnaire, row, columns, number, where, problems)
        if person is not None:
            people.append(person)
    if len(rows) > MOST_ROWS:
        message = f"{MOST_ROWS}行までを読みました。残りは別のファイルに分けてください。"
        problems.append(Problem(where.removesuffix("の"), message))
    return Responses(questionnaire, _without_doubles(people, where, problems), tuple(problems), frozenset(missing))


def _columns(
    questionnaire: Questionnaire, rows: Sequence[Mapping[str, object]], where: str, problems: list[Problem]
) -> tuple[dict[str, str], set[str]]:
    """For each question the heading of its column; and the questions without one."""
    headings = [str(heading) for heading in (rows[0] if rows else {})]
    columns: dict[str, str] = {}
    for mark, question in questionnaire.numbered:
        if heading := column_of(headings, mark, question):
            columns[question.key] = heading
            if any(other != heading and _is_column(other, mark, question) for other in headings):
                message = "同じ質問の列が2つあります。左の列だけを数えました。いらない列を消してください。"
                problems.append(Problem(f"{where}「{_own(heading)}」", message))
    for heading in (ROLE, CODE, COURSE):
        columns[heading] = next((given for given in headings if _plain(given).startswith(_plain(heading))), heading)
    missing = {question.key for question in questionnaire.questions if question.key not in columns}
    if rows:
        for mark, question in questionnaire.numbered:
            if question.key in missing:
                message = "列がありません。この質問は集計しません。集計するときは、見出しを足してください。"
                problems.append(Problem(f"{where}「{heading_of(mark, question)}」", message))
    return columns, missing


def column_of(headings: Sequence[str], mark: str, question: asked.Question) -> str:
    """The heading that asks this question, by its number, its short words or its whole text; empty for none."""
    return next((heading for heading in headings if _is_column(heading, mark, question)), "")


def _is_column(heading: str, mark: str, question: asked.Question) -> bool:
    plain, number = re.sub(r"\(\d+つめ\)$", "", _plain(heading)), _plain(mark)
    words = (_plain(question.short), _plain(heading_of("", question)), _plain(question.text))
    return plain in (number, f"q{number}") or plain.removeprefix(number).lstrip(".:、") in words


def _person(
    questionnaire: Questionnaire,
    row: Mapping[str, object],
    columns: Mapping[str, str],
    number: int,
    where: str,
    problems: list[Problem],
) -> Respondent | None:
    """One row; None where nothing is written in it."""
    answers: dict[str, Answer] = {}
    unread: set[str] = set()
    for mark, question in questionnaire.numbered:
        answer = read_answer(question, row.get(columns.get(question.key, "")))
        place = f"{where}{number}行目の「{mark}{question.short}」"
        if isinstance(answer, Question):
            problems.append(Problem(place, answer.text_ja))
            unread.add(question.key)
        elif answer is not None:
            answers[question.key] = answer
            if question.counts == "free" and (found := suspicions(str(answer))):
                kinds = "、".join(dict.fromkeys(one.kind for one in found))
                message = f"{kinds}のように見える所があります（疑い）。人が分かる言葉は、消してから保存してください。"
                problems.append(Problem(place, message))
    role, code = _word(row.get(columns[ROLE])), _word(row.get(columns[CODE]))
    if not answers and not unread:
        if role or code:
            message = "質問の答えが1つもありません。この行は数えていません。"
            problems.append(Problem(f"{where}{number}行目", message))
        return None
    return Respondent(number, role, code, answers, frozenset(unread), _word(row.get(columns[COURSE])))


def _without_doubles(people: Sequence[Respondent], where: str, problems: list[Problem]) -> tuple[Respondent, ...]:
    """A code that stands twice pairs nobody: it is taken away, the answers stay."""
    from collections import Counter
    from dataclasses import replace

    doubles = {code for code, count in Counter(person.code for person in people).items() if code and count > 1}
    for code in sorted(doubles):
        at = "、".join(str(person.row) for person in people if person.code == code)
        message = "同じ合い言葉が2回あります。組み合わせには使いませんでした。同じ人の分が2枚ないか、確かめてください。"
        problems.append(Problem(f"{where}{at}行目の「{CODE}」", message))
    return tuple(replace(person, code="") if person.code in doubles else person for person in people)


def _word(given: object) -> str:
    if given is None or given != given:
        return ""
    text = f"{given:.15g}" if type(given) in (int, float) else str(given)
    text = " ".join(unicodedata.normalize("NFKC", text).split())[:40]
    return "" if _plain(text) in _BLANK else text


def _plain(text: str) -> str:
    folded = re.sub(r"[\s\u3000「」]+", "", unicodedata.normalize("NFKC", text)).casefold()
    return folded.replace("(", "(").rstrip("。")


def _own(given: object) -> str:
    """What was typed, shortened, for a message; what looks like a person is masked."""
    line = masked(" ".join(str(given)[:60].split()))
    return line if len(line) <= 20 else line[:19] + "…"
