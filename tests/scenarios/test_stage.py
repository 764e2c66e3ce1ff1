"""A stage whose target is stopped lets go of whoever waits on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from milvus_tui.scenarios.scenario import CannotRun
from milvus_tui.scenarios.scenario_servers import Servers
from milvus_tui.scenarios.stage import STEP_SECONDS, Stage
from tests.labs import lab

if TYPE_CHECKING:
    from tests.servers import Server


def test_stopping_the_target_ends_a_wait(lite: Server) -> None:
    with lab(lite.uri) as run, ThreadPoolExecutor(1) as pool:
        stage = Stage(run.session, Servers())
        waiting = pool.submit(stage.wait, lambda: False, "what never comes")
        run.session.stop()
        with pytest.raises(CannotRun, match="target"):
            waiting.result(timeout=STEP_SECONDS / 2)
