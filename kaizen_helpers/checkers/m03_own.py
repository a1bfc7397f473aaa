"""自分の業務で考える: answers about one's own business, and what they speak for. Never scored, never handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table
from kaizen_helpers.issues.tools.criteria import find_criteria
from kaizen_helpers.issues.tools.page import recommendation_html
from kaizen_helpers.issues.tools.questions import UNKNOWN, Business, question, read_business
from kaizen_helpers.issues.tools.recommendation import recommend
from kaizen_helpers.organisation import find_organisation
from kaizen_helpers.toml_file import Problem

__all__ = ["OWN_WORK"]

YES_OR_NO = ("purpose", "stoppable", "state", "external", "repeated")
NUMBERS = ("cases", "minutes", "people", "years")
CHOSEN = ("existing", "calculation")
"""The questions that most often make a difference; the others stay unknown."""
FEWEST = 4
"""So many answers are needed before a candidate means anything."""
ASKED, ANSWER, UNIT = "聞くこと", "答え", "単位"
YES, NO = "はい", "いいえ"


def _classes() -> tuple[str, ...]:
    return (*(c.name for c in find_organisation().data_classes), UNKNOWN)


@dataclass(frozen=True)
class Own:
    """The answers, read."""

    business: Business
    problems: tuple[Problem, ...]
    touched: bool


def _read(answer: Mapping[str, Any]) -> tuple[Business, tuple[Problem, ...]]:
    typed = {key: answer[key] for key in ("name", "data_class", *CHOSEN)}
    typed |= {key: row[ANSWER] for key, row in zip(YES_OR_NO, answer["yes"], strict=True)}
    typed |= {key: row[ANSWER] for key, row in zip(NUMBERS, answer["numbers"], strict=True)}
    return read_business(typed, find_organisation())


def _own(v: Values) -> Own:
    answer = {key: getattr(v, key) for key in ("name", "yes", "numbers", "data_class", *CHOSEN, "talked")}
    business, problems = _read(answer)
    texts = [value for value in answer.values() if isinstance(value, str)]
    texts += [row[ANSWER] for row in (*answer["yes"], *answer["numbers"])]
    return Own(business, problems, any(text.strip() for text in texts))


def _preview(answer: Mapping[str, Any]) -> str:
    business, problems = _read(answer)
    if not business.answers and not problems:
        return "<p lang='ja' style='padding:.4em .8em'>質問に答えると、ここに候補と理由が出ます。</p>"
    organisation = find_organisation()
    found = recommend(business, find_criteria(), organisation)
    own_rule = {"data_classes", "tools"} <= organisation.own
    return recommendation_html(found, name=business.name, problems=problems, own_rule=own_rule)


OWN_WORK = Exercise(
    id="tools-own-work",
    code="自分の業務",
    module="03_tools",
    title="自分の業務で考える",
    points=0,
    takes={"name": str, "yes": list, "numbers": list, **dict.fromkeys((*CHOSEN, "data_class", "talked"), str)},
    panel=Panel(
        question=(
            "<p>自分の業務を1つ選んで、質問に答えます。<b>点数は付きません。提出もされません。</b></p>"
            "<ul><li>住民の氏名など、個人の情報は書きません。</li>"
            "<li>「分からない」でかまいません。何を調べるとよいかも、一緒に出ます。</li>"
            "<li>出てくるのは目安です。隣の人に見せて、話の材料にします。</li></ul>"
        ),
        inputs=(
            Field("name", "業務の名前", placeholder="例: 研修の申込受付"),
            Table(
                "yes",
                "はい、いいえで答える質問",
                (Column(ASKED, given=True, width="28em"), Column(ANSWER, choices=(YES, NO, UNKNOWN), width="9em")),
                rows=[{ASKED: question(key).label} for key in YES_OR_NO],
            ),
            Table(
                "numbers",
                "数で答える質問（およその数）",
                (
                    Column(ASKED, given=True, width="16em"),
                    Column(ANSWER, width="14em", reads=""),
                    Column(UNIT, given=True, width="4em"),
                ),
                rows=[{ASKED: question(key).label, UNIT: question(key).unit} for key in NUMBERS],
            ),
            Field("data_class", question("data_class").label, found=_classes),
            *(Field(key, question(key).label, choices=(*question(key).choices, UNKNOWN)) for key in CHOSEN),
            Field("talked", "話し合いで書き残すこと", long=True, placeholder="選ばなかったものと、その理由"),
        ),
        preview=_preview,
        caption="候補と理由（答えると変わります）",
        sample=False,
    ),
    prepare=_own,
    rules=(
        Unattempted(lambda own: not own.touched),
        Mistake(
            "tools.own-unreadable",
            when=lambda own: own.problems,
            say=lambda _own, places: Message(
                where=f"{places[0].where}の欄です。",
                why="読み取れない答えは、「分からない」として扱われます。",
                next=places[0].message_ja,
            ),
            trainer="およその数でよい。桁が合っていれば、候補はほとんど変わらない。",
        ),
        Mistake(
            "tools.own-without-purpose",
            when=lambda own: own.business.answers.get("purpose") is False,
            say=Message(
                where=f"「{question('purpose').label}」の欄です。",
                why="困りごとが決まらないうちは、どのツールが合うかも決まりません。",
                next="前の時間のカードを見て、だれが何に困っているかを1文にしてみましょう。",
            ),
            trainer="論点の単元に戻る。「それがなくなると、だれが助かりますか」と聞く。",
        ),
        Correct(
            lambda own: len(own.business.answers) >= FEWEST,
            say=Message(
                good="候補と理由が出ました。「答えがこう変わると」の行も、読んでみてください。",
                next="決める前に、隣の人や上司に理由を話して、抜けている事実がないかを聞いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "tools.own-few-answers",
        say=Message(
            where="質問の欄です。",
            why="答えが少ないうちは、候補が1つの事実だけで決まってしまいます。",
            next=f"分かるものから、{FEWEST}つ以上答えてみましょう。",
        ),
        trainer="数や人数は、およそでよい。事前課題で調べた年の件数から入れてもらう。",
    ),
    hints=(
        "数は、桁が合っていれば大丈夫です。",
        "「まだ分からないこと」に出た質問だけを、次に調べてみましょう。",
        "たとえば図書館の予約本の連絡なら、年4,000件、1件3分、庁内で使う人数は6人、のように答えます。",
    ),
)
