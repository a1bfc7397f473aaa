"""Items of the gate that keep people and data from harm: the data class, and what everybody may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kaizen_helpers.flow.cells import short
from kaizen_helpers.kintone import Part
from kaizen_helpers.plan.gate.entries import MAY, MAY_NOT, UNDER_CONDITIONS
from kaizen_helpers.plan.gate.items import GateItem, Material, Verdict, without_app

__all__ = ["SAFETY"]

_TOOL = "kintone"
_MY_NUMBER = re.compile(r"個人番号|マイナンバー")
_PERSONAL = re.compile(r"氏名|生年月日|住所|電話|メールアドレス|口座|性別|続柄")


def _data_class(m: Material) -> GateItem:
    """Whether the organisation's rule lets this class of data into kintone; the first thing, whatever else is there."""
    item = GateItem("data-class", "データの区分")
    labels = [field.label for field in m.app.data_fields] if m.app else []
    numbers = [label for label in labels if _MY_NUMBER.search(label)]
    if numbers:
        return item.not_yet(
            f"項目「{short(numbers[0])}」があります。個人番号は、法律で決められた事務のほかには扱えません。",
            f"項目「{short(numbers[0])}」",
            "この項目を外すか、情報の取扱いの担当に先に相談してください。",
        )
    name = m.text("data_class")
    if not name:
        return item.not_yet(
            "データの区分が書かれていません。",
            "「データの区分」",
            "アプリに入れる情報の区分を、所属の規程で確かめて書いてください。",
        )
    allowed = m.organisation.allows(_TOOL, name)
    personal = [label for label in labels if _PERSONAL.search(label)]
    if allowed and personal and name == "公開":
        return item.ask(
            f"区分は「{name}」ですが、項目「{short(personal[0])}」があります。",
            f"項目「{short(personal[0])}」",
            "だれのことかが分かる情報かどうかを確かめ、区分を選び直してください。",
        )
    if allowed:
        return item.passed(f"区分は「{name}」です。kintone に置けます。")
    if allowed is False:
        return item.not_yet(
            f"区分「{name}」は、kintone に置けない決まりです。",
            "「データの区分」",
            "置かない項目に分けられるかを考え、情報の取扱いの担当に相談してください。",
        )
    return _asked(m, item, name)


def _asked(m: Material, item: GateItem, name: str) -> GateItem:
    """The class is not decided by a table: somebody must have been asked."""
    answer, who, day = m.text("asked_answer"), m.text("asked_who"), m.filled.get("asked_on")
    if answer in {MAY, UNDER_CONDITIONS} and who and isinstance(day, date):
        if answer == UNDER_CONDITIONS and not m.text("asked_note"):
            return item.ask(
                f"区分は「{name}」です。答えは「{answer}」ですが、条件が書かれていません。",
                "「相談の条件」",
                "条件を書き、引継ぎ書の「気をつけること」にも写してください。",
            )
        conditions = f"条件: {short(m.text('asked_note'), 60)}。" if answer == UNDER_CONDITIONS else ""
        return item.passed(
            f"区分は「{name}」です。{short(who)}の答えは「{answer}」です（{day.isoformat()}）。{conditions}"
        )
    if answer == MAY_NOT:
        return item.not_yet(
            f"区分は「{name}」です。{short(who) or '相談した相手'}の答えは「{answer}」です。",
            "「相談の答え」",
            "置く場所を変えるか、その項目を外してください。",
        )
    return item.ask(
        f"区分「{name}」を kintone に置いてよいかが、決まっていません。",
        "「相談した相手」「相談した日」「相談の答え」",
        "情報の取扱いの担当に聞き、だれが・いつ・どう答えたかを書いてください。",
    )


def _everyone(m: Material) -> GateItem:
    """Everyone must not delete, also not in bulk, and not change the app (reference/domain.md §2.7)."""
    item = GateItem("everyone", "全員の削除", Verdict.PASSED, "だれでも削除できる設定にはなっていません。")
    if m.app is None:
        return without_app(item)
    right = m.app.everyone
    if right is not None and right.delete:
        return item.not_yet(
            "Everyone（全員）が、レコードを削除できます。",
            "アプリのアクセス権の Everyone の行",
            "「レコード削除」を外し、削除は管理者だけにしてください。",
        )
    if right is not None and right.manage:
        return item.not_yet(
            "Everyone（全員）が、アプリの設定を変えられます。",
            "アプリのアクセス権の Everyone の行",
            "「アプリ管理」を外し、管理者だけにしてください。",
        )
    if m.app.bulk_delete:
        return item.not_yet(
            "レコードの一括削除が、有効になっています。",
            "アプリの設定の「レコード一括削除」",
            "使うときだけ有効にすることにして、いまは外してください。",
        )
    unclear = []
    if m.app.rights is None:
        unclear.append(Part.ACL)
    if m.app.bulk_delete is None:
        unclear.append(Part.SETTINGS)
    if unclear or (right is not None and right.delete is None):
        names = "、".join(f"{part.label}（{part.api}）" for part in unclear) or "Everyone の行の「レコード削除」"
        return item.ask(
            f"確かめられません。{names}が、定義に入っていません。", "アプリ定義", "保存して、もう一度確かめてください。"
        )
    return item


SAFETY: tuple[Callable[[Material], GateItem], ...] = (_data_class, _everyone)
"""In the order of importance."""
