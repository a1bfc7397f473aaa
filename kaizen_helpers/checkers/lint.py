"""One lint for everything the course says about an answer: messages, hints and remedies.

It returns findings in Japanese, an empty list for a clean text, and decides nothing. Text inside
「」『』 is somebody's own words or a label on the screen: it is held against the forbidden words only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kaizen_helpers.checkers.terms import ENGLISH, FORBIDDEN, TERMS
from kaizen_helpers.checkers.texts import normal_text
from kaizen_helpers.notation.reading import Reading, read_number, same_number

__all__ = ["PARTS", "lint_exercise", "lint_hints", "lint_message", "lint_no_answer", "lint_text"]

PARTS: Final = {"good": "良い点", "where": "どこ", "why": "なぜ", "next": "次の一手"}
"""The four parts of a message in the order in which they are read."""

SENTENCE_LENGTH: Final = 90
PART_LENGTH: Final = 140
SENTENCES: Final = 2

_NEEDED = {
    "incorrect": ("where", "why", "next"),
    "correct": ("good",),
    "unattempted": ("next",),
    "error": ("where", "next"),
    "waiting": ("next",),
    "author_error": ("next",),
}
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
_POLITE = re.compile(r"(です|でした|ます|ました|ません|ませんでした|ましょう|でしょう|ください)(か|ね|よね)?[）)]?$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]")
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+\.(?:py|xlsx|csv|ipynb|zip|json|txt|pdf|svg|png|toml)")
_TOKEN = re.compile(r"[▲△-]?[0-9][0-9,]*(?:\.[0-9]+)?[万億千百]?|[〇一二三四五六七八九十百千万億]{2,}|[十百千]")


def lint_message(message: Any, outcome: str, *, module: str = "") -> list[str]:
    """What is not right about a message with the fields ``good``, ``where``, ``why`` and ``next``.

    ``outcome`` (correct, incorrect, unattempted, error, waiting, author_error) says which parts it needs.
    ``module`` allows the words that are proper there.
    """
    parts = {name: getattr(message, name, "") for name in PARTS}
    needed = _NEEDED.get(str(getattr(outcome, "value", outcome)), ("next",))
    findings = [f"{PARTS[name]}: 空です。" for name in needed if not parts[name]]
    for name, text in parts.items():
        if type(text) is not str:
            findings.append(f"{PARTS[name]}: 文字ではありません。")
        elif text:
            findings.extend(f"{PARTS[name]}: {finding}" for finding in lint_text(text, module=module))
    said = [text for text in parts.values() if text]
    if len(set(said)) != len(said):
        findings.append("同じ文が2つの部分にあります。")
    return findings


def lint_text(text: str, *, module: str = "", polite: bool = True) -> list[str]:
    """What is not right about one part of a message, or one hint. ``polite`` asks for です・ます."""
    own = _QUOTED.sub("「」", text)
    return [*_lint_form(text, polite=polite), *_lint_words(text, own, module)]


def _lint_words(text: str, own: str, module: str) -> Iterator[str]:
    for rule in FORBIDDEN:
        if found := re.search(rule.pattern, text):
            yield f"「{found[0]}」は使いません。{rule.instead}。"
    for term in TERMS:
        if module in term.except_modules:
            continue
        for variant in term.variants:
            if found := re.search(variant, own):
                yield f"「{found[0]}」ではなく「{term.preferred}」と書きます。"
    for word in _LATIN.findall(_FILE_NAME.sub("", own)):
        if word not in ENGLISH:
            yield f"「{word}」は日本語で書きます。"


def _lint_form(text: str, *, polite: bool) -> Iterator[str]:
    if text != text.strip() or "\n" in text:
        yield "前後の空白か改行があります。"
    if len(text) > PART_LENGTH:
        yield f"{len(text)}文字あります（{PART_LENGTH}文字まで）。"
    if "?" in text:
        yield "「?」は全角の「？」にします。"
    if not text.endswith(("。", "？")):
        yield "「。」か「？」で終わっていません。"
    sentences = _sentences(text)
    if polite and len(sentences) > SENTENCES:
        yield f"{len(sentences)}文あります（{SENTENCES}文まで）。"
    for sentence in sentences:
        if len(sentence) > SENTENCE_LENGTH:
            yield f"1文が{len(sentence)}文字あります（{SENTENCE_LENGTH}文字まで）。"
        if polite and _POLITE.search(sentence) is None:
            yield f"「…{sentence[-8:]}」がです・ます形ではありません。"


def _sentences(text: str) -> list[str]:
    """The sentences without their end mark; an end mark inside 「」 ends nothing."""
    hidden = _QUOTED.sub(lambda quoted: re.sub("[。？]", "、", quoted[0]), text)
    return [sentence.strip() for sentence in re.split("[。？]", hidden) if sentence.strip()]


def lint_hints(hints: Iterable[str], *, module: str = "") -> list[str]:
    """What is not right about the hints of an exercise: at least two, all different, each a clean text."""
    texts = list(hints)
    findings = [] if len(texts) >= 2 else ["ヒントは2つ以上にします。"]
    if len(set(texts)) != len(texts):
        findings.append("同じヒントがあります。")
    for number, text in enumerate(texts, start=1):
        findings.extend(f"ヒント{number}: {finding}" for finding in lint_text(text, module=module))
    return findings


def lint_no_answer(texts: Iterable[str], model_values: Any) -> list[str]:
    """Where a text gives a model answer away.

    ``model_values`` is a model answer (nested lists, dicts, tuples are gone through; keys are not
    answers). A number counts as a whole number word in any dress (１２, 1,200, 三十); a text of four
    letters or more counts where it occurs, whatever its width and blanks. Shorter texts, blanks,
    True and None cannot be told from ordinary words: leave out what the question itself shows.
    """
    numbers, words = _answers(model_values)
    return [finding for text in texts for finding in _given_away(text, numbers, words)]


def _given_away(text: str, numbers: list[int | float | Decimal], words: list[str]) -> Iterator[str]:
    tokens = [reading.value for reading in map(read_number, _tokens(text)) if isinstance(reading, Reading)]
    if any(same_number(token, number, 1e-9) for number in numbers for token in tokens):
        yield f"答えの数が「{_start(text)}」に出ています。"
    plain = _squeezed(text)
    if any(_squeezed(word) in plain for word in words):
        yield f"答えの言葉が「{_start(text)}」に出ています。"


def _answers(value: Any) -> tuple[list[int | float | Decimal], list[str]]:
    numbers: list[int | float | Decimal] = []
    words: list[str] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, bool):
            continue
        if isinstance(item, int | float | Decimal):
            numbers.append(item)
        elif isinstance(item, str):
            reading = read_number(item)
            if isinstance(reading, Reading):
                numbers.append(reading.value)
            elif len(_squeezed(item)) >= 4:
                words.append(item)
        elif isinstance(item, Mapping):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple | set | frozenset):
            waiting.extend(item)
    return numbers, words


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text))


def _squeezed(text: str) -> str:
    return normal_text(text).replace(" ", "")


def _start(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


def lint_exercise(exercise: Any) -> list[str]:
    """Every finding about one exercise: its rules' messages, remedies, hints and title.

    Asks for attributes only (``id module title rules otherwise hints``; a rule's ``id say trainer``).
    A ``say`` that is made at judging time is a function: lint what it makes in the corpus test.
    """
    module = str(getattr(exercise, "module", ""))
    findings: list[str] = []
    seen: dict[Any, str] = {}
    rules = [*getattr(exercise, "rules", ()), getattr(exercise, "otherwise", None)]
    for rule in (rule for rule in rules if rule is not None):
        name = str(getattr(rule, "id", "") or type(rule).__name__)
        say = getattr(rule, "say", None)
        if say is not None and not callable(say):
            findings.extend(f"{name}: {finding}" for finding in lint_message(say, _outcome(rule), module=module))
            words = tuple(getattr(say, part, "") for part in PARTS)
            if words in seen:
                findings.append(f"{name}: 「{seen[words]}」と同じ文です。")
            seen.setdefault(words, name)
        remedy = getattr(rule, "trainer", None)
        if remedy is not None:
            findings.extend(
                f"{name}: 講師: {finding}" for finding in lint_text(str(remedy), module=module, polite=False)
            )
    findings.extend(lint_hints(getattr(exercise, "hints", ()), module=module))
    for number, criterion in enumerate(getattr(exercise, "rubric", ()), start=1):
        texts = (
            (criterion.looks_at, True),
            *((text, False) for text in (criterion.full, criterion.half, criterion.none)),
        )
        for text, polite in texts:
            findings.extend(f"めやす{number}: {finding}" for finding in lint_text(text, module=module, polite=polite))
    return [f"{getattr(exercise, 'id', '')}: {finding}" for finding in findings]


def _outcome(rule: Any) -> str:
    """The outcome a rule leads to, by its attribute or by the name of its class."""
    outcome = getattr(rule, "outcome", None)
    if outcome is not None:
        return str(getattr(outcome, "value", outcome))
    name = type(rule).__name__.lower()
    return name if name in ("correct", "unattempted") else "incorrect"
