"""Dedicated clients, each closed, beside a shared one.

on: 2.6.10 F
note: false separation
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    shared = MilvusClient(uri)
    own = [MilvusClient(uri, dedicated=True) for _ in range(2)]
    for client in (*own, shared):
        client.list_collections()
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
