"""What is asked about a business before a tool is chosen for it, and how the answers are read.

Every answer may be unknown. The questions follow the table of the course (``reference/domain.md`` section 7, last
paragraph: RPA 定型・大量・例外少・画面変更少, kintone 複数人同時・状態管理, Excel 小規模・一時的・計算, 作らない).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kaizen_helpers.notation.reading import Question, read_number
from kaizen_helpers.organisation import Organisation, read_organisation
from kaizen_helpers.toml_file import Problem

__all__ = ["KEYS", "QUESTIONS", "Answer", "Business", "ToolQuestion", "answer_ja", "question", "read_business"]

Answer = bool | int | float | str
"""yes or no, a number in the question's unit, or one of the choices."""

NONE, OPTIONAL, DECIDED = "ない", "ある（使うか選べる）", "ある（使うと決まっている）"
NO_SUMS, SUMS, DEEP = "ない", "合計や集計", "込み入った計算"
UNKNOWN = "分からない"


@dataclass(frozen=True)
class ToolQuestion:
    """One question about a business."""

    key: str
    label: str
    """As people read it."""
    kind: str
    """``yes``, ``number``, ``choice``, or ``data_class`` (the names come from the organisation)."""
    unit: str = ""
    choices: tuple[str, ...] = ()
    """From one end to the other, so that neighbours are near."""
    least: int = 0
    """The smallest number that makes sense as another answer."""
    most: int = 10**9


QUESTIONS = (
    ToolQuestion("purpose", "何に困っているかを、ツールの名前を使わずに言える", "yes"),
    ToolQuestion("stoppable", "やめるか、ほかの仕事とまとめられる", "yes"),
    ToolQuestion("existing", "同じことができる国・県・庁内の仕組み", "choice", choices=(NONE, OPTIONAL, DECIDED)),
    ToolQuestion("data_class", "扱う情報の区分（いちばん重いもの）", "data_class"),
    ToolQuestion("cases", "1年に行う数", "number", "件", least=1),
    ToolQuestion("minutes", "1件に手を動かす時間", "number", "分", least=1),
    ToolQuestion("people", "庁内で使う人数", "number", "人", least=1),
    ToolQuestion("state", "進み具合（受付済み、確認中など）を追う", "yes"),
    ToolQuestion("records", "1年に増える記録", "number", "件"),
    ToolQuestion("external", "担当の外の人（県民、市町、ほかの課）が入力する", "yes"),
    ToolQuestion("calculation", "必要な計算", "choice", choices=(NO_SUMS, SUMS, DEEP)),
    ToolQuestion("repeated", "同じ画面操作のくり返しが、仕事の大半である", "yes"),
    ToolQuestion("screen_changes", "操作する画面が1年に変わる回数", "number", "回"),
    ToolQuestion("exceptions", "例外になる割合", "number", "%", most=100),
    ToolQuestion("law_fixed", "手順や様式が法令で決まっている", "yes"),
    ToolQuestion("years", "この仕事が続く年数", "number", "年", least=1, most=100),
)
KEYS = tuple(q.key for q in QUESTIONS)
_BY_KEY = {q.key: q for q in QUESTIONS}

_YES = frozenset(["はい", "yes", "true", "○", "〇", "1", "ある", "する", "できる", "そう", "有", "有り", "あり"])
_NO = frozenset(["いいえ", "no", "false", "×", "✕", "0", "ない", "しない", "できない", "違う", "無", "無し", "なし"])
_NOT_KNOWN = frozenset(["", UNKNOWN, "わからない", "不明", "未定", "?", "-", "ー", "―", "—"])


@dataclass(frozen=True)
class Business:
    """What is known of a business; a question that is not in ``answers`` is not known."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        unknown = [key for key in self.answers if key not in _BY_KEY]
        if unknown:
            raise ValueError(f"no such question: {unknown[0]!r}")
        ordered = {key: self.answers[key] for key in KEYS if key in self.answers}
        object.__setattr__(self, "answers", MappingProxyType(ordered))

    def with_answer(self, key: str, answer: Answer | None) -> Business:
        """The same business with one answer changed; None: not known."""
        answers = {k: v for k, v in self.answers.items() if k != key}
        return Business(answers if answer is None else {**answers, key: answer}, self.name)


def question(key: str) -> ToolQuestion:
    """The question of this key."""
    return _BY_KEY[key]


def answer_ja(key: str, answer: Answer | None) -> str:
    """An answer as people read it: 「はい」「12件」."""
    if answer is None:
        return UNKNOWN
    if answer is True or answer is False:
        return "はい" if answer else "いいえ"
    if isinstance(answer, str):
        return answer
    return f"{answer:,}{_BY_KEY[key].unit}" if isinstance(answer, int) else f"{answer:,.10g}{_BY_KEY[key].unit}"


def read_business(
    plain: Mapping[str, object], organisation: Organisation | None = None
) -> tuple[Business, tuple[Problem, ...]]:
    """A business from what people typed or chose, and what could not be read; never raises.

    The keys are those of ``QUESTIONS``, or their labels; ``name`` is the name of the business. What is blank,
    「分からない」 or not readable is not known.
    """
    organisation = organisation or read_organisation()
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    names = {**{q.label: q.key for q in QUESTIONS}, **{key: key for key in KEYS}}
    for typed, value in plain.items():
        if typed == "name":
            continue
        key = names.get(str(typed).strip())
        if key is None:
            problems.append(Problem(f"「{_own(typed)}」", "この名前の質問はありません。質問の名前を確かめてください。"))
            continue
        read = _read(_BY_KEY[key], value, organisation)
        if isinstance(read, Problem):
            problems.append(read)
        elif read is not None:
            answers[key] = read
    name = plain.get("name", "")
    return Business(answers, name.strip()[:100] if isinstance(name, str) else ""), tuple(problems)


def _read(asked: ToolQuestion, value: object, organisation: Organisation) -> Answer | Problem | None:
    if value is None or (isinstance(value, str) and _plain(value) in _NOT_KNOWN):
        return None
    if asked.kind == "number":
        return _number(asked, value)
    if asked.kind == "yes":
        return _yes(asked, value)
    choices = asked.choices or tuple(c.name for c in organisation.data_classes)
    if isinstance(value, str):
        near = [c for c in choices if _plain(c) == _plain(value)]
        if near:
            return near[0]
    return Problem(
        f"「{asked.label}」", f"「{_own(value)}」は選べません。{'、'.join(choices)}のどれかを選んでください。"
    )


def _yes(asked: ToolQuestion, value: object) -> Answer | Problem:
    if isinstance(value, bool):
        return value
    text = _plain(value) if isinstance(value, str) else ""
    if text in _YES or text in _NO:
        return text in _YES
    return Problem(
        f"「{asked.label}」", f"「{_own(value)}」は読み取れませんでした。「はい」か「いいえ」で答えてください。"
    )


def _number(asked: ToolQuestion, value: object) -> Answer | Problem:
    where = f"「{asked.label}」"
    reading = read_number(value, asked.unit, convert=True)
    if reading is None or isinstance(reading, Question):
        return Problem(where, reading.text_ja if reading else f"{asked.unit}の数を入れてください。")
    if reading.value < 0:
        return Problem(where, f"「{_own(value)}」は0より小さい数です。0以上の数を入れてください。")
    if reading.value > asked.most:
        return Problem(where, f"「{_own(value)}」は大きすぎます。{asked.most:,}{asked.unit}までの数を入れてください。")
    return reading.value


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold().rstrip("。")


def _own(value: object) -> str:
    line = " ".join(str(value).split()) if isinstance(value, str | int | float) else "この書き方"
    return line if len(line) <= 20 else line[:19] + "…"
