"""Taking the definition of an app out, and comparing two."""

from __future__ import annotations

from kaizen_helpers.kintone import Kintone, app_from_parts, compare_apps, export_app, in_process
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, choice, text


def test_an_exported_app_is_read_again_and_its_changes_are_told() -> None:
    desk = Desk()
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)
    one = desk.app(text("コード", required=True), choice("状況", "済", "未"), name="照会")
    two = desk.app(text("コード"), choice("状況", "済", "未", "中"), text("備考"), name="照会")

    before, after = (app_from_parts(export_app(kintone, app)) for app in (one, two))

    assert () == before.missing
    assert [] == compare_apps(before, before)
    assert [
        "項目「備考」（備考）が増えました。",
        "項目「コード」（コード）の必須が、「あり」から「なし」に変わりました。",
        "項目「状況」（状況）の選択肢が、「済、未」から「済、未、中」に変わりました。",
    ] == [said for said in compare_apps(before, after) if said.startswith("項目")]
    desk.environment.close()
