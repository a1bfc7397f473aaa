"""A class that never was: hand-ins of every kind, and the points that each of them is worth.

The answers come from ``tests/corpus/`` and the sample solutions, so the expected points do not come from the
judge that is to be tested with them. The same arguments always give the same bytes.
"""

from __future__ import annotations

import copy
import json
import random
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from kaizen_helpers.authoring.nbgrader_settings import SAMPLE_ANSWERS
from kaizen_helpers.checkers.store import ANSWERS
from kaizen_helpers.classroom.handin import encode_json, make_hand_in, write_new
from kaizen_helpers.course import Course
from kaizen_helpers.errors import InputError, MissingError, WriteError
from kaizen_helpers.files import write_atomically
from kaizen_helpers.grading.places import Places, read_json

__all__ = ["EXPECTED", "Expected", "SampleClass", "write_sample_class"]

EXPECTED = "expected.json"
"""Beside the zips: what each seat's exercises are worth."""

_MORNING = datetime(2025, 4, 15, 11, 30, tzinfo=timezone(timedelta(hours=9)))
"""Long past, so that no clock takes the hand-ins for ones from the future."""
_MAX_SIZE = 200

Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """What one exercise of one seat must come to."""

    points: float | None
    """``None`` where a person gives them."""
    outcome: str
    mistake: str | None


@dataclass(frozen=True)
class SampleClass:
    """What was written."""

    folder: Path
    files: tuple[Path, ...]
    expected: Mapping[str, Mapping[str, Expected]]
    """Seat → exercise id → what it is worth."""
    kinds: Mapping[str, str]
    """Seat → what is special about the hand-in, for example ``endless-loop``; see ``_KINDS``."""


@dataclass(frozen=True)
class _Case:
    """An answer with its worth."""

    answer: Answer | None
    expected: Expected


@dataclass(frozen=True)
class _Pool:
    """The known answers of one exercise."""

    right: list[_Case]
    partial: list[_Case]
    wrong: list[_Case]
    blank: _Case


@dataclass
class _Learner:
    """One seat before it is written."""

    kind: str
    answers: dict[str, _Case] = field(default_factory=dict)
    earlier: dict[str, _Case] | None = None
    """The answers of an older hand-in, where there is one."""


_KINDS = (
    "right",
    "right-otherwise",
    "blank",
    "partly",
    "syntax-error",
    "endless-loop",
    "deleted-cell",
    "edited-cell",
    "corrupt-answers",
    "handed-in-twice",
    "corrupt-notebook",
)
"""One seat each; all others are ``usual``: right here, a known mistake there, self-study left out now and then."""

_SYNTAX_ERROR = "合計 = (1 + 2"
_ENDLESS = "while True:\n    pass"


def write_sample_class(course: Course, module: str, out: Path, size: int = 30, seed: int = 1) -> SampleClass:
    """Write the hand-ins of a class of ``size`` into ``out``, with ``expected.json`` beside them.

    From about thirty on, every catalogued mistake occurs. Running it again replaces the files it wrote itself
    and refuses a folder that holds anything else.

    Raises:
        MissingError: there is no such module, or no known answers for it.
        InputError: the size is not between 1 and 200, or the folder holds other files.
        WriteError: a file could not be written.
    """
    if not 1 <= size <= _MAX_SIZE:
        raise InputError(f"人数は 1 から {_MAX_SIZE} までで決めてください。", "--size")
    Places.of(course, module)
    pools = _pools(course, module)
    chance = random.Random(seed)  # noqa: S311 - a reproducible class, not a secret
    seats = [f"{number:02d}" for number in range(1, size + 1)]
    chance.shuffle(seats)
    learners = dict(sorted(zip(seats, _learners(pools, size, chance), strict=True), key=lambda item: int(item[0])))
    with tempfile.TemporaryDirectory(prefix="kaizen-sample-", ignore_cleanup_errors=True) as folder:
        content = {}
        for seat, learner in learners.items():
            for path in _hand_in(course, module, Path(folder), seat, learner, chance):
                content[path.name] = path.read_bytes()
    expected = {
        seat: {name: case.expected for name, case in learner.answers.items()} for seat, learner in learners.items()
    }
    kinds = {seat: learner.kind for seat, learner in learners.items()}
    table = {
        "module": module,
        "kinds": kinds,
        "expected": {seat: {name: asdict(item) for name, item in worth.items()} for seat, worth in expected.items()},
        "files": {name: sha256(data).hexdigest() for name, data in content.items()},
    }
    _write(out, content, table)
    return SampleClass(out, tuple(out / name for name in content), expected, kinds)


def _pools(course: Course, module: str) -> dict[str, _Pool]:
    """Every known answer of the module's exercises, in course order."""
    from kaizen_helpers.checkers.catalogue import exercises

    samples = read_json(course.solutions / module / SAMPLE_ANSWERS)
    corpus = [json.loads(path.read_bytes()) for path in sorted((course.corpus / module).glob("*.json"))]
    pools = {}
    for exercise in exercises(module):
        cases = [_case(item) for item in corpus if item["exercise"] == exercise.id]
        worth = Expected(None, "waiting", None) if exercise.rubric else Expected(exercise.points, "correct", None)
        right = [_Case(sample["answer"], worth) for sample in samples.get(exercise.id, [])]
        pools[exercise.id] = _Pool(
            right=right or [case for case in cases if case.expected.outcome == "correct"],
            partial=[case for case in cases if case.expected.outcome == "incorrect" and case.expected.points],
            wrong=_one_a_mistake(cases),
            blank=_Case(None, Expected(0, "unattempted", None)),
        )
    if not pools or any(not pool.right or not pool.wrong for pool in pools.values()):
        raise MissingError("見本の提出を作るための解答例がそろっていません（tests/corpus と見本の解答）。", module)
    return pools


def _case(item: Mapping[str, Any]) -> _Case:
    points = None if item["outcome"] == "waiting" else item["points"]
    return _Case(item["answer"], Expected(points, item["outcome"], item["mistake"]))


def _one_a_mistake(cases: list[_Case]) -> list[_Case]:
    found: dict[str | None, _Case] = {}
    for case in cases:
        if case.expected.mistake is not None:
            found.setdefault(case.expected.mistake, case)
    return list(found.values())


def _learners(pools: Mapping[str, _Pool], size: int, chance: random.Random) -> list[_Learner]:
    special = [_special(kind, pools, chance) for kind in _KINDS[:size]]
    # Special hand-ins hold right answers, so the usual ones must make room for every known mistake. The edited cell
    # holds a mistake as well: it is the one hand-in that tries to be worth more than its answers.
    room = size - len(special)
    usual = [_Learner("usual") for _ in range(room)]
    for name, pool in pools.items():
        first = name == next(iter(pools))
        wrong = pool.wrong[1:] if first and "edited-cell" in _KINDS[:size] else pool.wrong
        cases: list[_Case] = list(wrong[:room])
        while len(cases) < room:
            cases.append(_any(pool, chance))
        chance.shuffle(cases)
        for learner, case in zip(usual, cases, strict=True):
            learner.answers[name] = case
    return [*special, *usual]


def _any(pool: _Pool, chance: random.Random) -> _Case:
    """What the rest of a class brings: mostly right, some half way, some not begun."""
    dice = chance.random()
    if dice < 0.6 or (dice < 0.8 and not pool.partial):
        return chance.choice(pool.right)
    return chance.choice(pool.partial) if dice < 0.8 else pool.blank


def _special(kind: str, pools: Mapping[str, _Pool], chance: random.Random) -> _Learner:
    answers = {name: pool.right[-1 if kind == "right-otherwise" else 0] for name, pool in pools.items()}
    learner = _Learner(kind, answers)
    first = next(iter(pools))
    if kind in ("blank", "corrupt-answers"):
        learner.answers = {name: pool.blank for name, pool in pools.items()}
    elif kind == "partly":
        learner.answers = {name: chance.choice(pool.partial or pool.right) for name, pool in pools.items()}
    elif kind == "edited-cell":
        learner.answers[first] = pools[first].wrong[0]
    elif kind == "handed-in-twice":
        learner.earlier = {**answers, first: pools[first].blank}
    return learner


def _hand_in(
    course: Course, module: str, folder: Path, seat: str, learner: _Learner, chance: random.Random
) -> Iterator[Path]:
    """Write one seat's files as the notebook's own panel would: an older hand-in first, where there is one."""
    desk = folder / f"seat{seat}"
    desk.mkdir()
    notebook = desk / f"{module}.ipynb"
    notebook.write_bytes(_notebook(course, module, learner.kind))
    made = _MORNING + timedelta(seconds=chance.randrange(1200))
    for answers, when in ((learner.earlier, made - timedelta(minutes=25)), (learner.answers, made)):
        if answers is None:
            continue
        content = encode_json(_answer_file(module, seat, answers, when, chance))
        (desk / ANSWERS).write_bytes(content[: len(content) // 2] if learner.kind == "corrupt-answers" else content)
        yield make_hand_in(notebook, seat, folder / "zips", made=when).path


def _answer_file(
    module: str, seat: str, answers: Mapping[str, _Case], when: datetime, chance: random.Random
) -> dict[str, Any]:
    entries = {}
    for name, case in answers.items():
        if case.answer is None:
            continue
        worth = case.expected
        entries[name] = {
            "answer": case.answer,
            "saved": (when - timedelta(minutes=chance.randrange(3, 60))).isoformat(),
            "tries": chance.randrange(1, 3 if worth.outcome == "correct" else 6),
            "hints": chance.randrange(0, 2 if worth.outcome == "correct" else 4),
            "sample": False,
            "last": {"outcome": worth.outcome, "mistake": worth.mistake, "points": worth.points or 0},
        }
    return {"format": "kaizen-answers/1", "module": module, "seat": seat, "exercises": entries}


def _notebook(course: Course, module: str, kind: str) -> bytes:
    """The released notebook with what this kind of learner did to it."""
    released = course.notebook(module).read_bytes()
    if kind == "corrupt-notebook":
        return released[: len(released) // 3]
    notebook = json.loads(released)
    cells = notebook["cells"]
    graded = [i for i, cell in enumerate(cells) if cell["metadata"].get("nbgrader", {}).get("grade")]
    if kind == "syntax-error":
        cells.insert(graded[0], _own_cell("own-syntax-error", _SYNTAX_ERROR))
    elif kind == "endless-loop":
        cells.insert(graded[1], _own_cell("own-endless-loop", _ENDLESS))
    elif kind == "deleted-cell":
        del cells[graded[1]]
    elif kind == "edited-cell":
        changed = copy.deepcopy(cells[graded[0]])
        changed["source"] = "1000"
        cells[graded[0]] = changed
    return encode_json(notebook)


def _own_cell(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [], "source": source}


def _write(out: Path, content: Mapping[str, bytes], expected: dict[str, Any]) -> None:
    """Replace an earlier sample class; refuse to touch anything else."""
    written = read_json(out / EXPECTED).get("files", {})
    present = [path for path in sorted(out.iterdir()) if path.name != EXPECTED] if out.is_dir() else []
    for path in present:
        if not path.is_file() or written.get(path.name) != sha256(path.read_bytes()).hexdigest():
            raise InputError(
                f"ほかのファイル（{path.name}）があるので、見本の提出を書き込みませんでした。"
                "--out で別のフォルダを決めてください。",
                str(out),
            )
    try:
        for path in present:
            if content.get(path.name) != path.read_bytes():
                path.unlink()
        for name, data in content.items():
            if not (out / name).is_file():
                write_new(out, Path(name).stem, ".zip", data)
        write_atomically(out / EXPECTED, encode_json(expected))
    except WriteError:
        raise
    except OSError as error:
        raise WriteError("見本の提出を書き込めませんでした。空き容量と権限を確かめてください。", str(out)) from error
