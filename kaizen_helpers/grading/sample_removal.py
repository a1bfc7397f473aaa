"""Take a sample class away again, so that no made-up seat stands among real ones.

Only what came from the sample's own zips is removed, recognised by their SHA-256.
"""

from __future__ import annotations

import shutil
import warnings
from hashlib import sha256
from pathlib import Path

from kaizen_helpers.authoring.nbgrader_settings import nbgrader_config, put_scripts_on_path
from kaizen_helpers.classroom.handin import encode_json
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError, WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.marks import read_marks, save_marks
from kaizen_helpers.grading.places import Places, read_json
from kaizen_helpers.grading.sample_class import EXPECTED

__all__ = ["remove_sample_class"]


def remove_sample_class(course: Course, module: str, folder: Path) -> list[str]:
    """Remove the sample class that was written into ``folder`` and all that was made of it; the seats it sat on.

    A seat where somebody has handed in since keeps everything of that hand-in.

    Raises:
        MissingError: there is no sample class in the folder.
        WriteError: something could not be removed; running it again is safe.
    """
    places = Places.of(course, module)
    ours = set(read_json(folder / EXPECTED).get("files", {}).values())
    if not ours:
        raise MissingError("このフォルダには、見本の提出がありません。", str(folder))
    record, notes = read_json(places.collected), read_json(places.notes)
    seats = [seat for seat, entry in record.items() if entry.get("sha256") in ours]
    try:
        for seat in seats:
            _remove_seat(places, seat)
            record.pop(seat)
            notes.pop(seat, None)
        for path, content in ((places.collected, record), (places.notes, notes)):
            if path.is_file():
                write_atomically(path, encode_json(content))
        _forget_in_gradebook(course, module, seats)
        _forget_marks(places, seats)
        for place in (*places.received.glob("seat*"), folder):
            _remove_zips(place, ours)
        (folder / EXPECTED).unlink()
    except WriteError:
        raise
    except OSError as error:
        raise WriteError("見本の提出を取り除けませんでした。もう一度実行してください。", str(folder)) from error
    return seats


def _remove_seat(places: Places, seat: str) -> None:
    """What collecting, grading and reporting made of a sample's hand-in."""
    for path in (places.submitted(seat), places.root / "autograded" / f"seat{seat}" / places.module):
        shutil.rmtree(path, ignore_errors=True)
    places.result(seat).unlink(missing_ok=True)
    places.feedback(seat).unlink(missing_ok=True)


def _forget_marks(places: Places, seats: list[str]) -> None:
    """Marks that somebody gave to a made-up hand-in, to see how marking goes."""
    marks = read_marks(places)
    left = {seat: given for seat, given in marks.items() if seat not in seats}
    if left != marks:
        save_marks(places, left)


def _remove_zips(folder: Path, ours: set[str]) -> None:
    for path in sorted(folder.glob("*.zip")):
        if path.is_file() and sha256(path.read_bytes()).hexdigest() in ours:
            path.unlink()
    for path in (*folder.glob(".draft"), *folder.glob("submitted-*")):
        # What an earlier sample left in the history of a seat goes with its last zip.
        if path.is_dir() and not list(folder.glob("*.zip")):
            shutil.rmtree(path)
    if folder.name.startswith("seat") and not list(folder.iterdir()):
        folder.rmdir()


def _forget_in_gradebook(course: Course, module: str, seats: list[str]) -> None:
    """Remove the samples' submissions from nbgrader's gradebook, where there is one."""
    if not seats or not (course.grading / "gradebook.db").is_file():
        return
    put_scripts_on_path()
    from nbgrader.api import Gradebook, MissingEntry

    settings = nbgrader_config(course.root).CourseDirectory
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Gradebook(settings.db_url, settings.course_id) as book:
            for seat in seats:
                try:
                    book.remove_submission(module, f"seat{seat}")
                except MissingEntry:
                    continue
