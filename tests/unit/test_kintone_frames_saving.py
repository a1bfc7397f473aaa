"""Files of records: sent, fetched and kept under names that do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.kintone import Kintone, KintoneError, in_process, save_files, to_frame
from kaizen_helpers.kintone.frames.saving import harmless_name
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, table, text


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.environment.close()


@pytest.fixture
def kintone(desk: Desk) -> Iterator[Kintone]:
    way = in_process(desk.environment)
    with Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way) as one:
        yield one


def attached(kintone: Kintone, folder: Path, *contents: bytes, name: str = "図面.pdf") -> list[dict[str, str]]:
    """What a record says to hold these files."""
    keys = []
    for content in contents:
        path = folder / "元"
        path.write_bytes(content)
        keys.append({"fileKey": kintone.upload(path, name)})
    return keys


FILE = {"type": "FILE", "code": "添付"}


def test_files_go_in_and_come_out_byte_for_byte_also_from_tables(desk: Desk, kintone: Kintone, tmp_path: Path) -> None:
    app = desk.app(text("コード"), FILE, table("明細", {"type": "FILE", "code": "写真"}))
    inner = {"写真": {"value": attached(kintone, tmp_path, b"\xff\xd8jpg", name="a.jpg")}}
    content = bytes(range(256)) * 9
    record = {
        "添付": {"value": attached(kintone, tmp_path, content)},
        "明細": {"value": [{"value": inner}]},
    }
    kintone.add(app, [record])

    saved = save_files(kintone, kintone.all_records(app), tmp_path / "受け取り")

    assert {"添付": content, "写真": b"\xff\xd8jpg"} == {one.field: one.path.read_bytes() for one in saved}
    frame = to_frame(kintone.all_records(app), kintone.fields(app))
    assert [("図面.pdf",)] == frame["添付"].tolist()


def test_nothing_is_overwritten_and_running_again_adds_nothing(desk: Desk, kintone: Kintone, tmp_path: Path) -> None:
    app = desk.app(FILE)
    kintone.add(app, [{"添付": {"value": attached(kintone, tmp_path, b"one", b"two")}}])
    folder = tmp_path / "受け取り"
    (folder / "1").mkdir(parents=True)
    (folder / "1" / "図面.pdf").write_bytes(b"mine")

    first = [one.path for one in save_files(kintone, kintone.all_records(app), folder)]
    again = [one.path for one in save_files(kintone, kintone.all_records(app), folder)]

    assert ["図面 (2).pdf", "図面 (3).pdf"] == [path.name for path in first]
    assert first == again
    assert b"mine" == (folder / "1" / "図面.pdf").read_bytes()
    assert [b"one", b"two"] == [path.read_bytes() for path in first]


class Hostile:
    """A kintone that gives the same content for every key."""

    def download(self, _: str) -> bytes:
        return b"x"


def holding(name: Any, number: Any = "1") -> dict[str, Any]:
    return {"$id": {"value": number}, "添付": {"type": "FILE", "value": [{"fileKey": "k", "name": name}]}}


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\a.txt", "..", ".", "", "   "),
        *("CON", "nul.txt", "com1.pdf", "LPT¹", "a\x00b.txt", "x\ny.txt", "文書\u202efdp.exe", "~", ".bashrc"),
        *("長" * 400 + ".pdf", "a." + "b" * 400, "最後の点.", "file:stream", "a?*<>|.txt", "\ud800.txt"),
    ],
)
def test_a_hostile_name_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "中"

    (saved,) = save_files(Hostile(), [holding(name)], folder)  # type: ignore[arg-type]

    assert (folder / "1").resolve() == saved.path.resolve().parent
    assert [folder] == list(tmp_path.iterdir())
    assert saved.path.is_file()


@given(st.text(max_size=300))
def test_every_name_becomes_one_that_windows_takes(name: str) -> None:
    safe = harmless_name(name)

    assert 0 < len(safe.encode()) <= 200
    assert not set(safe) & set('<>:"/\\|?*\n\r\x00\u202e')
    assert safe == safe.strip().strip(".")
    assert safe.partition(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert safe == harmless_name(safe)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("図面 第2版.pdf", "図面 第2版.pdf"),
        ("../a.txt", "_a.txt"),
        ("con.tar.gz", "_con.tar.gz"),
        ("か\u3099.txt", "が.txt"),
        ("\x01\x02", "ファイル"),
    ],
)
def test_a_name_keeps_what_does_no_harm(name: str, safe: str) -> None:
    assert safe == harmless_name(name)


def test_a_long_name_keeps_its_ending() -> None:
    assert harmless_name("長" * 400 + ".pdf").endswith("長.pdf")


@pytest.mark.parametrize(
    "record", [holding(5), holding("a", "../x"), {"添付": {}}, {"$id": {"value": "1"}, "添付": []}]
)
def test_a_record_of_another_shape_is_refused(record: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="レコードの形"):
        save_files(Hostile(), [record], tmp_path)  # type: ignore[arg-type]


def test_a_page_in_the_place_of_a_file_is_not_kept(tmp_path: Path) -> None:
    record = holding("図面.pdf")
    record["添付"]["value"][0]["size"] = "2000"

    with pytest.raises(KintoneError, match="大きさ"):
        save_files(Hostile(), [record], tmp_path)  # type: ignore[arg-type]

    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")

    with pytest.raises(WriteError, match="保存できません"):
        save_files(Hostile(), [holding("a")], tmp_path / "f")  # type: ignore[arg-type]


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "外.txt"
    (tmp_path / "中" / "1").mkdir(parents=True)
    (tmp_path / "中" / "1" / "a.txt").symlink_to(outside)

    (saved,) = save_files(Hostile(), [holding("a.txt")], tmp_path / "中")  # type: ignore[arg-type]

    assert "a (2).txt" == saved.path.name
    assert not outside.exists()


def test_a_file_larger_than_kintone_takes_is_not_sent(
    kintone: Kintone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaizen_helpers.kintone.client.files._LARGEST", 3)
    (tmp_path / "a").write_bytes(b"xxx")
    (tmp_path / "b").write_bytes(b"xxxx")

    assert kintone.upload(tmp_path / "a")
    with pytest.raises(InputError, match="1GB"):
        kintone.upload(tmp_path / "b")


def test_a_file_that_is_not_there_is_told(kintone: Kintone, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"ない\.pdf"):
        kintone.upload(tmp_path / "ない.pdf")
    with pytest.raises(KintoneError):
        kintone.download("nokey")
