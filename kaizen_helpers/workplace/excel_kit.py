"""``kaizen excel collect``: the returned forms of a folder as one table, a list of reminders, and a page to look at.

A folder of its own is made; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kaizen_helpers.errors import InputError
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["collect_forms", "same_headings"]

_MOST_TOLD = 12


def collect_forms(
    returned: Path,
    asked: Path,
    *,
    folder: Path | None = None,
    form: Path | None = None,
    same: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Kit:
    """Put the returned forms of a folder together, and write the table and what to look at into a new folder.

    Args:
        returned: the folder with the returned forms.
        asked: the list of those asked (団体コード, 団体名).
        folder: where the new folder is made; beside ``returned`` if nothing is given.
        form: the blank form.
        same: heading of a form → heading of the table.
        progress: is told (files read, files in all).

    Raises:
        KaizenError: nothing can be read, or nothing can be written.
    """
    from kaizen_helpers.excel.collecting.collecting import collect
    from kaizen_helpers.excel.collecting.report import summary_of, write_collected

    collected = collect(returned, asked, form=form, answers=same, progress=progress)
    base = returned.resolve()
    place = new_folder((folder or base.parent) / f"{base.name}（取りまとめ）")
    files = write_collected(collected, place)
    told = summary_of(collected)
    if collected.missing:
        names = "・".join(body.name for body in collected.missing[:_MOST_TOLD])
        more = f"ほか{len(collected.missing) - _MOST_TOLD}団体" if len(collected.missing) > _MOST_TOLD else ""
        told.append(f"！ まだ回答を確かめられていない団体: {names}{more}")
    if collected.conflicts:
        told.append(f"！ 同じ団体の回答どうしで値が違うところが{len(collected.conflicts)}か所あります。")
    told += [f"！ {remark}" for remark in collected.remarks[:_MOST_TOLD]]
    if len(collected.remarks) > _MOST_TOLD:
        told.append(f"！ ほかに{len(collected.remarks) - _MOST_TOLD}か所あります。「確認.html」で見られます。")
    return Kit(place, files, tuple(told))


def same_headings(words: Sequence[str]) -> dict[str, str]:
    """「見つけた列=正しい列」 as pairs.

    Raises:
        InputError: a word without 「=」, or with nothing on one side.
    """
    pairs = {}
    for word in words:
        found, sign, wanted = word.replace("＝", "=").strip("「」").partition("=")
        if not (sign and found.strip() and wanted.strip()):
            raise InputError("「見つけた列=正しい列」の形で書いてください。例: --same 人数計=設問2_人数", word[:40])
        pairs[found.strip()] = wanted.strip()
    return pairs
