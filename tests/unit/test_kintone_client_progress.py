"""How far it is, as text and in a notebook."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from kaizen_helpers.kintone import Kintone, in_process, progress_bar
from kaizen_helpers.kintone.sandbox.environment import FIRST_PASSWORD
from tests.sandbox_any import Desk, text


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_screen_shows_every_step_in_one_line() -> None:
    screen = Screen()
    bar = progress_bar("追加", screen)

    bar(500, 2_000)
    bar(2_000, 2_000)

    assert f"\r追加 {'■' * 5}{'□' * 15} 500／2,000件\r追加 {'■' * 20} 2,000／2,000件\n" == screen.getvalue()


def test_a_file_gets_the_end_only() -> None:
    file = io.StringIO()
    bar = progress_bar("追加", file)

    bar(500, 2_000)
    bar(2_000, 2_000)

    assert f"追加 {'■' * 20} 2,000／2,000件\n" == file.getvalue()


def test_nothing_to_do_is_done() -> None:
    file = io.StringIO()

    progress_bar("追加", file)(0, 0)

    assert "0／0件" in file.getvalue()


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """As if a kernel ran this; what is displayed, and how it is changed."""
    import IPython
    from IPython import display as display_module

    shown: list[Any] = []

    def display(what: Any, **_: Any) -> Any:
        shown.append(what)
        return SimpleNamespace(update=lambda new, **_: shown.append(new))

    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr(display_module, "display", display)
    return shown


def test_a_notebook_without_widgets_changes_one_text(notebook: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaizen_helpers.kintone.client.progress.find_spec", lambda _: None)
    bar = progress_bar("追加")

    bar(1, 2)
    bar(2, 2)

    assert ["1／2件", "2／2件"] == [one["text/plain"].split()[-1] for one in notebook]


def test_a_notebook_with_widgets_has_a_bar_with_words(notebook: list[Any]) -> None:
    pytest.importorskip("ipywidgets")
    bar = progress_bar("追加")

    bar(1, 2)
    bar(2, 2)

    (box,) = notebook
    assert (2, 2, "追加 2／2件") == (box.children[0].value, box.children[0].max, box.children[1].value)


def test_a_program_outside_a_notebook_writes_to_the_error_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "IPython", raising=False)

    progress_bar("追加")(1, 1)

    captured = capsys.readouterr()
    assert ("", True) == (captured.out, "1／1件" in captured.err)


def test_reading_tells_how_many_there_are() -> None:
    desk = Desk()
    app = desk.app(text("コード"))
    way = in_process(desk.environment)
    kintone = Kintone("http://localhost", user="Administrator", password=FIRST_PASSWORD, transport=way)
    kintone.add(app, [{"コード": {"value": str(place)}} for place in range(1_100)])
    told: list[tuple[int, int]] = []

    kintone.all_records(app, progress=lambda done, total: told.append((done, total)))

    assert [(500, 1_100), (1_000, 1_100), (1_100, 1_100)] == told
    desk.environment.close()
