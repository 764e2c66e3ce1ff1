"""Two databases, each with an alias and a Collection of its own; one alias is connected anew.

on: A F
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections

OTHER = f"alias_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    connections.connect("store", uri=uri)
    connections.connect("other store", uri=uri, db_name=OTHER)
    books, others = Collection(NAME, using="store"), Collection(NAME, using="other store")
    for _ in range(2):
        books.query("id >= 0", output_fields=["id"])
        others.query("id >= 0", output_fields=["id"])
        connections.disconnect("other store")
        connections.connect("other store", uri=uri, db_name=OTHER)
    connections.disconnect("store")
    connections.disconnect("other store")


if __name__ == "__main__":
    main(*sys.argv[1:])
