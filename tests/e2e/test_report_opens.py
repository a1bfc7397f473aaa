"""The instructor's workbook and the learner's page in the programs that people open them with.

``KAIZEN_PICTURES=FOLDER`` keeps pictures of them there; those in ``docs/pictures`` come from here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.grading.collect import collect
from kaizen_helpers.grading.feedback import write_feedback
from kaizen_helpers.grading.places import Places
from kaizen_helpers.grading.report import write_report
from kaizen_helpers.grading.results import save_result
from kaizen_helpers.grading.run import judge_only
from kaizen_helpers.grading.sample_class import write_sample_class

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
MODULE = "01_flow"


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install {package})")
    return found


def keep(source: Path, name: str) -> None:
    if os.environ.get("KAIZEN_PICTURES"):
        shutil.copyfile(source, Path(os.environ["KAIZEN_PICTURES"]) / name)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of thirty, judged from its answers."""
    root = tmp_path_factory.mktemp("class") / "業務改善 講座"
    for name in ("courses", "solutions", "exercises", "tests/corpus"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    course = Course(root)
    places = Places.of(course, MODULE)
    write_sample_class(course, MODULE, places.handed_in)
    collect(course, places.handed_in, MODULE)
    for graded in judge_only(course, MODULE):
        save_result(places, graded)
    return course


def test_the_workbook_opens_in_libreoffice_and_the_points_print_on_one_page(course: Course, tmp_path: Path) -> None:
    office, to_text, to_png = (
        program("soffice", "libreoffice-calc"),
        program("pdftotext", "poppler-utils"),
        program("pdftoppm", "poppler-utils"),
    )
    roster = tmp_path / "名簿.csv"
    roster.write_text("席番号,氏名\n" + "".join(f"{n},架空 {n}郎\n" for n in range(1, 33)), encoding="utf-8-sig")

    workbook = write_report(course, MODULE, roster, tmp_path / "report.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(workbook)]
    subprocess.run(convert, check=True, capture_output=True, timeout=200)

    pdf = tmp_path / "report.pdf"
    first = subprocess.run([to_text, "-layout", "-l", "1", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert "E1-1 気になる点さがし" in first
    assert all(f"架空 {n}郎" in first for n in range(1, 33))  # the whole class on one page, who is missing too
    assert "未提出" in first
    whole = subprocess.run([to_text, "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    assert "flow.dead-end" in whole or "次が書かれていない" in whole
    assert "Err:" not in whole
    assert "###" not in whole  # a column too narrow for its number
    subprocess.run([to_png, "-r", "110", "-png", "-l", "1", pdf, tmp_path / "page"], check=True, timeout=60)
    keep(next(tmp_path.glob("page*.png")), "report.png")


@pytest.mark.browser
def test_a_learners_page_opens_without_asking_for_anything(course: Course, browser: Browser, tmp_path: Path) -> None:
    path = next(p for p in write_feedback(course, MODULE) if "seat03" in p.parts)
    page = browser.new_page(viewport={"width": 900, "height": 1200}, locale="ja-JP")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())

    assert asked == [path.as_uri()]
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(tmp_path / "feedback.png"))
    keep(tmp_path / "feedback.png", "feedback.png")
    page.close()
