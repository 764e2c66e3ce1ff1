"""A helper takes an open alias by its address and database, and another by its name.

on: A F
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections

FIRST, SECOND = f"one_{os.getpid()}", f"two_{os.getpid()}"


def alias_for(uri: str, db_name: str) -> str:
    for alias, handler in connections.list_connections():
        address = connections.get_connection_addr(alias).get("address")
        if handler and address == uri.partition("://")[2] and alias.endswith(db_name):
            return str(alias)
    alias = f"store of {db_name}"
    connections.connect(alias, uri=uri, db_name=db_name)
    return alias


def by_name(uri: str, db_name: str) -> str:
    alias = f"named {db_name}"
    if not connections.has_connection(alias):
        connections.connect(alias, uri=uri, db_name=db_name)
    return alias


def main(uri: str) -> None:
    shelve(uri, FIRST, SECOND)
    for find in (alias_for, by_name):
        for database in (FIRST, SECOND, FIRST, SECOND):
            books = Collection(NAME, using=find(uri, database))
            books.query("id >= 0", output_fields=["id"])
    for alias, _ in connections.list_connections():
        connections.disconnect(alias)


if __name__ == "__main__":
    main(*sys.argv[1:])
