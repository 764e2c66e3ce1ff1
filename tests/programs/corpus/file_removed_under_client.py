"""A `.db` file is removed under a client that is used afterwards.

on: A 2.6.6
must: error replaced file in main
"""

import shutil
import tempfile
import time
from pathlib import Path

from pymilvus import MilvusClient


def main() -> None:
    folder = Path(tempfile.mkdtemp(), "store")
    folder.mkdir()
    client = MilvusClient(str(folder / "demo.db"))
    client.has_collection("none")
    shutil.rmtree(folder)
    for _ in range(8):
        time.sleep(0.2)
        client.has_collection("none")
    client.close()


if __name__ == "__main__":
    main()
