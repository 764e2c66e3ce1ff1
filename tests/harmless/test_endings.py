"""Program and check end in any order: the other one continues, and no file stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import psutil
import pytest

from tests import servers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server

SECONDS = 300
"""Only a process that hangs takes this long."""

OBEDIENT = """
import os, sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
print(os.getpid(), flush=True)
for line in sys.stdin:
    print(line.strip(), client.list_collections(), flush=True)
client.close()
print("ended", flush=True)
"""

KILLED = """
import os, signal, sys
from pymilvus import MilvusClient
clients = [MilvusClient(sys.argv[1]) for _ in range(3)]
clients[0].close()
try:
    clients[1].list_collections()
except Exception as error:
    print(type(error).__name__, flush=True)
sys.stdin.readline()
watch = sys.modules["milvus_tui.agent"]._watcher
watch._agent.wait_until_processed(60)
watch._server.drain(60)  # send everything before the kill, however slow the machine
os.kill(os.getpid(), signal.SIGKILL)
"""


def check(program: Path, uri: str, *options: str, release: str = "2.6.6") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "milvus_tui", "check", *options, "--"]
    return subprocess.Popen(
        [*command, str(servers.interpreter(release)), str(program), uri],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=servers.ROOT,
    )


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def write_line(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


@pytest.mark.parametrize("release", ["2.6.6", "2.6.17"])
def test_a_program_whose_check_is_killed(
    release: str, lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(OBEDIENT)
    with check(tmp_path / "app.py", lite.uri, release=release) as checking:
        program = psutil.Process(int(read_line(checking)))
        write_line(checking, "before")
        assert read_line(checking) == "before []"
        os.kill(checking.pid, signal.SIGKILL)
        checking.wait(SECONDS)
        write_line(checking, "after")
        assert read_line(checking) == "after []"
        assert checking.stdin is not None
        checking.stdin.close()
        assert read_line(checking) == "ended"
        psutil.wait_procs([program], SECONDS)
    assert list(runtime_dir.iterdir()) == [], "the program's own end removes what check left"


def test_a_program_that_is_killed_leaves_its_last_state(
    lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(KILLED)
    report = tmp_path / "report.json"
    with check(tmp_path / "app.py", lite.uri, "--json", str(report)) as checking:
        assert read_line(checking) == "ConnectionNotExistException"
        write_line(checking, "now")
        watchdog = threading.Timer(SECONDS, checking.kill)
        watchdog.start()
        code = checking.wait()
        watchdog.cancel()
    assert code == 128 + signal.SIGKILL
    data = json.loads(report.read_text())
    (process,) = data["processes"]
    assert (data["exit_code"], process["clients_made"]) == (128 + signal.SIGKILL, 3)
    (found,) = [each for each in process["findings"] if each["severity"] == "error"]
    assert found["kind"] == "collateral close"
    assert list(runtime_dir.iterdir()) == []
