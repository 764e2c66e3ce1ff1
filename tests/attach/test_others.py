"""Agents that cannot answer, and the files they leave behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from milvus_tui.sessions import attached_session
from tests.attach.test_attach import SECONDS, program

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.servers import Server


def listen_at(path: Path) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX)
    opened.bind(str(path))
    opened.listen(1)
    return opened


def ended_pid() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_stopped_agent_does_not_hide_others(
    lite: Server, runtime_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached_session, "ANSWER_SECONDS", 1.0)
    end = time.monotonic() + SECONDS
    with program(lite.uri) as one, program(lite.uri) as other:
        os.kill(one.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, one.pid, os.WSTOPPED)
        try:
            # The other agent may be slow, too, and miss the first try.
            while not (found := [each.target.pid for each in attached_session.list_agents()]):
                assert time.monotonic() < end
            assert found == [other.pid]
        finally:
            os.kill(one.pid, signal.SIGCONT)
        monkeypatch.setattr(attached_session, "ANSWER_SECONDS", SECONDS)
        assert len(attached_session.list_agents()) == 2


def test_files_of_ended_processes_are_removed_and_no_others(runtime_dir: Path) -> None:
    dead, other, alive = ended_pid(), ended_pid(), os.getppid()
    runtime_dir.mkdir(mode=0o700, exist_ok=True)
    listen_at(runtime_dir / f"{dead}-1.sock").close()
    listen_at(runtime_dir / f"{dead}-2.run").close()
    kept = {f"{other}-3.sock", f"{alive}-4.sock", f"{alive}-5.run", "notes.txt"}
    # A listener answers: its pid may be one of another namespace.
    with listen_at(runtime_dir / f"{other}-3.sock"), listen_at(runtime_dir / f"{alive}-4.sock"):
        listen_at(runtime_dir / f"{alive}-5.run").close()
        (runtime_dir / "notes.txt").write_text("mine")
        assert attached_session.list_agents() == []
        assert {path.name for path in runtime_dir.iterdir()} == kept


AGAIN = """
import os, sys
import milvus_tui.agent, pymilvus
milvus_tui.agent.start()
if sys.argv[1] == "first":
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], "second", ""])
print(len(os.listdir(os.environ["MILVUS_TUI_RUNTIME_DIR"])))
"""


def test_a_program_that_execs_itself_leaves_no_file(runtime_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AGAIN, "first", AGAIN],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"
    assert list(runtime_dir.iterdir()) == []
