"""A search iterator over a collection of a database: 2.6.7 looks the collection up in `default`.

on: 2.6.7 E
must: error calls elsewhere in main on 2.6.7
note: refused calls on 2.6.7
"""

import os
import sys
from contextlib import closing, suppress

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import MilvusClient, MilvusException

OTHER = f"search_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, OTHER)
    with closing(MilvusClient(uri, db_name=OTHER)) as client, suppress(MilvusException):
        books = client.search_iterator(NAME, data=[[0.0, 1.0]], batch_size=2, limit=4)
        books.next()
        books.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
