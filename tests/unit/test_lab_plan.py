"""How JupyterLab is going to be started, without starting it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError
from kaizen_helpers.workplace import lab
from kaizen_helpers.workplace.lab import plan_lab

SETTINGS = Path(lab.__file__).parent / "settings"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "教材").mkdir()
    return Course(tmp_path / "教材")


def test_a_learner_starts_in_their_folder_where_the_home_page_opens(course: Course, tmp_path: Path) -> None:
    plan = plan_lab(course, tmp_path, instructor=False)

    assert (plan.root, plan.state, plan.audience) == (tmp_path, tmp_path / ".kaizen", "learner")
    assert plan.page == "/lab"


def test_an_instructor_starts_in_the_course_on_its_readme(course: Course, tmp_path: Path) -> None:
    (course.root / "README.ja.md").write_text("# 一", encoding="utf-8")
    plan = plan_lab(course, tmp_path, instructor=True)

    assert (plan.root, plan.state, plan.audience) == (course.root, course.root / ".grading" / "lab", "instructor")
    assert plan.page == "/lab/tree/README.ja.md"


def test_without_the_first_page_jupyterlab_opens_as_it_is(course: Course, tmp_path: Path) -> None:
    assert plan_lab(course, tmp_path, instructor=True).page == "/lab"


@pytest.mark.parametrize("port", [-1, 0, 80, 1023, 65536])
def test_a_port_that_cannot_be_is_refused(course: Course, tmp_path: Path, port: int) -> None:
    with pytest.raises(InputError) as caught:
        plan_lab(course, tmp_path, instructor=False, port=port)

    assert str(caught.value) == "--port: ポートは 1024 から 65535 までの番号で指定してください。"


def test_a_folder_keeps_its_port_from_run_to_run(course: Course, tmp_path: Path) -> None:
    state = plan_lab(course, tmp_path, instructor=False).state
    lab._remember_port(state, "http://127.0.0.1:8897/")

    assert plan_lab(course, tmp_path, instructor=False).port == 8897
    assert plan_lab(course, tmp_path, instructor=False, port=9000).port == 9000
    assert plan_lab(course, tmp_path / "ほか", instructor=False).port == 8888


@pytest.mark.parametrize("kept", ["", "八千", "80", "70000"])
def test_a_remembered_port_that_cannot_be_is_forgotten(course: Course, tmp_path: Path, kept: str) -> None:
    state = plan_lab(course, tmp_path, instructor=False).state
    state.mkdir()
    (state / "port").write_text(kept, encoding="utf-8")

    assert plan_lab(course, tmp_path, instructor=False).port == 8888


def test_no_setting_of_another_jupyter_is_handed_on(course: Course, tmp_path: Path) -> None:
    foreign = {
        "JUPYTER_CONFIG_DIR": "/よそ",
        "JUPYTERLAB_DIR": "/よそ",
        "IPYTHONDIR": "/よそ",
        "PYTHONSTARTUP": "/よそ",
    }
    plan = plan_lab(course, tmp_path, instructor=False)
    env = lab._environment(plan, tmp_path / "run", "合言葉", foreign)

    assert [name for name, value in env.items() if "よそ" in value] == []
    assert env["JUPYTER_CONFIG_PATH"] == os.pathsep.join([str(SETTINGS / "learner"), str(SETTINGS / "common")])
    assert env["JUPYTER_TOKEN"] == "合言葉"  # noqa: S105 - made up above
    assert env["KAIZEN_COURSE"] == str(course.root)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "localhost,127.0.0.1"),
        ({"no_proxy": "example.jp"}, "example.jp,localhost,127.0.0.1"),
        ({"NO_PROXY": "localhost,example.jp"}, "localhost,example.jp,127.0.0.1"),
    ],
)
def test_this_computer_is_reached_without_a_proxy(
    course: Course, tmp_path: Path, before: dict[str, str], after: str
) -> None:
    env = lab._environment(plan_lab(course, tmp_path, instructor=False), tmp_path, "合言葉", before)

    assert (env["NO_PROXY"], env["no_proxy"]) == (after, after)


def test_the_kernel_explains_errors_in_japanese_and_keeps_no_history_database() -> None:
    assert lab._kernel_settings() == {
        "HistoryManager": {"enabled": False},
        "InteractiveShellApp": {"extensions": ["kaizen_helpers.checkers.explain"]},
    }


def test_a_kernel_without_the_explaining_module_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "_EXPLAIN", "kaizen_helpers.checkers.not_there")

    assert lab._kernel_settings() == {"HistoryManager": {"enabled": False}}


@pytest.mark.parametrize("path", sorted(SETTINGS.rglob("*.json")), ids=lambda p: p.relative_to(SETTINGS).as_posix())
def test_every_settings_file_is_json_that_jupyter_looks_for(path: Path) -> None:
    names = {"jupyter_server_config.json", "labconfig/page_config.json", "labconfig/default_setting_overrides.json"}
    names.add("first_workspace.json")  # which we look for

    assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    assert path.relative_to(SETTINGS).parts[0] in {"common", "learner", "instructor"}
    assert Path(*path.relative_to(SETTINGS).parts[1:]).as_posix() in names


def test_the_first_layout_is_laid_out_once_and_then_the_persons_own(tmp_path: Path) -> None:
    plan = lab.plan_lab(Course(tmp_path), tmp_path / "受講者", instructor=False)
    layout = plan.state / "lab" / "workspaces" / "default-37a8.jupyterlab-workspace"

    lab._prepared_log(plan).close()
    assert json.loads(layout.read_bytes())["metadata"] == {"id": "default"}
    layout.write_text("my own", encoding="utf-8")
    lab._prepared_log(plan).close()

    assert layout.read_text(encoding="utf-8") == "my own"


def test_nothing_asks_the_network_for_news_or_updates() -> None:
    server = json.loads((SETTINGS / "common" / "jupyter_server_config.json").read_text(encoding="utf-8"))
    page = json.loads((SETTINGS / "common" / "labconfig" / "page_config.json").read_text(encoding="utf-8"))

    assert server["LabApp"]["check_for_updates_class"] == "jupyterlab.NeverCheckForUpdate"
    assert server["LabApp"]["news_url"] is None
    assert server["ServerApp"]["ip"] == "127.0.0.1"
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def shortcuts(path: Path) -> set[tuple[str, tuple[str, ...], str]]:
    listed = json.loads(path.read_text(encoding="utf-8"))
    return {(one["command"], tuple(one["keys"]), one["selector"]) for one in listed["jupyter.lab.shortcuts"]}


def test_no_single_key_does_anything_to_a_cell_but_move_on_and_begin_to_write() -> None:
    """Compared with the notebook's own list, so that a newer JupyterLab cannot bring one back."""
    from jupyterlab.commands import get_app_dir

    notebook = shortcuts(Path(get_app_dir()) / "schemas" / "@jupyterlab" / "notebook-extension" / "tracker.json")
    learner = json.loads((SETTINGS / "learner/labconfig/default_setting_overrides.json").read_text(encoding="utf-8"))
    listed = learner["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]
    off = {(one["command"], tuple(one["keys"]), one["selector"]) for one in listed if one["disabled"]}
    left = {one for one in notebook - off if "commandMode" in one[2] and any(one[1])}

    assert len(notebook) > 40
    assert {(command, keys) for command, keys, _ in left} == {
        ("notebook:move-cursor-down", ("ArrowDown",)),
        ("notebook:move-cursor-up", ("ArrowUp",)),
        ("notebook:enter-edit-mode", ("Enter",)),
        ("notebook:run-cell", ("Accel Enter",)),
    }
