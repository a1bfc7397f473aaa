"""The fork server as the process that uses it sees it: started when it is first needed, one for the whole process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["ForkServer", "ForkedProcess", "can_fork", "shared_server"]

_PATIENCE = 60.0
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
"""A library that starts threads when it is loaded could not be forked."""


_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""The debugger would warn at each start that it cannot stop inside of frozen modules."""


def can_fork() -> bool:
    """Whether kernels can be forked here: Linux, with a way to watch other processes."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class ForkedProcess:
    """A forked kernel with the face of :class:`subprocess.Popen` that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        connection.setblocking(False)
        self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """The exit code once it has ended. Raises nothing: a kernel whose fork server is gone has code -1."""
        if self.returncode is None:
            try:
                said = self._connection.recv(4096)
            except BlockingIOError:
                return None
            except OSError:
                said = b""
            if said:
                self._ended(int(json.loads(said)["exit"]))
            elif not self._runs():
                self._ended(-1)
        return self.returncode

    def _runs(self) -> bool:
        """Whether the process is still there although nobody tells of it."""
        try:
            signal.pidfd_send_signal(self._handle, 0)
        except OSError:
            return False
        return True

    def _ended(self, code: int) -> None:
        self.returncode = code
        self._connection.close()
        os.close(self._handle)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """A warm process, and the way to ask it for kernels."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="kaizen-fork-")  # only its owner can open it
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The warm process, if it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def _path(self) -> Path:
        return Path(self._folder.name) / f"s{self._number}"

    def start(self) -> None:
        """Start the warm process if it does not run. It loads while others go on."""
        with self._lock:
            if self.pid is not None:
                return
            self._number += 1  # after one that died its socket may still lie there
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kaizen_helpers.kernels.forkserver", str(self._path)],
                stdin=subprocess.PIPE,
                env={**os.environ, **_ONE_THREAD, "PYTHONPATH": _own_path(), **_QUIET},
            )

    def spawn(self, argv: Sequence[str], env: Mapping[str, str], cwd: str) -> ForkedProcess:
        """A new kernel; ``argv`` is what follows ``-m ipykernel_launcher``.

        Raises OSError: the warm process cannot be reached, also after it was started anew.
        """
        request = json.dumps({"argv": list(argv), "env": dict(env), "cwd": cwd}).encode() + b"\n"
        self.start()
        try:
            return self._asked(request)
        except OSError:  # it has died meanwhile: a new one is tried once
            self.start()
            return self._asked(request)

    def _asked(self, request: bytes) -> ForkedProcess:
        end = time.monotonic() + _PATIENCE
        while True:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(str(self._path))
                break
            except OSError:
                connection.close()
                if self.pid is None or time.monotonic() > end:
                    raise
                time.sleep(0.02)
        connection.settimeout(_PATIENCE)
        connection.sendall(request)
        said = b""
        while not said.endswith(b"\n"):
            part = connection.recv(4096)
            if not part:
                connection.close()
                raise ConnectionError("the fork server ended")
            said += part
        return ForkedProcess(int(json.loads(said)["pid"]), connection)

    def stop(self) -> None:
        """End the warm process; its kernels go on."""
        with self._lock:
            if self._process is not None:
                if self._process.stdin:
                    self._process.stdin.close()
                try:
                    self._process.wait(10)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
                self._process = None
            self._folder.cleanup()


def _own_path() -> str:
    """Where this package is, so that the warm process finds the same one."""
    own = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(dict.fromkeys([own, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]))


_shared: ForkServer | None = None
_making = threading.Lock()


def shared_server() -> ForkServer:
    """The fork server of this process."""
    global _shared
    with _making:
        if _shared is None:
            _shared = ForkServer()
        return _shared
