"""A client lists the aliases of a collection in its database, and the ORM in the default one.

on: E F
"""

import os
import sys
from contextlib import closing

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import MilvusClient, connections, utility

OTHER = f"by_client_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    with closing(MilvusClient(uri, db_name=OTHER)) as client:
        client.list_aliases(NAME)
    connections.connect("store", uri=uri)
    utility.list_aliases(NAME, using="store")
    connections.disconnect("store")


if __name__ == "__main__":
    main(*sys.argv[1:])
