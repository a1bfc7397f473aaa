"""A flow written in Python is the same flow as the table, the text and the JSON of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow import Branch, Flow, Kind, Lane, LaneKind, read_steps
from kaizen_helpers.flow.tables.builder import END, FlowBuilder, build, way
from kaizen_helpers.flow.tables.outline import read_outline


def begun() -> FlowBuilder:
    return build("照会").start("国", "依頼文を送る")


def built() -> Flow:
    return (
        build("医療費助成の申請", version="現状", cases=1200)
        .lane("窓口", "職員", staff=3, rate=2600)
        .start("申請者", "助成を受けたい")
        .step("申請者", "申請書を提出する", means="紙", minutes=15, inputs=("氏名", "住所"))
        .decide("窓口", "書類は揃っているか", way("はい", "台帳", 0.9), way("いいえ", "補正", 0.1), name="確認")
        .step("窓口", "台帳に記入する", minutes=5, seal=True, to=END, name="台帳")
        .step("窓口", "補正を依頼する", means="電話", minutes=10, name="補正")
        .wait("申請者", "補正した書類を届ける", wait="7日", to="確認")
        .flow
    )


TEXT = """題名：医療費助成の申請　版：現状　件数：1200/年
（担当）窓口［職員、3人、時給2600円］
申請者：（きっかけ）助成を受けたい
申請者：申請書を提出する［紙、15分、入力情報：氏名・住所］
窓口：＜書類は揃っているか＞ はい90%→#台帳 いいえ10%→#補正 #確認
窓口：台帳に記入する［5分、押印］ →おわり #台帳
窓口：補正を依頼する［電話、10分］ #補正
申請者：（待ち）補正した書類を届ける［待ち7日］ →#確認
"""

ROWS = [
    {"だれが": "申請者", "種類": "きっかけ", "何を": "助成を受けたい", "次": "2"},
    {"だれが": "申請者", "何を": "申請書を提出する", "次": "3", "手段": "紙", "分": "15", "入力情報": "氏名、住所"},
    {"だれが": "窓口", "何を": "書類は揃っているか", "次": "4、5", "条件": "はい、いいえ", "割合": "90%、10%"},
    {"だれが": "窓口", "何を": "台帳に記入する", "次": "おわり", "分": "5分", "押印": "○"},
    {"だれが": "窓口", "何を": "補正を依頼する", "次": "6", "手段": "電話", "分": "10"},
    {"だれが": "申請者", "種類": "待ち", "何を": "補正した書類を届ける", "次": "3", "待ち": "7日"},
]


def test_one_meaning_has_four_spellings() -> None:
    flow = built()
    stored = json.loads(json.dumps(flow.to_dict(), ensure_ascii=False))

    assert flow == read_outline(TEXT).flow == Flow.from_dict(stored)
    assert flow.steps == read_steps(ROWS).flow.steps


def test_a_step_leads_to_the_next_one_and_the_last_one_ends_the_flow() -> None:
    flow = begun().step("県", "調査票を送る").flow

    assert [(Branch(2),), (Branch(None),)] == [step.next for step in flow.steps]


def test_a_way_may_lead_to_a_name_however_it_is_typed_or_to_a_number() -> None:
    flow = (
        begun()
        .decide("県", "届いたか", way("はい", "Ａ台帳"), way("いいえ", 1))
        .step("県", "記入する", name="a台帳")
        .flow
    )

    assert (Branch(3, "はい"), Branch(1, "いいえ")) == flow.steps[1].next


def test_every_kind_has_its_word() -> None:
    flow = (
        begun()
        .parallel("県", "両方に頼む", "a", "b")
        .automatic("システム", "集計する", name="a")
        .subprocess("県", "契約する", name="b")
        .end("県")
        .flow
    )

    kinds = [Kind.START, Kind.PARALLEL, Kind.SYSTEM, Kind.SUBPROCESS, Kind.END]
    assert (kinds, (Branch(3), Branch(4)), ()) == (
        [step.kind for step in flow.steps],
        flow.steps[1].next,
        flow.steps[4].next,
    )


def test_a_beginning_can_be_used_for_two_flows() -> None:
    start = begun()
    before, after = start.step("県", "紙で送る").flow, start.step("県", "メールで送る").flow

    assert ["紙で送る", "メールで送る"] == [before.steps[1].what, after.steps[1].what]


def test_the_kind_of_an_owner_is_a_word_or_a_member() -> None:
    flow = begun().lane("国", LaneKind.OTHER).lane("申請者", "住民").flow

    assert (Lane("国", LaneKind.OTHER), Lane("申請者", LaneKind.RESIDENT)) == flow.declared


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: begun().step("県", "票を送る", to="補正").step("県", "直す", name="訂正").flow,
         "手順2「票を送る」: 「補正」という行き先がありません。"
         "手順の name か番号か「おわり」にします。いまの名前: 「訂正」。"),
        (lambda: begun().step("県", "票を送る", to=3).flow,
         "手順2「票を送る」: 「3」という行き先がありません。"
         "手順の name か番号か「おわり」にします。いまの名前: まだありません。"),
        (lambda: begun().step("県", "見る", name="a").step("県", "送る", name="Ａ").flow,
         "名前「a」: 同じ名前の手順が2つあります。別の名前にしてください。"),
        (lambda: way("はい", 1, 90), "行き先「1」: 割合は0から1の間の数にしてください（90%なら0.9）。"),
        (lambda: begun().lane("国", "偉い人"),
         "担当「国」: 種別「偉い人」は使えません。職員・住民・他課・システムのどれかにしてください。"),
        (lambda: begun().lane("国").lane("国"), "担当「国」: 同じ担当を2回決めています。1回にまとめてください。"),
        (lambda: begun().step("県", "送る", inputs="氏名"),  # type: ignore[arg-type]
         "手順「送る」: inputs には、文字の並びを渡してください（例: inputs=('氏名', '住所')）。"),
        (lambda: begun().step("県", "送る", minuts=3),  # type: ignore[call-arg]
         "手順「送る」: 「minuts」という項目はありません。"
         "使えるのは minutes・wait・cases・document・means・rank・system・seal・inputs・deadline・basis・"
         "person・personal・issues・note です。"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_japanese(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        make()

    assert message == str(caught.value)
