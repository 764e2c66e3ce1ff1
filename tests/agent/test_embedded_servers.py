"""Embedded Milvus Lite: the rows of files, and what the detectors make of real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import servers

PROGRAM = Path(__file__).with_name("watched_program.py")

PROBED_TO_THE_END = Path(__file__).with_name("probes_at_exit_program.py")

LITE_2, LITE_3 = "2.4.15", "2.6.6"
"""Releases of pymilvus whose environments have Milvus Lite 2.4 and 3.2."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


def watched(part: str, release: str, path: Path, runtime_dir: Path) -> list[dict[str, Any]]:
    """The tables that the program printed, in order."""
    done = subprocess.run(
        [servers.interpreter(release), "-W", "ignore", PROGRAM, part, path],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(servers.ROOT),
            "MILVUS_TUI_RUNTIME_DIR": str(runtime_dir),
        },
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [rows["faults"] for rows in found] == [[]] * len(found)
    return found


@pytest.mark.parametrize("release", [LITE_2, LITE_3])
def test_a_file_has_a_row_with_its_owner_and_its_server(
    release: str, tmp_path: Path, runtime_dir: Path
) -> None:
    # Two clients, one by a relative path, and the ORM.
    (rows,) = watched("embedded", release, tmp_path / "demo.db", runtime_dir)
    (server,) = rows["embedded"]
    (pid,) = {row["pid"] for row in rows["target"]}
    assert server["path"] == str(tmp_path / "demo.db")
    assert server["owner"] == pid
    assert server["command"].endswith(" watched_program.py")
    assert (server["server"] == pid) == (release == LITE_3)
    assert (server["state"], server["file"], server["exit"]) == ("running", "there", "")
    assert {row["address"] for row in rows["connections"]} == {server["address"]}
    assert rows["findings"] == []


FORK = """
import os, sys
from milvus_lite.server_manager import server_manager_instance
from milvus_tui.agent.embedded import server_facts
server_manager_instance.start_and_get_uri(sys.argv[1])
child = os.fork()
if child:
    os.waitpid(child, 0)
((path, entry),) = server_facts.registered().items()
found = server_facts.read(path, entry)
print(os.getpid(), found.owner, found.pid, flush=True)
os._exit(0)
"""


def test_a_forked_child_names_its_parent_as_the_owner(tmp_path: Path) -> None:
    # Without a client: gRPC's own threads may hang or end the child of a fork.
    done = subprocess.run(
        [servers.interpreter(LITE_2), "-c", FORK, tmp_path / "demo.db"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        check=False,
    )
    assert len(done.stdout.splitlines()) == 2, done.stderr
    child, parent = (line.split() for line in done.stdout.splitlines())
    assert child[0] != parent[0] == parent[1]
    assert child[1:] == parent[1:]


def test_a_server_that_the_program_released_is_told_apart(
    tmp_path: Path, runtime_dir: Path
) -> None:
    (rows,) = watched("embedded_released", LITE_2, tmp_path / "demo.db", runtime_dir)
    (server,) = rows["embedded"]
    assert server["state"] == "released"
    (found,) = rows["findings"]
    assert (found["kind"], found["detail"]) == ("embedded server gone", "released")


def test_a_replaced_file_is_told_from_a_removed_one(tmp_path: Path, runtime_dir: Path) -> None:
    removed, replaced = watched("embedded_replaced", LITE_2, tmp_path / "demo.db", runtime_dir)
    assert [rows["embedded"][0]["file"] for rows in (removed, replaced)] == ["removed", "replaced"]
    assert removed["findings"] == [], "nothing was called since"
    (found,) = replaced["findings"]
    assert (found["kind"], found["detail"]) == ("replaced file", "used")


def test_probes_end_before_the_threads_of_the_embedded_server(
    tmp_path: Path, runtime_dir: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", PROBED_TO_THE_END, tmp_path / "demo.db"],
        capture_output=True,
        text=True,
        env={**os.environ, "MILVUS_TUI_RUNTIME_DIR": str(runtime_dir)},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "stopped: True, idle: True\n"
    assert done.stderr == ""
