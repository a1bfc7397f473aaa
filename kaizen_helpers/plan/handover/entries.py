"""The form 引継ぎ書. What the flow and the app tell of themselves is filled in; people write the rest.

Source: reference/domain.md S29 (目的, 責任者, 後任, 項目一覧, 権限, 取込手順, 年次作業, 連絡先; 異動日).
"""

from __future__ import annotations

from kaizen_helpers.forms import Entry, Form, Grid

__all__ = ["BY_HAND", "FOUND", "HANDOVER_FORM", "UNKNOWN", "handover_form"]

UNKNOWN = "（未記入）"

HANDOVER_FORM = Form(
    "引継ぎ書",
    (
        Entry("app_name", "アプリの名前", required=True),
        Entry("purpose", "目的", required=True, lines=2, note="だれの、何をよくするためのアプリか"),
        Entry("owner", "責任者", required=True, note="役割の名前で。例: 照会の担当の係長"),
        Entry("successor", "後任", required=True, note="役割の名前で。決まっていなければ空欄のまま"),
        Entry("transfer", "引継ぎの日", "date", required=True, note="例: 2027-04-01"),
        Grid(
            "admins",
            "管理者",
            (
                Entry("role", "役割", note="アプリの設定を直せる人"),
                Entry("until", "異動や任期の予定日", "date", note="分かっていれば"),
                Entry("note", "備考"),
            ),
            note="異動に備えて2名にします。名前ではなく、役割で書きます。",
            rows=3,
        ),
        Grid(
            "intake",
            "取込の手順",
            (
                Entry("order", "順"),
                Entry("what", "何をするか", lines=2),
                Entry("file", "ファイル"),
                Entry("key", "更新キー"),
                Entry("check", "確かめ方", lines=2),
            ),
            note="取込をしないときは、「何をするか」に「取込はしない」と書きます。",
        ),
        Grid(
            "yearly",
            "年次の作業",
            (
                Entry("month", "時期"),
                Entry("what", "作業", lines=2),
                Entry("who", "担当"),
                Entry("note", "気をつけること", lines=2),
            ),
            note="年度の切替え、選択肢の見直し、利用者の確認など。",
        ),
        Grid(
            "contacts",
            "連絡先",
            (Entry("who", "相手（役割）"), Entry("what", "何を聞くか"), Entry("how", "連絡の方法")),
            rows=4,
        ),
        Grid("places", "ファイルの場所", (Entry("what", "何のファイル"), Entry("where", "場所")), rows=4),
        Entry("caution", "気をつけること", lines=3, note="困ったこと、直しかけのこと"),
        Grid(
            "fields",
            "項目の一覧",
            (
                Entry("label", "項目名"),
                Entry("code", "フィールドコード"),
                Entry("type", "種類"),
                Entry("rule", "きまり"),
                Entry("steps", "使う手順"),
            ),
            rows=1,
        ),
        Grid(
            "states", "状態の一覧", (Entry("state", "状態"), Entry("steps", "図の手順"), Entry("who", "作業者")), rows=1
        ),
        Grid("rights", "権限", (Entry("who", "だれ"), Entry("may", "できること")), rows=1),
        Grid(
            "remarks",
            "これまでの指摘",
            (
                Entry("place", "場所"),
                Entry("question", "指摘"),
                Entry("reply", "回答"),
                Entry("by", "だれが"),
                Entry("date", "日付"),
            ),
            rows=1,
        ),
    ),
    note="アプリを受け取る人が、これだけで続けられるようにします。人の名前ではなく、役割の名前で書きます。",
)

FOUND = ("fields", "states", "rights", "remarks")
"""Grids that are made from the app and the flow; what a person wrote in them before is not kept."""
BY_HAND = ("admins", "intake", "yearly", "contacts", "places")
"""Grids that only people can fill."""


def handover_form() -> Form:
    """The form, blank."""
    return HANDOVER_FORM
