"""E6-2 取込前の検査: for each row whether the screen would take it in, and what is done about the file.

What is true comes from the library's own check before an import (kintone.importing), run on the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kaizen_helpers.checkers.engine import Correct, Exercise, Message, Mistake, Otherwise, Unattempted, Values
from kaizen_helpers.checkers.inputs import Column, Field, Panel, Table, Variant
from kaizen_helpers.checkers.m04_preview import facts_html
from kaizen_helpers.checkers.m06_case import STATES
from kaizen_helpers.checkers.m06_import_rows import (
    CAN,
    COLUMNS,
    NOT_A_DAY,
    NOT_A_NUMBER,
    NOT_AN_OPTION,
    NOTHING,
    REASONS,
    TWICE,
    Row,
    can_take,
    rows_of_seat,
)

__all__ = ["IMPORT", "works"]

JUDGED = "取り込むと"
_CHOICES = (CAN, *(f"止まる: {reason}" for reason in REASONS))
_POINTS = 5.0
AS_XLSX, AS_CSV, SMALLER = "Excelのまま取り込む", "CSVにするか、2つに分ける", "罫線と色を消してから取り込む"
SECOND, HIDDEN, FIRST = "そのまま取り込む", "表紙を非表示にして取り込む", "表のシートだけのファイルにする"
NAMES_ONLY, LATER = "ファイルの名前を列に書いて取り込む", "列を外し、あとで画面から付ける"
ADD_OPTION, MAKE_EMPTY, ASK = "選択肢に足す", "空にして取り込む", "対応表か、書いた人に確かめて直す"
_FILE: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "many": ("1,001行のExcelで届いたら", (AS_XLSX, SMALLER, AS_CSV), AS_CSV),
    "sheet": ("1枚目が表紙、2枚目が受付の表なら", (SECOND, FIRST, HIDDEN), FIRST),
    "column": ("添付ファイルの列があったら", (NAMES_ONLY, LATER), LATER),
    "mend": ("選択肢にない言葉の行は", (ADD_OPTION, ASK, MAKE_EMPTY), ASK),
}
"""Label, choices, and what works (tests hold the first three to the library's check)."""


@dataclass(frozen=True)
class Judged:
    """One row, and what the learner says of it."""

    row: Row
    said: str

    @property
    def reason(self) -> str:
        """The reason that was chosen; empty for 「取り込める」."""
        return self.said.removeprefix("止まる: ") if self.said.startswith("止まる") else ""

    @property
    def is_right(self) -> bool:
        """The right reason; of two rows with one key, the first may be named as well."""
        if self.row.is_first_of_two and self.reason == TWICE:
            return True
        return bool(self.said) and self.reason == self.row.reason


@dataclass(frozen=True)
class Checked:
    """The whole answer."""

    rows: tuple[Judged, ...]
    file: Mapping[str, str]

    @property
    def right(self) -> int:
        """How many rows are judged as the check judges them."""
        return sum(one.is_right for one in self.rows)

    @property
    def points(self) -> float:
        """Rows that stop count twice: whoever lets everything pass has found nothing."""
        weights = [(2 if one.row.reason else 1, one.is_right) for one in self.rows]
        share = sum(weight for weight, right in weights if right) / sum(weight for weight, _ in weights)
        needless = sum(1 for one in self.rows if one.reason and not one.row.reason and not one.is_right)
        file = sum(self.file[name] == good for name, (_, _, good) in _FILE.items())
        return max(0.0, 4 * share - 0.25 * needless) + file / len(_FILE)

    def passed(self, reason: str) -> list[Judged]:
        """Rows that stop for this reason, and were let pass."""
        return [one for one in self.rows if one.row.reason == reason and one.said == CAN]


def _checked(v: Values) -> Checked:
    rows = tuple(Judged(row, given[JUDGED]) for row, given in zip(rows_of_seat(v.variant), v.rows, strict=True))
    return Checked(rows, {name: getattr(v, name) for name in _FILE})


def _good(c: Checked) -> str:
    return f"{c.right}行は、取り込んだときのとおりです。" if c.right else ""


def _row_rule(mistake: str, when: Callable[[Checked], list[Judged]], why: str, next_step: str, trainer: str) -> Mistake:
    return Mistake(
        mistake,
        when=when,
        say=lambda c, places: Message(_good(c), f"{places[0].row.number}番の行です。", why, next_step),
        trainer=trainer,
    )


def _file_rule(mistake: str, name: str, why: str, next_step: str, trainer: str) -> Mistake:
    label, _, good = _FILE[name]
    return Mistake(
        mistake,
        when=lambda c: c.file[name] not in ("", good),
        say=lambda c, _places: Message(
            _good(c), f"「{label}」の欄です。いまは「{c.file[name]}」です。", why, next_step
        ),
        trainer=trainer,
    )


def _question(variant: Variant) -> str:  # noqa: ARG001 - the same for every seat
    rules = (
        ("受付キー", "文字列、必須、重複禁止"),
        ("団体名", "文字列、必須"),
        ("回答期限", "日付、必須"),
        ("状況", f"ドロップダウン（{'、'.join(STATES)}）、必須"),
        ("受領日", "日付"),
        ("回答人数", "数値"),
    )
    items = "".join(f"<li><b>{name}</b>: {rule}</li>" for name, rule in rules)
    return (
        "<p>市町の受付の表を、アプリに取り込みます。アプリの決まりは、次のとおりです。"
        "行ごとに、<b>取り込めるか、止まるか</b>を選び、止まるなら理由も選びます。ほかの項目は、正しく入っています。</p>"
        f"<ul style='columns:2;margin:.2em 0'>{items}</ul>"
    )


def _preview(answer: Mapping[str, Any]) -> str:
    said = [row[JUDGED] for row in answer["rows"]]
    can, left = said.count(CAN), said.count("")
    return facts_html(
        (f"取り込める: {can}行", f"止まる: {len(said) - can - left}行", f"まだ決めていない: {left}行"),
        title=f"全部で{len(said)}行",
    )


def _sample(variant: Variant) -> dict[str, Any]:
    """The seat's own rows, judged as the check does."""
    said = [f"止まる: {row.reason}" if row.reason else CAN for row in rows_of_seat(variant)]
    return {"rows": [{JUDGED: one} for one in said], **{name: good for name, (_, _, good) in _FILE.items()}}


IMPORT = Exercise(
    id="kintone-import",
    code="E6-2",
    module="06_kintone",
    title="取込前の検査",
    points=_POINTS,
    required=True,
    takes={"variant": int, "rows": list, **dict.fromkeys(_FILE, str)},
    panel=Panel(
        question=_question,
        inputs=(
            Table(
                "rows",
                "1行ずつ、左から読みます。",
                (
                    *(
                        Column(name, given=True, width=width)
                        for name, width in zip(COLUMNS, ("8em", "6em", "7em", "6.5em", "8em", "6em"), strict=True)
                    ),
                    Column(JUDGED, choices=_CHOICES, width="15em"),
                ),
                rows=lambda variant: [row.shown for row in rows_of_seat(variant)],
            ),
            *(Field(name, label, choices=choices) for name, (label, choices, _) in _FILE.items()),
        ),
        preview=_preview,
        caption="いまの数",
        sample=_sample,
    ),
    prepare=_checked,
    rules=(
        Unattempted(lambda c: not any(c.file.values()) and not any(one.said for one in c.rows)),
        _row_rule(
            "kintone.option-passed",
            lambda c: c.passed(NOT_AN_OPTION),
            "この行で「GAIA_IL16」というエラーが出て、取り込みが止まります。",
            "言葉の決まっている列を、選択肢と1字ずつ比べましょう。",
            "選択肢。意味が同じでも、1字違えば別の言葉になる。指で1字ずつ追ってもらう。",
        ),
        _row_rule(
            "kintone.empty-passed",
            lambda c: c.passed(NOTHING),
            "この行で「GAIA_IL16」というエラーが出て、取り込みが止まります。",
            "決まりに「必須」とある列を、この行で1つずつ見ましょう。",
            "必須の空欄。アプリの決まりの「必須」に線を引いてから、行を読んでもらう。",
        ),
        _row_rule(
            "kintone.twice-passed",
            lambda c: c.passed(TWICE),
            "この行で「GAIA_IL16」というエラーが出ます。重複を止める決まりがなければ、同じ市町が2つになります。",
            "受付キーを、上の行から順に見比べましょう。",
            "重複。受付キーを並べ替えると、隣どうしになる。どちらが新しいかは、人が決める。",
        ),
        _row_rule(
            "kintone.day-passed",
            lambda c: c.passed(NOT_A_DAY),
            "日付の欄に入らず、この行で止まります。",
            "日付の書き方と、その日が暦にあるかを見ましょう。",
            "日付。和暦と、暦にない日。「6月は、何日までですか」と聞く。",
        ),
        _row_rule(
            "kintone.number-passed",
            lambda c: c.passed(NOT_A_NUMBER),
            "数値の欄に入らず、この行で止まります。",
            "数のほかに、何か付いていないかを見ましょう。",
            "単位。「人」はアプリの設定で付けられる。値には数だけを入れる。",
        ),
        _row_rule(
            "kintone.stopped-needlessly",
            lambda c: [one for one in c.rows if one.reason and not one.row.reason and not one.is_right],
            "この行は、そのまま取り込めます。止まると思うと、直さなくてよい行まで、書いた人に聞くことになります。",
            "その列に「必須」の決まりがあるか、日付や数がほかの書き方で読めるかを見ましょう。",
            "直しすぎ。必須でない空欄、年月日の「/」、3桁ごとのコンマは、そのまま入る。",
        ),
        _row_rule(
            "kintone.other-reason",
            lambda c: [one for one in c.rows if one.reason and one.row.reason and not one.is_right],
            "止まることは合っています。理由が違うと、直す列も違ってしまいます。",
            "この行の値を、左の列から決まりと比べ、最初に合わない列を探しましょう。",
            "理由。「どの列で止まりますか」と聞き、その列の決まりを読んでもらう。",
        ),
        _file_rule(
            "kintone.many-rows",
            "many",
            "Excelのファイルは、1,000行までです。見た目を整えても、行の数は変わりません。",
            "講義の「取り込む前に調べる」の表で、行の数を見ましょう。",
            "行の数。CSVなら10万行まで。分けるときは、重なりと漏れがないよう、行の数の合計を確かめる。",
        ),
        _file_rule(
            "kintone.second-sheet",
            "sheet",
            "読まれるのは、1枚目のシートだけです。隠しても、1枚目であることは変わりません。",
            "表を1枚目にするには、どうすればよいかを考えましょう。",
            "シートの順。隠れた行や列も読まれることを、あわせて話す。",
        ),
        _file_rule(
            "kintone.file-column",
            "column",
            "添付ファイルは、表の取り込みでは入りません。名前を書いても、ファイルは付きません。",
            "ファイルそのものを、どこで付けられるかを考えましょう。",
            "取り込めない項目。計算、添付、関連レコード一覧は、取り込みの対象にならない。",
        ),
        _file_rule(
            "kintone.mended-alone",
            "mend",
            "言葉を足すと、同じ意味の選択肢が2つになります。空にすると、書いた人の返事が消えます。",
            "その言葉が選択肢のどれに当たるかを、だれなら決められるかを考えましょう。",
            "直し方は人が決める。前の単元の対応表を思い出してもらう。",
        ),
        Correct(
            lambda c: c.right == len(c.rows) and all(c.file[name] == good for name, (_, _, good) in _FILE.items()),
            say=lambda c, _places: Message(
                good=f"止まる{sum(bool(one.row.reason) for one in c.rows)}行を、すべて理由と一緒に見つけました。",
                next="職場の表でも、取り込む前に、必須、重複、選択肢の3つを見てみましょう。",
            ),
        ),
    ),
    otherwise=Otherwise(
        "kintone.import-left",
        say=lambda c, _places: Message(
            good=_good(c),
            where=_left(c),
            why="決めていない所があると、取り込みの途中で、止まるかもしれません。",
            next="残りを1つずつ、アプリの決まりや、講義の表と比べましょう。",
        ),
        trainer="空欄が残っている。1行だけを声に出して読み、列ごとに「決まりに合いますか」と聞く。",
    ),
    partial=lambda c: min(c.points, _POINTS - 0.5),
    hints=(
        "行を上から読むより、列ごとに縦に見ると、違うものが目に入ります。",
        "必須、重複、選択肢、日付、数の順に、5回に分けて見ます。空でもよい列もあります。",
        "たとえば郵便の窓口では、宛名のない封筒は戻りますが、差出人の電話番号がなくても受け取ってもらえます。",
    ),
)


def _left(c: Checked) -> str:
    row = next((one.row.number for one in c.rows if not one.said), None)
    if row is not None:
        return f"{row}番の行です。"
    return f"「{next((_FILE[name][0] for name in _FILE if not c.file[name]), '')}」の欄です。"


def works(name: str, choice: str) -> bool:
    """Whether what was chosen about the file gets the whole table in; the truth for the first three questions."""
    return {
        "many": lambda: can_take("csv" if choice == AS_CSV else "xlsx", rows=1_001),
        "sheet": lambda: can_take("xlsx", sheets=("受付",) if choice == FIRST else ("表紙", "受付")),
        "column": lambda: can_take("csv", column="" if choice == LATER else "回答ファイル"),
    }[name]()
