"""A client that two parts of a program close.

on: D F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
