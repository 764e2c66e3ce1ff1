"""An iterator is read on after its client was moved to another database.

on: A D E
must: error calls elsewhere in main on A D
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import MilvusClient

OTHER = f"moved_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    client = MilvusClient(uri)
    books = client.query_iterator(NAME, batch_size=2, filter="id >= 0", output_fields=["id"])
    books.next()
    client.use_database(OTHER)
    books.next()
    books.close()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
