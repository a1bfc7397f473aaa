"""How soon a kernel answers: forks of a warm process against kernels that are started, in one run, alternating.

Run: ``.venv/bin/python benchmarks/kernels.py`` (``--rounds 5 --together 30``). One JSON line a goal: ``ours`` and
``rival`` in seconds or megabytes, ``ratio`` = ours / rival. Readiness is asked with a request of the protocol, not with
``wait_for_ready``, which always waits 0.4 s. Memory is that of all kernels and of the warm process (PSS: what several
share is counted once); private memory is a kernel's own (USS).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from jupyter_client.kernelspec import KernelSpecManager  # noqa: E402 - the checkout is measured
from jupyter_client.manager import AsyncKernelManager  # noqa: E402

from kaizen_helpers.kernels.client import shared_server  # noqa: E402

PANDAS = "import pandas\npandas.DataFrame({'a': [1]}).shape"
KINDS = {"forked": "kaizen-fork", "started": "local-provisioner"}


def specs(home: Path) -> KernelSpecManager:
    for name, provisioner in KINDS.items():
        (home / name).mkdir()
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        metadata = {"kernel_provisioner": {"provisioner_name": provisioner}}
        spec = {"argv": argv, "display_name": name, "language": "python", "metadata": metadata}
        (home / name / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return KernelSpecManager(kernel_dirs=[str(home)], ensure_native_kernel=False)


async def answered(manager: AsyncKernelManager) -> Any:
    """Start the kernel, run the pandas line, wait for its reply; the client."""
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    while True:  # requests that arrive before the kernel listens are lost only where a socket was not there yet
        asked = client.execute(PANDAS)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                reply = await client.get_shell_msg(timeout=0.2)
            except Exception:  # noqa: BLE001, S112 - queue.Empty under several names
                continue
            if reply["parent_header"].get("msg_id") == asked:
                if reply["content"]["status"] != "ok":
                    raise RuntimeError(reply["content"])
                return client


def memory(pid: int) -> tuple[float, float]:
    """PSS and USS of a process in megabytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return kilobytes["Pss"] / 1024, (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1024


async def one(found: KernelSpecManager, name: str) -> float:
    manager = AsyncKernelManager(kernel_name=name, kernel_spec_manager=found)
    began = time.perf_counter()
    client = await answered(manager)
    took = time.perf_counter() - began
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    return took


async def together(found: KernelSpecManager, name: str, count: int) -> tuple[float, float, float]:
    """Seconds until the last of them has answered, their PSS together, the largest USS."""
    managers = [AsyncKernelManager(kernel_name=name, kernel_spec_manager=found) for _ in range(count)]
    began = time.perf_counter()
    clients = await asyncio.gather(*(answered(manager) for manager in managers))
    took = time.perf_counter() - began
    each = [memory(manager.provisioner.pid) for manager in managers]
    warm = memory(shared_server().pid or 0)[0] if name == "forked" else 0
    for client, manager in zip(clients, managers, strict=True):
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    return took, sum(pss for pss, _ in each) + warm, max(uss for _, uss in each)


def told(name: str, ours: float, rival: float, goal: float, **more: Any) -> None:
    ratio = ours / rival
    line = {"name": name, "ours": round(ours, 3), "rival": round(rival, 3), "ratio": round(ratio, 4), "goal": goal}
    print(json.dumps({**line, "met": ratio <= goal, **more}), flush=True)


async def measure(found: KernelSpecManager, rounds: int, count: int) -> None:
    shared_server().start()
    await one(found, "forked")  # the warm process loads
    times: dict[str, list[float]] = {name: [] for name in KINDS}
    for _ in range(rounds):
        for name in KINDS:
            times[name].append(await one(found, name))
    ours, rival = (statistics.median(times[name]) for name in KINDS)
    told("start to first pandas reply, median", ours, rival, 1 / 10, rounds=rounds)
    seconds, pss, uss = await together(found, "forked", count)
    cold, cold_pss, _ = await together(found, "started", count)
    told(f"{count} kernels at once, last ready", seconds, cold, 1 / 15)
    told(
        f"{count} kernels at once, PSS together",
        pss,
        cold_pss,
        1,
        megabytes=round(pss),
        most=1_200,
        enough=pss <= 1_200,
    )
    print(json.dumps({"name": "private memory of a kernel", "megabytes": round(uss, 1), "most": 35, "met": uss <= 35}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--together", type=int, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(measure(specs(Path(home)), chosen.rounds, chosen.together))
    shared_server().stop()


if __name__ == "__main__":
    main()
