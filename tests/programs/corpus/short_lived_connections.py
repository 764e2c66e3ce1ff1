"""A client for each request, closed each time: a new connection for each, up to 2.6.9.

on: A D F
must: warning short-lived connections x12 in request on A D E
"""

import sys

from pymilvus import MilvusClient


def request(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    for _ in range(12):
        request(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
