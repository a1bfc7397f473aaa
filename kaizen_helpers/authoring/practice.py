"""The folder with which ``kaizen sandbox`` begins in a lesson: the app of C1 and its 20 municipalities, as files.

``python -m kaizen_helpers.authoring.practice`` writes it anew; a test holds it to fresh files and fills an environment
with it, so that the trainer's practice kintone is the one of the exercises.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kaizen_helpers.checkers.m06_case import APP_NAME, FIELDS, LAYOUT, VIEWS, record_of, states_of_receipt
from kaizen_helpers.course import Course
from kaizen_helpers.files import write_atomically

__all__ = ["make_files", "write_files"]

_PLAN = """\
# 練習環境の人です。パスワードは、どちらも renshu です。練習のほかには使わないでください。
today = "2026-06-24"

[[users]]
code = "tanto"
name = "県の担当者"
password = "renshu"

[[users]]
code = "kakaricho"
name = "係長"
password = "renshu"
"""


def make_files(course: Course) -> dict[Path, bytes]:
    """Fresh content for every file, by its path."""
    folder = course.lectures / "06_kintone" / "practice"
    rights = ("appEditable", "recordViewable", "recordAddable", "recordEditable", "recordDeletable")
    more = ("recordImportable", "recordExportable")
    everybody = {key: key in rights[1:4] for key in (*rights, *more)}
    definition = {
        "settings": {"name": APP_NAME},
        "fields": {"properties": dict(FIELDS)},
        "layout": {"layout": list(LAYOUT)},
        "views": {"views": dict(VIEWS)},
        "acl": {"rights": [{"entity": {"type": "GROUP", "code": "everyone"}, "includeSubs": False, **everybody}]},
    }
    records = [record_of(row) for row in states_of_receipt("practice")]
    return {
        folder / "uketsuke.json": _json(definition),
        folder / "uketsuke.records.json": _json(records),
        folder / "plan.toml": _PLAN.encode(),
    }


def _json(data: Any) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def write_files(course: Course) -> list[Path]:
    """Write every file that differs from a fresh one; returns those that were written.

    Raises:
        WriteError: a file could not be written.
    """
    written = []
    for path, content in make_files(course).items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            write_atomically(path, content)
            written.append(path)
    return written


if __name__ == "__main__":
    for changed in write_files(Course(Path.cwd())):
        sys.stdout.write(f"{changed}\n")
