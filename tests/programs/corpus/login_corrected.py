"""The first password is an old one; the program takes the second, which is right.

on: D 3.0.2
servers: login
note: failed connection
"""

import sys

from pymilvus import MilvusClient


def connect(uri: str) -> MilvusClient:
    try:
        return MilvusClient(uri, token="root:Old-one-1", timeout=5)
    except Exception:
        return MilvusClient(uri, token="root:Milvus", timeout=5)


def main(uri: str) -> None:
    client = connect(uri)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
