"""A program whose signal handler runs at each line of the agent's code in the program's thread.

`python signals_program.py URI`: the handler creates, uses and closes a client, and forks. At the
end the program prints how many lines were interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

from pymilvus import MilvusClient, connections, utility  # noqa: E402

import milvus_tui.agent  # noqa: E402

ONE_OF = 7
"""One of so many handlers opens a connection of its own, and one forks. Both take long, and most of
what there is to hold is held at several lines."""

AGENT = str(Path(milvus_tui.agent.__file__).parent) + os.sep

interrupted: set[tuple[str, int]] = set()
handling = False


def handler(*_: object) -> None:
    global handling
    handling = True
    often = len(interrupted) % ONE_OF
    client = MilvusClient(uri, token=f"root:{len(interrupted)}" if not often else "")
    client.close()
    if often == 1:
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)
    handling = False


def trace(frame: Any, event: str, argument: Any) -> Any:
    if AGENT not in frame.f_code.co_filename:
        return None
    line = frame.f_code.co_filename, frame.f_lineno
    if event == "line" and not handling and line not in interrupted:
        interrupted.add(line)
        signal.raise_signal(signal.SIGUSR1)
    return trace


def work() -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.use_database("default")
    client.close()
    try:
        client.list_collections()
    except Exception:
        pass
    del client
    connections.connect("signals", uri=uri)
    utility.list_collections(using="signals")
    connections.disconnect("signals")
    try:
        utility.list_collections(using="signals")
    except Exception:
        pass


uri = sys.argv[1]
signal.signal(signal.SIGUSR1, handler)
work()
sys.settrace(trace)
work()
work()
sys.settrace(None)
sys.stdout.write(f"{len(interrupted)} lines\n")
