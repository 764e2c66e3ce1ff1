"""Which process holds a `.db` file: real releases of Milvus Lite, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from milvus_tui.agent.embedded import processes
from milvus_tui.agent.embedded.file_holders import holder_of
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""

LITE_2, LITE_3 = "2.4.15", "2.5.18"
"""Releases of pymilvus whose environments have Milvus Lite 2.4 and 3.2."""

SECONDS = 60
"""Only a server that is left behind takes this long to end."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")


@contextmanager
def holding(release: str, path: Path) -> Iterator[int]:
    """A process that has a file open; gives its pid."""
    script = path.with_name("hold.py")
    script.write_text(HOLD)
    command = [str(servers.interpreter(release)), "-W", "ignore", str(script), str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process.pid
        process.stdin.close()


@pytest.mark.parametrize("release", [LITE_2, LITE_3])
def test_the_holder_is_named(release: str, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    with holding(release, path) as pid:
        holder = holder_of(str(path))
        assert holder is not None
        assert (holder.pid, holder.command) == (pid, "python hold.py")
        assert (holder.server == pid) == (release == LITE_3)
        assert not holder.is_parent
        assert not holder.is_this_process
    end = time.monotonic() + SECONDS
    while holder_of(str(path)) is not None:  # the server's own process ends after it
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_attempt_that_removed_the_lock_hides_nobody(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    with holding(LITE_2, path) as pid:
        second = subprocess.run(
            [str(servers.interpreter(LITE_2)), "-c", HOLD, str(path)],
            capture_output=True,
            input="",
            text=True,
            check=False,
        )
        assert "Open local milvus failed" in second.stderr
        assert not (tmp_path / ".demo.db.lock").exists()
        holder = holder_of(str(path))
        assert holder is not None
        assert holder.pid == pid


def test_nobody_holds_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert holder_of(str(tmp_path / "demo.db")) is None


def test_a_command_has_no_arguments(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import sys; print(flush=True); sys.stdin.read()")
    for options in (["-W", "ignore"], ["-Xdev", "-u"], []):
        command = [sys.executable, *options, str(script), "--token", "hunter2"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            assert processes.command(process.pid).endswith(" app.py")
            process.communicate()


def test_an_ended_process_says_how_it_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        before = processes.status(process.pid)
        assert before is not None
        assert not before.ended
        process.kill()
        while (status := processes.status(process.pid)) is not None and not status.ended:
            pass
        assert status is not None
        assert status.exit == "killed by SIGKILL"
        assert status.started == before.started
