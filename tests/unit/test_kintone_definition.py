"""An app's definition from the saved answers of kintone's REST API: one file, a folder, a zip, and what is not one."""

from __future__ import annotations

import copy
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, KaizenError, MissingError
from kaizen_helpers.kintone import Entity, Part, app_from_parts, read_app

EXAMPLE = Path(__file__).resolve().parents[2] / "courses" / "07_plan" / "example"
SAVED = EXAMPLE / "app_ready.json"
FILES = {
    "app.json": "app",
    "app/settings.json": "settings",
    "app/form/fields.json": "fields",
    "app/form/layout.json": "layout",
    "app/views.json": "views",
    "app/status.json": "status",
    "app/acl.json": "acl",
    "field/acl.json": "fieldAcl",
    "record/acl.json": "recordAcl",
}


def parts() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(SAVED.read_text(encoding="utf-8"))
    return data


def folder_of(tmp_path: Path, data: dict[str, Any]) -> Path:
    """Each answer in a file named after its API."""
    for name, part in FILES.items():
        if part in data:
            path = tmp_path / "定義" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(data[part], ensure_ascii=False), encoding="utf-8")
    return tmp_path / "定義"


# --- what is read ----------------------------------------------------------------------------------


def test_everything_of_an_app_is_read() -> None:
    app = read_app(SAVED)

    assert ("照会の受付と督促", "27", "11", ()) == (app.name, app.app, app.revision, app.missing)
    assert len(app.data_fields) == 17
    assert ["未提出", "受付済", "不備照会中", "点検済", "報告済"] == [state.name for state in app.states]
    assert ("受付を記録する", "未提出", "受付済") == (app.actions[0].name, app.actions[0].source, app.actions[0].target)
    assert ["未提出の市町", "点検待ち", "期限の予定"] == [view.name for view in app.views or ()]
    assert app.process is True
    assert app.bulk_delete is False


def test_a_lookup_a_table_a_formula_and_related_records_are_told_apart() -> None:
    app = read_app(SAVED)
    by_code = {field.code: field for field in app.fields or ()}

    assert ("ルックアップ", ("回答期限",), "12") == (
        by_code["照会件名"].type_label,
        by_code["照会件名"].copies_to,
        by_code["照会件名"].related_app,
    )
    assert "督促の記録" == by_code["督促日"].table
    assert by_code["督促の記録"].is_frame
    assert ("受付日", "回答期限") == by_code["期限からの日数"].uses(frozenset(by_code))
    assert ("関連レコード一覧", "27") == (by_code["過去の回答"].type_label, by_code["過去の回答"].related_app)
    assert "点検と照会" == by_code["係長メモ"].group


def test_options_keep_their_order_whatever_the_order_of_the_keys() -> None:
    data = parts()
    options = {"後": {"label": "後", "index": "1"}, "先": {"label": "先", "index": 0}}
    data["fields"]["properties"]["点検結果"]["options"] = options

    assert ("先", "後") == app_from_parts(data).field_of("点検結果").options  # type: ignore[union-attr]


def test_fields_stand_in_the_order_of_the_form() -> None:
    codes = [field.code for field in read_app(SAVED).data_fields]

    assert ["受付キー", "照会件名", "回答期限", "団体コード", "団体名"] == codes[:5]
    assert ["督促日", "督促の方法", "督促メモ"] == codes[codes.index("督促日") : codes.index("督促日") + 3]


def test_a_formula_names_no_field_that_stands_in_its_text() -> None:
    data = parts()
    data["fields"]["properties"]["期限からの日数"]["expression"] = 'IF(受付日 = "", "回答期限 なし", 1)'

    field = app_from_parts(data).field_of("期限からの日数")

    assert field is not None
    assert ("受付日",) == field.uses(frozenset(["受付日", "回答期限", "受付"]))


def test_permissions_name_everyone_managers_and_what_is_granted() -> None:
    first, ready = read_app(EXAMPLE / "app_first.json"), read_app(SAVED)

    assert first.everyone is not None
    assert first.everyone.delete is True
    assert [Entity("CREATOR", "")] == [right.entity for right in first.managers]
    assert ready.everyone is not None
    assert ready.everyone.delete is False
    assert 3 == len(ready.managers)
    assert "係長メモ" == (ready.field_rights or ())[0].code


@pytest.mark.parametrize("revision", [11, "11"])
def test_ids_and_revisions_may_be_numbers_or_text(revision: object) -> None:
    data = parts()
    for answer in data.values():
        if "revision" in answer:
            answer["revision"] = revision
    data["app"]["appId"] = 27

    app = app_from_parts(data)

    assert ("27", "11") == (app.app, app.revision)


def test_yes_and_no_may_be_text_as_some_clients_save_them() -> None:
    data = parts()
    data["acl"]["rights"][-1]["recordDeletable"] = "true"

    everyone = app_from_parts(data).everyone

    assert everyone is not None
    assert everyone.delete is True


def test_switched_off_process_management_has_no_states() -> None:
    data = parts()
    data["status"] = {"enable": False, "states": None, "actions": None, "revision": "3"}

    app = app_from_parts(data)

    assert (False, (), ()) == (app.process, app.states, app.actions)


# --- where it is read from -------------------------------------------------------------------------


def test_a_folder_with_the_answers_says_the_same_as_one_file(tmp_path: Path) -> None:
    assert read_app(SAVED) == read_app(folder_of(tmp_path, parts()))


def test_a_zip_with_the_answers_says_the_same_as_one_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, parts())
    with zipfile.ZipFile(tmp_path / "定義.zip", "w") as bundle:
        for path in folder.rglob("*.json"):
            bundle.write(path, path.relative_to(folder).as_posix())

    assert read_app(SAVED) == read_app(tmp_path / "定義.zip")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_file_is_read_as_notepad_and_powershell_save_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "アプリ.json"
    path.write_bytes(SAVED.read_text(encoding="utf-8").encode(encoding))

    assert "照会の受付と督促" == read_app(path).name


def test_files_are_known_by_what_is_in_them_whatever_their_names(tmp_path: Path) -> None:
    data = parts()
    del data["recordAcl"]  # an empty list says nothing of itself
    for number, answer in enumerate(data.values()):
        (tmp_path / f"保存{number}.json").write_text(json.dumps(answer), encoding="utf-8")

    assert (Part.RECORD_ACL,) == read_app(tmp_path).missing


def test_the_live_settings_go_before_those_that_were_not_put_into_use_yet(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, parts())
    draft = copy.deepcopy(parts()["status"])
    draft["states"] = {}
    (folder / "preview_status.json").write_text(json.dumps(draft), encoding="utf-8")

    assert 5 == len(read_app(folder).states)


def test_answers_of_other_apis_are_named_and_put_aside(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, parts())
    (folder / "notifications.json").write_text('{"notifications": [], "revision": "3"}', encoding="utf-8")

    assert ["notifications.json"] == [note.where for note in read_app(folder).notes]


# --- what is missing -------------------------------------------------------------------------------


def test_a_part_that_was_not_handed_in_is_said_and_not_taken_for_empty() -> None:
    data = parts()
    del data["acl"], data["settings"]

    app = app_from_parts(data)

    assert (Part.SETTINGS, Part.ACL) == app.missing
    assert (None, None) == (app.rights, app.bulk_delete)
    assert "アプリのアクセス権（app/acl.json）" in app.missing_ja


def test_the_answer_of_one_api_alone_is_enough_to_begin_with() -> None:
    app = app_from_parts(parts()["fields"])

    assert 17 == len(app.data_fields)
    assert Part.STATUS in app.missing


def test_an_action_to_a_state_that_is_not_there_is_a_note() -> None:
    data = parts()
    data["status"]["actions"][0]["to"] = "どこか"

    assert any("どこか" in note.message_ja for note in app_from_parts(data).notes)


def test_an_unknown_type_of_field_is_a_note_and_keeps_its_name() -> None:
    data = parts()
    data["fields"]["properties"]["新しい"] = {"type": "HOLOGRAM", "code": "新しい", "label": "新しい"}

    app = app_from_parts(data)

    assert any("HOLOGRAM" in note.message_ja for note in app.notes)
    assert "HOLOGRAM" == app.field_of("新しい").type_label  # type: ignore[union-attr]


def test_an_answer_in_which_kintone_says_no_is_a_missing_part_with_a_note() -> None:
    data = parts()
    data["acl"] = {"code": "CB_NO02", "id": "x", "message": "権限がありません。"}

    app = app_from_parts(data)

    assert (None, (Part.ACL,)) == (app.rights, app.missing)
    assert any("CB_NO02" in note.message_ja and "アプリのアクセス権" in note.where for note in app.notes)


# --- what is no definition -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("定義.json", b"not json", "JSON として読めません"),
        ("定義.json", b"[1, 2]", "アプリ定義が入っていません"),
        ("定義.json", b"{}", "アプリ定義が入っていません"),
        ("定義.json", b"\xff\xfe\x00", "文字として読めません"),
        ("定義.json", b'{"code":"CB_NO02","id":"x","message":"no"}', "CB_NO02"),
        ("定義.json", b"[" * 100_000, "JSON として読めません"),
        ("定義.json", b'{"properties": []}', "properties"),
        ("定義.json", b'{"properties": {"a": {"label": "a"}}}', "type"),
        ("定義.json", b'{"properties": {"a": "text"}}', "形が違います"),
        ("定義.json", b'{"rights": [{"recordViewable": true, "entities": {}}]}', "アクセス権|形が違います"),
        ("定義.zip", b"PK broken", "zip として開けません"),
        ("定義.xlsx", b"", ".json・.zip"),
    ],
)
def test_another_shape_is_one_sentence_with_its_place(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=said) as raised:
        read_app(tmp_path / name)

    assert name.split(".")[0] in raised.value.where


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="見つかりません"):
        read_app(tmp_path / "無い.json")


def test_two_files_that_say_different_things_about_one_part_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, parts())
    (folder / "古い status.json").write_text('{"enable": false, "states": {}, "actions": []}', encoding="utf-8")

    with pytest.raises(InputError, match=r"プロセス管理.*2つあり"):
        read_app(folder)


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "大きい.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("fields.json", b" " * 30_000_000)

    with pytest.raises(InputError, match="多すぎます"):
        read_app(tmp_path / "大きい.zip")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(part=st.sampled_from(list(FILES.values())), key=st.integers(0, 20), value=JSON)
def test_whatever_stands_in_a_part_it_is_read_or_refused_in_japanese(part: str, key: int, value: object) -> None:
    data = parts()
    names = list(data[part])
    data[part][names[key % len(names)]] = value

    with suppress(KaizenError):  # and nothing else
        app_from_parts(data)
