"""Aliases that keep two clients apart up to 2.6.9, and do nothing from 2.6.10.

on: 2.6.10 3.0.2
must: note ignored alias x2 in main on F
note: false separation on D
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    clients = []
    for alias in ("reads", "writes"):
        clients.append(MilvusClient(uri, alias=alias))  # noqa: PERF401
    for client in clients:
        client.list_collections()
    for client in clients:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
