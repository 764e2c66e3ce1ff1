"""Two dozen clients, one after the other, each closed after one call: all of them are counted.

on: A D
must: warning short-lived connections x24 in request
"""

import sys

from pymilvus import MilvusClient


def request(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    for _ in range(24):
        request(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
