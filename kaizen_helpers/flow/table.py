"""From the table a learner writes to a :class:`~kaizen_helpers.flow.model.Flow`.

Columns: だれが・何を・次・条件, and where the exercise asks for them 番号・種類・件数・分・待ち・書類・手段
(domain.md §8 M1). Reading is tolerant and never raises: what could not be read is a
:class:`TableProblem` in Japanese, and the rest of the table is still a flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kaizen_helpers.flow.cells import fold, read_minutes, read_number, short, text_of
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.ways import read_ways
from kaizen_helpers.flow.words import is_end_word, is_question, is_trigger

__all__ = ["MAX_CELL", "MAX_ROWS", "Reading", "TableProblem", "read_steps"]

MAX_ROWS = 500
"""Rows beyond this are not read; a flow of 15 steps is the aim, 25 the limit of a readable one."""
MAX_CELL = 500
"""Characters read of one cell."""

_COLUMNS = {
    "who": ("だれが", "誰が", "担当", "担当者", "レーン"),
    "what": ("何を", "なにを", "作業", "何をする", "作業名"),
    "next": ("次", "次へ", "次の手順", "次の番号", "つぎ"),
    "condition": ("条件", "分かれる条件"),
    "kind": ("種類", "種別"),
    "cases": ("件数",),
    "minutes": ("分", "作業分", "作業時間", "時間(分)", "作業時間(分)"),
    "wait": ("待ち", "待ち時間", "待ち日数"),
    "document": ("書類", "帳票"),
    "means": ("手段", "媒体", "方法"),
    "number": ("番号", "no", "no.", "#"),
}
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}
_LABEL = {field: names[0] for field, names in _COLUMNS.items()}
_KINDS = {
    Kind.START: ("きっかけ", "開始", "スタート", "はじまり", "始まり", "start"),
    Kind.TASK: ("作業", "処理", "手順", "業務", "task"),
    Kind.DECISION: ("判断", "分岐", "分かれ道", "判定", "decision"),
    Kind.END: ("おわり", "終わり", "終了", "完了", "end"),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something in the table that could not be read: where, what, and what to do next."""

    row: int
    """The number of the row as the learner sees it, from 1; 0 for the table as a whole."""
    column: str
    """The Japanese column name; empty for the row or the table as a whole."""
    message: str
    """A Japanese sentence: what was read, and what to write."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says: the flow, and what could not be read."""

    flow: Flow
    problems: tuple[TableProblem, ...]


class _Problems(list[TableProblem]):
    def add(self, row: int, column: str, message: str) -> None:
        self.append(TableProblem(row, column, message))


def read_steps(rows: Any, title: str = "", *, blank_means_next: bool = False) -> Reading:
    """Read a table: a list of rows (dicts with Japanese keys) or a pandas DataFrame.

    A row's number is its position as the learner sees it (blank rows count but are dropped), or the
    column 番号 where it is given. An empty 次 is 「まだ書かれていない」, a dead end for the checks: whoever
    draws an As-Is says what comes next. With ``blank_means_next=True`` it means the following row
    (the reading of flow.md §9.3, for tables made by people who know the rule).

    Never raises because of the content of a table.
    """
    problems = _Problems()
    found: list[tuple[Step, Kind | None]] = []
    for position, cells in enumerate(_records(rows, problems), start=1):
        number = _row_number(cells.pop("number", None), position, problems)
        texts = {field: _cell_text(value, number, _LABEL[field], problems) for field, value in cells.items()}
        if any(texts.values()):
            found.append(_read_row(number, texts, problems))
    steps = _with_kinds(_chain(found) if blank_means_next else found)
    _report_numbers(steps, problems)
    return Reading(Flow(title=text_of(title) or "", steps=tuple(steps)), tuple(problems))


# --- rows ----------------------------------------------------------------------------------------


def _records(rows: Any, problems: _Problems) -> list[dict[str, Any]]:
    """The rows as dicts from our field names to raw values."""
    records: list[list[tuple[Any, Any]] | None]
    if hasattr(rows, "itertuples") and hasattr(rows, "columns"):
        names, count = list(rows.columns), len(rows)
        head = rows.head(MAX_ROWS).itertuples(index=False, name=None)
        records = [list(zip(names, values, strict=True)) for values in head]
    elif isinstance(rows, (list, tuple)):
        count = len(rows)
        records = [list(row.items()) if type(row) is dict else None for row in rows[:MAX_ROWS]]
    else:
        problems.add(0, "", "表を読めませんでした。だれが・何を・次・条件の列のある表を渡してください。")
        return []
    if count > MAX_ROWS:
        message = f"表が{count}行あり、{MAX_ROWS}行目までを読みました。大きな流れを15行前後にまとめてください。"
        problems.add(0, "", message)
    return [_record(pairs, position, problems) for position, pairs in enumerate(records, start=1)]


def _record(pairs: list[tuple[Any, Any]] | None, position: int, problems: _Problems) -> dict[str, Any]:
    if pairs is None:
        problems.add(position, "", "この行を読めませんでした。列の名前と値の組にしてください。")
        return {}
    found: dict[str, Any] = {}
    for name, value in pairs:
        field = _FIELD_OF.get(fold(text_of(name) or ""))
        if field is not None and not text_of(found.get(field)):  # of two columns with one name, the filled one
            found[field] = value
    return found


def _row_number(value: Any, position: int, problems: _Problems) -> int:
    """The number in the column 番号, else the position of the row."""
    written = _cell_text(value, position, "番号", problems)
    if not written:
        return position
    number = read_number(written)
    if number is not None and number == int(number) and 0 < number < 1_000_000:
        return int(number)
    problems.add(position, "番号", f"「{short(written)}」を番号として読めませんでした。1、2、3…と書いてください。")
    return position


def _read_row(number: int, texts: Mapping[str, str], problems: _Problems) -> tuple[Step, Kind | None]:
    """The step of a row, its kind still open, and the kind as written."""
    ways = read_ways(texts.get("next", ""), texts.get("condition", ""), number)
    for column, message in ways.problems:
        problems.add(number, column, message)
    step = Step(
        number=number,
        who=texts.get("who", ""),
        what=texts.get("what", ""),
        next=ways.branches,
        minutes=_quantity(texts.get("minutes", ""), "分", number, problems),
        wait=texts.get("wait", ""),
        cases=_quantity(texts.get("cases", ""), "件数", number, problems),
        document=texts.get("document", ""),
        means=texts.get("means", ""),
    )
    return step, _written_kind(texts.get("kind", ""), number, problems)


def _quantity(text: str, column: str, number: int, problems: _Problems) -> float | None:
    if not text:
        return None
    value = read_minutes(text) if column == "分" else read_number(text)
    if value is None:
        message = f"「{short(text)}」を1つの数として読めませんでした。30 のように数を1つ書いてください。"
        problems.add(number, column, message)
    return value


def _cell_text(value: Any, row: int, column: str, problems: _Problems) -> str:
    """The text of a cell, stripped; a value that is no text or number is reported and read as empty."""
    text = text_of(value)
    if text is None:
        problems.add(row, column, "文字として読めない値が入っています。文字か数を入れ直してください。")
        return ""
    if len(text) > MAX_CELL:
        message = f"{len(text)}文字あり、{MAX_CELL}文字までを読みました。短い文にしてください。"
        problems.add(row, column, message)
        text = text[:MAX_CELL]
    return "".join(mark if mark.isprintable() or mark in "\n\u3000" else " " for mark in text).strip()


def _report_numbers(steps: list[Step], problems: _Problems) -> None:
    """Numbers used twice, and targets that no row has."""
    seen: set[int] = set()
    for step in steps:
        if step.number in seen:
            message = f"番号{step.number}が2つの行にあります。行ごとに別の番号にしてください。"
            problems.add(step.number, "番号", message)
        seen.add(step.number)
    for step in steps:
        for to in dict.fromkeys(branch.to for branch in step.next):
            if to is not None and to not in seen:
                message = f"次に「{to}」とありますが、{to}番の行がまだありません。行を足すか、番号を見直してください。"
                problems.add(step.number, "次", message)


# --- kinds ---------------------------------------------------------------------------------------


def _written_kind(text: str, number: int, problems: _Problems) -> Kind | None:
    """The kind in the column 種類; ``None`` where it is empty or cannot be read."""
    kind = _KIND_OF.get(fold(text))
    if kind is None and text:
        wanted = "きっかけ・作業・分かれ道・おわりのどれかにしてください。"
        problems.add(number, "種類", f"「{short(text)}」を種類として読めませんでした。{wanted}")
    return kind


def _with_kinds(rows: list[tuple[Step, Kind | None]]) -> list[Step]:
    """Settle the kind of every step: as written, else as the text and the ways out show it.

    きっかけ is looked for only at the top of the table: the first row, and the rows directly under it
    to which nothing leads (several entrances). Further down a step to which nothing leads is more
    likely a forgotten number, and must stay visible as such.
    """
    targets = {branch.to for step, _ in rows for branch in step.next}
    steps: list[Step] = []
    at_the_top = True
    for index, (step, said) in enumerate(rows):
        may_start = at_the_top and is_trigger(step.what) and (index == 0 or step.number not in targets)
        at_the_top = at_the_top and (may_start or said is Kind.START)
        steps.append(replace(step, kind=said or _inferred_kind(step, may_start)))
    return steps


def _inferred_kind(step: Step, may_start: bool) -> Kind:
    if not step.next and is_end_word(step.what):
        return Kind.END
    if is_question(step.what):
        return Kind.DECISION
    if may_start:
        return Kind.START
    return Kind.DECISION if len(step.next) >= 2 else Kind.TASK


def _chain(rows: list[tuple[Step, Kind | None]]) -> list[tuple[Step, Kind | None]]:
    """An empty 次 leads to the following row; the last row ends the flow."""
    chained = []
    for index, (step, said) in enumerate(rows):
        ends = said is Kind.END or is_end_word(step.what)
        following = rows[index + 1][0].number if index + 1 < len(rows) else None
        chained.append((step if step.next or ends else replace(step, next=(Branch(following),)), said))
    return chained
