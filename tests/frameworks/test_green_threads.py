"""The agent's threads are real ones, in a program whose own threads are green."""

from __future__ import annotations

import subprocess

import pytest

from tests import servers
from tests.frameworks.programs_run import python_for
from tests.thirdparty import environments

PATCHES = {
    "gevent": "from gevent import monkey; monkey.patch_all()",
    "eventlet": "import eventlet; eventlet.monkey_patch()",
    "nothing": "",
}

PROGRAM = """
import os, threading, time
from milvus_tui.agent import real_modules, threads

seen = []
answer = real_modules.queue.SimpleQueue()
inner, outer = real_modules.socket.socketpair()

def work():
    seen.append(threads.in_agent_thread())
    outer.sendall(inner.recv(5))
    answer.put(outer)

threads.start_thread(work, "test")
inner_copy = real_modules.socket.socket(fileno=os.dup(outer.fileno()))
inner_copy.sendall(b"hello")
deadline = time.monotonic() + 10
while not seen and time.monotonic() < deadline:
    pass  # no green thread gets a turn here
print(seen, answer.get(timeout=5) is outer, threads.in_agent_thread())
print(threading.Thread is real_modules.threading.Thread)
"""


@pytest.mark.parametrize("patch", PATCHES)
def test_they_run_while_no_green_thread_does(patch: str) -> None:
    done = subprocess.run(
        [str(python_for("2.6.6")), "-W", "ignore", "-c", PATCHES[patch] + PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env={**environments.environment(), "PYTHONPATH": str(servers.ROOT)},
        timeout=60,
    )
    assert done.stdout.splitlines() == ["[True] True False", str(patch == "nothing")], done.stderr
