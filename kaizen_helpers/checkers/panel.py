"""The panel of an exercise: nobody has to read or write code.

The screen (``widgets.base.PanelWidget``) shows plain data and sends messages; everything is decided here. Every change
is saved at once. A change after a check turns the old verdict into 「未確認」. An answer that was changed on another
screen is never written over silently: the person chooses, and both are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape
from typing import Any
from weakref import WeakSet

from kaizen_helpers.checkers import dialogs
from kaizen_helpers.checkers.answers import NotPlain
from kaizen_helpers.checkers.asking import Question, send
from kaizen_helpers.checkers.engine import Exercise, Outcome, Result, judge
from kaizen_helpers.checkers.inputs import MAX_ROWS, VARIANTS, Panel
from kaizen_helpers.checkers.panel_spec import panel_spec, reading_notes
from kaizen_helpers.checkers.render import TRIES_UNTIL_TOGETHER, render_html, state
from kaizen_helpers.checkers.sample import sample_answer
from kaizen_helpers.checkers.seat import find_seat
from kaizen_helpers.checkers.store import AnswerStore, ChangedElsewhere, revision
from kaizen_helpers.checkers.versions import Versions
from kaizen_helpers.errors import KaizenError
from kaizen_helpers.flow.tables.rows import change_rows
from kaizen_helpers.widgets.base import PanelWidget

__all__ = ["ExercisePanel", "open_panels"]

Answer = dict[str, Any]
Message = dict[str, Any]

_open: WeakSet[ExercisePanel] = WeakSet()
"""The panels of this kernel: two tabs of one notebook share it."""


def open_panels() -> list[ExercisePanel]:
    """The panels that are on a screen of this kernel."""
    return list(_open)


class ExercisePanel:
    """One exercise on the screen: question, input, buttons, feedback, saved state."""

    def __init__(self, exercise: Exercise, store: AnswerStore) -> None:
        if exercise.panel is None:
            raise ValueError(f"{exercise.id} has no panel")
        self.exercise = exercise
        self.panel: Panel = exercise.panel
        self.store = store
        self.versions = Versions(store.folder, exercise.id)
        self.dialog: dialogs.Dialog | None = None
        self._pressed = ("", 0)
        entry = store.entry(exercise.id)
        self.answer = self._begin(entry)
        self.rev = revision(entry)
        self.checked: Result | None = None
        self.screen = PanelWidget(
            asked=self.receive,
            spec=panel_spec(
                exercise,
                self.answer["variant"],
                key=f"{hashlib.sha256(str(store.path.absolute()).encode()).hexdigest()[:12]}-{exercise.id}",
                sample=sample_answer(exercise, self.answer["variant"]) is not None,
            ),
        )
        self._show_entry(entry)
        self.screen.hints = self._hint_list(_count(entry.get("hints")))
        self._draw()
        _open.add(self)

    def _begin(self, entry: Answer) -> Answer:
        """The saved answer; without one, the start for this seat."""
        saved = entry.get("answer")
        if type(saved) is dict:
            try:
                return self.panel.clean(saved)
            except NotPlain:
                pass  # What somebody put into the file by hand stays there until the first change here.
        seat = find_seat(self.store.folder)
        return self.panel.start(int(seat) % VARIANTS if seat else 0)

    def _show_entry(self, entry: Answer, client: str = "", n: int = 0) -> None:
        """Put the answer on the screen, with what is known of it: when it was saved, and its verdict if that stands."""
        with self.screen.hold_sync():
            self.screen.show_value(self.answer)
            self._acknowledge(entry, client, n)
        self.checked = None
        if entry.get("last") and "answer" in entry:
            self._show(judge(self.exercise, self.answer), _count(entry.get("tries")))
            if entry.get("checked", self.rev) != self.rev:
                self._unchecked()
        else:
            self.screen.verdict = {}

    # What the screen says

    def receive(self, message: Message) -> None:
        """Answer one message. What comes from a browser may have any shape; nothing of it is believed."""
        heard: dict[str, Callable[[Message], None]] = {
            "change": self._change,
            "press": self._press,
            "dialog": self._answer_dialog,
            "rows": self._rows,
            "drafts": self._drafts,
            "look": lambda _message: self.look(),
        }
        if message["kind"] in heard:
            heard[message["kind"]](message)

    def _change(self, message: Message) -> None:
        if self._take(message):
            self._draw()

    def _press(self, message: Message) -> None:
        press = (_text(message.get("client")), _count(message.get("press")))
        if press == self._pressed and press[0]:
            self._take(message)  # sent again because nobody had answered: it was answered meanwhile
            return
        self._pressed = press
        if not self._take(message) and self.dialog is not None:
            return  # another screen's answer is in the way: that is to be decided first
        pressed: dict[str, Callable[[], object]] = {
            "check": self.check,
            "hint": self.hint,
            "ask": lambda: self._open(dialogs.ask(self._question())),
            "sample": lambda: self._open(dialogs.sample(self._tries() >= TRIES_UNTIL_TOGETHER)),
            "versions": lambda: self._open(dialogs.earlier(self.versions.read())),
        }
        button = message.get("button")
        if type(button) is str and button in pressed:
            pressed[button]()

    def _take(self, message: Message) -> bool:
        """Save the answer that a message carries; False where it is not on disk afterwards."""
        client, n = _text(message.get("client"))[:40], _count(message.get("n"))
        try:
            answer = self.panel.clean(_table(message.get("answer")) | {"variant": self.answer["variant"]})
        except NotPlain as refusal:
            self._refuse(client, n, str(refusal))
            return False
        before, self.answer = self.answer, answer
        by = f"{client}:{n}"
        try:
            entry = self.store.save_answer(self.exercise.id, answer, base=_count(message.get("base")), by=by)
        except ChangedElsewhere as other:
            self._ask_which(other.entry)
            self._refuse(client, n, "別の画面でも書き直されています。下で、続きに使うほうを選んでください。")
            return False
        except KaizenError as problem:
            self._refuse(client, n, problem.message_ja)
            return False
        self.versions.watch(before, answer)
        changed = before != answer
        with self.screen.hold_sync():
            if answer == message.get("answer"):
                self.screen.note_value(answer)
            else:
                self.screen.show_value(answer)  # what no page can hold was replaced, and is seen to be
            self._acknowledge(entry, client, n)
        if changed:
            self._unchecked()
            self._tell_other_screens()
        return True

    def _acknowledge(self, entry: Answer, client: str, n: int) -> None:
        self.rev = revision(entry)
        self.screen.rev = self.rev
        self.screen.by = _text(entry.get("by"))
        clock = re.search(r"T(\d\d:\d\d)", _text(entry.get("saved"))) if "answer" in entry else None
        self.screen.saved = {"client": client, "n": n, "at": clock[1] if clock else "", "problem": ""}

    def _refuse(self, client: str, n: int, problem: str) -> None:
        self.screen.saved = {"client": client, "n": n, "at": "", "problem": problem}

    def _draw(self) -> None:
        self.screen.notes = reading_notes(self.exercise, self.answer)
        if self.panel.preview:
            self.screen.drawing = self.panel.preview(self.answer)

    def _rows(self, message: Message) -> None:
        """Insert, delete or move a row of a table so that the numbers in 「次」 stay right."""
        reply: Message = {"kind": "rows", "ask": message.get("ask"), "rows": [], "problem": ""}
        try:
            rows = self._cleaned_rows(_text(message.get("name")), message.get("rows"))
            if message.get("op") == "insert" and len(rows) >= MAX_ROWS:
                reply["problem"] = f"行は{MAX_ROWS}行までです。大きな流れにまとめましょう。"
            else:
                at, to = _count(message.get("at")), _count(message.get("to"))
                reply["rows"] = change_rows(rows, _text(message.get("op")), at, to)
        except (NotPlain, ValueError):
            reply["problem"] = "行を動かせませんでした。もう一度押してください。"
        self.screen.reply(reply)

    def _cleaned_rows(self, name: str, rows: object) -> list[dict[str, str]]:
        if all(item.name != name for item in self.panel.inputs):
            raise ValueError("no such table")
        cleaned: list[dict[str, str]] = self.panel.clean({**self.answer, name: rows})[name]
        return cleaned

    # Check and hint

    def check(self) -> Result:
        """答え合わせ: judge what is on the screen, show and save the verdict."""
        result = judge(self.exercise, self.answer)
        entry = self.store.entry(self.exercise.id)
        tries = _count(entry.get("tries")) + (result.outcome is not Outcome.UNATTEMPTED)
        last = {"outcome": str(result.outcome), "mistake": result.mistake, "points": result.points}
        try:
            if entry.get("sample") is not True:
                # What was done after the sample was opened is practice: it counts for nothing.
                self.store.update(self.exercise.id, tries=tries, last=last, checked=self.rev)
        except KaizenError as problem:
            self._refuse("", 0, problem.message_ja)
        if result.outcome is not Outcome.UNATTEMPTED:
            self.versions.keep(self.answer, "答え合わせのとき")
        self._show(result, tries)
        return result

    def _show(self, result: Result, tries: int) -> None:
        symbol, word = state(result, tries)
        self.checked = result
        html = render_html(result, tries=tries)
        self.screen.verdict = {"symbol": symbol, "word": word, "html": html, "stale": False, "badges": self._badges()}

    def _unchecked(self) -> None:
        if self.checked is not None:
            self.checked = None
            html = (
                "<div class='kz-unchecked'><p><span aria-hidden='true'>－ </span><strong>未確認</strong></p>"
                "<p>答えが変わりました。もう一度「答え合わせ」を押してください。</p></div>"
            )
            self.screen.verdict = {
                "symbol": "－",
                "word": "未確認",
                "html": html,
                "stale": True,
                "badges": self._badges(),
            }

    def _badges(self) -> list[str]:
        return ["見本で続けています"] if self.store.entry(self.exercise.id).get("sample") is True else []

    def _tries(self) -> int:
        return _count(self.store.entry(self.exercise.id).get("tries"))

    def hint(self) -> None:
        """Show one more hint; the ones before stay visible."""
        opened = _count(self.store.entry(self.exercise.id).get("hints")) + 1
        try:
            self.store.update(self.exercise.id, hints=opened)
        except KaizenError as problem:
            self._refuse("", 0, problem.message_ja)  # a hint is worth showing even where it cannot be counted
        self.screen.hints = self._hint_list(opened)

    def _hint_list(self, opened: int) -> str:
        if not opened:
            return ""
        items = "".join(f"<li>{escape(text)}</li>" for text in self.exercise.hints[:opened])
        last = "<p>ヒントはここまでです。隣の人や講師にも聞いてみましょう。</p>"
        return f"<h4>ヒント</h4><ol>{items}</ol>{last if opened >= len(self.exercise.hints) else ''}"

    # What is asked back

    def _open(self, dialog: dialogs.Dialog) -> None:
        self.dialog = dialog
        self.screen.dialog = dialog.plain()

    def _close(self) -> None:
        self.dialog = None
        self.screen.dialog = {}

    def _answer_dialog(self, message: Message) -> None:
        dialog = self.dialog
        if dialog is None or message.get("id") != dialog.id:
            return
        button, text, item = (_text(message.get(name)) for name in ("button", "text", "item"))
        self._close()
        try:
            if dialog.name == "ask" and button == "send":
                self._send(text)
            elif dialog.name == "sample" and button == "sample":
                self._continue_from_sample()
            elif dialog.name == "earlier" and button == "restore":
                self._restore(item)
            elif dialog.name == "which":
                self._decide(button, _text(message.get("client"))[:40], _count(message.get("n")))
        except KaizenError as problem:
            self._tell(f"！ {problem.message_ja}")

    def _question(self, words: str = "") -> Question:
        entry = self.store.entry(self.exercise.id)
        result = judge(self.exercise, self.answer)
        tries, hints = _count(entry.get("tries")), _count(entry.get("hints"))
        word = state(result, tries)[1] if tries else "まだ答え合わせをしていない"
        # What is said about one's own work quotes it: that stays here.
        said = tries > 0 and self.exercise.points > 0
        told = " ".join(filter(None, (result.message.where, result.message.next))) if said else ""
        return Question(
            module=self.exercise.module,
            exercise=f"{self.exercise.code} {self.exercise.title}",
            seat=find_seat(self.store.folder),
            state=f"{word}（答え合わせ {tries} 回、ヒント {min(hints, len(self.exercise.hints))} つ）",
            told=told,
            words=words,
        )

    def _send(self, words: str) -> None:
        path, shared = send(self._question(words), self.store.folder.parent)
        self._tell(
            "講師に知らせました。返事を待つあいだ、分かる所から進めてかまいません。"
            if shared
            else f"質問を「{path.parent.name}」フォルダに入れました。手を挙げて、この画面を講師に見せてください。"
        )

    def _continue_from_sample(self) -> None:
        sample = sample_answer(self.exercise, self.answer["variant"])
        if sample is None:
            self._tell("見本が見つかりません。講師に知らせてください。")
            return
        entry = self.store.entry(self.exercise.id)
        changes: dict[str, object] = {"sample": True}
        if entry.get("sample") is not True:
            changes["before_sample"] = entry.get("answer")
        self._replace(sample, "見本にする前", **changes)
        self._tell("見本を入れました。ここから続けられます。自分の答えは「前の答え」に残っています。")

    def _restore(self, item: str) -> None:
        kept = {version.saved: version for version in self.versions.read()}
        if item in kept:
            self._replace(self.panel.clean(kept[item].answer), "前の答えに戻す前")
            self._tell("前の答えに戻しました。戻す前の答えも「前の答え」に残っています。")

    def _replace(self, answer: Answer, why: str, **changes: Any) -> None:
        """Put a whole other answer in place; the present one is kept first."""
        self.versions.keep(self.answer, why)
        entry = self.store.save_answer(self.exercise.id, answer, base=self.rev, **changes)
        self.answer = answer
        self._show_entry(entry)
        self._draw()
        self._tell_other_screens()

    # Other screens

    def look(self) -> None:
        """Read what is saved, and show it if another screen changed it."""
        entry = self.store.entry(self.exercise.id)
        if revision(entry) == self.rev or (self.dialog is not None and self.dialog.name == "which"):
            return
        self.answer = self._begin(entry)
        self._show_entry(entry)
        self._draw()

    def _tell_other_screens(self) -> None:
        """Two tabs share this kernel. A tab that is gone says nothing; one that is there comes and looks."""
        for other in open_panels():
            if other is not self and (other.store.path, other.exercise.id) == (self.store.path, self.exercise.id):
                other.screen.reply({"kind": "changed"})

    def _ask_which(self, theirs: Answer) -> None:
        """The answer was changed here and on another screen. Both are kept; the person chooses."""
        self.versions.keep(self.answer, "この画面で書いた分")
        if type(theirs.get("answer")) is dict:
            self.versions.keep(theirs["answer"], "別の画面で書いた分")
        if self.dialog is None or self.dialog.name != "which":
            self._open(dialogs.which(_text(theirs.get("saved"))))

    def _decide(self, button: str, client: str, n: int) -> None:
        """One of two answers stands from now on; the screen that chose has nothing left to save."""
        entry = self.store.entry(self.exercise.id)
        if button == "mine":
            entry = self.store.save_answer(self.exercise.id, self.answer, base=revision(entry))
        else:
            self.answer = self._begin(entry)
        self._show_entry(entry, client, n)
        self._draw()
        self._tell_other_screens()

    def _drafts(self, message: Message) -> None:
        """Left-over drafts of screens that are gone: kept as earlier versions, so that the browser may forget them."""
        taken = []
        drafts = message.get("drafts")
        for draft in drafts[:20] if type(drafts) is list else []:
            try:
                answer = self.panel.clean({**_table(_table(draft).get("answer")), "variant": self.answer["variant"]})
            except NotPlain:
                answer = self.answer
            if answer == self.answer or self.versions.keep(answer, "保存する前に閉じた分"):
                taken.append(_text(_table(draft).get("client")))
        self.screen.reply({"kind": "drafts-taken", "clients": taken})

    def _tell(self, text: str) -> None:
        self.screen.told = {"n": _count(self.screen.told.get("n")) + 1, "text": text, "html": ""}


def _text(value: object) -> str:
    return value if type(value) is str else ""


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value < 2**53 else 0


def _table(value: object) -> dict[str, Any]:
    return value if type(value) is dict else {}
