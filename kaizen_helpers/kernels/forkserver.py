"""The warm process: loads what kernels need, and forks one of them for each request on its socket.

Run as ``python -P -m kaizen_helpers.kernels.forkserver SOCKET`` by :mod:`kaizen_helpers.kernels.client`. A request is
one line of JSON (``argv``, ``env``, ``cwd``); the answers are ``{"pid": …}`` and, when that kernel has ended,
``{"exit": …}``. It ends when its standard input is closed, that is with whoever started it; its kernels live on and
watch for themselves whether their server is still there.

It never has a second thread and never opens a zmq context: a fork would take over half of either.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import json
import os
import random
import selectors
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["WARM", "main", "serve", "warm_up"]

WARM = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.oinspect",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "psutil",
    "sqlite3",
    "jedi",
    "numpy",
    "pandas",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "matplotlib.ticker",
    "ipywidgets",
)
"""What is loaded before the first fork. No pyplot: loading it chooses a backend, which has to happen in the kernel,
where it registers itself with the shell."""
_BACKLOG = 64
_MOST_BYTES = 1_000_000


def warm_up() -> None:
    """Load everything; a package that is not there is left to the kernels."""
    for name in WARM:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with contextlib.suppress(ImportError):
        from jupyter_client.localinterfaces import local_ips

        local_ips()  # looked up once for all kernels
    gc.collect()
    gc.freeze()  # what is loaded now stays shared: the collector does not touch it in the forks


class _Kernel:
    """A kernel that runs, and the connection on which its end is told."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid, self.connection = pid, connection

    def tell(self, **said: Any) -> None:
        """Send one line; whoever asked may be gone."""
        with contextlib.suppress(OSError):
            self.connection.sendall(json.dumps(said).encode() + b"\n")


def serve(path: str) -> None:
    """Answer requests until standard input ends."""
    listener: socket.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    Path(path).chmod(0o600)
    listener.listen(_BACKLOG)
    woken, wake = socket.socketpair()
    for one in (woken, wake, listener):
        one.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal of the server is meant for the server
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(woken, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    kernels: dict[int, _Kernel] = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is sys.stdin and not os.read(0, 1024):
                return
            if key.fileobj is woken:
                with contextlib.suppress(BlockingIOError):
                    woken.recv(4096)
                _reap(kernels)
            elif key.fileobj is listener:
                with contextlib.suppress(OSError):  # whoever asked is gone
                    _accept(listener, kernels, close=(selector, woken, wake))


def _reap(kernels: dict[int, _Kernel]) -> None:
    """Tell the end of every kernel that has ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        kernel = kernels.pop(pid, None)
        if kernel is not None:
            kernel.tell(exit=os.waitstatus_to_exitcode(status))
            kernel.connection.close()


def _accept(listener: socket.socket, kernels: dict[int, _Kernel], close: tuple[Any, ...]) -> None:
    connection, _ = listener.accept()
    connection.settimeout(10)  # whoever connects is our own server, which sends at once
    request = _read_line(connection)
    if request is None:
        connection.close()
        return
    if threading.active_count() != 1:
        raise SystemExit("a warm process must have one thread only")
    pid = os.fork()
    if pid == 0:
        for one in (*close, listener, connection, *(kernel.connection for kernel in kernels.values())):
            one.close()
        _become_kernel(request)
    kernel = kernels[pid] = _Kernel(pid, connection)
    kernel.tell(pid=pid)


def _read_line(connection: socket.socket) -> dict[str, Any] | None:
    data = b""
    while not data.endswith(b"\n") and len(data) < _MOST_BYTES:
        part = connection.recv(65_536)
        if not part:
            return None
        data += part
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _become_kernel(request: dict[str, Any]) -> NoReturn:
    """In the fork: be as a process that was started for this kernel alone, and run it to its end."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        _reseed()
        _choose_backend()
        code = _run(request["argv"])
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - the fork must never go on as the server
        import traceback

        traceback.print_exc()
    finally:
        _leave(code)


def _reseed() -> None:
    """Every kernel has random numbers of its own."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _choose_backend() -> None:
    """matplotlib asks the environment when it is loaded, which was before this kernel had one."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        backend = os.environ.get("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        matplotlib.rcParams["backend"] = backend


def _run(argv: list[str]) -> int:
    """Run an ordinary kernel whose life hangs on the process that asked for it, not on this one's parent."""
    from ipykernel.kernelapp import IPKernelApp

    server = int(os.environ.pop("JPY_PARENT_PID", "0") or 0)
    if server > 1:
        threading.Thread(target=_end_with, args=(server,), name="end with the server", daemon=True).start()
    sys.argv = [_launcher(), *argv]
    # 1 stands for a parent that never ends: ipykernel then watches none, and does not tell how to be used by hand.
    IPKernelApp.launch_instance(argv=[*argv, "--IPKernelApp.parent_handle=1"])
    return 0


def _launcher() -> str:
    """What an ordinary kernel has as the name of its program."""
    found = importlib.util.find_spec("ipykernel_launcher")
    return str(found.origin) if found else "ipykernel_launcher.py"


def _end_with(server: int) -> None:
    """End this kernel when the server has ended."""
    try:
        handle = os.pidfd_open(server)
    except OSError:  # it is gone already
        os._exit(1)
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        selector.select()
    os._exit(1)


def _leave(code: int) -> NoReturn:
    import atexit

    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def main(path: str) -> None:
    """Load, then serve."""
    warm_up()
    try:
        serve(path)
    finally:
        with contextlib.suppress(OSError):
            Path(path).unlink()


if __name__ == "__main__":
    main(sys.argv[1])
