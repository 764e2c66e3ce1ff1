"""One client for the whole process, closed at the end.

on: A B C D E F 2.5.18 2.6.10 3.0.2
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    for _ in range(3):
        client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
