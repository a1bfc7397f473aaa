"""Flows in the files of other tools: does anything get lost, and do others read what we write?

Run: ``.venv/bin/python benchmarks/flow_exchange.py [flows] [flows for LibreOffice] [damaged inputs]`` (200, 20 and
3,000 if not given). It prints one JSON line a goal. LibreOffice (Debian: libreoffice-calc, libreoffice-impress) and
poppler are needed; the schema check needs ``pip install openxml-audit`` and says so where it is missing. No rival
writes or reads such drawings (flow.md §7), so the column is empty.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kaizen_helpers.errors import KaizenError  # noqa: E402 - the checkout is measured, installed or not
from kaizen_helpers.flow import Flow  # noqa: E402
from kaizen_helpers.flow.formats import drawn  # noqa: E402
from kaizen_helpers.flow.formats.drawio import drawio_to_flow, flow_to_drawio  # noqa: E402
from kaizen_helpers.flow.formats.pptx_read import pptx_to_flow  # noqa: E402
from kaizen_helpers.flow.formats.pptx_shapes import flow_to_pptx  # noqa: E402
from kaizen_helpers.flow.formats.xlsx_read import xlsx_to_flow  # noqa: E402
from kaizen_helpers.flow.formats.xlsx_shapes import flow_to_xlsx  # noqa: E402
from kaizen_helpers.flow.layout.layout import lay_out  # noqa: E402
from tests.flow_generator import random_flows  # noqa: E402
from tests.maxgraph import open_with_maxgraph  # noqa: E402
from tests.unit.flow_exchange import BY_HAND, excel, powerpoint, replaced  # noqa: E402

Reader = Callable[[bytes], tuple[Flow, Any]]
READERS: dict[str, Reader] = {"drawio": drawio_to_flow, "xlsx": xlsx_to_flow, "pptx": pptx_to_flow}
LONGEST = 20
"""Seconds after which reading one damaged file counts as hanging."""


def line(name: str, ours: float | None, goal: str, met: bool) -> bool:
    shown = None if ours is None else round(ours, 3)
    print(json.dumps({"name": name, "ours": shown, "rival": None, "ratio": None, "goal": goal, "met": met}), flush=True)
    return met


def percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def arrows(flow: Flow) -> set[tuple[int, int | None]]:
    """Ways to the same step share one arrow."""
    return {(step.number, branch.to) for step in flow.steps for branch in step.next}


def written(flows: Sequence[Flow], folder: Path) -> dict[str, list[Path]]:
    """Every flow in every format; the direction changes from flow to flow."""
    vars(drawn)["lay_out"] = lru_cache(maxsize=4)(lay_out)  # the three formats share a layout
    paths: dict[str, list[Path]] = {kind: [] for kind in READERS}
    for n, flow in enumerate(flows):
        direction: Any = "TB" if n % 2 == 0 else "LR"
        target = folder / f"{n:03}.drawio"
        target.write_bytes(flow_to_drawio(flow, direction))
        paths["drawio"].append(target)
        paths["xlsx"].append(flow_to_xlsx(flow, folder / f"{n:03}.xlsx", direction))
        paths["pptx"].append(flow_to_pptx(flow, folder / f"{n:03}.pptx", direction))
    return paths


def identity(flows: Sequence[Flow], paths: dict[str, list[Path]]) -> Iterable[bool]:
    for kind, read in READERS.items():
        same = sum(read(path.read_bytes()) == (flow, ()) for flow, path in zip(flows, paths[kind], strict=True))
        share = percent(same, len(flows))
        yield line(
            f"{kind}: equal flow and no question after write and read, % of {len(flows)}", share, "100", share == 100
        )


def in_maxgraph(flows: Sequence[Flow], paths: Sequence[Path]) -> Iterable[bool]:
    opened = open_with_maxgraph([path.read_bytes() for path in paths])
    wanted = sum(len(arrows(flow)) for flow in flows)
    share = percent(sum(one["glued"] for one in opened), wanted)
    yield line(f"draw.io in maxGraph: arrows with both ends glued, % of {wanted}", share, "100", share == 100)
    warnings = sum(len(one["warnings"]) for one in opened)
    yield line("draw.io in maxGraph: warnings", warnings, "0", warnings == 0)


def in_python_pptx(flows: Sequence[Flow], paths: Sequence[Path]) -> bool:
    from pptx import Presentation

    glued = 0
    for path in paths:
        slide = Presentation(str(path)).slides[0]
        ids = {str(shape.shape_id) for shape in slide.shapes}
        for shape in slide.shapes:
            ends = [end.get("id") for end in shape.element.iter("{*}stCxn", "{*}endCxn")]
            glued += len(ends) == 2 and ids.issuperset(ends)
    wanted = sum(len(arrows(flow)) for flow in flows)
    share = percent(glued, wanted)
    return line(f"pptx in python-pptx: arrows with both ends glued, % of {wanted}", share, "100", share == 100)


def in_the_schema(paths: Sequence[Path]) -> bool:
    """Faults against the schemas of Office (ECMA-376), by a validator of somebody else."""
    name = f"xlsx and pptx: faults against the schema of Office in {len(paths)} files"
    if importlib.util.find_spec("openxml_audit") is None:
        return line(f"{name} (not measured: pip install openxml-audit)", None, "0", False)
    validator = importlib.import_module("openxml_audit").OpenXmlValidator()
    faults = sum(len(validator.validate(str(path)).errors) for path in paths)
    return line(name, faults, "0", faults == 0)


# --- LibreOffice ---------------------------------------------------------------------------------


def converted(paths: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files that LibreOffice made of these."""
    folder.mkdir(exist_ok=True)
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("no LibreOffice is installed (Debian: apt-get install libreoffice-calc libreoffice-impress)")
    profile = f"-env:UserInstallation=file://{folder.parent / 'office-profile'}"
    words = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(words, capture_output=True, check=False, timeout=60 + 30 * len(paths))
    return [folder / f"{path.stem}.{kind}" for path in paths]


def to_pdf(flows: Sequence[Flow], paths: Sequence[Path], kind: str, folder: Path) -> bool:
    """Files whose first page has the words of every step, condition and owner."""
    whole = 0
    for flow, pdf in zip(flows, converted(paths, "pdf", folder), strict=True):
        if pdf.exists():
            reading = ["pdftotext", "-raw", "-f", "1", "-l", "1", str(pdf), "-"]
            done = subprocess.run(reading, capture_output=True, text=True, check=False)
            found = "".join(done.stdout.split())
            words = [step.what for step in flow.steps] + [b.condition for s in flow.steps for b in s.next]
            whole += all("".join(word.split()) in found for word in [*words, *flow.lanes])
    share = percent(whole, len(flows))
    return line(f"{kind} in LibreOffice: all words on one page of PDF, % of {len(flows)}", share, "100", share == 100)


def saved_by_libreoffice(flows: Sequence[Flow], paths: Sequence[Path], kind: str, folder: Path) -> Iterable[bool]:
    """What is left after LibreOffice has opened and saved the file: it drops alternative texts."""
    steps = ways = kept_steps = kept_ways = whole = 0
    for flow, path in zip(flows, converted(paths, kind, folder), strict=True):
        back = READERS[kind](path.read_bytes())[0] if path.exists() else Flow()
        seen = {(s.number, s.who, s.what, s.kind) for s in back.steps}
        known = {(s.number, b.to, b.condition) for s in back.steps for b in s.next}
        steps, ways = steps + len(flow.steps), ways + sum(len(step.next) for step in flow.steps)
        kept_steps += sum((s.number, s.who, s.what, s.kind) in seen for s in flow.steps)
        kept_ways += sum((s.number, b.to, b.condition) in known for s in flow.steps for b in s.next)
        whole += back == flow
    for what, part, all_ in (
        ("steps (owner, words, kind)", kept_steps, steps),
        ("ways with condition", kept_ways, ways),
    ):
        share = percent(part, all_)
        yield line(f"{kind} saved by LibreOffice: {what} left, % of {all_}", share, "at least 95", share >= 95)
    line(
        f"{kind} saved by LibreOffice: equal with all minutes and media, %",
        percent(whole, len(flows)),
        "reported",
        True,
    )


# --- damaged inputs ------------------------------------------------------------------------------


def damaged(kind: str, chance: random.Random, files: Sequence[bytes]) -> bytes:
    """One of the files with a few changes: in its XML, in a whole part, or in the bytes of the package."""
    data = chance.choice(files)
    if kind == "drawio":
        return _bitten(data, chance) if chance.random() < 0.3 else _rearranged(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        drawings = [name for name in names if "drawing" in name or "slides/slide" in name] or names
        name = chance.choice(drawings if chance.random() < 0.7 else names)
        part = package.read(name)
    way = chance.random()
    if way < 0.1:
        return _bitten(data, chance)
    if way < 0.15:
        return replaced(data, {name: None})
    return replaced(
        data, {name: _bitten(part, chance) if way < 0.35 or part[:1] != b"<" else _rearranged(part, chance)}
    )


_BITES = [
    b"",
    b"<",
    b'"',
    b"&#0;",
    b"-1",
    b"1e999",
    b"99999999999999",
    b"NaN",
    b"\xff\xfe",
    b"<a:off/>",
    b'id="2"',
    b"\n",
]


_VALUES = [
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "99999999999999",
    "2",
    "３",
    "true",
    "line",
    "rId1",
    "業務フロー図の手順\n番号：x",
]


def _rearranged(data: bytes, chance: random.Random) -> bytes:
    """Still well-formed XML: elements gone, doubled, moved or emptied, attributes with other values."""
    root = etree.fromstring(data)
    for _ in range(chance.choice((1, 2, 4, 12))):
        every = list(root.iter("*"))
        one, other = chance.choice(every), chance.choice(every)
        parent, way = one.getparent(), chance.random()
        if way < 0.6 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice([*_VALUES, *other.attrib.values()]))
        elif way < 0.7:
            one.text = chance.choice(_VALUES)
        elif parent is not None and way < 0.8:
            parent.remove(one)
        elif parent is not None and way < 0.9:
            parent.append(deepcopy(one))
        elif parent is not None and one not in other.iterancestors() and one is not other:
            other.append(one)
    written: bytes = etree.tostring(root)
    return written


def _bitten(data: bytes, chance: random.Random) -> bytes:
    text = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(text) + 1)
        way = chance.random()
        if way < 0.35:
            text[at : at + chance.choice((0, 1, 3, 40))] = chance.choice(_BITES)
        elif way < 0.6:  # a number becomes another one
            digits = [n for n in range(at, min(at + 400, len(text))) if 48 <= text[n] <= 57]
            for n in digits[: chance.randrange(1, 6)]:
                text[n] = chance.randrange(48, 58)
        elif way < 0.8:
            there = chance.randrange(len(text) + 1)
            text[at:at] = text[there : there + chance.choice((5, 80, 2000))]
        elif way < 0.95:
            del text[at : at + chance.choice((1, 20, 500))]
        else:
            del text[at:]
    return bytes(text)


def fuzz(count: int, files: dict[str, list[bytes]]) -> Iterable[bool]:
    """Read damaged files: a flow with questions or one Japanese sentence, never anything else, and soon."""
    chance = random.Random(20261125)  # noqa: S311 - the same damage every time, nothing secret
    failed: list[str] = []
    slowest, refused = 0.0, 0

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    for n in range(count):
        kind = ("drawio", "xlsx", "pptx")[n % 3]
        data = damaged(kind, chance, files[kind])
        begin = time.perf_counter()
        signal.alarm(LONGEST)
        try:
            READERS[kind](data)
        except KaizenError as error:
            refused += 1
            if not error.message_ja.endswith("ください。"):
                failed.append(f"{kind}: {error}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            failed.append(f"{kind}: {type(error).__name__}: {error}")
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - begin)
    for text in failed[:5]:
        print(text, file=sys.stderr)
    yield line(f"damaged inputs: tracebacks or hangs in {count} ({refused} refused)", len(failed), "0", not failed)
    yield line("damaged inputs: slowest, s", slowest, "at most 5", slowest <= 5)


def main() -> int:
    given = [int(word) for word in sys.argv[1:]]
    count, office, inputs = (*given, *(200, 20, 3000)[len(given) :])[:3]
    os.environ.setdefault("HOME", tempfile.gettempdir())
    flows = random_flows(count, rich=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = written(flows, folder)
        met = [*identity(flows, paths), *in_maxgraph(flows, paths["drawio"]), in_python_pptx(flows, paths["pptx"])]
        some = flows[:office]
        met.append(in_the_schema(paths["xlsx"][:office] + paths["pptx"][:office]))
        for kind in ("xlsx", "pptx"):
            met.append(to_pdf(some, paths[kind][:office], kind, folder / f"pdf-{kind}"))
            met += saved_by_libreoffice(some, paths[kind][:office], kind, folder / f"saved-{kind}")
        files = {kind: [path.read_bytes() for path in paths[kind][:4]] for kind in READERS}
        files["xlsx"].append(excel(*BY_HAND))
        files["pptx"].append(powerpoint(*BY_HAND))
        met += fuzz(inputs, files)
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
