"""``kaizen plan`` and ``kaizen account``: an office's filled forms checked, and the pages to hand on written.

Files may come in any order; each is known by what is in it. A folder of its own is made for what is written; nothing
that is there is ever written over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.forms import Filled, Form, form_page, read_form, read_values, write_form
from kaizen_helpers.organisation import Organisation, find_organisation
from kaizen_helpers.plan.account import account_form, account_page, check_account
from kaizen_helpers.plan.action.action_plan import plan_form, plan_of, plan_page
from kaizen_helpers.plan.action.checks import check_filled
from kaizen_helpers.plan.action.follow_up import (
    FollowUp,
    Reminder,
    follow_up_form,
    follow_up_of,
    follow_up_page,
    follow_up_values,
    progress,
    reminders,
)
from kaizen_helpers.plan.action.one_page import one_page
from kaizen_helpers.plan.action.overview import draw_overview
from kaizen_helpers.plan.findings import PlanFinding
from kaizen_helpers.printed import text
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

if TYPE_CHECKING:
    from kaizen_helpers.flow import Flow
    from kaizen_helpers.plan.action.action_plan import Plan

__all__ = ["blank_account", "blank_plan", "make_account", "make_plan"]

_MOST_TOLD = 20


@dataclass
class _Files:
    """What the files hold."""

    forms: dict[str, list[Filled]] = field(default_factory=dict)
    """By the name of the form."""
    flow: Flow | None = None
    told: list[str] = field(default_factory=list)
    """What could not be read, file by file."""


def blank_plan(folder: Path) -> Kit:
    """The blank action plan and the follow-up, as workbooks and to be filled by hand.

    Raises:
        WriteError: nothing can be written there.
    """
    told = (
        "「アクションプラン.xlsx」に書き込みます。手で書くときは「アクションプラン（手書き用）.html」を印刷します。",
        "書いたら、kaizen plan のあとに、そのファイルの名前を付けて動かしてください。業務フロー図も一緒に渡せます。",
    )
    return _blank(folder, (plan_form(), follow_up_form()), told)


def blank_account(folder: Path, organisation: Organisation | None = None) -> Kit:
    """The blank application for an account, with the organisation's data classes to choose from.

    Raises:
        WriteError: nothing can be written there.
    """
    told = (
        "「発行前確認.xlsx」に書き込みます。手で書くときは「発行前確認（手書き用）.html」を印刷します。",
        "書いたら、kaizen account のあとに、そのファイルと業務フロー図の名前を付けて動かしてください。",
    )
    return _blank(folder, (_account_form(organisation or find_organisation(folder)),), told)


def _blank(folder: Path, forms: Sequence[Form], told: tuple[str, ...]) -> Kit:
    place = new_folder(folder / forms[0].name)
    files: list[Path] = []
    for form in forms:
        files.append(write_form(form, place / f"{form.name}.xlsx"))
        files.append(_write(place / f"{form.name}（手書き用）.html", form_page(form)))
    return Kit(place, tuple(files), told)


def make_plan(sources: Sequence[Path], folder: Path | None = None, today: date | None = None) -> Kit:
    """Check a filled action plan and write its page, the supervisor's page and the forms to look at it again with.

    Args:
        sources: the plan, and where they are there the follow-ups and the flow (見直し後).
        folder: where the new folder is made; beside the first file if nothing is given.
        today: the day on which the plan is looked at.

    Raises:
        KaizenError: there is no plan among the files, one cannot be read, or nothing can be written.
    """
    day = today or datetime.now().astimezone().date()
    found = _read(sources, (plan_form(), follow_up_form()), day)
    filled = _only(found, plan_form(), "kaizen plan", sources[0])
    plan = plan_of(filled.values)
    findings = check_filled(filled, day)
    dates, problem = _dates(plan, day)
    seen = [follow_up_of(one.values) for one in found.forms.get(follow_up_form().name, [])]
    place = new_folder((folder or sources[0].parent) / f"{_name(plan.work, sources[0])}（アクションプラン）")
    files = [
        _write(place / "アクションプラン（印刷用）.html", plan_page(filled.values, after=_below(findings, dates))),
        _write(place / "上司に渡す1枚.html", _supervisor(plan, found.flow, day)),
    ]
    if seen:
        files.append(_write(place / "見込みと実測.html", follow_up_page(plan, seen)))
    else:
        files += [_blank_follow_up(plan, one, place) for one in dates]
    return Kit(place, tuple(files), (*found.told, *_said(findings), *_compared(plan, seen), *_when(dates), *problem))


def make_account(sources: Sequence[Path], folder: Path | None = None, today: date | None = None) -> Kit:
    """Check an application for an account and write its page with the answer.

    Args:
        sources: the filled form, and the flow where there is one.
        folder: where the new folder is made; beside the first file if nothing is given.
        today: completes days without a year.

    Raises:
        KaizenError: there is no application among the files, one cannot be read, or nothing can be written.
    """
    here = folder or sources[0].parent
    organisation = find_organisation(here)
    form = _account_form(organisation)
    found = _read(sources, (form,), today or datetime.now().astimezone().date())
    filled = _only(found, form, "kaizen account", sources[0])
    answer = check_account(filled.values, flow=found.flow, rules=organisation)
    work = filled.values.get("work")
    place = new_folder(here / f"{_name(work if isinstance(work, str) else '', sources[0])}（発行前確認）")
    page = _write(place / "発行前確認（結果）.html", account_page(filled.values, answer))
    unread = [f"！ {problem}" for problem in filled.problems]
    head = f"確認の結果: {answer.answer}　{answer.sentence_ja}"
    return Kit(place, (page,), (*found.told, *unread, head, *map(str, answer.findings)))


def _account_form(organisation: Organisation) -> Form:
    return account_form([one.name for one in organisation.data_classes])


# --- reading ---------------------------------------------------------------------------------------


def _read(sources: Sequence[Path], forms: Sequence[Form], today: date) -> _Files:
    found = _Files()
    for source in sources:
        if not source.is_file():
            raise MissingError("ファイルが見つかりません。名前と場所を確かめてください。", source.name)
        known = _READERS.get(source.suffix.lower(), _no_form)(source, forms, today)
        if known:
            form, filled = known
            found.forms.setdefault(form.name, []).append(filled)
            found.told += [f"・ {source.name} {note}" for note in filled.notes[:_MOST_TOLD]]
        else:
            _keep_flow(source, found, forms[0].name)
    return found


def _form_of(source: Path, forms: Sequence[Form], today: date) -> tuple[Form, Filled] | None:
    """The form that the workbook is: of those that share labels, the one whose rows are all there."""
    best: tuple[int, Form, Filled] | None = None
    for form in forms:
        try:
            filled = read_form(form, source, today)
        except InputError:  # another form, or a flow: whoever reads it at last says what is wrong with the file
            continue
        missing = sum("行が見つかりません" in problem.message_ja for problem in filled.problems)
        if 2 * missing < len(form.entries) and (best is None or missing < best[0]):
            best = missing, form, filled
    return best[1:] if best else None


def _of_json(source: Path, forms: Sequence[Form], today: date) -> tuple[Form, Filled] | None:
    """The form whose entries the texts are called by, as the examples of the course are kept."""
    try:
        data = json.loads(source.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError, OSError):
        return None
    if not isinstance(data, dict) or "steps" in data:
        return None
    form = max(forms, key=lambda one: len({entry.key for entry in one.entries} & data.keys()))
    known = {entry.key for entry in form.entries} & data.keys()
    return (form, read_values(form, data, today)) if 2 * len(known) > len(data) else None


def _no_form(_source: Path, _forms: Sequence[Form], _today: date) -> None:
    """Files of other kinds hold no form."""


_READERS: dict[str, Callable[[Path, Sequence[Form], date], tuple[Form, Filled] | None]] = {
    ".xlsx": _form_of,
    ".xlsm": _form_of,
    ".json": _of_json,
}


def _keep_flow(source: Path, found: _Files, wanted: str) -> None:
    from kaizen_helpers.flow import read_flow

    reading = read_flow(source)
    if not reading.flow.steps:
        message = f"「{wanted}」の様式でも、業務フロー図でもないようです。様式のファイルか、手順の表を渡してください。"
        raise InputError(message, source.name)
    if found.flow is not None:
        raise InputError("業務フロー図が2つあります。見直し後の図を1つだけ渡してください。", source.name)
    found.flow = reading.flow
    told = reading.problems[:_MOST_TOLD]
    found.told += [f"！ {source.name} {problem.row}行目: {problem.message}" for problem in told]


def _only(found: _Files, form: Form, verb: str, source: Path) -> Filled:
    """The one filled form of this kind."""
    filled = found.forms.get(form.name, [])
    if not filled:
        message = f"記入ずみの「{form.name}」も一緒に渡してください。空の様式は、{verb} だけで動かすと作れます。"
        raise InputError(message, source.name)
    if len(filled) > 1:
        raise InputError(f"「{form.name}」が2つあります。新しいほうだけを渡してください。", source.name)
    if not any(value not in (None, "", []) for value in filled[0].values.values()) and not filled[0].problems:
        raise InputError(
            f"「{form.name}」には、まだ何も書かれていません。書いて保存してから、もう一度どうぞ。", source.name
        )
    return filled[0]


# --- writing ---------------------------------------------------------------------------------------


def _name(work: str, source: Path) -> str:
    """The name of the work as a name of a folder, or the file's own."""
    kept = "".join(letter for letter in work.strip() if letter.isalnum() or letter in "・（）ー－_ 　")[:30].strip()
    return kept or source.stem


def _dates(plan: Plan, today: date) -> tuple[tuple[Reminder, ...], list[str]]:
    """The days on which to look again, or why there are none."""
    try:
        return reminders(plan.made or today), []
    except KaizenError as problem:
        return (), [f"！ 4週後と12週後の日付を出せませんでした。{problem}"]


def _below(findings: Sequence[PlanFinding], dates: Sequence[Reminder]) -> str:
    """What stands below the plan on its page: what to look at, and when to look again."""
    marks = {"error": "", "advice": "（できれば）", "information": "（参考）"}
    items = "".join(f"<li>{marks[one.severity]}{text(one.message_ja)}</li>" for one in findings)
    looked = f"<section><h2>見直すとよい所</h2><ol>{items}</ol></section>" if items else ""
    days = "".join(f"<li>{text(one.text_ja)}</li>" for one in dates)
    return looked + (f"<section><h2>確認の予定</h2><ul>{days}</ul></section>" if days else "")


def _supervisor(plan: Plan, flow: Flow | None, today: date) -> str:
    picture = draw_overview(flow) if flow else ""
    caption = f"流れ（{flow.version or '見直し後'}）" if flow and picture else ""
    return one_page(plan, picture=picture, caption=caption, today=today)


def _blank_follow_up(plan: Plan, reminder: Reminder, place: Path) -> Path:
    name = f"実施後の確認（{reminder.weeks}週後）.xlsx"
    return write_form(follow_up_form(), place / name, follow_up_values(plan, reminder))


def _said(findings: Sequence[PlanFinding]) -> list[str]:
    return [str(one) for one in findings] or [
        "気になる所は見つかりませんでした。あとで確かめられる計画になっています。"
    ]


def _compared(plan: Plan, seen: Sequence[FollowUp]) -> list[str]:
    told: list[str] = []
    for one in seen:
        at, findings = progress(plan, one)
        name = f"{one.when or '実施後の確認'}: "
        told += [name + sentence for sentence in (at.sentences if at else ())]
        told += [f"{str(finding)[:2]}{name}{finding.message_ja}" for finding in findings]
    return told


def _when(dates: Sequence[Reminder]) -> list[str]:
    return [f"予定: {one.text_ja}" for one in dates]


def _write(path: Path, html: str) -> Path:
    write_atomically(path, html.encode("utf-8"))
    return path
