"""From items to values: each by the rule of its column. What is in doubt becomes a reason, not a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from kaizen_helpers.excel.tables.model import RepairQuestion, Rule
from kaizen_helpers.excel.tables.planning import mark_of, split_other
from kaizen_helpers.excel.tables.reading import (
    Doubt,
    blank,
    hides_part_of_day,
    key,
    read_code,
    read_day,
    read_figure,
    read_kana,
    read_text,
    scaled_by_format,
)
from kaizen_helpers.excel.tables.working import AS_IT_IS, MEND, Item, Line, Shape, Work
from kaizen_helpers.notation.times import MIDNIGHT

__all__ = ["read_items"]

_STEPS = {
    "number": ("文字の数を数に", "L2-01"),
    "date": ("日付をそろえる", "L3-05"),
    "time": ("日時をそろえる", "L3-05"),
    "code": ("コードをそろえる", "L2-01"),
    "text": ("前後の空白を除く", "L1-06"),
    "kana": ("フリガナを全角に", "L1-06"),
    "choice": ("選択肢をそろえる", "L2-04"),
}


def read_items(work: Work, shapes: list[Shape], lines: list[Line]) -> None:
    """Give every item of ``lines`` its value, and note every change in the ledger, once a cell."""
    _split_others(work, shapes, lines)
    for place, shape in enumerate(shapes):
        if shape.rule.kind == "number" and key(shape.rule.unit) == "%":
            _shares(work, shape, [line.items[place] for line in lines])
        if shape.rule.kind in {"date", "time"}:
            _hidden_parts(work, shape, [line.items[place] for line in lines])
    done: dict[tuple[tuple[int, int], int], object] = {}
    for line in lines:
        for place, (shape, item) in enumerate(zip(shapes, line.items, strict=True)):
            if item.made or item.split:
                continue
            if blank(item.value):
                line.items[place] = replace(item, value=None)
                continue
            value = _value(work, shape, item)
            if isinstance(value, Doubt):
                where = f"{work.at(item.place)}（{shape.name}）"
                work.refuse(f"{where}の「{_own(item.value)}」: {value.reason_ja}")
                continue
            if not _same(item.value, value) and (item.place, place) not in done and not item.filled:
                step, rule = ("千円を円に", "L3-04") if shape.thousand else _STEPS[shape.rule.kind]
                if shape.rule.kind == "text" and str(item.value).strip() in shape.rule.table:
                    step, rule = "対応表でそろえる", "L2-04"
                if mark_of(item.value, shape.rule) and value in (None, 0):
                    step, rule = ("記号を空欄に", "L3-03") if value is None else ("記号を0に", "L3-03")
                if step == "前後の空白を除く" and not isinstance(item.value, str):
                    step, rule = "数を文字に", ""
                work.note(item.place, item.value, value, step, rule)
            done[item.place, place] = value
            line.items[place] = replace(item, value=value)


def _hidden_parts(work: Work, shape: Shape, items: list[Item]) -> None:
    """A day that shows no year or no day: somebody typed 「4/1」 or 「2026年4月」, and Excel added the rest."""
    for item in items:
        cell = work.cells.get(item.place)
        if isinstance(item.value, date) and cell is not None and hides_part_of_day(cell.number_format):
            shown = f"{work.at(item.place)}（{shape.name}）など、年か日が見えない書式の日付があります。"
            day = f"中の日付は{item.value:%Y-%m-%d}です。"
            question = f"{shown}{day}中の日付のまま残しますか。"
            work.kept_as_it_is(f"format:{shape.asked}", f"{shown}{day}元の書類で確かめてください。", question)
            return


def _shares(work: Work, shape: Shape, items: list[Item]) -> None:
    """0.12 beside 「12%」: what Excel holds for twelve percent, or 0.12 percent. Only a person can tell."""
    numbers = [(item, read_figure(item.value, shape.rule.unit)) for item in items if not blank(item.value)]
    sizes = [abs(number) for _, number in numbers if not isinstance(number, Doubt)]
    if not any(size > 1 for size in sizes):
        return
    for item, number in numbers:
        if isinstance(item.value, float) and not isinstance(number, Doubt) and 0 < abs(number) < 1:
            where = f"{work.at(item.place)}（{shape.name}）"
            told = f"{where}の「{item.value}」は、{item.value * 100:g}%のことかもしれません。"
            text = f"「{shape.name}」に、1より小さい数（{item.value}など）が混ざっています。このまま残しますか。"
            work.kept_as_it_is(f"share:{shape.asked}", f"{told}元の書類で確かめてください。", text)


def _own(value: object) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    text = " ".join(str(value).split())
    return text if len(text) <= 30 else text[:29] + "…"


def _same(before: object, after: object) -> bool:
    """A day that Excel holds as midnight is the day, and 3.0 is 3."""
    if isinstance(before, datetime) and type(after) is date:
        return before.date() == after
    if isinstance(before, float) and isinstance(after, int):
        return before == after
    return type(before) is type(after) and before == after


def _value(work: Work, shape: Shape, item: Item) -> object:
    rule, value = shape.rule, item.value
    if isinstance(value, int | float) and not isinstance(value, bool) and rule.kind in {"number", "text"}:
        cell = work.cells.get(item.place)
        unit = "千円" if shape.thousand else rule.unit
        if cell is not None and scaled_by_format(cell.number_format, unit):
            return Doubt("表示形式のせいで、見えている数と中の数が違います。どちらが正しいか確かめてください。")
    if isinstance(value, int | float) and not isinstance(value, bool) and rule.kind in {"text", "kana", "choice"}:
        cell = work.cells.get(item.place)
        if cell is not None and cell.number_format not in ("General", "@", "0", ""):
            return Doubt("表示形式のせいで、見えている文字と中の数が違います。見えているとおりに入れ直してください。")
    if mark_of(value, rule):
        meaning = work.answers.get(f"mark:{shape.asked}:{key(value)}")
        if meaning == "空欄":
            return None
        if meaning == AS_IT_IS and rule.kind == "code":
            return read_text(value)
        if meaning == "0" and rule.kind == "number":
            return 0
        return Doubt("この記号の意味（空欄か0か）が決まっていません。")
    if rule.kind == "number":
        return _within(work, shape, _number(value, shape))
    if rule.kind == "code":
        return read_code(value, rule.digits, rule.check)
    if rule.kind in {"date", "time"}:
        midnight = MIDNIGHT if work.answers.get(f"midnight:{shape.asked}") == MIDNIGHT else ""
        return read_day(value, time=rule.kind == "time", midnight=midnight)
    if rule.kind == "choice":
        return _choice(work, shape, value)
    if rule.kind == "kana":
        return read_kana(value)
    text = read_text(value)
    return text if isinstance(text, Doubt) else rule.table.get(text, text)


def _within(work: Work, shape: Shape, number: object) -> object:
    """The number, unless it is outside of what the office calls possible: 375 may be 37.5, but who knows."""
    least, most = shape.rule.least, shape.rule.most
    if not isinstance(number, int | float):
        return number
    if (least is None or least <= number) and (most is None or number <= most):
        return number
    usual = "〜".join("" if one is None else f"{one:g}" for one in (least, most))
    name = f"limits:{shape.asked}"
    if work.answers.get(name) == AS_IT_IS:
        return number
    text = f"「{shape.name}」に、ふつうの範囲（{usual}）の外の数があります。このまま残しますか。"
    if name not in {one.key for one in work.questions}:
        work.questions.append(RepairQuestion(name, text, (AS_IT_IS, MEND)))
    return Doubt(f"ふつうの範囲（{usual}）の外の数です。小数点や桁を、元の書類で確かめてください。")


def _number(value: object, shape: Shape) -> object:
    """A number in the column's unit. In a column of 千円 a cell that says 円 is a doubt, and the other way round."""
    if not shape.thousand:
        return read_figure(value, shape.rule.unit)
    read = read_figure(value, "千円")
    if isinstance(read, Doubt):
        return read
    times = read * 1000
    return int(times) if float(times).is_integer() else times


def _choice(work: Work, shape: Shape, value: object) -> object:
    text = read_text(value)
    if isinstance(text, Doubt) or text in shape.rule.choices:
        return text
    options = work.answers.get(f"options:{shape.asked}")
    chosen = shape.rule.table.get(text) or (options.get(text) if isinstance(options, Mapping) else None)
    if chosen in shape.rule.choices:
        return chosen
    return Doubt(f"選択肢（{'・'.join(shape.rule.choices)}）のどれに当たるか、対応表にありません。")


def _split_others(work: Work, shapes: list[Shape], lines: list[Line]) -> None:
    """「その他：〇〇」 as 「その他」, and 〇〇 in the column for it, which must be blank in that row."""
    names = [one.name for one in shapes]
    for place, shape in enumerate(shapes):
        rule: Rule = shape.rule
        if rule.kind != "choice" or not rule.other:
            continue
        if rule.other not in names:
            work.refuse(f"「{shape.name}」のその他の内容を入れる列「{rule.other}」が表にありません。")
            continue
        target = names.index(rule.other)
        for line in lines:
            item = line.items[place]
            meant = split_other(item.value) if isinstance(item.value, str) else None
            if meant is None:
                continue
            if not blank(line.items[target].value):
                work.refuse(
                    f"{work.at(item.place)}の「その他」の内容と、「{rule.other}」の列の両方に文字があります。1つにしてください。"
                )
                continue
            work.note(item.place, item.value, f"その他 ＋ {meant}", "その他を分ける", "L2-05")
            line.items[place] = replace(item, value="その他")
            line.items[target] = Item(meant, item.place, split=True)
