"""The plan of a repair as a workbook (直し方) that a person looks through, changes and gives back.

The columns with what they are taken for, the spellings of choices, and each open question with its proposed answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError
from kaizen_helpers.excel.tables.model import Plan, Refused, RepairQuestion, Rule, TableRule
from kaizen_helpers.excel.tables.planning import KINDS, known_choice, mark_of, plan_repair, proposed_answers
from kaizen_helpers.excel.tables.reading import DITTO, blank
from kaizen_helpers.excel.writing.table import as_text
from kaizen_helpers.flow.formats.xml import xml_text
from kaizen_helpers.forms.model import Entry, Form, Grid
from kaizen_helpers.forms.reading import read_form, read_sheets
from kaizen_helpers.forms.values import same_word
from kaizen_helpers.forms.workbook import write_form

__all__ = ["Agreed", "answers_in", "proposed", "read_plan", "write_plan"]

_FORM = "直し方"
_CHOICE = "選択肢"
_WORDS = (*KINDS.values(), _CHOICE)
_KNOWN_DIGITS = {"団体コード": 6, "法人番号": 13}
_EXAMPLES, _LONGEST_EXAMPLE = 3, 24
_NOT_ENTRIES = ("kind:", "options:")
"""Questions that are answered in the tables of columns and spellings."""
_COLUMNS = Grid(
    "columns",
    "列",
    (
        Entry("name", "列の名前", note="変えないでください。"),
        Entry("example", "値の例", note="元の表にある値です。見るだけのものです。"),
        Entry("kind", "種類", "choice", choices=_WORDS, note="違っていたら選び直してください。"),
        Entry("unit", "単位", note="数の列の単位です（円、人など）。"),
        Entry("digits", "けた数", "number", note="コードのけた数です。消えた先頭の0を補います。"),
        Entry("choices", "選べる言葉", note="種類が選択肢のときに、「、」で区切って書きます。"),
        Entry("other", "その他の内容の列", note="「その他：〇〇」の〇〇を移す列の名前です。"),
    ),
)
_SPELLINGS = Grid(
    "spellings",
    "対応表",
    (
        Entry("name", "列の名前"),
        Entry("typed", "元の表の書き方"),
        Entry("meant", "そろえる言葉", note="「選べる言葉」の1つを書きます。"),
    ),
)
_STEPS = Grid(
    "steps",
    "すること",
    (Entry("name", "手順"), Entry("what", "内容"), Entry("rule", "ルール")),
    note="この直し方で行うことです。見るだけのものです。",
)


@dataclass(frozen=True)
class Agreed:
    """What a person has decided: rules of columns that are other than proposed, spellings, answers to questions."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    spellings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(column, as typed) → the choice that is meant."""
    answers: Mapping[str, object] = field(default_factory=dict)
    """By the keys of the plan's questions."""
    key: tuple[str, ...] = ()
    newest: str = ""

    def plan(self, base: Plan) -> Plan:
        """The plan with these rules."""
        named = {}
        for name, rule in self.rules.items():
            table = {typed: meant for (column, typed), meant in self.spellings.items() if column == name and meant}
            named[name] = Rule(rule.kind, rule.unit, rule.digits, rule.choices, rule.other, table)
        return plan_repair(base.sheet, named, table=base.area, whole=TableRule(self.key, self.newest))


def proposed(plan: Plan) -> Agreed:
    """What a person agrees to who accepts every proposal, the lengths of codes among them."""
    codes = {name: _digits(plan, name) for name, rule in plan.proposed.items() if rule.kind == "code"}
    rules = {name: Rule("code", digits=digits) for name, digits in codes.items() if digits}
    return Agreed(rules, answers=proposed_answers(plan))


def _digits(plan: Plan, name: str) -> int:
    """The length of a code whose zeros were lost in some cells; 0 where the cells that are texts do not tell it.

    It is proposed only: a person sees it in the plan.
    """
    values = [as_text(value).strip() for value in _values(plan, name)]
    known = next((digits for word, digits in _KNOWN_DIGITS.items() if word in name), 0)
    if known:
        return known if all(value.isdigit() and len(value) <= known for value in values) else 0
    typed = [str(value).strip() for value in _values(plan, name) if isinstance(value, str)]
    lengths = {len(value) for value in typed}
    if len(lengths) != 1 or 2 * len(typed) < len(values) or not all(value.isdigit() for value in values):
        return 0
    return lengths.pop() if max(map(len, values)) in lengths else 0


def write_plan(
    path: Path, name: str, base: Plan, agreed: Agreed, refused: Refused | None = None, *, plan: Plan | None = None
) -> Path:
    """Write the plan for the file ``name`` with what is agreed so far; ``refused`` brings further questions.

    ``plan``: the plan with what is agreed, where it was made already. For proposals alone it is ``base``: the length
    of a code brings no question.

    Raises:
        InputError: there is a file of that name.
        WriteError: the folder cannot be written to.
    """
    plan = plan or agreed.plan(base)
    questions = _entries_of([*plan.questions, *(refused.questions if refused else ())])
    values: dict[str, Any] = {
        "file": name,
        "sheet": base.sheet.name,
        "rows": _rows(base),
        "key_columns": "、".join(agreed.key),
        "newest_column": agreed.newest,
        "columns": _columns(base, agreed),
        "spellings": _spellings(plan, agreed),
        "steps": [{"name": one.name, "what": one.what_ja, "rule": one.rule} for one in plan.steps],
    }
    for entry, question in questions:
        values[entry.key] = as_text(agreed.answers.get(question.key, question.proposal)) or None
    return write_form(_form([entry for entry, _ in questions]), path, values)


def read_plan(path: Path, name: str, base: Plan) -> Agreed:
    """What a person wrote into the plan of the file ``name``.

    Raises:
        MissingError: there is no such file.
        InputError: it is no plan, the plan of another file or sheet, or something in it cannot be read.
    """
    first = read_form(_form([]), path)
    if (first.values["file"], first.values["sheet"], first.values["rows"]) != (name, base.sheet.name, _rows(base)):
        told = f"これは「{first.values['file']}」のシート「{first.values['sheet']}」の直し方です。"
        raise InputError(f"{told}--plan なしで動かして、このファイルの直し方を作り直してください。", path.name)
    problems = [str(one) for one in first.problems]
    agreed = _read_tables(first.values, base, problems)
    answers: dict[str, object] = {f"kind:{row['name']}": row["kind"] for row in first.values["columns"]}
    if not problems:
        answers |= answers_in(path, agreed.plan(base).questions, problems)
    if problems:
        shown = "　".join(dict.fromkeys(problems[:5]))
        raise InputError(f"読めないところがあります。{shown}", path.name)
    return replace(agreed, answers=answers)


def answers_in(path: Path, questions: Sequence[RepairQuestion], problems: list[str]) -> dict[str, object]:
    """The answers to these questions that stand in the workbook; what cannot be read is added to ``problems``."""
    labels = {str(row[0]) for rows in read_sheets(path).values() for row in rows if row and row[0]}
    entries = [
        (entry, question)
        for entry, question in _entries_of(questions)
        if any(same_word(entry.label, label) for label in labels)
    ]  # the others are new since the plan was written
    filled = read_form(_form([entry for entry, _ in entries]), path)
    problems += [str(one) for one in filled.problems]
    return {question.key: value for entry, question in entries if (value := filled.values[entry.key])}


def _form(entries: Iterable[Entry]) -> Form:
    about = (
        Entry("file", "元のファイル", note="変えないでください。"),
        Entry("sheet", "シート", note="変えないでください。"),
        Entry("rows", "表の場所", note="変えないでください。"),
        Entry(
            "key_columns",
            "行を見分ける列",
            note="同じ行が2つあれば知らせます（例: 団体コード）。空欄でもかまいません。",
        ),
        Entry(
            "newest_column",
            "新しさの分かる列",
            note="同じ行のうち新しい方を残すとき（例: 回答日）。空欄でもかまいません。",
        ),
    )
    note = "シート「列」と、下の質問の答えを確かめてください。直したら保存し、--plan に付けてもう一度動かします。"
    return Form(_FORM, (*about, *entries, _COLUMNS, _SPELLINGS, _STEPS), note)


def _entries_of(questions: Iterable[RepairQuestion]) -> list[tuple[Entry, RepairQuestion]]:
    found: dict[str, tuple[Entry, RepairQuestion]] = {}
    for one in questions:
        label = xml_text(re.sub(r"\s+", " ", one.text_ja)).strip()  # as it will be read back
        if one.key.startswith(_NOT_ENTRIES) or any(label == entry.label for entry, _ in found.values()):
            continue
        note = f"提案: {as_text(one.proposal)}" if one.proposal is not None else "決めて、答えを入れてください。"
        kind = "choice" if one.choices else "text"
        entry = Entry(f"q{len(found) + 1}", label, kind, note, choices=one.choices, required=True)  # type: ignore[arg-type]
        found.setdefault(one.key, (entry, one))
    return list(found.values())


def _rows(base: Plan) -> str:
    columns = [one.column for one in base.area.headings]
    first = base.sheet.address(base.area.top, min(columns))
    return f"{first}:{base.sheet.address(base.area.bottom, max(columns))}"


def _columns(base: Plan, agreed: Agreed) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, was in base.proposed.items():
        rule = agreed.rules.get(name, was)
        answer = agreed.answers.get(f"kind:{name}")
        word = _CHOICE if rule.kind == "choice" else answer if answer in _WORDS else KINDS[rule.kind]
        rows.append(
            {
                "name": name,
                "example": _example(base, name),
                "kind": word,
                "unit": rule.unit or None,
                "digits": rule.digits or None,
                "choices": "、".join(rule.choices) or None,
                "other": rule.other or None,
            }
        )
    return rows


def _values(base: Plan, name: str) -> list[object]:
    """The values of a column in the table, those of a wide one from all its periods."""
    columns = [
        one.column
        for one in base.area.headings
        if name in (one.name, "_".join(one.path[1:]) if one.path[:1] and one.path[0] in base.periods else one.name)
    ]
    rows = range(base.area.first_row, base.area.bottom + 1)
    found = (base.sheet.value(row, column) for column in columns for row in rows)
    return [value for value in found if not blank(value)]


def _example(base: Plan, name: str) -> str:
    texts: dict[str, None] = {}
    for value in _values(base, name):
        text = re.sub(r"\s+", " ", as_text(value))
        texts.setdefault(text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…")
        if len(texts) == _EXAMPLES:
            break
    return "／".join(texts)


def _spellings(plan: Plan, agreed: Agreed) -> list[dict[str, object]]:
    """What was decided, and below it the spellings that no choice has yet."""
    known: list[dict[str, object]] = [
        {"name": name, "typed": typed, "meant": meant or None} for (name, typed), meant in agreed.spellings.items()
    ]
    have = {(str(one["name"]), str(one["typed"])) for one in known}
    for name, rule in plan.rules.items():
        if rule.kind != "choice":
            continue
        texts = dict.fromkeys(
            str(value).strip()
            for value in _values(plan, name)
            if not known_choice(value, rule) and not mark_of(value, rule)
        )
        known += [
            {"name": name, "typed": one, "meant": None} for one in texts if (name, one) not in have and one not in DITTO
        ]
    return known


def _read_tables(values: Mapping[str, Any], base: Plan, problems: list[str]) -> Agreed:
    rules: dict[str, Rule] = {}
    for row in values["columns"]:
        name = row["name"] or ""
        was = base.proposed.get(name)
        if was is None:
            problems.append(f"シート「列」の「{name}」という列は、表にありません。列の名前を元に戻してください。")
            continue
        if row["kind"] is None:
            problems.append(f"シート「列」の「{name}」の種類が空いています。選んでください。")
            continue
        rule = _rule(row)
        if rule.kind == "choice" and not rule.choices:
            problems.append(f"シート「列」の「{name}」は選択肢です。「選べる言葉」を「、」で区切って書いてください。")
        elif rule != Rule(was.kind, was.unit):
            rules[name] = rule
    spellings = {
        (str(row["name"]), str(row["typed"])): str(row["meant"] or "")
        for row in values["spellings"]
        if row["name"] and row["typed"]
    }
    return Agreed(rules, spellings, {}, _split(values["key_columns"]), values["newest_column"] or "")


def _rule(row: Mapping[str, Any]) -> Rule:
    kind = "choice" if row["kind"] == _CHOICE else next(one for one, word in KINDS.items() if word == row["kind"])
    digits = int(row["digits"] or 0)
    return Rule(
        kind,
        row["unit"] or "" if kind == "number" else "",
        digits if kind == "code" and 0 < digits <= 40 else 0,
        _split(row["choices"]) if kind == "choice" else (),
        row["other"] or "" if kind == "choice" else "",
    )


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split("[、,，\n]", text or "") if word.strip())
