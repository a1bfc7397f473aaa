"""What ``conftest.py`` promises about every test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPS = "import pytest\n\ndef test_a():\n    pytest.skip('理由')\n"
SKIPS_AS_A_WHOLE = "import pytest\n\npytest.skip('理由', allow_module_level=True)\n"
EXPECTED_TO_FAIL = "import pytest\n\n@pytest.mark.xfail\ndef test_a():\n    raise ValueError\n"


def test_a_connection_off_the_computer_is_refused() -> None:
    with pytest.raises(PermissionError, match=r"something asked for 192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_name_of_another_computer_is_not_looked_up() -> None:
    with pytest.raises(PermissionError, match=r"something asked for example\.jp"):
        socket.getaddrinfo("example.jp", 80)


def test_this_computer_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_the_home_folder_is_one_of_the_run() -> None:
    assert Path.home().name.startswith("kaizen-tests-")
    assert [name for name in os.environ if name.startswith(("JUPYTER_CONFIG", "JUPYTER_DATA", "IPYTHONDIR"))] == []


@pytest.mark.parametrize(
    ("text", "in_ci", "elsewhere"), [(SKIPS, 1, 0), (SKIPS_AS_A_WHOLE, 2, 5), (EXPECTED_TO_FAIL, 0, 0)]
)
def test_nothing_skips_in_ci(tmp_path: Path, text: str, in_ci: int, elsewhere: int) -> None:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    codes = []
    for ci in ({"KAIZEN_CI": "1"}, {}):
        env = {name: value for name, value in os.environ.items() if name != "KAIZEN_CI"} | ci
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
        done = subprocess.run([*command, str(tmp_path)], env=env, cwd=tmp_path, capture_output=True, check=False)
        codes.append(done.returncode)

    assert codes == [in_ci, elsewhere]
