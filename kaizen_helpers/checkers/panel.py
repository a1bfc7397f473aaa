"""The panel of an exercise, in plain ipywidgets: nobody has to read or write code.

Every change is saved at once. A change after a check turns the old verdict into 「未確認」.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as w

from kaizen_helpers.checkers.engine import Exercise, Outcome, Result, judge
from kaizen_helpers.checkers.inputs import MAX_ROWS, MAX_TEXT, VARIANTS, Column, Field, Panel, Table
from kaizen_helpers.checkers.render import render_html
from kaizen_helpers.checkers.seat import find_seat
from kaizen_helpers.checkers.store import AnswerStore
from kaizen_helpers.errors import WriteError
from kaizen_helpers.flow.rows import delete_row, insert_row

__all__ = ["ExercisePanel", "show"]

Changed = Callable[[], None]


def show(exercise: Exercise, store: AnswerStore) -> None:
    """Display the panel with what was saved before."""
    from IPython.display import display

    display(ExercisePanel(exercise, store).box)


class ExercisePanel:
    """One exercise on the screen: question, input, buttons, feedback, saved state."""

    def __init__(self, exercise: Exercise, store: AnswerStore) -> None:
        if exercise.panel is None:
            raise ValueError(f"{exercise.id} has no panel")
        self.exercise = exercise
        self.panel: Panel = exercise.panel
        self.store = store
        entry = store.entry(exercise.id)
        self.answer = self._begin(entry)
        self.tries = entry["tries"] if type(entry.get("tries")) is int else 0
        self.verdict_stands = False

        variant = self.answer["variant"]
        self.inputs = [_input(item, self.answer[item.name], self._on_change) for item in self.panel.inputs]
        self.preview = w.HTML()
        self.feedback = w.HTML()
        self.hints = w.HTML()
        self.saved = w.HTML(_saved_note(str(entry.get("saved", "")) if "answer" in entry else ""))
        self.check_button = w.Button(description="答え合わせ", button_style="primary", layout=w.Layout(width="9em"))
        self.hint_button = w.Button(description="ヒント", layout=w.Layout(width="7em"))
        self.check_button.on_click(lambda _button: self.check())
        self.hint_button.on_click(lambda _button: self.hint())
        question = w.HTML(f"<div lang='ja' style='max-width:60em;line-height:1.7'>{self.panel.asked(variant)}</div>")
        pictures = [w.HTML(_framed(self.panel.picture(variant)))] if self.panel.picture else []
        self.box = w.VBox(
            [
                question,
                *pictures,
                *(item.box for item in self.inputs),
                self.preview,
                w.HBox([self.check_button, self.hint_button, self.saved], layout=w.Layout(align_items="center")),
                self.feedback,
                self.hints,
            ],
            layout=w.Layout(padding="4px 0 12px 0"),
        )
        self._draw()
        if entry.get("last") and "answer" in entry:
            self._show(judge(self.exercise, self.answer))

    def _begin(self, entry: dict[str, Any]) -> dict[str, Any]:
        """The saved answer; without one, the start for this seat."""
        saved = entry.get("answer")
        if type(saved) is dict:
            try:
                return self.panel.clean(saved)
            except ValueError:
                pass  # What somebody put into the file by hand stays there until the first change here.
        seat = find_seat(self.store.folder)
        return self.panel.start(int(seat) % VARIANTS if seat else 0)

    def _on_change(self) -> None:
        for item, shown in zip(self.panel.inputs, self.inputs, strict=True):
            self.answer[item.name] = shown.value()
        self._save(answer=self.answer)
        self._draw()
        if self.verdict_stands:
            self.verdict_stands = False
            self.feedback.value = (
                "<p lang='ja' role='status'>－ 未確認: 答えが変わりました。もう一度「答え合わせ」を押してください。</p>"
            )

    def _save(self, **changes: object) -> None:
        try:
            entry = self.store.update(self.exercise.id, **changes)
        except WriteError as error:
            self.saved.value = f"<span lang='ja' role='alert'>！ {escape(str(error))}</span>"
            return
        self.saved.value = _saved_note(str(entry["saved"]))

    def _draw(self) -> None:
        if self.panel.preview:
            self.preview.value = _framed(self.panel.preview(self.answer))

    def check(self) -> Result:
        """答え合わせ: judge what is on the screen, show and save the verdict."""
        result = judge(self.exercise, self.answer)
        if result.outcome is not Outcome.UNATTEMPTED:
            self.tries += 1
        last = {"outcome": str(result.outcome), "mistake": result.mistake, "points": result.points}
        self._save(answer=self.answer, tries=self.tries, last=last)
        self._show(result)
        return result

    def _show(self, result: Result) -> None:
        self.feedback.value = render_html(result, self.exercise, self.tries)
        self.verdict_stands = True

    def hint(self) -> None:
        """Show one more hint; the ones before stay visible."""
        opened = self.store.entry(self.exercise.id).get("hints", 0)
        opened = (opened if type(opened) is int and opened >= 0 else 0) + 1
        self._save(hints=opened)
        shown = self.exercise.hints[: min(opened, len(self.exercise.hints))]
        items = "".join(f"<li>{escape(text)}</li>" for text in shown)
        rest = (
            ""
            if opened < len(self.exercise.hints)
            else "<p>ヒントはここまでです。隣の人や講師にも聞いてみましょう。</p>"
        )
        self.hints.value = f"<div lang='ja' role='status' style='max-width:60em'>ヒント<ol>{items}</ol>{rest}</div>"


def _saved_note(when: str) -> str:
    clock = re.search(r"T(\d\d:\d\d)", when)
    text = f"保存済み {clock[1]}" if clock else "入力すると、自動で保存します"
    return f"<span lang='ja' role='status' style='margin-left:1em'>{text}</span>"


def _framed(svg: str) -> str:
    return f"<div style='overflow-x:auto;max-width:100%;padding:8px 0'>{svg}</div>"


class _FieldInput:
    """A single field."""

    def __init__(self, field: Field, value: str, changed: Changed) -> None:
        if field.choices:
            self.widget: Any = _dropdown(field.choices, value, "24em")
        elif field.long:
            self.widget = w.Textarea(value, placeholder=field.placeholder, layout=w.Layout(width="40em"))
        else:
            self.widget = w.Text(value, placeholder=field.placeholder, layout=w.Layout(width="16em"))
        self.widget.continuous_update = False
        self.widget.tooltip = field.label
        _watch(self.widget, changed)
        label = w.HTML(f"<label lang='ja'>{escape(field.label)}</label>", layout=w.Layout(min_width="14em"))
        self.box = w.HBox([label, self.widget, w.HTML(escape(field.unit))], layout=w.Layout(flex_flow="row wrap"))

    def value(self) -> str:
        return str(self.widget.value or "")


class _TableInput:
    """A table of cells; with ``grows``, rows can be put in and taken out."""

    def __init__(self, table: Table, rows: list[dict[str, str]], changed: Changed) -> None:
        self.table = table
        self.changed = changed
        self.cells: list[dict[str, Any]] = []
        self.note = w.HTML()
        self.box = w.VBox()
        self._build(rows)

    def value(self) -> list[dict[str, str]]:
        return [{key: _text_of(cell) for key, cell in row.items()} for row in self.cells]

    def _build(self, rows: list[dict[str, str]]) -> None:
        columns = self.table.columns
        widths = " ".join(["3em", *(column.width for column in columns), *(["10em"] if self.table.grows else [])])
        shown: list[Any] = [w.HTML("<b lang='ja'>番号</b>")]
        shown += [w.HTML(f"<b lang='ja'>{escape(column.key)}</b>") for column in columns]
        shown += [w.HTML("")] if self.table.grows else []
        self.cells = []
        for index, row in enumerate(rows):
            cells = {column.key: self._cell(column, row.get(column.key, ""), index) for column in columns}
            self.cells.append(cells)
            shown += [w.HTML(f"<b>{index + 1}</b>"), *cells.values()]
            shown += [self._row_buttons(index)] if self.table.grows else []
        grid = w.GridBox(shown, layout=w.Layout(grid_template_columns=widths, grid_gap="2px 8px", align_items="center"))
        head = w.HTML(f"<p lang='ja' style='margin:.4em 0'>{escape(self.table.label)}</p>")
        parts = [head, w.Box([grid], layout=w.Layout(overflow="auto"))]
        if self.table.grows:
            add = w.Button(description="行を足す", layout=w.Layout(width="8em"))
            add.on_click(lambda _button: self._change_rows(insert_row(self.value(), len(self.cells))))
            parts += [add, self.note]
        self.box.children = parts

    def _cell(self, column: Column, text: str, index: int) -> Any:
        if column.given:
            return _Given(text)
        if column.choices:
            cell = _dropdown(column.choices, text, "auto")
        else:
            layout = w.Layout(width="auto")  # the grid's column decides
            cell = w.Text(text, placeholder=column.placeholder, continuous_update=False, layout=layout)
        cell.tooltip = f"{index + 1}行目 {column.key}"
        _watch(cell, self.changed)
        return cell

    def _row_buttons(self, index: int) -> Any:
        below = w.Button(description="下に1行", layout=w.Layout(width="5.4em"), tooltip=f"{index + 1}行目の下に1行足す")
        gone = w.Button(description="消す", layout=w.Layout(width="4em"), tooltip=f"{index + 1}行目を消す")
        below.on_click(lambda _button: self._change_rows(insert_row(self.value(), index + 1)))
        gone.on_click(lambda _button: self._change_rows(delete_row(self.value(), index)))
        return w.HBox([below, gone])

    def _change_rows(self, rows: list[dict[str, str]]) -> None:
        self.note.value = ""
        if len(rows) > MAX_ROWS:
            self.note.value = (
                f"<span lang='ja' role='alert'>行は{MAX_ROWS}行までです。大きな流れにまとめましょう。</span>"
            )
            return
        self._build(rows or [{column.key: "" for column in self.table.columns}])
        self.changed()


def _input(item: Field | Table, value: Any, changed: Changed) -> _FieldInput | _TableInput:
    return _FieldInput(item, value, changed) if isinstance(item, Field) else _TableInput(item, value, changed)


def _watch(widget: Any, changed: Changed) -> None:
    """Tell of every change; a text that is longer than what is kept is cut on the screen, where one sees it."""

    def follow(change: Any) -> None:
        text = str(change["new"] or "")
        if len(text) > MAX_TEXT:
            widget.value = text[:MAX_TEXT]  # comes back here
        else:
            changed()

    widget.observe(follow, "value")


class _Given(w.HTML):  # type: ignore[misc]
    """A cell that is shown and cannot be changed."""

    def __init__(self, text: str) -> None:
        super().__init__(f"<span lang='ja'>{escape(text)}</span>")
        self.plain = text


def _text_of(cell: Any) -> str:
    return str(cell.plain if isinstance(cell, _Given) else cell.value or "")


def _dropdown(choices: tuple[str, ...], value: str, width: str) -> Any:
    options = [("（選ぶ）", ""), *((choice, choice) for choice in choices)]
    return w.Dropdown(options=options, value=value if value in choices else "", layout=w.Layout(width=width))
