"""Items of the gate that keep an app alive and open: administrators, handover, a way in without a computer."""

from __future__ import annotations

import re
from collections.abc import Callable

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.change.winners import is_resident, non_digital_way
from kaizen_helpers.kintone import Part
from kaizen_helpers.plan.gate.entries import KEPT, NOT_FOR_RESIDENTS, NOT_KEPT
from kaizen_helpers.plan.gate.items import GateItem, Material, Verdict, listed, without_flow
from kaizen_helpers.plan.handover.handover import NEEDED_ADMINS
from kaizen_helpers.plan.wording import is_nothing

__all__ = ["KEEPING"]

_SHOWN = 3
_ANYBODY = re.compile(r"everyone|全員|みんな|だれでも|誰でも", re.IGNORECASE)


def _administrators(m: Material) -> GateItem:
    """Two, so that one transfer does not leave the app alone; a group may hold two, Everyone may not be one."""
    item = GateItem("administrators", "管理者2名")
    named = list(dict.fromkeys(role for role in (m.text("admin1"), m.text("admin2")) if not is_nothing(role)))
    where = "「管理者1」「管理者2」"
    if any(_ANYBODY.search(role) for role in named) or (m.app and m.app.everyone and m.app.everyone.manage):
        return item.not_yet("管理者が「全員」になっています。", where, "設定を直す人を、役割で2名決めてください。")
    managers = [right.entity for right in m.app.managers] if m.app else []
    people = {entity.code or (m.app.creator if m.app else "") for entity in managers if entity.is_one_person}
    groups = [entity for entity in managers if not entity.is_one_person]
    if len({fold(role) for role in named}) < NEEDED_ADMINS:
        count = f"{len(named)}名です" if named else "書かれていません"
        return item.not_yet(
            f"管理者が{count}。",
            where,
            "異動に備えて、もう1人を決めてください。" if named else "役割で2名を決めて書いてください。",
        )
    if m.app is None or m.app.rights is None:
        return item.ask(
            f"管理者は{listed(named)}です。kintone の設定は確かめられません。",
            "アプリ定義",
            f"{Part.ACL.label}（{Part.ACL.api}）を一緒に置いてください。",
        )
    if len(people) + NEEDED_ADMINS * len(groups) < NEEDED_ADMINS:
        return item.not_yet(
            f"管理者は{listed(named)}ですが、kintone で「アプリ管理」を持つのは{len(people)}名です。",
            "アプリのアクセス権の「アプリ管理」",
            "2人目にも「アプリ管理」を付けてください。",
        )
    return item.passed(f"管理者は{listed(named)}です。kintone の「アプリ管理」も合っています。")


def _handover(m: Material) -> GateItem:
    item = GateItem("handover", "引継ぎ書", Verdict.PASSED, "引継ぎ書が、ひととおりそろっています。")
    if m.handover is None:
        return item.not_yet(
            "引継ぎ書がありません。",
            "引継ぎ書のファイル",
            "引継ぎ書を作り、残りを書き足してください。図とアプリ定義の分は、道具が書き込みます。",
        )
    if m.handover.open:
        return item.not_yet(
            f"引継ぎ書に、まだ書かれていない所があります: {listed(m.handover.open)}。",
            f"引継ぎ書の「{m.handover.open[0]}」",
            "分かる人に聞いて、書き足してください。",
        )
    if m.handover.leaving and not m.handover.leaving.is_enough:
        return item.ask(
            "".join(m.handover.leaving.sentences),
            "引継ぎ書の「管理者」",
            "異動のあとに残る管理者が2名になるように決めてください。",
        )
    return item


def _way_in(m: Material) -> GateItem:
    """A resident who cannot use a computer is not left behind, or there is a reason (S37)."""
    item = GateItem("way-in", "電子以外の受付")
    if m.flow is None or not m.flow.steps:
        return without_flow(item)
    choice, note = m.text("way_in"), m.text("way_in_note")
    residents = [lane for lane in m.flow.lanes if is_resident(m.flow, lane)]
    lost = non_digital_way(m.as_is, m.flow) if m.as_is is not None else None
    if not residents and lost is None:
        if choice in {"", NOT_FOR_RESIDENTS}:
            return item.passed("図に、住民や申請者の手順はありません。")
        return item.passed(f"「{choice}」です。図に、住民や申請者の手順はありません。")
    if choice == NOT_KEPT and not is_nothing(note):
        return item.passed(f"残さない理由があります: {short(note, 60)}。")
    if lost is None and choice == KEPT and not is_nothing(note):
        return item.passed(f"残しています: {short(note, 60)}。")
    if lost is None and m.as_is is not None and choice in {"", KEPT}:
        return item.passed("いまある受付の方法は、見直し後の図でもなくなっていません。")
    if lost is not None:
        return item.not_yet(
            "いまある紙・窓口・電話などの受付が、見直し後の図にありません。",
            "・".join(f"手順{number}" for number in lost.steps[:_SHOWN]) or "図の全体",
            "使えない方への対応を図に描くか、残さない理由を書いてください。",
        )
    return item.ask(
        f"「{short(residents[0])}」の手順がありますが、電子以外の受付をどうするかが書かれていません。",
        "「電子以外の受付」「受付の方法か理由」",
        "残している方法か、残さない理由を書いてください。",
    )


KEEPING: tuple[Callable[[Material], GateItem], ...] = (_administrators, _handover, _way_in)
"""In the order of importance."""
