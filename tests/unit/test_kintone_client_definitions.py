"""Taking the definition of an app out, and comparing two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.errors import WriteError
from kaizen_helpers.kintone import (
    Action,
    AppDefinition,
    AppField,
    Entity,
    FieldRight,
    Kintone,
    Part,
    RecordRight,
    Right,
    State,
    View,
    app_from_parts,
    compare_apps,
    export_app,
    in_process,
    read_app,
    save_app,
)
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, choice, table, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


def kintone_of(desk: Desk) -> Kintone:
    way = in_process(desk.environment)
    return Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)


def test_an_exported_app_is_read_again_and_its_changes_are_told(desk: Desk) -> None:
    kintone = kintone_of(desk)
    one = desk.app(text("コード", required=True), choice("状況", "済", "未"), name="照会")
    two = desk.app(text("コード"), choice("状況", "済", "未", "中"), text("備考"), name="照会")

    before, after = (app_from_parts(export_app(kintone, app)) for app in (one, two))

    assert () == before.missing
    assert [] == compare_apps(before, before)
    assert [
        "項目「備考」（備考）が増えました。",
        "項目「コード」（コード）の必須が、「あり」から「なし」に変わりました。",
        "項目「状況」（状況）の選択肢が、「済、未」から「済、未、中」に変わりました。",
    ] == compare_apps(before, after)


def test_a_saved_app_is_a_folder_that_reads_the_same(desk: Desk, tmp_path: Path) -> None:
    kintone = kintone_of(desk)
    app = desk.app(text("コード"), table("明細", text("品名")), name="照会")

    files = save_app(kintone, app, tmp_path / "定義")

    assert len(Part) == len(files)
    read = read_app(tmp_path / "定義")
    assert [] == compare_apps(app_from_parts(export_app(kintone, app)), read)
    assert ((), ()) == (read.missing, read.notes)


def test_a_folder_that_is_there_is_not_written_into(desk: Desk, tmp_path: Path) -> None:
    app = desk.app(text("コード"))

    with pytest.raises(WriteError, match="もうあります"):
        save_app(kintone_of(desk), app, tmp_path)

    assert [] == list(tmp_path.iterdir())


STAFF, EVERYONE = Entity("GROUP", "tantou"), Entity("GROUP", "everyone")
FIELDS = (AppField("コード", "コード", "NUMBER"), AppField("備考", "備考", "SINGLE_LINE_TEXT"))
VIEWS = (View("すべて", "LIST", ("コード", "備考")), View("未済", "LIST", ("コード",), '状況 in ("未")'))
RIGHTS = (Right(STAFF, view=True, add=True), Right(EVERYONE, view=True))
BASE = AppDefinition(
    name="照会",
    fields=FIELDS,
    views=VIEWS,
    process=True,
    states=(State("未処理", "ONE"), State("済", "ONE", (STAFF,))),
    actions=(Action("終える", "未処理", "済"),),
    rights=RIGHTS,
    field_rights=(FieldRight("備考", STAFF, "WRITE"),),
    record_rights=(RecordRight("", STAFF, view=True, edit=True, delete=False),),
    bulk_delete=False,
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "調査"}, "アプリの名前が、「照会」から「調査」に変わりました。"),
        ({"description": "新"}, "アプリの説明が、「なし」から「新」に変わりました。"),
        ({"bulk_delete": True}, "アプリの設定「レコードの一括削除」が、「なし」から「あり」に変わりました。"),
        ({"fields": FIELDS[::-1]}, "フォームの項目の順番が変わりました。今の順番は、備考、コードです。"),
        (
            {"fields": (FIELDS[0], replace(FIELDS[1], group="連絡"))},
            "項目「備考」（備考）の入るグループが、「なし」から「連絡」に変わりました。",
        ),
        ({"views": VIEWS[:1]}, "一覧「未済」がなくなりました。"),
        (
            {"views": (replace(VIEWS[0], fields=("コード",)), VIEWS[1])},
            "一覧「すべて」の列が、「コード、備考」から「コード」に変わりました。",
        ),
        ({"views": VIEWS[::-1]}, "一覧の順番が変わりました。今の順番は、未済、すべてです。"),
        ({"process": False}, "プロセス管理を使う設定が、「あり」から「なし」に変わりました。"),
        (
            {"states": (BASE.states[0], State("済", "ANY", (EVERYONE,)))},
            "ステータス「済」の作業者が、「グループ tantou（1人を選ぶ）」から"
            "「Everyone（全員）（だれか1人）」に変わりました。",
        ),
        ({"states": (*BASE.states, State("中止"))}, "ステータス「中止」が増えました。"),
        (
            {"actions": (Action("終える", "未処理", "中止"),)},
            "ステータス「未処理」のアクション「終える」の行き先が、「済」から「中止」に変わりました。",
        ),
        ({"actions": ()}, "ステータス「未処理」のアクション「終える」がなくなりました。"),
        (
            {"rights": (RIGHTS[0], Right(EVERYONE, view=True, delete=True))},
            "アプリのアクセス権のEveryone（全員）が、「閲覧」から「閲覧、削除」に変わりました。",
        ),
        (
            {"rights": RIGHTS[::-1]},
            "アプリのアクセス権の行の順番が変わりました。今の順番は、Everyone（全員）、グループ tantouです。",
        ),
        (
            {"field_rights": (FieldRight("備考", STAFF, "NONE"),)},
            "項目（備考）のアクセス権のグループ tantouが、「閲覧と編集」から「閲覧も編集もできない」に変わりました。",
        ),
        (
            {"record_rights": (RecordRight("", STAFF, view=True, edit=True, delete=True),)},
            "レコードのアクセス権（条件「なし」）のグループ tantouが、「閲覧あり、編集あり、削除なし」から"
            "「閲覧あり、編集あり、削除あり」に変わりました。",
        ),
        (
            {"record_rights": ()},
            "レコードのアクセス権（条件「なし」）から、グループ tantouの行がなくなりました。",
        ),
    ],
)
def test_every_change_of_a_part_is_one_sentence(change: dict[str, Any], said: str) -> None:
    assert [said] == compare_apps(BASE, replace(BASE, **change))


def test_a_part_that_is_missing_is_said_and_not_compared() -> None:
    without = replace(BASE, views=None, process=None, states=(), actions=(), missing=(Part.VIEWS, Part.STATUS))

    assert [
        "一覧は、片方にしかないか、どちらにもないので比べられません。",
        "プロセス管理は、片方にしかないか、どちらにもないので比べられません。",
    ] == compare_apps(BASE, without)


@pytest.mark.parametrize(
    ("missing", "told"), [((Part.APP,), True), ((Part.SETTINGS,), True), ((Part.APP, Part.SETTINGS), False)]
)
def test_a_name_is_compared_where_one_part_says_it(missing: tuple[Part, ...], told: bool) -> None:
    other = replace(BASE, name="調査", missing=missing)

    assert told is any("アプリの名前が、" in one for one in compare_apps(BASE, other))


@pytest.mark.parametrize(("count", "ends"), [(10, "、項0です。"), (11, "、項1…です。")])
def test_of_many_fields_in_another_order_ten_are_named(count: int, ends: str) -> None:
    fields = tuple(AppField(f"項{place}", f"項{place}", "NUMBER") for place in range(count))

    (said,) = compare_apps(replace(BASE, fields=fields), replace(BASE, fields=fields[::-1]))

    assert said.endswith(ends)
