"""A wait ends when its target is stopped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario_context import STEP_SECONDS, ScenarioContext
from milvus_tui.scenarios.scenario_servers import ScenarioServers
from tests.labs import lab

if TYPE_CHECKING:
    from tests.servers import Server


def test_stopping_the_target_ends_a_wait(lite: Server) -> None:
    with lab(lite.uri) as run, ThreadPoolExecutor(1) as pool:
        context = ScenarioContext(run.session, ScenarioServers())
        waiting = pool.submit(context.wait, lambda: False, "what never comes")
        run.session.stop()
        with pytest.raises(CannotRun, match="target"):
            waiting.result(timeout=STEP_SECONDS / 2)
