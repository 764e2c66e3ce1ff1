"""Whatever of the agent fails, the program does as it does without us, and hears nothing of it."""

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
"""Only a program that hangs takes so long."""

AT_ONCE = 6
"""They mostly wait."""

AGENT = servers.ROOT / "milvus_tui" / "agent"

NOT_HERE = ("__init__", "__main__", "lab_main", "import_path", "import_hook", "sitecustomize")
"""What is not loaded into a program under watch, or stands before the agent, not in it."""

MODULES = sorted(
    ".".join(path.relative_to(servers.ROOT).with_suffix("").parts)
    for path in AGENT.rglob("*.py")
    if path.stem not in NOT_HERE and "lab" not in path.parts
)

OTHERS = {"2.5.18": ("aliases",), "2.6.17": ("hooks", "manager", "observe", "orm")}
"""Modules that work otherwise with these releases than with the installed one."""

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
    "core.Agent._guard",
    "core.Agent.stop",
    "hooks.Hooks.remove",
    "observe.Observer.remove",
    "watch.watch.Watch.stop",
)
"""What takes the hooks off again: where one of these does nothing, hooks stay, and do no harm."""

QUIET = ("threads._quietly",)
"""What keeps the exceptions of our threads from the program's standard error."""

Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def ends(lite: Server) -> Iterator[dict[tuple[str, str], Future[Ended]]]:
    """A program for each module, in which its functions are broken one after the other."""

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
    """`observe`, `serve` and `tables` are among them: the list is not empty by mistake."""
    assert {
        "milvus_tui.agent.hooks.client_observer",
        "milvus_tui.agent.viewers.viewer_server",
        "milvus_tui.agent.state.tables",
    } <= set(MODULES)
