"""Each thread connects the alias to a database of its own, and one goes on in the other's.

on: A D F
must: error replaced alias x2 in job
"""

import os
import sys
import threading

from pymilvus import connections, db, utility

connected = threading.Barrier(2)
first_is_connected = threading.Event()
names = [f"{name}_{os.getpid()}" for name in ("first", "second")]


def job(uri: str, number: int) -> None:
    if number:
        first_is_connected.wait()
    connections.connect("default", uri=uri, db_name=names[number])
    first_is_connected.set()
    connected.wait()
    if not number:
        utility.list_collections()
        utility.has_collection("books")


def main(uri: str) -> None:
    connections.connect("admin", uri=uri)
    for name in names:
        db.create_database(name, using="admin")
    threads = [threading.Thread(target=job, args=(uri, number)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        db.drop_database(name, using="admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
