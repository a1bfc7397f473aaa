"""From the table a learner writes to a :class:`~kaizen_helpers.flow.model.Flow`.

The course's table has だれが・何を・次・条件; whoever draws their own work may fill any column of
:mod:`kaizen_helpers.flow.tables.columns`. Reading is tolerant and never raises: what could not be read is a
:class:`TableProblem` in Japanese, and the rest of the table is still a flow.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaizen_helpers.flow.cells import read_minutes, read_number, read_yes_no, short, text_of
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from kaizen_helpers.flow.tables.columns import LABEL, field_of, kind_of
from kaizen_helpers.flow.tables.quoting import split_list
from kaizen_helpers.flow.tables.ways import read_ways
from kaizen_helpers.flow.words import is_end_word, is_question, is_trigger

__all__ = [
    "LIST_SEPARATORS",
    "MAX_CELL",
    "MAX_ROWS",
    "Problems",
    "Reading",
    "TableProblem",
    "read_placed",
    "read_steps",
    "report_numbers",
    "ways_on",
    "with_kinds",
]

MAX_ROWS = 500
"""Rows beyond this are not read; a flow of 15 steps is the aim, 25 the limit of a readable one."""
MAX_CELL = 500
"""Characters read of one cell."""
LIST_SEPARATORS = "、，,・；;\n"
"""Between the items of 入力情報 and of 課題; an item that holds one of them stands in quotation marks."""

_NOT_KNOWN = frozenset(["?", "？", "未定"])
"""In 次, where an empty cell means the following row: it is not known yet what comes next."""


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something in the table that could not be read: where, what, and what to do next."""

    row: int
    """The number of the row as the learner sees it, from 1; 0 for the table as a whole.

    The row of Excel for a worksheet, the line for an outline."""
    column: str
    """The Japanese column name; empty for the row or the table as a whole.

    With the sheet and the letter for a worksheet, 「12文字目」 for an outline."""
    message: str
    """A Japanese sentence: what was read, and what to write."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says: the flow, and what could not be read."""

    flow: Flow
    problems: tuple[TableProblem, ...]


class Problems(list[TableProblem]):
    """Problems in the order found, and for each the position of its record (from 1; 0 for the table as a whole)."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[int] = []
        self.position = 0

    def add(self, row: int, column: str, message: str) -> None:
        """Note a problem of the record that is being read."""
        self.append(TableProblem(row, column, message))
        self.at.append(self.position)


def read_steps(rows: Any, title: str = "", *, blank_means_next: bool = False) -> Reading:
    """Read a table: a list of rows (dicts with Japanese keys) or a pandas DataFrame.

    A row's number is its position as the learner sees it (blank rows count but are dropped), or the
    column 番号 where it is given. An empty 次 is 「まだ書かれていない」, a dead end for the checks: whoever
    draws an As-Is says what comes next. With ``blank_means_next=True`` it means the following row
    (the reading of flow.md §9.3, for tables made by people who know the rule); what is not known yet is 「？」.

    Never raises because of the content of a table.
    """
    steps, problems = read_placed(rows, blank_means_next=blank_means_next)
    return Reading(Flow(title=text_of(title) or "", steps=steps), tuple(problems))


def read_placed(rows: Any, *, blank_means_next: bool = False) -> tuple[tuple[Step, ...], Problems]:
    """The steps of a table, and its problems with the positions of the records they are about."""
    problems = Problems()
    found: list[tuple[Step, Kind | None]] = []
    positions: list[int] = []
    written: set[int] = set()
    for position, cells in enumerate(_records(rows, problems), start=1):
        problems.position = position
        number = _row_number(cells.pop("number", None), position, problems)
        texts = {field: _cell_text(field, value, number, problems) for field, value in cells.items()}
        if any(texts.values()):
            if texts.get("next"):
                written.add(len(found))  # also where it cannot be read: it is not for us to guess
            if blank_means_next and texts.get("next") in _NOT_KNOWN:
                texts["next"] = ""
            found.append(_read_row(number, texts, problems))
            positions.append(position)
    steps = with_kinds(_chain(found, written) if blank_means_next else found)
    report_numbers(steps, positions, problems)
    return tuple(steps), problems


# --- rows ----------------------------------------------------------------------------------------


def _records(rows: Any, problems: Problems) -> list[dict[str, Any]]:
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
    fields: dict[str, str | None] = {}
    return [_record(pairs, position, fields, problems) for position, pairs in enumerate(records, start=1)]


def _record(
    pairs: list[tuple[Any, Any]] | None, position: int, fields: dict[str, str | None], problems: Problems
) -> dict[str, Any]:
    """``fields`` remembers what the names of the columns mean: they are the same in every row."""
    if pairs is None:
        problems.position = position
        problems.add(position, "", "この行を読めませんでした。列の名前と値の組にしてください。")
        return {}
    found: dict[str, Any] = {}
    for name, value in pairs:
        written = text_of(name) or ""
        if written not in fields:
            fields[written] = field_of(written[:MAX_CELL])
        field = fields[written]
        if field is not None and not text_of(found.get(field)):  # of two columns with one name, the filled one
            found[field] = value
    return found


def _row_number(value: Any, position: int, problems: Problems) -> int:
    """The number in the column 番号, else the position of the row."""
    written = _cell_text("number", value, position, problems)
    if not written:
        return position
    number = read_number(written)
    if number is not None and number == int(number) and 0 < number < 1_000_000:
        return int(number)
    problems.add(position, "番号", f"「{short(written)}」を番号として読めませんでした。1、2、3…と書いてください。")
    return position


def _read_row(number: int, texts: Mapping[str, str], problems: Problems) -> tuple[Step, Kind | None]:
    """The step of a row, its kind still open, and the kind as written."""
    get = texts.get
    ways = read_ways(get("next", ""), get("condition", ""), number, get("share", ""))
    for column, message in ways.problems:
        problems.add(number, column, message)
    step = Step(
        number=number,
        who=get("who", ""),
        what=get("what", ""),
        next=ways.branches,
        minutes=_quantity(get("minutes", ""), "分", number, problems),
        wait=get("wait", ""),
        cases=_quantity(get("cases", ""), "件数", number, problems),
        document=get("document", ""),
        means=get("means", ""),
        rank=get("rank", ""),
        system=get("system", ""),
        seal=_seal(get("seal", ""), number, problems),
        inputs=split_list(get("inputs", ""), LIST_SEPARATORS),
        deadline=get("deadline", ""),
        basis=get("basis", ""),
        person=get("person", ""),
        personal=get("personal", ""),
        issues=split_list(get("issues", ""), LIST_SEPARATORS),
        note=get("note", ""),
    )
    return step, _written_kind(get("kind", ""), number, problems)


def _quantity(text: str, column: str, number: int, problems: Problems) -> float | None:
    if not text:
        return None
    value = read_minutes(text) if column == "分" else read_number(text)
    if value is None:
        message = f"「{short(text)}」を1つの数として読めませんでした。30 のように数を1つ書いてください。"
        problems.add(number, column, message)
    return value


def _seal(text: str, number: int, problems: Problems) -> bool:
    found = read_yes_no(text)
    if found is None and "印" in text:  # 「課長印」: whose seal it is
        return True
    if found is None and text:
        message = (
            f"「{short(text)}」を押印の有無として読めませんでした。押印があれば「○」、なければ空欄にしてください。"
        )
        problems.add(number, "押印", message)
    return found is True


def _cell_text(field: str, value: Any, row: int, problems: Problems) -> str:
    """The text of a cell, stripped; a value that is no text or number is reported and read as empty."""
    text = text_of(value)
    if text is None and field == "seal" and type(value).__name__ in {"bool", "bool_"}:
        text = "○" if value else ""
    if text is None:
        problems.add(row, LABEL[field], "文字として読めない値が入っています。文字か数を入れ直してください。")
        return ""
    if len(text) > MAX_CELL:
        message = f"{len(text)}文字あり、{MAX_CELL}文字までを読みました。短い文にしてください。"
        problems.add(row, LABEL[field], message)
        text = text[:MAX_CELL]
    return "".join(mark if mark.isprintable() or mark in "\n\u3000" else " " for mark in text).strip()


def report_numbers(steps: Sequence[Step], positions: Sequence[int], problems: Problems) -> None:
    """Note numbers used twice, and targets that no row has."""
    seen: set[int] = set()
    for step, problems.position in zip(steps, positions, strict=True):
        if step.number in seen:
            message = f"番号{step.number}が2つの行にあります。行ごとに別の番号にしてください。"
            problems.add(step.number, "番号", message)
        seen.add(step.number)
    for step, problems.position in zip(steps, positions, strict=True):
        for to in dict.fromkeys(branch.to for branch in step.next):
            if to is not None and to not in seen:
                message = f"次に「{to}」とありますが、{to}番の行がまだありません。行を足すか、番号を見直してください。"
                problems.add(step.number, "次", message)


# --- kinds ---------------------------------------------------------------------------------------


def _written_kind(text: str, number: int, problems: Problems) -> Kind | None:
    """The kind in the column 種類; ``None`` where it is empty or cannot be read."""
    kind = kind_of(text)
    if kind is None and text:
        wanted = "きっかけ・作業・分かれ道・おわり（または待ち・システム処理・並行・サブ業務）にしてください。"
        problems.add(number, "種類", f"「{short(text)}」を種類として読めませんでした。{wanted}")
    return kind


def with_kinds(rows: list[tuple[Step, Kind | None]]) -> list[Step]:
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


def _chain(rows: list[tuple[Step, Kind | None]], written: Collection[int]) -> list[tuple[Step, Kind | None]]:
    """An empty 次 leads to the following row; at the indices ``written`` something stands in it."""
    chained = []
    for index, (step, said) in enumerate(rows):
        following = rows[index + 1][0].number if index + 1 < len(rows) else None
        stays = bool(step.next) or index in written
        chained.append((step if stays else replace(step, next=ways_on(step.what, said, following)), said))
    return chained


def ways_on(what: str, said: Kind | None, following: int | None) -> tuple[Branch, ...]:
    """Where a step leads that says nothing about it: to the following one; the last one ends the flow."""
    return () if said is Kind.END or is_end_word(what) else (Branch(following),)
