"""One part of a program disconnects the alias at its end, and the next part uses it.

on: A 3.0.2
must: error alias not connected in second
"""

import sys

from pymilvus import MilvusException, connections, utility


def first() -> None:
    utility.list_collections()
    connections.disconnect("default")


def second() -> None:
    try:
        utility.list_collections()
    except MilvusException:
        pass


def main(uri: str) -> None:
    connections.connect(uri=uri)
    first()
    second()


if __name__ == "__main__":
    main(*sys.argv[1:])
