"""The official clients from npm run against the practice environment, unchanged."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.kintone.sandbox.running import Sandbox
from tests.npm import node_modules, run_module

pytestmark = pytest.mark.slow

FIELDS = """{
  "団体名": {type: "SINGLE_LINE_TEXT", code: "団体名", label: "団体名", unique: true},
  "人数": {type: "NUMBER", code: "人数", label: "人数"},
  "添付": {type: "FILE", code: "添付", label: "添付"},
  "明細": {type: "SUBTABLE", code: "明細", label: "明細",
    fields: {"品": {type: "SINGLE_LINE_TEXT", code: "品", label: "品"}}},
}"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    node_modules()
    with Sandbox() as running:
        yield running


def client(sandbox: Sandbox, body: str) -> Any:
    """Run JavaScript with ``client`` and collect what it puts into ``told``."""
    head = """
import { KintoneRestAPIClient } from "@kintone/rest-api-client";
let input = ""; for await (const part of process.stdin) input += part;
const client = new KintoneRestAPIClient({
  baseUrl: JSON.parse(input).url, auth: {username: "Administrator", password: "practice"}});
const told = {};
const failure = async (call) => { try { await call(); return null; } catch (error) {
  return {code: error.code, status: error.status, index: error.bulkRequestIndex, errors: error.errors}; } };
"""
    return run_module(f"{head}\n{body}\nconsole.log(JSON.stringify(told));", {"url": sandbox.url})


NEW_APP = f"""
const {{app}} = await client.app.addApp({{name: "照会"}});
await client.app.addFormFields({{app, properties: {FIELDS}}});
await client.app.deployApp({{apps: [{{app}}]}});
"""


def test_an_app_is_built_and_put_into_use(sandbox: Sandbox) -> None:
    told = client(
        sandbox,
        """
const {app} = await client.app.addApp({name: "照会の受付"});
told.fields = await client.app.addFormFields({app, properties: """
        + FIELDS
        + """});
await client.app.updateFormLayout({app, layout: [
  {type: "ROW", fields: [{type: "SINGLE_LINE_TEXT", code: "団体名", size: {width: "200"}},
    {type: "NUMBER", code: "人数"}]},
  {type: "ROW", fields: [{type: "FILE", code: "添付"}]},
  {type: "SUBTABLE", code: "明細", fields: [{type: "SINGLE_LINE_TEXT", code: "品"}]}]});
told.views = await client.app.updateViews({app, views: {"まだの団体": {
  type: "LIST", index: 0, name: "まだの団体", fields: ["団体名", "人数"], filterCond: "人数 = \\"\\"",
  sort: "人数 desc"}}});
await client.app.updateProcessManagement({app, enable: true, states: {
  "未処理": {name: "未処理", index: 0, assignee: {type: "ONE", entities: []}},
  "完了": {name: "完了", index: 1, assignee: {type: "ONE", entities: []}}},
  actions: [{name: "終える", from: "未処理", to: "完了"}]});
await client.app.updateAppSettings({app, description: "説明", theme: "BLUE"});
await client.app.updateAppAcl({app, rights: [{entity: {type: "CREATOR"}, appEditable: true, recordViewable: true,
  recordAddable: true, recordEditable: true, recordDeletable: true, recordImportable: true, recordExportable: true}]});
told.before = await failure(() => client.app.getFormFields({app}));
await client.app.deployApp({apps: [{app}]});
told.status = (await client.app.getDeployStatus({apps: [app]})).apps[0].status;
told.settings = await client.app.getAppSettings({app});
told.layout = (await client.app.getFormLayout({app})).layout.map((row) => row.type);
for (const name of ["getApp", "getFormFields", "getViews", "getProcessManagement", "getAppAcl", "getRecordAcl",
  "getFieldAcl", "getAppCustomize", "getGeneralNotifications", "getPerRecordNotifications",
  "getReminderNotifications", "getReports", "getAppActions", "getAdminNotes"])
  told[name] = Object.keys(await client.app[name]({app, id: app}));
""",
    )

    assert told["before"]["code"] == "GAIA_AP01"
    assert told["status"] in ("PROCESSING", "SUCCESS")
    assert (told["settings"]["description"], told["settings"]["theme"]) == ("説明", "BLUE")
    assert told["layout"] == ["ROW", "ROW", "SUBTABLE"]
    assert list(told["views"]["views"]) == ["まだの団体"]
    assert set(told["getProcessManagement"]) == {"enable", "states", "actions", "revision"}


def test_records_go_in_and_out_in_every_way_the_client_knows(sandbox: Sandbox) -> None:
    told = client(
        sandbox,
        NEW_APP
        + """
const records = Array.from({length: 250}, (_, i) => ({"団体名": {value: "団体" + i}, "人数": {value: i}}));
told.added = (await client.record.addAllRecords({app, records})).records.length;
told.byId = (await client.record.getAllRecords({app, condition: "人数 >= 100"})).length;
told.byCursor = (await client.record.getAllRecords({app, orderBy: "人数 desc"}))[0]["人数"].value;
told.byOffset = (await client.record.getAllRecordsWithOffset({app})).length;
told.page = await client.record.getRecords({app, query: "人数 < 2 order by 人数 asc", fields: ["人数"],
  totalCount: true});
told.upsert = await client.record.upsertRecord({app, updateKey: {field: "団体名", value: "団体0"},
  record: {"人数": {value: 9}}});
await client.record.updateAllRecords({app, records: [{id: 2, record: {"人数": {value: 1000}}}]});
told.long = (await client.record.getRecords({app,
  query: Array.from({length: 400}, (_, i) => `人数 = ${i}`).join(" or ") + " limit 500"})).records.length;
await client.record.deleteAllRecords({app, records: [{id: 3}, {id: 4, revision: 1}]});
told.left = (await client.record.getRecords({app, totalCount: true, query: "limit 1"})).totalCount;
told.stale = await failure(() => client.record.updateRecord({app, id: 1, revision: 1, record: {}}));
const cursor = await client.record.createCursor({app, size: 100});
told.cursor = [cursor.totalCount, (await client.record.getRecordsByCursor({id: cursor.id})).next];
await client.record.deleteCursor({id: cursor.id});
told.gone = await failure(() => client.record.deleteCursor({id: cursor.id}));
""",
    )

    assert (told["added"], told["byId"], told["byCursor"], told["byOffset"]) == (250, 150, "249", 250)
    assert told["page"]["totalCount"] == "2"
    assert told["page"]["records"] == [
        {"人数": {"type": "NUMBER", "value": "0"}},
        {"人数": {"type": "NUMBER", "value": "1"}},
    ]
    assert told["upsert"] == {"id": "1", "revision": "2"}
    assert told["long"] == 249
    assert told["left"] == "248"
    assert (told["stale"]["code"], told["stale"]["status"]) == ("GAIA_CO02", 409)
    assert told["cursor"] == ["248", True]
    assert (told["gone"]["code"], told["gone"]["status"]) == ("GAIA_CN01", 404)


def test_files_comments_and_the_bulk_request_work(sandbox: Sandbox) -> None:
    told = client(
        sandbox,
        NEW_APP
        + """
const {fileKey} = await client.file.uploadFile({file: {name: "様式 1.txt", data: "一行\\r\\n\\r二行"}});
await client.record.addRecord({app, record: {"団体名": {value: "佐賀市"}, "添付": {value: [{fileKey}]}}});
const kept = (await client.record.getRecord({app, id: 1})).record["添付"].value[0];
told.file = {...kept, fileKey: kept.fileKey !== fileKey};
told.content = Buffer.from(await client.file.downloadFile({fileKey: kept.fileKey})).toString();
await client.record.addRecordComment({app, record: 1, comment: {text: "確認しました", mentions: []}});
told.comments = (await client.record.getRecordComments({app, record: 1})).comments.map((one) => one.text);
await client.record.deleteRecordComment({app, record: 1, comment: 1});
told.bulk = await client.bulkRequest({requests: [
  {method: "POST", endpointName: "record", payload: {app, record: {"団体名": {value: "唐津市"}}}},
  {method: "PUT", api: "/k/v1/record.json", payload: {app, id: 1, record: {"人数": {value: 2}}}}]});
told.failed = await failure(() => client.bulkRequest({requests: [
  {method: "POST", endpointName: "record", payload: {app, record: {"団体名": {value: "鳥栖市"}}}},
  {method: "POST", endpointName: "record", payload: {app, record: {"団体名": {value: "唐津市"}}}}]}));
told.count = (await client.record.getRecords({app, totalCount: true})).totalCount;
told.rights = (await client.app.evaluateRecordsAcl({app, ids: [1]})).rights[0].record;
""",
    )

    assert told["file"] == {"contentType": "text/plain", "fileKey": True, "name": "様式 1.txt", "size": "15"}
    assert told["content"] == "一行\r\n\r二行"
    assert told["comments"] == ["確認しました "]
    assert told["bulk"]["results"] == [{"id": "2", "revision": "1"}, {"revision": "2"}]
    assert (told["failed"]["code"], told["failed"]["index"]) == ("CB_VA01", 1)
    assert told["count"] == "2"
    assert told["rights"] == {"viewable": True, "editable": True, "deletable": True}


def run_tool(name: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = node_modules() / ".bin" / name
    return subprocess.run(
        [str(program), *arguments], capture_output=True, text=True, check=False, cwd=folder, timeout=120
    )


def test_the_command_line_client_imports_exports_and_deletes(sandbox: Sandbox, tmp_path: Path) -> None:
    app = client(sandbox, NEW_APP + "told.app = app;")["app"]
    (tmp_path / "in.csv").write_text('"団体名","人数"\n"佐賀市","77"\n"唐津市","5"\n', encoding="utf-8")
    common = ("--base-url", sandbox.url, "--app", str(app), "-u", "Administrator", "-p", "practice")

    for _ in range(2):  # the second time the key finds the records that the first time made
        done = run_tool(
            "cli-kintone", "record", "import", *common, "--file-path", "in.csv", "--update-key", "団体名",
            "--fields", "団体名,人数", folder=tmp_path,
        )  # fmt: skip
        assert (done.returncode, "Imported 2 records successfully" in done.stderr) == (0, True), done.stderr
    out = run_tool(
        "cli-kintone", "record", "export", *common, "--order-by", "人数 asc", "--fields", "団体名,人数", folder=tmp_path
    )
    assert out.stdout.splitlines() == ['"団体名","人数"', '"唐津市","5"', '"佐賀市","77"'], out.stderr

    token = sandbox.token(int(app), ["view", "delete"])
    done = run_tool(
        "cli-kintone", "record", "delete", "--base-url", sandbox.url, "--app", str(app), "--api-token", token, "--yes",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    refused = run_tool(
        "cli-kintone", "record", "import", "--base-url", sandbox.url, "--app", str(app), "--api-token", token,
        "--file-path", "in.csv", folder=tmp_path,
    )  # fmt: skip
    assert "[403] [GAIA_NO01]" in refused.stderr


def test_the_command_line_client_carries_tables_and_files_to_another_app(sandbox: Sandbox, tmp_path: Path) -> None:
    """What one app exports, the other imports: rows of tables on lines of their own, files in folders."""
    there, here = (client(sandbox, NEW_APP + "told.app = app;")["app"] for _ in range(2))
    client(
        sandbox,
        f"""
const {{fileKey}} = await client.file.uploadFile({{file: {{name: "様式.txt", data: "本文"}}}});
await client.record.addRecords({{app: {there}, records: [
  {{"団体名": {{value: "佐賀市"}}, "添付": {{value: [{{fileKey}}]}},
    "明細": {{value: [{{value: {{"品": {{value: "机"}}}}}}, {{value: {{"品": {{value: "椅子, 白"}}}}}}]}}}},
  {{"団体名": {{value: "唐津市"}}}}]}});
""",
    )
    common = ("--base-url", sandbox.url, "-u", "Administrator", "-p", "practice", "--attachments-dir", "files")

    out = run_tool("cli-kintone", "record", "export", *common, "--app", str(there), folder=tmp_path)
    assert out.returncode == 0, out.stderr
    assert out.stdout.splitlines()[0].startswith('*,"レコード番号","団体名","人数","添付","明細","品"')
    (tmp_path / "all.csv").write_text(out.stdout, encoding="utf-8")
    done = run_tool(
        "cli-kintone", "record", "import", *common, "--app", str(here), "--file-path", "all.csv", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr

    copied = client(
        sandbox,
        f"""
const records = await client.record.getAllRecords({{app: {here}, orderBy: "団体名 asc"}});
const kept = records.find((one) => one["団体名"].value === "佐賀市");
told.rows = kept["明細"].value.map((row) => row.value["品"].value);
told.files = kept["添付"].value.map((file) => [file.name, file.size]);
told.content = Buffer.from(await client.file.downloadFile({{fileKey: kept["添付"].value[0].fileKey}})).toString();
told.names = records.map((one) => one["団体名"].value);
""",
    )
    assert copied["rows"] == ["机", "椅子, 白"]
    assert (copied["files"], copied["content"]) == ([["様式.txt", "6"]], "本文")
    assert set(copied["names"]) == {"佐賀市", "唐津市"}


def test_the_command_line_client_puts_scripts_into_an_app_and_takes_them_out(sandbox: Sandbox, tmp_path: Path) -> None:
    app = client(sandbox, NEW_APP + "told.app = app;")["app"]
    (tmp_path / "a.js").write_text("console.log('見本');", encoding="utf-8")
    manifest = {"scope": "ALL", "desktop": {"js": ["a.js"], "css": []}, "mobile": {"js": [], "css": []}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    common = ("--base-url", sandbox.url, "--app", str(app), "-u", "Administrator", "-p", "practice", "--yes")

    done = run_tool("cli-kintone", "customize", "apply", *common, "--input", "manifest.json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "out").mkdir()
    done = run_tool("cli-kintone", "customize", "export", *common, "--output", "out/back.json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr

    assert json.loads((tmp_path / "out" / "back.json").read_text(encoding="utf-8"))["scope"] == "ALL"
    scripts = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.js")]
    assert scripts == ["console.log('見本');"]


def test_types_are_made_from_the_fields_of_an_app(sandbox: Sandbox, tmp_path: Path) -> None:
    app = client(sandbox, NEW_APP + "told.app = app;")["app"]

    done = run_tool(
        "kintone-dts-gen", "--base-url", sandbox.url, "-u", "Administrator", "-p", "practice", "--app-id", str(app),
        "-o", "fields.d.ts", folder=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "団体名: kintone.fieldTypes.SingleLineText;" in (tmp_path / "fields.d.ts").read_text(encoding="utf-8")


def test_scripts_are_uploaded_and_put_into_use(sandbox: Sandbox, tmp_path: Path) -> None:
    app = client(sandbox, NEW_APP + "told.app = app;")["app"]
    (tmp_path / "a.js").write_text("console.log('見本');", encoding="utf-8")
    manifest = {
        "app": str(app),
        "scope": "ALL",
        "desktop": {"js": ["a.js"], "css": []},
        "mobile": {"js": [], "css": []},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    done = run_tool(
        "kintone-customize-uploader", "--base-url", sandbox.url, "--username", "Administrator",
        "--password", "practice", "manifest.json", folder=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    files = client(sandbox, f"told.js = (await client.app.getAppCustomize({{app: {app}}})).desktop.js;")["js"]
    assert [one["file"]["name"] for one in files] == ["a.js"]
