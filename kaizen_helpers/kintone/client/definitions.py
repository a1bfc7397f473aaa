"""The definition of an app, taken out of kintone: as one JSON, or as a folder that ``read_app`` reads."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

from kaizen_helpers.errors import WriteError
from kaizen_helpers.kintone.client.answers import text_of, value_of
from kaizen_helpers.kintone.client.problems import DeniedError
from kaizen_helpers.kintone.client.service import Kintone
from kaizen_helpers.kintone.definition import Part

__all__ = ["export_app", "save_app"]


def export_app(kintone: Kintone, app: int) -> dict[str, Any]:
    """All parts of an app by their keys, as ``app_from_parts`` reads them. A part that may not be read is left out.

    Raises KintoneError: the app is not there, or its name or fields may not be read.
    """
    found: dict[str, Any] = {}
    for part in Part:
        asked = {"id": app} if part == Part.APP else {"app": app}
        try:
            found[part.value] = kintone.call("GET", part.api, asked)
        except DeniedError:
            if part in (Part.APP, Part.FIELDS):  # without these it is no definition
                raise
    value_of(found[Part.FIELDS.value], "properties")
    text_of(found[Part.APP.value], "name")
    return found


def save_app(kintone: Kintone, app: int, folder: str | PathLike[str]) -> list[Path]:
    """Write the parts of an app into a new folder, one file a part; the files. ``read_app(folder)`` reads them.

    Raises:
        KintoneError: see ``export_app``; then nothing is written.
        WriteError: the folder is there already, or cannot be made. Nothing is overwritten.
    """
    parts = export_app(kintone, app)
    place = Path(folder)
    try:
        place.mkdir(parents=True)
        files = []
        for name, answer in parts.items():
            file = place / f"{name}.json"
            file.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            files.append(file)
    except FileExistsError as error:
        message = "同じ名前のフォルダがもうあります。日付を付けるなど、新しい名前を指定してください。"
        raise WriteError(message, place.name) from error
    except OSError as error:
        raise WriteError("フォルダに書けません。場所と空き容量を確かめてください。", place.name) from error
    return files
