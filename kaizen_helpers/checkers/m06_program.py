"""The short programs of E6-5 to E6-7: our own text with the chosen values in it, run against a practice kintone.

What is shown is what is run. A learner only chooses among values of ours, so no text of theirs is ever carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kaizen_helpers.checkers.engine import Message, Mistake
from kaizen_helpers.checkers.m05_preview import CLOSES, OPENS, program_html

if TYPE_CHECKING:
    from kaizen_helpers.checkers.m06_case import Practice
    from kaizen_helpers.kintone import Kintone

__all__ = ["filled", "place_of", "rule_for", "run_program", "shown_program"]


def filled(template: str, values: Mapping[str, str], opens: str = "", closes: str = "") -> str:
    """The program with its values, each between ``opens`` and ``closes``; ``…`` where one is open.

    A value stands in the template as ``«name»``, so that braces of the program need no care.
    """
    text = template
    for name, value in values.items():
        text = text.replace(f"«{name}»", f"{opens}{value or '…'}{closes}")
    return text


def shown_program(template: str, values: Mapping[str, str]) -> str:
    """The program as HTML, with what was chosen marked."""
    return program_html(filled(template, values, OPENS, CLOSES))


def run_program(template: str, values: Mapping[str, str], there: Practice, **given: Any) -> dict[str, Any]:
    """Run the program in a practice kintone; its names afterwards. ``given``: names that are there before it begins;
    with 「書き出す」 among them, that is called instead of ``write_tables``, so that nothing is written to the disk.

    Raises KintoneError: kintone refuses what the program asks for.
    """

    @contextmanager
    def connected() -> Iterator[Kintone]:
        """``Kintone()`` of the program: the practice kintone, which stays open."""
        yield there.kintone

    text = filled(template, values).replace("with Kintone() as", "with 練習環境() as")
    if "書き出す" in given:
        text = text.replace("\nwrite_tables(", "\n書き出す(")
    names: dict[str, Any] = {**given, "練習環境": connected, "アプリ": there.app}
    exec(text, names)  # noqa: S102 - our own text and our own values
    return names


def place_of(label: str) -> str:
    """Where a value is chosen: its label, without what explains it."""
    return f"「{label.partition('（')[0].partition(':')[0]}」の欄です。"


def rule_for(labels: Mapping[str, str], good: Callable[[Any], str]) -> Callable[..., Mistake]:
    """Makes rules about single values of a program: id, name of the value, when, why, next step, remedy."""

    def rule(mistake: str, name: str, when: Callable[[Any], Any], why: str, next_step: str, trainer: str) -> Mistake:
        return Mistake(
            mistake,
            when=when,
            say=lambda seen, _places: Message(good(seen), place_of(labels[name]), why, next_step),
            trainer=trainer,
        )

    return rule
