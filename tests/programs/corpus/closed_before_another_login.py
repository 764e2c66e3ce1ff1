"""A client that is closed and still held, and then a client with another login.

on: A B C D E F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    first = MilvusClient(uri, token="reader:Reader1234")
    first.list_collections()
    first.close()
    second = MilvusClient(uri, token="writer:Writer1234")
    second.list_collections()
    second.close()
    del first


if __name__ == "__main__":
    main(*sys.argv[1:])
