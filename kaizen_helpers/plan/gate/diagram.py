"""Items of the gate about the diagram: there, sound, looked at, and covering the app."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.change.review import is_resolved, reviewed_by_other
from kaizen_helpers.flow.findings.checks import check_flow
from kaizen_helpers.flow.findings.soundness import check_soundness
from kaizen_helpers.kintone import Part
from kaizen_helpers.plan.coverage.coverage import Footing, Link
from kaizen_helpers.plan.coverage.proposals import is_app_step
from kaizen_helpers.plan.gate.entries import with_look
from kaizen_helpers.plan.gate.items import GateItem, Material, Verdict, listed, more, without_app, without_flow
from kaizen_helpers.plan.wording import is_nothing

__all__ = ["DIAGRAM"]

_NEEDED_PARTS = (Part.FIELDS, Part.STATUS, Part.ACL, Part.SETTINGS)
_LOOKS = re.compile(r"長|補佐|上司|管理職|デジタル|DX|ＤＸ|情報(政策|システム|推進|企画|管理)", re.IGNORECASE)
_OF_TODAY = re.compile(r"現状|as-?is", re.IGNORECASE)


def _flow_there(m: Material) -> GateItem:
    item = GateItem("flow", "業務フロー図")
    if m.flow is None or not m.flow.steps:
        return item.not_yet(
            "業務フロー図がありません。",
            "業務フロー図のファイル",
            "アプリを使う見直し後の流れを、表か図で描いて出してください。引継ぎ書にもそのまま使えます。",
        )
    if _OF_TODAY.search(m.flow.version):
        return item.ask(
            f"図の版が「{short(m.flow.version)}」です。",
            "図の「版」",
            "アプリを使う、見直し後の図かどうかを確かめてください。",
        )
    names = (m.app.name,) if m.app else ()
    used = [step.number for step in m.flow.steps if is_app_step(step, names)]
    if not used:
        return item.not_yet(
            "どの手順でアプリを使うのかが、図に書かれていません。",
            "図の「手段」",
            "アプリを使う手順の「手段」に、kintone と書いてください。",
        )
    return item.passed(f"手順は{len(m.flow.steps)}あり、そのうち{len(used)}でアプリを使います。")


def _sound(m: Material) -> GateItem:
    """Nothing that stops somebody who follows the flow; advice about wording does not keep an app back."""
    item = GateItem("sound", "図の形", Verdict.PASSED, "はじめから終わりまで、止まらずに進めます。")
    if m.flow is None or not m.flow.steps:
        return without_flow(item)
    sound = check_soundness(m.flow)
    wrong = [one for one in (*check_flow(m.flow), *sound.findings) if one.severity == "error"]
    if wrong:
        steps = wrong[0].steps
        return item.not_yet(
            wrong[0].message_ja + more(len(wrong) - 1),
            f"手順{steps[0]}" if steps else "図の全体",
            "図を直して、出し直してください。",
        )
    if sound.sound is None:
        return item.ask(
            "図が大きく、最後まで進めるかを確かめきれませんでした。",
            "図の全体",
            "まとまりごとに「サブ業務」に分けてください。",
        )
    return item


def _reviewed(m: Material) -> GateItem:
    """Somebody other than the author has looked, and said what troubles them most (S27)."""
    item = GateItem("reviewed", "別の人の確認")
    if m.flow is None:
        return without_flow(item)
    author = m.text("author") or m.flow.author
    look = reviewed_by_other(with_look(m.flow, m.filled), author)
    if look is None:
        own = m.text("looked_by")
        same = bool(own) and fold(own) in {fold(author), fold(m.flow.author)}
        return item.not_yet(
            "図を見たのが、描いた人です。" if same else "描いた人とは別の人が図を見た記録が、そろっていません。",
            "「図を見た人」「図を見た日」「いちばんの指摘」",
            "上司かデジタルの担当課に図を見てもらい、いちばんの指摘と日付を書いてください。",
        )
    if is_nothing(look.main.question):
        return item.not_yet(
            f"「{short(look.by)}」が見ていますが、指摘がありません。",
            "「いちばんの指摘」",
            "あえて1つ挙げるなら何が気になるかを、聞いてきてください。",
        )
    if not look.main.reply.strip():
        return item.not_yet(
            f"「{short(look.by)}」の指摘「{short(look.main.question, 40)}」に、回答がありません。",
            "「指摘への回答」",
            "図をどう直したか、直さないならその理由を書いてください。",
        )
    return _look_in_time(m, item, author, look.by, look.date, is_resolved(look.main))


def _look_in_time(m: Material, item: GateItem, author: str, by: str, day: str, resolved: bool) -> GateItem:
    if not author.strip():
        return item.ask(
            f"「{short(by)}」が見ていますが、図を描いた人が書かれていません。",
            "「図を描いた人」",
            "描いた人の役割を書いてください。見た人と別の人かを確かめます。",
        )
    if day > m.today.isoformat():
        return item.ask(f"図を見た日が、先の日付です（{day}）。", "「図を見た日」", "日付を確かめてください。")
    updated = m.flow.updated if m.flow else ""
    if updated and updated > day:
        return item.ask(
            f"「{short(by)}」が見た日（{day}）のあとで、図が変わっています（{updated}）。",
            "図の「更新」",
            "変えた所を、もう一度見てもらってください。",
        )
    if not _may_look(m, by):
        return item.ask(
            f"「{short(by)}」が{day}に見ています。",
            "「図を見た人」",
            "上司かデジタルの担当課かを確かめ、「〇〇（上司）」のように書いてください。ちがうときは、見てもらってください。",
        )
    settled = "回答も済んでいます" if resolved else "回答があります"
    return item.passed(f"「{short(by)}」が{day}に見ています。いちばんの指摘への{settled}。")


def _may_look(m: Material, by: str) -> bool:
    """Whether the role reads like a supervisor's or the digital section's, in the organisation's own words, too."""
    own = [m.organisation.term("デジタルの担当課"), *(contact.name for contact in m.organisation.contacts)]
    return bool(_LOOKS.search(by)) or any(fold(name) in fold(by) for name in own if name.strip())


def _definition(m: Material) -> GateItem:
    item = GateItem("definition", "アプリ定義")
    if m.app is None:
        return without_app(item)
    missing = [part for part in _NEEDED_PARTS if part in m.app.missing]
    if missing:
        names = "、".join(f"{part.label}（{part.api}）" for part in missing)
        return item.ask(
            f"次の部分が入っていません: {names}。",
            "アプリ定義",
            "kintone の API の答えを保存して、一緒に置いてください。",
        )
    states = f"、状態{len(m.app.states)}" if m.app.states else "、プロセス管理なし"
    return item.passed(f"項目{len(m.app.data_fields)}{states}を読みました。")


def _fields(m: Material) -> GateItem:
    item = GateItem("fields", "項目と手順", Verdict.PASSED, "すべての項目に、書くか読む手順があります。")
    if m.app is None or m.app.fields is None:
        return without_app(item, Part.FIELDS)
    what = "それぞれを書くか読む手順を図と見くらべ、「項目と手順」の表の「確認」を「はい」にしてください。"
    return _covered(m, item, m.coverage.open_fields, "項目", what)


def _states(m: Material) -> GateItem:
    item = GateItem("states", "状態と手順", Verdict.PASSED, "すべての状態が、図のどこで変わるか決まっています。")
    if m.app is None or m.app.process is None:
        return without_app(item, Part.STATUS)
    if not m.app.states:
        return item.passed("プロセス管理は使っていません。")
    what = "その状態になる手順を図で探し、「状態と手順」の表の「確認」を「はい」にしてください。"
    return _covered(m, item, m.coverage.open_states, "状態", what)


def _lanes(m: Material) -> GateItem:
    item = GateItem("lanes", "担当と権限", Verdict.PASSED, "庁内のすべての担当に、必要な権限があります。")
    if m.app is None or m.app.rights is None:
        return without_app(item, Part.ACL)
    if m.coverage.clashes and not m.coverage.open_lanes:
        first = m.coverage.clashes[0]
        return item.not_yet(
            first.message_ja + more(len(m.coverage.clashes) - 1),
            f"手順{first.step}",
            "権限を足すか、その項目を書く人を図で見直してください。",
        )
    what = "kintone の設定と見くらべ、「担当と権限」の表に相手を書いて「確認」を「はい」にしてください。"
    return _covered(m, item, m.coverage.open_lanes, "担当", what)


def _covered(m: Material, item: GateItem, still_open: Sequence[Link], kind: str, what: str) -> GateItem:
    if m.flow is None or not m.flow.steps:
        return without_flow(item)
    if not still_open:
        return item
    lapsed = [link for link in still_open if link.footing is Footing.LAPSED]
    proposed = [link for link in still_open if link.footing is Footing.PROPOSED]
    wanted = "権限" if kind == "担当" else "手順"
    told = f"{kind}{listed(link.label for link in still_open)}に結び付く{wanted}が、まだ決まっていません。"
    if lapsed:
        told += f"「{short(lapsed[0].label)}」は、{lapsed[0].why}。"
    elif proposed:
        told += f"このうち{len(proposed)}には候補があります。"
    return item.not_yet(told, f"{kind}「{short(still_open[0].label)}」", what)


DIAGRAM: tuple[Callable[[Material], GateItem], ...] = (
    _flow_there,
    _sound,
    _reviewed,
    _definition,
    _fields,
    _states,
    _lanes,
)
"""In the order of importance."""
