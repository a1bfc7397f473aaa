"""``kaizen flow 手順.xlsx``: everything the library makes of one's own flow, for people who know Excel and not Python.

A folder of its own is made beside the file; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kaizen_helpers.errors import InputError, KaizenError, WriteError
from kaizen_helpers.files import write_atomically

if TYPE_CHECKING:
    from kaizen_helpers.flow import Flow

__all__ = ["Kit", "flow_of", "make_kit", "new_folder"]

_MOST_FINDINGS = 12
_MOST_FOLDERS = 1000


@dataclass(frozen=True)
class Kit:
    """What was made of a flow, and what there is to say about it."""

    folder: Path
    files: tuple[Path, ...]
    sentences: tuple[str, ...]
    """For the person, in the order of reading."""


def make_kit(source: Path, after: Path | None = None, folder: Path | None = None) -> Kit:
    """Read a flow from a file and write its pictures, sheets and exchange files into a new folder.

    Args:
        source: the flow of today: a step table (.xlsx, .csv), a text (.txt), JSON, or the drawing of another tool.
        after: the improved flow, to be compared with it.
        folder: where the new folder is made; beside ``source`` if nothing is given.

    Raises:
        KaizenError: the file cannot be read as a flow, or nothing can be written.
    """
    today, said = flow_of(source)
    tomorrow: Flow | None = None
    if after is not None:
        tomorrow, more = flow_of(after)
        said += more
    place = new_folder((folder or source.parent) / f"{source.stem}（業務フロー図）")
    files: list[Path] = []
    for name, write in _parts(today, tomorrow):
        target = place / name
        try:
            write(target)
            files.append(target)
        except KaizenError as problem:  # one part that cannot be made does not keep the others back
            said.append(f"！ {name}は作れませんでした。{problem.message_ja}")
    return Kit(place, tuple(files), (*said, *_told(today, tomorrow)))


def flow_of(path: Path) -> tuple[Flow, list[str]]:
    """The flow in a file, and what could not be read of it, for people.

    Raises:
        KaizenError: there is no such file, or no step in it.
    """
    from kaizen_helpers.flow import read_flow

    reading = read_flow(path)
    if not reading.flow.steps:
        first = f"{reading.problems[0].message}" if reading.problems else ""
        raise InputError(f"手順が読み取れませんでした。{first}だれが・何を・次の列のある表にしてください。", path.name)
    told = [f"！ {path.name} {_place(problem.row, problem.column)}{problem.message}" for problem in reading.problems]
    return reading.flow, told[:_MOST_FINDINGS]


def _place(row: int, column: str) -> str:
    return f"{row}行目{f'の「{column}」' if column else ''}: " if row else ""


def new_folder(wanted: Path) -> Path:
    """Make a folder of this name, or of this name with a number behind it where there is one.

    Raises:
        WriteError: no folder can be made there.
    """
    for number in range(1, _MOST_FOLDERS):
        place = wanted if number == 1 else wanted.with_name(f"{wanted.name} ({number})")
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise WriteError(
                "フォルダを作れませんでした。--folder で書き込める場所を指定してください。", str(wanted)
            ) from error
        return place
    raise WriteError(
        "同じ名前のフォルダがたくさんあります。古いフォルダを片付けてから、もう一度お試しください。", wanted.name
    )


def _parts(today: Flow, tomorrow: Flow | None) -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Name of each file, and what writes it."""
    from kaizen_helpers.flow import (
        draw,
        draw_pages,
        find_all,
        flow_to_bpmn,
        flow_to_drawio,
        flow_to_pptx,
        flow_to_xlsx,
        review_sheet,
        save_picture,
        write_workbook,
    )

    yield "図.png", lambda path: save_picture(draw(today, quality="print"), path)
    yield "図（印刷用）.pdf", lambda path: save_picture(draw_pages(today), path)
    yield "手順の表.xlsx", lambda path: write_workbook(today, path)
    yield (
        "確認シート（上司に見てもらう）.html",
        lambda path: _write(path, review_sheet(today, findings=find_all(today))),
    )
    yield "図形（Excelで直せる）.xlsx", lambda path: flow_to_xlsx(today, path)
    yield "図形（PowerPointで直せる）.pptx", lambda path: flow_to_pptx(today, path)
    yield "図.drawio", lambda path: write_atomically(path, flow_to_drawio(today))
    yield "図.bpmn", lambda path: write_atomically(path, flow_to_bpmn(today))
    if tomorrow is not None:
        after = tomorrow
        yield "見直しシート.html", lambda path: _write(path, _sheet_of_change(today, after))


def _sheet_of_change(today: Flow, tomorrow: Flow) -> str:
    from kaizen_helpers.flow import balance, change_sheet, compare, savings

    return change_sheet(compare(today, tomorrow), saved=savings(today, tomorrow), balance=balance(today, tomorrow))


def _write(path: Path, text: str) -> None:
    write_atomically(path, text.encode("utf-8"))


def _told(today: Flow, tomorrow: Flow | None) -> Iterator[str]:
    from kaizen_helpers.flow import balance, effort, find_all, savings

    found = find_all(today)
    yield from (f"{'・' if one.severity != 'error' else '！'} {one.message_ja}" for one in found[:_MOST_FINDINGS])
    if len(found) > _MOST_FINDINGS:
        yield f"ほかに{len(found) - _MOST_FINDINGS}件あります。確認シートをご覧ください。"
    if not found:
        yield "図の形で気になる所は見つかりませんでした。"
    try:
        yield from effort(today).sentences
        if tomorrow is not None:
            yield from savings(today, tomorrow).sentences
            yield from balance(today, tomorrow).sentences
    except KaizenError as problem:
        yield f"！ 時間は計算できませんでした。{problem.message_ja}"
