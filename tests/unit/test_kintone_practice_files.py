"""The folder with which the trainer's practice kintone begins is the app of the exercises."""

from __future__ import annotations

from pathlib import Path

from kaizen_helpers.authoring.practice import make_files, write_files
from kaizen_helpers.course import Course
from kaizen_helpers.kintone.sandbox.environment import Environment
from kaizen_helpers.kintone.sandbox.seeding import seed
from tests.sandbox_any import Desk, password

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_files_are_fresh() -> None:
    for path, content in make_files(Course(ROOT)).items():
        assert path.read_bytes() == content, f"{path.name}: run python -m kaizen_helpers.authoring.practice"


def test_they_fill_a_practice_kintone_that_the_staff_can_use() -> None:
    environment = Environment()
    made = seed(environment, ROOT / "courses" / "06_kintone" / "practice")
    staff = Desk(environment, password("tanto", "renshu"))

    assert made["apps"] == [{"app": "1", "name": "市町照会の受付管理"}]
    assert len(staff.found(1, "order by 団体コード asc limit 500")) == 20
    assert staff.found(1, '状況 in ("未提出") and 回答期限 < TODAY()')
    assert staff.refused("DELETE", "records.json", {"app": 1, "ids": [1]})["code"] == "CB_NO02"
    environment.close()


def test_files_that_are_fresh_are_left_alone(tmp_path: Path) -> None:
    course = Course(tmp_path)
    course.lectures.joinpath("06_kintone").mkdir(parents=True)

    assert len(write_files(course)) == 3
    assert write_files(course) == []
