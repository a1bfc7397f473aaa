"""What kintone refused, as an error in Japanese: the official code, the field, the row, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kaizen_helpers.errors import KaizenError

__all__ = [
    "ConflictError",
    "DeniedError",
    "KintoneError",
    "NotFoundError",
    "UnreachableError",
    "problem_of",
    "strange_answer",
]

_NEXT = {
    "CB_AU01": "ログイン名とパスワード、またはAPIトークンを設定してください。",
    "CB_WA01": "ログイン名とパスワードを確かめてください。",
    "CB_NO02": "アプリの管理者に、アクセス権と、ゲストスペースの番号を確かめてもらってください。",
    "CB_VA01": "示された項目の値を直して、もう一度送ってください。",
    "CB_IL02": "送り先のURLと、送った内容の形を確かめてください。",
    "GAIA_IA02": "このアプリのAPIトークンかどうかを確かめてください。"
    "トークンを作ったあとに「アプリを更新」を押し忘れていないかも見てください。",
    "GAIA_NO01": "アプリの設定でAPIトークンの権限（閲覧・追加・編集・削除）にチェックを入れ、"
    "「アプリを更新」を押してください。",
    "GAIA_AP01": "アプリの番号を確かめてください。番号は、アプリを開いたときのURLにあります。",
    "GAIA_RE01": "レコードの番号を確かめてください。すでに削除された可能性があります。",
    "GAIA_RE20": "キーの値を確かめてください。新しいレコードにするときは、追加を使ってください。",
    "GAIA_CO02": "レコードを読み直し、ほかの人の変更を確かめてから、もう一度更新してください。",
    "GAIA_CO03": "アプリの設定を読み直してから、もう一度変更してください。",
    "GAIA_IQ11": "フィールドコードを確かめてください。画面に見える項目名とは違うことがあります。",
    "GAIA_IL23": "ゲストスペースの番号を guest_space に指定してください。",
    "GAIA_LO04": "参照先のアプリに、その値があるかを確かめてください。",
    "GAIA_TM12": "しばらく待ってから、もう一度実行してください。",
    "GAIA_TO04": "しばらく待ってから、もう一度実行してください。",
}
_OTHERWISE = "エラーの番号を添えて、アプリの管理者に相談してください。"
_PLACE = re.compile(r"records?(?:\[([0-9]{1,6})\])?(?:\.record)?(?:\[([^\]]+)\]|\.(.+?))(?:\.values?.*|\[.*)?")


class KintoneError(KaizenError):
    """kintone refused. ``code``: the official code; ``field``, ``row`` (from 1): the place, if it is known."""

    def __init__(
        self,
        message_ja: str,
        where: str = "",
        *,
        code: str = "",
        status: int = 0,
        field: str = "",
        row: int | None = None,
    ) -> None:
        super().__init__(message_ja, where)
        self.code, self.status, self.field, self.row = code, status, field, row


class DeniedError(KintoneError):
    """Not logged in, or without the right to do it."""


class NotFoundError(KintoneError):
    """The app, record or file is not there."""


class ConflictError(KintoneError):
    """Somebody else changed it meanwhile."""


class UnreachableError(KintoneError):
    """No answer came. Whether a change was carried out is then not known; the message says so."""


def strange_answer(*, changed: bool = False) -> KintoneError:
    """The answer is not one of kintone. ``changed``: it should have said what was changed."""
    message = "kintoneからの返事を読めません。URLを確かめてください。"
    if changed:
        message += "変更が済んだかどうかは、画面で確かめてください。"
    return KintoneError(message, status=200)


def problem_of(status: int, body: Any, first_row: int = 0, *, changed: bool = False) -> KintoneError:
    """The error of an answer.

    Args:
        status: of HTTP.
        body: the JSON of the answer, if it is one.
        first_row: how many rows went before the first of this request.
        changed: the request was one to change something.
    """
    at = 0
    if isinstance(body, Mapping) and isinstance(body.get("results"), list):  # of a bulkRequest: the first that speaks
        at, body = next(((place, one) for place, one in enumerate(body["results"]) if one), (0, {}))
    found = body if isinstance(body, Mapping) else {}
    code, said = _text(found.get("code")), _text(found.get("message"))
    field, row, detail = _place(found.get("errors"), first_row + at * 100)
    parts = [said, detail, _NEXT.get(code, _OTHERWISE)] if said else [_without_words(status, changed=changed)]
    message = "".join(dict.fromkeys(part for part in parts if part)) + (f"（{code}）" if code else "")
    where = "、".join(part for part in (f"{row}件目" if row else "", f"「{field}」" if field else "") if part)
    kind = KintoneError
    if status in (401, 403) or code in ("GAIA_IA02", "CB_WA01"):
        kind = DeniedError
    elif status == 404:
        kind = NotFoundError
    elif status == 409:
        kind = ConflictError
    return kind(message, where, code=code, status=status, field=field, row=row)


def _without_words(status: int, *, changed: bool) -> str:
    """What an answer means that is none of kintone's own."""
    if 300 <= status < 400:
        return "ほかのページへ移るように言われました。kintoneのURLを確かめてください。"
    if status in (429, 502, 503, 504):
        after = "変更が済んだかどうかを画面で確かめてから、" if changed and status != 429 else ""
        return f"kintoneが混み合っているか、止まっています（{status}）。しばらく待ち、{after}もう一度実行してください。"
    return f"kintoneから読めない返事（{status}）が来ました。URLを確かめてください。"


def _text(value: Any) -> str:
    return value[:500] if isinstance(value, str) else ""


def _place(errors: Any, before: int) -> tuple[str, int | None, str]:
    """Field, row and text of the first detail."""
    if not isinstance(errors, Mapping) or not errors:
        return "", None, ""
    key, value = next(iter(errors.items()))
    texts = value.get("messages") if isinstance(value, Mapping) else None
    detail = str(texts[0]) if isinstance(texts, list) and texts else ""
    matched = _PLACE.fullmatch(str(key))
    if matched is None:
        return str(key), None, detail
    return matched[2] or matched[3], before + int(matched[1]) + 1 if matched[1] else None, detail
