"""Write files so that they are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kaizen_helpers.errors import WriteError

__all__ = ["one_at_a_time", "replace_file", "write_atomically"]

_TRIES = 6
_PAUSE = 0.05
_LONGEST_WAIT = 5.0


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in its place in one step, making its folder where that is missing.

    Raises:
        OSError: it could not be written; what was there before is untouched, and no draft is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".kaizen-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)  # mkstemp makes it private; a shared folder must be readable
        _put(Path(draft), path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _put(draft: Path, path: Path) -> None:
    """Windows refuses for the moment in which somebody reads the file, a virus scanner for example."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            draft.replace(path)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let only one program of this computer change a file at a time: two notebooks that are open on one folder.

    The lock is a file in the computer's own temporary folder, so none is left beside the learner's files. It ends
    with the program that holds it. Where locking does not work, or takes too long, the change is made all the same:
    a held lock must not keep anybody from saving.
    """
    name = hashlib.sha256(os.path.normcase(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    try:
        lock = (Path(tempfile.gettempdir()) / f"kaizen-{name}.lock").open("ab")
    except OSError:
        yield
        return
    with lock:
        deadline = time.monotonic() + _LONGEST_WAIT
        held = _try_lock(lock.fileno())
        while not held and time.monotonic() < deadline:
            time.sleep(_PAUSE / 5)
            held = _try_lock(lock.fileno())
        try:
            yield
        finally:
            if held:
                _unlock(lock.fileno())


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        """False while another program holds it; True where it is ours, or where nothing can be locked."""
        import msvcrt

        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        except OSError:
            return True
        return True

    def _unlock(descriptor: int) -> None:
        import msvcrt

        with suppress(OSError):
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> bool:
        """False while another program holds it; True where it is ours, or where nothing can be locked."""
        try:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except (OSError, ImportError):  # in a browser there is no such module, and nobody else
            return True
        return True

    def _unlock(_descriptor: int) -> None:
        """Closing the file gives the lock back."""


def write_atomically(path: Path, data: bytes) -> None:
    """``replace_file`` with its failure in words.

    Raises:
        WriteError: the disk is full, or the folder cannot be written to. The old file is untouched.
    """
    try:
        replace_file(path, data)
    except OSError as error:
        raise WriteError(
            "保存できませんでした。前に保存した内容は残っています。空き容量とフォルダの書き込み権限を確かめてください。",
            path.name,
        ) from error
