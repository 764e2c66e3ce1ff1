"""Each call of the ORM names the alias that is connected, or asks whether there is one.

on: A F
"""

import sys

from pymilvus import connections, db, utility


def main(uri: str) -> None:
    connections.connect("books", uri=uri)
    utility.list_collections(using="books")
    db.list_database(using="books")
    if connections.has_connection("default"):
        utility.list_collections()
    connections.disconnect("books")
    connections.disconnect("books")


if __name__ == "__main__":
    main(*sys.argv[1:])
