"""A later client with another token replaces the connection that both share, and its login.

on: C
servers: login
must: error hijacked alias in reader
note: unclosed client
"""

import sys
from typing import Any

from pymilvus import MilvusClient


def admin(uri: str) -> Any:
    return MilvusClient(uri, token="root:Milvus")


def reader(uri: str) -> Any:
    return MilvusClient(uri, token="reader1:Reader-12")


def main(uri: str) -> None:
    first = admin(uri)
    first.list_collections()
    if "reader1" not in first.list_users():
        first.create_user("reader1", "Reader-12")
    second = reader(uri)
    try:
        first.list_users()
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    assert second is not None


if __name__ == "__main__":
    main(*sys.argv[1:])
