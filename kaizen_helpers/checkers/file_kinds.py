"""Errors around the code: files, the parts that are imported, and runs that were stopped."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.texts import shortened, visible
from kaizen_helpers.checkers.told import Place, Tell, Told, closest, message_of

__all__ = ["FILE_KINDS", "STOP_KINDS"]

_PARTS = ("pandas", "numpy", "matplotlib", "openpyxl", "datetime", "pathlib", "random", "csv", "json", "kaizen_helpers")


# ------------------------------------------------------------------------------- files


def _file_name(error: Any) -> str:
    name = error.filename
    return shortened(Path(name).name, 40) if type(name) is str else ""


def _not_found(error: Any, _place: Place) -> Told:
    name = _file_name(error)
    meant = closest(name, _beside(error.filename)) if name else ""
    return Told(
        f"「{name}」というファイルが見つかりません。" if name else "ファイルが見つかりません。",
        f"よく似た名前の「{shortened(visible(meant), 40)}」があります。"
        if meant
        else "名前が違うか、別のフォルダに置かれています。",
        "ファイルの名前をそのまま写してください。全角・半角と、最後の「.xlsx」なども確かめます。",
    )


def _beside(filename: str) -> list[str]:
    try:
        return sorted(path.name for path in Path(filename).absolute().parent.iterdir())[:1000]
    except (OSError, ValueError):
        return []


def _permission(error: Any, _place: Place) -> Told:
    name = _file_name(error)
    return Told(
        f"「{name}」を開けません。" if name else "ファイルを開けません。",
        "Excelなどで開いたままか、書き込みのできない場所にあります。",
        "Excelで開いていたら閉じて、もう一度実行してください。",
    )


def _directory(error: Any, _place: Place) -> Told:
    return Told(
        f"「{_file_name(error)}」は、ファイルではなくフォルダです。",
        "フォルダそのものは、読み書きできません。",
        "フォルダの中のファイルの名前まで書いてください。",
    )


def _os(error: Any, _place: Place) -> Told:
    if error.errno == errno.ENOSPC:
        return Told(
            "ディスクの空きが足りません。",
            "保存する場所がいっぱいになっています。",
            "いらないファイルを移して空きを作り、もう一度実行してください。",
        )
    return Told(
        "ファイルの読み書きが、途中で止まりました。",
        "場所につながらないか、その名前が使えないようです。",
        "ファイルの名前と場所を確かめて、もう一度実行してください。",
    )


def _decode(_error: Any, _place: Place) -> Told:
    return Told(
        "ファイルの文字を読み取れません。",
        "Excelで保存したCSVは、文字の種類（文字コード）が違うことがあります。",
        '読み込む行のかっこの中に、「encoding="cp932"」を加えてください。',
    )


def _encode(error: Any, _place: Place) -> Told:
    letter = error.object[error.start : error.start + 1]
    shown = letter if letter.isprintable() and not "\ud800" <= letter <= "\udfff" else "□"
    return Told(
        f"「{shown}」という文字を、この形のファイルには書けません。",
        "古い文字の種類（文字コード）には、入っていない文字です。",
        '書き出す行のかっこの中を、「encoding="utf-8-sig"」にしてください。',
    )


def _module(error: Any, _place: Place) -> Told:
    name = error.name or (re.findall(r"'([^']+)'", message_of(error)) or ["?"])[0]
    meant = closest(name, _PARTS)
    return Told(
        f"「{shortened(name, 40)}」という部品が見つかりません。",
        f"よく似た名前の「{meant}」があります。つづりが少し違うようです。"
        if meant
        else "この教材の環境には、入っていない部品です。",
        f"「{meant}」のことなら、名前をそろえてください。"
        if meant
        else "つづりを確かめてください。合っていれば、講師に知らせてください。",
    )


def _import(error: Any, _place: Place) -> Told:
    found = re.search(r"cannot import name '([^']+)'", message_of(error))
    name = shortened(found[1], 40) if found else "この名前"
    return Told(
        f"「{name}」を、その部品から取り出せません。",
        "部品の中に、その名前がありません。",
        "「import」の後ろの名前のつづりを、見本の行と見比べてください。",
    )


# ------------------------------------------------------------------------------- stops


def _fixed(title: str, why: str, then: str) -> Tell:
    told = Told(title, why, then)
    return lambda _error, _place: told


FILE_KINDS: dict[type, Tell] = {
    FileNotFoundError: _not_found,
    PermissionError: _permission,
    IsADirectoryError: _directory,
    OSError: _os,
    UnicodeDecodeError: _decode,
    UnicodeEncodeError: _encode,
    ModuleNotFoundError: _module,
    ImportError: _import,
}

STOP_KINDS: dict[type, Tell] = {
    MemoryError: _fixed(
        "メモリが足りなくなりました。",
        "一度に扱うデータが、このパソコンには大きすぎます。",
        "行や列を減らすか、ほかのノートブックを閉じてから実行してください。",
    ),
    RecursionError: _fixed(
        "関数が、自分自身を呼び続けています。",
        "終わりの条件がないと、いつまでも同じ関数に戻ります。",
        "どの場合に終わるのかを、関数のはじめに「if」で書いてください。",
    ),
    KeyboardInterrupt: _fixed(
        "実行を止めました。",
        "停止のボタンが押されたか、時間が長くかかったためです。",
        "止めたセルの先は動いていません。続けるときは、もう一度実行してください。",
    ),
    SystemExit: _fixed(
        "「exit」で、実行を終えようとしています。",
        "ノートブックでは、セルの終わりで自然に止まります。",
        "「exit」や「quit」の行を消してください。",
    ),
    AssertionError: _fixed(
        "「assert」の条件が、成り立ちませんでした。",
        "その行に書いた約束と、今の値が合っていません。",
        "条件の左と右の値を、それぞれ「print(…)」で確かめてください。",
    ),
    NotImplementedError: _fixed(
        "まだ中身を書いていないところです。",
        "ここに、自分のコードを書く約束になっています。",
        "「raise NotImplementedError()」の行を消して、中身を書いてください。",
    ),
    OverflowError: _fixed(
        "計算の結果が、大きくなりすぎました。",
        "扱える範囲を超える数になっています。",
        "べき乗や、掛け算の繰り返しの回数を確かめてください。",
    ),
}
