"""use_database() of one client moves another one that shares its connection.

on: C D E F
must: error moved to another database in main on C D
"""

import os
import sys

from pymilvus import MilvusClient, connections, db

NAME = f"moved_{os.getpid()}"


def main(uri: str) -> None:
    connections.connect("admin", uri=uri, user="admin", password="admin")
    db.create_database(NAME, using="admin")
    connections.disconnect("admin")
    first, second = MilvusClient(uri), MilvusClient(uri)
    second.list_collections()
    first.use_database(NAME)
    first.list_collections()
    second.list_collections()
    first.close()
    second.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
