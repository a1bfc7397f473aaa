"""The form 効果の見積り: read into a measure, nothing left out silently; its sheet and its charts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError
from kaizen_helpers.flow.drawing.canvas import Rect, Text, texts_of
from kaizen_helpers.flow.text import em_width
from kaizen_helpers.forms import read_form, read_values, write_form
from kaizen_helpers.issues.effects.chart import draw_months, draw_swings
from kaizen_helpers.issues.effects.counting import Effect, effect
from kaizen_helpers.issues.effects.form import FORM
from kaizen_helpers.issues.effects.model import MONTHS, Amount, Basis, Measure, Outcome, Part, Trial, Work
from kaizen_helpers.issues.effects.page import effect_sheet
from kaizen_helpers.issues.effects.reading import measure_of_values, rates_of_values, values_of_measure

SEASON = (300, 250, 150, 60, 40, 40, 40, 40, 40, 40, 100, 100)
MONTHLY = {f"m{month}": str(count) for month, count in zip(MONTHS, SEASON, strict=True)}
LINE = {"name": "台帳に入力する", "cases": "1,200件", "before": "約12分", "after": "５"}


def read(**more: Any) -> tuple[Measure | None, list[str]]:
    filled = read_values(FORM, {"name": "フォーム", "works": [LINE], **more})
    assert filled.problems == ()
    measure, problems = measure_of_values(filled.values)
    return measure, [str(problem) for problem in problems]


def made(**more: Any) -> Measure:
    measure, problems = read(**more)
    assert (problems, measure is None) == ([], False)
    assert measure is not None
    return measure


def test_numbers_are_read_as_people_write_them() -> None:
    (work,) = made().works

    assert (Amount(1200), Amount(12), Amount(5)) == (work.cases, work.before, work.after)


def test_units_that_people_type_are_read_and_others_asked_about() -> None:
    filled = read_values(FORM, {"effort": "約3人日", "years": "5年", "claimed_share": "30%"})
    other = read_values(FORM, {"years": "60か月"})

    assert (filled.values["effort"], filled.values["years"], filled.values["claimed_share"]) == (3, 5, 30)
    assert ["「使用年数」"] == [problem.where for problem in other.problems]


def test_a_whole_form_becomes_a_measure() -> None:
    measure = made(
        works=[{**LINE, "rank": "主事", "people": "2", "minutes_of": "全員分", "basis": "前後とも実測"}],
        monthly=[{"name": "台帳に入力する", **MONTHLY}],
        new_works=[{"name": "登録", "hours": "24時間", "rank": "主事"}],
        outcomes=[{"name": "来庁の回数", "before": "2", "after": "0", "unit": "回", "basis": "実績"}],
        ranges=[
            {"name": "台帳に入力する", "what": "見直し後の分", "low": "4", "high": "8"},
            {"name": "登録", "what": "増える時間", "low": "12", "high": "48"},
        ],
        trial_hours="31",
        trial_months="４月、5、６",
        claimed_share="30",
        purpose="残業を減らす",
    )
    (work,) = measure.works

    assert (2, True, Basis.MEASURED, SEASON) == (work.people, work.for_all, work.basis, work.monthly)
    assert (Amount(5, 4, 8), Amount(24, 12, 48)) == (work.after, measure.new_works[0].hours)
    assert (Outcome("来庁の回数", 2, 0, "回", True),) == measure.outcomes
    assert (Trial(31, (4, 5, 6)), 0.3) == (measure.trial, measure.claimed_share)
    assert "残業を減らす" in measure.texts


def test_a_count_of_three_months_stays_one() -> None:
    line = {**LINE, "cases": "700", "months": "3"}
    (work,) = made(works=[line], monthly=[{"name": "台帳に入力する", **MONTHLY}]).works

    assert (Part(700, 3), 1200) == (work.part, work.count.usual)
    assert ["「変わる作業」の「台帳に入力する」: 3か月分の件数だけでは、1年の件数が分かりません。"] == [
        said.partition("月別の件数を入れるか")[0] for said in read(works=[line])[1]
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"works": []}, "変わる作業を1行以上"),
        ({"works": [{**LINE, "name": ""}]}, "名前の空いた行があります"),
        (
            {"works": [{**LINE, "after": ""}]},
            "「変わる作業」の「台帳に入力する」: 見直し後の分（なくなる作業は0）を入れて",
        ),
        ({"works": [{**LINE, "before": "", "after": ""}]}, "現状の分と見直し後の分"),
        ({"works": [{**LINE, "before": "▲5"}]}, "0以上の数"),
        ({"works": [{**LINE, "cases": ""}]}, "年間の件数か、月別の件数"),
        ({"works": [{**LINE, "months": "15"}]}, "「何か月分」には、1から12まで"),
        ({"works": [{**LINE, "people": "0人"}]}, "「台帳に入力する」: 「人数」には、0より大きい数"),
        ({"works": [{**LINE, "people": "▲2"}]}, "「台帳に入力する」: 「人数」には、0より大きい数"),
        ({"works": [LINE, LINE]}, "同じ名前の作業が2行"),
        ({"monthly": [{"name": "ほかの作業", **MONTHLY}]}, "「月別の件数」の「ほかの作業」: 「変わる作業」に同じ名前"),
        ({"monthly": [{"name": "台帳に入力する", **MONTHLY, "m8": ""}]}, "8月が空いています"),
        ({"monthly": [{"name": "台帳に入力する", **MONTHLY}] * 2}, "同じ作業が2行"),
        ({"new_works": [{"name": "登録"}]}, "「新しく増える作業」の「登録」: 年間の時間を入れて"),
        ({"new_works": [{"name": "登録", "hours": "-3"}]}, "0以上の数"),
        ({"outcomes": [{"name": "来庁の回数", "before": "2"}]}, "見直し後を入れて"),
        ({"ranges": [{"name": "ほか", "what": "件数", "low": "1", "high": "2"}]}, "「見積りの幅」の「ほか」"),
        ({"ranges": [{"name": "台帳に入力する", "low": "1", "high": "2"}]}, "「どの数」を選んで"),
        ({"ranges": [{"name": "台帳に入力する", "what": "現状の分", "low": "20"}]}, "現状の分：「少なめ」"),
        ({"ranges": [{"name": "台帳に入力する", "what": "現状の分", "low": "2"}] * 2}, "現状の分が2行"),
        ({"trial_hours": "5"}, "試行した月と、減った時間の両方"),
        ({"trial_months": "4"}, "試行した月と、減った時間の両方"),
        ({"trial_hours": "5", "trial_months": "4〜6月"}, "月を1つずつ書いて"),
        ({"trial_hours": "5", "trial_months": "春"}, "月は1から12までの数で"),
        ({"years": "0"}, "0より大きい年数"),
        ({"yearly": "-5"}, "0以上の数"),
    ],
)
def test_what_cannot_be_used_is_told_and_there_is_no_measure(more: dict[str, Any], said: str) -> None:
    measure, problems = read(**more)

    assert measure is None
    assert said in "\n".join(problems)


def test_there_is_no_rate_but_one_that_was_written() -> None:
    assert rates_of_values(read_values(FORM, {}).values) is None
    assert rates_of_values(read_values(FORM, {"rate": "2,900円"}).values) == 2900
    assert rates_of_values(read_values(FORM, {"rates": [{"rank": "主事", "rate": "2900"}]}).values) == {"主事": 2900}


@pytest.mark.parametrize(
    "given",
    [
        {"rate": "2900", "rates": [{"rank": "主事", "rate": "2900"}]},
        {"rates": [{"rank": "主事"}]},
        {"rates": [{"rank": "主事", "rate": "1"}, {"rank": "主事", "rate": "2"}]},
    ],
)
def test_rates_that_contradict_each_other_are_asked_about(given: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        rates_of_values(read_values(FORM, given).values)


def test_a_measure_written_into_the_workbook_is_read_back_the_same(tmp_path: Path) -> None:
    measure = made(
        works=[LINE, {**LINE, "name": "照合する", "people": "2", "rank": "係長"}],
        monthly=[{"name": "台帳に入力する", **MONTHLY}],
        new_works=[{"name": "登録", "hours": "24", "rank": "主事"}],
        outcomes=[{"name": "来庁", "before": "2", "after": "0", "unit": "回"}],
        ranges=[{"name": "台帳に入力する", "what": "件数", "low": "1000", "high": "1500"}],
        initial="30万円", years="5", trial_hours="31", trial_months="4、5、6", claimed_hours="200", claimed_share="40",
    )  # fmt: skip
    path = write_form(FORM, tmp_path / "見積り.xlsx", values_of_measure(measure, {"主事": 2900.0}))

    filled = read_form(FORM, path)

    assert filled.problems == ()
    assert (measure, ()) == measure_of_values(filled.values)
    assert {"主事": 2900} == rates_of_values(filled.values)


TEXT = st.text(max_size=8) | st.sampled_from(
    ["台帳に入力する", "登録", "約30分", "3,632時間", "▲5", "1〜3", "12", "0", "はい"]
)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_gives_a_measure_or_says_what_to_put_right(data: st.DataObject) -> None:
    plain: dict[str, Any] = {entry.key: data.draw(TEXT) for entry in FORM.entries}
    for grid in FORM.grids:
        plain[grid.key] = data.draw(
            st.lists(st.fixed_dictionaries({column.key: TEXT for column in grid.columns}), max_size=3)
        )
    filled = read_values(FORM, plain)

    measure, problems = measure_of_values(filled.values)

    assert (measure is None) == bool(problems)
    assert all(problem.message_ja.endswith("。") for problem in problems)
    if measure is not None:
        assert effect_sheet(effect(measure)).startswith("<!DOCTYPE html>")


# --- the sheet and the charts --------------------------------------------------------------------


def seasonal(**more: Any) -> Effect:
    line = Work("台帳に入力する<b>", Amount(12), Amount(5), monthly=tuple(map(float, SEASON)), rank="主事")
    return effect(Measure("フォーム", (line,), outcomes=(Outcome("来庁", 2, 0, "回"),), **more), rates=3000)


def test_the_sheet_holds_result_questions_charts_and_tables_and_asks_for_nothing() -> None:
    sheet = effect_sheet(seasonal(claimed_hours=140 * 60), use="窓口の相談に充てる")

    for words in ("140時間", "60で割って", "窓口の相談に充てる", "来庁", "月ごとの作業の時間", "1,200（月別）"):
        assert words in sheet
    assert 2 == sheet.count("<svg")
    assert "<b>" not in sheet
    assert not re.search(r"<script|<link|<img|src=|url\(", sheet)


def test_the_chart_of_months_shows_two_bars_each_and_says_what_is_saved() -> None:
    drawing = draw_months(seasonal())
    assert drawing is not None
    texts = [text.text for text in texts_of(drawing.picture.items)]

    assert 12 * 2 + 2 == sum(isinstance(item, Rect) for item in drawing.picture.items)
    assert ["4月", "35", "5月", "29.2"] == [t for t in texts if t in ("4月", "35", "5月", "29.2")]
    assert "4月は60時間から25時間" in drawing.svg


def test_the_chart_of_months_is_not_drawn_without_months_and_the_other_not_without_doubt() -> None:
    sure = effect(Measure("A", (Work("x", Amount(1, 1, 1), Amount(0, 0, 0), Amount(9, 9, 9)),)))

    assert draw_months(sure) is None
    assert draw_swings(sure) is None
    assert draw_swings(seasonal()) is not None


@pytest.mark.parametrize("size", [0.0001, 1, 40_000, 900_000])
@pytest.mark.parametrize("turned", [False, True])
def test_no_words_of_the_charts_stick_out_or_lie_on_each_other(size: float, turned: bool) -> None:
    counts = tuple(count * size for count in SEASON)
    before, after = (Amount(5), Amount(12)) if turned else (Amount(12), Amount(5))
    works = tuple(
        Work(f"とても長い名前の作業{n}（添付書類の確認を含む）", before, after, monthly=counts) for n in range(4)
    )
    for drawing in (draw_months(effect(Measure("A", works))), draw_swings(effect(Measure("A", works)))):
        assert drawing is not None
        boxes = [box_of(text) for text in texts_of(drawing.picture.items)]
        width, height = drawing.picture.width, drawing.picture.height
        assert all(0 <= x1 and x2 <= width and 0 <= y1 and y2 <= height for x1, y1, x2, y2 in boxes)
        for n, (a1, b1, a2, b2) in enumerate(boxes):
            for x1, y1, x2, y2 in boxes[n + 1 :]:
                assert a2 <= x1 or x2 <= a1 or b2 <= y1 or y2 <= b1


def box_of(text: Text) -> tuple[float, float, float, float]:
    wide = em_width(text.text) * text.size
    left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, text.y - text.size * 0.85, left + wide, text.y + text.size * 0.12
