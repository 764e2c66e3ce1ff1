"""A terminal with the program in it, which is gone after each test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.terminal.screen import COMMAND, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
