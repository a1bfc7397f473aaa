"""Single inputs for work of one's own in a notebook: plain data in, plain data out, nothing scored and nothing saved.

Each shows itself as the last line of a cell, has its data as ``value``, and calls back after each change::

    table = StepTable([{"だれが": "県", "何を": "依頼する", "次": "2", "条件": ""}])
    table.value                  # what stands on the screen now
    table.on_change(print)

What comes from the browser is brought into shape before it becomes a ``value``; what a caller sets is refused with a
Japanese sentence where it does not fit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.cells import text_of
from kaizen_helpers.flow.drawing.drawing import draw
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.tables.rows import change_rows
from kaizen_helpers.flow.tables.table import Reading, read_steps
from kaizen_helpers.notation.reading import Question, read_number
from kaizen_helpers.notation.reading import Reading as ReadNumber

if TYPE_CHECKING:
    from kaizen_helpers.widgets.base import PanelWidget

__all__ = ["CardSort", "Choice", "FlowView", "PolicyTable", "ShortText", "StepTable"]

MAX_ROWS = 100
MAX_TEXT = 2000
STEP_COLUMNS = ("だれが", "何を", "次", "条件")
LATER_COLUMNS = ("媒体", "件数", "分", "待ち", "書類")
"""Columns that ``flow.read_steps`` knows too; they come out when somebody asks for more."""

V = TypeVar("V")
Row = dict[str, str]
_NAME = "input"


class _Widget(Generic[V]):
    """One input on a screen of its own. ``V`` is what a caller sees; the screen's own form of it is ``_shown``."""

    def __init__(self, name: str, inputs: Sequence[Mapping[str, Any]], shown: object, *, drawing: bool = False) -> None:
        from kaizen_helpers.widgets.base import PanelWidget

        self._shown: Any = shown
        self._listening: list[Callable[[V], object]] = []
        self.screen: PanelWidget = PanelWidget(
            asked=self._receive,
            spec={
                "key": secrets.token_hex(6),
                "name": name,
                "heading": "",
                "question": "",
                "picture": "",
                "inputs": list(inputs),
                "drawing": drawing,
                "beside": drawing,
                "saves": False,
                "check": False,
                "buttons": [],
            },
        )
        self._show()
        self._follow()

    @property
    def value(self) -> V:
        """The data as it stands now."""
        return self._of_screen(self._shown)

    @value.setter
    def value(self, value: V) -> None:
        self._shown = self._for_screen(value)
        self._show()
        self._follow()

    def on_change(self, call: Callable[[V], object]) -> None:
        """Call ``call(value)`` after every change that is made on the screen."""
        self._listening.append(call)

    def _for_screen(self, value: V) -> Any:
        """What a caller sets, in the screen's form.

        Raises:
            InputError: it is no such value.
        """
        raise NotImplementedError

    def _of_screen(self, shown: Any) -> V:
        raise NotImplementedError

    def _heard(self, typed: object) -> Any:
        """What came from the browser, in shape; it may be anything."""
        raise NotImplementedError

    def _show(self) -> None:
        if self.screen.spec["inputs"]:
            self.screen.show_value({_NAME: self._shown})

    def _follow(self) -> None:
        """Bring along what depends on the value: notes, a drawing."""

    def _receive(self, message: dict[str, Any]) -> None:
        if message["kind"] == "rows":
            self.screen.reply(self._changed_rows(message))
        if message["kind"] == "change":
            self._take(message)

    def _take(self, message: Mapping[str, Any]) -> None:
        answer = message.get("answer")
        before = self._shown
        if type(answer) is dict and _NAME in answer:
            self._shown = self._heard(answer[_NAME])
            if answer == {_NAME: self._shown}:
                self.screen.note_value(answer)
            else:
                self._show()
        client, n = message.get("client"), message.get("n")
        if type(client) is str and type(n) is int:
            self.screen.saved = {"client": client[:40], "n": n, "at": "", "problem": ""}
        if self._shown != before:
            self._follow()
            for call in self._listening:
                call(self.value)

    def _changed_rows(self, message: Mapping[str, Any]) -> dict[str, Any]:
        problem = "行を動かせませんでした。もう一度押してください。"
        return {"kind": "rows", "ask": message.get("ask"), "rows": [], "problem": problem}

    def _repr_mimebundle_(self, **options: object) -> tuple[dict[str, Any], dict[str, Any]]:
        return self.screen._repr_mimebundle_(**options)


class _Table(_Widget[list[Row]]):
    """Rows of text cells."""

    def __init__(
        self, label: str, columns: Sequence[Mapping[str, Any]], rows: list[Row], *, grows: bool, drawing: bool = False
    ) -> None:
        self._columns = columns
        self._grows = grows
        item = {"kind": "table", "name": _NAME, "label": label, "columns": list(columns)}
        super().__init__(label, [{**item, "grows": grows, "limit": MAX_ROWS}], rows, drawing=drawing)

    def _for_screen(self, value: Any) -> list[Row]:
        rows = _rows_of(value)
        keys = [column["key"] for column in self._columns]
        unknown = [key for row in rows for key in row if key not in keys]
        if unknown:
            raise InputError(f"この表に「{unknown[0]}」という列はありません。列は{'、'.join(keys)}です。")
        if not self._grows and len(rows) != len(self._shown):
            raise InputError(f"この表は{len(self._shown)}行です。{len(rows)}行では置きかえられません。")
        return [{key: row.get(key, "") for key in keys} for row in rows]

    def _of_screen(self, shown: list[Row]) -> list[Row]:
        return [dict(row) for row in shown]

    def _heard(self, typed: object) -> list[Row]:
        given = typed if type(typed) is list else []
        rows = [row if type(row) is dict else {} for row in given[:MAX_ROWS]]
        if not self._grows:
            rows = [rows[index] if index < len(rows) else {} for index in range(len(self._shown))]
        return [self._row(row, index) for index, row in enumerate(rows)]

    def _row(self, row: Mapping[str, object], index: int) -> Row:
        cells = {}
        for column in self._columns:
            key = column["key"]
            text = self._shown[index][key] if column["given"] else _typed(row.get(key))
            cells[key] = text if not column["choices"] or text in column["choices"] else ""
        return cells


class StepTable(_Table):
    """The table of steps of a business flow, with its drawing beside it.

    Args:
        rows: a list of rows (column → text) or a pandas DataFrame; None: five blank rows.
        columns: the columns that are seen at once. What the rows hold besides is seen too; further columns that a
            flow can have (媒体, 件数, 分, 待ち, 書類) come out when asked for.
        drawing: whether the drawing follows beside the table.
        title: the name of the work, above the drawing.

    Raises:
        InputError: the rows are no table of texts, or more than a screen takes.
    """

    def __init__(
        self, rows: Any = None, columns: Sequence[str] = STEP_COLUMNS, *, drawing: bool = True, title: str = ""
    ) -> None:
        given = _rows_of([{}] * 5 if rows is None else rows) or [{}]
        self.title = title
        self._drawing = drawing
        seen = dict.fromkeys([*columns, *(key for row in given for key in row)])
        keys = dict.fromkeys([*seen, *LATER_COLUMNS])
        widths = {"次": "6em", "件数": "6em", "分": "6em", "待ち": "6em", "何を": "18em"}
        made = [_column(key, width=widths.get(key, "10em"), later=key not in seen) for key in keys]
        shown = [{key: row.get(key, "") for key in keys} for row in given]
        super().__init__("手順の表", made, shown, grows=True, drawing=drawing)

    def _for_screen(self, value: Any) -> list[Row]:
        return super()._for_screen(value) or super()._for_screen([{}])  # one row is needed to write into

    @property
    def reading(self) -> Reading:
        """The flow that the table says, and what could not be read."""
        return read_steps(self.value, title=self.title)

    def _follow(self) -> None:
        if self._drawing:
            self.screen.drawing = draw(self.reading.flow).svg

    def _changed_rows(self, message: Mapping[str, Any]) -> dict[str, Any]:
        reply = super()._changed_rows(message)
        rows, op = self._heard(message.get("rows")), message.get("op")
        at: Any = message.get("at")  # what these are, change_rows looks at itself
        to: Any = message.get("to", 0)
        if op == "insert" and len(rows) >= MAX_ROWS:
            return {**reply, "problem": f"行は{MAX_ROWS}行までです。大きな流れにまとめましょう。"}
        try:
            changed = change_rows(rows, op if type(op) is str else "", at, to)
        except ValueError:
            return reply
        return {**reply, "rows": [self._row(row, 0) for row in changed], "problem": ""}


class PolicyTable(_Table):
    """A fixed table in which some columns are filled in.

    Args:
        rows: what is given: a list of rows (column → text) or a pandas DataFrame.
        columns: the columns to fill in, each with its choices; none: a text of one's own.

    Raises:
        InputError: the rows are no table of texts, or more than a screen takes.
    """

    def __init__(
        self, rows: Any, columns: Mapping[str, Sequence[str]] | Sequence[str], *, label: str = "方針の表"
    ) -> None:
        given = _rows_of(rows)
        choices = {key: list(columns[key]) if isinstance(columns, Mapping) else [] for key in columns}
        keys = dict.fromkeys(key for row in given for key in row if key not in choices)
        made = [_column(key, given=True) for key in keys]
        made += [_column(key, choices=options) for key, options in choices.items()]
        for number, row in enumerate(given, start=1):
            _refuse_others(choices, row, f"{number}行目")
        shown = [{key: row.get(key, "") for key in [*keys, *choices]} for row in given]
        super().__init__(label, made, shown, grows=False)

    def _for_screen(self, value: Any) -> list[Row]:
        rows = super()._for_screen(value)
        for number, row in enumerate(rows, start=1):
            _refuse_others({column["key"]: column["choices"] for column in self._columns}, row, f"{number}行目")
        return rows


class CardSort(_Widget[dict[str, str]]):
    """Cards to be sorted into boxes; ``value`` says of each card in which box it lies (``""``: in none yet).

    Raises:
        InputError: a card is there twice, or there are more than a screen takes.
    """

    def __init__(self, items: Iterable[str], boxes: Iterable[str], *, label: str = "カードを分ける") -> None:
        self._boxes = [_own_text(box, "箱") for box in boxes]
        cards = [_own_text(item, "カード") for item in items]
        twice = next((card for index, card in enumerate(cards) if card in cards[:index]), None)
        if twice is not None:
            raise InputError(f"「{twice}」のカードが2枚あります。1枚にしてください。")
        _refuse_many(len(cards), "カード", "枚")
        item = {"kind": "cards", "name": _NAME, "label": label, "card": "card", "box": "box", "boxes": self._boxes}
        super().__init__(label, [item], [{"card": card, "box": ""} for card in cards])

    def _for_screen(self, value: dict[str, str]) -> list[Row]:
        if not isinstance(value, Mapping):
            raise InputError("カードの名前と箱の名前の組（辞書）を入れてください。")
        cards = [row["card"] for row in self._shown]
        for card, box in value.items():
            if card not in cards:
                raise InputError(f"「{card}」というカードはありません。")
            _refuse_others({"箱": self._boxes}, {"箱": box}, str(card))
        return [{"card": card, "box": value.get(card, "")} for card in cards]

    def _of_screen(self, shown: list[Row]) -> dict[str, str]:
        return {row["card"]: row["box"] for row in shown}

    def _heard(self, typed: object) -> list[Row]:
        rows = [row if type(row) is dict else {} for row in typed[:MAX_ROWS]] if type(typed) is list else []
        lies = {_typed(row.get("card")): _typed(row.get("box")) for row in rows}
        boxes = {row["card"]: lies.get(row["card"], "") for row in self._shown}
        return [{"card": card, "box": box if box in self._boxes else ""} for card, box in boxes.items()]


class _OneText(_Widget[str]):
    """An input whose value is one text."""

    def _of_screen(self, shown: str) -> str:
        return shown

    def _for_screen(self, value: str) -> str:
        return _own_text(value, str(self.screen.spec["name"]))

    def _heard(self, typed: object) -> str:
        return _typed(typed)


class Choice(_OneText):
    """One of some choices; ``value`` is its text, ``""`` before anything was chosen."""

    def __init__(self, label: str, choices: Iterable[str]) -> None:
        self._choices = [_own_text(choice, label) for choice in choices]
        super().__init__(label, [{"kind": "choice", "name": _NAME, "label": label, "choices": self._choices}], "")

    def _for_screen(self, value: str) -> str:
        text = super()._for_screen(value)
        _refuse_others({"": self._choices}, {"": text}, str(self.screen.spec["name"]))
        return text

    def _heard(self, typed: object) -> str:
        text = super()._heard(typed)
        return text if text in self._choices else ""


class ShortText(_OneText):
    """A short text. With a ``unit`` (or ``is_number``) a number is read from it, and a note says how, or asks back."""

    def __init__(self, label: str, unit: str = "", *, is_number: bool = False, placeholder: str = "") -> None:
        self._unit = unit
        self._is_number = is_number or bool(unit)
        item = {"kind": "text", "name": _NAME, "label": label, "unit": unit, "placeholder": placeholder, "long": False}
        super().__init__(label, [item], "")

    @property
    def number(self) -> int | float | None:
        """The number in ``unit`` that the text says; None where there is none, or more than one way to read it."""
        reading = read_number(self.value, self._unit, convert=True)
        return reading.value if isinstance(reading, ReadNumber) else None

    def _follow(self) -> None:
        reading = read_number(self.value, self._unit, convert=True) if self._is_number else None
        note = reading.text_ja if isinstance(reading, Question) else reading.note_ja if reading else ""
        self.screen.notes = {_NAME: note} if note else {}


class FlowView(_Widget[Any]):
    """The drawing of a flow; ``value`` is what is drawn: a Flow, a list of rows or a pandas DataFrame."""

    def __init__(self, flow: Any = (), title: str = "") -> None:
        self.title = title
        super().__init__("業務フロー図", [], flow, drawing=True)

    def show(self, flow: Any) -> None:
        """Draw another flow, for example after each change: ``table.on_change(view.show)``."""
        self.value = flow

    def _for_screen(self, value: Any) -> Any:
        return value

    def _of_screen(self, shown: Any) -> Any:
        return shown

    def _heard(self, typed: object) -> Any:  # noqa: ARG002 - there is nothing to type into
        return self._shown

    def _follow(self) -> None:
        flow = self._shown if isinstance(self._shown, Flow) else read_steps(self._shown, title=self.title).flow
        self.screen.drawing = draw(flow).svg


def _column(
    key: str, *, given: bool = False, choices: Sequence[str] = (), width: str = "10em", later: bool = False
) -> dict[str, Any]:
    return {"key": key, "given": given, "choices": list(choices), "width": width, "placeholder": "", "later": later}


def _typed(value: object) -> str:
    """A text from the browser, at most so long and writable to a file; blank for anything else."""
    return value[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8") if type(value) is str else ""


def _own_text(value: object, where: str) -> str:
    """A text, number or empty cell that a caller gives, as text."""
    text = text_of(value)
    if text is None:
        raise InputError("文字か数を入れてください。", where)
    if len(text) > MAX_TEXT:
        raise InputError(f"1つの欄は{MAX_TEXT}文字までです（いまは{len(text)}文字）。", where)
    return text


def _rows_of(table: Any) -> list[Row]:
    """The rows of a caller's table: a list of dicts, or a pandas DataFrame."""
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        table = table.to_dict("records")
    if not isinstance(table, (list, tuple)) or not all(isinstance(row, Mapping) for row in table):
        raise InputError("表は、行のリスト（列の名前と値の組）か、pandas の DataFrame にしてください。")
    _refuse_many(len(table), "表", "行")
    return [
        {str(key): _own_text(value, f"{number}行目の「{key}」") for key, value in row.items()}
        for number, row in enumerate(table, start=1)
    ]


def _refuse_many(count: int, what: str, counter: str) -> None:
    if count > MAX_ROWS:
        raise InputError(f"{what}は{MAX_ROWS}{counter}までです（いまは{count}{counter}）。分けて使ってください。")


def _refuse_others(choices: Mapping[str, Sequence[str]], row: Mapping[str, str], where: str) -> None:
    """Only what can be chosen, or nothing."""
    for key, options in choices.items():
        text = row.get(key, "")
        if options and text and text not in options:
            raise InputError(f"「{text}」は選べません。{'、'.join(options)}のどれかにしてください。", where)
