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

OF_ONE_PROGRAM = 8
"""Modules whose functions one program breaks. Its start takes longer than most modules."""

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
def ends(
    lite: Server, request: pytest.FixtureRequest
) -> Iterator[dict[tuple[str, str], Future[Ended]]]:
    """By release and module, the program that breaks the module's functions one by one."""

    # pytest changes os.environ while the threads start programs.
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT)}

    def run(release: str, modules: list[str]) -> Ended:
        return subprocess.run(
            [servers.interpreter(release), SABOTAGE, lite.uri, *modules],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            timeout=SECONDS,
        )

    calls = [getattr(item, "callspec", None) for item in request.session.items]
    chosen = [call.params for call in calls if call is not None and "module" in call.params]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {}
        for release in {each["release"] for each in chosen}:
            modules = [each["module"] for each in chosen if each["release"] == release]
            for first in range(0, len(modules), OF_ONE_PROGRAM):
                some = modules[first : first + OF_ONE_PROGRAM]
                future = pool.submit(run, release, some)
                futures.update({(release, module): future for module in some})
        yield futures
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("release", "module"), CASES)
def test_each_function_of_the_agent_may_fail(
    release: str, module: str, ends: dict[tuple[str, str], Future[Ended]]
) -> None:
    ended = ends[release, module].result()
    assert ended.returncode == 0, ended.stderr
    alone, nothing, *broken = map(json.loads, ended.stdout.splitlines())
    assert nothing["broken"] == "nothing"
    for each in [nothing, *(each for each in broken if each["module"] == module)]:
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
