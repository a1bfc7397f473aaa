"""The provisioner that jupyter_client loads: kernels by fork where that works, else as always."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kaizen_helpers.kernels.client import can_fork, shared_server

__all__ = ["ForkProvisioner"]

_LAUNCH = ("-m", "ipykernel_launcher")
_LOG = logging.getLogger(__name__)


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]  # jupyter_client is not typed all through
    """Like jupyter_client's own, but the process is a fork of a warm one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch the kernel; one that cannot be forked is started."""
        argv = _arguments(cmd)
        if argv is None or not can_fork():
            return await super().launch_kernel(cmd, **kwargs)
        env = dict(kwargs.get("env") or os.environ)
        cwd = str(kwargs.get("cwd") or Path.cwd())
        try:
            self.process = await asyncio.to_thread(shared_server().spawn, argv, _with_server(env), cwd)
        except OSError as error:
            _LOG.warning("no kernel could be forked (%s): it is started the ordinary way", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def _arguments(cmd: list[str]) -> list[str] | None:
    """What follows ``python -m ipykernel_launcher`` of our own interpreter; ``None`` for any other command."""
    own = len(cmd) > len(_LAUNCH) and _is_own(cmd[0]) and tuple(cmd[1:3]) == _LAUNCH
    return cmd[3:] if own else None


def _is_own(program: str) -> bool:
    return program == "python" or Path(program).absolute() == Path(sys.executable).absolute()


def _with_server(env: dict[str, str]) -> dict[str, str]:
    """Whose end is the kernel's end too; jupyter_client says so only to processes that it starts itself."""
    return {**env, "JPY_PARENT_PID": str(os.getpid())}
