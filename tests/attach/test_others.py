"""Agents that cannot answer, and what they leave behind."""

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


def listener(path: Path) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(path))
    made.listen(1)
    return made


def gone() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_one_that_is_stopped_hides_nobody(
    lite: Server, runtime_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached_session, "ANSWER_SECONDS", 1.0)
    end = time.monotonic() + SECONDS
    with program(lite.uri) as one, program(lite.uri) as other:
        os.kill(one.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, one.pid, os.WSTOPPED)
        try:
            # The other one may be slow, too: then it is not heard at the first try.
            while not (found := [each.target.pid for each in attached_session.agents()]):
                assert time.monotonic() < end
            assert found == [other.pid]
        finally:
            os.kill(one.pid, signal.SIGCONT)
        monkeypatch.setattr(attached_session, "ANSWER_SECONDS", SECONDS)
        assert len(attached_session.agents()) == 2


def test_what_the_dead_left_is_removed_and_nothing_else(runtime_dir: Path) -> None:
    dead, other, ours = gone(), gone(), os.getppid()
    runtime_dir.mkdir(mode=0o700, exist_ok=True)
    listener(runtime_dir / f"{dead}-1.sock").close()
    listener(runtime_dir / f"{dead}-2.run").close()
    kept = {f"{other}-3.sock", f"{ours}-4.sock", f"{ours}-5.run", "notes.txt"}
    # Somebody answers: in another namespace it is a process's number.
    with listener(runtime_dir / f"{other}-3.sock"), listener(runtime_dir / f"{ours}-4.sock"):
        listener(runtime_dir / f"{ours}-5.run").close()
        (runtime_dir / "notes.txt").write_text("mine")
        assert attached_session.agents() == []
        assert {path.name for path in runtime_dir.iterdir()} == kept


AGAIN = """
import os, sys
import milvus_tui.agent, pymilvus
milvus_tui.agent.start()
if sys.argv[1] == "first":
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], "second", ""])
print(len(os.listdir(os.environ["MILVUS_TUI_RUNTIME_DIR"])))
"""


def test_a_program_that_execs_itself_leaves_nothing(runtime_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AGAIN, "first", AGAIN],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"
    assert list(runtime_dir.iterdir()) == []
