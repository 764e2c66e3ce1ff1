"""Each thread switches the alias to a database of its own, and one goes on in the other's.

on: A B D F 3.0.2
must: error calls elsewhere in job
"""

import os
import sys
import threading

from pymilvus import connections, db, utility

names = [f"{name}_{os.getpid()}" for name in ("first", "second")]
first_switched = threading.Event()
switched = threading.Barrier(2)


def job(number: int) -> None:
    alias = "default"
    if number:
        first_switched.wait()
    db.using_database(names[number], using=alias)
    first_switched.set()
    switched.wait()
    if not number:
        utility.list_collections(using=alias)
        utility.has_collection("books", using=alias)


def main(uri: str) -> None:
    connections.connect("admin", uri=uri)
    for name in names:
        db.create_database(name, using="admin")
    for alias in ["default"]:
        connections.connect(alias, uri=uri)
    threads = [threading.Thread(target=job, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in names:
        db.drop_database(name, using="admin")


if __name__ == "__main__":
    main(*sys.argv[1:])
