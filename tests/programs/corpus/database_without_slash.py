"""The same without the slash: the client is in the database that it asked for.

on: A F
note: unclosed client
"""

import os
import sys

from pymilvus import MilvusClient, connections, db


def database(uri: str) -> str:
    connections.connect("admin", uri=uri)
    name = f"no_slash_{os.getpid()}"
    db.create_database(name, using="admin")
    return name


def main(uri: str) -> None:
    name = database(uri)
    client = MilvusClient(uri, db_name=name)
    client.list_collections()
    db.drop_database(name, using="admin")
    connections.disconnect("admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
