"""E6-5 条件で読んで集計する: the marked values of a short program that finds the towns to remind, run on fresh data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Field, Panel
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.m06_case import NOT_YET, practice, states_of_receipt
from kaizen_helpers.checkers.m06_program import place_of, rule_for, run_program, shown_program

__all__ = ["READ", "Found", "found", "rows_of", "wanted"]

TODAY = "2026-06-24"
PROGRAM = """\
from collections import Counter
from kaizen_helpers.kintone import Kintone

条件 = '«condition»'
項目 = «fields»

with Kintone() as kintone:
    記録 = kintone.«reading»

件数 = Counter(«group» for 一件 in 記録)
"""
EQUALS = f'状況 = "{NOT_YET}"'
OPEN = f'状況 in ("{NOT_YET}")'
OVERDUE = f'状況 in ("{NOT_YET}") and 回答期限 < TODAY()'
UNTIL_TODAY = f'状況 in ("{NOT_YET}") and 回答期限 <= TODAY()'
STILL_TIME = f'状況 in ("{NOT_YET}") and 回答期限 > TODAY()'
ALL_OVERDUE = "回答期限 < TODAY()"
NOT_THE_OTHERS = '状況 not in ("受領", "不備照会中", "確認済") and 回答期限 < TODAY()'
CONDITIONS = (EQUALS, OPEN, ALL_OVERDUE, STILL_TIME, OVERDUE, UNTIL_TODAY, NOT_THE_OTHERS)
NEEDED = '["照会番号", "団体名", "回答期限", "督促"]'
FIELDS = ("[]", '["団体名"]', NEEDED)
FIRST, EVERY = "records(アプリ, 条件, 項目)", "all_records(アプリ, 条件, 項目)"
BY_INQUIRY, BY_TOWN = '一件["照会番号"]["value"]', '一件["団体名"]["value"]'
CHOICES: Mapping[str, tuple[str, ...]] = {
    "condition": CONDITIONS,
    "reading": (FIRST, EVERY),
    "fields": FIELDS,
    "group": (BY_TOWN, BY_INQUIRY),
}
_LABELS: Mapping[str, str] = {
    "condition": "条件: 状況が未提出で、回答期限を過ぎた市町",
    "reading": "読み方（records は最大500件、指定がなければ100件まで。all_records は最後まで読む）",
    "fields": "読む項目（[] は、すべての項目）",
    "group": "数え方: 照会ごとの、督促する市町の数",
}
_FRESH_INQUIRIES, _SHOWN_INQUIRIES = 30, 4
_FRESH = "read/fresh"


def rows_of(seed: str, inquiries: int) -> list[dict[str, Any]]:
    """The state of receipt of several inquiries: overdue ones, one that is due today, and some with time left."""
    rows = []
    for place in range(inquiries):
        late = place - 1  # the first has time left, the second is due today, the others are overdue
        deadline = "2026-07-10" if late < 0 else TODAY if late == 0 else f"2026-06-{20 - place % 10:02}"
        rows += states_of_receipt(f"{seed}/{place}", f"R8-{place + 1:02}", deadline)
    return rows


def wanted(rows: list[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    """Inquiry and town of what has to be found, looked for one by one."""
    return frozenset(_name(row) for row in rows if row["状況"] == NOT_YET and row["回答期限"] < TODAY)


def _name(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["照会番号"], row["団体名"]


@dataclass(frozen=True)
class Found:
    """What came out of the program."""

    refused: str = ""
    """What kintone said, where it refused; or what the program lacks."""
    lines: tuple[tuple[str, ...], ...] = ()
    """Inquiry, town and deadline of each record; empty texts for what was not read."""
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        """Inquiry and town of each."""
        return frozenset(line[:2] for line in self.lines)


@lru_cache(maxsize=200)
def found(seed: str, inquiries: int, condition: str, reading: str, fields: str, group: str) -> Found:
    """Run the program on such rows."""
    from kaizen_helpers.kintone import KintoneError

    values = {"condition": condition, "reading": reading, "fields": fields, "group": group}
    if any(value not in CHOICES[name] for name, value in values.items()):
        raise ValueError("only values of ours are put into a program")
    with practice(rows_of(seed, inquiries), today=TODAY) as there:
        try:
            names = run_program(PROGRAM, values, there)
        except KintoneError as error:
            return Found(str(error))
        except KeyError as error:
            return Found(f"「{error.args[0]}」を読んでいないので、数えられません。")
    lines = tuple(
        tuple(str(one.get(code, {"value": ""})["value"] or "") for code in ("照会番号", "団体名", "回答期限"))
        for one in names["記録"]
    )
    return Found("", lines, tuple(sorted(names["件数"].items())))


@dataclass(frozen=True)
class Answer:
    """What was chosen, and what its condition and its way of reading find on fresh rows."""

    chosen: Mapping[str, str]
    fresh: Found | None
    """``None`` as long as condition or way of reading are open."""

    @property
    def surplus(self) -> list[dict[str, Any]]:
        """Rows that were found and should not have been."""
        names = self.fresh.names if self.fresh else frozenset()
        return [row for row in _fresh_rows() if _name(row) in names and _name(row) not in wanted(_fresh_rows())]

    @property
    def lacks(self) -> bool:
        """Whether a row that should have been found was not."""
        return self.fresh is not None and not wanted(_fresh_rows()) <= self.fresh.names

    @property
    def parts(self) -> tuple[bool, ...]:
        """Condition, way of reading, fields, counting: fitting or not."""
        condition = bool(self.chosen["condition"]) and _finds(self.chosen["condition"], EVERY)
        return (
            condition,
            self.chosen["reading"] == EVERY,
            self.chosen["fields"] == NEEDED,
            self.chosen["group"] == BY_INQUIRY,
        )


@lru_cache(maxsize=1)
def _fresh_rows() -> list[dict[str, Any]]:
    return rows_of(_FRESH, _FRESH_INQUIRIES)


def _finds(condition: str, reading: str) -> bool:
    """Whether exactly the wanted towns come out."""
    return found(_FRESH, _FRESH_INQUIRIES, condition, reading, NEEDED, BY_INQUIRY).names == wanted(_fresh_rows())


def _answer(v: Values) -> Answer:
    chosen = {name: getattr(v, name) for name in CHOICES}
    ready = chosen["condition"] and chosen["reading"]
    return Answer(
        chosen,
        found(_FRESH, _FRESH_INQUIRIES, chosen["condition"], chosen["reading"], NEEDED, BY_INQUIRY) if ready else None,
    )


def _preview(answer: Mapping[str, Any]) -> str:
    chosen = {name: answer[name] for name in CHOICES}
    program = shown_program(PROGRAM, chosen)
    if not all(chosen.values()):
        return program
    out = found(f"read/{answer['variant']}", _SHOWN_INQUIRIES, *(chosen[name] for name in _ORDER))
    if out.refused:
        return program + facts_html((out.refused,), title="動かした結果: 止まりました")
    table = whole_table_html(("照会番号", "団体名", "回答期限"), out.lines[:12], label="読んだもの")
    more = f"（はじめの12件。全部で{len(out.lines)}件）" if len(out.lines) > 12 else f"（{len(out.lines)}件）"
    counts = [f"{name}: {count}件" for name, count in out.counts[:8]]
    return program + facts_html((), title=f"読んだもの{more}") + table + facts_html(counts, title="件数")


_ORDER = ("condition", "reading", "fields", "group")


def _surplus(kind: Callable[[dict[str, Any]], bool]) -> Callable[[Answer], list[str]]:
    """Rules about rows of this kind that were found although nobody wants them."""
    return lambda a: [row["団体名"] for row in a.surplus if kind(row)][:1]


def _good(a: Answer) -> str:
    right = sum(a.parts)
    return f"{right}つの値は、別のデータでも、ねらいどおりに動きました。" if right else ""


_rule = rule_for(_LABELS, _good)


READ = Exercise(
    id="kintone-read",
    code="E6-5",
    module="06_kintone",
    title="条件で読んで集計する",
    points=4,
    takes=dict.fromkeys(_ORDER, str) | {"variant": int},
    panel=Panel(
        question=(
            "<p>毎朝、<b>回答期限を過ぎても届いていない市町</b>を、照会ごとに数えます。期限の当日は、まだ督促しません。"
            f"今日は{TODAY}です。</p><p>短いプログラムはできています。<b>決めるのは、中の4つの値だけ</b>です。"
            "全部選ぶと、練習環境で本当に動かした結果が出ます。答え合わせでは、もっと多い別のデータで動かします。</p>"
        ),
        inputs=tuple(Field(name, _LABELS[name], choices=CHOICES[name]) for name in _ORDER),
        preview=_preview,
        caption="プログラムと、動かした結果",
    ),
    prepare=_answer,
    rules=(
        Unattempted(lambda a: not any(a.chosen.values())),
        _rule(
            "kintone.refused-condition",
            "condition",
            lambda a: bool(a.fresh and a.fresh.refused),
            "kintoneが、この条件を受け取りませんでした。選択肢の項目には、使える記号が決まっています。",
            "止まったときの文を読み、ほかの条件の書き方と見比べましょう。",
            "使えない記号。選択肢の項目は、「どれかに入っている」という書き方で聞く。",
        ),
        _rule(
            "kintone.answered-too",
            "condition",
            _surplus(lambda row: row["状況"] != NOT_YET),
            "もう届いている市町まで出てきました。届いた市町に督促すると、信頼をなくします。",
            "結果から市町を1つ選び、状況を思い浮かべて、条件に足りない言葉を探しましょう。",
            "状況の条件がない。「届いた市町は、どの言葉で外しますか」と聞く。",
        ),
        _rule(
            "kintone.not-due",
            "condition",
            _surplus(lambda row: row["回答期限"] > TODAY),
            "期限がまだ先の市町も出てきました。約束の日より前に督促することになります。",
            "結果の回答期限の列を、今日の日付と比べましょう。",
            "期限の条件。不等号の開いている方が大きい日、つまり後の日だと、声に出して読む。",
        ),
        _rule(
            "kintone.due-today",
            "condition",
            _surplus(lambda row: row["回答期限"] == TODAY),
            "今日が期限の市町も出てきました。今日のうちに届くかもしれません。",
            "問題文の「当日は」を読み返し、「今日を含む」記号と「含まない」記号を見比べましょう。",
            "当日を含むか。「17時に届くはずの市町へ、朝の9時に督促しますか」と聞く。",
        ),
        _rule(
            "kintone.first-hundred",
            "reading",
            lambda a: a.chosen["reading"] == FIRST and a.lacks,
            "件数の多い別のデータでは、はじめの100件で止まりました。残りの市町には、だれも督促しません。",
            "欄の説明を読み、何件あっても最後まで読む方法を選びましょう。",
            "100件の区切り。エラーにならないので気づけない。件数がちょうど100のときは、うたがう。",
        ),
        _rule(
            "kintone.read-too-much",
            "fields",
            lambda a: a.chosen["fields"] == FIELDS[0],
            "備考など、督促に要らない内容まで手元に写ります。読む時間も延びます。",
            "督促の一覧に要る項目だけを挙げた選び方を探しましょう。",
            "読みすぎ。要らない情報は、持たなければ漏れない。",
        ),
        _rule(
            "kintone.read-too-little",
            "fields",
            lambda a: a.chosen["fields"] == FIELDS[1],
            "団体名だけでは、どの照会の、いつが期限の分かが分かりません。照会ごとにも数えられません。",
            "電話を受けた市町の人に、何と言って督促するかを考えましょう。",
            "項目の不足。「どの照会のことですか」と聞き返される場面を演じる。",
        ),
        _rule(
            "kintone.counted-by-town",
            "group",
            lambda a: a.chosen["group"] == BY_TOWN,
            "市町ごとの数は、その市町に何通残っているかです。照会ごとの進み具合は分かりません。",
            "係長に「あの照会は、あと何市町ですか」と聞かれたときの答えを考えましょう。",
            "数え方。市町ごとの数も役に立つが、今日聞かれたのは照会ごと。問いに合わせる。",
        ),
        Correct(
            lambda a: all(a.parts),
            say=Message(
                good="別のデータでも、督促する市町だけが、もれなく出てきました。",
                next="条件の言葉を変えると、ほかの一覧にも使えます。「不備を聞いている市町」なら、どこを変えるでしょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.read-left",
        say=lambda a, _places: Message(
            good=_good(a),
            where=place_of(_LABELS[next((name for name in _ORDER if not a.chosen[name]), "condition")]),
            why="値が決まっていないと、プログラムは最後まで動きません。",
            next="1つ選んで、右の結果がどう変わるかを見ましょう。",
        ),
        trainer="値が残っている。右のプログラムの「…」の行を指さす。",
    ),
    partial=lambda a: min(4.0 * sum(a.parts) / len(a.parts), 3.5),
    hints=(
        "まず、全部の値を選んで動かします。結果の表の1行を選び、その市町に督促してよいかを考えます。",
        "条件は「状況」と「期限」の2つの話です。件数が多い日にも、最後まで読めるかを見ます。",
        "たとえば図書館の督促なら、「まだ返していない」と「返す日を過ぎた」の両方に当てはまる人だけです。",
    ),
)
