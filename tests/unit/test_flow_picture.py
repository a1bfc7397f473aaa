"""A drawing becomes a file that others can open: whole or not at all, in Japanese, never over something else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kaizen_helpers.errors import InputError, SetupError
from kaizen_helpers.flow.drawing.canvas import Picture, Text
from kaizen_helpers.flow.drawing.drawing import Drawing, draw
from kaizen_helpers.flow.drawing.pages import draw_pages
from kaizen_helpers.flow.drawing.picture import save_picture
from kaizen_helpers.flow.model import Branch, Flow, Kind, Step
from tests.unit.flow_samples import c1, c1_twice, flow, step


@pytest.fixture(scope="module")
def small() -> Drawing:
    return draw(flow(step(1, "髙﨑さんの申請書が届く", 2, kind=Kind.START), step(2, "受け付ける", None)))


def pixels(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def written_in(path: Path) -> str:
    """The text of a PDF as a reader's search finds it, without line breaks."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("no pdftotext is installed (Debian: apt-get install poppler-utils)")
    done = subprocess.run([program, "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.split())


def test_svg_is_written_as_it_is(tmp_path: Path, small: Drawing) -> None:
    assert save_picture(small, tmp_path / "図.svg") == (tmp_path / "図.svg",)
    assert (tmp_path / "図.svg").read_text(encoding="utf-8") == small.svg


def test_a_png_is_twice_as_large_as_on_the_screen(tmp_path: Path, small: Drawing) -> None:
    save_picture(small, tmp_path / "図.png")

    assert pixels(tmp_path / "図.png") == (2 * small.width, 2 * small.height)


def test_a_pdf_holds_one_page_a_drawing_in_the_size_of_the_paper(tmp_path: Path) -> None:
    pages = draw_pages(c1_twice(), "A4", landscape=True, quality="typing")
    assert save_picture(pages, str(tmp_path / "図.pdf")) == (tmp_path / "図.pdf",)

    data = (tmp_path / "図.pdf").read_bytes()
    sizes = [tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", data)]
    assert len(sizes) == len(pages) > 1
    assert all(size == pytest.approx((0, 0, 297 / 25.4 * 72, 210 / 25.4 * 72), abs=0.5) for size in sizes)


def test_a_giant_drawing_stays_a_file_that_can_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.flow.drawing.picture._MOST_PIXELS", 1e6)
    giant = Drawing.of(Picture(40000, 3000, (Text("票を送る", 20000, 1500, 13),), "長い図", ""))

    save_picture(giant, tmp_path / "図.pdf")
    box = re.search(rb"/MediaBox \[([^\]]+)\]", (tmp_path / "図.pdf").read_bytes())
    assert box is not None
    assert max(map(float, box[1].split())) <= 14400
    save_picture(giant, tmp_path / "図.png")
    wide, high = pixels(tmp_path / "図.png")
    assert wide * high == pytest.approx(1e6, rel=0.05)


def test_the_letters_of_a_pdf_are_embedded_and_can_be_searched(tmp_path: Path, small: Drawing) -> None:
    save_picture(small, tmp_path / "図.pdf")

    data = (tmp_path / "図.pdf").read_bytes()
    assert b"IPAexGothic" in data
    assert b"/CIDFontType2" in data
    found = written_in(tmp_path / "図.pdf")
    assert "髙﨑さんの" in found
    assert "受け付ける" in found


def test_the_same_flow_gives_the_same_files(tmp_path: Path, small: Drawing) -> None:
    for kind in ("png", "pdf"):
        save_picture(small, tmp_path / f"一.{kind}")
        save_picture(small, tmp_path / f"二.{kind}")
        assert (tmp_path / f"一.{kind}").read_bytes() == (tmp_path / f"二.{kind}").read_bytes()


def test_letters_that_the_font_lacks_warn_nobody_and_leave_no_gap(tmp_path: Path) -> None:
    odd = draw(Flow("$a_b$ 𠮷野😀", (Step(1, "県\x07", "𠮷を\u202e確かめる①㈱ｱｲ", Kind.TASK, (Branch(None),)),)))

    save_picture([odd, odd], tmp_path / "図.pdf")
    assert save_picture([odd, odd], tmp_path / "図.png") == (tmp_path / "図-1.png", tmp_path / "図-2.png")


def test_settings_of_the_notebook_do_not_change_the_file(tmp_path: Path, small: Drawing) -> None:
    import matplotlib as mpl

    save_picture(small, tmp_path / "一.png")
    with mpl.rc_context({"savefig.bbox": "tight", "figure.dpi": 40, "axes.facecolor": "red", "font.size": 30}):
        save_picture(small, tmp_path / "二.png")
    assert (tmp_path / "一.png").read_bytes() == (tmp_path / "二.png").read_bytes()


def test_a_picture_of_the_same_kind_is_replaced(tmp_path: Path, small: Drawing) -> None:
    path = tmp_path / "図.png"
    save_picture(draw(c1()), path)
    save_picture(small, path)

    assert pixels(path) == (2 * small.width, 2 * small.height)


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_something_else_of_that_name_stays(tmp_path: Path, small: Drawing, kind: str) -> None:
    path = tmp_path / f"大事.{kind}"
    path.write_bytes(b"PK\x03\x04 a workbook")

    with pytest.raises(InputError) as error:
        save_picture(small, path)
    assert str(error.value) == (
        f"大事.{kind}: 同じ名前のファイルがありますが、中身は{kind.upper()}ではありません。別の名前を付けてください。"
    )
    assert path.read_bytes() == b"PK\x03\x04 a workbook"


def test_no_page_is_written_if_one_cannot_be(tmp_path: Path, small: Drawing) -> None:
    (tmp_path / "図-2.svg").write_bytes(b"PK")

    with pytest.raises(InputError):
        save_picture([small, small], tmp_path / "図.svg")
    assert not (tmp_path / "図-1.svg").exists()


@pytest.mark.parametrize("name", ["図", "図.xlsx", "図.jpg"])
def test_another_kind_of_file_is_answered_with_those_that_there_are(tmp_path: Path, small: Drawing, name: str) -> None:
    with pytest.raises(InputError) as error:
        save_picture(small, tmp_path / name)

    assert str(error.value) == f"{name}: ファイルの名前の終わりを .svg、.png、.pdf のどれかにしてください。"


def test_a_folder_of_that_name_is_named(tmp_path: Path, small: Drawing) -> None:
    (tmp_path / "図.png").mkdir()

    with pytest.raises(InputError, match=r"図\.png: 同じ名前のフォルダがあります"):
        save_picture(small, tmp_path / "図.png")


def test_nothing_to_save_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="保存する図がありません"):
        save_picture([], tmp_path / "図.pdf")


def test_without_the_font_svg_is_still_written(tmp_path: Path, small: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib_fontja", None)

    save_picture(small, tmp_path / "図.svg")
    with pytest.raises(SetupError, match="SVGなら保存できます"):
        save_picture(small, tmp_path / "図.png")
    assert [path.name for path in tmp_path.iterdir()] == ["図.svg"]


def test_marks_and_changes_are_in_the_pdf_too(tmp_path: Path) -> None:
    marked = flow(replace(step(1, "台帳に転記する", None), wait="翌月曜まで", seal=True))
    save_picture(draw(marked, show=["待ち", "押印"], changes={1: "なくす"}), tmp_path / "図.pdf")

    found = written_in(tmp_path / "図.pdf")
    assert [word for word in ("台帳に転記する", "待ち翌月曜まで", "押印", "なくす") if word not in found] == []
