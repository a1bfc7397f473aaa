"""Workbooks that must not be opened and saved by a program: what openpyxl does not know would be gone afterwards."""

from __future__ import annotations

import zipfile
from pathlib import Path

from kaizen_helpers.errors import InputError, MissingError

__all__ = ["refuse_to_rewrite"]

_KEPT_BY_EXCEL_ONLY = (
    ("xl/drawings/drawing", "図形・画像・グラフ"),
    ("xl/media/", "画像"),
    ("xl/charts/", "グラフ"),
    ("xl/chartsheets/", "グラフのシート"),
    ("xl/ctrlprops/", "ボタンやチェックボックス"),
    ("xl/activex/", "ボタンやチェックボックス"),
    ("xl/embeddings/", "埋め込まれたファイル"),
    ("xl/diagrams/", "SmartArt"),
    ("xl/pivottables/", "ピボットテーブル"),
    ("xl/vbaproject.bin", "マクロ"),
)


def refuse_to_rewrite(path: Path | str) -> None:
    """Raise where saving the workbook again would drop something of it; a workbook of cells alone passes.

    Raises:
        MissingError: there is no such file.
        InputError: it holds drawings, charts, buttons, macros or the like; or it is no workbook that can be read.
    """
    target = Path(path)
    try:
        with zipfile.ZipFile(target) as file:
            names = [name.lower().lstrip("/") for name in file.namelist()]
    except FileNotFoundError as error:
        raise MissingError("ファイルがありません。名前と場所を確かめてください。", target.name) from error
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise InputError(
            "Excel のファイル（.xlsx）として開けません。Excel で保存し直してください。", target.name
        ) from error
    found = dict.fromkeys(word for start, word in _KEPT_BY_EXCEL_ONLY if any(name.startswith(start) for name in names))
    if found:
        message = (
            f"{'・'.join(found)}があります。書き直すと消えるため、元のファイルは変えていません。"
            "新しいファイルに書き出してください。"
        )
        raise InputError(message, target.name)
