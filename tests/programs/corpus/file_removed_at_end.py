"""A `.db` file in a temporary directory, which ends before the client is closed: nothing is lost.

on: A 2.6.6
note: unclosed client
"""

import tempfile
from pathlib import Path

from pymilvus import MilvusClient


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        client = MilvusClient(str(Path(folder, "demo.db")))
        client.has_collection("none")
    client.close()


if __name__ == "__main__":
    main()
