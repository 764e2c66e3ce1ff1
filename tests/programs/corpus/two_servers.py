"""A client for each of two servers; one is closed while the other is still needed.

on: D F
servers: two
"""

import sys

from pymilvus import MilvusClient


def main(uri: str, other: str) -> None:
    near, far = MilvusClient(uri), MilvusClient(other)
    near.list_collections()
    far.list_collections()
    far.close()
    near.list_collections()
    near.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
