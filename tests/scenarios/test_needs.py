"""Scenarios that need more than the lab's server: their reasons if it is missing, and clean-up."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario_servers import ScenarioServers
from milvus_tui.scenarios.scenario_stepper import ScenarioStepper, play_through
from tests.labs import lab

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers import Server

CATALOG = scenarios()

LIST_DATABASES = """
import sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1], token=sys.argv[2])
print(*client.list_databases())
"""


def hide(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let a package appear as not installed."""
    find: Callable[..., Any] = importlib.util.find_spec

    def found(name: str, *rest: Any) -> Any:
        return None if name == package else find(name, *rest)

    for module in ("lite", "standalone"):
        monkeypatch.setattr(f"milvus_tui.sessions.servers.{module}.find_spec", found)


def could_not_run(number: int, uri: str, **options: Any) -> str:
    """The reason why a scenario could not run."""
    servers = ScenarioServers()
    try:
        with lab(uri, **options) as running:
            result = play_through(CATALOG[number], running.session, servers)
    finally:
        servers.stop()
    assert not result.ran
    assert result.agrees is None, "never a silent pass"
    return str(result.reason)


def test_a_server_that_checks_logins(lite: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "milvus")
    reason = could_not_run(14, lite.uri)
    assert reason.startswith("a server that checks logins is needed: pip install 'milvus==2.3.5'")


@pytest.mark.parametrize("number", [7, 9, 12, 15])
def test_a_second_server(number: int, lite: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "milvus_lite")
    assert "Milvus Lite is not installed" in could_not_run(number, lite.uri)


@pytest.mark.parametrize("number", [6, 16])
def test_a_server_that_accepts_any_login(
    number: int, standalone: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, "milvus_lite")
    reason = could_not_run(number, standalone.uri, token=standalone.token)
    assert "Milvus Lite is not installed" in reason


def test_a_scenario_stopped_half_way_leaves_the_server_unchanged(
    standalone: Server, further: ScenarioServers
) -> None:
    def databases() -> list[str]:
        argv = [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            LIST_DATABASES,
            standalone.uri,
            standalone.token,
        ]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        return sorted(done.stdout.split())

    before = databases()
    with lab(standalone.uri, user=standalone.user, password=standalone.password) as running:
        stepper = ScenarioStepper(CATALOG[5], running.session, further)
        for _ in range(3):
            stepper.next()
        assert databases() == sorted([*before, stepper.context.database])
    assert databases() == before


def test_a_lost_target_is_a_reason(lite: Server, further: ScenarioServers) -> None:
    with lab(lite.uri) as running:
        stepper = ScenarioStepper(CATALOG[1], running.session, further)
        stepper.next()
        running.ask("end")  # its reply may be lost
        running.wait(lambda: running.session.failure, "the loss")
        assert stepper.next() is None
    assert stepper.result is not None
    assert not stepper.result.ran
    assert stepper.result.agrees is None
    assert stepper.result.reason


def test_stopped_servers_start_no_server() -> None:
    servers = ScenarioServers()
    servers.stop()
    with pytest.raises(CannotRun, match="were stopped"):
        servers.second_server()
