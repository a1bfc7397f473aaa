"""The way through one's own work in 02_issues: questions, never points."""

from __future__ import annotations

from typing import Any

import pytest

from kaizen_helpers.checkers.engine import Outcome, Result, judge
from kaizen_helpers.checkers.lint import lint_exercise, lint_message
from kaizen_helpers.checkers.m02_own_work import OWN_WORK

GOOD = {
    "name": "研修の申込受付",
    "trouble": "係員が、申込みの名簿を3回写していて、締め切りの日に残業している",
    "fact": "先月は30件を写すのに、1件8分かかった（12件を測った）",
    "issue": "写さずに名簿をそろえるには、どうすればよいか",
    "measures": [
        {"打ち手": "名簿への転記をやめる", "どう変えるか": "なくす", "何で確かめるか": "転記の件数"},
    ],
}


def looked_at(**changes: Any) -> Result:
    assert OWN_WORK.panel is not None
    result = judge(OWN_WORK, {**OWN_WORK.panel.start(0), **GOOD, **changes})
    assert lint_message(result.message, str(result.outcome)) == []
    return result


def test_a_whole_way_has_no_question_left() -> None:
    assert looked_at().outcome is Outcome.CORRECT


def test_it_is_never_scored_and_offers_no_sample() -> None:
    assert OWN_WORK.points == 0
    assert OWN_WORK.panel is not None
    assert OWN_WORK.panel.sample is False


def test_the_house_style_is_kept() -> None:
    assert lint_exercise(OWN_WORK) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"trouble": "kintoneを入れる"}, "「困りごと」の「kintoneを入れる」です。"),
        ({"trouble": "専用のシステムがない"}, "「困りごと」の「専用のシステムがない」です。"),
        ({"fact": "たぶん30分かかる"}, "「それが分かる事実」の「たぶん30分かかる」です。"),
        ({"issue": "転記を減らす"}, "「論点」の「転記を減らす」です。"),
        ({"trouble": ""}, "「打ち手の表」の「名簿への転記をやめる」です。"),
    ],
)
def test_a_sentence_in_another_place_is_asked_about_where_it_stands(changes: dict[str, str], place: str) -> None:
    result = looked_at(**changes)

    assert (result.mistake, result.message.where) == ("issues.own-question", place)


def test_where_everything_is_only_made_easier_it_is_asked_whether_it_is_needed() -> None:
    eased = {"打ち手": "名簿を自動で作る", "どう変えるか": "簡素にする", "何で確かめるか": "分"}

    assert looked_at(measures=[eased]).mistake == "issues.own-only-eased"


def test_a_measure_that_nobody_can_see_the_effect_of_is_named() -> None:
    result = looked_at(measures=[{**GOOD["measures"][0], "何で確かめるか": " "}])  # type: ignore[dict-item]

    assert (result.mistake, result.message.where) == (
        "issues.own-unseen",
        "「名簿への転記をやめる」の「何で確かめるか」です。",
    )


def test_what_is_not_written_yet_comes_next() -> None:
    result = looked_at(fact="", issue="", measures=[])

    assert (result.mistake, result.message.where) == (
        "issues.own-begun",
        "「それが分かる事実」の欄です。まだ空いています。",
    )


def test_only_a_name_is_no_beginning() -> None:
    assert looked_at(trouble="", fact="", issue="", measures=[]).outcome is Outcome.UNATTEMPTED


def test_long_and_hostile_texts_are_shown_short() -> None:
    result = looked_at(trouble="「<b>」を入れる" + "あ" * 1900)

    assert result.outcome is not Outcome.AUTHOR_ERROR
    assert len(result.message.where) < 60
