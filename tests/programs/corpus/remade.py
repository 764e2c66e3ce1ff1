"""A client is closed and made anew, three times, while the old objects still exist.

on: A D F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    old = []
    for _ in range(3):
        client = MilvusClient(uri)
        client.list_collections()
        client.close()
        old.append(client)


if __name__ == "__main__":
    main(*sys.argv[1:])
