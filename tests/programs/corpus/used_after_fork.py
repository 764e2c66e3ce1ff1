"""The parent's client is used in a forked child; gRPC may crash there, and another is forked then.

on: D F
must: error used after fork in use
"""

import atexit
import os
import signal
import sys
import time
from typing import Any

from pymilvus import MilvusClient

TRIES = 8
SECONDS = 20


def use(client: Any) -> None:
    client.list_collections(timeout=5)


def forked(client: Any) -> bool:
    """Whether a child used it, and ended in order."""
    child = os.fork()
    if child == 0:
        use(client)
        atexit._run_exitfuncs()  # as a worker ends that is one of a framework's
        os._exit(0)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    if not any(forked(client) for _ in range(TRIES)):
        sys.exit("no child survived")
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
