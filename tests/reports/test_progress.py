"""Progress and tables in a real terminal."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from milvus_tui.reports.progress import CLEAR, Progress
from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.scenarios.scenario import judge
from milvus_tui.scenarios.scenario_runner import Job
from tests.terminal.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    import pytest

    from tests.servers import Server

CLOSE = scenarios()[2]
JOB = Job("2.6.6", CLOSE)
RESULT = judge(CLOSE, "2.6.6", {"broken_by_close": 10})


class Stream(io.StringIO):
    """Standard error, as a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def printed(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    progress = Progress(2)
    progress.report(JOB, "installing pymilvus 2.6.6")
    progress.report(JOB, "installing pymilvus 2.6.6")
    progress.report(JOB, "starting the target")
    progress.report(JOB, RESULT)
    progress.close()
    return stream.getvalue()


def test_a_line_for_each_result_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, terminal=False).splitlines() == [
        "[0/2] 2.6.6  installing pymilvus 2.6.6",
        "[1/2] 2.6.6  2 shared close: breaks 10",
    ]


def test_one_changing_line_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(monkeypatch, terminal=True)
    assert "\n" not in text
    assert f"{CLEAR}[0/2] 2.6.6  starting the target{CLEAR}" in text
    assert text.endswith(CLEAR)


def test_the_table_fits_the_terminal(lite: Server) -> None:
    releases = [part for each in ("2.6.6", "2.6.10", "2.6.17") for part in ("--pymilvus", each)]
    command = [sys.executable, "-m", "milvus_tui", "demo", "2", lite.uri]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    child = PseudoTerminal([*command, *releases, "--timeout", "60"], environment, 24, 50)
    shown = child.read_to_the_end().decode()
    assert child.wait() == 0
    child.close()
    lines = shown.replace("\r\n", "\n").rpartition("\x1b[K")[2].splitlines()
    assert lines == [
        "scenario           2.6.6        2.6.10",
        " 2 shared close    breaks 10  ✗ breaks none",
        "",
        "scenario           2.6.17",
        " 2 shared close  ✗ breaks none",
        "",
        "✗ is not as the guide says. --list explains each scenario.",
    ]
