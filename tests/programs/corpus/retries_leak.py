"""Makes itself a new client after each failure, and never closes the old one.

on: A D
must: warning leaked alias x3 in connect on A
note: unclosed client
note: refused calls
options: --leak-after 0.3
"""

import gc
import sys
import time
from typing import Any

from pymilvus import MilvusClient


def connect(uri: str) -> Any:
    return MilvusClient(uri)


def main(uri: str) -> None:
    client = connect(uri)
    for _ in range(3):
        try:
            client.describe_collection("none_such")
        except Exception:
            client = connect(uri)
    gc.collect()
    time.sleep(0.6)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
