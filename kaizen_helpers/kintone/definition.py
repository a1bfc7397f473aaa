"""What a kintone app is: its fields, views, process management and permissions.

The shapes follow the official OpenAPI of kintone (reference/kintone.md §1, SPEC): the answers of ``app.json``,
``app/settings.json``, ``app/form/fields.json``, ``app/form/layout.json``, ``app/views.json``, ``app/status.json``,
``app/acl.json``, ``field/acl.json`` and ``record/acl.json``. How files become this says ``kintone.reading``.
A part that was not handed in is ``None`` or stands in ``missing``; it is never taken for an empty one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Action",
    "AppDefinition",
    "AppField",
    "Entity",
    "FieldRight",
    "Note",
    "Part",
    "RecordRight",
    "Right",
    "State",
    "View",
]


class Part(StrEnum):
    """One answer of the REST API, by the key it has in our one-file form."""

    APP = "app"
    SETTINGS = "settings"
    FIELDS = "fields"
    LAYOUT = "layout"
    VIEWS = "views"
    STATUS = "status"
    ACL = "acl"
    FIELD_ACL = "fieldAcl"
    RECORD_ACL = "recordAcl"

    @property
    def label(self) -> str:
        """What people call it."""
        return _PARTS[self.value][0]

    @property
    def api(self) -> str:
        """The REST API that answers it, below ``/k/v1/``."""
        return _PARTS[self.value][1]


_PARTS = {
    "app": ("アプリの名前", "app.json"),
    "settings": ("アプリの設定", "app/settings.json"),
    "fields": ("フォームの項目", "app/form/fields.json"),
    "layout": ("フォームの並び", "app/form/layout.json"),
    "views": ("一覧", "app/views.json"),
    "status": ("プロセス管理", "app/status.json"),
    "acl": ("アプリのアクセス権", "app/acl.json"),
    "fieldAcl": ("フィールドのアクセス権", "field/acl.json"),
    "recordAcl": ("レコードのアクセス権", "record/acl.json"),
}

_TYPE_LABELS = {
    "SINGLE_LINE_TEXT": "文字列（1行）",
    "MULTI_LINE_TEXT": "文字列（複数行）",
    "RICH_TEXT": "リッチエディター",
    "NUMBER": "数値",
    "CALC": "計算",
    "RADIO_BUTTON": "ラジオボタン",
    "CHECK_BOX": "チェックボックス",
    "MULTI_SELECT": "複数選択",
    "DROP_DOWN": "ドロップダウン",
    "DATE": "日付",
    "TIME": "時刻",
    "DATETIME": "日時",
    "FILE": "添付ファイル",
    "LINK": "リンク",
    "USER_SELECT": "ユーザー選択",
    "ORGANIZATION_SELECT": "組織選択",
    "GROUP_SELECT": "グループ選択",
    "SUBTABLE": "テーブル",
    "REFERENCE_TABLE": "関連レコード一覧",
    "GROUP": "グループ",
    "RECORD_NUMBER": "レコード番号",
    "CREATOR": "作成者",
    "CREATED_TIME": "作成日時",
    "MODIFIER": "更新者",
    "UPDATED_TIME": "更新日時",
    "STATUS": "ステータス",
    "STATUS_ASSIGNEE": "作業者",
    "CATEGORY": "カテゴリー",
}
"""The 28 types of the OpenAPI by the name that the screens of kintone show."""

_BUILT_IN = frozenset(
    ["RECORD_NUMBER", "CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME", "STATUS", "STATUS_ASSIGNEE", "CATEGORY"]
)
_FRAMES = frozenset(["SUBTABLE", "GROUP"])
_SHOWN_ONLY = frozenset(["CALC", "REFERENCE_TABLE"])


@dataclass(frozen=True, slots=True)
class AppField:
    """One field of the form. A field of a table stands for itself and names its table."""

    code: str
    """フィールドコード."""
    label: str
    type: str
    """As in the API: ``SINGLE_LINE_TEXT``."""
    required: bool = False
    unique: bool = False
    options: tuple[str, ...] = ()
    """The choices in the order of the form."""
    table: str = ""
    """Code of the table it is a column of; empty outside tables."""
    group: str = ""
    """Code of the group it stands in, where the layout says so."""
    related_app: str = ""
    """Id of the app that a ルックアップ or a 関連レコード一覧 looks into."""
    copies_to: tuple[str, ...] = ()
    """Codes of the fields that a ルックアップ fills."""
    expression: str = ""
    """The formula of a 計算, or of a text that is put together by itself."""

    @property
    def type_label(self) -> str:
        """The name of the type on the screens of kintone; of an unknown one what the API says."""
        name = "ルックアップ" if self.copies_to or (self.related_app and self.type != "REFERENCE_TABLE") else ""
        return name or _TYPE_LABELS.get(self.type, self.type)

    @property
    def is_built_in(self) -> bool:
        """Whether kintone itself keeps it in every app (レコード番号, 作成者, ステータス …)."""
        return self.type in _BUILT_IN

    @property
    def is_frame(self) -> bool:
        """Whether it only holds other fields (テーブル, グループ)."""
        return self.type in _FRAMES

    @property
    def is_shown_only(self) -> bool:
        """Whether nobody can type into it: it is calculated, or shows records of another app."""
        return self.type in _SHOWN_ONLY or bool(self.expression)

    def uses(self, codes: frozenset[str]) -> tuple[str, ...]:
        """Which of the fields with these codes its formula names, in the order of the formula."""
        known = sorted(codes, key=len, reverse=True)
        if not self.expression or not known:
            return ()
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', self.expression)  # a text in the formula names no field
        found = re.findall("|".join(map(re.escape, known)), bare)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class View:
    """一覧: one view of the records."""

    name: str
    type: str
    """``LIST``, ``CALENDAR`` or ``CUSTOM``."""
    fields: tuple[str, ...] = ()
    """Codes of the columns."""
    filter: str = ""
    """The condition as a query."""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom a permission or a piece of work is given to."""

    type: str
    """``USER``, ``GROUP``, ``ORGANIZATION``, ``CREATOR``, ``FIELD_ENTITY`` or ``CUSTOM_FIELD``."""
    code: str = ""
    """The login name, the code of the group or organisation, or the field's code; empty for ``CREATOR``."""

    @property
    def is_everyone(self) -> bool:
        """Whether it is everybody who can log in: the group ``everyone`` of kintone."""
        return self.type == "GROUP" and self.code.lower() == "everyone"

    @property
    def is_one_person(self) -> bool:
        """Whether it can only ever be one person."""
        return self.type in {"USER", "CREATOR"}

    @property
    def label(self) -> str:
        """For people: 「グループ tantou」, 「アプリ作成者」, 「Everyone（全員）」."""
        if self.is_everyone:
            return "Everyone（全員）"
        name = _ENTITY_LABELS.get(self.type, self.type)
        return f"{name} {self.code}" if self.code else name


_ENTITY_LABELS = {
    "USER": "ユーザー",
    "GROUP": "グループ",
    "ORGANIZATION": "組織",
    "CREATOR": "アプリ作成者",
    "FIELD_ENTITY": "フィールド",
    "CUSTOM_FIELD": "フィールド",
}


@dataclass(frozen=True, slots=True)
class State:
    """One ステータス of the process management."""

    name: str
    assign: str = ""
    """``ONE``, ``ALL`` or ``ANY``: who of the assignees must act."""
    assignees: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One アクション: the button that brings a record from one state to another."""

    name: str
    source: str
    target: str
    filter: str = ""


_RIGHT_LABELS = {
    "view": "閲覧",
    "add": "追加",
    "edit": "編集",
    "delete": "削除",
    "manage": "アプリ管理",
    "take_in": "ファイル読み込み",
    "write_out": "ファイル書き出し",
}


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the app's permissions. ``None`` where the file does not say."""

    entity: Entity
    view: bool | None = None
    add: bool | None = None
    edit: bool | None = None
    delete: bool | None = None
    manage: bool | None = None
    """アプリ管理: may change the app itself."""
    take_in: bool | None = None
    """ファイル読み込み."""
    write_out: bool | None = None
    """ファイル書き出し."""

    @property
    def granted(self) -> tuple[str, ...]:
        """What is allowed, by the names of the screens."""
        return tuple(label for name, label in _RIGHT_LABELS.items() if getattr(self, name))

    @property
    def unknown(self) -> tuple[str, ...]:
        """What the file does not say."""
        return tuple(label for name, label in _RIGHT_LABELS.items() if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class FieldRight:
    """Who may do what with one field."""

    code: str
    entity: Entity
    access: str
    """``WRITE``, ``READ`` or ``NONE``."""


@dataclass(frozen=True, slots=True)
class RecordRight:
    """Who may do what with the records that meet a condition."""

    filter: str
    entity: Entity
    view: bool | None = None
    edit: bool | None = None
    delete: bool | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file that a person should know; nothing was guessed."""

    where: str
    message_ja: str


@dataclass(frozen=True, slots=True)
class AppDefinition:
    """An app as its settings say. ``None``: that part was not handed in."""

    name: str = ""
    app: str = ""
    """Its id."""
    revision: str = ""
    """The highest 設定のリビジョン that the answers name."""
    description: str = ""
    fields: tuple[AppField, ...] | None = None
    """In the order of the form where the layout is there; columns of a table follow the table."""
    views: tuple[View, ...] | None = None
    process: bool | None = None
    """Whether process management is switched on."""
    states: tuple[State, ...] = ()
    """In their order; empty while process management is off."""
    actions: tuple[Action, ...] = ()
    rights: tuple[Right, ...] | None = None
    """In order of priority: the first line that a person belongs to counts."""
    field_rights: tuple[FieldRight, ...] | None = None
    record_rights: tuple[RecordRight, ...] | None = None
    bulk_delete: bool | None = None
    """「レコードの一括削除」."""
    creator: str = ""
    """Login name of whoever made the app."""
    missing: tuple[Part, ...] = ()
    """Parts that were not handed in."""
    notes: tuple[Note, ...] = field(default=())

    @property
    def data_fields(self) -> tuple[AppField, ...]:
        """The fields that an office decided on: without those that every app has, and without frames."""
        return tuple(one for one in self.fields or () if not one.is_built_in and not one.is_frame)

    def field_of(self, code: str) -> AppField | None:
        """The field with this code, or ``None``."""
        return next((one for one in self.fields or () if one.code == code), None)

    @property
    def everyone(self) -> Right | None:
        """The line of Everyone in the app's permissions, if there is one."""
        return next((right for right in self.rights or () if right.entity.is_everyone), None)

    @property
    def managers(self) -> tuple[Right, ...]:
        """The lines that may change the app itself."""
        return tuple(right for right in self.rights or () if right.manage)

    @property
    def missing_ja(self) -> str:
        """The missing parts in one sentence, with what to bring; empty if all are there."""
        if not self.missing:
            return ""
        names = "、".join(f"{part.label}（{part.api}）" for part in self.missing)
        return f"アプリ定義に、次の部分が入っていません: {names}。保存して、一緒に置いてください。"
