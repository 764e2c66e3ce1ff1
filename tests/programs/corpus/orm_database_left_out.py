"""A helper connects the alias again, without the database that the program had named.

on: A B D E F 3.0.2
must: warning replaced alias x2 in ready
"""

import os
import sys

from pymilvus import connections, db, utility

NAME = f"books_of_{os.getpid()}"


def ready(uri: str) -> bool:
    connections.connect("default", uri=uri)
    return bool(utility.has_collection("books"))


def main(uri: str) -> None:
    connections.connect("admin", uri=uri)
    db.create_database(NAME, using="admin")
    connections.connect("default", uri=uri, db_name=NAME)
    utility.list_collections()
    ready(uri)
    utility.list_collections()
    connections.disconnect("default")
    db.drop_database(NAME, using="admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
