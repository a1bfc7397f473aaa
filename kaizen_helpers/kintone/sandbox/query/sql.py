"""From a query to SQL over the tables of an app: which operators a field allows, and what they mean.

Decisions of reference/kintone.md §6: an empty field is not equal to a value, and so matches 「!=」 and 「not in」; two
conditions on one table joined by ``and`` mean the same row; a negative one means every row of a table that has rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kaizen_helpers.kintone.sandbox.apps.form import Form, FormField
from kaizen_helpers.kintone.sandbox.call import Call
from kaizen_helpers.kintone.sandbox.clock import zone_of
from kaizen_helpers.kintone.sandbox.problems import Problem, invalid
from kaizen_helpers.kintone.sandbox.query.days import DAY_FUNCTIONS, days_of, instants_of
from kaizen_helpers.kintone.sandbox.query.syntax import WRONG, Condition, Function, Predicate, Query
from kaizen_helpers.kintone.sandbox.records.table import records_of, rows_of
from kaizen_helpers.kintone.sandbox.records.values import column_of, plain_number

__all__ = ["OPERATORS", "Sql", "condition_sql", "like_words", "query_sql"]

_COMPARE = frozenset(["=", "!=", "<", ">", "<=", ">="])
_AMONG = frozenset(["in", "not in"])
_LIKE = frozenset(["like", "not like"])
_EMPTY = frozenset(["is empty", "is not empty"])
OPERATORS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("__ID__", "RECORD_NUMBER", "NUMBER", "CALC"), _COMPARE | _AMONG),
    **dict.fromkeys(("SINGLE_LINE_TEXT", "LINK"), frozenset(["=", "!="]) | _AMONG | _LIKE),
    **dict.fromkeys(("MULTI_LINE_TEXT", "FILE"), _LIKE | _EMPTY),
    "RICH_TEXT": _LIKE,
    **dict.fromkeys(("CHECK_BOX", "RADIO_BUTTON", "DROP_DOWN", "MULTI_SELECT", "CATEGORY"), _AMONG),
    "STATUS": frozenset(["=", "!="]) | _AMONG,
    **dict.fromkeys(("DATE", "TIME", "DATETIME", "CREATED_TIME", "UPDATED_TIME"), _COMPARE),
    **dict.fromkeys(
        ("CREATOR", "MODIFIER", "USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "STATUS_ASSIGNEE"), _AMONG
    ),
}
_PEOPLE = frozenset(["CREATOR", "MODIFIER", "USER_SELECT", "STATUS_ASSIGNEE"])
_INSTANTS = frozenset(["DATETIME", "CREATED_TIME", "UPDATED_TIME"])
_LISTS = _PEOPLE | {"CHECK_BOX", "MULTI_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT", "CATEGORY"}
_NUMBERS = frozenset(["__ID__", "RECORD_NUMBER", "NUMBER", "CALC"])
_NEGATIVE = {"!=": "=", "not in": "in", "not like": "like", "is not empty": "is empty"}
_UNSORTED = frozenset(["FILE", "SUBTABLE", "REFERENCE_TABLE", "GROUP", "MULTI_LINE_TEXT", "RICH_TEXT"])
_MOST, _FARTHEST = 500, 10_000


@dataclass
class Sql:
    """A piece of SQL with the values of its marks, in turn."""

    text: str
    values: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where a condition is asked: the app's records under the name ``alias``."""

    call: Call
    app: int
    form: Form
    alias: str


def query_sql(call: Call, app: int, form: Form, query: Query) -> tuple[Sql, Sql]:
    """The condition, and everything after it (``ORDER BY … LIMIT … OFFSET …``); records are ``r``.

    Raises Problem: GAIA_IQ… what a field does not allow, GAIA_QU01 and QU02 beyond the limits.
    """
    if query.limit is not None and query.limit > _MOST:
        raise Problem("GAIA_QU01")
    if query.offset is not None and query.offset > _FARTHEST:
        raise Problem("GAIA_QU02")
    if (query.limit or 0) < 0 or (query.offset or 0) < 0:
        raise invalid({"query": [WRONG]})
    where = condition_sql(call, app, form, query.condition)
    keys = [f"{_sortable(form, code)} {'ASC' if ascending else 'DESC'}" for code, ascending in query.order]
    keys.append("r.id DESC")
    limit = 100 if query.limit is None else query.limit
    return where, Sql(f"ORDER BY {', '.join(keys)} LIMIT ? OFFSET ?", [limit, query.offset or 0])


def condition_sql(call: Call, app: int, form: Form, condition: Condition | None) -> Sql:
    """The condition on the records ``r`` of an app; without one, all of them."""
    if condition is None:
        return Sql("1")
    return _condition(_Place(call, app, form, "r"), condition)


def _sortable(form: Form, code: str) -> str:
    if code == "$id":
        return "r.id"
    one = form.fields.get(code)
    if one is None:
        if form.find(code):
            raise Problem("GAIA_IQ03", {"field": code, "operator": "order by"})
        raise Problem("GAIA_IQ11", {"field": code})
    if one.type in _UNSORTED:
        raise Problem("GAIA_IQ03", {"field": code, "operator": "order by"})
    return "r.id" if one.type == "RECORD_NUMBER" else f"r.{one.column}"


def _condition(place: _Place, condition: Condition) -> Sql:
    if isinstance(condition, Predicate):
        return _alone(place, condition)
    if condition.joined_by == "or":
        return _joined(" OR ", [_condition(place, one) for one in condition.conditions])
    pieces: list[Sql] = []
    same_row: dict[str, list[Predicate]] = {}
    for one in condition.conditions:
        inner = _inner(place, one)
        if inner is not None and isinstance(one, Predicate) and one.operator not in _NEGATIVE:
            same_row.setdefault(inner.table, []).append(one)
        else:
            pieces.append(_condition(place, one))
    pieces += [_some_row(place, table, predicates) for table, predicates in same_row.items()]
    return _joined(" AND ", pieces)


def _joined(word: str, pieces: list[Sql]) -> Sql:
    """All of them joined. SQLite takes a chain for a tree as deep as it is long, and refuses more than a thousand."""
    values = [value for one in pieces for value in one.values]
    return Sql(_halved(word, [one.text for one in pieces]), values)


def _halved(word: str, texts: list[str]) -> str:
    """The joined texts, with parentheses around halves where they are many."""
    if len(texts) <= 100:
        return f"({word.join(texts)})"
    middle = len(texts) // 2
    return f"({_halved(word, texts[:middle])}{word}{_halved(word, texts[middle:])})"


def _inner(place: _Place, condition: Condition) -> FormField | None:
    """The field of a table that the condition asks about, if it does."""
    if not isinstance(condition, Predicate) or condition.field in place.form.fields:
        return None
    found = place.form.find(condition.field)
    return found if found and found.table else None


def _alone(place: _Place, predicate: Predicate) -> Sql:
    table = _inner(place, predicate)
    if table is None:
        return _outer(place, predicate)
    if predicate.operator not in _NEGATIVE:
        return _some_row(place, table.table, [predicate])
    positive = Predicate(predicate.field, _NEGATIVE[predicate.operator], predicate.values)
    _allowed(table, predicate.operator)
    some, none = _rows(place, table.table), _some_row(place, table.table, [positive])
    return Sql(f"(EXISTS ({some.text}) AND NOT {none.text})", [*some.values, *none.values])


def _rows(place: _Place, table: str) -> Sql:
    number = place.form.fields[table].number
    return Sql(
        f"SELECT 1 FROM {rows_of(place.app)} t WHERE t.record = {place.alias}.id AND t.field = ?",
        [number],
    )


def _some_row(place: _Place, table: str, predicates: list[Predicate]) -> Sql:
    rows = _rows(place, table)
    for predicate in predicates:
        one = place.form.inner[table][predicate.field]
        _allowed(one, predicate.operator)
        piece = _field(place, one, f"t.{one.column}", predicate)
        rows = Sql(f"{rows.text} AND {piece.text}", [*rows.values, *piece.values])
    return Sql(f"EXISTS ({rows.text})", rows.values)


def _outer(place: _Place, predicate: Predicate) -> Sql:
    if predicate.field == "$id":
        return _field(place, FormField("$id", "__ID__", {}), f"{place.alias}.id", predicate)
    one = place.form.fields.get(predicate.field)
    if one is None:
        return _related(place, predicate)
    _allowed(one, predicate.operator)
    column = f"{place.alias}.id" if one.type == "RECORD_NUMBER" else f"{place.alias}.{one.column}"
    return _field(place, one, column, predicate)


def _related(place: _Place, predicate: Predicate) -> Sql:
    """「関連レコード一覧.フィールド」: some related record fulfils it."""
    table, dot, code = predicate.field.partition(".")
    one = place.form.fields.get(table)
    if not dot or one is None:
        raise Problem("GAIA_IQ11", {"field": predicate.field})
    if one.type != "REFERENCE_TABLE":
        raise Problem("GAIA_IR02", {"field": predicate.field})
    settings = one.properties["referenceTable"]
    other = int(settings["relatedApp"]["app"])
    form = place.call.environment.apps.get(other).use.form
    here, there = place.form.fields[settings["condition"]["field"]], form.fields[settings["condition"]["relatedField"]]
    alias = f"{place.alias}x"
    inner = _condition(_Place(place.call, other, form, alias), Predicate(code, predicate.operator, predicate.values))
    columns = [
        f"{name}.id" if field.type == "RECORD_NUMBER" else f"{name}.{field.column}"
        for name, field in ((alias, there), (place.alias, here))
    ]
    text = f"SELECT 1 FROM {records_of(other)} {alias} WHERE {columns[0]} = {columns[1]} AND {inner.text}"
    return Sql(f"EXISTS ({text})", inner.values)


def _allowed(one: FormField, operator: str) -> None:
    words = {"field": one.code, "operator": operator}
    if one.table and operator in ("=", "!="):
        raise Problem("GAIA_IQ07", words)
    if operator not in OPERATORS.get(one.type, frozenset()):
        raise Problem("GAIA_IQ03", words)


def _field(place: _Place, one: FormField, column: str, predicate: Predicate) -> Sql:
    operator, values = predicate.operator, predicate.values
    if operator in _NEGATIVE:
        piece = _field(place, one, column, Predicate(predicate.field, _NEGATIVE[operator], values))
        return Sql(f"NOT COALESCE({piece.text}, 0)", piece.values)
    if operator == "is empty":
        return Sql(f"TRIM(COALESCE({column}, ''), ' ' || char(9) || char(10) || char(13) || char(12288)) = ''")
    if operator == "like":
        return Sql(f"kintone_like(COALESCE({column}, ''), ?)", [_text(values[0])])
    if operator == "in":
        return _among(place, one, column, values)
    return _compared(place, one, column, operator, values[0])


def _text(value: str | Function) -> str:
    if isinstance(value, Function):
        raise invalid({"query": [WRONG]})
    return value


def _among(place: _Place, one: FormField, column: str, values: tuple[str | Function, ...]) -> Sql:
    if not values:
        return Sql("0")
    wanted = [text for value in values for text in _meant(place, one, value)]
    if not wanted:
        return Sql("1")  # PRIMARY_ORGANIZATION() of somebody without one: the condition is ignored
    _check_options(one, wanted)
    marks = ", ".join("?" * len(wanted))
    if one.type in _LISTS:
        pieces = [Sql(f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks}))", list(wanted))]
        if "" in wanted:
            pieces.append(Sql(f"COALESCE({column}, '[]') = '[]'"))
        return _joined(" OR ", pieces)
    if one.type in _NUMBERS:
        return _joined(" OR ", [_compared(place, one, column, "=", value) for value in wanted])
    return Sql(f"COALESCE({column}, '') IN ({marks})", list(wanted))


def _meant(place: _Place, one: FormField, value: str | Function) -> list[str]:
    if isinstance(value, str):
        return [value]
    caller = place.call.caller
    if value.name == "LOGINUSER" and one.type in _PEOPLE:
        return [caller.user.code]
    if value.name == "PRIMARY_ORGANIZATION" and one.type == "ORGANIZATION_SELECT":
        return [caller.first_organization] if caller.first_organization else []
    raise invalid({"query": [WRONG]})


def _check_options(one: FormField, wanted: list[str]) -> None:
    if one.type in ("CHECK_BOX", "RADIO_BUTTON", "DROP_DOWN", "MULTI_SELECT"):
        for text in wanted:
            if text and text not in one.options:
                raise Problem("GAIA_IQ10", {"field": one.code, "value": text})


def _compared(place: _Place, one: FormField, column: str, operator: str, value: str | Function) -> Sql:
    if one.type in _NUMBERS:
        return _compared_number(place, one, column, operator, _text(value))
    if isinstance(value, Function):
        return _compared_days(place, one, column, operator, value)
    if value == "":
        return Sql(f"COALESCE({column}, '') = ''") if operator == "=" else Sql("0")
    literal = _LITERALS[one.type](value) if one.type in _LITERALS else value
    filled = f"COALESCE({column}, '') <> '' AND " if operator != "=" else ""
    return Sql(f"({filled}{column} {operator} ?)", [literal])


def _compared_number(place: _Place, one: FormField, column: str, operator: str, text: str) -> Sql:
    if text == "":
        return Sql(f"{column} IS NULL") if operator == "=" else Sql("0")
    if one.type == "RECORD_NUMBER" and "-" in text[1:]:
        own = place.form.number_of(text)
        if own is None:  # with the code of another app it is no record of this one
            return Sql("1" if operator == "!=" else "0")
        text = str(own)
    number = plain_number(text.strip())
    if number is None:
        if one.type == "CALC":
            return Sql(f"{column} {operator} ?", [text])
        raise invalid({"query": [WRONG]})
    return Sql(f"{column} {operator} ?", [column_of("NUMBER", number)])


def _compared_days(place: _Place, one: FormField, column: str, operator: str, function: Function) -> Sql:
    if function.name not in DAY_FUNCTIONS or one.type == "TIME" or (function.name == "NOW" and one.type == "DATE"):
        raise invalid({"query": [WRONG]})
    now, zone = place.call.environment.clock.now(), zone_of(place.call.caller.user.timezone)
    if one.type in _INSTANTS:
        first, last = instants_of(function, now, zone)
    else:
        first, last = (day.isoformat() for day in days_of(function, now.astimezone(zone).date()))
    filled = f"COALESCE({column}, '') <> ''"
    if operator == "=":
        return Sql(f"({filled} AND {column} BETWEEN ? AND ?)", [first, last])
    edge = first if operator in ("<", ">=") else last
    return Sql(f"({filled} AND {column} {operator} ?)", [edge])


def _as_day(text: str) -> str:
    return _checked(text, "DATE")


def _as_instant(text: str) -> str:
    return _checked(text, "DATETIME")


def _as_time(text: str) -> str:
    return _checked(text, "TIME")


def _checked(text: str, kind: str) -> str:
    from kaizen_helpers.kintone.sandbox.records.values import parse_moment

    value = parse_moment(text, kind)
    if value is None:
        raise invalid({"query": [WRONG]})
    return value


_LITERALS: dict[str, Callable[[str], str]] = {
    "DATE": _as_day,
    "TIME": _as_time,
    **dict.fromkeys(_INSTANTS, _as_instant),
}


def like_words(text: str, wanted: str) -> bool:
    """Whether ``wanted`` is in the text: whole words of ASCII letters and digits, any part of other texts.

    Kintone searches an index of words; this is an approximation (reference/kintone.md §6.3).
    """
    text, wanted = text.casefold(), wanted.casefold().strip()
    if not wanted:
        return False
    place = text.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if not (_runs_on(text, place) or _runs_on(text, end)):
            return True
        place = text.find(wanted, place + 1)
    return False


def _runs_on(text: str, place: int) -> bool:
    """Whether an ASCII word goes on over this place."""
    around = text[place - 1 : place + 1] if place > 0 else ""
    return len(around) == 2 and all(letter.isascii() and letter.isalnum() for letter in around)
