"""A terminal with the program in it, which is gone after each test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal.screen import COMMAND, Terminal
from tests.terminal.service_orders import Service, WatchedService, pid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

LIVE = ("pymilvus 2.6.6", "Milvus Lite 3", "No client yet")
"""What the screen shows of a live lab."""

Open = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def places(tmp_path: Path, runtime_dir: Path) -> dict[str, Path]:
    """Where the program keeps what it needs, empty at first: by the variables that say so."""
    folders = {"TMPDIR": tmp_path / "tmp", "XDG_STATE_HOME": tmp_path / "state"}
    for folder in folders.values():
        folder.mkdir()
    return {**folders, "MILVUS_TUI_RUNTIME_DIR": runtime_dir}


@pytest.fixture
def open_terminal(places: dict[str, Path]) -> Open:
    """Open a terminal with `milvus-tui` and the given arguments."""

    @contextmanager
    def opened(*arguments: str, command: Path = COMMAND, **environment: str) -> Iterator[Terminal]:
        where = {name: str(path) for name, path in places.items()}
        terminal = Terminal(arguments, {**where, **environment}, command)
        try:
            yield terminal
        finally:
            terminal.close()

    return opened


@pytest.fixture
def open_script(open_terminal: Open, tmp_path: Path) -> Open:
    """Open a terminal with a Python script, given as text, and its arguments."""

    @contextmanager
    def opened(script: str, *arguments: str, **environment: str) -> Iterator[Terminal]:
        path = tmp_path / "script.py"
        path.write_text(script)
        python = Path(sys.executable)
        with open_terminal(str(path), *arguments, command=python, **environment) as terminal:
            yield terminal

    return opened


@pytest.fixture
def live_lab(open_terminal: Open) -> Iterator[Terminal]:
    """A lab on an embedded server, whose target and server are live and remembered."""
    with open_terminal() as terminal:
        terminal.wait(*LIVE)
        terminal.remember_processes()
        assert len(terminal.processes) == 2  # the target and Milvus Lite
        yield terminal


@pytest.fixture
def service(tmp_path: Path, lite: Server) -> Iterator[Service]:
    """A service that a test starts, and gives orders to."""
    found = Service(tmp_path, lite.uri)
    yield found
    found.close()


@pytest.fixture
def watched(open_terminal: Open, service: Service) -> Iterator[WatchedService]:
    """A service that runs under `milvus-tui run`, in a terminal."""
    with open_terminal("run", *service.command) as terminal:
        pid = pid_of(terminal)
        service.open()
        yield WatchedService(terminal, service, pid)
