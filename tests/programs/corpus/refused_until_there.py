"""Looks for a collection until another part of the program has made it.

on: D 3.0.2
must: note refused calls x12 in is_there
"""

import os
import sys

from pymilvus import MilvusClient

NAME = f"made_later_{os.getpid()}"


def is_there(client: MilvusClient) -> bool:
    try:
        client.describe_collection(NAME)
    except Exception:
        return False
    return True


def main(uri: str) -> None:
    client = MilvusClient(uri)
    for _ in range(12):
        assert not is_there(client)
    client.create_collection(NAME, dimension=2)
    assert is_there(client)
    client.drop_collection(NAME)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
