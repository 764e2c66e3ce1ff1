"""A Collection is used after its alias was connected anew, to another database.

on: A F
must: error calls elsewhere in switch
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections

OTHER = f"elsewhere_{os.getpid()}"


def switch(uri: str) -> None:
    connections.disconnect("store")
    connections.connect("store", uri=uri, db_name=OTHER)


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    connections.connect("store", uri=uri)
    books = Collection(NAME, using="store")
    books.query("id >= 0", output_fields=["id"])
    switch(uri)
    books.query("id >= 0", output_fields=["id"])
    connections.disconnect("store")


if __name__ == "__main__":
    main(*sys.argv[1:])
