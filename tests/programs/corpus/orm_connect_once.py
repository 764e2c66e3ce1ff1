"""Each request asks whether the alias is connected, and only the first connects it.

on: A F
"""

import sys

from pymilvus import connections, utility


def request(uri: str) -> None:
    if not connections.has_connection("default"):
        connections.connect("default", uri=uri)
    utility.list_collections()


def main(uri: str) -> None:
    for _ in range(13):
        request(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
