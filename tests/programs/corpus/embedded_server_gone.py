"""The process of an embedded Milvus Lite is killed under its client.

on: A
must: error embedded server gone in main
note: unclosed client
"""

import contextlib
import os
import signal
import tempfile
import time
from pathlib import Path

from milvus_lite.server_manager import server_manager_instance
from pymilvus import MilvusClient, MilvusException


def main() -> None:
    path = str(Path(tempfile.mkdtemp(), "demo.db"))
    client = MilvusClient(path)
    client.has_collection("none")
    os.kill(server_manager_instance._servers[path]._p.pid, signal.SIGKILL)
    time.sleep(1.5)
    with contextlib.suppress(MilvusException):
        client.has_collection("none", timeout=1)
    client.close()


if __name__ == "__main__":
    main()
