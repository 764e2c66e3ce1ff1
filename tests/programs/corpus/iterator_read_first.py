"""An iterator is read to its end before its client is moved, and another is made after.

on: D E
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import MilvusClient

OTHER = f"read_{os.getpid()}"


def read(client: MilvusClient) -> None:
    books = client.query_iterator(NAME, batch_size=2, filter="id >= 0", output_fields=["id"])
    pages = []
    while page := books.next():
        pages.append(page)
    books.close()


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    client = MilvusClient(uri)
    read(client)
    client.use_database(OTHER)
    read(client)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
