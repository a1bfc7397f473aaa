"""``kaizen gate`` and ``kaizen handover``: from the files of an office to the page for the file and the workbooks.

Files may come in any order; each is known by what is in it. A folder of its own is made for what is written; nothing
that is there is ever written over.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.forms import Filled, Form
from kaizen_helpers.kintone import AppDefinition
from kaizen_helpers.organisation import Organisation, find_organisation
from kaizen_helpers.plan.action.action_plan import plan_form
from kaizen_helpers.plan.gate.entries import GATE, gate_form, gate_tables, with_look
from kaizen_helpers.plan.handover.entries import HANDOVER_FORM
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["Dossier", "blank_gate", "blank_handover", "make_gate", "make_handover", "read_dossier"]

_MOST_PROBLEMS = 20
_OF_TODAY = ("現状", "as-is", "asis")


@dataclass
class Dossier:
    """What the files hold."""

    flow: Flow | None = None
    as_is: Flow | None = None
    app: AppDefinition | None = None
    gate: Filled | None = None
    handover: Filled | None = None
    plan: Filled | None = None
    told: list[str] = field(default_factory=list)
    """What could not be read, file by file."""


def blank_gate(folder: Path, organisation: Organisation | None = None) -> Kit:
    """The blank forms of the gate and of the handover, to be filled in Excel or by hand.

    Raises:
        WriteError: nothing can be written there.
    """
    forms = (gate_form(organisation or find_organisation(folder)), HANDOVER_FORM)
    told = (
        f"「{GATE}.xlsx」と「引継ぎ書.xlsx」に書き込みます。人の名前ではなく、役割の名前で書きます。",
        "そろえるもの: 業務フロー図（見直し後）、アプリ定義（kintone の API の答えを保存した JSON）。",
        "書いたら、kaizen gate のあとに、図・アプリ定義・この2つのファイルの名前を付けて動かしてください。",
    )
    return _blank(folder / GATE, forms, told)


def blank_handover(folder: Path) -> Kit:
    """The blank handover document, to be filled in Excel or by hand.

    Raises:
        WriteError: nothing can be written there.
    """
    told = (
        "「引継ぎ書.xlsx」に書き込みます。人の名前ではなく、役割の名前で書きます。",
        "項目の一覧・状態・権限・指摘は、図とアプリ定義から道具が書き込むので、空けておきます。",
        "書いたら、kaizen handover のあとに、図・アプリ定義・このファイルの名前を付けて動かしてください。",
    )
    return _blank(folder / HANDOVER_FORM.name, (HANDOVER_FORM,), told)


def make_gate(sources: Sequence[Path], folder: Path | None = None, today: date | None = None) -> Kit:
    """Hold an app against the gate and write the page for the file and the workbooks to go on with.

    Args:
        sources: the flow (見直し後, and 現状 where there is one), the app's definition, and the filled forms.
        folder: where the new folder is made; beside the first file if nothing is given.
        today: the day of the gate.

    Raises:
        KaizenError: no file can be used, or nothing can be written.
    """
    from kaizen_helpers.forms import write_form
    from kaizen_helpers.plan.gate.gate import production_gate
    from kaizen_helpers.plan.gate.printed import gate_page
    from kaizen_helpers.plan.handover.handover import write_handover

    here = folder or sources[0].parent
    organisation = find_organisation(here)
    dossier = read_dossier(sources, organisation, today)
    filled = dossier.gate.values if dossier.gate else {}
    flow = with_look(dossier.flow, filled) if dossier.flow else None
    prepared = _handover_of(dossier, flow)
    gate = production_gate(
        dossier.flow,
        dossier.app,
        filled,
        as_is=dossier.as_is,
        handover=prepared if dossier.handover else None,
        organisation=organisation,
        unread=dossier.told,
        today=today,
    )
    place = new_folder(here / f"{_name(dossier)}（{GATE}）")
    tables = gate_tables(gate.coverage, dossier.flow) if dossier.flow else {}
    kept = {key: rows or filled.get(key) or [] for key, rows in tables.items()}  # without an app what was typed stays
    files = [
        _write(place / f"{GATE}（結果）.html", gate_page(gate, dossier.flow)),
        write_form(gate_form(organisation), place / f"{GATE}.xlsx", {**filled, **kept}),
    ]
    if not prepared.is_complete:
        files.append(write_handover(prepared, place / "引継ぎ書.xlsx"))
    return Kit(place, tuple(files), (*gate.sentences, *_what_next(files) * bool(gate.missing)))


def make_handover(sources: Sequence[Path], folder: Path | None = None, today: date | None = None) -> Kit:
    """Write the handover document as a page, as Word and as a workbook, each with the diagram.

    Args:
        sources: the flow, the app's definition, and as far as they are there the filled forms and the plan.
        folder: where the new folder is made; beside the first file if nothing is given.
        today: completes days without a year.

    Raises:
        KaizenError: no file can be used, or nothing can be written.
    """
    from kaizen_helpers.flow import draw, save_picture
    from kaizen_helpers.plan.handover.handover import handover_page, write_handover

    here = folder or sources[0].parent
    dossier = read_dossier(sources, find_organisation(here), today)
    flow = with_look(dossier.flow, dossier.gate.values if dossier.gate else {}) if dossier.flow else None
    prepared = _handover_of(dossier, flow)
    place = new_folder(here / f"{_name(dossier)}（引継ぎ書）")
    files = [_write(place / "引継ぎ書.html", handover_page(prepared))]
    told = list(dossier.told)
    with tempfile.TemporaryDirectory() as scratch:
        drawn = None
        if flow is not None and flow.steps:
            try:
                drawn = save_picture(draw(flow, quality="print"), Path(scratch) / "図.png")[0]
            except KaizenError as problem:  # the documents are worth having without it
                told.append(f"！ 図を入れられませんでした。{problem.message_ja}")
        endings = (".docx", ".xlsx")
        files += [write_handover(prepared, place / f"引継ぎ書{ending}", picture=drawn) for ending in endings]
    return Kit(place, tuple(files), (*told, *prepared.sentences))


# --- reading ---------------------------------------------------------------------------------------


def read_dossier(sources: Sequence[Path], organisation: Organisation, today: date | None = None) -> Dossier:
    """Read each file for what it is.

    Raises:
        MissingError: a file is not there.
        InputError: a file is none of these things, or there are two of one kind.
    """
    found = Dossier()
    day = today or datetime.now().astimezone().date()
    for source in sources:
        _read(source, found, organisation, day)
    return found


def _read(source: Path, found: Dossier, organisation: Organisation, today: date) -> None:
    if not source.exists():
        raise MissingError("ファイルが見つかりません。名前と場所を確かめてください。", source.name)
    if source.is_dir() or source.suffix.lower() == ".zip":
        _keep_app(source, found)
        return
    forms: tuple[tuple[str, Form], ...] = (
        ("gate", gate_form(organisation)),
        ("handover", HANDOVER_FORM),
        ("plan", plan_form()),
    )
    if source.suffix.lower() == ".json":
        _read_json(source, found, forms, today)
        return
    if source.suffix.lower() in {".xlsx", ".xlsm"}:
        for kind, form in forms:
            filled = _form_of(form, source, today)
            if filled is not None:
                _keep_form(kind, form, filled, source, found)
                return
    _keep_flow(source, found)


def _form_of(form: Form, source: Path, today: date) -> Filled | None:
    from kaizen_helpers.forms import read_form

    try:
        return read_form(form, source, today)
    except InputError:  # another form, or no form at all: what is wrong with the file says whoever reads it at last
        return None


def _read_json(source: Path, found: Dossier, forms: Iterable[tuple[str, Form]], today: date) -> None:
    """A flow has steps, a filled form the entries of the form; everything else is an app's definition or nothing."""
    from kaizen_helpers.forms import read_values

    try:
        data = json.loads(source.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError, OSError):
        data = None
    if isinstance(data, Mapping):
        if isinstance(data.get("steps"), list):
            _keep_flow(source, found)
            return
        kind, form = max(forms, key=lambda pair: len(_own_keys(pair[1]) & data.keys()))
        if _own_keys(form) & data.keys() and not {"appId", "properties", "acl", "status"} & data.keys():
            _keep_form(kind, form, read_values(form, data, today), source, found)
            return
    _keep_app(source, found)


def _own_keys(form: Form) -> set[str]:
    """The keys by which the values of a form are known; its tables may be called as parts of an app are."""
    return {entry.key for entry in form.entries}


def _keep_flow(source: Path, found: Dossier) -> None:
    from kaizen_helpers.flow import read_flow

    reading = read_flow(source)
    if not reading.flow.steps:
        first = reading.problems[0].message if reading.problems else ""
        raise InputError(
            "「本番利用ゲート」や「引継ぎ書」の様式でも、業務フロー図でもないようです。"
            f"様式のファイルか、手順の表を渡してください。{first}",
            source.name,
        )
    is_old = any(word in reading.flow.version.lower() for word in _OF_TODAY)
    if is_old and found.as_is is None:
        found.as_is = reading.flow
    elif found.flow is None:
        found.flow = reading.flow
    else:
        message = "業務フロー図が2つあります。アプリを使う見直し後の図を1つだけ渡してください。"
        raise InputError(f"{message}現状の図は「版」を「現状」にすると、くらべるために使います。", source.name)
    told = reading.problems[:_MOST_PROBLEMS]
    found.told += [f"！ {source.name} {problem.row}行目: {problem.message}" for problem in told]


def _keep_app(source: Path, found: Dossier) -> None:
    from kaizen_helpers.kintone import read_app

    if found.app is not None:
        raise InputError(
            "アプリ定義が2つあります。1つのアプリの分を、1つのフォルダに入れて渡してください。", source.name
        )
    found.app = read_app(source)


def _keep_form(kind: str, form: Form, filled: Filled, source: Path, found: Dossier) -> None:
    if getattr(found, kind) is not None:
        raise InputError(f"「{form.name}」が2つあります。新しいほうだけを渡してください。", source.name)
    setattr(found, kind, filled)
    found.told += [f"・ {source.name} {note}" for note in filled.notes[:_MOST_PROBLEMS]]
    found.told += [f"！ {source.name} {problem}" for problem in filled.problems[:_MOST_PROBLEMS]]


# --- writing ---------------------------------------------------------------------------------------


def _handover_of(dossier: Dossier, flow: Flow | None) -> Any:
    from kaizen_helpers.plan.coverage.coverage import cover
    from kaizen_helpers.plan.handover.handover import prepare_handover

    coverage = None
    if flow is not None and dossier.app is not None:
        coverage = cover(flow, dossier.app, dossier.gate.values if dossier.gate else None)
    filled = dict(dossier.handover.values) if dossier.handover else {}
    if not filled.get("admins") and dossier.gate:
        roles = [dossier.gate.values.get(key) for key in ("admin1", "admin2")]
        filled["admins"] = [{"role": role, "until": None, "note": None} for role in roles if role]
    return prepare_handover(
        flow, dossier.app, filled, plan=dossier.plan.values if dossier.plan else None, coverage=coverage
    )


def _name(dossier: Dossier) -> str:
    """The app's or the flow's name, fit for a folder."""
    typed = str(dossier.handover.values.get("app_name") or "") if dossier.handover else ""
    wanted = (dossier.app.name if dossier.app else "") or (dossier.flow.title if dossier.flow else "") or typed
    clean = "".join(" " if mark in '<>:"/\\|?*' or ord(mark) < 32 else mark for mark in wanted)
    return " ".join(clean.split())[:40].strip(". ") or "アプリ"


def _what_next(files: Sequence[Path]) -> tuple[str, ...]:
    names = "と".join(f"「{path.name}」" for path in files[1:])
    return (f"次は、{names}を書き足して、図とアプリ定義と一緒に、もう一度 kaizen gate に渡してください。",)


def _blank(wanted: Path, forms: Iterable[Form], told: tuple[str, ...]) -> Kit:
    from kaizen_helpers.forms import form_page, write_form

    place = new_folder(wanted)
    files: list[Path] = []
    for form in forms:
        files.append(write_form(form, place / f"{form.name}.xlsx"))
        files.append(_write(place / f"{form.name}（手書き用）.html", form_page(form)))
    return Kit(place, tuple(files), told)


def _write(path: Path, page: str) -> Path:
    write_atomically(path, page.encode("utf-8"))
    return path
