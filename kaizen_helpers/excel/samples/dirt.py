"""A whole dirty workbook: the truth, what was done to each row, and what the person who knows the work would answer.

The kinds of dirt are in ``around`` (above, header, below), ``body`` (rows), ``wide`` (years side by side), ``values``
(single cells) and ``traps`` (what nobody can put right from the cells alone).
"""

from __future__ import annotations

import random
from dataclasses import replace

from kaizen_helpers.excel.samples.around import above, below, header
from kaizen_helpers.excel.samples.body import body
from kaizen_helpers.excel.samples.clean import clean_table
from kaizen_helpers.excel.samples.grid import Filling, Grid
from kaizen_helpers.excel.samples.model import CleanTable, DirtyBook, Known
from kaizen_helpers.excel.samples.traps import fitting, spring
from kaizen_helpers.excel.samples.values import VARIANTS
from kaizen_helpers.excel.samples.wide import wide

__all__ = ["dirty_book"]


def dirty_book(case: str, seed: int, *, trap: bool = False) -> DirtyBook:
    """A dirty workbook of ``case``; the same for the same seed."""
    draw = random.Random(f"dirt/{case}/{seed}/{trap}")  # noqa: S311 - a repeatable example, no secret
    clean = clean_table(case, seed)
    made = _begun(clean, draw, draw.choice(fitting(clean)) if trap else "")
    is_wide = case == "C1-年度"
    above(made)
    if is_wide:
        wide(made)
    else:
        header(made)
        body(made)
    set_trap = spring(made)
    below(made)
    grid = made.grid
    hidden_columns: tuple[int, ...] = ()
    if not is_wide and made.maybe("非表示列", 0.2):
        hidden_columns = (grid.left + len(made.clean.fields),)
    if made.thousands:
        made.dirt.append("千円")
    known = Known(
        hidden_rows_belong=not made.drop_hidden,
        thousands=made.thousands,
        variants={variant: choice for choice, several in VARIANTS.items() for variant in several},
        wide_name="年度" if is_wide else "",
    )
    return DirtyBook(
        made.clean, grid.cells, grid.formats, tuple(grid.merged), tuple(grid.hidden), hidden_columns,
        tuple(dict.fromkeys(made.dirt)), tuple(map(tuple, made.row_dirt)), known, set_trap, tuple(made.where),
    )  # fmt: skip


def _begun(clean: CleanTable, draw: random.Random, trap: str) -> Filling:
    """The decisions that hold for the whole sheet."""
    is_wide = clean.case == "C1-年度"
    levels = 1 if is_wide else draw.choice((1, 2, 3))
    clean = _renamed(clean) if levels == 3 else clean
    units = [one.name for one in clean.fields if one.unit]
    money = [one.name for one in clean.fields if one.unit == "円" and not is_wide]
    return Filling(
        clean,
        draw,
        trap,
        Grid(draw.choice((0, 0, 1))),
        levels,
        amount=0.0 if draw.random() < 0.1 else draw.choice((0.05, 0.2)),
        units_in_header=frozenset(one for one in units if draw.random() < 0.6) if draw.random() < 0.7 else frozenset(),
        drop_hidden=draw.random() < 0.5,
        row_dirt=[[] for _ in clean.rows],
        **_money(money, draw),  # type: ignore[arg-type]
    )


def _money(names: list[str], draw: random.Random) -> dict[str, object]:
    """Which columns are in 千円, and whether that stands once above the table or in each heading."""
    if names and draw.random() < 0.15:
        return {"thousands": tuple(names), "thousands_above": True}
    return {"thousands": tuple(name for name in names if draw.random() < 0.2)}


def _renamed(clean: CleanTable) -> CleanTable:
    """The same table, its answers under one more heading."""
    names = [one.name for one in clean.fields]
    inside = [place for place, name in enumerate(names) if "_" in name]
    new = {
        name: f"回答内容_{name}" if inside[0] <= place <= inside[-1] else name for place, name in enumerate(names)
    } | {"": ""}
    fields = tuple(
        replace(one, name=new[one.name], other=new[one.other], not_below=new[one.not_below]) for one in clean.fields
    )
    overlap = clean.no_overlap and (new[clean.no_overlap[0]], new[clean.no_overlap[1]], new[clean.no_overlap[2]])
    return replace(
        clean, fields=fields, key=tuple(new[name] for name in clean.key), newest=new[clean.newest], no_overlap=overlap
    )
