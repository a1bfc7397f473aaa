"""The server's own program: JupyterLab that ends when ``kaizen lab`` is gone, however that was ended.

Closing the console window, or a computer that runs out of memory, gives ``kaizen lab`` no chance to end the server;
it would stay, invisible, with its kernels and its port.
"""

from __future__ import annotations

import os
import threading
import time

__all__ = ["STARTER", "main"]

STARTER = "KAIZEN_LAB_STARTER"
"""The variable that holds the process id of ``kaizen lab``."""

_LOOK_SECONDS = 1.0
_LAST_SECONDS = 20.0


def main() -> None:
    """Run JupyterLab with the arguments of the command line."""
    from jupyterlab.labapp import main as run_jupyterlab

    starter = os.environ.pop(STARTER, "")
    if starter.isdigit():
        threading.Thread(target=_end_after, args=(int(starter),), daemon=True).start()
    run_jupyterlab()


def _end_after(starter: int) -> None:
    """Wait until the starter is gone; then end the server and its kernels, with force if that takes too long."""
    import psutil  # type: ignore[import-untyped]
    from jupyter_server.serverapp import ServerApp

    try:
        process = psutil.Process(starter)
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_LOOK_SECONDS)
    except psutil.NoSuchProcess:
        pass
    if ServerApp.initialized():
        ServerApp.instance().stop()
        time.sleep(_LAST_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
