"""A `.db` file is removed and made anew: the second client gets the server of the first file.

on: A 2.6.6
must: error replaced file in opened
note: unclosed client
"""

import shutil
import tempfile
from pathlib import Path

from pymilvus import MilvusClient


def opened(folder: Path) -> MilvusClient:
    folder.mkdir()
    return MilvusClient(str(folder / "demo.db"))


def main() -> None:
    folder = Path(tempfile.mkdtemp(), "store")
    first = opened(folder)
    first.has_collection("none")
    first.close()
    shutil.rmtree(folder)
    second = opened(folder)
    second.has_collection("none")
    second.close()


if __name__ == "__main__":
    main()
