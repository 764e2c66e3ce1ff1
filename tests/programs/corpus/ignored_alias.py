"""Aliases that keep two clients apart up to 2.6.9, and do nothing from 2.6.10.

on: D 2.6.10 F 3.0.2
must: note ignored alias x2 in main on F
note: false separation on D
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    clients = [MilvusClient(uri, alias=alias) for alias in ("reads", "writes")]
    for client in clients:
        client.list_collections()
    for client in clients:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
