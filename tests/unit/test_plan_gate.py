"""The gate before 本番利用: what an app needs, what is missing, and that no guess ever counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import KaizenError
from kaizen_helpers.flow import Flow, read_flow, read_outline
from kaizen_helpers.forms import read_values
from kaizen_helpers.kintone import AppDefinition, Entity, FieldRight, Part, Right, read_app
from kaizen_helpers.organisation import read_organisation
from kaizen_helpers.plan import (
    Footing,
    Gate,
    GateItem,
    Handover,
    Verdict,
    cover,
    gate_form,
    gate_page,
    gate_tables,
    handover_form,
    prepare_handover,
    production_gate,
)

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "courses" / "07_plan" / "example"
TODAY = date(2026, 11, 27)
AS_IS = read_flow(ROOT / "courses" / "01_flow" / "cases" / "c1_genjo.txt").flow
FLOW = read_flow(EXAMPLE / "flow_ready.txt").flow
APP = read_app(EXAMPLE / "app_ready.json")


def filled(name: str) -> dict[str, Any]:
    read = read_values(gate_form(), json.loads((EXAMPLE / f"{name}.json").read_text(encoding="utf-8")), TODAY)
    assert read.problems == ()
    return read.values


READY = filled("gate_ready")


def handover() -> Handover:
    given_values = json.loads((EXAMPLE / "handover.json").read_text(encoding="utf-8"))
    read = read_values(handover_form(), given_values, TODAY)
    assert read.problems == ()
    return prepare_handover(FLOW, APP, read.values)


COMPLETE = handover()


def gate(
    *,
    flow: Flow | None = FLOW,
    app: AppDefinition | None = APP,
    document: Handover | None = COMPLETE,
    as_is: Flow | None = AS_IS,
    organisation: Path | None = None,
    **changes: object,
) -> Gate:
    """The example that passes, with changes to what was filled in."""
    rules = read_organisation(organisation)
    return production_gate(
        flow, app, {**READY, **changes}, as_is=as_is, handover=document, organisation=rules, today=TODAY
    )


def item(found: Gate, name: str) -> GateItem:
    return next(one for one in found.items if one.id == name)


def with_right(app: AppDefinition, code: str, **changes: Any) -> AppDefinition:
    rights = tuple(replace(one, **changes) if one.entity.code == code else one for one in app.rights or ())
    return replace(app, rights=rights)


def rows(values: Mapping[str, Any], key: str, column: str, name: str, **changes: object) -> list[dict[str, Any]]:
    """A table of the form with one row changed."""
    return [{**row, **changes} if row[column] == name else row for row in values[key]]


# --- the worked example ----------------------------------------------------------------------------


def test_the_first_attempt_of_c1_lacks_eight_things_the_gravest_first() -> None:
    flow, app = read_flow(EXAMPLE / "flow_first.txt").flow, read_app(EXAMPLE / "app_first.json")

    found = production_gate(flow, app, filled("gate_first"), as_is=AS_IS, today=TODAY)

    assert Verdict.NOT_YET is found.verdict
    assert [
        "data-class",
        "everyone",
        "reviewed",
        "fields",
        "states",
        "lanes",
        "administrators",
        "handover",
    ] == [one.id for one in found.missing]
    assert "12項目のうち4項目がそろっています" in found.sentences[0]
    assert all(one.where and one.next for one in found.missing)


def test_the_second_attempt_of_c1_passes_with_twelve_items() -> None:
    found = gate()

    assert Verdict.PASSED is found.verdict
    assert 12 == len(found.items)
    assert [] == list(found.missing)
    assert "合格" in found.sentences[0]


def test_without_anything_every_item_says_what_to_bring() -> None:
    found = production_gate(None, None, {}, today=TODAY)

    assert Verdict.NOT_YET is found.verdict
    assert 12 == len(found.missing)
    assert all(one.next.endswith("。") for one in found.missing)


# --- data class ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data_class", "verdict"),
    [("庁内", "合格"), ("公開", "合格"), ("個人", "要確認"), ("個人番号", "まだ"), (None, "まだ")],
)
def test_the_class_of_the_data_is_looked_up_in_the_organisations_rule(data_class: str | None, verdict: str) -> None:
    assert verdict == item(gate(data_class=data_class), "data-class").verdict.value


def test_an_organisations_own_rule_goes_before_the_default(tmp_path: Path) -> None:
    own = tmp_path / "organisation.toml"
    own.write_text(
        '[[data_classes]]\nname = "庁内"\n[[tools]]\nkind = "kintone"\nname = "kintone"\nnot_allowed = ["庁内"]\n',
        encoding="utf-8",
    )

    assert Verdict.NOT_YET is item(gate(organisation=own), "data-class").verdict


ASKED: dict[str, Any] = {"data_class": "個人", "asked_who": "情報の取扱いの担当", "asked_on": date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("answer", "note", "verdict"),
    [
        ("使ってよい", None, "合格"),
        ("条件つきで使ってよい", "氏名を入れない", "合格"),
        ("条件つきで使ってよい", None, "要確認"),
        ("使えない", None, "まだ"),
        (None, None, "要確認"),
    ],
)
def test_a_class_that_the_rule_leaves_open_needs_the_answer_of_somebody(
    answer: str | None, note: str | None, verdict: str
) -> None:
    found = gate(**ASKED, asked_answer=answer, asked_note=note)

    assert verdict == item(found, "data-class").verdict.value


def test_an_answer_without_who_and_when_is_none() -> None:
    found = gate(data_class="個人", asked_answer="使ってよい")

    assert Verdict.ASK is item(found, "data-class").verdict


def test_a_field_for_the_personal_number_stops_the_gate_whatever_the_class_says() -> None:
    fields = (replace(APP.data_fields[0], code="番号", label="マイナンバー"), *(APP.fields or ()))

    assert Verdict.NOT_YET is item(gate(app=replace(APP, fields=fields)), "data-class").verdict


def test_public_data_with_a_field_for_names_is_asked_back() -> None:
    fields = (replace(APP.data_fields[0], code="氏名", label="申請者氏名"), *(APP.fields or ()))

    assert Verdict.ASK is item(gate(app=replace(APP, fields=fields), data_class="公開"), "data-class").verdict


# --- everyone --------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"delete": True}, {"manage": True}])
def test_everyone_may_neither_delete_nor_change_the_app(changes: dict[str, bool]) -> None:
    """E6-4 and section 2.7 of the reference: 「Everyone削除権限/一括削除の禁止」."""
    found = item(gate(app=with_right(APP, "everyone", **changes)), "everyone")

    assert Verdict.NOT_YET is found.verdict
    assert "Everyone" in found.where


def test_bulk_deletion_must_be_off() -> None:
    assert Verdict.NOT_YET is item(gate(app=replace(APP, bulk_delete=True)), "everyone").verdict


@pytest.mark.parametrize(
    "app",
    [
        replace(APP, rights=None, missing=(Part.ACL,)),
        replace(APP, bulk_delete=None, missing=(Part.SETTINGS,)),
        with_right(APP, "everyone", delete=None),
    ],
)
def test_what_the_definition_does_not_say_is_asked_and_not_assumed(app: AppDefinition) -> None:
    assert Verdict.ASK is item(gate(app=app), "everyone").verdict


# --- the diagram -----------------------------------------------------------------------------------


def test_a_flow_that_never_uses_the_app_does_not_cover_it() -> None:
    flow = replace(FLOW, steps=tuple(replace(step, means="メール") for step in FLOW.steps))

    assert Verdict.NOT_YET is item(gate(flow=flow), "flow").verdict


def test_a_flow_of_today_is_asked_about() -> None:
    assert Verdict.ASK is item(gate(flow=replace(FLOW, version="現状")), "flow").verdict


def test_a_flow_with_a_dead_end_is_named_with_its_step() -> None:
    steps = tuple(replace(step, next=()) if step.number == 12 else step for step in FLOW.steps)

    found = item(gate(flow=replace(FLOW, steps=steps)), "sound")

    assert (Verdict.NOT_YET, "手順12") == (found.verdict, found.where)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"looked_by": "照会の担当"}, "まだ"),
        ({"looked_by": None}, "まだ"),
        ({"looked_on": None}, "まだ"),
        ({"looked_remark": "特になし"}, "まだ"),
        ({"looked_reply": None}, "まだ"),
        ({"looked_on": date(2027, 1, 5)}, "要確認"),
        ({"looked_by": "総務の担当"}, "要確認"),
        ({"looked_by": "総務の担当（上司）"}, "合格"),
        ({"looked_by": "市町支援課の課長"}, "合格"),
        ({"author": None}, "合格"),
    ],
)
def test_somebody_else_must_have_looked_with_a_main_remark_that_was_answered(
    changes: dict[str, Any], verdict: str
) -> None:
    """S27: 担当者自身が描き、上司や推進課が見る. The flow itself names its author, too."""
    assert verdict == item(gate(**changes), "reviewed").verdict.value


def test_the_digital_section_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "organisation.toml"
    own.write_text('[terms]\n"デジタルの担当課" = "未来創造室"\n', encoding="utf-8")

    assert Verdict.PASSED is item(gate(organisation=own, looked_by="未来創造室"), "reviewed").verdict


def test_a_look_without_a_known_author_is_asked_about() -> None:
    found = gate(flow=replace(FLOW, author=""), author=None)

    assert Verdict.ASK is item(found, "reviewed").verdict


def test_a_look_before_the_last_change_of_the_flow_must_be_repeated() -> None:
    found = item(gate(flow=replace(FLOW, updated="2026-11-25")), "reviewed")

    assert Verdict.ASK is found.verdict
    assert "2026-11-25" in found.found


# --- covering the app ------------------------------------------------------------------------------


def test_names_that_only_look_alike_are_proposals_and_never_count() -> None:
    flow = read_flow(EXAMPLE / "flow_first.txt").flow
    found = cover(flow, APP)
    by_key = {link.key: link for link in found.fields}

    assert (Footing.PROPOSED, (7,)) == (by_key["督促日"].footing, by_key["督促日"].steps)
    assert not found.is_complete
    assert {link.footing for link in found.open_fields} <= {Footing.PROPOSED, Footing.NONE}


def test_a_name_in_the_input_of_a_step_without_the_app_is_only_a_proposal() -> None:
    steps = tuple(replace(step, means="紙") if step.number == 5 else step for step in FLOW.steps)
    by_key = {link.key: link for link in cover(replace(FLOW, steps=steps), APP).fields}

    assert Footing.PROPOSED is by_key["受付日"].footing


def test_a_step_is_done_with_the_app_where_it_names_the_app_or_kintone() -> None:
    def covered(system: str, name: str) -> Footing:
        step = replace(FLOW.steps[4], means="", system=system)
        flow = replace(FLOW, steps=(*FLOW.steps[:4], step, *FLOW.steps[5:]))
        return next(link.footing for link in cover(flow, replace(APP, name=name)).fields if link.key == "受付日")

    assert Footing.WRITTEN is covered("照会の受付", "照会の受付")
    assert Footing.WRITTEN is covered("Kintone（庁内）", "照会")
    assert Footing.PROPOSED is covered("照会管理システム", "照会")


def test_what_follows_from_other_fields_is_covered_with_them() -> None:
    by_key = {link.key: link for link in cover(FLOW, APP).fields}

    assert (Footing.FOLLOWS, (2,)) == (by_key["回答期限"].footing, by_key["回答期限"].steps)
    assert (Footing.FOLLOWS, (2, 5)) == (by_key["期限からの日数"].footing, by_key["期限からの日数"].steps)
    assert (Footing.FOLLOWS, (7,)) == (by_key["督促メモ"].footing, by_key["督促メモ"].steps)


def test_only_a_tick_of_a_person_makes_a_proposal_count() -> None:
    found = gate(fields=rows(READY, "fields", "code", "点検結果", confirmed=None))

    assert (Verdict.NOT_YET, "項目「点検結果」") == (item(found, "fields").verdict, item(found, "fields").where)


def test_a_confirmation_lapses_when_the_step_was_changed() -> None:
    steps = tuple(replace(step, what="集計表を係長に渡す") if step.number == 11 else step for step in FLOW.steps)
    found = gate(flow=replace(FLOW, steps=steps))

    link = next(link for link in found.coverage.fields if link.key == "係長メモ")
    assert Footing.LAPSED is link.footing
    assert "変わっています" in item(found, "fields").found


@pytest.mark.parametrize("steps", ["99", "五", "5から7"])
def test_a_step_that_is_not_there_or_cannot_be_read_does_not_count(steps: str) -> None:
    found = gate(fields=rows(READY, "fields", "code", "点検結果", steps=steps))

    assert Verdict.NOT_YET is item(found, "fields").verdict


def test_a_reason_takes_the_place_of_a_step() -> None:
    without = [row for row in READY["fields"] if row["code"] != "過去の回答"]

    assert Verdict.NOT_YET is item(gate(fields=without), "fields").verdict
    assert Verdict.PASSED is item(gate(), "fields").verdict


def test_every_state_needs_its_place_in_the_flow() -> None:
    without = [row for row in READY["states"] if row["state"] != "点検済"]

    found = item(gate(states=without), "states")

    assert (Verdict.NOT_YET, "状態「点検済」") == (found.verdict, found.where)


def test_an_app_without_process_management_has_no_states_to_place() -> None:
    assert Verdict.PASSED is item(gate(app=replace(APP, process=False, states=(), actions=())), "states").verdict


def test_every_lane_of_the_office_that_uses_the_app_needs_a_permission() -> None:
    without = [row for row in READY["lanes"] if row["lane"] != "係長"]

    found = item(gate(lanes=without), "lanes")

    assert (Verdict.NOT_YET, "担当「係長」") == (found.verdict, found.where)


def test_municipalities_and_lanes_that_never_use_the_app_need_none() -> None:
    found = cover(read_flow(EXAMPLE / "flow_first.txt").flow, APP)

    assert {"県の担当": Footing.NONE, "係長": Footing.FOLLOWS} == {link.key: link.footing for link in found.lanes}


def test_a_lane_that_must_write_and_may_only_read_is_found() -> None:
    app = with_right(APP, "shokai_kakaricho", edit=False)

    found = item(gate(app=app), "lanes")

    assert (Verdict.NOT_YET, "手順11") == (found.verdict, found.where)
    assert "「係長」は「係長メモ」" in found.found


def test_a_field_that_is_closed_to_a_lane_is_found() -> None:
    closed = FieldRight("受付日", Entity("GROUP", "shokai_tantou"), "READ")
    app = replace(APP, field_rights=(*(APP.field_rights or ()), closed))

    assert "項目を書く権限がありません" in item(gate(app=app), "lanes").found


def test_a_line_that_grants_nothing_is_no_permission() -> None:
    app = with_right(APP, "shokai_kakaricho", view=False, edit=False, write_out=False)

    found = item(gate(app=app), "lanes")

    assert (Verdict.NOT_YET, "担当「係長」") == (found.verdict, found.where)


def test_a_permission_that_the_app_does_not_have_is_a_note() -> None:
    found = gate(lanes=rows(READY, "lanes", "lane", "係長", entity="kacho"))

    assert any("kacho" in note for note in found.notes)
    assert Verdict.NOT_YET is item(found, "lanes").verdict


def test_a_group_that_is_called_like_the_lane_is_its_permission() -> None:
    right = Right(Entity("GROUP", "係長"), view=True, edit=True)
    app = replace(APP, rights=(right, *(APP.rights or ())))

    link = next(link for link in cover(FLOW, app).lanes if link.key == "係長")
    assert Footing.WRITTEN is link.footing


def test_a_row_for_something_the_app_does_not_have_is_a_note() -> None:
    more = [*READY["fields"], {"code": "昔の項目", "steps": "5", "confirmed": True}]

    assert any("昔の項目" in note for note in gate(fields=more).notes)


def test_the_tables_of_the_workbook_lead_to_the_same_coverage_when_they_come_back() -> None:
    found = gate().coverage
    tables = gate_tables(found, FLOW)

    again = cover(FLOW, APP, tables)

    assert [(link.key, link.footing.counts, link.steps) for link in found.fields] == [
        (link.key, link.footing.counts, link.steps) for link in again.fields
    ]
    assert again.is_complete


# --- who keeps it going ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("照会の担当（主事）", "照会の担当（主査）", "合格"),
        ("照会の担当（主事）", None, "まだ"),
        ("照会の担当（主事）", "照会の担当（主事）", "まだ"),
        ("照会の担当（主事）", "未定", "まだ"),
        ("照会の担当（主事）", "課の全員", "まだ"),
        (None, None, "まだ"),
    ],
)
def test_there_are_two_administrators_and_not_everybody(first: str | None, second: str | None, verdict: str) -> None:
    assert verdict == item(gate(admin1=first, admin2=second), "administrators").verdict.value


def test_two_names_on_paper_and_one_in_kintone_are_not_two() -> None:
    app = with_right(with_right(APP, "tanto_shusa", manage=False), "digital_madoguchi", manage=False)

    found = item(gate(app=app), "administrators")

    assert Verdict.NOT_YET is found.verdict
    assert "1名" in found.found


def test_a_group_may_hold_the_second_administrator() -> None:
    app = with_right(APP, "tanto_shusa", manage=False)

    assert Verdict.PASSED is item(gate(app=app), "administrators").verdict


def test_a_persons_name_in_place_of_a_role_is_a_note() -> None:
    assert any("管理者1" in note for note in gate(admin1="佐賀 太郎").notes)
    assert () == gate().notes


def test_a_handover_document_must_be_there_and_complete() -> None:
    blank = prepare_handover(FLOW, APP, {})

    assert Verdict.NOT_YET is item(gate(document=None), "handover").verdict
    assert "「目的」" not in item(gate(document=blank), "handover").found  # the app itself tells it
    assert "「責任者」" in item(gate(document=blank), "handover").found


# --- the way in ------------------------------------------------------------------------------------

PAPER = read_outline("題名：申請　版：現状\n県民：申請書を窓口へ持参する［紙］\n受付担当：申請書を受け付ける\n").flow
DIGITAL = read_outline(
    "題名：申請　版：見直し後\n県民：フォームから申請を送信する［電子申請］\n受付担当：申請を受け付ける［kintone］\n"
).flow


@pytest.mark.parametrize(
    ("as_is", "choice", "note", "verdict"),
    [
        (PAPER, None, None, "まだ"),
        (PAPER, "残さない", "全員が窓口で代わりに入力を受けられるため", "合格"),
        (PAPER, "残さない", "特になし", "まだ"),
        (PAPER, "残している", "窓口でも受け付ける", "まだ"),  # the diagram does not show it
        (DIGITAL, None, None, "合格"),
        (None, None, None, "要確認"),
        (None, "残している", "窓口でも受け付ける", "合格"),
        (None, "住民や申請者の手続ではない", None, "要確認"),  # the diagram says otherwise
    ],
)
def test_a_way_in_without_a_computer_stays_or_there_is_a_reason(
    as_is: Flow | None, choice: str | None, note: str | None, verdict: str
) -> None:
    """S37: デジタルファースト、ただし県民に不便をかけては本末転倒."""
    found = gate(flow=DIGITAL, as_is=as_is, way_in=choice, way_in_note=note)

    assert verdict == item(found, "way-in").verdict.value


# --- printed, and laws -----------------------------------------------------------------------------


def test_the_page_asks_for_nothing_and_escapes_what_people_write() -> None:
    page = gate_page(gate(admin1="<script>x</script>"))

    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert '<html lang="ja">' in page


def test_the_page_says_proposals_apart_from_what_counts() -> None:
    flow, app = read_flow(EXAMPLE / "flow_first.txt").flow, read_app(EXAMPLE / "app_first.json")
    page = gate_page(production_gate(flow, app, filled("gate_first"), today=TODAY))

    assert "△ 候補: " in page
    assert "○ 図に記載: " in page
    assert page.index("はじめにすること") < page.index("データの区分</b>") < page.index("確かめたこと")


TEXT = (
    st.none()
    | st.text(max_size=8)
    | st.sampled_from(["はい", "5、7", "庁内", "使ってよい", "係長", "特になし", "1" * 300])
)
ROW = st.dictionaries(
    st.sampled_from(["code", "state", "lane", "steps", "words", "use", "confirmed", "reason", "entity"]),
    TEXT | st.sampled_from(["点検結果", "点検済", "係長"]) | st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(
    words=st.dictionaries(st.sampled_from([entry.key for entry in gate_form().entries]), TEXT | st.dates()),
    tables=st.dictionaries(st.sampled_from(["fields", "states", "lanes"]), st.lists(ROW, max_size=4)),
)
def test_whatever_is_filled_in_the_gate_answers(words: dict[str, Any], tables: dict[str, Any]) -> None:
    with suppress(KaizenError):  # and nothing else
        found = production_gate(FLOW, APP, {**words, **tables}, as_is=AS_IS, today=TODAY)
        assert 12 == len(found.items)
        assert (found.verdict is Verdict.PASSED) == (not found.missing)
        gate_page(found)
