"""Where the course lies, and what is said when a part of it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError


@pytest.mark.parametrize(
    ("modules", "hint"),
    [
        (("01_flow", "00_setup"), "使える名前は 00_setup、01_flow です。"),
        ((), "教材のフォルダをまるごとコピーし直してください。"),
    ],
)
def test_an_unknown_module_is_told_with_the_names_there_are(
    tmp_path: Path, modules: tuple[str, ...], hint: str
) -> None:
    """Also in a copy of the course that came without its sources."""
    for name in modules:
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / f"{name}.ipynb").touch()

    with pytest.raises(MissingError) as caught:
        Course(tmp_path).notebook("09_none")

    assert str(caught.value) == f"モジュール名: モジュール「09_none」はありません。{hint}"
