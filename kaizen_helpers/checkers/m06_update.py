"""E6-6 予行してから更新する: the marked values of a short program that updates by key, and what it does to the app."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Field, Panel
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.m06_case import CHECKED, KEY, NOT_YET, RECEIVED, practice, states_of_receipt
from kaizen_helpers.checkers.m06_program import place_of, rule_for, run_program, shown_program

__all__ = ["PROGRAM", "UPDATE", "Done", "carried_out", "rehearsed"]

PROGRAM = """\
from kaizen_helpers.kintone import Kintone, plan_upsert

キー = "«key»"
送る項目 = [キー, «columns»]
表 = «rows»

def 一件(行):
    return {項目: {"value": 行[項目] or None} for 項目 in 送る項目 if «blank»}

with Kintone() as kintone:
    予行 = plan_upsert(kintone, アプリ, キー, [一件(行) for 行 in 表])
    «go»
"""
BY_KEY, BY_NAME = KEY, "団体名"
THREE, WITH_REMARK, STATE_ONLY = "状況・受領日・回答人数", "状況・受領日・回答人数・備考", "状況だけ"
NOT_BLANK, ALSO_BLANK = "空の欄は送らない", "空の欄も送る"
STOP, ASIDE, LAST = "全部を止めて、人が確かめる", "その行を外し、一覧に残して進む", "後ろの行で上書きする"
ASK, AT_ONCE = "予行の結果を人が見てから更新する", "予行のすぐ後に更新する"
_CODE: Mapping[str, Mapping[str, str]] = {
    "key": {BY_NAME: BY_NAME, BY_KEY: BY_KEY},
    "columns": {
        WITH_REMARK: '"状況", "受領日", "回答人数", "備考"',
        STATE_ONLY: '"状況"',
        THREE: '"状況", "受領日", "回答人数"',
    },
    "blank": {ALSO_BLANK: "True", NOT_BLANK: '行[項目] != ""'},
    "rows": {
        LAST: "{行[キー]: 行 for 行 in 届いた表}.values()",
        STOP: "届いた表",
        ASIDE: "一度だけの行(届いた表, キー, 残り)",
    },
    "go": {
        AT_ONCE: "予行.carry_out(kintone)",
        ASK: "if 人が確かめた(予行.counts()):\n        予行.carry_out(kintone)",
    },
}
"""What is chosen, and what it is in the program."""
_LABELS: Mapping[str, str] = {
    "key": "更新の目印にする項目",
    "columns": "kintoneに送る項目（備考は、係の人が画面で書きます）",
    "blank": "届いた表の空の欄",
    "rows": "同じ目印の行が2つあるとき",
    "go": "更新するのは",
}
_ORDER = tuple(_CODE)
_REMARK = "6/22に電話。担当が替わったとのこと"


def once_only(rows: Sequence[Mapping[str, str]], key: str, aside: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """「一度だけの行」 of the program: rows whose key stands in the table once; the others are put into ``aside``."""
    times = Counter(row[key] for row in rows)
    aside += [row for row in rows if times[row[key]] > 1]
    return [row for row in rows if times[row[key]] == 1]


def _kept(seed: str) -> list[dict[str, Any]]:
    """Two inquiries in the app; people have written remarks by hand."""
    rows = [*states_of_receipt(f"{seed}/a", "R8-03"), *states_of_receipt(f"{seed}/b", "R8-04", "2026-07-17")]
    for row in rows[::3]:
        row["備考"] = _REMARK
    return rows


def _arrived(seed: str, *, twice: bool) -> list[dict[str, str]]:
    """The table that arrives for the first inquiry: new states, an empty number here and there, its own old remarks."""
    draw = random.Random(f"06_kintone/update/{seed}")  # noqa: S311 - a repeatable example, no secret
    asked = [row for row in _kept(seed) if row["照会番号"] == "R8-03"]
    answered = [row for row in asked if row["状況"] != NOT_YET][:6]
    table = []
    for place, row in enumerate([*answered, *(row for row in asked if row["状況"] == NOT_YET)][:9]):
        had = row["状況"] != NOT_YET
        state = CHECKED if had else RECEIVED
        people = "" if had and place % 2 else str(draw.randrange(4, 90))
        day = row["受領日"] or f"2026-06-{draw.randrange(20, 24)}"
        line = {
            KEY: row[KEY],
            "団体名": row["団体名"],
            "状況": state,
            "受領日": day,
            "回答人数": people,
            "備考": ("特になし", "")[place % 2],
        }
        table.append(line)
    if twice:
        table.insert(5, {**table[2], "回答人数": str(draw.randrange(90, 120))})
    return table


@dataclass(frozen=True)
class Done:
    """What became of the app."""

    refused: str = ""
    remarks_lost: int = 0
    numbers_lost: int = 0
    states_open: int = 0
    """Rows of the table whose state or day did not reach the app."""


def _run(
    chosen: Mapping[str, str], seed: str, *, twice: bool, go: str | None = None
) -> tuple[dict[str, Any], Any, str]:
    """Names of the program, the records afterwards, and what stopped it."""
    from kaizen_helpers.errors import KaizenError

    values = {name: _CODE[name].get(choice, "") for name, choice in chosen.items()}
    if go is not None:
        values["go"] = go
    given = {
        "届いた表": _arrived(seed, twice=twice),
        "一度だけの行": once_only,
        "残り": [],
        "人が確かめた": lambda _counts: True,
    }
    with practice(_kept(seed)) as there:
        names: dict[str, Any] = {}
        stopped = ""
        try:
            names = run_program(PROGRAM, values, there, **given)
        except KaizenError as error:
            stopped = str(error)
        return names, there.kintone.all_records(there.app), stopped


@lru_cache(maxsize=100)
def carried_out(key: str, columns: str, blank: str, seed: str = "fresh") -> Done:
    """What the program does to the app with a table in which no key stands twice."""
    chosen = {"key": key, "columns": columns, "blank": blank, "rows": STOP, "go": AT_ONCE}
    _, records, stopped = _run(chosen, seed, twice=False)
    if stopped:
        return Done(stopped)
    after = {one[KEY]["value"]: one for one in records}
    before = {row[KEY]: row for row in _kept(seed)}
    table = _arrived(seed, twice=False)
    return Done(
        remarks_lost=sum(
            1 for name, row in before.items() if row["備考"] and after[name]["備考"]["value"] != row["備考"]
        ),
        numbers_lost=sum(1 for name, row in before.items() if row["回答人数"] and not after[name]["回答人数"]["value"]),
        states_open=sum(
            1
            for line in table
            if (after[line[KEY]]["状況"]["value"], after[line[KEY]]["受領日"]["value"])
            != (line["状況"], line["受領日"])
        ),
    )


@lru_cache(maxsize=100)
def rehearsed(
    variant: int, choices: tuple[str, ...]
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, ...], ...], str]:
    """Counts, the first changes and what stopped it, of the rehearsal alone on the table of a seat."""
    names, _, stopped = _run(dict(zip(_ORDER, choices, strict=True)), f"seat/{variant}", twice=True, go="pass")
    if stopped:
        return (), (), stopped
    plan = names["予行"]
    lines = [
        line
        for row in plan.rows
        for line in (
            *((row.key, one.field, one.before or "（空）", one.after or "（空）") for one in row.differences),
            *([(row.key, row.kind.value, "（2行ある）", "（止まる）")] if row.why_ja else []),
        )
    ]
    lines[:0] = [(row[KEY], "（外した行）", row["状況"], "（一覧に残す）") for row in names["残り"]]
    return tuple(plan.counts().items()), tuple(lines), ""


@dataclass(frozen=True)
class Chosen:
    """The whole answer."""

    values: Mapping[str, str]
    done: Done | None
    """``None`` as long as key, columns or blanks are open."""

    @property
    def parts(self) -> tuple[bool, ...]:
        """Each value, fitting or not."""
        fits = {"key": (BY_KEY,), "columns": (THREE,), "blank": (NOT_BLANK,), "rows": (STOP, ASIDE), "go": (ASK,)}
        return tuple(self.values[name] in good for name, good in fits.items())


def _chosen(v: Values) -> Chosen:
    values = {name: getattr(v, name) for name in _ORDER}
    three = (values["key"], values["columns"], values["blank"])
    return Chosen(values, carried_out(*three) if all(three) else None)


def _good(c: Chosen) -> str:
    return f"{sum(c.parts)}つの値は、別のデータでも、困りませんでした。" if any(c.parts) else ""


_rule = rule_for(_LABELS, _good)


def _preview(answer: Mapping[str, Any]) -> str:
    choices = tuple(answer[name] for name in _ORDER)
    program = shown_program(PROGRAM, {name: _CODE[name].get(answer[name], "") for name in _ORDER})
    if not all(choices):
        return program
    counts, lines, stopped = rehearsed(answer["variant"], choices)
    if stopped:
        return program + facts_html((stopped,), title="予行の結果: 止まりました")
    facts = "、".join(f"{name} {count}件" for name, count in counts)
    table = whole_table_html(("受付キー", "項目", "いま", "あと"), lines[:14], label="予行の結果")
    rest = (f"ほかに{len(lines) - 14}か所",) if len(lines) > 14 else ()
    return program + facts_html((facts, *rest), title="予行の結果（まだ更新していません）") + table


UPDATE = Exercise(
    id="kintone-update",
    code="E6-6",
    module="06_kintone",
    title="予行してから更新する",
    points=4,
    takes=dict.fromkeys(_ORDER, str) | {"variant": int},
    panel=Panel(
        question=(
            "<p>市町から届いた状況の表で、アプリをまとめて更新します。アプリには2か月分の照会が入っていて、"
            "<b>備考は、係の人が電話のたびに画面で書いています</b>。</p>"
            "<p>短いプログラムはできています。<b>決めるのは、中の5つの値だけ</b>です。"
            "全部選ぶと、練習環境での予行の結果が出ます。「いま」と「あと」を見比べます。</p>"
        ),
        inputs=tuple(Field(name, _LABELS[name], choices=tuple(_CODE[name])) for name in _ORDER),
        preview=_preview,
        caption="プログラムと、予行の結果",
    ),
    prepare=_chosen,
    rules=(
        Unattempted(lambda c: not any(c.values.values())),
        _rule(
            "kintone.update-by-name",
            "key",
            lambda c: c.values["key"] == BY_NAME,
            "同じ市町が2か月分あるので、どちらを更新するのかが決まらず、衝突になります。",
            "1つの値が、アプリの1件だけを指す項目を選びましょう。",
            "更新の目印。予行の「衝突」の文を声に出して読み、何件あるかを言ってもらう。",
        ),
        _rule(
            "kintone.remark-lost",
            "columns",
            lambda c: c.values["columns"] == WITH_REMARK,
            "係の人が画面で書いた備考が、届いた表の「特になし」や空の欄で置きかわります。",
            "届いた表のほうが新しい項目と、アプリのほうが新しい項目を分けましょう。",
            "送る項目。「その項目を、いつも書いているのはだれですか」と聞く。",
        ),
        _rule(
            "kintone.too-few-columns",
            "columns",
            lambda c: c.values["columns"] == STATE_ONLY,
            "状況は変わっても、いつ受け取ったかと、何人分かが残りません。もう一度、表を開くことになります。",
            "手順5と手順11で、あとで知りたいことを思い出しましょう。",
            "送る項目が少ない。講義の「手順と知りたいこと」の表を見てもらう。",
        ),
        _rule(
            "kintone.blank-erases",
            "blank",
            lambda c: c.values["blank"] == ALSO_BLANK,
            "届いた表に書かれていないだけの欄で、アプリに入っていた値が消えます。",
            "予行の「あと」が空になる行を探し、それが届いた市町の気持ちかを考えましょう。",
            "空の欄。「書かなかった」と「消したい」は違う。消したいときは、別の書き方を決める。",
        ),
        _rule(
            "kintone.last-wins",
            "rows",
            lambda c: c.values["rows"] == LAST,
            "後ろの行が新しいとは限りません。前の行は、だれにも知られずになくなります。",
            "2つの行のどちらが正しいかを、だれなら決められるかを考えましょう。",
            "重なりの上書き。表の並びは、届いた順とは限らない。市町に確かめる。",
        ),
        _rule(
            "kintone.no-rehearsal",
            "go",
            lambda c: c.values["go"] == AT_ONCE,
            "予行をしても、だれも見ないまま更新されます。何百件も書きかわった後では、元に戻せません。",
            "予行の件数が、思っていた件数と違ったときに、だれが止められるかを考えましょう。",
            "見てから更新。「20件のはずが200件なら、どこで気づきますか」と聞く。",
        ),
        Correct(
            lambda c: all(c.parts) and c.done == Done(),
            say=Message(
                good="別のデータでも、備考も人数も消えず、届いた状況だけが更新されました。",
                next="職場でも、まとめて書きかえる前に、件数と最初の3件を、もう1人に見てもらいましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.update-left",
        say=lambda c, _places: Message(
            good=_good(c),
            where=place_of(_LABELS[next((name for name in _ORDER if not c.values[name]), "key")]),
            why="値が決まっていないと、予行もできません。",
            next="全部を選んで、予行の「いま」と「あと」を読みましょう。",
        ),
        trainer="値が残っている。右のプログラムの「…」の行を指さす。",
    ),
    partial=lambda c: min(4.0 * sum(c.parts) / len(c.parts), 3.5),
    hints=(
        "まず全部の値を選び、予行の「いま」と「あと」を、1行ずつ声に出して読みます。",
        "消えてほしくないものが、「あと」で空になっていないかを見ます。同じ目印の行の扱いも見ます。",
        "たとえば引っ越しの荷物なら、運ぶ物の一覧を2人で見てから運び、一覧にない物は捨てません。",
    ),
)
