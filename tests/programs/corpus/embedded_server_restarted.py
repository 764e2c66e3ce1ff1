"""The process of an embedded Milvus Lite is killed; the client is closed, and made anew rightly.

on: A
"""

import os
import signal
import tempfile
import time
from pathlib import Path

from milvus_lite.server_manager import server_manager_instance
from pymilvus import MilvusClient


def main() -> None:
    path = str(Path(tempfile.mkdtemp(), "demo.db"))
    client = MilvusClient(path)
    client.has_collection("none")
    client.close()
    os.kill(server_manager_instance._servers[path]._p.pid, signal.SIGKILL)
    time.sleep(1.5)
    server_manager_instance.release_server(path)
    client = MilvusClient(path)
    client.has_collection("none")
    client.close()


if __name__ == "__main__":
    main()
