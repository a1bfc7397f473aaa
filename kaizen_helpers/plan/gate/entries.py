"""The form 本番利用ゲート: what is handed in, and the tables that a person completes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kaizen_helpers.flow.change.review import add_remark
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.forms import Entry, Form, Grid
from kaizen_helpers.organisation import Organisation, read_organisation
from kaizen_helpers.plan.coverage.coverage import USES, Coverage, Footing, Link, step_words

__all__ = ["ANSWERS", "GATE", "NOT_FOR_RESIDENTS", "WAYS_IN", "gate_form", "gate_tables", "with_look"]

GATE = "本番利用ゲート"
KEPT, NOT_KEPT, NOT_FOR_RESIDENTS = "残している", "残さない", "住民や申請者の手続ではない"
WAYS_IN = (KEPT, NOT_KEPT, NOT_FOR_RESIDENTS)
MAY, MAY_NOT, UNDER_CONDITIONS = "使ってよい", "使えない", "条件つきで使ってよい"
ANSWERS = (MAY, UNDER_CONDITIONS, MAY_NOT)
_LONGEST_REMARK = 2000
"""As many letters as a remark on a flow may have."""


def gate_form(organisation: Organisation | None = None) -> Form:
    """The form with the data classes of an organisation; those of the neutral default if none is given."""
    classes = tuple(one.name for one in (organisation or read_organisation()).data_classes)
    return Form(
        GATE,
        (
            Entry("data_class", "データの区分", "choice" if classes else "text", "所属の規程の区分", choices=classes),
            Entry("asked_who", "相談した相手", note="区分で決まらないときだけ。役割の名前で"),
            Entry("asked_on", "相談した日", "date", past=True, note="区分で決まらないときだけ"),
            Entry("asked_answer", "相談の答え", "choice", choices=ANSWERS),
            Entry("asked_note", "相談の条件", note="「条件つき」のとき、その条件"),
            Entry("author", "図を描いた人", note="役割の名前で。例: 照会の担当"),
            Entry("looked_by", "図を見た人", note="描いた人とは別の人。上司かデジタルの担当課。役割の名前で"),
            Entry("looked_on", "図を見た日", "date", past=True),
            Entry("looked_remark", "いちばんの指摘", lines=2, note="図を見た人が、いちばん気になったこと"),
            Entry("looked_reply", "指摘への回答", lines=2, note="どう直したか、直さないならその理由"),
            Entry("admin1", "管理者1", note="アプリの設定を直せる人。役割の名前で"),
            Entry("admin2", "管理者2", note="もう1人。異動に備えます"),
            Entry("way_in", "電子以外の受付", "choice", choices=WAYS_IN),
            Entry("way_in_note", "受付の方法か理由", lines=2, note="残している方法。残さないなら、その理由"),
            Grid(
                "fields",
                "項目と手順",
                (
                    Entry("label", "項目"),
                    Entry("code", "コード"),
                    Entry("steps", "手順", note="書くか読む手順の番号。例: 5、7"),
                    Entry("words", "手順の内容"),
                    Entry("use", "使い方", "choice", choices=USES),
                    Entry("footing", "根拠"),
                    Entry("confirmed", "確認", "yes", note="図と見くらべて、合っていれば「はい」"),
                    Entry("reason", "要らない理由", note="手順と結び付かないとき"),
                ),
                rows=8,
            ),
            Grid(
                "states",
                "状態と手順",
                (
                    Entry("state", "状態"),
                    Entry("steps", "手順", note="この状態になる手順の番号"),
                    Entry("words", "手順の内容"),
                    Entry("footing", "根拠"),
                    Entry("confirmed", "確認", "yes", note="図と見くらべて、合っていれば「はい」"),
                    Entry("reason", "要らない理由"),
                ),
            ),
            Grid(
                "lanes",
                "担当と権限",
                (
                    Entry("lane", "担当"),
                    Entry("entity", "アクセス権の相手", note="kintone のグループ・組織・ユーザーのコード"),
                    Entry("footing", "根拠"),
                    Entry("confirmed", "確認", "yes", note="kintone の設定と見くらべて、合っていれば「はい」"),
                    Entry("reason", "要らない理由"),
                ),
            ),
        ),
        note="本番利用の前に、担当課がそろえるものです。人の名前ではなく、役割の名前で書きます。",
    )


def gate_tables(coverage: Coverage, flow: Flow) -> Mapping[str, list[dict[str, Any]]]:
    """The three tables with everything that is known or proposed, for a person to go on with.

    A proposal stands there with its numbers and 「候補」, and with 「確認」 left empty: only a person fills that.
    """
    return {
        "fields": [
            {"label": link.label, "code": link.key, **_steps(link, flow), "use": link.use or None, **_footing(link)}
            for link in coverage.fields
        ],
        "states": [{"state": link.key, **_steps(link, flow), **_footing(link)} for link in coverage.states],
        "lanes": [
            {"lane": link.key, "entity": "、".join(entity.code for entity in link.entities), **_footing(link)}
            for link in coverage.lanes
        ],
    }


def with_look(flow: Flow, filled: Mapping[str, Any]) -> Flow:
    """The flow with the look that the form tells of; the same flow where it is not told completely."""
    by, day, remark, reply = (filled.get(key) for key in ("looked_by", "looked_on", "looked_remark", "looked_reply"))
    if not (by and isinstance(day, date) and remark):
        return flow
    looked = add_remark(flow, str(remark)[:_LONGEST_REMARK], by=str(by), date=day.isoformat())
    return replace(looked, remarks=(*looked.remarks[:-1], replace(looked.remarks[-1], reply=str(reply or ""))))


def _steps(link: Link, flow: Flow) -> dict[str, Any]:
    return {"steps": "、".join(map(str, link.steps)), "words": step_words(flow, link.steps)}


def _footing(link: Link) -> dict[str, Any]:
    """What it rests on; why, only where a person has to think about it: the sheet must stay readable on paper."""
    bare = link.footing in {Footing.WRITTEN, Footing.CONFIRMED, Footing.REASON} and not link.entities
    return {
        "footing": link.footing.value if bare or not link.why else f"{link.footing.value}: {link.why}",
        "confirmed": True if link.footing is Footing.CONFIRMED else None,
        "reason": link.why if link.footing is Footing.REASON else None,
    }
