"""The errors of the API: code, HTTP status and the message in both languages (reference/kintone.md §4).

Where only one language is known, its text serves both, rather than one that only looks official.
"""

from __future__ import annotations

import random
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Language", "Problem", "Said", "invalid"]

Language = Literal["ja", "en"]


@dataclass(frozen=True)
class Said:
    """One sentence in both languages, with places such as ``{id}`` for the words of the case."""

    ja: str
    en: str = ""

    def text(self, language: Language, words: Mapping[str, object]) -> str:
        """The sentence with its words; a place without a word stays as it is."""
        chosen = self.en if language == "en" and self.en else self.ja
        for name, word in words.items():
            chosen = chosen.replace("{" + name + "}", str(word))
        return chosen


_CATALOGUE: dict[str, tuple[int, Said]] = {
    "CB_AU01": (401, Said("ログインしてください。", "Please login.")),
    "CB_WA01": (
        401,
        Said(
            "ユーザーのパスワード認証に失敗しました。「X-Cybozu-Authorization」ヘッダーの値が正しくありません。",
            "Password authentication failed. The value in http header of X-Cybozu-Authorization is not valid.",
        ),
    ),
    "CB_NO02": (403, Said("権限がありません。", "No privilege to proceed.")),
    "CB_VA01": (400, Said("入力内容が正しくありません。", "Missing or invalid input.")),
    "CB_IL02": (400, Said("不正なリクエストです。", "Illegal request.")),
    "CB_IJ01": (400, Said("不正なJSON文字列です。", "Invalid JSON string.")),
    "GAIA_IA02": (
        400,
        Said(
            "指定したAPIトークンは、アプリで生成されたトークンと異なります。"
            "アプリのAPIトークンの設定を確認してください。",
            "The specified API token does not match the API token generated via an app.",
        ),
    ),
    "GAIA_DA03": (400, Said("You cannot specify a duplicate API token for the same app.")),
    "GAIA_NO01": (
        403,
        Said(
            "このAPIトークンでは、指定したAPIを実行できません。",
            "Using this API token, you cannot run the specified API.",
        ),
    ),
    "GAIA_RE01": (
        404,
        Said("指定したレコード（id: {id}）が見つかりません。", "The specified record (ID: {id}) is not found."),
    ),
    "GAIA_RE02": (
        400,
        Said(
            "指定したコメントが存在しません。削除された可能性があります。",
            "The specified comment does not exist. The comment may have been deleted.",
        ),
    ),
    "GAIA_RE20": (
        404,
        Said("指定したレコード（id: {id}）が見つかりません。", "The specified record (ID: {id}) is not found."),
    ),
    "GAIA_AP01": (
        404,
        Said(
            "指定したアプリ（id: {id}）が見つかりません。削除されている可能性があります。",
            "The app (ID: {id}) not found. The app may have been deleted.",
        ),
    ),
    "GAIA_BL01": (
        404,
        Said("指定したファイル（id: {id}）が見つかりません。", "The specified file (id: {id}) not found."),
    ),
    "GAIA_CO02": (
        409,
        Said(
            "指定したrevisionは最新ではありません。ほかのユーザーがレコードを更新した可能性があります。",
            "The revision is not the latest. Someone may update a record.",
        ),
    ),
    "GAIA_CO03": (409, Said("The revision is not the latest. Someone may update the app settings (ID: {id}).")),
    "GAIA_IQ03": (400, Said("{field}フィールドのフィールドタイプには演算子{operator}を使用できません。")),
    "GAIA_IQ07": (
        400,
        Said("テーブルに設定している場合、{field}フィールドのフィールドタイプには、演算子{operator}を使用できません。"),
    ),
    "GAIA_IQ10": (400, Said("{field}フィールドには、選択肢にない値「{value}」を指定できません。")),
    "GAIA_IQ11": (
        400,
        Said("指定されたフィールド（{field}）が見つかりません。", "Specified field ({field}) not found."),
    ),
    "GAIA_IQ23": (400, Said("{function}関数に指定した日付「{value}」が正しくありません。")),
    "GAIA_IQ25": (400, Said("{function}関数に指定した単位「{value}」が正しくありません。")),
    "GAIA_IL08": (400, Said("{function}関数の引数の数が正しくありません。")),
    "GAIA_IR02": (
        400,
        Said(
            "フィールド「{field}」に指定したクエリが正しくありません。"
            "指定したクエリは、関連レコード一覧フィールドでのみ使用できます。"
        ),
    ),
    "GAIA_QU01": (400, Said("limit には 500 以下の値を指定してください。")),
    "GAIA_QU02": (400, Said("offset には 10,000 以下の値を指定してください。")),
    "GAIA_IL01": (
        400,
        Said(
            "フィールド「{field}」の計算式が正しくありません。(エラーの内容：{reason})",
            "The formula in the field ({field}) is not correct. ({reason})",
        ),
    ),
    "GAIA_IL03": (
        400,
        Said(
            "ステータスの変更に失敗しました。"
            "ほかのユーザーがステータス、またはステータスの設定を変更した可能性があります。",
            "Failed to update the status. The settings or the status itself may have been changed by someone.",
        ),
    ),
    "GAIA_ST02": (
        400,
        Said(
            "操作に失敗しました。プロセス管理機能が無効化されています。",
            "Your request failed. The process management feature has been disabled.",
        ),
    ),
    "GAIA_NT01": (403, Said("作業者のみがステータスを変更できます")),
    "GAIA_IL26": (400, Said("指定したユーザー(code:{code})が見つかりません。")),
    "GAIA_IL28": (400, Said("指定した組織(code:{code})が見つかりません。")),
    "GAIA_IL23": (
        400,
        Said(
            "ゲストスペース内のアプリを操作する場合は、リクエストの送信先を"
            "「/k/guest/（ゲストスペースのID）/v1/...」にします。",
            "When you operate an app in a guest space, please send the request to '/k/guest/(guest space ID)/v1/...'.",
        ),
    ),
    "GAIA_FC01": (
        400,
        Said("指定されたフィールド（{field}）が見つかりません。", "The field ({field}) is not found."),
    ),
    "GAIA_LO02": (400, Said("フィールド「{field}」は、ほかのアプリのルックアップで使われているため、削除できません。")),
    "GAIA_LO03": (
        400,
        Said(
            "ルックアップの参照先から値をコピーできません。"
            "参照先のフィールド「{field}」で「値の重複を禁止する」を設定してください。"
        ),
    ),
    "GAIA_LO04": (
        400,
        Said(
            "フィールド「{field}」の値「{value}」が、ルックアップの参照先のフィールドにないか、"
            "またはアプリやフィールドの閲覧権限がありません。",
            "A value {value} in the field {field} does not exist in the datasource app for lookup, "
            "or you do not have permission to view the app or the field.",
        ),
    ),
    "GAIA_SI01": (400, Said("Raw ID (code: {field}) in a table is duplicated.")),
    "GAIA_CN01": (404, Said("指定したカーソルは存在しないか、既に有効期限が切れています。")),
    "GAIA_TM12": (
        429,
        Said(
            "作成できるカーソルの上限に達しているため、カーソルを作成できません。"
            "不要なカーソルを削除するか、しばらく経ってから再実行してください。"
        ),
    ),
    "GAIA_TO04": (
        429,
        Said(
            "APIの同時リクエスト数が上限を超えています。",
            "The number of concurrent API requests exceeds the limit.",
        ),
    ),
    "GAIA_DA02": (
        400,
        Said("データベースのロックに失敗したため、変更を保存できませんでした。時間をおいて再度お試しください。"),
    ),
}

Errors = Mapping[str, Sequence[Said]]
_LETTERS = string.ascii_letters + string.digits


@dataclass
class Problem(Exception):  # noqa: N818 - the word of RFC 9457 for an error answer
    """An answer that is an error. ``words`` fill the message; ``errors`` say by path what is wrong (``CB_VA01``)."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.code)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _CATALOGUE[self.code][0]

    def body(self, language: Language) -> dict[str, object]:
        """The JSON of the answer. The id is random, as the real one is; nothing depends on it."""
        told: dict[str, object] = {
            "code": self.code,
            "id": "".join(random.choices(_LETTERS, k=20)),  # noqa: S311 - a label, no secret
            "message": _CATALOGUE[self.code][1].text(language, self.words),
        }
        if self.errors:
            told["errors"] = {
                path: {"messages": [said.text(language, {}) for said in all_said]}
                for path, all_said in self.errors.items()
            }
        return told


def invalid(errors: Errors) -> Problem:
    """``CB_VA01`` with what is wrong by path."""
    return Problem("CB_VA01", errors=errors)
