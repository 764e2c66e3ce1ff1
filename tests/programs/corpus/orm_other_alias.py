"""An alias of the ORM is connected, and a call does not name it.

on: A F
must: error alias not connected x3 in look
"""

import sys

from pymilvus import MilvusException, connections, utility


def look() -> None:
    for _ in range(3):
        try:
            utility.list_collections()
        except MilvusException:
            pass


def main(uri: str) -> None:
    connections.connect("books", uri=uri)
    look()
    utility.list_collections(using="books")
    connections.disconnect("books")


if __name__ == "__main__":
    main(*sys.argv[1:])
