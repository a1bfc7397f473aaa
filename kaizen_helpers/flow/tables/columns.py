"""The columns of the step table: their names, the other names people give them, and the kinds of steps in Japanese.

Source: flow.md §9.1 (data model) and §9.3 (1) (step table), domain.md §8 M1 (what a learner writes).
"""

from __future__ import annotations

import re

from kaizen_helpers.flow.cells import fold
from kaizen_helpers.flow.model import Kind

__all__ = ["COLUMNS", "LABEL", "field_of", "kind_of"]

COLUMNS = {
    "number": ("番号", "no", "no.", "#", "手順番号", "手順no", "順番", "項番"),
    "who": ("だれが", "誰が", "担当", "担当者", "レーン", "担当課", "担当部署", "主体", "実施者", "実施主体"),
    "kind": ("種類", "種別", "手順の種類"),
    "what": (
        "何を",
        "なにを",
        "作業",
        "何をする",
        "作業名",
        "作業内容",
        "業務内容",
        "処理内容",
        "手順名",
        "手順の内容",
    ),
    "next": ("次", "次へ", "次の手順", "次の番号", "つぎ", "次工程", "行き先"),
    "condition": ("条件", "分かれる条件", "分岐条件"),
    "share": ("割合", "確率", "割合(%)", "発生割合"),
    "minutes": ("分", "作業分", "作業時間", "時間(分)", "作業時間(分)", "所要時間(分)", "処理時間(分)"),
    "wait": ("待ち", "待ち時間", "待ち日数", "滞留"),
    "cases": ("件数",),
    "rank": ("職位", "役職", "職名"),
    "system": ("システム", "台帳", "使用システム", "利用システム", "システム名", "db"),
    "document": ("書類", "帳票", "使う書類", "帳票名", "書類名"),
    "means": ("手段", "媒体", "方法"),
    "seal": ("押印", "印", "押印の有無", "押印有無", "署名"),
    "inputs": ("入力情報", "入力項目", "入力する情報", "書く情報", "記入項目"),
    "deadline": ("期限", "締切", "締め切り", "期日", "処理期限"),
    "basis": ("根拠", "根拠法令", "根拠規程", "根拠規定", "法令", "要綱"),
    "person": ("属人", "属人化", "この人だけ", "代われない人"),
    "personal": ("個人情報", "個人情報の有無", "個人情報区分"),
    "issues": ("課題", "困りごと", "問題点", "課題タグ"),
    "note": ("備考", "メモ", "補足"),
}
"""For each field of a step the name of its column, then the other names that are understood."""

LABEL = {field: names[0] for field, names in COLUMNS.items()}
"""The name of the column that holds a field."""

_FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}
_REMARK = re.compile(r"\(([^()]*)\)")
_OTHER_UNIT = re.compile(r"時間|[h秒日]")

_KINDS = {
    Kind.START: ("きっかけ", "開始", "スタート", "はじまり", "始まり", "start"),
    Kind.TASK: ("作業", "処理", "手順", "業務", "task"),
    Kind.DECISION: ("判断", "分岐", "分かれ道", "判定", "decision"),
    Kind.END: ("おわり", "終わり", "終了", "完了", "end"),
    Kind.WAIT: ("待ち", "待つ", "待機", "wait"),
    Kind.SYSTEM: ("システム処理", "システム", "自動処理", "自動", "system"),
    Kind.PARALLEL: ("並行", "並列", "同時", "同時進行", "parallel"),
    Kind.SUBPROCESS: ("サブ業務", "サブプロセス", "別図", "subprocess"),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}


def kind_of(text: str) -> Kind | None:
    """The kind that a word names (「分かれ道」「判断」); ``None`` for any other word."""
    return _KIND_OF.get(fold(text))


def field_of(header: str) -> str | None:
    """The field that a column of this name holds; ``None`` for a column of somebody's own.

    「システム／台帳」 is one column under two names, 「分（1件あたり）」 one with a remark. A column of hours is not
    taken for one of minutes.
    """
    name = "".join(fold(header).split())
    if name in _FIELD_OF:
        return _FIELD_OF[name]
    parts = {_FIELD_OF.get(part) for part in re.split(r"[/・]", name)}
    if len(parts) == 1 and None not in parts:
        return parts.pop()
    bare = _REMARK.sub("", name)
    field = _FIELD_OF.get(bare)
    if field == "minutes" and any(_OTHER_UNIT.search(remark) for remark in _REMARK.findall(name)):
        return None
    return field
