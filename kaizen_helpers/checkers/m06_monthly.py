"""E6-7 月次報告をExcelにする: the marked values of a short program that writes last month's report, run for two months.

Judging keeps the sheets in memory; a test writes them with the library and reads the workbook back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Field, Panel
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m05_preview import whole_table_html
from kaizen_helpers.checkers.m06_case import ASKED_BACK, practice, states_of_receipt
from kaizen_helpers.checkers.m06_program import place_of, rule_for, run_program, shown_program
from kaizen_helpers.errors import InputError

if TYPE_CHECKING:
    from kaizen_helpers.excel.writing import Table

__all__ = ["FITTING", "MONTHLY", "PROGRAM", "Report", "given_names", "report_of", "rows_of", "wanted"]

PROGRAM = """\
from datetime import timedelta
from kaizen_helpers.excel.writing import Column, Table, write_tables
from kaizen_helpers.kintone import Kintone

先月 = 今日.replace(day=1) - timedelta(days=1)
条件 = '«period»'

with Kintone() as kintone:
    記録 = kintone.all_records(アプリ, 条件)

def 一行(一件):
    値 = 一件["回答人数"]["value"]
    return 一件["団体コード"]["value"], 一件["団体名"]["value"], 一件["状況"]["value"], «people»

行 = [一行(一件) for 一件 in 記録]
列 = Column("団体コード"), Column("団体名"), Column("状況"), Column("回答人数", "number", "人")
シート = [«sheets»]
write_tables(フォルダ / «name», シート, notes=[f"更新日 {今日}"])
"""
LAST, THIS, SO_FAR, TYPED = (
    "受領日 = LAST_MONTH()",
    "受領日 = THIS_MONTH()",
    "受領日 < TODAY()",
    '受領日 >= "2026-06-01" and 受領日 <= "2026-06-30"',
)
BLANK, ZERO, TEXT = "空欄のまま（Noneにする）", "0にする", "文字のまま入れる"
PLAIN, BESIDE, BELOW = "受付の表だけ", "受付の表と、別のシートに集計", "受付の表の下に、合計の行"
DATED, FIXED = "年と月を付ける", "毎月同じ名前"
_TABLE = 'Table("受付", 列, 行)'
_CODE: Mapping[str, Mapping[str, str]] = {
    "period": {SO_FAR: SO_FAR, THIS: THIS, TYPED: TYPED, LAST: LAST},
    "people": {ZERO: "int(値 or 0)", TEXT: "値", BLANK: "int(値) if 値 else None"},
    "sheets": {
        BELOW: 'Table("受付", 列, [*行, ("", "合計", "", 合計(行))])',
        PLAIN: _TABLE,
        BESIDE: f'{_TABLE}, Table("集計", (Column("状況"), Column("市町の数", "number", "市町")), 数えた(行))',
    },
    "name": {FIXED: '"月次報告.xlsx"', DATED: 'f"月次報告_{先月:%Y-%m}.xlsx"'},
}
"""What is chosen, and what it is in the program."""
FITTING: Mapping[str, tuple[str, ...]] = {
    "period": (LAST,),
    "people": (BLANK,),
    "sheets": (PLAIN, BESIDE),
    "name": (DATED,),
}
_LABELS: Mapping[str, str] = {
    "period": "期間: 月初めに、先月届いた分を報告する",
    "people": "回答人数がまだ分からない市町（不備を聞いているところ）",
    "sheets": "シートの形",
    "name": "ファイルの名前",
}
_ORDER = tuple(_CODE)
_FIRST, _SECOND = date(2026, 7, 1), date(2026, 8, 3)


def rows_of(seed: str) -> list[dict[str, Any]]:
    """Three inquiries, answered in May, June and July; of towns that are asked back the number is not known yet."""
    rows = []
    for number, month in enumerate((5, 6, 7), start=3):
        for row in states_of_receipt(f"monthly/{seed}/{month}", f"R8-{number:02}", f"2026-{month:02}-19"):
            day = row["受領日"].replace("2026-06", f"2026-{month:02}")
            people = "" if row["状況"] == ASKED_BACK else row["回答人数"]
            rows.append({**row, "受領日": day, "回答人数": people, "督促": []})
    return rows


def wanted(seed: str, today: date) -> Counter[str]:
    """How often each town has answered in the month before."""
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    return Counter(row["団体名"] for row in rows_of(seed) if row["受領日"].startswith(month))


@dataclass(frozen=True)
class Report:
    """What one month gives: the file and its sheets, as heading and rows."""

    file: str = ""
    sheets: tuple[tuple[str, tuple[str, ...], tuple[tuple[object, ...], ...]], ...] = ()
    stopped: str = ""

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """Rows of the first sheet."""
        return self.sheets[0][2] if self.sheets else ()


def given_names(today: date) -> dict[str, Any]:
    """What the program finds ready."""
    return {
        "今日": today,
        "フォルダ": PurePath("報告"),
        "合計": lambda rows: sum(int(row[3] or 0) for row in rows),
        "数えた": lambda rows: sorted(Counter(row[2] for row in rows).items()),
    }


@lru_cache(maxsize=100)
def report_of(seed: str, choices: tuple[str, ...]) -> tuple[Report, Report]:
    """Run the program on the first day of two months, in one folder."""
    values = {name: _CODE[name].get(choice, "") for name, choice in zip(_ORDER, choices, strict=True)}
    there_already: set[str] = set()
    return _of_month(seed, values, _FIRST, there_already), _of_month(seed, values, _SECOND, there_already)


def _of_month(seed: str, values: Mapping[str, str], today: date, there_already: set[str]) -> Report:
    found: list[Report] = []

    def write(path: PurePath, tables: Sequence[Table], notes: Sequence[str]) -> None:  # noqa: ARG001 - its face
        """Like ``write_tables``, but kept in memory: never over a file that is there."""
        from kaizen_helpers.excel.writing.table import checked

        if path.name in there_already:
            raise InputError("同じ名前のファイルがあります。上書きはしません。", path.name)
        there_already.add(path.name)
        sheets = tuple(
            (one.name, tuple(column.heading for column in one.columns), tuple(map(tuple, one.rows)))
            for one in map(checked, tables)
        )
        found.append(Report(path.name, sheets))

    with practice(rows_of(seed), today=today.isoformat()) as there:
        try:
            run_program(PROGRAM, values, there, 書き出す=write, **given_names(today))
        except InputError as error:
            return Report(stopped=str(error))
    return found[0]


@dataclass(frozen=True)
class Chosen:
    """The whole answer."""

    values: Mapping[str, str]
    months: tuple[Report, Report] | None
    """``None`` as long as a value is open."""

    @property
    def parts(self) -> tuple[bool, ...]:
        """Each value, fitting or not."""
        return tuple(self.values[name] in good for name, good in FITTING.items())

    def is_wrong_month(self, place: int) -> bool:
        """Whether the report of a month holds other towns than those that answered in the month before."""
        if self.months is None or self.months[place].stopped:
            return False
        towns = Counter(str(row[1]) for row in self.months[place].rows if row[1] != "合計")
        return towns != wanted(_SEED, (_FIRST, _SECOND)[place])


_SEED = "fresh"


def _chosen(v: Values) -> Chosen:
    values = {name: getattr(v, name) for name in _ORDER}
    choices = tuple(values.values())
    return Chosen(values, report_of(_SEED, choices) if all(choices) else None)


def _good(c: Chosen) -> str:
    return f"{sum(c.parts)}つの値は、2か月続けても困りませんでした。" if any(c.parts) else ""


_rule = rule_for(_LABELS, _good)


def _preview(answer: Mapping[str, Any]) -> str:
    choices = tuple(answer[name] for name in _ORDER)
    program = shown_program(PROGRAM, {name: _CODE[name].get(answer[name], "") for name in _ORDER})
    if not all(choices):
        return program
    first, second = report_of(f"seat/{answer['variant']}", choices)
    tables = "".join(
        facts_html((), title=f"シート「{name}」（{len(rows)}行）")
        + whole_table_html(heads, [["" if cell is None else cell for cell in row] for row in _ends(rows)], label=name)
        for name, heads, rows in first.sheets
    )
    later = second.stopped or f"「{second.file}」に、{len(second.rows)}行"
    facts = (f"7月1日に動かすと: 「{first.file}」", f"8月3日に動かすと: {later}")
    return program + facts_html(facts, title="動かした結果") + tables


def _ends(rows: tuple[tuple[object, ...], ...]) -> list[tuple[object, ...]]:
    """The first and the last rows of a long sheet."""
    if len(rows) <= 9:
        return list(rows)
    return [*rows[:6], ("…",) * len(rows[0]), *rows[-2:]]


MONTHLY = Exercise(
    id="kintone-monthly",
    code="E6-7",
    module="06_kintone",
    title="月次報告をExcelにする",
    points=4,
    takes=dict.fromkeys(_ORDER, str) | {"variant": int},
    panel=Panel(
        question=(
            "<p>毎月の初めに、<b>先月届いた回答</b>の一覧をExcelにして、係長に渡します。"
            "係長は、その表を並べ替えたり、人数を合計したりします。</p>"
            "<p>短いプログラムはできています。<b>決めるのは、中の4つの値だけ</b>です。"
            "全部選ぶと、7月1日と8月3日に、練習環境で動かした結果が出ます。</p>"
        ),
        inputs=tuple(Field(name, _LABELS[name], choices=tuple(_CODE[name])) for name in _ORDER),
        preview=_preview,
        caption="プログラムと、動かした結果",
    ),
    prepare=_chosen,
    rules=(
        Unattempted(lambda c: not any(c.values.values())),
        _rule(
            "kintone.typed-month",
            "period",
            lambda c: c.values["period"] == TYPED and c.is_wrong_month(1),
            "今月は合っていますが、来月も6月の分が出ます。日付を書きかえ忘れた月に、気づけません。",
            "「8月3日に動かすと」の行数を見て、動かす日に合わせて変わる言い方を探しましょう。",
            "日付の書き込み。後任の方が、この1行を毎月直すことを覚えていられるかを聞く。",
        ),
        _rule(
            "kintone.wrong-month",
            "period",
            lambda c: c.is_wrong_month(0),
            "先月届いた分のほかの市町が入っているか、先月の市町が足りません。",
            "月の初めの日に動かすと、その条件がいつからいつまでを指すかを考えましょう。",
            "期間。カレンダーを出し、動かす日と、欲しい日の初めと終わりを指してもらう。",
        ),
        _rule(
            "kintone.unknown-as-zero",
            "people",
            lambda c: c.values["people"] == ZERO,
            "まだ分からない市町が、0人と答えたことになります。平均も小さくなります。",
            "「0人」と「まだ分からない」を、表の上で見分けられる入れ方を選びましょう。",
            "空欄と0。Excelの時間の「空欄と0は別」に戻る。",
        ),
        _rule(
            "kintone.number-as-text",
            "people",
            lambda c: c.values["people"] == TEXT,
            "文字の数字は、Excelで合計すると0になります。大きい順にも並びません。",
            "係長が、この列で何をするかを問題文から読み取りましょう。",
            "文字の数字。kintoneから来る数は文字なので、数にしてから書き出す。",
        ),
        _rule(
            "kintone.total-in-table",
            "sheets",
            lambda c: c.values["sheets"] == BELOW,
            "「合計」という団体があることになります。並べ替えると途中に入り、足すと2倍になります。",
            "データの表と、まとめの表を分けられないかを考えましょう。",
            "合計の行。Excelの時間の、1シート1表と、集計行を混ぜない話に戻る。",
        ),
        _rule(
            "kintone.same-name",
            "name",
            lambda c: c.values["name"] == FIXED,
            "来月は同じ名前のファイルがあるので止まります。上書きできたとしたら、先月の報告がなくなります。",
            "1年分の報告が並んだフォルダを思い浮かべ、探しやすい名前を考えましょう。",
            "ファイル名。「去年の6月の報告は、どれですか」と聞く。",
        ),
        Correct(
            lambda c: all(c.parts) and not c.is_wrong_month(0) and not c.is_wrong_month(1),
            say=Message(
                good="2か月続けて動かしても、先月の分だけが、使える表で残りました。",
                next="毎月の報告を1つ選び、転記している所と、合計している所に印を付けてみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.monthly-left",
        say=lambda c, _places: Message(
            good=_good(c),
            where=place_of(_LABELS[next((name for name in _ORDER if not c.values[name]), "period")]),
            why="値が決まっていないと、報告は書き出せません。",
            next="全部を選んで、動かした結果の表を上から読みましょう。",
        ),
        trainer="値が残っている。右のプログラムの「…」の行を指さす。",
    ),
    partial=lambda c: min(4.0 * sum(c.parts) / len(c.parts), 3.5),
    hints=(
        "まず全部の値を選び、7月と8月の結果を見比べます。",
        "受け取った人が、並べ替え、合計し、1年後に探す場面を思い浮かべます。",
        "たとえば家計簿なら、月ごとに名前を付けて残し、まだ届かない請求は、0円とは書きません。",
    ),
)
