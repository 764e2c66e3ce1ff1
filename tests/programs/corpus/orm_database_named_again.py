"""A helper connects the alias again, and names the database again; and another one disconnects it
before it connects to the default database.

on: A B D E F 3.0.2
"""

import os
import sys

from pymilvus import connections, db, utility

NAME = f"books_of_{os.getpid()}"


def ready(uri: str) -> bool:
    connections.connect("default", uri=uri, db_name=NAME)
    return bool(utility.has_collection("books"))


def in_default(uri: str) -> None:
    connections.disconnect("default")
    connections.connect("default", uri=uri)
    utility.list_collections()


def main(uri: str) -> None:
    connections.connect("admin", uri=uri)
    db.create_database(NAME, using="admin")
    connections.connect("default", uri=uri, db_name=NAME)
    utility.list_collections()
    ready(uri)
    in_default(uri)
    connections.disconnect("default")
    db.drop_database(NAME, using="admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
