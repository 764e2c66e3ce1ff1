"""A global client that an atexit function closes, registered before pymilvus is imported.

on: D F
"""

import atexit
import sys
from typing import Any

clients: list[Any] = []


@atexit.register
def end() -> None:
    for client in clients:
        client.close()


from pymilvus import MilvusClient  # noqa: E402

if __name__ == "__main__":
    clients.append(MilvusClient(sys.argv[1]))
    clients[0].list_collections()
