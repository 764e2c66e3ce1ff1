"""`milvus-tui --pymilvus` in a real terminal: there is a dashboard while uv is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios.scenario_servers import SilentServer
from milvus_tui.sessions.releases import release_environments

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server
    from tests.terminal.conftest import Open


def test_a_lab_with_another_release(open_terminal: Open, lite: Server) -> None:
    with open_terminal("--pymilvus", "2.6.10", lite.uri) as terminal:
        terminal.wait("pymilvus 2.6.10", "Milvus Lite 3")
        terminal.press("q")
        assert terminal.end() == 0


def test_it_paints_while_the_release_is_being_installed(
    open_terminal: Open, places: dict[str, Path], tmp_path: Path
) -> None:
    index = SilentServer()
    environment = {
        "UV_DEFAULT_INDEX": f"{index.uri}/simple",
        "UV_CACHE_DIR": str(tmp_path / "uv"),
        release_environments.FOLDER_VARIABLE: str(tmp_path / "releases"),
    }
    with open_terminal("--pymilvus", "2.5.3", **environment) as terminal:
        terminal.wait("installing pymilvus 2.5.3")
        index.wait_for_connection()
        terminal.remember_processes(2)  # uv and Milvus Lite
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.left_running() == []
    index.stop()
    assert [path.name for path in (tmp_path / "releases").iterdir() if path.is_dir()] == []
    assert [path for folder in places.values() for path in folder.iterdir()] == []


def test_one_that_does_not_exist_is_a_line_in_the_dashboard(
    open_terminal: Open, tmp_path: Path
) -> None:
    with open_terminal("--pymilvus", "2.5.99", MILVUS_TUI_RELEASES=str(tmp_path)) as terminal:
        terminal.wait("there is no pymilvus 2.5.99")
        terminal.press("q")
        assert terminal.end() == 1
