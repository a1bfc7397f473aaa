"""Where the course lies on disk: its root folder, its modules, its assignments."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kaizen_helpers.errors import MissingError

__all__ = ["Course", "command"]


def command(verb: str) -> str:
    """A verb as the person at this computer types it: ``kaizen grade``, or ``python3 start.py grade``."""
    return f"{os.environ.get('KAIZEN_COMMAND', 'kaizen')} {verb}"


@dataclass(frozen=True)
class Course:
    """The folder that holds ``courses/``, ``solutions/`` and ``exercises/``."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Find the course: ``KAIZEN_COURSE``, else upwards from ``start`` or the working folder, else the checkout.

        Raises:
            MissingError: no folder with ``courses/`` and ``exercises/`` was found.
        """
        named = os.environ.get("KAIZEN_COURSE")
        begin = Path(named) if named else (start or Path.cwd())
        candidates = [begin.resolve(), *begin.resolve().parents, Path(__file__).resolve().parents[1]]
        for folder in [candidates[0]] if named else candidates:
            if (folder / "courses").is_dir() and (folder / "exercises").is_dir():
                return cls(folder)
        raise MissingError("教材のフォルダが見つかりません。start.py のあるフォルダで動かしてください。", str(begin))

    @property
    def lectures(self) -> Path:
        """``courses/``: what is taught."""
        return self.root / "courses"

    @property
    def solutions(self) -> Path:
        """``solutions/``: nbgrader's source, edited by hand."""
        return self.root / "solutions"

    @property
    def exercises(self) -> Path:
        """``exercises/``: nbgrader's release, generated."""
        return self.root / "exercises"

    @property
    def grading(self) -> Path:
        """``.grading/``: everything that marking makes; never committed."""
        return self.root / ".grading"

    @property
    def corpus(self) -> Path:
        """``tests/corpus/``: known answers, one file each."""
        return self.root / "tests" / "corpus"

    def modules(self) -> list[str]:
        """Names of the modules that have an assignment, in course order, for example ``01_flow``."""
        found = self.solutions.iterdir() if self.solutions.is_dir() else ()
        return sorted(p.name for p in found if (p / f"{p.name}.ipynb").is_file())

    def notebook(self, module: str) -> Path:
        """The released notebook of a module.

        Raises:
            MissingError: there is no such module.
        """
        path = self.exercises / module / f"{module}.ipynb"
        if not path.is_file():
            known = "、".join(self.modules())
            hint = f"使える名前は {known} です。" if known else "教材のフォルダをまるごとコピーし直してください。"
            raise MissingError(f"モジュール「{module}」はありません。{hint}", "モジュール名")
        return path
