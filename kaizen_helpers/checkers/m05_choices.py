"""E5-4 選択肢をそろえる: a mapping table for the answers of a survey, and what is done with answers it does not have.

The table is followed with the library's ``unify_choices`` on the answers of the seat and on fresh ones.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.texts import normal_text
from kaizen_helpers.notation.choices import split_other, unify_choices

__all__ = ["CHOICES", "answers_of_seat", "unified"]

SAID, COUNT, TO, DETAIL = "書かれた答え", "件数", "そろえる先", "その他の内容"
DONE, DOING, PLANNED, NOT, OTHER, OPEN = "取組済", "取組中", "取り組む予定", "取り組まない", "その他", "要確認にする"
OPTIONS = (DONE, DOING, PLANNED, NOT, OTHER)
AS_OPEN, NEAREST, AS_OTHER = "要確認にする", "いちばん近い選択肢にする", "その他にする"
WITH_DATA, OWN_DESK, THROWN = "データと一緒に渡す", "自分の手元にだけ置く", "そろえたら消す"
FRESH = ("取組済", "取組中", "国の通知を待っている", "取り組み予定なし", "その他：来年度に検討")
"""Answers that come next month; two of them are no option, and one has the sound of two."""
_DETAILS = ("国の事業を使う", "近くの市と一緒に行う", "民間の窓口で受ける")


def answers_of_seat(variant: Variant) -> tuple[tuple[str, int, str], ...]:
    """What was written, how often, and what it means (empty: nobody can tell but the town)."""
    draw = random.Random(f"05_notation/choices/{variant}")  # noqa: S311 - a repeatable example, no secret
    counts = draw.sample(range(1, 7), 3)
    return (
        ("取り組み済み", counts[0] + 2, DONE),
        ("１．取組済", counts[1], DONE),
        ("取組み中", counts[2], DOING),
        ("取り組む予定です", draw.randrange(1, 4), PLANNED),
        ("取り組みません", draw.randrange(1, 4), NOT),
        (f"その他：{draw.choice(_DETAILS)}", 1, OTHER),
        (draw.choice(("検討中", "未定", "保留")), draw.randrange(1, 3), ""),
    )


@dataclass(frozen=True)
class Line:
    """One spelling, and what was decided for it."""

    said: str
    count: int
    meant: str
    to: str
    detail: str

    @property
    def is_right(self) -> bool:
        """The option that it means, with what was written behind 「その他」; or left open where nobody can tell."""
        return self.to == (self.meant or OPEN) and (self.meant != OTHER or self.keeps)

    @property
    def keeps(self) -> bool:
        """Whether what was written behind 「その他」 is there; a mark or a remark more is no loss."""
        split = split_other(self.said)
        return split is None or _bare(split.detail) in _bare(self.detail)


@dataclass(frozen=True)
class Mapped:
    """The whole answer."""

    lines: tuple[Line, ...]
    later: str
    table: str

    @property
    def parts(self) -> tuple[bool, ...]:
        """Each part of the answer, right or not."""
        return (*(line.is_right for line in self.lines), self.later == AS_OPEN, self.table == WITH_DATA)

    @property
    def right(self) -> int:
        """How many parts are right."""
        return sum(self.parts)

    @property
    def guessed(self) -> tuple[str, ...]:
        """Fresh answers that became an option although nobody decided that."""
        mapping = _mapping(self.lines)
        said = unified(FRESH, mapping, self.later)
        known = {*mapping, *OPTIONS}
        return tuple(
            before
            for before, after in zip(FRESH, said, strict=True)
            if before not in known and split_other(before) is None and after in OPTIONS
        )


def _bare(text: str) -> str:
    return normal_text(text).replace(" ", "")


def _mapping(lines: tuple[Line, ...]) -> dict[str, str]:
    return {line.said: line.to for line in lines if line.to in OPTIONS}


def unified(answers: tuple[str, ...], mapping: Mapping[str, str], later: str) -> list[str]:
    """The answers by the table; what it does not have as decided. 「その他：…」 is known without a table."""
    split = [split_other(answer) for answer in answers]
    bare = [one.choice if one and answer not in mapping else answer for answer, one in zip(answers, split, strict=True)]
    done = unify_choices(bare, mapping, OPTIONS)
    return [_unknown(str(value), later) if str(value) in done.unknown else str(value) for value in done.values]


def _unknown(value: str, later: str) -> str:
    if later == AS_OTHER:
        return OTHER
    if later == NEAREST:
        from difflib import SequenceMatcher

        return max(OPTIONS, key=lambda option: SequenceMatcher(None, value, option).ratio())
    return value


def _lines(variant: Variant, rows: list[dict[str, str]]) -> tuple[Line, ...]:
    return tuple(
        Line(*given, row[TO], row[DETAIL].strip()) for given, row in zip(answers_of_seat(variant), rows, strict=True)
    )


def _mapped(v: Values) -> Mapped:
    return Mapped(_lines(v.variant, v.rows), v.later, v.table)


def _good(m: Mapped) -> str:
    count = sum(line.is_right for line in m.lines)
    return f"{count}つの書き方は、意味のとおりにそろいました。" if count else ""


def _sample(variant: Variant) -> dict[str, Any]:
    """The seat's own answers, mapped."""
    rows = []
    for said, _count, meant in answers_of_seat(variant):
        split = split_other(said)
        rows.append({TO: meant or OPEN, DETAIL: split.detail if split else ""})
    return {"rows": rows, "later": AS_OPEN, "table": WITH_DATA}


def _preview(answer: Mapping[str, Any]) -> str:
    lines = _lines(answer["variant"], answer["rows"])
    counts: Counter[str] = Counter()
    for line in lines:
        counts[line.to if line.to in OPTIONS else "要確認" if line.to else "まだ決めていない"] += line.count
    shown = [(name, counts[name]) for name in (*OPTIONS, "要確認", "まだ決めていない") if counts[name]]
    details = [f"その他の内容: {line.detail}" for line in lines if line.to == OTHER and line.detail]
    fresh = [
        f"{before} → {after if after in OPTIONS else '要確認'}"
        for before, after in zip(FRESH, unified(FRESH, _mapping(lines), answer["later"]), strict=True)
    ]
    total = f"件数の合計: {sum(line.count for line in lines)}件 → {sum(counts.values())}件"
    return (
        whole_table_html(("そろえた答え", "件数"), shown, label="そろえた答え")
        + facts_html((total, *details))
        + (facts_html(fresh, title="来月届く答え") if answer["later"] else "")
    )


CHOICES = Exercise(
    id="notation-choices",
    code="E5-4",
    module="05_notation",
    title="選択肢をそろえる",
    points=2,
    takes={"variant": int, "rows": list, "later": str, "table": str},
    panel=Panel(
        question=(
            "<p>「取組の状況」を文字で聞いたら、書き方がばらばらでした。kintoneに取り込むため、"
            f"選択肢の「{'」「'.join(OPTIONS)}」にそろえる<b>対応表</b>を作ります（<b>kintone取込</b>のきまり）。</p>"
            "<ul><li>意味が同じものだけを、そろえます。書いた人にしか分からないものは「要確認」にします。</li>"
            "<li>「その他」は、後ろに書かれた内容を右の欄に写します。</li></ul>"
        ),
        inputs=(
            Table(
                "rows",
                "書かれた答えごとに、そろえる先を選びます。",
                (
                    Column(SAID, given=True, width="11em"),
                    Column(COUNT, given=True, width="3.5em"),
                    Column(TO, choices=(*OPTIONS, OPEN), width="12em"),
                    Column(DETAIL, width="8em"),
                ),
                rows=lambda variant: [
                    {SAID: said, COUNT: f"{count}件"} for said, count, _meant in answers_of_seat(variant)
                ],
            ),
            Field("later", "来月、表にない答えが届いたら", choices=(NEAREST, AS_OTHER, AS_OPEN)),
            Field("table", "作った対応表の扱い", choices=(OWN_DESK, WITH_DATA, THROWN)),
        ),
        preview=_preview,
        caption="そろえた結果",
        sample=_sample,
    ),
    prepare=_mapped,
    rules=(
        Unattempted(lambda m: not (m.later or m.table or any(line.to or line.detail for line in m.lines))),
        Mistake(
            "notation.options-merged",
            when=lambda m: [
                line
                for line in m.lines
                if line.meant not in ("", OTHER) and line.to in OPTIONS and line.to != line.meant
            ],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「{places[0].said}」の行です。いまは「{places[0].to}」です。",
                why="意味の違う答えが、同じ選択肢に混ざります。集計した後では、分けられません。",
                next="書かれた答えを声に出して読み、同じことを言っている選択肢を探しましょう。",
            ),
            trainer="意味の違うものを混ぜた。「その団体に、同じ連絡をしますか」と聞く。",
        ),
        Mistake(
            "notation.unknown-mapped",
            when=lambda m: [line for line in m.lines if not line.meant and line.to in OPTIONS],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「{places[0].said}」の行です。いまは「{places[0].to}」です。",
                why="書いた人がどれを選ぶつもりだったかは、この言葉だけでは分かりません。推測が、その団体の回答になってしまいます。",
                next="だれに聞けば決まるかを考えて、それが分かるように残しましょう。",
            ),
            trainer="推測で選んだ。「その団体の人が見たら、そのとおりだと言いますか」と聞く。",
        ),
        Mistake(
            "notation.other-elsewhere",
            when=lambda m: [line for line in m.lines if line.meant == OTHER and line.to not in ("", OTHER)],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「{places[0].said}」の行です。",
                why="書いた人は、自分で選択肢を選んでいます。別の扱いにすると、選んだことが残りません。",
                next="最初の言葉が、選択肢のどれと同じかを見ましょう。後ろの内容は、別の欄に残せます。",
            ),
            trainer="その他を別の選択肢にした。選んだことと、書いたことを、2つの欄に分ける。",
        ),
        Mistake(
            "notation.other-lost",
            when=lambda m: [line for line in m.lines if line.meant == OTHER and line.to == OTHER and not line.keeps],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「{places[0].said}」の行の「{DETAIL}」の欄です。",
                why="書いてくれた中身が消えたり、変わったりします。次の調査で、選択肢を増やす材料も残りません。",
                next="「その他」の後ろに書かれた言葉を、そのまま写しましょう。",
            ),
            trainer="その他の中身。内容の列を分けて残すと、次に選択肢を増やすときの材料になる。",
        ),
        Mistake(
            "notation.spelling-left",
            when=lambda m: [line for line in m.lines if line.meant not in ("", OTHER) and line.to == OPEN],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「{places[0].said}」の行です。",
                why="意味が1つに決まる答えまで聞き返すと、相手の手間が増えます。本当に聞く答えも埋もれます。",
                next="番号や送り仮名の違いを除いて読み、同じ選択肢がないかを見ましょう。",
            ),
            trainer="聞きすぎ。「番号と送り仮名のほかに、違う所がありますか」と聞く。",
        ),
        Mistake(
            "notation.later-guessed",
            when=lambda m: m.guessed[:1],
            say=lambda m, places: Message(
                good=_good(m),
                where=f"「来月、表にない答えが届いたら」の欄です。「{places[0]}」も、選択肢の1つになります。",
                why="だれも見ないうちに、意味の違う答えが混ざります。件数が合っているので、気づけません。",
                next="「来月届く答え」を、1つずつ読みましょう。",
            ),
            trainer="道具に推測させた。「来月届く答え」を読み上げ、その団体の返事として正しいかを聞く。",
        ),
        Mistake(
            "notation.table-kept",
            when=lambda m: m.table in (OWN_DESK, THROWN),
            say=lambda m, _places: Message(
                good=_good(m),
                where=f"「作った対応表の扱い」の「{m.table}」です。",
                why="何をどうそろえたかが、受け取った人に分かりません。来月の担当は、同じ表をまた作ります。",
                next="そろえ方に疑問を持った人が、何を見れば確かめられるかを考えましょう。",
            ),
            trainer="対応表も成果物。「この数の根拠を聞かれたら、何を見せますか」と聞く。",
        ),
        Correct(
            lambda m: all(m.parts) and not m.guessed,
            say=lambda m, _places: Message(
                good=f"{sum(line.count for line in m.lines)}件の答えが、1件も減らずにそろいました。",
                next="次の調査では、最初から選択肢で聞けないかを考えてみましょう。「その他」の内容は、別の欄で聞きます。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "notation.choices-left",
        say=lambda m, _places: Message(
            good=_good(m),
            where=_left(m),
            why="決めていない答えがあると、取り込みがその行で止まります。",
            next="残りを決めて、「件数の合計」が変わらないかを見ましょう。",
        ),
        trainer="空欄が残っている。右の「まだ決めていない」の件数が0になるまで、1つずつ決めてもらう。",
    ),
    partial=lambda m: 2 * m.right / len(m.parts),
    hints=(
        "番号や送り仮名の違いを除いて読みます。意味が1つに決まるものだけを、そろえます。",
        "「その他」は、選んだことと、書いたことの2つに分けます。決められない答えは、書いた人に聞けるように残します。",
        "たとえば図書館の要望なら、「本をふやして」と「本を増やしてほしい」は同じ、「考え中」は、書いた人にしか分かりません。",
    ),
)


def _left(m: Mapped) -> str:
    labels = [f"「{line.said}」の行です。" for line in m.lines]
    labels += ["「来月、表にない答えが届いたら」の欄です。", "「作った対応表の扱い」の欄です。"]
    return next((label for label, right in zip(labels, m.parts, strict=True) if not right), labels[-1])
