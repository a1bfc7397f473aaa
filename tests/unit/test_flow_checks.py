"""What is missing or unclear in a flow is found, at its place; what is clear is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from kaizen_helpers.flow import Flow, Kind, check_flow, read_steps
from kaizen_helpers.flow.findings import checks as c
from kaizen_helpers.flow.wording import is_exchange, is_outsider, is_two_owners, is_vague, mixes_channels
from tests.unit.flow_samples import TABLES, c1, flow, step, table

START = step(1, "国から依頼が届く", 2, kind=Kind.START)


def test_a_good_flow_of_case_c1_has_no_findings() -> None:
    assert check_flow(c1()) == ()


def test_an_empty_flow_has_no_findings() -> None:
    assert check_flow(Flow()) == ()


# --- the shape -----------------------------------------------------------------------------------


def test_a_flow_without_a_trigger_is_found_at_its_first_step() -> None:
    plain = step(1, "調査票を作る", 2)

    assert c.no_start(flow(plain, step(2, "調査票を送る", None))) == (1,)
    assert c.no_start(flow(START, step(2, "調査票を送る", None))) == ()


def test_a_flow_without_an_end_is_found_at_its_last_step() -> None:
    assert c.no_end(flow(START, step(2, "調査票を送る", 1))) == (2,)
    assert c.no_end(flow(START, step(2, "調査票を送る", None))) == ()
    assert c.no_end(flow(START, step(2, "業務を終える", kind=Kind.END))) == ()


def test_a_step_without_a_next_is_a_dead_end_unless_it_is_the_end() -> None:
    ended = step(4, "おわり", kind=Kind.END)

    assert c.dead_end(flow(START, step(2, "票を送る"), step(3, "票を読む", None), ended)) == (2,)


def test_steps_that_no_way_leads_to_are_found() -> None:
    forgotten = (step(3, "票を読む", 4), step(4, "票を直す", None))

    assert c.unreachable(flow(START, step(2, "票を送る", None), *forgotten)) == (3, 4)
    assert c.unreachable(flow(step(1, "票を送る", 2), step(2, "票を読む", 1), step(5, "票を直す", None))) == (5,)


def test_every_trigger_is_an_entrance() -> None:
    other = step(2, "紙の申請書が届く", 3, kind=Kind.START)

    assert c.unreachable(flow(step(1, "電子申請が届く", 3, kind=Kind.START), other, step(3, "票を見る", None))) == ()


@pytest.mark.parametrize(
    ("ways", "found"), [((3,), (2,)), (((3, "あり"), (3, "なし")), (2,)), ((3, None), ()), ((), ())]
)
def test_a_decision_with_one_place_to_go_is_found(ways: tuple[Any, ...], found: tuple[int, ...]) -> None:
    decision = step(2, "不備があるか", *ways, kind=Kind.DECISION)

    assert c.one_branch(flow(START, decision, step(3, "票を送る", None))) == found


def test_a_way_out_of_a_parting_without_a_condition_is_found() -> None:
    def parting(*ways: Any) -> tuple[int, ...]:
        return c.no_condition(flow(START, step(2, "不備があるか", *ways, kind=Kind.DECISION)))

    assert parting((1, "あり"), None) == (2,)
    assert parting((1, "あり"), (None, " ")) == (2,)
    assert parting((1, "あり"), (None, "なし")) == ()
    assert parting(1) == ()


def test_a_loop_that_nothing_leaves_is_found() -> None:
    loop = (step(2, "票を送る", 3), step(3, "票を直す", 2))

    assert c.endless_loop(flow(START, *loop)) == (2, 3)
    assert c.endless_loop(flow(START, step(2, "票を送る", 2))) == (2,)


def test_a_loop_that_can_be_left_or_is_not_finished_is_none() -> None:
    assert c.endless_loop(c1()) == ()
    assert c.endless_loop(flow(START, step(2, "票を送る", 3), step(3, "票を直す", 2, None))) == ()
    assert c.endless_loop(flow(START, step(2, "票を送る", 3), step(3, "票を直す", 2, 9))) == ()
    assert c.endless_loop(flow(START, step(2, "票を送る", 2, 3), step(3, "票を直す"))) == ()


def test_a_number_that_no_row_has_is_found() -> None:
    assert c.no_rule_row(flow(START, step(2, "票を送る", 1, 7))) == (2,)


def test_a_step_without_an_owner_is_found() -> None:
    assert c.missing_owner(flow(START, step(2, "票を送る", None, who=" "))) == (2,)


def test_five_to_twenty_five_steps_are_the_right_size() -> None:
    def of(count: int) -> Flow:
        return flow(*(step(n, "票を送る", n + 1) for n in range(1, count + 1)))

    assert (c.too_coarse(of(4)), c.too_coarse(of(5)), c.too_coarse(Flow())) == ((1, 2, 3, 4), (), ())
    assert (c.too_fine(of(25)), c.too_fine(of(27))) == ((), (26, 27))


# --- 不備の戻り先 --------------------------------------------------------------------------------


def rework(*rows: tuple[object, ...]) -> tuple[int, ...]:
    return c.no_rework(read_steps(table(("国", "依頼が届く", "2"), *rows)).flow)


def test_a_decision_on_defects_must_lead_back_or_to_a_return() -> None:
    ends = ("県", "集計表を送る", "おわり")

    assert rework(("県", "不備があるか", "3、4", "不備なし、不備あり"), ends, ("県", "票を集計する", "3")) == (2,)
    assert rework(("県", "不備があるか", "3、1", "不備なし、不備あり"), ends) == ()
    assert rework(("県", "不備があるか", "3、4", "不備なし、不備あり"), ends, ("県", "市町に照会する", "3")) == ()
    assert rework(("県", "そろっているか", "3、4", "はい、いいえ"), ends, ("県", "票を綴じる", "3")) == (2,)
    assert rework(("県", "不備があるか", "4、3", "はい、いいえ"), ends, ("県", "申請書を返却する", "おわり")) == ()


def test_the_way_back_of_another_decision_does_not_count() -> None:
    rows = (
        ("県", "不備があるか", "3、4", "不備なし、不備あり"),
        ("県", "票を集計する", "5"),
        ("県", "票を綴じる", "3"),
        ("係長", "集計表を決裁できるか", "6、2", "可、差戻し"),
        ("県", "集計表を送る", "おわり"),
    )

    assert rework(*rows) == (2,)


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("修正あり？", "はい、いいえ"),
        ("修正が必要か", "要、不要"),
        ("修正の要否", "要、否"),
        ("差し戻すか", "差し戻す、差し戻さない"),
        ("修正箇所がないか", "いいえ、はい"),
        ("誤りがあるか", "はい、いいえ"),
        ("間違いがないか", "ある、ない"),
        ("回答に不備等はあるか", "有り、無し"),
    ],
)
def test_the_way_back_is_found_however_the_question_is_put(question: str, conditions: str) -> None:
    assert rework(("係長", question, "1、3", conditions), ("県", "集計表を送る", "おわり")) == ()


def test_a_question_about_correction_that_leads_back_only_when_all_is_well_is_found() -> None:
    ends = ("県", "集計表を送る", "おわり")

    assert rework(("係長", "修正の要否", "3、1", "要、否"), ends) == (2,)


def test_a_plain_look_for_defects_needs_something_after_it() -> None:
    assert rework(("県", "申請書の不備を確認する", "3"), ("県", "票を集計する", "おわり")) == (2,)
    assert rework(("県", "申請書の不備を確認する", "3"), ("県", "不備を照会する", "おわり")) == ()
    assert rework(("県", "不備を確認する", "3"), ("県", "不備があるか", "1、おわり", "あり、なし")) == ()


def test_a_decision_on_something_else_needs_no_way_back() -> None:
    assert rework(("県", "定員を超えるか", "3、おわり", "超える、超えない"), ("県", "抽選する", "おわり")) == ()


# --- wording -------------------------------------------------------------------------------------

CLEAR = """
国から調査の依頼文を送る|調査の依頼文を受け取る|調査票を市町ごとに分ける|市町へ調査票を送る|回答を調査票に書く|回答を返信する
返信を整理する|未提出の市町を調べる|未提出の市町へ督促する|回答の合計と内訳を照合する|回答を集計表に転記する|不備を市町に照会する
照会内容を確認する|回答を集計する|集計表を確認する|国へ集計表を提出する|集計する|起案する|決裁を受ける|押印する|調査票の確認|不備確認
申請内容を確認する|申請書の確認を行う|申請書類の形式審査|申請書を受け付ける|形式を審査する|補助対象経費を審査する|交付決定通知書を作成する
実績報告を受理する|額を確定する|補助金を支払う|申請を差し戻す|受給者証を交付する|受給者証の更新案内を送る|医師の意見書を審査会に諮る
変更届を受け付ける|変更届の期限を確かめる|届出の内容をシステムに登録する|申込メールを名簿に転記する|定員を調整する|参加者へ受講通知を送る
出欠を記録する|車両の予約を確認する|鍵を貸し出す|走行距離を記録する|返却を確認する|予約の重複を調べる|健康観察の回答を確認する|未回答者に電話する
体温を表に入力する|要連絡者を保健所に伝える|陽性者数を公表する|相談内容を記録する|相談票に返事を書く|問い合わせに対応する|苦情への対応を記録する
提出状況確認|締切日までに回答が届く|毎月1日になる|不備がないか確認する|届いたかどうか確認する|記載漏れについて確認する|申請書が届く
市町から回答が届く|メールで督促する|電話で問い合わせる|係長が決裁する|上司に報告する|内容を確認する|進捗を管理する|会議の準備をする
支払の手続きをする|窓口対応|関係課に合議する|供覧する|依頼文の作成|突合|メールを印刷する|調査票を開いて確認する|台帳の管理|関係課と日程を調整する
改善案を検討する|電話対応の記録|不備があるか|確認したか？|おわり
""".replace("\n", "|").strip("|").split("|")  # fmt: skip

UNCLEAR = """
確認する|確認|確認する。|対応する|対応|処理する|処理を行う|チェックする|ダブルチェック|やり取りする|市町とやり取りする|メールでやり取りする
市町とのやり取り|係長が確認する|係長に確認する|係長の確認|担当者と調整する|課内調整|課内で調整する|最終確認をする|再度確認する|適宜対応する
必要に応じて対応する|必要な対応を行う|各種処理を行う|窓口で対応する|担当で処理する|事務処理|手続きする|手続きを行う|申請書|調査票|Excel|メール
係長|受け取る|送る|まとめる|いつもどおり|同上|それを確認する|検討する|関係課で検討する|管理する|準備する|準備をする|実施する|作業する
フォローする|内部確認を行う|
""".replace("\n", "|").removeprefix("|").removesuffix("|").split("|")  # fmt: skip


@pytest.mark.parametrize("what", CLEAR)
def test_natural_step_names_are_left_alone(what: str) -> None:
    assert not is_vague(what)


@pytest.mark.parametrize("what", UNCLEAR)
def test_names_without_an_object_or_a_verb_are_found(what: str) -> None:
    assert is_vague(what)


def test_the_word_lists_are_as_long_as_they_should_be() -> None:
    assert (len(CLEAR) > 80, len(UNCLEAR) > 40) == (True, True)


def test_vague_work_is_found_but_not_a_vague_question() -> None:
    steps = (START, step(2, "確認する", 3), step(3, "確認したか", None, kind=Kind.DECISION), step(4, "票を送る", None))

    assert c.vague_verb(flow(*steps)) == (2,)


@pytest.mark.parametrize("what", ["調査票に記入し、メールで回答", "県へ回答", "督促メール", "未提出市町へ督促のメール"])
def test_the_short_style_of_a_memo_is_left_alone(what: str) -> None:
    assert not is_vague(what)


@pytest.mark.parametrize(
    "what",
    """市町に不備を問い合わせる|回答を直して送り直す|県に回答する|再提出を依頼して待つ|県へ送って控えを残す|結果を電話で確認する|市町へ照会する|
    督促のメールを出した|申込書を手渡す|連絡を入れる|国へ報告し、控えを残す""".replace("\n    ", "").split("|"),
)
def test_sending_and_asking_are_exchanges_in_every_form_of_the_verb(what: str) -> None:
    assert is_exchange(what)


@pytest.mark.parametrize("what", ["申請書の内容を調べる", "回答書を作る", "報告書を綴じる", "台帳に記入する"])
def test_work_on_a_paper_of_that_name_is_no_exchange(what: str) -> None:
    assert not is_exchange(what)


ONE_PARTY = [
    "子ども・子育て支援課",
    "国保・年金課",
    "デジタル・業務改革課",
    "市民・協働課",
    "障害者・高齢者支援課",
    "市町",
    "市・町",
    "20市町",
    "市町村",
    "県の担当",
    "県主管課",
    "係長",
    "申請者",
    "まちづくり推進課",
    "ひとり親支援課",
    "企画・広報担当",
    "市町の担当課",
    "介護事業所",
    "県（主管課）",
    "医療・介護係",
    "総務部財政課",
    "県（主担当・副担当）",
]
TWO_PARTIES = [
    "係長と担当者",
    "県・市町",
    "国・県",
    "担当者、係長",
    "担当／係長",
    "A課/B課",
    "県主管課・市町",
    "申請者・窓口係",
    "県と市町",
    "市町村・県",
    "係長または課長",
    "総務課・財政課",
    "担当者および係長",
    "県や市町",
]


@pytest.mark.parametrize("who", ONE_PARTY)
def test_one_organisation_is_one_owner(who: str) -> None:
    assert not is_two_owners(who)


@pytest.mark.parametrize("who", TWO_PARTIES)
def test_two_parties_are_two_owners(who: str) -> None:
    assert is_two_owners(who)


def test_a_step_with_two_owners_is_found() -> None:
    assert c.two_owners(flow(START, step(2, "票を見る", None, who="係長と担当者"))) == (2,)


OUTSIDE = [
    "県民",
    "住民",
    "申請者",
    "事業者",
    "市町",
    "20市町",
    "国",
    "厚生労働省",
    "市町の担当課",
    "市町担当者",
    "国の担当",
    "佐賀市",
    "介護事業所",
    "市町村",
    "本人",
    "委託業者",
    "省庁",
    "市町（20団体）",
    "各市町",
]
INSIDE = [
    "県",
    "県の担当",
    "主管課",
    "市町村課",
    "県民課",
    "住民課",
    "係長",
    "課長",
    "県主管課",
    "県集計者",
    "担当者",
    "窓口",
    "審査会",
    "保健所",
    "国保年金課",
    "法人係",
    "事業所指導係",
    "庁内の窓口",
    "県（主管課）",
    "団体指導課",
]


@pytest.mark.parametrize("who", OUTSIDE)
def test_outside_parties_are_known(who: str) -> None:
    assert is_outsider(who)


@pytest.mark.parametrize("who", INSIDE)
def test_the_office_is_not_outside(who: str) -> None:
    assert not is_outsider(who)


def test_a_bare_line_to_an_outside_party_is_found_at_their_step() -> None:
    def line(here: str, there: str) -> tuple[int, ...]:
        return c.outsider_in_line(flow(START, step(2, here, 3), step(3, there, None, who="市町")))

    assert line("集計表を直す", "回答を直す") == (3,)
    assert line("調査票を送る", "回答を直す") == ()
    assert line("不備があるか", "調査票を受け取る") == ()


def test_lines_between_outside_parties_are_their_own_affair() -> None:
    assert c.outsider_in_line(flow(step(1, "票を作る", 2, who="国"), step(2, "票を直す", None, who="市町"))) == ()


MIXED = [
    "メールまたはFAXで届く",
    "電子申請と紙の申請を受け付ける",
    "紙・メールで受け付ける",
    "窓口とメールで受け付ける",
    "紙申請と電子申請を受理する",
    "郵送（またはメール）で送る",
    "メールか郵送で回答する",
    "オンライン申請や窓口申請を受け付ける",
]
ONE_CHANNEL = [
    "紙の申請書をシステムに入力する",
    "FAXの内容をExcelに転記する",
    "メールを印刷して紙で回覧する",
    "窓口で申請システムの画面を案内する",
    "メールと電話で督促する",
    "紙と鉛筆を配る",
    "システムから紙の通知を出す",
    "郵便物を仕分ける",
    "窓口システムに登録する",
]


@pytest.mark.parametrize("what", MIXED)
def test_two_channels_in_one_step_are_found(what: str) -> None:
    assert mixes_channels(what)


@pytest.mark.parametrize("what", ONE_CHANNEL)
def test_moving_from_paper_to_a_system_is_no_mixture(what: str) -> None:
    assert not mixes_channels(what)


@pytest.mark.parametrize(
    ("means", "mixed"), [("紙・メール", True), ("紙→システム", False), ("紙", False), ("メール、電話", False)]
)
def test_the_column_means_counts_too(means: str, mixed: bool) -> None:
    assert mixes_channels("申請書を受け付ける", means) is mixed


def test_a_step_of_mixed_channels_is_found() -> None:
    assert c.mixed_channels(flow(START, step(2, "メールまたはFAXで回答を受け取る", None))) == (2,)


# --- the sentences -------------------------------------------------------------------------------


def test_findings_come_most_basic_first_with_every_place() -> None:
    rows = table(("県", "確認する", ""), ("", "票を送る", ""))

    found = check_flow(read_steps(rows).flow)

    assert [(f.id, f.steps, f.severity) for f in found] == [
        ("no_start", (1,), "error"),
        ("no_end", (2,), "error"),
        ("dead_end", (1, 2), "error"),
        ("unreachable", (2,), "error"),
        ("missing_owner", (2,), "error"),
        ("vague_verb", (1,), "advice"),
        ("too_coarse", (1, 2), "advice"),
    ]


SENTENCES = {
    "no_start": (
        "この業務が始まるきっかけがまだ書かれていません。だれから何が届くと始まるのかを、最初の行に書きましょう。"
    ),
    "no_end": (
        "業務のおわりがまだ書かれていません。どこまで済めば終わりかを決め、その手順の次を「おわり」にしましょう。"
    ),
    "dead_end": (
        "手順1「確認する」の次がまだ書かれていません。"
        "ここで終わりなら「おわり」を、続くなら次の手順の番号を書きましょう。"
    ),
    "unreachable": (
        "手順2「票を送る」へ進む矢印がありません。"
        "どの手順のあとに行うのかを考え、その手順の次にこの番号を書きましょう。"
    ),
    "missing_owner": (
        "手順2「票を送る」をだれが行うのか、まだ書かれていません。動く人（ボールを持つ人）を書きましょう。"
    ),
    "vague_verb": (
        "手順1「確認する」は、これだけでは何をどうするのかが後任の方に伝わりません。"
        "「〈目的語〉を〈動詞〉する」の形で書きましょう。"
    ),
    "too_coarse": (
        "手順が2だけなので、だれが何をしているかが見えにくくなっています。"
        "人が変わるところと分かれ道で手順を分けましょう。"
    ),
}


@pytest.mark.parametrize("check_id", SENTENCES)
def test_a_finding_says_where_why_and_what_next(check_id: str) -> None:
    rows = table(("県", "確認する", ""), ("", "票を送る", ""))
    said = {finding.id: finding.message_ja for finding in check_flow(read_steps(rows).flow)}

    assert said[check_id] == SENTENCES[check_id]


def test_every_sentence_is_kind_and_of_its_own() -> None:
    sentences = [check.say for check in c.CHECKS.values()]

    assert len(set(sentences)) == len(sentences) == 16
    assert [s for s in sentences if any(word in s for word in ("間違", "ダメ", "簡単", "×", "！", "!"))] == []
    assert [s for s in sentences if not s.endswith("ましょう。")] == []


@given(TABLES)
@settings(max_examples=200, deadline=None)
def test_no_flow_raises_and_every_place_is_a_step(rows: list[Any]) -> None:
    flow_read = read_steps(rows).flow
    numbers = {step.number for step in flow_read.steps}

    for finding in check_flow(flow_read):
        assert finding.steps
        assert set(finding.steps) <= numbers
