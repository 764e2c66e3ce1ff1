"""The ORM lists the aliases of a collection in a database: pymilvus asks `default` for them.

on: D F
must: error calls elsewhere in main on F
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import connections, utility

OTHER = f"aliases_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    connections.connect("store", uri=uri, db_name=OTHER)
    utility.list_aliases(NAME, using="store")
    connections.disconnect("store")


if __name__ == "__main__":
    main(*sys.argv[1:])
