"""Each request connects the alias again, and nothing disconnects it.

on: A F
must: warning short-lived connections x12 in request
"""

import sys

from pymilvus import connections, utility


def request(uri: str) -> None:
    connections.connect("default", uri=uri)
    utility.list_collections()


def main(uri: str) -> None:
    for _ in range(13):
        request(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
