"""The handover document: what the flow and the app tell, what people add, and what stays open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import add_remark, read_flow
from kaizen_helpers.forms import read_form, read_values
from kaizen_helpers.kintone import read_app
from kaizen_helpers.plan import (
    Handover,
    handover_form,
    handover_page,
    leaving_before,
    open_points,
    prepare_handover,
    write_handover,
)
from kaizen_helpers.plan.handover.entries import UNKNOWN

EXAMPLE = Path(__file__).resolve().parents[2] / "courses" / "07_plan" / "example"
FLOW = read_flow(EXAMPLE / "flow_ready.txt").flow
APP = read_app(EXAMPLE / "app_ready.json")
FILLED = read_values(handover_form(), json.loads((EXAMPLE / "handover.json").read_text(encoding="utf-8"))).values


def document(**changes: object) -> Handover:
    return prepare_handover(FLOW, APP, {**FILLED, **changes})


def test_fields_states_and_permissions_come_from_the_app_with_their_steps() -> None:
    values = document().values
    by_label = {row["label"]: row for row in values["fields"]}

    assert 17 == len(values["fields"])
    assert ("2", "必須、重複禁止") == (by_label["受付キー"]["steps"], by_label["受付キー"]["rule"])
    assert "選択肢: 電話／メール" in by_label["督促の方法"]["rule"]
    assert {"state": "不備照会中", "steps": "9", "who": "グループ shokai_tantou"} in values["states"]
    assert {"who": "Everyone（全員）", "may": "何もできない"} in values["rights"]


def test_a_guess_about_a_step_does_not_go_into_the_document() -> None:
    by_label = {row["label"]: row for row in document().values["fields"]}

    assert "" == by_label["点検結果"]["steps"]


def test_remarks_on_the_flow_go_into_the_document() -> None:
    flow = add_remark(FLOW, "電話の記録はどこに残りますか。", step=7, by="デジタルの担当課", date="2026-11-18")

    values = prepare_handover(flow, APP, FILLED).values

    assert [("手順7", "電話の記録はどこに残りますか。", "デジタルの担当課", "2026-11-18")] == [
        (row["place"], row["question"], row["by"], row["date"]) for row in values["remarks"]
    ]


def test_the_example_is_complete() -> None:
    found = document()

    assert found.is_complete
    assert "引継ぎ書は、ひととおりそろっています。" == found.sentences[0]


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"owner": None}, "責任者"),
        ({"successor": "　"}, "後任"),
        ({"transfer": None}, "引継ぎの日"),
        ({"admins": [{"role": "照会の担当（主事）", "until": None}]}, "管理者（2名）"),
        ({"intake": []}, "取込の手順"),
        ({"yearly": [{"month": "", "what": " "}]}, "年次の作業"),
        ({"contacts": None}, "連絡先"),
        ({"places": []}, "ファイルの場所"),
    ],
)
def test_what_nobody_wrote_is_listed(changes: dict[str, Any], label: str) -> None:
    assert (label,) == document(**changes).open


def test_without_a_definition_fields_and_permissions_are_open() -> None:
    found = prepare_handover(FLOW, None, FILLED)

    assert ("アプリの名前", "項目の一覧", "権限") == found.open


def test_nothing_at_all_is_a_document_with_everything_open_and_nothing_invented() -> None:
    found = prepare_handover(None, None)

    assert {None} == {found.values[entry.key] for entry in handover_form().entries}
    assert len(found.open) == 12
    assert UNKNOWN in handover_page(found)


def test_purpose_and_owner_come_from_the_plan_only_where_nothing_else_is_written() -> None:
    plan = {"purpose": "督促の漏れをなくします。", "owner": "集計の担当"}

    written = prepare_handover(FLOW, APP, FILLED, plan=plan)
    taken = prepare_handover(FLOW, APP, {**FILLED, "purpose": None, "owner": None}, plan=plan)

    assert FILLED["purpose"] == written.values["purpose"]
    assert ("督促の漏れをなくします。", "集計の担当") == (taken.values["purpose"], taken.values["owner"])
    assert any("アクションプランから写しました" in note for note in taken.notes)


def test_a_purpose_that_comes_from_the_app_is_said_to_come_from_there() -> None:
    found = document(purpose=None)

    assert "受付と督促の状態" in found.values["purpose"]
    assert any("アプリの説明から写しました" in note for note in found.notes)


def test_states_are_open_only_where_the_app_has_any() -> None:
    values = dict(document().values)
    values["states"] = []

    assert ("状態の一覧",) == open_points(values, APP)
    assert () == open_points(values, replace(APP, process=False, states=()))


# --- the day of transfer ---------------------------------------------------------------------------

ADMINS: list[dict[str, Any]] = [
    {"role": "主事", "until": date(2027, 3, 31)},
    {"role": "主査", "until": date(2028, 3, 31)},
    {"role": "デジタルの担当課", "until": None},
]


def test_administrators_who_leave_before_a_day_are_named() -> None:
    found = leaving_before(ADMINS, date(2027, 4, 1))

    assert (("主事", date(2027, 3, 31)),) == found.leaving
    assert ("主査", "デジタルの担当課") == found.staying
    assert found.is_enough
    assert ("デジタルの担当課",) == found.unknown


def test_whoever_is_there_on_the_day_itself_stays() -> None:
    assert 3 == len(leaving_before(ADMINS, date(2027, 3, 31)).staying)


def test_too_few_who_stay_is_said_with_what_to_do() -> None:
    found = leaving_before(ADMINS[:2], date(2027, 4, 1))

    assert not found.is_enough
    assert any("1名です。2名になるように" in sentence for sentence in found.sentences)


def test_nobody_who_stays_is_said_too() -> None:
    assert any("いません" in sentence for sentence in leaving_before(ADMINS[:1], date(2030, 4, 1)).sentences)


def test_a_last_day_that_is_no_date_is_asked_back_with_the_role() -> None:
    with pytest.raises(InputError, match="2027-03-31") as raised:
        leaving_before([{"role": "主事", "until": "来年の春"}], date(2027, 4, 1))

    assert "主事" in raised.value.where


# --- documents -------------------------------------------------------------------------------------


def test_the_page_holds_the_diagram_and_everything_that_is_known() -> None:
    page = handover_page(document())

    assert page.count("<svg") == 1
    assert "引継ぎ書　照会の受付と督促" in page
    assert all(word in page for word in ("受付の元.csv", "利用者とグループの人を見直す", "グループ shokai_tantou"))
    assert "<script" not in page


def test_what_is_open_stands_in_the_page_as_not_filled_in() -> None:
    page = handover_page(prepare_handover(None, APP, {**FILLED, "successor": None, "yearly": []}))

    assert page.count(UNKNOWN) >= 2
    assert "まだ書かれていません: 後任、年次の作業。" in page


def test_what_people_write_is_escaped() -> None:
    page = handover_page(prepare_handover(None, APP, {**FILLED, "owner": "<img src=x>"}))

    assert "<img" not in page


def test_the_workbook_comes_back_with_the_same_values(tmp_path: Path) -> None:
    found = document()

    path = write_handover(found, tmp_path / "引継ぎ書.xlsx")
    again = prepare_handover(FLOW, APP, read_form(handover_form(), path).values)

    assert again.values == found.values
    assert again.is_complete


def test_the_word_document_holds_the_tables(tmp_path: Path) -> None:
    from docx import Document

    path = write_handover(document(successor=None), tmp_path / "引継ぎ書.docx")
    told = Document(str(path))

    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    assert "グループ shokai_kakaricho" in cells
    assert UNKNOWN in cells


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    write_handover(document(), tmp_path / "引継ぎ書.xlsx")

    with pytest.raises(InputError):
        write_handover(document(), tmp_path / "引継ぎ書.xlsx")
