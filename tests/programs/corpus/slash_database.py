"""A URI that ends in a slash: db_name= is ignored, and the client is in the default database.

on: A F
must: error hijacked alias in main on A
must: note unclosed client in main on A F
"""

import os
import sys

from pymilvus import MilvusClient, connections, db


def database(uri: str) -> str:
    connections.connect("admin", uri=uri)
    name = f"slash_{os.getpid()}"
    db.create_database(name, using="admin")
    return name


def main(uri: str) -> None:
    name = database(uri)
    client = MilvusClient(f"{uri}/", db_name=name)
    client.list_collections()
    db.drop_database(name, using="admin")
    connections.disconnect("admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
