"""One's own business in 03_tools: answers bring a candidate with reasons, whatever is known, and never a score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.checkers.catalogue import exercise_by_id, exercises
from kaizen_helpers.checkers.engine import Outcome, judge
from kaizen_helpers.checkers.lint import lint_exercise, lint_message
from kaizen_helpers.checkers.m03_own import ANSWER, NUMBERS, OWN_WORK, YES_OR_NO
from kaizen_helpers.checkers.panel_spec import panel_spec

PANEL = OWN_WORK.panel


def preview(answer: dict[str, Any]) -> str:
    assert PANEL is not None
    assert PANEL.preview is not None
    return PANEL.preview(answer)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Away from any organisation's file."""
    monkeypatch.delenv("KAIZEN_COURSE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(**known: str) -> dict[str, Any]:
    assert PANEL is not None
    answer = PANEL.start(0)
    for name, keys in (("yes", YES_OR_NO), ("numbers", NUMBERS)):
        for key, row in zip(keys, answer[name], strict=True):
            row[ANSWER] = known.pop(key, "")
    return answer | known


COURSE = {
    "purpose": "はい",
    "state": "いいえ",
    "external": "はい",
    "cases": "24",
    "minutes": "約150分",
    "data_class": "庁内",
}


def test_answers_bring_a_candidate_with_its_reasons_and_what_would_change_it() -> None:
    html = preview(answered(name="研修", **COURSE))

    assert "いまの候補: フォーム" in html
    assert "（研修）" in html
    assert "年に約60時間" in html
    assert "「進み具合（受付済み、確認中など）を追う」が「はい」になると" in html
    assert "所属の規程がいつも優先します" in html


def test_before_the_first_answer_it_says_what_to_do() -> None:
    assert "質問に答えると" in preview(answered())
    assert judge(OWN_WORK, answered()).outcome is Outcome.UNATTEMPTED


def test_it_gives_no_points_and_is_none_of_the_scored_exercises() -> None:
    result = judge(OWN_WORK, answered(**COURSE))

    assert (Outcome.CORRECT, 0, 0) == (result.outcome, result.points, result.max_points)
    assert OWN_WORK.id not in [e.id for e in exercises()]
    assert OWN_WORK is exercise_by_id("tools-own-work")


@pytest.mark.parametrize(
    ("known", "mistake"),
    [
        ({**COURSE, "people": "3〜5人"}, "tools.own-unreadable"),
        ({**COURSE, "purpose": "いいえ"}, "tools.own-without-purpose"),
        ({"cases": "3"}, "tools.own-few-answers"),
        ({"talked": "まだ話していない"}, "tools.own-few-answers"),
    ],
)
def test_what_helps_next_is_said_in_the_house_style(known: dict[str, str], mistake: str) -> None:
    result = judge(OWN_WORK, answered(**known))

    assert mistake == result.mistake
    assert [] == lint_message(result.message, str(result.outcome))


def test_what_could_not_be_read_is_told_beside_the_candidate() -> None:
    assert "3〜5人" in preview(answered(**COURSE, people="3〜5人"))


def test_its_texts_keep_the_house_style() -> None:
    assert [] == lint_exercise(OWN_WORK)


def test_the_data_classes_are_the_organisations(nowhere: Path) -> None:
    (nowhere / "organisation.toml").write_text('[[data_classes]]\nname = "住民情報"\n', encoding="utf-8")

    spec = json.dumps(panel_spec(OWN_WORK, 0), ensure_ascii=False)

    assert "住民情報" in spec
    assert "先に相談" in preview(answered(**(COURSE | {"data_class": "住民情報"})))


def test_an_organisations_own_table_decides(nowhere: Path) -> None:
    text = (
        '[[criteria]]\nfor = "kintone"\nquestion = "external"\nis = true\npoints = 9\nreason = "庁内の決まりです。"\n'
    )
    (nowhere / "tools.toml").write_text(text, encoding="utf-8")

    assert "いまの候補: kintone" in preview(answered(**COURSE))


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_no_answer_whatever_breaks_the_panel(data: st.DataObject) -> None:
    text = st.text(max_size=8) | st.sampled_from(["はい", "いいえ", "分からない", "12", "約30分", "個人番号", "<b>"])
    known = data.draw(st.dictionaries(st.sampled_from([*YES_OR_NO, *NUMBERS, "data_class", "existing", "name"]), text))
    assert PANEL is not None
    answer = PANEL.clean(answered(**known))

    assert "<b>" not in preview(answer)
    assert judge(OWN_WORK, answer).outcome is not Outcome.AUTHOR_ERROR
