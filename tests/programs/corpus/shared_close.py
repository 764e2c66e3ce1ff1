"""One of eleven clients is closed, and the ten others fail: the guide's own example.

on: A C D E F 2.5.18
must: error collateral close in main on C D E
"""

import sys

from pymilvus import MilvusClient, MilvusException


def main(uri: str) -> None:
    first, *others = [MilvusClient(uri) for _ in range(11)]
    first.close()
    failed = 0
    for client in others:
        try:
            client.list_collections()
        except MilvusException:
            failed += 1
    assert failed in {0, len(others)}
    for client in others:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
