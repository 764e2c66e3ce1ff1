"""Each request connects the alias and disconnects it: a connection for each.

on: A 2.6.9 3.0.2
must: warning short-lived connections x13 in request
"""

import sys

from pymilvus import connections, utility


def request(uri: str) -> None:
    connections.connect("default", uri=uri)
    try:
        utility.list_collections()
    finally:
        connections.disconnect("default")


def main(uri: str) -> None:
    for _ in range(13):
        request(uri)


if __name__ == "__main__":
    main(*sys.argv[1:])
