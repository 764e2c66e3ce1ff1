"""Several clients share a connection, and are all closed, one after the other, at the end.

on: C D F
note: collateral close on C D E
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    clients = [MilvusClient(uri) for _ in range(5)]
    for client in clients:
        client.list_collections()
    for client in clients:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
