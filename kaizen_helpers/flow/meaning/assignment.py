"""Who goes with whom so that the sum of the values is greatest (assignment problem). Pure Python, deterministic."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["best_pairs"]


def best_pairs(values: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The pairs (row, column), each row and column at most once, whose values add up to the most.

    Only the pairs named in ``values`` may be taken; the values are positive whole numbers, so that no
    rounding can change the answer. Pairs that share nothing are solved apart, each group with the
    Hungarian method (shortest augmenting paths, Kuhn 1955, Jonker and Volgenant 1987). Sorted.
    """
    pairs: list[tuple[int, int]] = []
    for rows, columns in _groups(values):
        if len(rows) <= len(columns):
            pairs += _solve(rows, columns, values)
        else:
            turned = {
                (column, row): values[row, column] for row in rows for column in columns if (row, column) in values
            }
            pairs += [(row, column) for column, row in _solve(columns, rows, turned)]
    return sorted(pairs)


def _groups(values: Mapping[tuple[int, int], int]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that hang together through pairs."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for row, column in values:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    seen: set[int] = set()
    found = []
    for start in sorted(by_row):
        if start in seen:
            continue
        rows, columns, waiting = {start}, set[int](), [start]
        while waiting:
            for column in by_row[waiting.pop()]:
                if column not in columns:
                    columns.add(column)
                    fresh = [row for row in by_column[column] if row not in rows]
                    rows.update(fresh)
                    waiting += fresh
        seen |= rows
        found.append((sorted(rows), sorted(columns)))
    return found


def _solve(rows: list[int], columns: list[int], values: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """At most as many rows as columns. A pair that is not allowed is worth 0 and left out of the answer."""
    wide = len(columns)
    costs = [[-values.get((row, column), 0) for column in columns] for row in rows]
    row_price, column_price = [0] * len(rows), [0] * (wide + 1)
    taken = [-1] * (wide + 1)  # the row of each column; the last place holds the row that is being placed
    for row in range(len(rows)):
        taken[wide] = row
        way = _shortest_way(costs, row_price, column_price, taken)
        column = way[-1]
        for before in reversed(way[:-1]):
            taken[column] = taken[before]
            column = before
    chosen = [(rows[row], columns[column]) for column, row in enumerate(taken[:wide]) if row >= 0]
    return [pair for pair in chosen if pair in values]


def _shortest_way(costs: list[list[int]], row_price: list[int], column_price: list[int], taken: list[int]) -> list[int]:
    """The columns from the place of the new row to the first free one; the prices are kept up to date."""
    wide = len(taken) - 1
    distance: list[int | None] = [None] * wide
    came_from = [wide] * wide
    done = [False] * (wide + 1)
    here = wide
    while taken[here] >= 0:
        done[here] = True
        row = taken[here]
        cost, price = costs[row], row_price[row]
        nearest, step = -1, 0
        for column in range(wide):
            if done[column]:
                continue
            length = cost[column] - price - column_price[column]
            known = distance[column]
            if known is None or length < known:
                distance[column] = known = length
                came_from[column] = here
            if nearest < 0 or known < step:
                nearest, step = column, known
        for column in range(wide + 1):
            if done[column]:
                row_price[taken[column]] += step
                column_price[column] -= step
            elif (known := distance[column]) is not None:
                distance[column] = known - step
        here = nearest
    way = [here]
    while way[-1] != wide:
        way.append(came_from[way[-1]])
    return way[::-1]
