"""``kaizen tools``: the questions about a business to be filled in; from a filled one, what to use for it and why.

A folder of its own is made for what is written; nothing that is there is ever written over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaizen_helpers.course import command
from kaizen_helpers.files import write_atomically
from kaizen_helpers.forms import form_page, read_form, write_form
from kaizen_helpers.issues.tools.criteria import Criteria, find_criteria
from kaizen_helpers.issues.tools.recommendation import Recommendation, recommend
from kaizen_helpers.issues.tools.sheet import business_of, tools_form, tools_page
from kaizen_helpers.organisation import Organisation, find_organisation
from kaizen_helpers.toml_file import Problem
from kaizen_helpers.workplace.flow_kit import Kit, new_folder

__all__ = ["blank_tools", "make_tools"]

_MOST_TOLD = 20


def blank_tools(folder: Path) -> Kit:
    """The blank questions, as a workbook and to be filled by hand.

    Raises:
        WriteError: nothing can be written there.
    """
    organisation = find_organisation(folder)
    form = tools_form(organisation)
    place = new_folder(folder / form.name)
    workbook = write_form(form, place / f"{form.name}.xlsx")
    paper = place / f"{form.name}（手書き用）.html"
    write_atomically(paper, form_page(form).encode("utf-8"))
    told = (
        f"「{workbook.name}」に書き込みます。手で書くときは「{paper.name}」を印刷します。",
        f"書いたら、{command('tools')} のあとに、そのファイルの名前を付けて動かしてください。",
        *_settings(organisation, find_criteria(folder)),
    )
    return Kit(place, (workbook, paper), told)


def make_tools(files: Sequence[Path], folder: Path | None = None) -> Kit:
    """A page with the candidate and its reasons for each filled workbook.

    Args:
        files: filled workbooks, one a business.
        folder: where the new folder is made, and where the organisation's settings are looked for; beside the first
            file if nothing is given.

    Raises:
        KaizenError: a file is no such form, or nothing can be written.
    """
    home = folder or files[0].parent
    organisation, criteria = find_organisation(home), find_criteria(home)
    read = [business_of(read_form(tools_form(organisation), path), organisation) for path in files]
    place = new_folder(home / f"{files[0].stem}（ツール選び）")
    made, told = [], []
    for (business, problems), source in zip(read, files, strict=True):
        found = recommend(business, criteria, organisation)
        path = place / f"{source.stem}（ツール選び）.html"
        write_atomically(path, tools_page(business, found, problems, organisation=organisation).encode("utf-8"))
        made.append(path)
        told += _told(business.name or source.stem, found, problems)
    return Kit(place, tuple(made), (*told, *_settings(organisation, criteria)))


def _told(name: str, found: Recommendation, problems: Sequence[Problem]) -> list[str]:
    told = [
        f"{name}: いまの候補は「{found.first.name}」です。",
        *(f"  - {reason}" for reason in found.first.reasons_for),
    ]
    told += [f"  ！ {problem}" for problem in problems[:_MOST_TOLD]]
    if len(problems) > _MOST_TOLD:
        told.append(f"  ！ ほかに{len(problems) - _MOST_TOLD}か所あります。上から直して、もう一度お試しください。")
    if found.changes:
        told.append(f"  - {found.changes[0].text_ja}")
    return told


def _settings(organisation: Organisation, criteria: Criteria) -> tuple[str, ...]:
    """What of the organisation's own files could not be used."""
    return (
        *(f"！ organisation.toml の{problem}" for problem in organisation.problems[:_MOST_TOLD]),
        *(f"！ tools.toml の{problem}" for problem in criteria.problems[:_MOST_TOLD]),
    )
