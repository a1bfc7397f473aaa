"""E5-2 文字の方針表: for each field one way, followed on the list of the seat and on lists that nobody has seen.

What is judged is what comes out. Several tables are right: a clean-up for everything does no harm to a フリガナ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Panel, Table
from kaizen_helpers.checkers.m05_dirty import (
    BULK,
    CODE,
    FIELDS,
    HOURS,
    KANA,
    KEEP,
    MONEY,
    NAME,
    PLACE,
    WANTED,
    WAYS,
    after,
    dirty_rows,
)
from kaizen_helpers.checkers.m05_preview import whole_table_html

__all__ = ["FRESH", "TEXT"]

FIELD, WAY = "項目", "そろえ方"
FRESH = (501, 502, 503)
"""Seeds of the lists that nobody sees."""
_HALF_KANA = re.compile("[ｦ-ﾟ]")
_WIDE_DIGIT = re.compile("[０-９]")
_RANGE = re.compile("[〜～~]")


@dataclass(frozen=True)
class Made:
    """One value: as it was typed, as it came out, and as it has to be."""

    before: str
    after: object
    wanted: object


@dataclass(frozen=True)
class Decided:
    """One field, its way, and its values: those of the seat first."""

    field: str
    way: str
    values: tuple[Made, ...]

    @property
    def fits(self) -> bool:
        """Whether every value came out as it has to. A name is safe only where nothing is done to it."""
        right = all(type(v.after) is type(v.wanted) and v.after == v.wanted for v in self.values)
        return bool(self.way) and right and (self.field != NAME or self.way == KEEP)


@dataclass(frozen=True)
class Policies:
    """The whole table."""

    fields: Mapping[str, Decided]

    @property
    def right(self) -> int:
        """How many fields are right."""
        return sum(one.fits for one in self.fields.values())

    def values(self, field: str, holds: Callable[[Made], bool]) -> list[Made]:
        """The values of a decided field for which this holds."""
        one = self.fields[field]
        return [value for value in one.values if holds(value)] if one.way and not one.fits else []


def _policies(v: Values) -> Policies:
    lists = [dirty_rows(v.variant), *map(dirty_rows, FRESH)]
    fields = {}
    for field, row in zip(FIELDS, v.rows, strict=True):
        made = [
            Made(str(line[field]), now, wanted)
            for rows in lists
            for line, now, wanted in zip(
                rows, after(rows, field, row[WAY]), after(rows, field, WANTED[field]), strict=True
            )
        ]
        fields[field] = Decided(field, row[WAY], tuple(made))
    return Policies(fields)


def _in(field: str, holds: Callable[[Made], bool]) -> Callable[[Policies], list[tuple[str, Made]]]:
    """Rules: the first value of a field for which this holds; one place a field."""
    return lambda p: [(field, value) for value in p.values(field, holds)[:1]]


def _in_any(fields: tuple[str, ...], holds: Callable[[Made], bool]) -> Callable[[Policies], list[tuple[str, Made]]]:
    """Rules: the same for several fields."""
    return lambda p: [place for field in fields for place in _in(field, holds)(p)]


def _building_changed(made: Made) -> bool:
    """Whether what the right way leaves alone, the name of a building behind the blank, became something else."""
    _, blank, house = made.before.partition("\u3000")
    return bool(blank) and house not in str(made.after)


def _left_wide(made: Made) -> bool:
    text, wanted = str(made.after), str(made.wanted)
    return text != text.strip() or bool(_WIDE_DIGIT.search(text) and text != wanted) or "－" in text


def _what_is_left(field: str, made: Made) -> str:
    """What stands in the value still, named as the table beside it names it."""
    if field == CODE and str(made.after).rstrip() != made.after:
        return f"「{str(made.after).strip()}」の後ろに、空白が残っています。"
    return f"{'番地の' if field == PLACE else ''}数字に、全角が残っています。"


def _good(p: Policies) -> str:
    return f"{p.right}つの項目は、目的どおりにそろいました。" if p.right else ""


def _notice(made: Made, way: str) -> str:
    """What a person may not see at once."""
    if type(made.after) is int:
        return "数になる"
    now = str(made.after)
    other = [old for old, new in zip(made.before, now, strict=False) if "\uf900" <= old <= "\ufaff" and old != new]
    if other and len(now) == len(made.before):
        return "別の字"
    return "あり" if now != made.before else "なし" if way else ""


def _blank_told(text: str) -> str:
    """The value with a blank at its end told, as nobody sees it."""
    bare = text.rstrip()
    return text if bare == text else f"{bare}（後ろに空白）"


def _preview(answer: Mapping[str, Any]) -> str:
    rows = dirty_rows(answer["variant"])
    lines = []
    for field, row in zip(FIELDS, answer["rows"], strict=True):
        for number, (line, now) in enumerate(zip(rows, after(rows, field, row[WAY]), strict=True)):
            made = Made(str(line[field]), now, None)
            shown = now if row[WAY] else ""
            lines.append((field if not number else "", _blank_told(made.before), shown, _notice(made, row[WAY])))
    return whole_table_html((FIELD, "元の値", "そろえた値", "変化"), lines, label="そろえた値")


TEXT = Exercise(
    id="notation-text",
    code="E5-2",
    module="05_notation",
    title="文字の方針表",
    points=4,
    required=True,
    takes={"variant": int, "rows": list},
    panel=Panel(
        question=(
            "<p>市や町から届いた連絡先の表を、kintoneに取り込みます（<b>kintone取込</b>のきまり）。"
            "項目ごとに、そろえ方を1つ決めます。氏名や住所は、すべて架空です。</p>"
            "<ul><li>1つ選ぶたびに、表の「そろえた値」が変わります。元の値と見比べます。</li>"
            "<li>同じそろえ方を、何回使ってもかまいません。よい決め方は、1通りとは限りません。</li>"
            "<li>答え合わせでは、同じ決め方を、<b>別の団体から届いた表</b>にも当てはめます。</li></ul>"
        ),
        inputs=(
            Table(
                "rows",
                "項目ごとに、そろえ方を選びます。",
                (Column(FIELD, given=True, width="8em"), Column(WAY, choices=tuple(WAYS), width="29em")),
                rows=[{FIELD: field} for field in FIELDS],
            ),
        ),
        preview=_preview,
        caption="決めたとおりにそろえた値",
    ),
    prepare=_policies,
    rules=(
        Unattempted(lambda p: not any(one.way for one in p.fields.values())),
        Mistake(
            "notation.name-changed",
            when=_in(NAME, lambda made: made.after != made.before),
            say=lambda p, _places: Message(
                good=_good(p),
                where="「担当者」の列です。氏名の「神」が、別の字に変わりました。",
                why="見た目が似ていても、別の字です。通知のあて名が、本人の届けた氏名と合わなくなります。",
                next="その人の氏名を決めたのはだれかを考えて、この列のそろえ方を選び直しましょう。",
            ),
            trainer="氏名と住所の固有名詞は、本人や地元が決めた字。「あなたの名前の字を、道具に選ばせますか」と聞く。",
        ),
        Mistake(
            "notation.name-by-chance",
            when=lambda p: bool(p.fields[NAME].way) and p.fields[NAME].way != KEEP,
            say=lambda p, _places: Message(
                good=_good(p),
                where=f"「担当者」の列の「{p.fields[NAME].way}」です。",
                why="今日の3人は変わりませんでした。英字や数字、カナの入った氏名が届くと、変わってしまうことがあります。",
                next="どんな氏名が届いても、本人の書いた字が残るかどうかで選びましょう。",
            ),
            trainer="たまたま変わらなかった。外国籍の方の氏名など、英字やカナの入った例を1つ挙げてもらう。",
            counted=False,
        ),
        Mistake(
            "notation.zero-lost",
            when=_in(CODE, lambda made: type(made.after) is int),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「団体コード」の列です。「{places[0][1].before.strip()}」の桁が減りました。",
                why="先頭の0が消えると、ほかの表のコードと一致しません。その団体だけ、集計から外れます。",
                next="このコードを足したり平均したりするかを考えて、選び直しましょう。",
            ),
            trainer="コードは計算しないので、文字で持つ。「このコードの平均に、意味がありますか」と聞く。",
        ),
        Mistake(
            "notation.sign-lost",
            when=_in(MONEY, lambda made: made.before[0] in "▲－" and not re.search("[-▲－]", str(made.after))),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「{MONEY}」の列です。「{places[0][1].before}」の記号が消えました。",
                why="減ったことを表す記号がなくなり、増えたことになります。合計も変わります。",
                next="「▲」が何を表しているかを声に出して読み、その意味が残るそろえ方を選びましょう。",
            ),
            trainer="▲は飾りではなく負の符号。そろえた後の合計を、元の合計と比べてもらう。",
        ),
        Mistake(
            "notation.not-a-number",
            when=_in(MONEY, lambda made: type(made.after) is not int),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「{MONEY}」の列です。「{places[0][1].before}」が、まだ文字のままです。",
                why="文字のままだと、Excelでもkintoneでも合計に入りません。足りないことに、だれも気づけません。",
                next="この列を合計できるそろえ方を選び、「変化」の欄を見ましょう。",
            ),
            trainer="文字の列は合計できない。Excelで、文字の入った列を合計すると0になることを見せる。",
            counted=False,
        ),
        Mistake(
            "notation.range-lost",
            when=_in(HOURS, lambda made: bool(_RANGE.search(made.before)) and not _RANGE.search(str(made.after))),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「受付時間」の列です。「{places[0][1].before.partition('（')[0]}」の記号がなくなりました。",
                why="数字がつながって、いつからいつまでなのか、読めなくなります。",
                next="「〜」が何を表しているかを考えて、その意味が残るそろえ方を選びましょう。",
            ),
            trainer="範囲の記号が消えた。そろえた後の値だけを見て、受付の終わる時刻を言ってもらう。",
        ),
        Mistake(
            "notation.number-merged",
            when=_in(HOURS, lambda made: made.before[0] == "①" and str(made.after)[0] != "①"),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「受付時間」の列です。「{places[0][1].before}」の「①」が、ただの「1」になりました。",
                why="番号と時刻がつながって、まったく別の時刻に見えます。",
                next="番号や記号が残るそろえ方を探して、表の「そろえた値」で確かめましょう。",
            ),
            trainer="丸数字の一括変換。そろえた後の時刻を、声に出して読んでもらう。",
            counted=False,
        ),
        Mistake(
            "notation.block-merged",
            when=_in(PLACE, lambda made: "－" in made.before and not re.search("[-－]", str(made.after))),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「所在地」の列です。「{places[0][1].before}」の「－」が消えました。",
                why="番地の数字がつながって、別の番地になります。郵便物が届かないことがあります。",
                next="「－」が何と何を分けているかを考えて、その区切りが残るそろえ方を選びましょう。",
            ),
            trainer="番地の区切りが消えた。そろえた後の住所だけを見て、番地を声に出して読んでもらう。",
        ),
        Mistake(
            "notation.place-changed",
            when=_in(PLACE, _building_changed),
            say=lambda p, _places: Message(
                good=_good(p),
                where="「所在地」の列です。建物の名前の字が変わりました。",
                why="町や建物の名前は固有名詞で、正しい字が決まっています。登記や地図の名前と合わなくなります。",
                next="変えてよい数字と、名前の一部の数字を分けて扱うそろえ方を選びましょう。",
            ),
            trainer="建物の名前も固有名詞。「看板には、どちらの字で書いてありますか」と聞く。",
        ),
        Mistake(
            "notation.kana-left",
            when=_in_any((KANA, HOURS), lambda made: bool(_HALF_KANA.search(str(made.after)))),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「{places[0][0]}」の列です。半角のカナが残っています。",
                why="半角と全角は、別の文字として並びます。検索しても、片方しか見つかりません。",
                next="表の「そろえた値」で、カナの幅が1つになるそろえ方を選びましょう。",
            ),
            trainer="半角カナ。並べ替えると、全角と半角が離れて並ぶことを、Excelで見せる。",
            counted=False,
        ),
        Mistake(
            "notation.width-left",
            when=_in_any((CODE, HOURS, PLACE), _left_wide),
            say=lambda p, places: Message(
                good=_good(p),
                where=f"「{places[0][0]}」の列です。{_what_is_left(*places[0])}",
                why="人には同じに見えても、機械には別の値です。ほかの表とつないだときに、一致しません。",
                next=(
                    "番地の数字を上から見て、幅が1つになるそろえ方を選びましょう。名前の一部の数字は、そのままで大丈夫です。"
                    if places[0][0] == PLACE
                    else "3つの値を上から見て、幅も前後の空白もそろうものを選びましょう。"
                ),
            ),
            trainer="全角の数字と、後ろの空白。同じ値に見える2つを、Excelで「等しいか」と比べてもらう。",
            counted=False,
        ),
        Correct(
            lambda p: p.right == len(FIELDS),
            say=lambda p, _places: Message(
                good="6つの項目がそろいました。"
                + (
                    "一括変換も、害のない列にだけ使えています。"
                    if any(one.way == BULK for one in p.fields.values())
                    else "氏名は元の字のまま、別の団体の表でも同じ結果です。"
                ),
                next="自分の表から項目を3つ選び、だれが方針を決めるとよいかを、隣の人と話してみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "notation.policies-left",
        say=lambda p, _places: Message(
            good=_good(p),
            where=f"「{next(one.field for one in p.fields.values() if not one.fits)}」の欄です。",
            why="方針のない列は、入力する人ごとに、そろえ方が変わってしまいます。",
            next="元の値を3つ見て、その列を何に使うのかを考えてから選びましょう。",
        ),
        trainer="空欄が残っている。「その列は、計算しますか。照合しますか。読むだけですか」と聞く。",
    ),
    partial=lambda p: 4 * p.right / len(FIELDS),
    hints=(
        "1つ選んだら、「元の値」と「そろえた値」を声に出して読み比べます。意味が変わったら、選び直します。",
        "列ごとに、計算するのか、照合するのか、読むだけなのかを考えます。固有名詞は、決めた人の字を残します。",
        "たとえば図書館の利用者番号「００４２」は、照合に使うので、文字のまま幅だけをそろえます。",
    ),
)
