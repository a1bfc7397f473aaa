"""The repair itself: a list of small steps over lines of items, each item remembering the cell it came from.

A step writes into the ledger what it changes. Where a cell cannot be read with certainty the step notes a reason; with
any reason noted, or a check that does not hold, the answer is ``Refused`` and nothing of the result is handed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kaizen_helpers.excel.tables.between import check_between, keep_newest, once
from kaizen_helpers.excel.tables.checking import checks
from kaizen_helpers.excel.tables.finding import anchors
from kaizen_helpers.excel.tables.model import Area, Column, Plan, Refused, Repaired, Rule
from kaizen_helpers.excel.tables.planning import KINDS
from kaizen_helpers.excel.tables.reading import DITTO, blank, key, total_label
from kaizen_helpers.excel.tables.totals import take_totals
from kaizen_helpers.excel.tables.values import read_items
from kaizen_helpers.excel.tables.working import MEND, Item, Line, Shape, Work

__all__ = ["repair"]

_MOST_REASONS = 20
_STOPS = {
    MEND: "元の表を直してから、もう一度開いてください。",
    "別の表": "表を1つずつ別のシートに分けてから、もう一度開いてください。",
}
"""Answers after which nothing can be done here, and what to do instead."""


def repair(plan: Plan, answers: Mapping[str, object] | None = None) -> Repaired | Refused:
    """Do what was planned. ``answers``: by the keys of the plan's questions; a question without an answer is a reason.

    Returns the table with its ledger and the checks that held, or ``Refused`` with every reason found, in Japanese.
    """
    work = Work(plan, dict(answers or {}))
    open_questions = tuple(one for one in plan.questions if work.answers.get(one.key) is None)
    for one in plan.questions:
        answer = work.answers.get(one.key)
        if answer is None:
            work.refuse(f"決まっていないことがあります。{one.text_ja}")
        elif one.choices and answer not in one.choices:
            work.refuse(f"「{answer}」は選べません。{one.text_ja}（{'・'.join(one.choices)}）")
        elif isinstance(answer, str) and answer in _STOPS:
            work.refuse(f"{one.text_ja}「{answer}」と答えたので、止めました。{_STOPS[answer]}")
    if getattr(work.sheet, "cut", False):
        work.refuse("シートが大きすぎて、途中までしか読めていません。行や列を分けたシートで、もう一度開いてください。")
    for text in [*plan.area.problems, *_unknown_rules(work)]:
        work.refuse(text)
    _formulas(work)
    if work.reasons:
        return Refused(tuple(work.reasons[:_MOST_REASONS]), open_questions)
    _outside(work)
    _header(work)
    shapes = _shapes(work)
    lines = _lines(work, shapes)
    lines = take_totals(work, lines, shapes)
    lines = _without_ditto(work, lines, shapes)
    if plan.periods and work.answers.get("wide") == "縦にする":
        shapes, lines = _long(work, shapes, lines)
    _blank_lines(work, lines)
    read_items(work, shapes, lines)
    if not work.reasons:
        lines = keep_newest(work, shapes, once(work, lines))
        check_between(work, shapes, lines)
    if work.reasons:
        return Refused(tuple(work.reasons[:_MOST_REASONS]), tuple(work.questions))
    held = checks(work, shapes, lines)
    broken = [one for one in held if not one.held]
    if broken:
        return Refused(tuple(f"直した前後で「{one.name_ja}」が合わないため、やめました。" for one in broken))
    columns = tuple(Column(one.name, one.rule.kind, one.rule.unit) for one in shapes)
    rows = tuple(tuple(item.value for item in line.items) for line in lines)
    return Repaired(columns, rows, tuple(work.ledger), tuple(held))


def _unknown_rules(work: Work) -> list[str]:
    """A rule for a column that is not there: perhaps the header was taken for something else."""
    plan = work.plan
    names = {one.name for one in plan.area.headings} | {
        "_".join(one.path[1:]) for one in plan.area.headings if one.path[:1] and one.path[0] in plan.periods
    }
    names |= {str(work.answers.get(one, "")) for one in ("wide-name", "wide-value")}
    return [
        f"「{name}」という列が、表の見出しに見つかりません。見出しを確かめてください。"
        for name in dict.fromkeys([*plan.rules, *_referred(plan)])
        if name not in names
    ]


def _referred(plan: Plan) -> list[str]:
    """The columns that the rules between rows and columns speak of."""
    whole = plan.whole
    between = [*whole.key, whole.newest, *(whole.no_overlap or ()), *(one.not_below for one in plan.rules.values())]
    return [name for name in between if name]


def _formulas(work: Work) -> None:
    for (row, column), cell in work.cells.items():
        if cell.formula and cell.value is None:
            work.refuse(
                f"{work.at((row, column))}の式に、計算の結果が保存されていません。Excelで開いて保存し直してください。"
            )
        elif cell.formula:
            work.note((row, column), f"={cell.formula.lstrip('=')}", cell.value, "式を値に", "L2-06")


def _outside(work: Work) -> None:
    """Titles, notes, and whatever else stands around the table."""
    area = work.plan.area
    columns = {one.column for one in area.headings}
    answered_notes = work.notes()
    for row, _ in area.doubts:
        if work.answers[f"row:{row}"] == "見出し":
            work.refuse(f"{row}行目を見出しとして読めません。見出しのセルを結合するか、1行にまとめてください。")
    for (row, column), cell in work.cells.items():
        inside = area.top <= row <= area.bottom and column in columns and row not in answered_notes
        if not blank(cell.value) and not inside:
            step = (
                "くり返しの見出しを外す" if row in work.plan.page_rows and column in columns else "表の外のセルを外す"
            )
            work.remove((row, column), step, "L1-04")
        elif isinstance(cell.value, str) and blank(cell.value) and cell.value:
            work.remove((row, column), "空白だけのセルを空に", "L1-06")


def _header(work: Work) -> None:
    area = work.plan.area
    holders = anchors(work.sheet)
    rows = range(area.top, area.first_row)
    for place in sorted(area.header_cells):
        below = [one.name for one in area.headings if any(holders.get((row, one.column)) == place for row in rows)]
        more = f" ほか{len(below) - 1}列" if len(below) > 1 else ""
        before, after = work.sheet.value(*place), "".join(below[:1]) + more
        if before != after:
            step = ("見出しを1行に", "L3-01") if area.header_rows > 1 else ("見出しを整える", "L3-04")
            work.note(place, before, after, *step)


def _rule(work: Work, name: str) -> Rule:
    """The rule of a column, or what was agreed on for it."""
    if name in work.plan.rules:
        return work.plan.rules[name]
    proposed = work.plan.proposed.get(name, Rule("text"))
    answer = work.answers.get(f"kind:{name}")
    if answer is None or KINDS[proposed.kind] == answer:
        return proposed
    return Rule(next(kind for kind, word in KINDS.items() if word == answer), proposed.unit)


def _shapes(work: Work) -> list[Shape]:
    dropped = work.sheet.hidden_columns if work.answers.get("hidden-columns") == "除く" else frozenset()
    found = []
    for heading in work.plan.area.headings:
        a_sum = work.answers.get(f"total-column:{heading.name}") == "除く"
        if heading.column in dropped or a_sum:
            step = ("集計の列を外す", "L1-04") if a_sum else ("非表示の列を外す", "L1-13")
            notes = work.notes()
            for row in range(work.plan.area.top, work.plan.area.bottom + 1):
                if row not in notes:
                    work.remove((row, heading.column), *step)
            continue
        period = heading.path[0] if heading.path and heading.path[0] in work.plan.periods else ""
        measure = "_".join(heading.path[1:]) if period else heading.name
        asked = measure
        if period and not measure:
            measure, asked = str(work.answers.get("wide-value", "")), "wide-value"
        name = measure if work.answers.get("wide") == "縦にする" else heading.name
        rule = _rule(work, measure)
        in_thousands = heading.unit == "千円" or work.answers.get(f"thousand:{asked}") in ("円に直す", "千円のまま")
        if in_thousands and rule.kind != "number":
            work.refuse(f"「{heading.name}」は千円単位ですが、数の列になっていません。")
        if heading.unit not in ("", "千円", rule.unit):
            work.refuse(
                f"「{heading.name}」の見出しの単位は{heading.unit}ですが、決まりでは{rule.unit or '単位なし'}です。"
            )
        thousand = in_thousands and work.answers.get(f"thousand:{asked}") == "円に直す"
        if in_thousands:
            rule = replace(rule, unit="円" if thousand else "千円")
        found.append(Shape(name, rule, heading.column, asked, period, thousand))
    return found


def _lines(work: Work, shapes: list[Shape]) -> list[Line]:
    """The rows of the table, with merged cells filled: those and no others."""
    area = work.plan.area
    holders = anchors(work.sheet)
    skipped = work.notes()
    dropped = work.sheet.hidden_rows if work.answers.get("hidden-rows") == "除く" else frozenset()
    lines = []
    for row in range(area.first_row, area.bottom + 1):
        places = [(row, shape.column) for shape in shapes]
        if row in skipped or not any(place in holders for place in places):
            continue
        if row in dropped:
            for place in places:
                if holders.get((row + 1, place[1])) != place:  # a merged value belongs to the rows below as well
                    work.remove(place, "非表示の行を外す", "L1-13")
            work.removed_rows.append(row)
            continue
        items = [
            _item(work, area, shape, place, holders.get(place)) for shape, place in zip(shapes, places, strict=True)
        ]
        lines.append(Line(row, items))
    return lines


def _item(work: Work, area: Area, shape: Shape, place: tuple[int, int], holder: tuple[int, int] | None) -> Item:
    if holder is None or holder == place:
        return Item(work.sheet.value(*place) if holder else None, place)
    value = work.sheet.value(*holder)
    if holder[0] < area.first_row:
        work.refuse(f"{work.at(place)}は見出しと結合されています。結合を解いてください。")
    if holder[1] != place[1] and holder[0] == place[0] and total_label(value):
        return Item(None, place)  # 「合計」 over several columns; it stands in the first of them
    if holder[1] != place[1]:
        work.refuse(f"{work.at(holder)}は横に結合されていて、どの列の値か決まりません。結合を解いてください。")
    if shape.rule.kind == "number" and not total_label(value):
        work.refuse(
            f"{work.at(holder)}（{shape.name}）の数が、何行かにまたがって結合されています。"
            "行ごとの数に分けるか、1行だけに置いてください。"
        )
    work.note(place, None, value, "結合を解く", "L1-12")
    return Item(value, holder, filled=True)


def _without_ditto(work: Work, lines: list[Line], shapes: list[Shape]) -> list[Line]:
    """「〃」 becomes what stands above it, where the row above it is certainly the one that is meant."""
    before: Line | None = None
    for line in lines:
        for place, item in enumerate(line.items):
            if not isinstance(item.value, str) or key(item.value) not in DITTO:
                continue
            above = before.items[place] if before is not None and before.row == line.row - 1 else None
            if above is None or blank(above.value):
                work.refuse(
                    f"{work.at(item.place)}（{shapes[place].name}）の「{item.value.strip()}」が指す上の値がありません。値を入れてください。"
                )
                continue
            work.note(item.place, item.value, above.value, "〃を値に", "L2-02")
            line.items[place] = replace(item, value=above.value, copied_from=above.copied_from or above.place)
        before = line
    return lines


def _long(work: Work, shapes: list[Shape], lines: list[Line]) -> tuple[list[Shape], list[Line]]:
    """One row a period. A blank stays a blank, and no row is left out because of it."""
    fixed = [place for place, one in enumerate(shapes) if not one.period]
    measures = list(dict.fromkeys(one.name for one in shapes if one.period))
    cells = {(one.period, one.name): place for place, one in enumerate(shapes) if one.period}
    periods = [one for one in work.plan.periods if any(period == one for period, _ in cells)]
    if len(cells) != len(periods) * len(measures):
        work.refuse("横に並んだ見出しの組がそろっていません。どの時点にも同じ項目を置いてください。")
        return shapes, lines
    for place in fixed:
        if "計" in shapes[place].name:
            work.refuse(f"「{shapes[place].name}」は横の集計のようです。集計の列を外してから、直してください。")
    name = str(work.answers["wide-name"])
    for line in lines:
        for period in periods:
            for measure in measures:
                item = line.items[cells[period, measure]]
                if not blank(item.value):
                    work.note(item.place, item.value, item.value, f"横持ちを縦に（{period}）", "L3-09")
    of_name = Shape(name, Rule("text"), 0, name, "", False, made=True)
    of_measures = [replace(shapes[cells[periods[0], measure]], period="") for measure in measures]
    result = [
        Line(
            line.row,
            [replace(line.items[place]) for place in fixed]
            + [Item(period, (0, 0), made=True)]
            + [line.items[cells[period, measure]] for measure in measures],
        )
        for line in lines
        for period in periods
    ]
    work.periods = len(periods)
    names = [shapes[place].name for place in fixed] + [name, *measures]
    if len(set(names)) != len(names):
        work.refuse(f"縦にすると、同じ名前の列ができます（{'・'.join(names)}）。別の名前にしてください。")
    return [shapes[place] for place in fixed] + [of_name, *of_measures], result


def _blank_lines(work: Work, lines: list[Line]) -> None:
    for line in lines:
        if all(item.filled or blank(item.value) for item in line.items):
            work.refuse(f"{line.row}行目は、結合された列のほかに値がありません。表の行かどうか決められません。")
