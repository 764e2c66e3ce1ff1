"""A helper opens a client in a `with` block, while the caller has one of the same.

on: C E F
must: error collateral close in helper on C D E
"""

import sys
from contextlib import closing

from pymilvus import MilvusClient, MilvusException


def helper(uri: str) -> None:
    with closing(MilvusClient(uri)) as client:
        client.list_collections()


def main(uri: str) -> None:
    client = MilvusClient(uri)
    helper(uri)
    try:
        client.list_collections()
    except MilvusException:
        pass
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
