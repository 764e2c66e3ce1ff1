"""Whichever function of the agent fails, the program works as without the agent."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

SABOTAGE = Path(__file__).with_name("sabotage.py")

SECONDS = 1_200
"""Only a program that hangs takes this long."""

AT_ONCE = 6
"""Programs that run at the same time. They mostly wait."""

AGENT = servers.ROOT / "milvus_tui" / "agent"

NOT_HERE = ("__init__", "__main__", "lab_main", "import_path", "import_hook", "sitecustomize")
"""Modules that a watched program does not load, or that run before the agent starts."""

MODULES = sorted(
    ".".join(path.relative_to(servers.ROOT).with_suffix("").parts)
    for path in AGENT.rglob("*.py")
    if path.stem not in NOT_HERE and "lab" not in path.parts
)

OTHERS = {
    "2.5.18": ("alias_registry",),
    "2.6.17": ("method_hooks", "manager_registry", "client_observer", "orm_observer", "orm_store"),
}
"""Modules that behave differently with these releases than with the installed one."""

CASES = [
    *(("2.6.6", module) for module in MODULES),
    *(
        (release, module)
        for release, names in OTHERS.items()
        for module in MODULES
        if module.rpartition(".")[2] in names
    ),
]

UNDOING = (
    "faults.FaultLog.guard",
    "core.Agent.stop",
    "method_hooks.MethodHooks.remove",
    "client_observer.ClientObserver.remove",
    "watch.watcher.Watcher.stop",
)
"""The functions that remove the hooks. If one of them fails, harmless hooks stay."""

QUIET = ("threads._run_quietly",)
"""The function that keeps exceptions of the agent's threads off standard error."""

Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def ends(lite: Server) -> Iterator[dict[tuple[str, str], Future[Ended]]]:
    """One program for each module, which breaks the module's functions one after the other."""

    def run(release: str, module: str) -> Ended:
        return subprocess.run(
            [servers.interpreter(release), SABOTAGE, lite.uri, module],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
            timeout=SECONDS,
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {case: pool.submit(run, *case) for case in CASES}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("release", "module"), CASES)
def test_each_function_of_the_agent_may_fail(
    release: str, module: str, ends: dict[tuple[str, str], Future[Ended]]
) -> None:
    ended = ends[release, module].result()
    assert ended.returncode == 0, ended.stderr
    alone, *broken = map(json.loads, ended.stdout.splitlines())
    assert broken[0]["broken"] == "nothing"
    for each in broken:
        assert each["life"] == alone["life"], each["broken"]
        if not each["broken"].endswith(UNDOING):
            assert each["left"] == [], f"{each['broken']}: hooks that stay"
        if not each["broken"].endswith(QUIET):
            assert each["crashes"] == [], f"{each['broken']}: a traceback on the program's stderr"
    assert "Traceback" not in ended.stderr


def test_every_module_is_tried() -> None:
    """The list is not empty by mistake."""
    assert {
        "milvus_tui.agent.hooks.client_observer",
        "milvus_tui.agent.viewers.viewer_server",
        "milvus_tui.agent.state.tables",
    } <= set(MODULES)
