"""A program whose embedded server, Milvus Lite 3, is probed until the program ends: `… PATH`.

It prints whether a probe runs, or may still begin, when Python ends the threads of executors.
"""

import concurrent.futures.thread  # noqa: F401 - registers before us
import sys
import threading
import time

import milvus_tui.agent


def show() -> None:
    """Called after what was registered later, and before what was registered earlier."""
    prober = agent._prober
    sys.stdout.write(f"stopped: {prober._stopped}, idle: {prober.wait_until_idle(0)}\n")


threading._register_atexit(show)  # type: ignore[attr-defined]
milvus_tui.agent.start(probe=True, interval=0.002)

from pymilvus import MilvusClient  # noqa: E402

client = MilvusClient(sys.argv[1])
watcher = milvus_tui.agent._watcher
assert watcher is not None
assert watcher._agent is not None
agent = watcher._agent
while agent.probes < 10:
    time.sleep(0.01)
