"""An alias is switched to another database, and a Collection is made there.

on: D F
"""

import os
import sys

from parts.books import NAME, shelve  # type: ignore[import-not-found]
from pymilvus import Collection, connections, db

OTHER = f"anew_{os.getpid()}"


def main(uri: str) -> None:
    shelve(uri, "default", OTHER)
    connections.connect("store", uri=uri)
    for database in ("default", OTHER):
        db.using_database(database, using="store")
        Collection(NAME, using="store").query("id >= 0", output_fields=["id"])
    connections.disconnect("store")


if __name__ == "__main__":
    main(*sys.argv[1:])
