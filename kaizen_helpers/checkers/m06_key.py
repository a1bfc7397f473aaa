"""E6-3 更新キー: which field names a record, and what happens to each row of a table that is taken in by it.

What is true comes from ``plan_upsert`` on a practice kintone. On the screen a row with an empty key becomes a new
record where the key is not a required field (domain.md §2.7), which the library's own plan refuses to do; that one row
is judged as the screen does it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m06_case import (
    ASKED_BACK,
    CHECKED,
    KEY,
    NOT_YET,
    RECEIVED,
    TOWNS,
    key_of,
    practice,
    record_of,
    states_of_receipt,
)

__all__ = ["KEYS", "Arrived", "arrived"]

NAME, STATE, NOW, GUESS = "団体名", "届いた状況", "アプリの今", "取り込むと"
NEW, CHANGED, SAME, STOPS = "新しく入る", "書きかわる", "変わらない", "止まる"
GUESSES = (NEW, CHANGED, SAME, STOPS)
NOWHERE = "（まだない）"
CANDIDATES = ("団体名", "団体コード", KEY, "照会番号")
AS_IT_IS, LOOKED_UP, DROPPED = "空のまま取り込む", "受付キーを調べて入れてから取り込む", "その行を消してから取り込む"


@dataclass(frozen=True)
class Arrived:
    """One row of the table that arrived, and what really happens to it."""

    number: int
    key: str
    name: str
    state: str
    now: str
    """The state that the app has for this town and inquiry."""
    happens: str
    kind: str
    """What the row is there for: change, same, next, empty, wide, first, second."""


@lru_cache(maxsize=20)
def arrived(variant: Variant) -> tuple[Arrived, ...]:
    """The rows of a seat, with what a plan on a practice kintone says of them."""
    from kaizen_helpers.kintone import plan_upsert

    draw = random.Random(f"06_kintone/key/{variant}")  # noqa: S311 - a repeatable example, no secret
    inquiry, following = f"R8-0{3 + variant}", f"R8-0{4 + variant}"
    kept = [dict(row) for row in states_of_receipt(f"key/{variant}", inquiry)]
    places = draw.sample(range(len(TOWNS)), 7)
    for place, state in zip(places, (NOT_YET, CHECKED, ASKED_BACK, RECEIVED, NOT_YET, RECEIVED, NOT_YET), strict=True):
        kept[place]["状況"] = state
    rows = [
        ("change", kept[places[0]][KEY], places[0], RECEIVED),
        ("same", kept[places[1]][KEY], places[1], CHECKED),
        ("change", kept[places[2]][KEY], places[2], CHECKED),
        ("next", key_of(following, TOWNS[places[3]][0]), places[3], NOT_YET),
        ("empty", "", places[4], RECEIVED),
        ("wide", _wide(kept[places[5]][KEY]), places[5], CHECKED),
        ("first", kept[places[6]][KEY], places[6], RECEIVED),
    ]
    draw.shuffle(rows)
    rows.append(("second", kept[places[6]][KEY], places[6], CHECKED))
    with practice(kept) as there:
        sent = [record_of({KEY: key, "状況": state}) for _, key, _, state in rows]
        plan = plan_upsert(there.kintone, there.app, KEY, sent)
    told = {"新規": NEW, "要確認": NEW, "更新": CHANGED, "変更なし": SAME, "衝突": STOPS}
    return tuple(
        Arrived(
            place,
            key,
            TOWNS[town][1],
            state,
            NOWHERE if kind == "next" else kept[town]["状況"],
            NEW if kind == "empty" else told[planned.kind.value],
            kind,
        )
        for place, ((kind, key, town, state), planned) in enumerate(zip(rows, plan.rows, strict=True), start=1)
    )


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@dataclass(frozen=True)
class Guessed:
    """The whole answer."""

    key: str
    rows: tuple[tuple[Arrived, str], ...]
    empty: str

    @property
    def started(self) -> bool:
        """Whether anything was decided."""
        return bool(self.key or self.empty or any(guess for _, guess in self.rows))

    def fits(self, row: Arrived, guess: str) -> bool:
        """Of two rows with one key, the first may also be told as if it were alone."""
        return guess == row.happens or (row.kind == "first" and guess == CHANGED)

    def off(self, *kinds: str) -> list[Arrived]:
        """Rows of these kinds that were guessed otherwise."""
        return [row for row, guess in self.rows if row.kind in kinds and guess and not self.fits(row, guess)]

    @property
    def right(self) -> int:
        """How many rows are guessed right."""
        return sum(self.fits(row, guess) for row, guess in self.rows)

    @property
    def parts(self) -> tuple[bool, ...]:
        """Key, rows, what is done about the empty key."""
        return (self.key == KEY, *(self.fits(row, guess) for row, guess in self.rows), self.empty == LOOKED_UP)


def _guessed(v: Values) -> Guessed:
    rows = tuple(zip(arrived(v.variant), (row[GUESS] for row in v.rows), strict=True))
    return Guessed(v.key, rows, v.empty)


def _good(g: Guessed) -> str:
    return f"{g.right}行は、取り込んだときのとおりです。" if g.right else ""


def _row_rule(mistake: str, kinds: tuple[str, ...], why: str, next_step: str, trainer: str) -> Mistake:
    return Mistake(
        mistake,
        when=lambda g: g.off(*kinds),
        say=lambda g, places: Message(_good(g), f"{places[0].number}番の行です。", why, next_step),
        trainer=trainer,
    )


def _field_rule(
    mistake: str, when: Callable[[Guessed], Any], where: str, why: str, next_step: str, trainer: str
) -> Mistake:
    return Mistake(
        mistake,
        when=when,
        say=lambda g, _places: Message(_good(g), where, why, next_step),
        trainer=trainer,
    )


def _preview(answer: Mapping[str, Any]) -> str:
    said = [row[GUESS] for row in answer["rows"]]
    facts = [f"{guess}: {said.count(guess)}行" for guess in GUESSES if guess in said]
    return facts_html([*facts, f"まだ決めていない: {said.count('')}行"], title="予想した数")


def _sample(variant: Variant) -> dict[str, Any]:
    return {"key": KEY, "rows": [{GUESS: row.happens} for row in arrived(variant)], "empty": LOOKED_UP}


KEYS = Exercise(
    id="kintone-key",
    code="E6-3",
    module="06_kintone",
    title="更新キー",
    points=3,
    takes={"variant": int, "key": str, "rows": list, "empty": str},
    panel=Panel(
        question=(
            "<p>市町から届いた状況の表を取り込み、アプリを<b>まとめて更新</b>します。"
            "<b>更新キー</b>は、表の行がアプリのどのレコードかを見分ける目印です。"
            "アプリには、いまの照会の20市町が1件ずつ入っています。"
            "受付キーは重複を禁止していますが、<b>必須にはしていません</b>。ほかの項目は、重複してもかまいません。</p>"
            "<p>更新キーを選び、行ごとに、取り込むとどうなるかを予想します。ほかの項目も、正しく入っているものとします。</p>"
        ),
        inputs=(
            Field("key", "更新キーにする項目", choices=CANDIDATES),
            Table(
                "rows",
                "届いた表と、アプリの今",
                (
                    Column(KEY, given=True, width="13.5em"),
                    Column(NAME, given=True, width="6.5em"),
                    Column(STATE, given=True, width="6.5em"),
                    Column(NOW, given=True, width="7.5em"),
                    Column(GUESS, choices=GUESSES, width="8em"),
                ),
                rows=lambda variant: [
                    {
                        KEY: row.key or "（空）",
                        NAME: row.name,
                        STATE: row.state,
                        NOW: row.now,
                    }
                    for row in arrived(variant)
                ],
            ),
            Field("empty", "受付キーが空の行は", choices=(AS_IT_IS, DROPPED, LOOKED_UP)),
        ),
        preview=_preview,
        caption="予想",
        sample=_sample,
    ),
    prepare=_guessed,
    rules=(
        Unattempted(lambda g: not g.started),
        _field_rule(
            "kintone.key-not-one",
            lambda g: g.key not in ("", KEY),
            "「更新キーにする項目」の欄です。",
            "来月の照会にも、同じ値が入ります。目印が2つあると、どちらを書きかえるのかが決まりません。",
            "問題文の決まりを読み、1つの値が1件だけを指す項目を探しましょう。",
            "更新キー。「その値で探すと、何件出てきますか」と聞く。来月分も入った後を考えてもらう。",
        ),
        _row_rule(
            "kintone.empty-key",
            ("empty",),
            "目印のない行は、どのレコードのことか、kintoneには分かりません。エラーも出ないので、気づけません。",
            "同じ市町がアプリに何件になるかを考えましょう。",
            "空のキー。二重登録の元になる。E6-1で受付キーを必須にした理由が、ここにある。",
        ),
        _row_rule(
            "kintone.wide-key",
            ("wide",),
            "人には同じに見えても、全角と半角は、道具には別の文字です。",
            "この行のキーを、ほかの行のキーと1字ずつ比べましょう。",
            "全角のキー。前の単元の「文字のまま、幅だけそろえる」を思い出してもらう。",
        ),
        _row_rule(
            "kintone.doubled",
            ("first", "second"),
            "同じ目印の行が、表に2つあります。どちらを残すかを、kintoneは決めてくれません。",
            "受付キーの列を縦に見て、同じものを探しましょう。",
            "キーの重複。どちらが新しいかを、送ってきた市町に確かめる。",
        ),
        _row_rule(
            "kintone.same-value",
            ("same",),
            "届いた値は、いまの値と同じかもしれません。予想の数が合わないと、取り込んだ後に確かめられません。",
            "「届いた状況」と「アプリの今」を見比べましょう。",
            "変更なし。数が合うかどうかが、取り込んだ後の確かめになる。",
        ),
        _row_rule(
            "kintone.change-or-new",
            ("change", "next"),
            "アプリにあるものは書きかわり、ないものは新しく入ります。取り違えると、件数が合いません。",
            "その受付キーが、アプリにあるかどうかを見ましょう。",
            "新規と更新。照会番号の違う行は、同じ市町でも別のもの。",
        ),
        _field_rule(
            "kintone.empty-left",
            lambda g: g.empty in (AS_IT_IS, DROPPED),
            "「受付キーが空の行は」の欄です。",
            "そのまま入れると二重になり、消すと、届いた知らせがなくなります。",
            "空の目印を、何を見れば埋められるかを考えましょう。",
            "空のキーの直し方。照会番号と団体名から、団体コードを調べて作れる。",
        ),
        Correct(
            lambda g: all(g.parts),
            say=lambda g, _places: Message(
                good=f"更新キーと、{len(g.rows)}行の行き先が、すべて予想のとおりになりました。",
                next="職場で取り込むときも、先に件数を予想して、取り込んだ後の件数と比べてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.key-left",
        say=lambda g, _places: Message(
            good=_good(g),
            where=_left(g),
            why="予想していない行があると、取り込んだ後に、増えた理由が分かりません。",
            next="目印がアプリにあるか、値が同じかの順に見て、決めましょう。",
        ),
        trainer="空欄が残っている。1行だけを選び、「アプリにありますか。値は同じですか」と順に聞く。",
    ),
    partial=lambda g: min(3 * sum(g.parts) / len(g.parts), 2.5),
    hints=(
        "行ごとに、その目印がアプリにあるか、あるなら値は同じかを、順に考えます。",
        "目印が空、目印が2回、目印の書き方が違う、の3つを、縦に見て探します。",
        "たとえば診察券の番号なら、書かれていない人には新しい診察券が作られ、同じ人が2人になってしまいます。",
    ),
)


def _left(g: Guessed) -> str:
    if not g.key:
        return "「更新キーにする項目」の欄です。"
    row = next((row.number for row, guess in g.rows if not guess), None)
    return f"{row}番の行です。" if row else "「受付キーが空の行は」の欄です。"
