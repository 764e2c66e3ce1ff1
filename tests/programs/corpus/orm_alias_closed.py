"""A client asks for an alias of the ORM's, is given its connection, and closes it.

on: B D F
must: error collateral close in client on B C D E
must: note ignored alias in client on F
"""

import sys

from pymilvus import MilvusClient, MilvusException, connections, utility


def client(uri: str) -> None:
    mine = MilvusClient(uri, alias="default")
    mine.list_collections()
    mine.close()


def main(uri: str) -> None:
    connections.connect("default", uri=uri)
    utility.list_collections()
    client(uri)
    try:
        utility.list_collections()
    except MilvusException:
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
