"""A `.db` file is removed and made anew, after its server was ended as milvus-tui advises.

on: A 2.6.6
"""

import shutil
import tempfile
from pathlib import Path

from milvus_lite.server_manager import server_manager_instance
from pymilvus import MilvusClient


def use(folder: Path) -> None:
    folder.mkdir()
    path = str(folder / "demo.db")
    client = MilvusClient(path)
    client.has_collection("none")
    client.close()
    server_manager_instance.release_server(path)
    shutil.rmtree(folder)


def main() -> None:
    folder = Path(tempfile.mkdtemp(), "store")
    use(folder)
    use(folder)


if __name__ == "__main__":
    main()
