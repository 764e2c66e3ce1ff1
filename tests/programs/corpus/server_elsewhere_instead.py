"""The server of the configuration is away; the same function connects to another one.

on: D F
note: failed connection
"""

import socket
import sys

from pymilvus import MilvusClient, MilvusException


def connect(first: str, second: str) -> MilvusClient:
    try:
        return MilvusClient(first, timeout=0.4)
    except MilvusException:
        return MilvusClient(second)


def main(uri: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        client = connect(f"http://127.0.0.1:{unused.getsockname()[1]}", uri)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
