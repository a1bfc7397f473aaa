"""BPMN: is anything lost between reading and writing, do others read what we write, can anything break the reader.

Run: ``.venv/bin/python benchmarks/flow_bpmn.py [flows] [broken files]``, as a rule 200 and 3000. The models of the
BPMN Model Interchange Working Group are read from ``../shared/data/miwg`` (seen from the repository), or from the
folder named by ``KAIZEN_BPMN_MODELS``. It prints one JSON line a goal: name, ours, rival, ratio, goal, met. The rival
is bpmn-moddle, reading and writing the same files in the same run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.errors import KaizenError  # noqa: E402 - the checkout is measured, installed or not
from kaizen_helpers.flow.formats.bpmn_document import BpmnDocument, Edge, Item, Shape  # noqa: E402
from kaizen_helpers.flow.formats.bpmn_export import flow_to_bpmn  # noqa: E402
from kaizen_helpers.flow.formats.bpmn_import import bpmn_to_flow  # noqa: E402
from kaizen_helpers.flow.formats.bpmn_read import read_bpmn  # noqa: E402
from kaizen_helpers.flow.formats.bpmn_write import write_bpmn  # noqa: E402
from kaizen_helpers.flow.model import Flow, Step  # noqa: E402
from tests.bpmn_inventory import MODELS, inventory  # noqa: E402
from tests.bpmn_mutations import broken  # noqa: E402
from tests.flow_generator import random_flow  # noqa: E402
from tests.npm import run_module  # noqa: E402
from tests.unit.test_flow_bpmn import OTHERS, unglued  # noqa: E402

LONGEST = 20
"""Seconds after which a reading counts as a hang."""
PARTS = ("nodes", "flows", "lanes", "messages", "shapes", "edges")

THERE_AND_BACK = """
import { BpmnModdle } from 'bpmn-moddle';
import { readFileSync } from 'node:fs';
const said = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  const begin = performance.now();
  try {
    const moddle = new BpmnModdle();
    const { rootElement, warnings } = await moddle.fromXML(text);
    const { xml } = await moddle.toXML(rootElement);
    const words = warnings.map(w => w.message.replace(/\\n\\t(line|column): \\d+/g, ''));
    said.push({ xml, warnings: words, ms: performance.now() - begin });
  } catch (error) {
    said.push({ xml: null, warnings: ['refused: ' + error.message], ms: performance.now() - begin });
  }
}
console.log(JSON.stringify(said));
"""


def line(name: str, ours: Any, goal: str, met: bool, rival: Any = None) -> bool:
    ratio = round(ours / rival, 4) if rival and isinstance(rival, (int, float)) else None
    print(json.dumps({"name": name, "ours": ours, "rival": rival, "ratio": ratio, "goal": goal, "met": met}))
    return met


def models() -> list[Path]:
    folder = os.environ.get("KAIZEN_BPMN_MODELS")
    found = sorted(Path(folder).rglob("*.bpmn")) if folder else MODELS
    if not found:
        raise SystemExit("there are no models: nothing was measured")
    return found


# --- there and back ------------------------------------------------------------------------------


def rebuilt(data: bytes) -> bytes:
    """Read, every part of the document made anew by hand from its fields, and written: no piece is passed through."""
    document = read_bpmn(data)
    return write_bpmn(BpmnDocument(cast(Any, anew(document.root)), document.source))


def anew(item: Item) -> Item:
    values: dict[str, Any] = {name: getattr(item, name) for name in {*item.FIELDS.values(), *item.LISTS.values()}}
    values |= {"attributes": dict(item.attributes), "namespaces": dict(item.namespaces)}
    values["content"] = [anew(part) if isinstance(part, Item) else part for part in item.content]
    if isinstance(item, Shape):
        values["bounds"] = item.bounds and replace(item.bounds)
    if isinstance(item, Edge):
        values["waypoints"] = [replace(point) for point in item.waypoints]
    return type(item)(tag=item.tag, **values)


def renamed(data: bytes) -> tuple[bytes, bytes]:
    """A change through the document, and the same change in the text of the file."""
    document = read_bpmn(data)
    node = next((n for n in document.nodes if n.name and data.count(f' name="{n.name}"'.encode()) == 1), None)
    if node is None:
        return data, write_bpmn(document)
    old, node.name = node.name, "Something else"
    return data.replace(f' name="{old}"'.encode(), b' name="Something else"'), write_bpmn(document)


def kept(before: bytes, after: bytes | None) -> Counter[str]:
    """How much of each part is there again."""
    if after is None:
        return Counter()
    old, new = inventory(before), inventory(after)
    return Counter({part: sum((old[part] & new[part]).values()) for part in (*PARTS, "everything")})


def there_and_back() -> list[bool]:
    files = [path.read_bytes() for path in models()]
    texts = [data.decode("utf-8") for data in files]
    rivals = cast(list[dict[str, Any]], run_module(THERE_AND_BACK, texts))
    total = sum((Counter({p: sum(c.values()) for p, c in inventory(data).items()}) for data in files), Counter[str]())
    times, written, crashes = [], [], 0
    for data in files:
        begin = time.perf_counter()
        try:
            written.append(rebuilt(data))
        except Exception:  # noqa: BLE001 - a crash is what is counted
            written.append(b"<none/>")
            crashes += 1
        times.append((time.perf_counter() - begin) * 1000)
    ours = sum((kept(*pair) for pair in zip(files, written, strict=True)), Counter[str]())
    theirs = sum(
        (kept(data, r["xml"].encode() if r["xml"] else None) for data, r in zip(files, rivals, strict=True)),
        Counter[str](),
    )
    met = [
        line(f"BPMN there and back, {len(files)} models: {part} kept", ours[part], f"{total[part]} of {total[part]}",
             ours[part] == total[part], theirs[part])
        for part in PARTS
    ]  # fmt: skip
    share = round(ours["everything"] / total["everything"], 4)
    name = "BPMN there and back: share of all elements with every attribute and text"
    met.append(line(name, share, "1.0", share == 1.0))  # bpmn-moddle leaves out what equals a default: no fair rival
    met.append(line("BPMN there and back: crashes", crashes, "0", crashes == 0, sum(r["xml"] is None for r in rivals)))
    pairs = [renamed(data) for data in files]
    same = sum(inventory(expected) == inventory(ours_) for expected, ours_ in pairs)
    changed = sum(expected != data for (expected, _), data in zip(pairs, files, strict=True))
    met.append(
        line(f"BPMN: one node renamed in {changed} models, nothing else changed", same, f"{len(files)} of {len(files)}",
             same == len(files) and changed > 0)
    )  # fmt: skip
    after = cast(list[dict[str, Any]], run_module(THERE_AND_BACK, [data.decode() for data in written]))
    new = sum(
        sum((Counter(b["warnings"]) - Counter(a["warnings"])).values()) for a, b in zip(rivals, after, strict=True)
    )
    met.append(line("BPMN there and back: new warnings of bpmn-moddle", new, "0", new == 0))
    line("BPMN read and write, ms for all models", round(sum(times), 1), "reported", True,
         round(sum(r["ms"] for r in rivals), 1))  # fmt: skip
    return met


# --- what others say of ours ---------------------------------------------------------------------


def rich_flow(seed: int) -> Flow:
    """A generated flow with documents, systems and notes too."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    flow = random_flow(seed, rich=bool(seed % 4))

    def more(step: Step) -> Step:
        return replace(
            step,
            document=chance.choice(("", "", "申請書（写し）", "交付決定通知書")),
            system=chance.choice(("", "", "受付システム", "財務会計システム")),
            note=chance.choice(("", "要綱第3条を見る")),
        )

    return replace(flow, steps=tuple(more(step) for step in flow.steps))


def exports(count: int) -> list[bool]:
    flows = [rich_flow(seed) for seed in range(count)]
    times, written = [], []
    for at, flow in enumerate(flows):
        begin = time.perf_counter()
        written.append(flow_to_bpmn(flow, "TB" if at % 2 else "LR", "typing"))
        times.append((time.perf_counter() - begin) * 1000)
    said = cast(list[list[str]], run_module(OTHERS, [data.decode() for data in written], timeout=600))
    warnings = sum(map(len, said))
    loose = sum(len(unglued(read_bpmn(data))) for data in written)
    edges = sum(len(read_bpmn(data).edges) for data in written)
    equal = sum(bpmn_to_flow(data) == (flow, ()) for flow, data in zip(flows, written, strict=True))
    line(
        "BPMN export of a flow, median ms (typing quality)", round(sorted(times)[len(times) // 2], 1), "reported", True
    )
    return [
        line(f"BPMN of {count} Japanese flows: warnings of bpmn-moddle and bpmnlint", warnings, "0", warnings == 0),
        line(f"BPMN of {count} Japanese flows: {edges} edges, not glued or not drawn", loose, "0", loose == 0),
        line(f"BPMN of {count} Japanese flows: read back equal", equal, str(count), equal == count),
    ]


# --- bad input -----------------------------------------------------------------------------------


class _TooLong(BaseException):
    """Not an Exception: nothing that is measured may catch it."""


def _ring(_signal: int, _frame: object) -> None:
    raise _TooLong


def read_one(data: bytes) -> str:
    """What comes of it: flow, sentence, traceback or hang. A broken file must also be written again."""
    try:
        document = read_bpmn(data)
        flow, findings = bpmn_to_flow(document)
        write_bpmn(document)
        Flow.from_dict(flow.to_dict())
        return "flow" if all(finding.message_ja for finding in findings) else "traceback"
    except KaizenError:
        return "sentence"
    except _TooLong:
        return "hang"
    except Exception:  # noqa: BLE001 - a traceback is what is counted
        traceback.print_exc()
        return "traceback"


def bad_input(count: int) -> list[bool]:
    sources = [flow_to_bpmn(rich_flow(seed), "LR", "typing") for seed in range(6)]
    sources += [path.read_bytes() for path in models()]
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    timed = hasattr(signal, "SIGALRM")
    if timed:
        signal.signal(signal.SIGALRM, _ring)
    for seed in range(count):
        data = broken(sources[seed % len(sources)], seed)
        begin = time.perf_counter()
        if timed:
            signal.alarm(LONGEST)
        outcome = read_one(data)
        if timed:
            signal.alarm(0)
        taken = time.perf_counter() - begin
        slowest = max(slowest, taken)
        outcomes["hang" if taken > LONGEST else outcome] += 1
    line(f"BPMN, {count} broken files: slowest, s", round(slowest, 2), f"under {LONGEST}", slowest < LONGEST)
    line(f"BPMN, {count} broken files: read as a flow (the rest: one sentence)", outcomes["flow"], "reported", True)
    return [
        line(f"BPMN, {count} broken files: tracebacks", outcomes["traceback"], "0", outcomes["traceback"] == 0),
        line(f"BPMN, {count} broken files: hangs", outcomes["hang"], "0", outcomes["hang"] == 0),
    ]


def main(arguments: Sequence[str]) -> int:
    flows = int(arguments[0]) if arguments else 200
    files = int(arguments[1]) if len(arguments) > 1 else 3000
    return 0 if all([*there_and_back(), *exports(flows), *bad_input(files)]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
