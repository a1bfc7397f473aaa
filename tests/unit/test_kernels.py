"""Kernels by fork: as an ordinary kernel in all that people and nbclient see, each on its own, and never lost."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import warnings
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from kaizen_helpers.kernels.client import ForkServer, can_fork, shared_server
from kaizen_helpers.kernels.provisioner import _arguments

pytestmark = [
    pytest.mark.slow,
    # nbclient and jupyter_client leave sockets of theirs to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
    pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only; elsewhere they are started"),
]
ARGV = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> KernelSpecManager:
    """Two kernels: ``forked`` by our provisioner, ``started`` by jupyter_client's own."""
    home = tmp_path_factory.mktemp("kernels")
    for name, provisioner in (("forked", "kaizen-fork"), ("started", "local-provisioner")):
        (home / name).mkdir()
        spec = {"argv": ARGV, "display_name": name, "language": "python",
                "metadata": {"kernel_provisioner": {"provisioner_name": provisioner}}}  # fmt: skip
        (home / name / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return KernelSpecManager(kernel_dirs=[str(home)], ensure_native_kernel=False)


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    shared_server().start()
    yield
    shared_server().stop()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """What nbclient and jupyter_client leave to the collector goes now, and not while another test runs."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


def run(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run it in a thread: an earlier test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result(120)


async def started(specs: KernelSpecManager, name: str = "forked", **more: Any) -> tuple[AsyncKernelManager, Any]:
    manager = AsyncKernelManager(kernel_name=name, kernel_spec_manager=specs)
    await manager.start_kernel(**more)
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    return manager, client


async def said(client: Any, code: str) -> str:
    """What the code prints."""
    parts: list[str] = []
    await client.execute_interactive(
        code, output_hook=lambda message: parts.append(str(message["content"].get("text", ""))), timeout=60
    )
    return "".join(parts).strip()


def asked(specs: KernelSpecManager, code: str, **more: Any) -> str:
    """What a fresh forked kernel prints."""

    async def work() -> str:
        manager, client = await started(specs, **more)
        try:
            return await said(client, code)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    answer: str = run(work)
    return answer


CODE = [
    "import pandas as pd\ndf = pd.DataFrame({'団体': ['佐賀市', '唐津市'], '人数': [3, 4]})\ndf",
    "df['人数'].sum()",
    "%config InlineBackend.figure_formats = ['svg']\n"
    "import matplotlib.pyplot as plt\nplt.rcParams['svg.hashsalt'] = 'x'\n"
    "fig, ax = plt.subplots(); ax.bar(df['団体'].index, df['人数']); plt.show()",
    "!echo 殻",
    "import sys; print('警告', file=sys.stderr)",
    "import asyncio; await asyncio.sleep(0); 'await'",
    "from IPython.display import HTML, display; display(HTML('<b>太い</b>'))",
    "1 / 0",
    "%who_ls",
    "from __main__ import df as again; again is df",
    "print(__name__, sys.argv[0].split('/')[-1], sys.path[0] == '')",
]


def outputs(specs: KernelSpecManager, name: str) -> list[Any]:
    """What a notebook of ``CODE`` holds after nbclient has run it, without what differs from run to run."""
    cells = [nbformat.v4.new_code_cell(source) for source in CODE]
    notebook = nbformat.v4.new_notebook(cells=cells)
    manager = AsyncKernelManager(kernel_name=name, kernel_spec_manager=specs)
    run(lambda: NotebookClient(notebook, km=manager, allow_errors=True, timeout=60).async_execute())
    return [[_without_dates(dict(output)) for output in cell.outputs] for cell in notebook.cells]


def _without_dates(output: dict[str, Any]) -> dict[str, Any]:
    data = output.get("data", {})
    if "image/svg+xml" in data:
        kept = [line for line in data["image/svg+xml"].splitlines() if "dc:date" not in line and "<dc:date" not in line]
        lines = [line for line in kept if not line.strip().startswith("20")]
        output["data"] = {**data, "image/svg+xml": lines}
    return output


def test_a_notebook_has_the_outputs_that_an_ordinary_kernel_gives(specs: KernelSpecManager) -> None:
    forked, ordinary = outputs(specs, "forked"), outputs(specs, "started")

    for source, mine, theirs in zip(CODE, forked, ordinary, strict=True):
        assert mine == theirs, source


def test_each_kernel_has_random_numbers_of_its_own(specs: KernelSpecManager) -> None:
    code = "import random, numpy, uuid; print(random.random(), numpy.random.rand(), uuid.uuid4())"

    one, two = asked(specs, code), asked(specs, code)

    assert not set(one.split()) & set(two.split())


def test_a_kernel_gets_its_own_folder_and_environment(specs: KernelSpecManager, tmp_path: Path) -> None:
    code = "import os; print(os.getcwd(), os.environ.get('KAIZEN_X'), os.environ.get('HOME_OF_SERVER'))"

    told = asked(specs, code, cwd=str(tmp_path), env={**os.environ, "KAIZEN_X": "個別"})

    assert told == f"{tmp_path} 個別 None"


def test_an_interrupt_stops_the_cell_and_a_restart_begins_anew(specs: KernelSpecManager) -> None:
    async def work() -> tuple[str, str, bool]:
        manager, client = await started(specs)
        await said(client, "x = 1")
        waiting = asyncio.create_task(said(client, "import time\nwhile True: time.sleep(0.05)"))
        await asyncio.sleep(0.5)
        await manager.interrupt_kernel()
        await waiting
        after = await said(client, "print(x)")
        client.stop_channels()
        await manager.restart_kernel(now=True)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        fresh = await said(client, "print('x' in globals())")
        client.stop_channels()
        await manager.shutdown_kernel()
        return after, fresh, await manager.is_alive()

    assert run(work) == ("1", "False", False)


def test_a_kernel_that_dies_is_noticed(specs: KernelSpecManager) -> None:
    async def work() -> tuple[bool, int]:
        manager, client = await started(specs)
        client.execute("import os; os._exit(7)")
        for _ in range(100):
            if not await manager.is_alive():
                break
            await asyncio.sleep(0.05)
        client.stop_channels()
        return await manager.is_alive(), manager.provisioner.process.returncode

    assert run(work) == (False, 7)


def test_kernels_live_on_when_the_warm_process_dies_and_the_next_one_gets_a_new_one(specs: KernelSpecManager) -> None:
    async def work() -> tuple[str, str, bool]:
        manager, client = await started(specs)
        await said(client, "x = '残る'")
        server = shared_server()
        old = server.pid
        assert old is not None
        os.kill(old, signal.SIGKILL)
        kept = await said(client, "print(x)")
        second, other = await started(specs)
        new = await said(other, "print('次')")
        for one, channel in ((manager, client), (second, other)):
            channel.stop_channels()
            await one.shutdown_kernel(now=True)
        return kept, new, server.pid != old

    assert run(work) == ("残る", "次", True)


def test_a_kernel_ends_with_the_server_that_asked_for_it(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import os, sys, time
        from kaizen_helpers.kernels.client import ForkServer
        server = ForkServer()
        env = dict(os.environ, JPY_PARENT_PID=str(os.getpid()))
        kernel = server.spawn(["-f", {str(tmp_path / "connection.json")!r}], env, {str(tmp_path)!r})
        print(kernel.pid, flush=True)
        time.sleep(1)
        os._exit(0)
        """
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=90, check=True)
    pid = int(done.stdout)

    end = time.monotonic() + 20
    while Path(f"/proc/{pid}/stat").exists() and time.monotonic() < end:
        time.sleep(0.05)

    assert not Path(f"/proc/{pid}/stat").exists()


def test_the_warm_process_has_one_thread_and_is_open_to_its_owner_only() -> None:
    server = ForkServer()
    try:
        kernel = server.spawn(["--version"], dict(os.environ), "/")
        assert kernel.wait(30) == 0
        assert len(list(Path(f"/proc/{server.pid}/task").iterdir())) == 1
        assert server._path.stat().st_mode & 0o777 == 0o600
        assert server._path.parent.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
    assert server.pid is None


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "x"], ["-f", "x"]),
        (["python", "-m", "ipykernel_launcher", "-f", "x"], ["-f", "x"]),
        (["/usr/bin/python9", "-m", "ipykernel_launcher", "-f", "x"], None),
        ([sys.executable, "-m", "other", "-f", "x"], None),
        (["julia"], None),
    ],
)
def test_only_kernels_of_our_own_interpreter_are_forked(command: list[str], found: list[str] | None) -> None:
    assert _arguments(command) == found
