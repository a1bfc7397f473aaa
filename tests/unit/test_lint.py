"""Each rule about the wording of messages fires, and a message written as it should be passes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.checkers.lint import lint_exercise, lint_hints, lint_message, lint_no_answer, lint_text
from kaizen_helpers.checkers.terms import FORBIDDEN, TERMS


@dataclass(frozen=True)
class Message:
    good: str = "手順の並びはよく整理できています。"
    where: str = "手順7の「次」の列です。"
    why: str = "行き先がないと、後任の方が続きに迷います。"
    next: str = "続くなら次の手順番号を、終わりなら「終了」を書きましょう。"


CLEAN = Message()


def test_a_message_written_as_it_should_be_passes() -> None:
    for outcome in ("correct", "incorrect", "unattempted", "error", "author_error"):
        assert lint_message(CLEAN, outcome) == []


def test_praise_may_be_absent_from_a_message_about_a_mistake() -> None:
    assert lint_message(replace(CLEAN, good=""), "incorrect") == []


@pytest.mark.parametrize(("part", "name"), [("where", "どこ"), ("why", "なぜ"), ("next", "次の一手")])
def test_the_other_three_parts_are_needed(part: str, name: str) -> None:
    assert lint_message(replace(CLEAN, **{part: ""}), "incorrect") == [f"{name}: 空です。"]


def test_a_right_answer_is_told_what_was_achieved() -> None:
    assert lint_message(Message(good="", where="", why="", next=CLEAN.next), "correct") == ["良い点: 空です。"]


def test_the_same_sentence_in_two_parts_is_found() -> None:
    assert lint_message(replace(CLEAN, why=CLEAN.where), "incorrect") == ["同じ文が2つの部分にあります。"]


def test_a_part_that_is_no_text_is_found() -> None:
    broken: Any = replace(CLEAN, why=3)  # type: ignore[arg-type]

    assert lint_message(broken, "incorrect") == ["なぜ: 文字ではありません。"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("手順番号を書きましょう", "「。」か「？」で終わっていません。"),
        ("どこへ進みますか?", "「?」は全角の「？」にします。"),
        (" 手順番号を書きましょう。", "前後の空白か改行があります。"),
        ("書きます。\n見ます。", "前後の空白か改行があります。"),
        ("書きます。見ます。直します。", "3文あります（2文まで）。"),
        ("手順番号を書く。", "「…手順番号を書く」がです・ます形ではありません。"),
        ("手順番号。", "「…手順番号」がです・ます形ではありません。"),
        ("あ" * 90 + "です。", "1文が92文字あります（90文字まで）。"),
        (("あ" * 70 + "です。") * 2, "146文字あります（140文字まで）。"),
        ("レーンのtypeを直しましょう。", "「type」は日本語で書きます。"),
        ("間違いを直しましょう。", "「間違い」は使いません。何がどうなっているかを書く。"),
        ("「間違い」を直しましょう。", "「間違い」は使いません。何がどうなっているかを書く。"),
        ("フローチャートを見ましょう。", "「フローチャート」ではなく「業務フロー図」と書きます。"),
        ("先生に聞いてください。", "「先生」ではなく「講師」と書きます。"),
        ("番号を入れて下さい。", "「下さい」ではなく「ください」と書きます。"),
    ],
)
def test_each_rule_about_a_text_fires(text: str, finding: str) -> None:
    assert finding in lint_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "どこへ進みますか。",
        "『不備あり』の場合は、どこへ進みますか？",
        "kintoneとExcelのどちらにも書けます。",
        "「解約。手続き」の手順を見ましょう。",
        "画面の「type」の欄を見てください。",
        "answers.jsonは消さないでください。",
        "手順C1とE1-2を見比べてください。",
        "「先生」と書かれた行を見ましょう。",
        "番号は数字だけで入れてください（全角でもかまいません）。",
        "業務フロー図の分かれ道に条件の名前がありません。",
    ],
)
def test_good_sentences_pass(text: str) -> None:
    assert lint_text(text) == []


@pytest.mark.parametrize("rule", FORBIDDEN, ids=lambda rule: rule.pattern)
def test_every_forbidden_word_is_found(rule: Any) -> None:
    samples = {
        "間違[いえっ]|まちが[いえっ]": "間違え",
        "[×✗✘❌]": "×",
        "[!！]": "！",
        "べき(?!乗)": "べき",
        "必ず[^。]*(べき|なければ|ないといけ)": "必ず書かなければ",
        "すい?ません|申し訳": "すいません",
        "[ｦ-ﾟ]": "ｶ",
        "…{2,}|・・・|[wｗ]{2,}": "・・・",
    }
    word = samples.get(rule.pattern, rule.pattern.split("|")[0])

    assert any(rule.instead in finding for finding in lint_text(f"これは{word}です。"))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.preferred)
def test_a_preferred_term_is_no_variant_of_any_term(term: Any) -> None:
    findings = [finding for finding in lint_text(f"{term.preferred}です。") if "と書きます" in finding]

    assert findings == []


def test_every_variant_is_a_valid_pattern_and_belongs_to_one_term() -> None:
    variants = [variant for term in TERMS for variant in term.variants]

    assert len(variants) == len(set(variants))
    assert all(re.compile(variant) for variant in variants)


def test_a_word_that_is_proper_in_a_module_is_allowed_there() -> None:
    text = "レコードを1件追加しましょう。"

    assert lint_text(text, module="06_kintone") == []
    assert lint_text(text, module="04_excel") == ["「レコード」ではなく「行」と書きます。"]


def test_a_remedy_for_the_trainer_may_be_brief() -> None:
    assert lint_text("作業=手が動く時間。例を1つ挙げてもらう。短く伝える。", polite=False) == []


def test_hints_are_at_least_two_and_different() -> None:
    hint = "手が止まっている時間はどれでしょう。"

    assert lint_hints([hint, "見出しを右から順に見ます。"]) == []
    assert lint_hints([hint]) == ["ヒントは2つ以上にします。"]
    assert lint_hints([hint, hint]) == ["同じヒントがあります。"]
    assert lint_hints([hint, "ステップを見ます。"]) == ["ヒント2: 「ステップ」ではなく「手順」と書きます。"]


# ------------------------------------------------------------------------------- no answer


@pytest.mark.parametrize(
    "text",
    ["答えは30です。", "答えは３０分です。", "三十分です。", "30.0です。", "「30」を入れます。", "合計(30)を見ます。"],
)
def test_a_number_of_the_answer_is_found_in_any_dress(text: str) -> None:
    assert lint_no_answer([text], {"分": 30}) == [f"答えの数が「{text}」に出ています。"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200件です。", 1200), ("１，２００件です。", "1200"), ("千二百件です。", 1200.0), ("▲5です。", -5)],
)
def test_grouped_and_negative_numbers_are_found(text: str, value: Any) -> None:
    assert lint_no_answer([text], [value]) != []


@pytest.mark.parametrize(
    "text", ["130分です。", "3.0分です。", "30.5分です。", "3つ目の手順を見ます。", "1,230件です。"]
)
def test_part_of_another_number_is_not_the_answer(text: str) -> None:
    assert lint_no_answer([text], [30]) == []


def test_a_text_of_the_answer_is_found_whatever_its_width_and_blanks() -> None:
    assert lint_no_answer(["ここは 回答の 合計を照合する と書きます。"], ["回答の合計を照合する"]) != []
    assert lint_no_answer(["ＡＢＣＤを選びます。"], ["abcd"]) != []
    assert lint_no_answer(["照合を選びます。"], ["照合"]) == []  # too short to tell from ordinary words


def test_a_nested_answer_is_gone_through_but_keys_and_truth_values_are_not_answers() -> None:
    model = {"手順番号の欄": [{"who": ("市町村担当者", 1.5)}], "済": True}

    assert lint_no_answer(["手順番号の欄を見ます。1つです。"], model) == []
    assert lint_no_answer(["1.5時間です。"], model) == ["答えの数が「1.5時間です。」に出ています。"]
    assert lint_no_answer(["市町村担当者です。"], model) == ["答えの言葉が「市町村担当者です。」に出ています。"]


@given(st.text(), st.recursive(st.none() | st.integers() | st.floats() | st.text(), st.lists))
def test_looking_for_answers_never_fails(text: str, values: Any) -> None:
    assert isinstance(lint_no_answer([text], values), list)


# ------------------------------------------------------------------------------- a whole exercise


@dataclass(frozen=True)
class Mistake:
    id: str = "flow.dead-end"
    say: Any = CLEAN
    trainer: str = "行き止まりの手順を1つ、全員で見る。"


class Correct:
    say = Message(good="終わりまでつながりました。", where="", why="", next="ご自分の業務でも試しましょう。")


class Unattempted:
    say = Message(good="", next="表に1行書いてみましょう。")


@dataclass(frozen=True)
class Exercise:
    id: str = "flow-asis"
    module: str = "01_flow"
    rules: tuple[Any, ...] = (Unattempted(), Mistake(), Correct())
    otherwise: Any = field(default_factory=lambda: Mistake("flow.other", replace(CLEAN, where="手順の表です。")))
    hints: tuple[str, ...] = ("終わりはどこでしょう。", "右の列を順に見ます。")


def test_a_clean_exercise_has_no_finding() -> None:
    assert lint_exercise(Exercise()) == []


def test_findings_of_an_exercise_name_the_rule_and_the_part() -> None:
    rules = (Unattempted(), Mistake(say=replace(CLEAN, why="ダメです。"), trainer="先生が見る。"), Correct())

    assert lint_exercise(Exercise(rules=rules, hints=())) == [
        "flow-asis: flow.dead-end: なぜ: 「ダメ」は使いません。どうすればよいかを書く。",
        "flow-asis: flow.dead-end: 講師: 「先生」ではなく「講師」と書きます。",
        "flow-asis: ヒントは2つ以上にします。",
    ]


def test_two_rules_with_the_same_words_are_found() -> None:
    rules = (Unattempted(), Mistake(), Mistake("flow.second"), Correct())

    assert lint_exercise(Exercise(rules=rules)) == ["flow-asis: flow.second: 「flow.dead-end」と同じ文です。"]


def test_a_message_made_at_judging_time_is_left_to_the_corpus() -> None:
    assert lint_exercise(Exercise(rules=(Unattempted(), Mistake(say=lambda _v, _places: CLEAN), Correct()))) == []
