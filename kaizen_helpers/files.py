"""Write files so that they are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kaizen_helpers.errors import WriteError

__all__ = ["replace_file", "write_atomically"]


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
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


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
