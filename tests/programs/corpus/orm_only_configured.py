"""An alias is configured with add_connection(), and used without connect().

on: A F
must: error alias not connected in look
"""

import sys

from pymilvus import MilvusException, connections, utility


def look() -> None:
    try:
        utility.list_collections(using="books")
    except MilvusException:
        pass


def main(uri: str) -> None:
    connections.add_connection(books={"uri": uri})
    look()


if __name__ == "__main__":
    main(*sys.argv[1:])
