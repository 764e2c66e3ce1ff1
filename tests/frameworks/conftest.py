"""Runs the programs with frameworks, a few at once."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.frameworks.programs_run import Runs, run_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests import servers
    from tests.programs.program import Program

AT_ONCE = (os.cpu_count() or 1) + 2
"""Programs wait as much as they work."""


@pytest.fixture(scope="session")
def framework_runs(
    request: pytest.FixtureRequest,
    untidy_lite: servers.Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Future[Runs]]]:
    """The runs of each program that was selected, by its name."""
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    selected: dict[str, Program] = {
        call.params["framework"].path.stem: call.params["framework"]
        for call in calls
        if call is not None and "framework" in call.params
    }
    folder = tmp_path_factory.mktemp("frameworks")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(run_both, each, untidy_lite.uri, folder / f"{name}.json")
            for name, each in selected.items()
        }
        pool.shutdown(cancel_futures=True)
