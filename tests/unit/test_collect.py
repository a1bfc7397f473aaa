"""Collecting a class: hostile and broken files each get one sentence, and everybody else is taken in."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from kaizen_helpers.checkers.catalogue import exercise_by_id
from kaizen_helpers.course import Course
from kaizen_helpers.errors import MissingError
from kaizen_helpers.grading.collect import Collected, _label, collect

MODULE = "01_flow"
JST = timezone(timedelta(hours=9))
LABEL = "E1-1 " + exercise_by_id("flow-faults").title
AGAIN = "本人に、もう一度「提出ファイルを作る」を押してもらってください。"


def graded(exercise: str, points: int) -> dict[str, Any]:
    name = f"{MODULE}-{exercise}"
    marking = {"grade": True, "grade_id": name, "locked": True, "points": points, "solution": False}
    marking |= {"schema_version": 3, "task": False, "cell_type": "code", "checksum": "0" * 32}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"deletable": False, "editable": False, "nbgrader": marking},
        "outputs": [],
        "source": f'exercise("{exercise}")',
    }


RELEASED: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# 業務フロー図"},
        graded("flow-faults", 10),
        graded("flow-asis", 20),
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
ANSWERS: dict[str, Any] = {"format": "kaizen-answers/1", "module": MODULE, "seat": "07", "exercises": {}}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def copy_of(value: Any) -> Any:
    return json.loads(json.dumps(value))


NOTEBOOK_BYTES, ANSWER_BYTES = as_json(RELEASED), as_json(ANSWERS)


def pack(files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = name  # as it is: the constructor would tidy the name
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            archive.writestr(entry, data)
    return buffer.getvalue()


def manifest(files: dict[str, bytes], /, **other: Any) -> bytes:
    content = {
        "format": "kaizen-handin/1",
        "module": MODULE,
        "seat": "07",
        "made": "2026-11-23T10:32:05+09:00",
        "library": "0.1.0",
        "notebook": "included" if f"{MODULE}.ipynb" in files else "missing",
        "answers": "included" if "answers.json" in files else "missing",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return as_json({**content, **other})


def hand_in(
    notebook: bytes | None = NOTEBOOK_BYTES, answers: bytes | None = ANSWER_BYTES, **other: Any
) -> dict[str, bytes]:
    parts = {f"{MODULE}.ipynb": notebook, "answers.json": answers}
    files = {name: data for name, data in parts.items() if data is not None}
    return {"manifest.json": manifest(files, **other), **files}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "教材 一式"
    for folder in ("courses", f"exercises/{MODULE}", f"solutions/{MODULE}"):
        (root / folder).mkdir(parents=True)
    for folder in ("exercises", "solutions"):
        (root / folder / MODULE / f"{MODULE}.ipynb").write_bytes(NOTEBOOK_BYTES)
    return Course(root)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "集めた 提出"
    folder.mkdir()
    return folder


def seats_of(course: Course) -> list[str]:
    return sorted(path.name for path in (course.grading / "submitted").glob("*"))


def submitted(course: Course, seat: str = "07") -> Path:
    return course.grading / "submitted" / f"seat{seat}" / MODULE


def notebook_of(course: Course, seat: str = "07") -> dict[str, Any]:
    content: dict[str, Any] = json.loads((submitted(course, seat) / f"{MODULE}.ipynb").read_bytes())
    return content


def codes(done: Collected, seat: str = "07") -> list[str]:
    return [note.code for note in done.notes[seat]]


# --- an honest class -------------------------------------------------------------------------------------------------


def test_a_hand_in_is_laid_out_for_nbgrader(course: Course, inbox: Path) -> None:
    (inbox / "01_flow_seat07_20261123-103205.zip").write_bytes(pack(hand_in()))

    done = collect(course, inbox, MODULE)

    assert (done.seats, done.new, done.refused, done.exit_code) == (("07",), ("07",), (), 0)
    assert {path.name for path in submitted(course).iterdir()} == {f"{MODULE}.ipynb", "answers.json", "timestamp.txt"}
    assert (submitted(course) / "timestamp.txt").read_text(encoding="utf-8") == "2026-11-23 01:32:05 UTC\n"
    assert (submitted(course) / "answers.json").read_bytes() == ANSWER_BYTES
    assert done.lines() == ["01_flow: 1席分の提出があります（今回新しく入ったもの 1席）。"]


def test_an_honest_notebook_comes_through_unchanged_and_without_a_note(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in()))

    done = collect(course, inbox, MODULE)

    told = [(c["cell_type"], c["id"], c["source"]) for c in notebook_of(course)["cells"]]
    assert told == [(c["cell_type"], c["id"], c["source"]) for c in RELEASED["cells"]]
    assert done.notes == {"07": []}


def test_the_folder_collected_from_is_only_read(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in()))
    (inbox / "b.zip").write_bytes(b"x")
    before = {path.name: path.read_bytes() for path in inbox.iterdir()}
    collect(course, inbox, MODULE)

    assert {path.name: path.read_bytes() for path in inbox.iterdir()} == before


def test_collecting_again_changes_nothing(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in()))
    collect(course, inbox, MODULE)
    before = {str(p): p.read_bytes() for p in course.grading.rglob("*") if p.is_file()}

    done = collect(course, inbox, MODULE)

    assert {str(p): p.read_bytes() for p in course.grading.rglob("*") if p.is_file()} == before
    assert (done.new, done.unchanged) == ((), 1)
    assert "前に取り込んだファイル 1件は、そのままです。" in done.lines()


@pytest.mark.parametrize("first_name", ["a.zip", "z.zip"])
def test_the_newer_of_two_is_used_whatever_their_names(course: Course, inbox: Path, first_name: str) -> None:
    (inbox / first_name).write_bytes(pack(hand_in(made="2026-11-23T10:00:00+09:00")))
    newer = as_json({**ANSWERS, "exercises": {"flow-asis": {"answer": {"x": 1}}}})
    (inbox / "m.zip").write_bytes(pack(hand_in(answers=newer, made="2026-11-23T11:00:00+09:00")))

    done = collect(course, inbox, MODULE)

    assert (submitted(course) / "answers.json").read_bytes() == newer
    assert done.older == (("07", first_name),)
    assert f"席07: {first_name} は古いほうの提出です。記録だけして、作成時刻の新しいものを使います。" in done.lines()
    assert len(list((course.grading / "received" / MODULE / "seat07").glob("*.zip"))) == 2


def test_times_in_different_zones_are_compared_as_moments(course: Course, inbox: Path) -> None:
    late = as_json({**ANSWERS, "exercises": {"flow-asis": {}}})
    (inbox / "a.zip").write_bytes(pack(hand_in(answers=late, made="2026-11-23T02:00:00+00:00")))
    (inbox / "b.zip").write_bytes(pack(hand_in(made="2026-11-23T10:00:00+09:00")))
    collect(course, inbox, MODULE)

    assert (submitted(course) / "answers.json").read_bytes() == late


def test_a_later_hand_in_moves_the_earlier_one_to_the_history(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in(made="2026-11-23T10:00:00+09:00")))
    collect(course, inbox, MODULE)
    newer = as_json({**ANSWERS, "exercises": {"flow-asis": {"answer": {"x": 1}}}})
    (inbox / "b.zip").write_bytes(pack(hand_in(answers=newer, made="2026-11-23T11:00:00+09:00")))

    done = collect(course, inbox, MODULE)

    (moved,) = (course.grading / "received" / MODULE / "seat07").glob("submitted-*")
    assert (moved / "answers.json").read_bytes() == ANSWER_BYTES
    assert (submitted(course) / "answers.json").read_bytes() == newer
    assert (done.new, done.older) == (("07",), ())


def test_an_earlier_hand_in_that_comes_late_does_not_replace_the_newer_one(course: Course, inbox: Path) -> None:
    newer = as_json({**ANSWERS, "exercises": {"flow-asis": {"answer": {"x": 1}}}})
    (inbox / "b.zip").write_bytes(pack(hand_in(answers=newer, made="2026-11-23T11:00:00+09:00")))
    collect(course, inbox, MODULE)
    (inbox / "a.zip").write_bytes(pack(hand_in(made="2026-11-23T10:00:00+09:00")))

    done = collect(course, inbox, MODULE)

    assert (submitted(course) / "answers.json").read_bytes() == newer
    assert (done.new, done.older) == ((), (("07", "a.zip"),))


def test_two_files_of_the_same_name_from_two_folders_are_both_kept(course: Course, inbox: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (inbox / "a.zip").write_bytes(pack(hand_in(made="2026-11-23T10:00:00+09:00")))
    (other / "a.zip").write_bytes(pack(hand_in(made="2026-11-23T11:00:00+09:00")))
    collect(course, inbox, MODULE)
    collect(course, other, MODULE)

    kept = sorted((course.grading / "received" / MODULE / "seat07").glob("*.zip"))
    assert [path.name for path in kept] == ["a-2.zip", "a.zip"]


@pytest.mark.parametrize("made", ["2099-01-01T00:00:00+09:00", "きのう", None, 5, ["x"], "9999-12-31T23:59:59+00:00"])
def test_a_time_that_cannot_be_believed_gives_way_to_the_files_time(course: Course, inbox: Path, made: object) -> None:
    path = inbox / "a.zip"
    path.write_bytes(pack(hand_in(made=made)))
    moment = datetime(2026, 11, 20, 1, 0, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))

    done = collect(course, inbox, MODULE)

    assert codes(done) == ["clock"]
    assert (submitted(course) / "timestamp.txt").read_text(encoding="utf-8") == "2026-11-20 01:00:00 UTC\n"


def test_a_submitted_folder_that_was_deleted_is_made_again(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in()))
    collect(course, inbox, MODULE)
    for path in submitted(course).iterdir():
        path.unlink()
    submitted(course).rmdir()
    collect(course, inbox, MODULE)

    assert (submitted(course) / "answers.json").is_file()


def test_a_damaged_record_of_our_own_does_not_stop_collecting(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in()))
    collect(course, inbox, MODULE)
    (course.grading / "received" / MODULE / "collected.json").write_text("{", encoding="utf-8")

    assert collect(course, inbox, MODULE).seats == ("07",)


def test_hand_ins_of_other_modules_in_a_shared_folder_are_left_alone(course: Course, inbox: Path) -> None:
    (inbox / "00_setup_seat07_20261123-100000.zip").write_bytes(pack(hand_in(module="00_setup")))
    (inbox / "a.zip").write_bytes(pack(hand_in()))

    done = collect(course, inbox, MODULE)

    assert (done.others, done.exit_code) == (1, 0)
    assert "ほかのモジュールの提出 1件は、そのままです。" in done.lines()


def test_a_browsers_second_download_is_understood(course: Course, inbox: Path) -> None:
    (inbox / "01_flow_seat07_20261123-103205 (1).zip").write_bytes(pack(hand_in()))

    assert collect(course, inbox, MODULE).seats == ("07",)


# --- the forgery corpus: each file is refused by name, and the others are taken in ------------------------------------


def link(entry: zipfile.ZipInfo) -> None:
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


def encrypted() -> bytes:
    """The zip of an honest hand-in with the mark of a password set, as ``zip -e`` sets it."""
    data = bytearray(pack(hand_in()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def lying_about_sizes() -> bytes:
    """A bomb whose directory says that its notebook is small."""
    big = b" " * (30 * 1024 * 1024)
    data = bytearray(pack(hand_in(notebook=big)))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def twice() -> bytes:
    buffer = io.BytesIO(pack(hand_in()))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("answers.json", ANSWER_BYTES)
    return buffer.getvalue()


def without_manifest() -> dict[str, bytes]:
    files = hand_in()
    del files["manifest.json"]
    return files


OUTSIDE = f"フォルダの外を指す名前のファイルが入っています。{AGAIN}"
BOMB = f"開くと極端に大きくなるので、開きませんでした。{AGAIN}"
BROKEN = f"提出ファイル（zip）として開けません。途中で切れたか、別のファイルです。{AGAIN}"
NO_SHAPE = f"提出ファイルの目録（manifest.json）の形が違います。{AGAIN}"
UNREADABLE = f"提出ファイルの目録（manifest.json）が読み取れません。{AGAIN}"
MISMATCH = f"目録と中身が合いません（answers.json）。{AGAIN}"
NO_SEAT = f"座席番号が読み取れません。{AGAIN}"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip slip": (lambda: pack({**hand_in(), "../../evil.py": b"1"}), OUTSIDE),
    "zip slip inside a path": (lambda: pack({**hand_in(), "a/../../evil.py": b"1"}), OUTSIDE),
    "absolute path": (lambda: pack({**hand_in(), "/tmp/evil.py": b"1"}), OUTSIDE),  # noqa: S108
    "drive letter": (lambda: pack({**hand_in(), "C:/evil.py": b"1"}), OUTSIDE),
    "windows separators": (lambda: pack({**hand_in(), "..\\evil.py": b"1"}), OUTSIDE),
    "symlink": (lambda: pack(hand_in(), link), f"リンクなど、ふつうのファイルでないものが入っています。{AGAIN}"),
    "bomb by ratio": (lambda: pack(hand_in(notebook=b" " * (15 * 1024 * 1024))), BOMB),
    "bomb by total size": (
        lambda: pack({**hand_in(), **{f"{n}.bin": os.urandom(3 * 2**20).hex().encode() for n in range(4)}}),
        f"開くと大きくなりすぎるので、開きませんでした（20 MBまで）。{AGAIN}",
    ),
    "bomb that lies about its size": (lying_about_sizes, BROKEN),
    "file too large": (
        lambda: os.urandom(21 * 1024 * 1024),
        f"大きすぎるので、開きませんでした（20 MBまで）。{AGAIN}",
    ),
    "too many files": (
        lambda: pack({**hand_in(), **{f"{n}.txt": b"" for n in range(30)}}),
        f"中のファイルが多すぎます。{AGAIN}",
    ),
    "nested": (
        lambda: pack({"01_flow_seat07.zip": pack(hand_in())}),
        "zipの中にzipが入っています。中の提出ファイルを取り出して、そのまま置いてください。",
    ),
    "encrypted": (encrypted, f"パスワードがかかっていて開けません。{AGAIN}"),
    "duplicate names": (twice, f"同じ名前のファイルが二つ入っています。{AGAIN}"),
    "not a zip": (lambda: "提出します".encode(), BROKEN),
    "cut off": (lambda: pack(hand_in())[:-30], BROKEN),
    "empty": (lambda: b"", f"中身がありません。送っている途中で切れたようです。{AGAIN}"),
    "empty zip": (lambda: pack({}), f"提出ファイルの目録（manifest.json）が入っていません。{AGAIN}"),
    "no manifest": (
        lambda: pack(without_manifest()),
        f"提出ファイルの目録（manifest.json）が入っていません。{AGAIN}",
    ),
    "manifest no JSON": (lambda: pack({**hand_in(), "manifest.json": b"{"}), UNREADABLE),
    "manifest no UTF-8": (lambda: pack({**hand_in(), "manifest.json": b"\xff"}), UNREADABLE),
    "manifest too deep": (lambda: pack({**hand_in(), "manifest.json": b"[" * 90_000}), UNREADABLE),
    "manifest a list": (lambda: pack({**hand_in(), "manifest.json": b"[]"}), NO_SHAPE),
    "manifest of another format": (lambda: pack(hand_in(format="kaizen-handin/9")), NO_SHAPE),
    "manifest huge": (
        lambda: pack({**hand_in(), "manifest.json": os.urandom(200_000)}),
        f"開くと大きくなりすぎるので、開きませんでした。{AGAIN}",
    ),
    "files no mapping": (lambda: pack(hand_in(files=[])), NO_SHAPE),
    "hash forged": (
        lambda: pack({**hand_in(), "answers.json": b"{}"}),
        f"作ったあとに中身が変わっています（answers.json）。{AGAIN}",
    ),
    "hash of no text": (
        lambda: pack(hand_in(files={f"{MODULE}.ipynb": ["x"], "answers.json": 1})),
        f"作ったあとに中身が変わっています（01_flow.ipynb）。{AGAIN}",
    ),
    "listed but not inside": (lambda: pack({k: v for k, v in hand_in().items() if k != "answers.json"}), MISMATCH),
    "inside but not listed": (lambda: pack({**hand_in(answers=None), "answers.json": b"{}"}), MISMATCH),
    "nothing that counts": (
        lambda: pack(hand_in(notebook=None, answers=None)),
        f"ノートブックも答えの記録も入っていません。{AGAIN}",
    ),
    "another module": (
        lambda: pack(hand_in(module="00_setup")),
        "別のモジュール（00_setup）の提出です。01_flow のフォルダから外してください。",
    ),
    "seat a path": (lambda: pack(hand_in(seat="../../x")), NO_SEAT),
    "seat missing": (lambda: pack(hand_in(seat=None)), NO_SEAT),
    "seat zero": (lambda: pack(hand_in(seat="00")), NO_SEAT),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_its_sentence_and_the_neighbour_is_taken_in(
    course: Course, inbox: Path, kind: str
) -> None:
    make, reason = HOSTILE[kind]
    (inbox / "bad.zip").write_bytes(make())
    (inbox / "good.zip").write_bytes(pack(hand_in(seat="08")))
    outside = {path for path in inbox.parent.rglob("*") if course.root not in path.parents}

    done = collect(course, inbox, MODULE)

    assert [(file.name, file.reason) for file in done.refused] == [("bad.zip", reason)]
    assert done.lines()[-1] == f"取り込めませんでした: bad.zip: {reason}"
    assert (seats_of(course), done.exit_code) == (["seat08"], 1)
    assert {path for path in inbox.parent.rglob("*") if course.root not in path.parents} == outside


def test_a_file_name_with_another_seat_is_asked_about(course: Course, inbox: Path) -> None:
    (inbox / "01_flow_seat08_20261123-103205.zip").write_bytes(pack(hand_in()))

    (refused,) = collect(course, inbox, MODULE).refused

    expected = "ファイル名の座席番号（08）と中の座席番号（07）が違います。本人に座席番号を確かめてください。"
    assert refused.reason == expected


def test_a_link_in_the_folder_is_not_followed(course: Course, inbox: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.zip"
    real.write_bytes(pack(hand_in()))
    try:
        (inbox / "a.zip").symlink_to(real)
    except OSError:
        (inbox / "a.zip").mkdir()  # Windows without the right to make links: a folder is refused as well

    (refused,) = collect(course, inbox, MODULE).refused

    assert refused.name == "a.zip"
    assert seats_of(course) == []


def test_a_folder_in_the_folder_is_named(course: Course, inbox: Path) -> None:
    (inbox / "フォルダ").mkdir()

    (refused,) = collect(course, inbox, MODULE).refused

    assert refused.reason == "ファイルではないので、開きませんでした。提出ファイル（zip）を置いてください。"


def test_only_the_notebook_and_the_answers_get_in(course: Course, inbox: Path) -> None:
    extra = {"kaizen_helpers.py": b"exercise = lambda x: 10", "kaizen_helpers/__init__.py": b"", "data.csv": b"1"}
    (inbox / "a.zip").write_bytes(pack({**hand_in(), **extra}))

    done = collect(course, inbox, MODULE)

    assert {path.name for path in submitted(course).iterdir()} == {f"{MODULE}.ipynb", "answers.json", "timestamp.txt"}
    assert codes(done) == ["extra-files"]


def test_a_missing_folder_is_one_sentence(course: Course, inbox: Path) -> None:
    with pytest.raises(MissingError) as caught:
        collect(course, inbox / "ない", MODULE)

    assert caught.value.message_ja == "提出ファイルを集めたフォルダが見つかりません。場所を確かめてください。"


def test_an_unknown_module_is_one_sentence(course: Course, inbox: Path) -> None:
    with pytest.raises(MissingError) as caught:
        collect(course, inbox, "09_none")

    assert caught.value.message_ja == "モジュール「09_none」はありません。使える名前は 01_flow です。"


# --- putting a notebook right ----------------------------------------------------------------------------------------


def collected(course: Course, inbox: Path, notebook: object, **other: Any) -> tuple[dict[str, Any], Collected]:
    data = notebook if isinstance(notebook, bytes) else as_json(notebook)
    (inbox / "a.zip").write_bytes(pack(hand_in(notebook=data, **other)))
    done = collect(course, inbox, MODULE)
    assert done.seats == ("07",)
    return notebook_of(course), done


def graded_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]


def test_a_deleted_exercise_comes_back_in_its_place(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    del changed["cells"][1]

    notebook, done = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]
    assert [note.text_ja for note in done.notes["07"]] == [f"「{LABEL}」のセルがなかったため、元の教材から戻しました。"]


def test_a_duplicated_exercise_stays_once(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    changed["cells"].append(copy_of(changed["cells"][1]))

    notebook, done = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]
    assert codes(done) == ["cell-duplicated"]


def test_a_cell_that_occurs_thrice_is_noted_once(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    changed["cells"] += [copy_of(changed["cells"][1]), copy_of(changed["cells"][1])]
    notes = collected(course, inbox, changed)[1].notes["07"]

    assert [note.text_ja for note in notes] == [f"「{LABEL}」のセルが二つ以上あったため、はじめのものを使いました。"]


def test_a_notebook_without_any_exercise_is_one_note(course: Course, inbox: Path) -> None:
    notes = collected(course, inbox, {**RELEASED, "cells": RELEASED["cells"][:1]})[1].notes["07"]

    assert [(note.code, note.text_ja) for note in notes] == [
        (
            "cells-restored",
            "問題のセルが見つからなかったため、元の教材のセルを使いました。答えの記録は採点しています。",
        )
    ]


@pytest.mark.parametrize(
    ("grade_id", "words"),
    [
        ("01_flow-flow-faults", LABEL),
        ("01_flow-flow-own-work", "自分の業務でやってみる"),
        ("01_flow-start", "はじめの準備"),
        ("01_flow-hand-in", "提出"),
        ("01_flow-unknown", "01_flow-unknown"),
        ("02_issues-issues-reason", "E2-6 論点の理由を書く"),
        ("02_issues-issues-reason-answer", "E2-6 論点の理由を書く"),
    ],
)
def test_a_cell_is_called_by_words_where_it_has_some(grade_id: str, words: str) -> None:
    assert _label(grade_id) == words


def test_an_edited_check_cell_is_set_back(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    changed["cells"][1]["source"] = "1000"

    notebook, done = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]
    expected = f"席07: 「{LABEL}」の書き換えできないセルの内容が変わっていたため、元に戻しました。"
    assert done.lines()[-1] == expected


def test_forged_points_and_marks_are_set_back(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    changed["cells"][1]["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "grade": False}
    changed["cells"][2] |= {"cell_type": "markdown"}

    notebook, _ = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]


def test_the_learners_own_cells_stay_where_they_were(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    own: dict[str, Any] = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": "x = (",
        "outputs": [],
        "execution_count": None,
    }
    changed["cells"].insert(2, own)

    notebook, done = collected(course, inbox, changed)

    assert notebook["cells"][2] == own
    assert codes(done) == []


def test_moved_exercises_are_put_in_order_again(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    changed["cells"][1:] = changed["cells"][:0:-1]

    notebook, done = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]
    assert codes(done) == ["cell-moved"]


def test_a_cell_that_claims_to_be_graded_is_only_a_cell(course: Course, inbox: Path) -> None:
    changed = copy_of(RELEASED)
    forged = graded("flow-faults", 1000)
    forged["metadata"]["nbgrader"]["grade_id"] = "01_flow-bonus"
    changed["cells"].append(forged)

    notebook, _ = collected(course, inbox, changed)

    assert graded_cells(notebook) == RELEASED["cells"][1:]


ODD_CELLS: list[Any] = [
    {"cell_type": "code"},
    {"cell_type": ["x"], "source": {"a": 1}, "metadata": []},
    {"cell_type": "markdown", "source": ["a", 1, None], "id": "あ"},
    {"cell_type": "code", "id": "title", "source": "1"},
    {"cell_type": "code", "id": 7, "source": "2", "metadata": {"nbgrader": {"grade_id": ["x"]}}},
    {"cell_type": "code", "id": "01_flow-flow-asis", "source": "3", "metadata": {"nbgrader": "x"}},
    {"cell_type": "code", "source": "x = '\ud83d'"},
    5,
    None,
]


def test_cells_that_no_notebook_may_hold_still_give_a_valid_notebook(course: Course, inbox: Path) -> None:
    import nbformat

    notebook, _ = collected(course, inbox, {**RELEASED, "cells": [*RELEASED["cells"], *ODD_CELLS]})

    nbformat.validate(notebook)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert graded_cells(notebook) == RELEASED["cells"][1:]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b'{"nbformat": 3, "worksheets": []}', b"[" * 50_000])
def test_a_damaged_notebook_gives_way_to_the_release(course: Course, inbox: Path, data: bytes) -> None:
    notebook, done = collected(course, inbox, data)

    assert notebook == RELEASED
    assert codes(done) == ["notebook-damaged"]
    assert (submitted(course) / "answers.json").is_file()


def test_a_missing_notebook_gives_way_to_the_release(course: Course, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(pack(hand_in(notebook=None)))

    done = collect(course, inbox, MODULE)

    assert notebook_of(course) == RELEASED
    assert done.lines()[-1] == "席07: ノートブックが入っていません。答えの記録から採点します。"


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"format": "kaizen-answers/1"}', b"[" * 50_000, b"9" * 5000])
def test_damaged_answers_are_noted_and_kept_out_of_grading(course: Course, inbox: Path, data: bytes) -> None:
    _, done = collected(course, inbox, RELEASED, answers=data)

    assert codes(done) == ["answers-damaged"]
    assert not (submitted(course) / "answers.json").exists()
    (kept,) = (course.grading / "received" / MODULE / "seat07").glob("*.zip")
    assert kept.read_bytes() == (inbox / "a.zip").read_bytes()


def test_answers_of_another_seat_or_module_are_noted(course: Course, inbox: Path) -> None:
    _, done = collected(course, inbox, RELEASED, answers=as_json({**ANSWERS, "seat": "09"}))
    assert codes(done) == ["answers-other-seat"]

    made = "2026-11-23T12:00:00+09:00"
    _, done = collected(course, inbox, RELEASED, answers=as_json({**ANSWERS, "module": "00_setup"}), made=made)
    assert codes(done) == ["answers-other-module"]
