"""One alias is connected to one database after the other, and threads work in each in turn.

on: A D F
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from pymilvus import connections, db, utility


def work(name: str) -> bool:
    return bool(utility.has_collection(name))


def main(uri: str) -> None:
    connections.connect("admin", uri=uri)
    with ThreadPoolExecutor(2) as pool:
        for part in ("first", "second"):
            name = f"{part}_{os.getpid()}"
            db.create_database(name, using="admin")
            connections.connect("default", uri=uri, db_name=name)
            list(pool.map(work, ["a", "b", "c"]))
            connections.disconnect("default")
            db.drop_database(name, using="admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
