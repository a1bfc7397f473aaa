"""A new app with fields, put into use: what a person does with 「アプリを作成」 and 「アプリを公開」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaizen_helpers.kintone.client.answers import int_of, objects_of
from kaizen_helpers.kintone.client.problems import KintoneError
from kaizen_helpers.kintone.client.service import Kintone

__all__ = ["make_app"]

_LOOKS = 60
_BETWEEN = 1.0
"""Seconds between two looks whether it is in use."""


def make_app(kintone: Kintone, name: str, properties: Mapping[str, Mapping[str, Any]], space: int | None = None) -> int:
    """Make an app, give it fields and put it into use; its number.

    Args:
        kintone: opened with a login name and password; tokens belong to apps that are there already.
        name: of the app.
        properties: the fields by code, as ``form_of`` makes them of a table.
        space: number of the space it stands in.

    Raises KintoneError: refused. An app that was begun stays, not in use, and the message names it.
    """
    where = {"space": space, "thread": space} if space else {}
    app = int_of(kintone.call("POST", "preview/app.json", {"name": name, **where}).get("app"), changed=True)
    try:
        if properties:
            fields = {code: dict(one) for code, one in properties.items()}
            kintone.call("POST", "preview/app/form/fields.json", {"app": app, "properties": fields})
        kintone.call("POST", "preview/app/deploy.json", {"apps": [{"app": app}]})
        _wait_for_use(kintone, app)
    except KintoneError as error:
        error.message_ja += f"作りかけのアプリ（番号{app}）が残っています。アプリの管理画面で確かめてください。"
        raise
    return app


def _wait_for_use(kintone: Kintone, app: int) -> None:
    for _ in range(_LOOKS):
        (told,) = objects_of(kintone.call("GET", "preview/app/deploy.json", {"apps": [app]}), "apps", length=1)
        state = told.get("status")
        if state == "SUCCESS":
            return
        if state != "PROCESSING":
            raise KintoneError("アプリを使える状態にできませんでした。設定を確かめてください。")
        kintone.pause(_BETWEEN)
    raise KintoneError("アプリの準備に時間がかかっています。しばらく待って、画面で確かめてください。")
