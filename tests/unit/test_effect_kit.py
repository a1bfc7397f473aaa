"""``kaizen effect``: what somebody gets who has Excel and no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers import cli
from kaizen_helpers.flow import read_outline, write_workbook
from kaizen_helpers.forms import read_form, read_values, write_form
from kaizen_helpers.issues.effects.form import FORM
from kaizen_helpers.workplace.effect_kit import UnreadableFormError, blank_effect, make_effect

CASES = Path(__file__).resolve().parents[2] / "courses" / "01_flow" / "cases"
LINE = {"name": "台帳に入力する", "cases": "1200", "before": "12", "after": "5"}


@pytest.fixture(autouse=True)
def _quick_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making a PNG takes half a second: once is enough."""
    if "real_pictures" not in request.fixturenames:
        monkeypatch.setattr("kaizen_helpers.flow.drawing.picture.png_bytes", lambda _drawing: b"\x89PNG")


@pytest.fixture
def real_pictures() -> None:
    """For a test that looks at them."""


def filled(path: Path, **more: object) -> Path:
    given = {"name": "フォーム", "use": "窓口の相談に充てる", "works": [LINE], **more}
    return write_form(FORM, path, read_values(FORM, given).values)


def test_without_a_file_the_workbook_to_fill_in_is_made(tmp_path: Path) -> None:
    kit = blank_effect(tmp_path)

    assert {"効果の見積り.xlsx", "効果の見積り（手書き用）.html"} == {path.name for path in kit.files}
    assert read_form(FORM, kit.files[0]).values["works"] == []


@pytest.mark.usefixtures("real_pictures")
def test_a_filled_workbook_becomes_a_sheet_charts_and_a_workbook_to_go_on_with(tmp_path: Path) -> None:
    source = filled(tmp_path / "記入.xlsx")
    kit = make_effect([source])

    assert kit.files[2].read_bytes().startswith(b"\x89PNG\r\n")
    assert {"効果の見積りシート.html", "効果の見積り.xlsx", "見積りの幅.png"} == {path.name for path in kit.files}
    assert "窓口の相談に充てる" in kit.files[0].read_text(encoding="utf-8")
    assert any("140時間（58%）減る見込みです" in sentence for sentence in kit.sentences)
    assert not any("円" in sentence for sentence in kit.sentences)
    assert any(sentence.startswith("・ 住民・相手方の効果：") for sentence in kit.sentences)


def test_what_was_made_before_is_never_written_over(tmp_path: Path) -> None:
    source = filled(tmp_path / "記入.xlsx")
    first, again = make_effect([source]), make_effect([source])

    assert ("記入（効果の見積り）", "記入（効果の見積り） (2)") == (first.folder.name, again.folder.name)


def test_what_was_made_can_be_read_again_with_the_same_result(tmp_path: Path) -> None:
    first = make_effect([filled(tmp_path / "記入.xlsx", rate="3000")])
    again = make_effect([first.folder / "効果の見積り.xlsx"])

    assert first.sentences == again.sentences


@pytest.mark.parametrize(
    ("written", "asked", "said"),
    [("3000", None, "420,000"), (None, "２９００円", "406,000"), ("3000", "4000", "560,000")],
)
def test_the_rate_is_the_one_asked_for_else_the_one_written(
    tmp_path: Path, written: str | None, asked: str | None, said: str
) -> None:
    kit = make_effect([filled(tmp_path / "記入.xlsx", rate=written)], rate=asked)

    assert any(f"年に約{said}円分" in sentence for sentence in kit.sentences)


def test_two_flows_are_counted_without_a_form(tmp_path: Path) -> None:
    kit = make_effect([CASES / "c1_genjo.txt", CASES / "c1_minaoshi.txt"], tmp_path)

    assert any("80.3時間（77%）減る見込みです" in sentence for sentence in kit.sentences)
    values = read_form(FORM, kit.folder / "効果の見積り.xlsx").values
    assert {"回答を集計表に転記する", "国へ集計表を提出する"} <= {row["name"] for row in values["works"]}


def test_two_flows_as_workbooks_are_not_taken_for_forms(tmp_path: Path) -> None:
    paths = []
    for name in ("genjo", "minaoshi"):
        paths.append(tmp_path / f"{name}.xlsx")
        write_workbook(
            read_outline((CASES / f"c1_{name}.txt").read_text(encoding="utf-8")).flow, paths[-1], picture=False
        )

    assert any("80.3時間" in sentence for sentence in make_effect(paths).sentences)


def test_several_measures_are_held_against_each_other(tmp_path: Path) -> None:
    one = filled(tmp_path / "A.xlsx")
    other = filled(tmp_path / "B.xlsx", name="RPA/自動入力", works=[{**LINE, "after": "2"}])

    kit = make_effect([one, other])

    overlap = "「フォーム」と「RPA/自動入力」は、どちらも「台帳に入力する」の時間を減らす計算です。"
    assert any(overlap in sentence for sentence in kit.sentences)
    assert "効果の見積りシート（2 RPA・自動入力）.html" in {path.name for path in kit.files}


def test_several_measures_are_put_in_order(tmp_path: Path) -> None:
    said = {"check": "件数と分を3か月測る", "value": "中", "risk": "小"}
    one = filled(tmp_path / "A.xlsx", effort="20", needs="様式", **said)
    other = filled(tmp_path / "B.xlsx", name="様式", works=[{**LINE, "name": "点検する"}], effort="3", **said)
    third = filled(tmp_path / "C.xlsx", name="意識を高める", works=[{**LINE, "name": "相談を受ける"}], effort="1")

    kit = make_effect([one, other, third])
    sheet = (kit.folder / "優先順位.html").read_text(encoding="utf-8")

    assert any(s.startswith("1番目「様式」（先に行う）：") for s in kit.sentences)
    assert any(s.startswith("保留「意識を高める」：効果の確かめ方が決まっていません。") for s in kit.sentences)
    assert "<svg" in sheet
    assert "単純に足した" not in sheet
    assert read_form(FORM, kit.folder / "効果の見積り（1 フォーム）.xlsx").values["needs"] == "様式"


def test_an_order_that_cannot_be_found_does_not_keep_the_sheets_back(tmp_path: Path) -> None:
    one = filled(tmp_path / "A.xlsx", needs="どこにもない打ち手")
    other = filled(tmp_path / "B.xlsx", name="様式", works=[{**LINE, "name": "点検する"}])

    kit = make_effect([one, other])

    assert any("順番は付けられませんでした。" in s and "どこにもない打ち手" in s for s in kit.sentences)
    assert "優先順位.html" not in {path.name for path in kit.files}


def test_every_place_that_cannot_be_used_is_told_and_no_folder_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "記入.xlsx"
    lines = [{**LINE, "before": "10〜14分"}, {**LINE, "name": "照合する", "cases": "たくさん"}]
    write_form(FORM, source, {"name": "フォーム", "works": lines})

    assert 1 == cli.main(["effect", str(source)])

    said = capsys.readouterr()
    assert "シート「変わる作業」の2行目の「現状の分」" in said.out
    assert "シート「変わる作業」の3行目の「件数」" in said.out
    assert said.err == "記入.xlsx: 直すところが2か所あります。上の所を直して保存し、もう一度お試しください。\n"
    assert [source] == list(tmp_path.iterdir())


def test_a_form_that_says_nothing_is_told(tmp_path: Path) -> None:
    blank = blank_effect(tmp_path).files[0]

    with pytest.raises(UnreadableFormError) as told:
        make_effect([blank])
    assert "「打ち手」: まだ書かれていません。" in told.value.problems


def test_the_verb_says_what_it_made_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["effect", "--folder", str(tmp_path)])

    assert f"次のフォルダに2個のファイルを作りました:\n  {tmp_path / '効果の見積り'}\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["無い.xlsx"],
        ["無い.xlsx", "これも無い.xlsx"],
        ["手順.txt"],
        ["壊れた.xlsx"],
        ["ほか.xlsx"],
        ["a.xlsx"] * 21,
        ["記入.xlsx", "--rate", "高い"],
        ["記入.xlsx", "記入.xlsx"],
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(tmp_path / "記入.xlsx")
    (tmp_path / "手順.txt").write_text("だれか：何かをする", encoding="utf-8")
    (tmp_path / "壊れた.xlsx").write_bytes(b"PK\x03\x04broken")
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "ほか.xlsx")
    before = sorted(tmp_path.iterdir())

    assert 1 == cli.main(["effect", *words])

    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "思わぬ理由" not in said.err
    assert before == sorted(tmp_path.iterdir())
