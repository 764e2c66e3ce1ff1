"""An alias is configured with add_connection(), connected, used and removed.

on: A F
"""

import sys

from pymilvus import connections, utility


def main(uri: str) -> None:
    connections.add_connection(books={"uri": uri})
    connections.connect("books")
    utility.list_collections(using="books")
    connections.remove_connection("books")


if __name__ == "__main__":
    main(*sys.argv[1:])
