// Calls every method of the official client that the practice environment covers; prints what came of it.
import { KintoneRestAPIClient } from "@kintone/rest-api-client";
let input = ""; for await (const part of process.stdin) input += part;
const {url, space, guestSpaceId} = JSON.parse(input);
const client = new KintoneRestAPIClient({baseUrl: url, guestSpaceId,
  auth: {username: "Administrator", password: "practice"}});
const told = {called: [], answers: {}};
const call = async (room, name, given) => {
  try {
    const answer = await client[room][name](given);
    told.called.push(name);
    told.answers[name] = answer;
    return answer;
  } catch (error) {
    throw new Error(`${room}.${name}: ${error.code} ${error.message} ${JSON.stringify(error.errors)}`);
  }
};
const text = (code, more = {}) => ({type: "SINGLE_LINE_TEXT", code, label: code, ...more});
const master = (await call("app", "addApp", {name: "団体", space})).app;
await client.app.addFormFields({app: master, properties: {"コード": text("コード", {unique: true}), "名": text("名")}});
await client.app.deployApp({apps: [{app: master}]});
await client.record.addRecord({app: master, record: {"コード": {value: "412023"}, "名": {value: "唐津市"}}});
const {app} = await client.app.addApp({name: "受付", space});
await call("app", "addFormFields", {app, properties: {
  "受付番号": text("受付番号", {unique: true}),
  "団体": text("団体", {lookup: {relatedApp: {app: master}, relatedKeyField: "コード",
    fieldMappings: [{field: "団体名", relatedField: "名"}], lookupPickerFields: ["名"], filterCond: "",
    sort: "コード asc"}}),
  "団体名": text("団体名"),
  "人数": {type: "NUMBER", code: "人数", label: "人数"},
  "倍": {type: "CALC", code: "倍", label: "倍", expression: "人数 * 2"},
  "期限": {type: "DATE", code: "期限", label: "期限"},
  "担当": {type: "USER_SELECT", code: "担当", label: "担当"},
  "資料": {type: "FILE", code: "資料", label: "資料"},
  "消す": text("消す"),
  "明細": {type: "SUBTABLE", code: "明細", label: "明細", fields: {"品": text("品")}}}});
await call("app", "updateFormFields", {app, properties: {"人数": {type: "NUMBER", code: "人数", label: "回答人数", unit: "人"}}});
await call("app", "deleteFormFields", {app, fields: ["消す"]});
const row = (...codes) => ({type: "ROW", fields: codes.map(([type, code]) => ({type, code, size: {width: "150"}}))});
await call("app", "updateFormLayout", {app, layout: [
  row(["SINGLE_LINE_TEXT", "受付番号"], ["SINGLE_LINE_TEXT", "団体"], ["SINGLE_LINE_TEXT", "団体名"]),
  {type: "ROW", fields: [{type: "LABEL", label: "<b>数</b>", size: {width: "90"}}, {type: "SPACER", elementId: "x1",
    size: {width: "10", height: "10"}}, {type: "HR", size: {width: "100"}}]},
  row(["NUMBER", "人数"], ["CALC", "倍"], ["DATE", "期限"], ["USER_SELECT", "担当"], ["FILE", "資料"]),
  {type: "SUBTABLE", code: "明細", fields: [{type: "SINGLE_LINE_TEXT", code: "品", size: {width: "90"}}]}]});
await call("app", "updateViews", {app, views: {"一覧": {type: "LIST", index: 0, name: "一覧", fields: ["受付番号"],
  filterCond: "人数 > 1", sort: "受付番号 desc"}, "暦": {type: "CALENDAR", index: 1, name: "暦", date: "期限", title: "団体名"},
  "手": {type: "CUSTOM", index: 2, name: "手", html: "<p></p>", pager: true}}});
await call("app", "updateAppSettings", {app, name: "受付2", description: "説明", theme: "GREEN",
  icon: {type: "PRESET", key: "APP39"}});
await call("app", "updateProcessManagement", {app, enable: true, states: {
  "未処理": {name: "未処理", index: 0, assignee: {type: "ONE", entities: []}},
  "確認": {name: "確認", index: 1, assignee: {type: "ONE", entities: [{entity: {type: "USER", code: "Administrator"}}]}},
  "完了": {name: "完了", index: 2, assignee: {type: "ONE", entities: []}}},
  actions: [{name: "出す", from: "未処理", to: "確認"}, {name: "終える", from: "確認", to: "完了", filterCond: "人数 > 0"}]});
const everyone = {entity: {type: "GROUP", code: "everyone"}};
await call("app", "updateAppAcl", {app, rights: [{entity: {type: "CREATOR"}, appEditable: true, recordViewable: true,
  recordAddable: true, recordEditable: true, recordDeletable: true, recordImportable: true, recordExportable: true}]});
await call("app", "updateRecordAcl", {app, rights: [{filterCond: "人数 > 100", entities: [
  {...everyone, viewable: true, editable: false, deletable: false}]}]});
await call("app", "updateFieldAcl", {app, rights: [{code: "人数", entities: [{...everyone, accessibility: "READ"}]}]});
await call("app", "updateGeneralNotifications", {app, notifyToCommenter: false, notifications: [
  {...everyone, recordAdded: true, recordEdited: false, commentAdded: true, statusChanged: true, fileImported: true}]});
await call("app", "updatePerRecordNotifications", {app, notifications: [{filterCond: "人数 > 5", title: "多い",
  targets: [everyone]}]});
await call("app", "updateReminderNotifications", {app, timezone: "Asia/Tokyo", notifications: [{timing: {code: "期限",
  daysLater: "-1", time: "09:00"}, filterCond: "", title: "明日", targets: [everyone]}]});
await call("app", "updateReports", {app, reports: {"数": {index: "0", name: "数", chartType: "BAR", chartMode: "NORMAL",
  filterCond: "", groups: [{code: "団体名"}], aggregations: [{type: "COUNT"}], sorts: [{by: "TOTAL", order: "DESC"}]}}});
await call("app", "updateAppActions", {app, actions: {"写す": {index: "0", name: "写す", destApp: {app: master},
  mappings: [{srcType: "FIELD", srcField: "団体名", destField: "名"}], entities: [everyone].map((one) => one.entity),
  filterCond: ""}}});
await call("app", "updateAdminNotes", {app, content: "<p>メモ</p>", includeInTemplateAndDuplicates: true});
const script = await call("file", "uploadFile", {file: {name: "a.js", data: "1"}});
await call("app", "updateAppCustomize", {app, scope: "ALL", desktop: {js: [{type: "FILE", file: script}], css: []}});
await call("app", "deployApp", {apps: [{app}]});
await call("app", "getDeployStatus", {apps: [app]});
for (const preview of [true, false])
  for (const name of ["getFormFields", "getFormLayout", "getViews", "getAppSettings", "getProcessManagement", "getAppAcl",
    "getRecordAcl", "getFieldAcl", "getAppCustomize", "getGeneralNotifications", "getPerRecordNotifications",
    "getReminderNotifications", "getReports", "getAppActions", "getAdminNotes"])
    await call("app", name, {app, preview, lang: "ja"});
await call("app", "getApp", {id: app});
await call("app", "getApps", {name: "受付", limit: 10});

const {fileKey} = await client.file.uploadFile({file: {name: "表.txt", data: "本文"}});
await call("record", "addRecord", {app, record: {"受付番号": {value: "1"}, "団体": {value: "412023"}, "人数": {value: 3},
  "資料": {value: [{fileKey}]}, "明細": {value: [{value: {"品": {value: "机"}}}]}, "担当": {value: [{code: "Administrator"}]}}});
const record = (await call("record", "getRecord", {app, id: 1})).record;
told.record = {"団体名": record["団体名"].value, "倍": record["倍"].value, "状態": record["ステータス"].value};
told.content = Buffer.from(await call("file", "downloadFile", {fileKey: record["資料"].value[0].fileKey})).toString();
delete told.answers.downloadFile;
await call("record", "updateRecord", {app, updateKey: {field: "受付番号", value: "1"}, record: {"人数": {value: 4}}});
await call("record", "upsertRecord", {app, updateKey: {field: "受付番号", value: "2"}, record: {"人数": {value: 5}}});
await call("record", "addRecords", {app, records: [{"受付番号": {value: "3"}}, {"受付番号": {value: "4"}}]});
await call("record", "updateRecords", {app, upsert: true, records: [{updateKey: {field: "受付番号", value: "5"},
  record: {"人数": {value: 6}}}, {id: 3, record: {"人数": {value: 7}}}]});
await call("record", "getRecords", {app, query: "人数 >= 4 order by 人数 asc", totalCount: true});
await call("record", "addAllRecords", {app, records: [{"受付番号": {value: "6"}}]});
await call("record", "updateAllRecords", {app, records: [{id: 4, record: {"人数": {value: 8}}}]});
for (const name of ["getAllRecords", "getAllRecordsWithId", "getAllRecordsWithOffset", "getAllRecordsWithCursor"])
  told[name] = (await call("record", name, {app})).length;
const cursor = await call("record", "createCursor", {app, size: 2});
await call("record", "getRecordsByCursor", {id: cursor.id});
await call("record", "deleteCursor", {id: cursor.id});
await call("record", "addRecordComment", {app, record: 1, comment: {text: "見ました",
  mentions: [{code: "Administrator", type: "USER"}]}});
await call("record", "getRecordComments", {app, record: 1, order: "asc"});
await call("record", "deleteRecordComment", {app, record: 1, comment: 1});
await call("record", "updateRecordStatus", {app, id: 1, action: "出す", assignee: "Administrator"});
await call("record", "updateRecordsStatus", {app, records: [{id: 1, action: "終える"}]});
await call("record", "updateRecordAssignees", {app, id: 2, assignees: ["Administrator"]});
await call("record", "deleteRecords", {app, ids: [5], revisions: [-1]});
await call("record", "deleteAllRecords", {app, records: [{id: 6}]});
await call("app", "evaluateRecordsAcl", {app, ids: [1, 2]});
told.bulk = (await client.bulkRequest({requests: [{method: "PUT", endpointName: "record/assignees",
  payload: {app, id: 1, assignees: []}}]})).results.length;
await call("space", "getSpace", {id: space});
await call("space", "updateSpace", {id: space, name: "新しい名", showAppList: false});
await call("space", "deleteSpace", {id: space});
told.known = {};
for (const room of ["app", "record", "file", "space"])
  told.known[room] = Object.getOwnPropertyNames(Object.getPrototypeOf(client[room]));
console.log(JSON.stringify(told));
