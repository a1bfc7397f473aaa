"""E4-3 横から縦へ: the marked values of a short given program that turns a wide table into a long one.

The values are followed on the table that the learner sees and on a fresh one; keys, sums and blanks are compared.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m04_preview import facts_html, table_html
from kaizen_helpers.excel.opening.model import Sheet, Style

__all__ = ["LONG", "YEARS", "long_rows", "program", "wide_rows"]

YEARS = {"令和5年度": 2023, "令和6年度": 2024, "令和7年度": 2025}
NAMES = ("圏域", "団体コード", "団体名", *YEARS, "合計")

BY_TOWN, BY_AREA, BY_NOTHING = "団体コードと団体名", "圏域", "なし（年度と件数だけにする）"
ALL_YEARS, WITH_TOTAL, LAST_YEAR = "3つの年度", "3つの年度と合計", "いちばん新しい年度"
AS_BLANK, AS_ZERO, LEFT_OUT = "空欄のまま", "0にする", "その行を外す"
FROM, TO = "横の項目名", "縦の表での書き方"
FRESH = 904
_KEPT = {BY_TOWN: ("団体コード", "団体名"), BY_AREA: ("圏域",), BY_NOTHING: ()}
_MELTED = {ALL_YEARS: tuple(YEARS), WITH_TOTAL: (*YEARS, "合計"), LAST_YEAR: tuple(YEARS)[-1:]}
_TOWNS = (
    ("中部", "412015", "佐賀市"),
    ("東部", "412031", "鳥栖市"),
    ("東部", "413411", "基山町"),
    ("北部", "412023", "唐津市"),
    ("西部", "414018", "有田町"),
    ("南部", "412066", "武雄市"),
    ("南部", "412074", "鹿島市"),
)

Row = tuple[object, ...]


def wide_rows(seed: int) -> tuple[Row, ...]:
    """Towns with a figure a year and their total: one figure is 0, one is blank, two towns share a 圏域."""
    draw = random.Random(f"04_excel/years/{seed}")  # noqa: S311 - a repeatable example, no secret
    pair = draw.choice(((1, 2), (5, 6)))
    towns = sorted((*pair, *draw.sample([place for place in range(len(_TOWNS)) if place not in pair], 2)))
    figures: list[list[int | None]] = [[draw.randrange(2, 90) for _ in YEARS] for _ in towns]
    figures[draw.randrange(0, 2)][draw.randrange(3)] = None
    figures[draw.randrange(2, 4)][draw.randrange(3)] = 0
    return tuple(
        (*_TOWNS[town], *years, sum(one or 0 for one in years)) for town, years in zip(towns, figures, strict=True)
    )


@dataclass(frozen=True)
class Choice:
    """The marked values."""

    kept: str
    melted: str
    blank: str
    names: Mapping[str, str]


def long_rows(wide: tuple[Row, ...], choice: Choice) -> tuple[Row, ...]:
    """What the program makes of a wide table: the kept columns, the year, the figure."""
    rows: list[Row] = []
    for year in _MELTED.get(choice.melted, ()):
        for line in wide:
            figure = line[NAMES.index(year)]
            if figure is None and choice.blank == LEFT_OUT:
                continue
            kept = (line[NAMES.index(name)] for name in _KEPT.get(choice.kept, ()))
            name = choice.names.get(year, "") or year
            rows.append((*kept, name, 0 if figure is None and choice.blank == AS_ZERO else figure))
    return tuple(rows)


_PROGRAM = """縦の表 = 横の表.melt(
    id_vars={kept},
    value_vars={melted},
    var_name="年度", value_name="件数",
)
縦の表["年度"] = 縦の表["年度"].replace({names})
{blank}
"""
_BLANKS = {
    AS_ZERO: '縦の表["件数"] = 縦の表["件数"].fillna(0)',
    LEFT_OUT: '縦の表 = 縦の表.dropna(subset=["件数"])',
    AS_BLANK: "# 件数の空欄は、そのまま残す",
}
_OPEN = "［ここを決める］"


def _values(choice: Choice) -> dict[str, str]:
    """The marked values as they stand in the program."""
    return {
        "kept": str(list(_KEPT[choice.kept])) if choice.kept else _OPEN,
        "melted": str(list(_MELTED[choice.melted])) if choice.melted else _OPEN,
        "names": str({year: name for year, name in choice.names.items() if name})
        if any(choice.names.values())
        else _OPEN,
        "blank": _BLANKS.get(choice.blank, _OPEN),
    }


def program(choice: Choice) -> str:
    """The short program with the learner's values in it; it is the one that is followed."""
    return _PROGRAM.format(**_values(choice))


def _program_html(choice: Choice) -> str:
    marked = {name: f"<mark>{escape(value)}</mark>" for name, value in _values(choice).items()}
    style = "margin:.3em .5em;font-size:12.5px;white-space:pre-wrap;overflow-wrap:anywhere"
    return f"<pre style='{style}'>{_PROGRAM.format(**marked)}</pre>"


@dataclass(frozen=True)
class Outcome:
    """The long table of one wide table, and what is compared."""

    wide: tuple[Row, ...]
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """The sum of the figures."""
        return sum(row[-1] for row in self.rows if type(row[-1]) is int)

    @property
    def wanted_total(self) -> int:
        """The same in the wide table, its own total left out."""
        return sum(value for line in self.wide for value in line[3:6] if type(value) is int)

    @property
    def blanks(self) -> int:
        """How many figures are blank."""
        return sum(row[-1] is None for row in self.rows)

    @property
    def keys_twice(self) -> int:
        """How many rows have the key (everything but the figure) of a row before them."""
        return len(self.rows) - len({row[:-1] for row in self.rows})

    @property
    def holds(self) -> bool:
        """Rows, sum and blanks as in the wide table, and every row with a key of its own."""
        blanks = sum(value is None for line in self.wide for value in line[3:6])
        sizes = (len(self.rows), self.total, self.blanks, self.keys_twice)
        return sizes == (len(self.wide) * len(YEARS), self.wanted_total, blanks, 0)


@dataclass(frozen=True)
class Turned:
    """The whole answer."""

    choice: Choice
    own: Outcome
    fresh: Outcome

    def names_read(self) -> list[tuple[str, str]]:
        """For each year as it stands in the wide table, what was typed for it, in half width and without gaps."""
        return [
            (year, "".join(unicodedata.normalize("NFKC", name).split()).removeprefix("西暦"))
            for year, name in self.choice.names.items()
        ]

    @property
    def named(self) -> int:
        """How many years got a good name."""
        return sum(name in (f"{YEARS[year]}年度", str(YEARS[year])) for year, name in self.names_read())

    @property
    def parts(self) -> tuple[bool, ...]:
        """The four parts of the answer, each right or not."""
        c = self.choice
        return (c.kept == BY_TOWN, c.melted == ALL_YEARS, c.blank == AS_BLANK, self.named == len(YEARS))


def _choice(answer: Mapping[str, Any]) -> Choice:
    names = {year: row[TO] for year, row in zip(YEARS, answer["names"], strict=True)}
    return Choice(answer["kept"], answer["melted"], answer["blank"], names)


def _turned(v: Values) -> Turned:
    choice = _choice({"kept": v.kept, "melted": v.melted, "blank": v.blank, "names": v.names})
    own, fresh = wide_rows(v.variant), wide_rows(FRESH)
    return Turned(choice, Outcome(own, long_rows(own, choice)), Outcome(fresh, long_rows(fresh, choice)))


def _picture(variant: Variant) -> str:
    from kaizen_helpers.excel.picture import sheet_picture

    styles = (Style(borders="tblr"), Style(bold=True, borders="tblr"))
    rows = (NAMES, *wide_rows(variant))
    looks = tuple((1 if number == 0 else 0,) * len(NAMES) for number in range(len(rows)))
    return sheet_picture(Sheet("年度別", rows, styles, looks), title_ja="年度が横に並んだ表")


def _preview(answer: Mapping[str, Any]) -> str:
    choice = _choice(answer)
    done = Outcome(wide_rows(answer["variant"]), long_rows(wide_rows(answer["variant"]), choice))
    if not choice.melted:
        return _program_html(choice)
    names = (*_KEPT.get(choice.kept, ()), "年度", "件数")
    facts = (
        f"行の数: 横の表の{len(done.wide)}行 → {len(done.rows)}行",
        f"件数の合計: {done.wanted_total:,} → {done.total:,}",
        f"空欄の数: {sum(value is None for line in done.wide for value in line[3:6])} → {done.blanks}",
    )
    return _program_html(choice) + table_html(names, done.rows, label="縦の表", most=6) + facts_html(facts)


_UNTOUCHED = Choice("", "", "", dict.fromkeys(YEARS, ""))

LONG = Exercise(
    id="excel-long",
    code="E4-3",
    module="04_excel",
    title="横から縦へ",
    points=4,
    takes={"variant": int, "kept": str, "melted": str, "blank": str, "names": list},
    panel=Panel(
        question=(
            "<p>年度が横に並んだ表は、年度が増えるたびに列が増え、集計の式も直すことになります。"
            "<b>1行に、1つの団体の1つの年度</b>という縦の表に変えます。目的は、ほかの課へのデータ提供です。</p>"
            "<p>短いプログラムはできています。<b>決めるのは、中の4つの値だけ</b>です。選ぶと、プログラムの色の付いた所と、できる表が変わります。"
            "答え合わせでは、同じ値を、別の団体の表にも当てはめます。</p>"
        ),
        picture=_picture,
        inputs=(
            Field("kept", "そのまま残す列", choices=(BY_TOWN, BY_AREA, BY_NOTHING)),
            Field("melted", "縦にする列", choices=(ALL_YEARS, WITH_TOTAL, LAST_YEAR)),
            Field("blank", "件数の空欄（回答がなかった所）", choices=(AS_BLANK, AS_ZERO, LEFT_OUT)),
            Table(
                "names",
                "年度の書き方（西暦の年度にそろえます）",
                (Column(FROM, given=True, width="10em"), Column(TO, width="14em", placeholder="例: 2019年度")),
                rows=[{FROM: year} for year in YEARS],
            ),
        ),
        preview=_preview,
        caption="プログラムと、できる表",
    ),
    prepare=_turned,
    rules=(
        Unattempted(lambda t: t.choice == _UNTOUCHED),
        Mistake(
            "excel.long-key",
            when=lambda t: bool(t.choice.kept and t.choice.melted) and t.fresh.keys_twice > 0,
            say=lambda t, _places: Message(
                where=f"「そのまま残す列」の「{t.choice.kept}」です。",
                why="どの行がどの団体のものか、区別できない行ができます。後から訂正が来ても、直す行が分かりません。",
                next="縦の表の1行を指して、「これは、どこの、いつの件数か」と言えるかを確かめましょう。",
            ),
            trainer="1行を見分ける列。「訂正の電話が来たら、どの行を直しますか」と聞く。",
        ),
        Mistake(
            "excel.long-total",
            when=lambda t: t.fresh.total > t.fresh.wanted_total,
            say=lambda t, _places: Message(
                where=f"「縦にする列」の「{t.choice.melted}」です。件数の合計は{t.own.total:,}になりました。",
                why="足した結果まで1件のデータになり、集計すると2回数えることになります。",
                next="横の表の中で、ほかの列から計算できる列がどれかを考えましょう。",
            ),
            trainer="合計の列も縦にした。「縦の表の件数を全部足すと、いくつですか」と聞く。",
        ),
        Mistake(
            "excel.long-years-lost",
            when=lambda t: t.choice.melted == LAST_YEAR,
            say=lambda t, _places: Message(
                where=f"「縦にする列」の「{t.choice.melted}」です。{len(t.own.rows)}行になりました。",
                why="前の年度の件数が、縦の表から消えました。年度ごとに比べることができません。",
                next="表の下の「件数の合計」が、前と後で同じになるかを見ましょう。",
            ),
            trainer="年度が消えた。表の下の合計を、前と後で見比べてもらう。",
        ),
        Mistake(
            "excel.long-zero",
            when=lambda t: t.choice.blank == AS_ZERO,
            say=Message(
                where="「件数の空欄」の欄です。",
                why="答えのなかった団体を、0件と数えています。「0件」と「回答がない」は別の事実です。",
                next="平均を出すときに、その団体を数に入れてよいかを考えましょう。",
            ),
            trainer="欠測と0。4団体のうち1団体が答えていないときの平均を、2通りに計算してもらう。",
        ),
        Mistake(
            "excel.long-left-out",
            when=lambda t: t.choice.blank == LEFT_OUT,
            say=Message(
                where="「件数の空欄」の欄です。",
                why="答えのなかった団体が、その年度の表から消えました。まだ聞いていない団体と区別できなくなります。",
                next="督促する相手を、縦の表だけから探せるかを考えましょう。",
            ),
            trainer="空欄の行を外した。「督促の名簿を、この表から作れますか」と聞く。",
        ),
        Mistake(
            "excel.long-era-left",
            when=lambda t: [year for year, name in t.names_read() if any(mark in name for mark in ("令和", "R", "r"))],
            say=lambda _t, places: Message(
                where=f"「{places[0]}」の書き方です。",
                why="元号が変わると、並べ替えや年数の計算が合わなくなります。",
                next="令和元年度が西暦の何年度だったかを思い出して、西暦で書きましょう。",
            ),
            trainer="元号のまま。平成31年度と令和元年度を、書いたとおりの文字で並べ替えてもらう。",
        ),
        Mistake(
            "excel.long-calendar-year",
            when=lambda t: [year for year, name in t.names_read() if name.endswith("年")],
            say=lambda _t, places: Message(
                where=f"「{places[0]}」の書き方です。",
                why="「年」だけだと、1月から12月までの数と受け取られます。4月始まりの数と混ざります。",
                next="4月から翌年の3月までだと分かる書き方にしましょう。",
            ),
            trainer="年と年度。1月から3月の分が、どちらに入るかを聞く。",
        ),
        Mistake(
            "excel.long-year-other",
            when=lambda t: [
                year
                for year, name in t.names_read()
                if name and name not in (f"{YEARS[year]}年度", str(YEARS[year])) and not name.endswith("年")
            ],
            say=lambda t, places: Message(
                where=f"「{places[0]}」の書き方です。いまは「{t.choice.names[places[0]][:12]}」です。",
                why="年度がずれると、ほかの表とつないだときに、別の年度の件数が並びます。",
                next="令和元年度が西暦の何年度かを確かめて、1年ずつ数えましょう。",
            ),
            trainer="西暦の計算。令和元年度が2019年度であることを書き、1年ずつ数えてもらう。",
            counted=False,
        ),
        Correct(
            lambda t: all(t.parts) and t.own.holds and t.fresh.holds,
            say=lambda t, _places: Message(
                good=f"{len(t.own.rows)}行の縦の表になりました。別の表でも、合計と空欄の数が変わりませんでした。",
                next="自分の表で、年度や月が横に並んでいるものを1つ思い出し、縦にしたときの列の名前を書いてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "excel.long-left",
        say=lambda t, _places: Message(
            good="決めた値は、合っています。" if any(t.parts) else "",
            where=_left(t),
            why="値が決まっていないと、プログラムは最後まで動きません。",
            next="残りの値を決めて、縦の表と件数の合計を見ましょう。",
        ),
        trainer="値が残っている。プログラムの「ここを決める」を指さす。",
    ),
    partial=lambda t: 4 * sum(t.parts) / len(t.parts),
    hints=(
        "1つ選ぶたびに、表の下の3つの数が、前と後で同じになるかを見ましょう。",
        "縦の表の1行は、「どこの」「いつの」「いくつ」の3つが言えると、使える1行です。",
        "たとえば図書館の月別の貸出数なら、「本の番号・月・冊数」の3列にします。合計の列は、後から計算できます。",
    ),
)


def _left(t: Turned) -> str:
    labels = ("そのまま残す列", "縦にする列", "件数の空欄", "年度の書き方")
    return f"「{next(label for label, right in zip(labels, t.parts, strict=True) if not right)}」の欄です。"
