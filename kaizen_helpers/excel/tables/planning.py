"""What would be done to a table, and what a person has to decide before it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.tables.finding import find_tables
from kaizen_helpers.excel.tables.model import (
    Area,
    Heading,
    Kind,
    Plan,
    RepairQuestion,
    Rule,
    SheetLike,
    Step,
    TableRule,
)
from kaizen_helpers.excel.tables.noticing import gaps, money_note, page_rows, struck, twice
from kaizen_helpers.excel.tables.reading import (
    DITTO,
    MISSING_MARKS,
    SUMS,
    Doubt,
    blank,
    key,
    larger_unit,
    perhaps_total,
    read_day,
    read_figure,
    total_label,
)
from kaizen_helpers.excel.tables.working import AS_IT_IS, MEND
from kaizen_helpers.notation.times import MIDNIGHT

__all__ = ["KINDS", "known_choice", "mark_of", "plan_repair", "proposed_answers", "split_other"]

_PERIOD = re.compile(r"((令和|平成|昭和)(元|\d{1,2})|(19|20)\d\d|[RHS]\d{1,2})(年度?)?|\d{1,2}月")
LATE = re.compile(r"(?<![0-9０-９])(?:24|２４)\s*[:：時]")
_CODES = ("コード", "番号", "電話", "郵便", "ID")


def plan_repair(
    sheet: SheetLike,
    rules: Mapping[str, Rule] | None = None,
    *,
    table: Area | None = None,
    whole: TableRule | None = None,
) -> Plan:
    """Look at the table (the only one of the sheet unless ``table`` is given) and say what would be done.

    ``rules``: what the office knows of its columns, by their full names (「設問2_人数」); the others get a proposal,
    which is asked. ``whole``: what holds between the rows (keys, the newest, no double use). The sheet is not changed.
    InputError where there is no table, or more than one and none was chosen.
    """
    if table is None:
        tables = find_tables(sheet)
        if not tables:
            raise InputError("見出しのある表が見つかりません。見出しの行があるシートを選んでください。", sheet.name)
        if len(tables) > 1:
            rows = "、".join(f"{one.top}〜{one.bottom}行目" for one in tables)
            raise InputError(f"表が{len(tables)}つあります（{rows}）。どの表を直すか選んでください。", sheet.name)
        table = tables[0]
    return _Planning(sheet, table, dict(rules or {}), whole or TableRule()).plan()


def proposed_answers(plan: Plan) -> dict[str, object]:
    """The answers of a person who agrees with every proposal; questions without one stay open."""
    return {one.key: one.proposal for one in plan.questions if one.proposal is not None}


class _Planning:
    def __init__(self, sheet: SheetLike, area: Area, rules: dict[str, Rule], whole: TableRule) -> None:
        self.sheet, self.area, self.rules, self.whole = sheet, area, rules, whole
        self.pages = page_rows(sheet, area)
        self.unit_above, self.unit_cell = money_note(sheet, area)
        self.steps: list[Step] = []
        self.questions: list[RepairQuestion] = []
        self.proposed: dict[str, Rule] = {}
        self.problems: list[str] = []
        self.places = {heading.column: heading for heading in area.headings}
        self.totals = frozenset(
            row
            for row in range(area.first_row, area.bottom + 1)
            if any(total_label(sheet.value(row, column)) for column in self.places)
        )
        periods = [one.path[0] for one in area.headings if one.path and _PERIOD.fullmatch(key(one.path[0]))]
        self.periods = tuple(dict.fromkeys(periods)) if len(set(periods)) > 1 else ()

    def ask(self, name: str, text: str, choices: tuple[str, ...] = (), proposal: object = None) -> None:
        self.questions.append(RepairQuestion(name, text, choices, proposal))

    def step(self, name: str, what: str, rule: str) -> None:
        self.steps.append(Step(name, what, rule))

    def plan(self) -> Plan:
        self._layout()
        self._hidden()
        if self.periods:
            shown = "・".join(self.periods[:4])
            self.step(
                "横持ちを縦に",
                f"横に並んだ「{shown}」を、1行に1つずつの縦の形にします。空欄は空欄のまま残します。",
                "L3-09",
            )
            self.ask(
                "wide", f"「{shown}」が横に並んでいます。縦の形に直しますか。", ("縦にする", "このまま"), "縦にする"
            )
            name = "年度" if all(one.endswith("年度") for one in self.periods) else None
            self.ask("wide-name", f"縦にしたとき、「{shown}」が入る列の名前は何にしますか。", (), name)
            if any(len(one.path) == 1 for one in self.area.headings if one.path[:1] and one.path[0] in self.periods):
                self.ask("wide-value", "縦にしたとき、数が入る列の名前は何にしますか（例: 件数）。")
        for heading in self.area.headings:
            self._column(heading)
        self._between()
        return Plan(
            self.sheet,
            replace(self.area, problems=(*self.area.problems, *dict.fromkeys(self.problems))),
            self.rules,
            tuple(dict.fromkeys(self.steps)),
            tuple(self._one_each()),
            self.proposed,
            self.periods,
            self.whole,
            self.unit_above,
            self.pages,
        )

    def _one_each(self) -> list[RepairQuestion]:
        return list({one.key: one for one in self.questions}.values())

    def _layout(self) -> None:
        area, outside = self.area, 0
        inside = range(area.top, area.bottom + 1)
        columns = set(self.places)
        for (row, column), cell in self.sheet.cells.items():
            if not blank(cell.value) and not (row in inside and column in columns):
                outside += 1
        if outside:
            self.step(
                "表の外のセルを外す",
                f"題名や注記など、表の外の{outside}個のセルを外します。台帳には残ります。",
                "L1-04",
            )
        if area.header_rows > 1:
            self.step(
                "見出しを1行に", f"{area.header_rows}段の見出しを、「大見出し_小見出し」の1行にまとめます。", "L3-01"
            )
        spans = [one for one in self.sheet.merged if one.bottom >= area.first_row and one.top <= area.bottom]
        if spans:
            self.step(
                "結合を解く",
                f"結合された{len(spans)}か所だけを、同じ値で埋めます。ほかの空欄は空欄のままです。",
                "L1-12",
            )
        if self.totals:
            self.step("集計行を外す", "小計・合計の行を、明細と合うことを確かめてから外します。", "L1-04")
        for row in range(area.first_row, area.bottom + 1):
            word = next(iter(self._perhaps_totals(row)), None)
            if word is not None and row not in self.pages:
                text = f"{row}行目の「{str(word).strip()}」は、明細ですか、ほかの行を足した集計行ですか。"
                self.ask(f"total:{row}", text, ("明細", "集計行", "表の外"))
        if self.pages:
            self.step(
                "くり返しの見出しを外す",
                f"途中にもう一度出てくる見出しの行（{len(self.pages)}行）を外します。",
                "L1-04",
            )
        for letter in gaps(self.sheet, area):
            text = f"{letter}列が空いています。その左と右は、1つの表ですか。"
            self.ask(f"gap:{letter}", text, ("1つの表", "別の表"))
        crossed = struck(self.sheet, area)
        if crossed:
            text = f"取り消し線の引かれたセルがあります（{crossed[0]}など{len(crossed)}個）。値として残しますか。"
            self.ask("struck", text, ("残す", "元の表を直す"))
        for row, text in area.doubts:
            self.ask(f"row:{row}", text, ("表の行", "注記") if row >= area.top else ("題名", "見出し"))

    def _hidden(self) -> None:
        rows = [row for row in sorted(self.sheet.hidden_rows) if self.area.first_row <= row <= self.area.bottom]
        columns = [column for column in sorted(self.sheet.hidden_columns) if column in self.places]
        if rows:
            self.step("非表示の行", "非表示の行は、答えのとおりに入れるか外します。", "L1-13")
            self.ask(
                "hidden-rows",
                f"非表示の行が{len(rows)}行あります（{rows[0]}行目など）。表に入れますか。",
                ("入れる", "除く"),
            )
        if columns:
            names = "・".join(self.places[column].name for column in columns)
            self.step("非表示の列", "非表示の列は、答えのとおりに入れるか外します。", "L1-13")
            self.ask("hidden-columns", f"非表示の列があります（{names}）。表に入れますか。", ("入れる", "除く"))

    def _perhaps_totals(self, row: int) -> list[object]:
        """The words of a row that may mark a total. 「勤務の集計」 of a row with a day of its own is no such word."""
        dated = any(
            isinstance(value := self.sheet.value(row, heading.column), date)
            or (not blank(value) and self._kind(heading) in {"date", "time"})
            for heading in self.area.headings
        )
        found = []
        for heading in self.area.headings:
            value, rule = self.sheet.value(row, heading.column), self.rules.get(heading.name)
            known = rule is not None and rule.kind == "choice" and known_choice(value, rule)
            if perhaps_total(value, strong=dated) and not known:
                found.append(value)
        return found

    def _kind(self, heading: Heading) -> str:
        rule = self.rules.get(heading.name)
        return rule.kind if rule else ""

    def _between(self) -> None:
        """Two rows with one key."""
        rows = twice(self.sheet, self.area, self.rules, self.whole, self.pages)
        if rows:
            shown = "・".join(f"{row}行目" for row in rows[:4])
            names = "・".join(self.whole.key)
            if self.whole.newest:
                what = f"「{names}」が同じ行は、「{self.whole.newest}」が最も新しい行だけを残します。"
                self.step("新しい方を残す", what, "")
            choices = ("新しい方を残す", AS_IT_IS, MEND) if self.whole.newest else (AS_IT_IS, MEND)
            self.ask("twice", f"「{names}」が同じ行があります（{shown}など）。どうしますか。", choices)

    def _values(self, heading: Heading) -> list[object]:
        rows = range(self.area.first_row, self.area.bottom + 1)
        found = (
            self.sheet.value(row, heading.column) for row in rows if row not in self.totals and row not in self.pages
        )
        return [value for value in found if not blank(value)]

    def _unit_above(self, heading: Heading, name: str, rule: Rule) -> None:
        """A unit that stands once above the table holds for the columns of money whose heading says nothing."""
        if not self.unit_above or heading.unit not in ("", "円") or rule.kind != "number":
            return
        if self.unit_above == "千円" and rule.unit in ("円", ""):
            text = f"{self.unit_cell}に「単位：千円」とあります。「{heading.name}」の数は、どう扱いますか。"
            self.step("千円を円に", f"「{heading.name}」の単位を、答えのとおりにそろえます。", "L3-04")
            self.ask(f"thousand:{name}", text, ("円に直す", "千円のまま", "千円ではない"))
        elif larger_unit(self.unit_above, rule.unit or "円"):
            self.problems.append(
                f"{self.unit_cell}に「単位：{self.unit_above}」とあります。「{heading.name}」の単位を見出しに書いて、決まりも合わせてください。"
            )

    def _column(self, heading: Heading) -> None:
        period = bool(heading.path) and heading.path[0] in self.periods
        name = "_".join(heading.path[1:]) if period else heading.name
        if period and not name:
            name = "wide-value"
        values = self._values(heading)
        rule = self.rules.get(name)
        if rule is None and name != "wide-value":
            proposal = self.proposed[name] = _propose(heading, values)
            self.ask(
                f"kind:{name}",
                f"「{name}」の列は、{KINDS[proposal.kind]}として読みますか。",
                tuple(KINDS.values()),
                KINDS[proposal.kind],
            )
        self._unit_above(heading, name, rule or self.proposed.get(name) or Rule("number"))
        if rule is None and key(heading.path[-1] if heading.path else "") in SUMS and not period:
            self.ask(
                f"total-column:{name}",
                f"「{heading.name}」は、左右の列を足した集計の列のようです。表に入れますか。",
                ("入れる", "除く"),
            )
        if heading.unit == "千円":
            self.step("千円を円に", f"「{heading.name}」は千円単位です。答えのとおりにそろえます。", "L3-04")
            self.ask(
                f"thousand:{name}", f"「{heading.name}」は千円単位です。円に直しますか。", ("円に直す", "千円のまま")
            )
        late = [value for value in values if isinstance(value, str) and LATE.search(value)]
        if rule is not None and rule.kind == "time" and late:
            text = f"「{heading.name}」に24時（{str(late[0]).strip()}など）があります。翌日の0時として読みますか。"
            self.ask(f"midnight:{name}", text, (MIDNIGHT, MEND))
        kind = (rule or self.proposed.get(name) or Rule("number")).kind
        known = rule or Rule(kind)
        for mark, typed in sorted(
            {key(value): str(value).strip() for value in values if mark_of(value, known)}.items()
        ):
            meanings = {"number": ("空欄", "0"), "code": ("空欄", AS_IT_IS)}.get(kind, ("空欄", MEND))
            self.ask(f"mark:{name}:{mark}", f"「{heading.name}」の「{typed}」は、どういう意味ですか。", meanings)
        if rule is not None and rule.kind == "choice":
            unknown = sorted(
                {str(value).strip() for value in values if not known_choice(value, rule) and not mark_of(value, rule)}
                - DITTO
            )
            if unknown:
                self.step("選択肢をそろえる", f"「{name}」の書き方を、対応表のとおりにそろえます。", "L2-04")
                shown = "、".join(unknown[:5])
                self.ask(
                    f"options:{name}",
                    f"「{name}」に、選択肢にない書き方があります（{shown}）。どの選択肢に当たりますか。",
                )


KINDS: dict[Kind, str] = {
    "text": "文字",
    "kana": "フリガナ",
    "code": "番号・コード",
    "number": "数",
    "date": "日付",
    "time": "日時",
}


def known_choice(value: object, rule: Rule) -> bool:
    """Whether the value is one of the choices as it stands, or 「その他：…」 of a column that takes the rest."""
    text = str(value).strip()
    return (
        text in rule.choices
        or text in rule.table
        or (bool(rule.other) and "その他" in rule.choices and split_other(text) is not None)
    )


def mark_of(value: object, rule: Rule) -> bool:
    """Whether the cell holds a sign that may mean 「未回答」 and that is no value of its own in this column."""
    if rule.kind in {"text", "kana"} or not isinstance(value, str) or key(value) not in MISSING_MARKS:
        return False
    if rule.kind == "choice":
        return not known_choice(value, rule)
    return rule.kind != "code" or key(value) not in {"X", "x"}  # a class may be called X


def split_other(text: str) -> str | None:
    """What stands behind 「その他：」; None where the text is something else, 「その他」 alone included."""
    found = re.fullmatch(r"その他\s*(?:[:：]\s*(?P<a>.+)|[（(](?P<b>[^()（）]+)[)）])", text.strip(), re.DOTALL)
    return (found["a"] or found["b"]).strip() if found else None


def _propose(heading: Heading, values: list[object]) -> Rule:
    if any(word in heading.name for word in _CODES):
        return Rule("code")
    plain = [value for value in values if key(value) not in MISSING_MARKS]
    if re.search("カナ|ｶﾅ|フリガナ|ふりがな", heading.name) and all(isinstance(one, str) for one in plain):
        return Rule("kana")
    for unit in dict.fromkeys((heading.unit, "円", "人", "件", "回", "点", "%")):
        if plain and all(not isinstance(read_figure(one, unit), Doubt) for one in plain):
            signs = ("円", "¥") if unit == "円" else (unit,)
            typed = unit and any(isinstance(one, str) and any(sign in key(one) for sign in signs) for one in plain)
            return Rule("number", unit if typed else heading.unit)
    if (
        plain
        and all(isinstance(one, datetime) for one in plain)
        and any(isinstance(read_day(one), Doubt) for one in plain)
    ):
        return Rule("time")
    if plain and all(not isinstance(read_day(one), Doubt) for one in plain):
        return Rule("date")
    return Rule("text")
