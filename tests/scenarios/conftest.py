"""Labs to play scenarios on, and the further servers that they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.scenarios.scenario_servers import ScenarioServers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def further() -> Iterator[ScenarioServers]:
    """ScenarioServers that scenarios ask for, shared by all tests."""
    servers = ScenarioServers()
    yield servers
    servers.stop()
