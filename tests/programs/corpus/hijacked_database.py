"""An alias used twice, for two databases.

on: B C D E
must: error moved to another database in main on B C
must: error hijacked alias in main on D
note: unclosed client
"""

import os
import sys
from typing import Any

from pymilvus import MilvusClient, connections, db

NAME = f"hijacked_{os.getpid()}"


def main(uri: str) -> tuple[Any, ...]:
    connections.connect("admin", uri=uri)
    db.create_database(NAME, using="admin")
    connections.disconnect("admin")
    first = MilvusClient(uri, alias="store")
    second = MilvusClient(uri, alias="store", db_name=NAME)
    first.list_collections()
    second.list_collections()
    return first, second


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
