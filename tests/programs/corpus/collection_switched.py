"""A Collection is used after its alias was switched to another database.

on: D F
must: warning calls elsewhere in main
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections, db

OTHER = f"switched_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    connections.connect("store", uri=uri)
    books = Collection(NAME, using="store")
    books.query("id >= 0", output_fields=["id"])
    db.using_database(OTHER, using="store")
    books.query("id >= 0", output_fields=["id"])
    connections.disconnect("store")


if __name__ == "__main__":
    main(*sys.argv[1:])
