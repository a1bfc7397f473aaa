"""Valid BPMN files, broken in all the ways that files break. Seeded: the same seed breaks the same way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_EMPTY = re.compile(rb"<[\w:]+(\s[^<>]*)?/>|<([\w:]+)(\s[^<>]*)?>[^<>]*</\2>")
_ELEMENT = re.compile(rb"<[^<>]*>")
_VALUES = (b"", b" ", b"step_1", b"lane_1", b"NaN", b"-1e999", b"9" * 40, b"&#10;", "日本".encode())
_NO_XML = (b"]]>", b"<a:b/>", b"\x00", b"\xff", b"&x;", b"<", b"<lane>", b"</lane>")
_SNIPPETS = (
    b"<lane/>",
    b"<lane id='lane_1'><childLaneSet><lane id='lane_1'/></childLaneSet></lane>",
    b"<sequenceFlow id='x' sourceRef='step_1' targetRef='nowhere'/>",
    b"<sequenceFlow/>",
    b"<subProcess id='step_1'><startEvent/><endEvent/></subProcess>",
    b"<subProcess><subProcess><task id='in'/></subProcess></subProcess>",
    b"<boundaryEvent id='b' attachedToRef='b'/>",
    b"<exclusiveGateway id='g'/><sequenceFlow sourceRef='g' targetRef='g'/>",
    b"<messageFlow sourceRef='pool_1' targetRef='step_1'/>",
    b"<association sourceRef='step_1' targetRef='step_1'/>",
    b"<extensionElements><k:step xmlns:k='urn:kaizen-helpers:flow:1' number='x' kind='y'/></extensionElements>",
    b"<!-- -->",
    b"<?x?>",
    b"<![CDATA[<lane>]]>",
)


def broken(data: bytes, seed: int) -> bytes:
    """The file with one to six things broken: of every odd seed only what it says, of every even one its XML too."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_INSIDE if seed % 2 else _WAYS)(data, chance)
    return data


def _part(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 1, 5, 40, 400)))


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _part(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _part(data, chance)
    return data[:end] + data[start:end] + data[end:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    start, end = _part(data, chance)
    return data[:start] + chance.randbytes(min(8, end - start)) + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    ends = [match.end() for match in _ELEMENT.finditer(data)] or [0]
    at = chance.choice(ends)
    return data[:at] + chance.choice(_SNIPPETS) + data[at:]


def _insert_no_xml(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_NO_XML) + data[at:]


def _drop_element(data: bytes, chance: random.Random) -> bytes:
    found = list(_EMPTY.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + data[match.end() :]


def _double_element(data: bytes, chance: random.Random) -> bytes:
    found = list(_EMPTY.finditer(data))
    if not found:
        return data
    match, to = chance.choice(found), chance.choice(found)
    return data[: to.start()] + match[0] + data[to.start() :]


def _spoil_attribute(data: bytes, chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    other = chance.choice((chance.choice(_VALUES), chance.choice(found)[2]))
    if chance.random() < 0.2:
        return data[: match.start()] + data[match.end() :]
    return data[: match.start(2)] + other + data[match.end(2) :]


def _swap_names(data: bytes, chance: random.Random) -> bytes:
    """One element becomes another: a task a lane, a flow a gateway."""
    names = sorted(set(re.findall(rb"<([\w:]+)", data)))
    if len(names) < 2:
        return data
    old, new = chance.sample(names, 2)
    return re.sub(rb"(</?)" + re.escape(old) + rb"(?=[\s/>])", lambda match: match[1] + new, data)


def _swap_one_name(data: bytes, chance: random.Random) -> bytes:
    """One empty element becomes another; of others the tags no longer match."""
    found = list(re.finditer(rb"<([\w:]+)", data))
    if not found:
        return data
    match, other = chance.choice(found), chance.choice(found)
    return data[: match.start(1)] + other[1] + data[match.end(1) :]


def _move(data: bytes, chance: random.Random) -> bytes:
    found = list(_ELEMENT.finditer(data))
    if not found:
        return data
    match, to = chance.choice(found), chance.choice(found)
    rest = data[: match.start()] + data[match.end() :]
    return rest[: to.start()] + match[0] + rest[to.start() :]


def _other_encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "cp932", "euc_jp", "latin-1", "utf-32")), "replace")


def _declared_otherwise(data: bytes, chance: random.Random) -> bytes:
    name = chance.choice((b"Shift_JIS", b"UTF-16", b"EUC-JP", b"rot13", b"", b"utf-7"))
    return re.sub(rb"encoding=[\"'][^\"']*[\"']", b'encoding="' + name + b'"', data, count=1)


def _bomb(data: bytes, chance: random.Random) -> bytes:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(9))
    declared = b'<!DOCTYPE d [<!ENTITY e0 "x">' + entities + b"]>"
    head = data.find(b"?>") + 2 if b"?>" in data[:100] else 0
    return data[:head] + declared + data[head:].replace(b'name="', b'name="&e9;', 1)


_INSIDE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _insert,
    _insert,
    _spoil_attribute,
    _spoil_attribute,
    _spoil_attribute,
    _swap_names,
    _drop_element,
    _double_element,
)
_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *_INSIDE,
    _cut_off,
    _drop,
    _double,
    _noise,
    _insert_no_xml,
    _swap_one_name,
    _move,
    _other_encoding,
    _declared_otherwise,
    _bomb,
)
