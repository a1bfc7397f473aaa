"""Does a business flow cover an app? Every field with its step, every state with its place, every lane with its rights.

What the flow says itself, and what a person confirmed in the table of the gate's workbook, counts. Names that only
look alike are proposals and never count. A confirmation names the steps with their words, so that it lapses when the
flow is changed below it. Source of the rule: reference/domain.md S28 (本番利用にはフロー図が必須).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kaizen_helpers.flow.cells import fold, short
from kaizen_helpers.flow.model import Flow
from kaizen_helpers.flow.timing.work import is_ours
from kaizen_helpers.flow.words import plain
from kaizen_helpers.kintone import AppDefinition, AppField, Entity
from kaizen_helpers.plan.coverage.proposals import (
    Guess,
    is_app_step,
    propose_entities,
    propose_for_field,
    propose_for_state,
    written_fields,
    written_states,
)

__all__ = ["BOTH", "READS", "USES", "WRITES", "Clash", "Coverage", "Footing", "Link", "Rows", "cover", "step_words"]

Rows = Sequence[Mapping[str, Any]]
WRITES, READS, BOTH = "書く", "読む", "書いて読む"
USES = (WRITES, READS, BOTH)
_LONGEST_WORDS = 24
_NOT_TICKED = "「確認」の欄がまだです"


class Footing(StrEnum):
    """What a correspondence rests on. The first four count."""

    WRITTEN = "図に記載"
    CONFIRMED = "人が確認"
    FOLLOWS = "ほかから決まる"
    REASON = "理由あり"
    PROPOSED = "候補"
    LAPSED = "確かめ直し"
    NONE = "まだ"

    @property
    def counts(self) -> bool:
        """Whether it is more than a guess."""
        return self in {Footing.WRITTEN, Footing.CONFIRMED, Footing.FOLLOWS, Footing.REASON}


@dataclass(frozen=True, slots=True)
class Link:
    """One field, state or lane, and what it belongs to."""

    key: str
    """Code of the field, name of the state, name of the lane."""
    label: str
    footing: Footing
    steps: tuple[int, ...] = ()
    """Of a field or a state."""
    entities: tuple[Entity, ...] = ()
    """Of a lane: whom the app's permissions name."""
    use: str = ""
    """Of a field: one of :data:`USES`."""
    why: str = ""
    """What speaks for it, or what is to be done."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A lane that must write a field and may not."""

    lane: str
    field: str
    step: int
    message_ja: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a flow covers an app."""

    fields: tuple[Link, ...] = ()
    states: tuple[Link, ...] = ()
    lanes: tuple[Link, ...] = ()
    clashes: tuple[Clash, ...] = ()
    problems: tuple[str, ...] = ()
    """Rows of the table that fit neither the app nor the flow."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return not (self.open_fields or self.open_states or self.open_lanes or self.clashes)

    @property
    def open_fields(self) -> tuple[Link, ...]:
        """Fields without a step, or with no more than a proposal."""
        return tuple(link for link in self.fields if not link.footing.counts)

    @property
    def open_states(self) -> tuple[Link, ...]:
        """The same of states."""
        return tuple(link for link in self.states if not link.footing.counts)

    @property
    def open_lanes(self) -> tuple[Link, ...]:
        """The same of lanes."""
        return tuple(link for link in self.lanes if not link.footing.counts)


def cover(flow: Flow, app: AppDefinition, table: Mapping[str, Rows] | None = None) -> Coverage:
    """Hold an app against a flow.

    Args:
        flow: the flow as it will be with the app.
        app: parts that were not handed in have no links; the gate says so.
        table: ``fields``, ``states`` and ``lanes`` as a person filled them (the grids of the gate's form).
    """
    given = table or {}
    problems: list[str] = []
    sheets = {
        key: _by_name(given.get(key) or (), column, problems)
        for key, column in (("fields", "code"), ("states", "state"), ("lanes", "lane"))
    }
    fields = _field_links(flow, app, sheets["fields"], problems)
    states = [_state_link(flow, app, state.name, sheets["states"], problems) for state in app.states]
    lanes = _lane_links(flow, app, sheets["lanes"], problems) if app.rights is not None else []
    for known, sheet, where in (
        ({fold(link.key) for link in fields}, sheets["fields"], "項目と手順"),
        ({fold(link.key) for link in states}, sheets["states"], "状態と手順"),
        ({fold(link.key) for link in lanes}, sheets["lanes"], "担当と権限"),
    ):
        unknown = [name for name in sheet if name not in known] if known else []
        problems += [
            f"「{where}」の表の「{short(name)}」は、アプリか図にありません。名前を直してください。" for name in unknown
        ]
    return Coverage(tuple(fields), tuple(states), tuple(lanes), _clashes(flow, app, fields, lanes), tuple(problems))


def step_words(flow: Flow, steps: Iterable[int]) -> str:
    """The words of steps on one line each, as they stand in the workbook beside their numbers."""
    found = (flow.step(number) for number in steps)
    return "\n".join(short(plain(step.what), _LONGEST_WORDS) for step in found if step is not None)


# --- fields ----------------------------------------------------------------------------------------


def _field_links(flow: Flow, app: AppDefinition, sheet: Mapping[str, Any], problems: list[str]) -> list[Link]:
    names = (app.name,)
    tables = [field for field in app.fields or () if field.type == "SUBTABLE"]
    of_table = {field.code: _field_link(flow, field, sheet, names, problems) for field in tables}
    links = {field.code: _field_link(flow, field, sheet, names, problems) for field in app.data_fields}
    for field in app.data_fields:
        whole = of_table.get(field.table)
        if whole is not None and whole.footing.counts and not links[field.code].footing.counts:
            why = f"テーブル「{short(whole.label)}」の列"
            links[field.code] = replace(whole, key=field.code, label=field.label, footing=Footing.FOLLOWS, why=why)
    _follow(app, links)
    mentioned = [of_table[field.code] for field in tables if fold(field.code) in sheet]
    return [*mentioned, *(links[field.code] for field in app.data_fields)]


def _follow(app: AppDefinition, links: dict[str, Link]) -> None:
    """A copy of a ルックアップ, and what is calculated, come about where their sources are written."""
    codes = frozenset(links)
    for field in app.data_fields:
        for copy in field.copies_to:
            if copy in links and links[field.code].footing.counts and not links[copy].footing.counts:
                why = f"ルックアップ「{short(field.label)}」で入る"
                links[copy] = replace(links[copy], footing=Footing.FOLLOWS, steps=links[field.code].steps, why=why)
    for _ in app.data_fields:  # a formula may rest on another formula
        changed = False
        for field in app.data_fields:
            sources = [links[code] for code in field.uses(codes) if code != field.code]
            if sources and not links[field.code].footing.counts and all(link.footing.counts for link in sources):
                steps = tuple(sorted({number for link in sources for number in link.steps}))
                links[field.code] = replace(
                    links[field.code], footing=Footing.FOLLOWS, steps=steps, why="式のもとの項目から計算される"
                )
                changed = True
        if not changed:
            return


def _field_link(
    flow: Flow, field: AppField, sheet: Mapping[str, Any], names: tuple[str, ...], problems: list[str]
) -> Link:
    bare = Link(field.code, field.label, Footing.NONE)
    link = _said_by_person(flow, bare, sheet, f"項目「{short(field.label)}」", problems)
    if link.footing.counts:
        return link
    written = written_fields(flow, field, names)
    if written:
        return replace(bare, footing=Footing.WRITTEN, steps=written, use=WRITES, why="手順の入力情報に同じ名前がある")
    if link.footing is Footing.LAPSED:
        return link
    return _with_guess(link, propose_for_field(flow, field, names))


def _with_guess(link: Link, guess: Guess | None) -> Link:
    """A proposal for a link that nobody decided; steps that a person typed are kept, though not ticked yet."""
    if link.steps and (guess is None or link.steps != guess.steps):
        return link
    if guess is None:
        return replace(link, why=link.why or "近い手順が見つかりません")
    return replace(link, footing=Footing.PROPOSED, steps=guess.steps, why=guess.why)


# --- states ----------------------------------------------------------------------------------------


def _state_link(flow: Flow, app: AppDefinition, name: str, sheet: Mapping[str, Any], problems: list[str]) -> Link:
    bare = Link(name, name, Footing.NONE)
    link = _said_by_person(flow, bare, sheet, f"状態「{short(name)}」", problems)
    if link.footing.counts:
        return link
    written = written_states(flow, name)
    if written:
        return replace(bare, footing=Footing.WRITTEN, steps=written, why="手順の備考に「状態」として書いてある")
    if link.footing is Footing.LAPSED:
        return link
    return _with_guess(link, propose_for_state(flow, name, app.actions))


# --- lanes -----------------------------------------------------------------------------------------


def _lane_links(flow: Flow, app: AppDefinition, sheet: Mapping[str, Any], problems: list[str]) -> list[Link]:
    ours = [lane for lane in flow.lanes if lane.strip() and is_ours(flow, lane)]
    return [_lane_link(flow, app, lane, sheet, problems) for lane in ours]


def _lane_link(flow: Flow, app: AppDefinition, lane: str, sheet: Mapping[str, Any], problems: list[str]) -> Link:
    bare = Link(lane, lane, Footing.NONE)
    if not any(is_app_step(step, (app.name,)) for step in flow.steps if step.who == lane):
        return replace(bare, footing=Footing.FOLLOWS, why="アプリを使う手順がないので、権限は要らない")
    rights = app.rights or ()
    row = sheet.get(fold(lane))
    wanted = {fold(code) for code in re.split(r"[、,，]", _text(row or {}, "entity")) if code.strip()}
    if row is not None and _text(row, "reason"):
        return replace(bare, footing=Footing.REASON, why=_text(row, "reason"))
    if wanted:
        found = tuple(right.entity for right in rights if wanted & {fold(right.entity.code), fold(right.entity.label)})
        if not found:
            named = short(_text(row or {}, "entity"))
            problems.append(f"「担当と権限」の表の「{named}」は、アクセス権にありません。設定を確かめてください。")
        elif row is not None and row.get("confirmed") is True:
            return _permitted(app, replace(bare, footing=Footing.CONFIRMED, entities=found))
        else:
            return replace(bare, footing=Footing.PROPOSED, entities=found, why=_NOT_TICKED)
    same = tuple(right.entity for right in rights if fold(right.entity.code) == fold(lane))
    if same:
        return _permitted(app, replace(bare, footing=Footing.WRITTEN, entities=same))
    near = propose_entities(lane, (right.entity for right in rights))
    if near:
        return replace(bare, footing=Footing.PROPOSED, entities=near, why="名前が近い")
    return replace(bare, why="どの権限で使うのかが分かりません")


def _permitted(app: AppDefinition, link: Link) -> Link:
    """The link with what is granted; a line of the permissions that grants nothing is no permission."""
    rights = [right for right in app.rights or () if right.entity in link.entities]
    granted = dict.fromkeys(word for right in rights for word in right.granted)
    if not granted and not any(right.unknown for right in rights):
        return replace(link, footing=Footing.NONE, why="アクセス権の行はありますが、何も許されていません")
    return replace(link, why="・".join(granted))


def _clashes(flow: Flow, app: AppDefinition, fields: Iterable[Link], lanes: Iterable[Link]) -> tuple[Clash, ...]:
    """Only what the settings say plainly: a right that is not told is no clash."""
    who_is = {link.key: link.entities for link in lanes if link.footing.counts and link.entities}
    found = []
    for link in fields:
        field = app.field_of(link.key)
        if field is None or field.is_shown_only or not link.footing.counts or link.use not in {WRITES, BOTH}:
            continue
        for step in (flow.step(number) for number in link.steps):
            if step is not None and step.who in who_is:
                message = _refused(app, step.who, who_is[step.who], link)
                if message:
                    found.append(Clash(step.who, link.key, step.number, message))
    return tuple(found)


def _refused(app: AppDefinition, lane: str, entities: tuple[Entity, ...], link: Link) -> str:
    rights = [right for right in app.rights or () if right.entity in entities]
    field_rights = [right for right in app.field_rights or () if right.entity in entities and right.code == link.key]
    may = any(right.edit is not False or right.add is not False for right in rights)
    if may and not any(right.access in {"READ", "NONE"} for right in field_rights):
        return ""
    what = "項目" if may else "レコード"
    return f"「{short(lane)}」は「{short(link.label)}」を書く手順を持ちますが、{what}を書く権限がありません。"


# --- the table that a person filled ----------------------------------------------------------------


def _said_by_person(flow: Flow, bare: Link, sheet: Mapping[str, Any], name: str, problems: list[str]) -> Link:
    row = sheet.get(fold(bare.key))
    if row is None:
        return bare
    reason = _text(row, "reason")
    if reason:
        return replace(bare, footing=Footing.REASON, why=reason)
    steps, unread = _step_numbers(_text(row, "steps"))
    if unread:
        problems.append(
            f"{name}の「手順」の「{short(unread)}」が読めませんでした。「5、7」のように番号で書いてください。"
        )
        return bare
    if row.get("confirmed") is not True:
        not_yet = replace(bare, footing=Footing.PROPOSED, steps=steps, use=str(row.get("use") or ""), why=_NOT_TICKED)
        return not_yet if steps else bare
    if not steps:
        return replace(bare, why="「確認」がありますが、「手順」の番号がありません")
    unknown = [number for number in steps if flow.step(number) is None]
    if unknown:
        return replace(bare, footing=Footing.LAPSED, steps=steps, why=f"手順{unknown[0]}が、いまの図にありません")
    written = _text(row, "words")
    if written and _squeezed(written) != _squeezed(step_words(flow, steps)):
        return replace(bare, footing=Footing.LAPSED, steps=steps, why="確かめたあとで、図の手順が変わっています")
    use = str(row.get("use") or "")
    return replace(bare, footing=Footing.CONFIRMED, steps=steps, use=use, why="表で確かめてある")


def _by_name(rows: Rows, column: str, problems: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        name = fold(_text(row, column))
        if not name:
            continue
        if name in found:
            problems.append(f"「{short(name)}」の行が2つあります。上の行を使いました。1つにまとめてください。")
        found.setdefault(name, row)
    return found


def _step_numbers(text: str) -> tuple[tuple[int, ...], str]:
    """「5、7」「手順5・手順7」 as numbers, and what could not be read."""
    folded = re.sub(r"手順|番", "", unicodedata.normalize("NFKC", text))
    parts = [part for part in re.split(r"[、,，・\s/]+", folded) if part]
    bad = next((part for part in parts if not re.fullmatch(r"[0-9]{1,4}", part)), "")
    return (() if bad else tuple(dict.fromkeys(int(part) for part in parts))), bad


def _squeezed(text: str) -> str:
    return re.sub(r"[\s、,]+", "", fold(text))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value).strip() if value not in (None, False, True) else ""
