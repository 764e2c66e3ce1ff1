"""use_database() of one client moves another one that shares its connection.

on: C D E F
must: error moved to another database in main on C D
"""

import sys

from pymilvus import MilvusClient, connections, db

NAME = "moved"


def main(uri: str) -> None:
    connections.connect("admin", uri=uri, user="admin", password="admin")
    if NAME not in db.list_database(using="admin"):
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
