"""A client for each of two databases; one is closed while the other is still needed.

on: A C D E F
must: error collateral close in main on C E
must: error moved to another database in main on C
"""

import os
import sys
import time

import pymilvus
from pymilvus import MilvusClient

NAME = f"apart_{os.getpid()}"


def main(uri: str) -> None:
    first = MilvusClient(uri)
    _database(uri)
    second = MilvusClient(uri, db_name=NAME)
    second.list_collections()
    second.close()
    try:
        first.list_collections()
    except pymilvus.exceptions.MilvusException:
        time.sleep(0.1)  # a program that goes on without
    first.close()


def _database(uri: str) -> None:
    from pymilvus import connections, db

    connections.connect("admin", uri=uri, user="admin", password="admin")
    db.create_database(NAME, using="admin")
    connections.disconnect("admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
