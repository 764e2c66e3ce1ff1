"""A helper takes an open alias by its address, in whatever database that is.

on: A F
must: error calls elsewhere in alias_for
"""

import os
import sys
import uuid

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections

FIRST, SECOND = f"first_{os.getpid()}", f"second_{os.getpid()}"


def alias_for(uri: str, db_name: str) -> str:
    for alias, handler in connections.list_connections():
        if (
            handler
            and connections.get_connection_addr(alias).get("address") == uri.partition("://")[2]
        ):
            return str(alias)
    alias = uuid.uuid4().hex
    connections.connect(alias, uri=uri, db_name=db_name)
    return alias


def main(uri: str) -> None:
    shelve(uri, FIRST, SECOND)
    for database in (FIRST, SECOND):
        alias = alias_for(uri, database)
        Collection(NAME, using=alias).query("id >= 0", output_fields=["id"])
    connections.disconnect(alias)


if __name__ == "__main__":
    main(*sys.argv[1:])
