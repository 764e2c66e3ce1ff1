"""Which processes still run, according to the kernel."""

from __future__ import annotations

import os
import subprocess
import sys

from milvus_tui.wire import private_sockets

WAITS = "import sys; print('ready', flush=True); sys.stdin.read()"


def test_a_zombie_does_not_run() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WAITS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == b"ready\n"
    assert private_sockets.is_running(process.pid)
    assert private_sockets.group_is_running(process.pid)
    process.stdin.close()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it stays, as a zombie
    if sys.platform == "linux":
        assert not private_sockets.is_running(process.pid)
        assert not private_sockets.group_is_running(process.pid)
    process.wait()
    process.stdout.close()
    assert not private_sockets.is_running(process.pid)
    assert not private_sockets.group_is_running(process.pid)


def test_another_users_process_runs() -> None:
    assert private_sockets.is_running(1)
    assert private_sockets.is_running(os.getpid())
    assert not private_sockets.is_running(2**22 + 1)
