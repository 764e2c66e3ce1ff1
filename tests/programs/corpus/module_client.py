"""A second module makes a client as it is imported; the main one closes a client of the same.

on: D F
must: error collateral close in main on D
note: unclosed client
"""

import sys

from parts import store  # type: ignore[import-not-found]
from pymilvus import MilvusClient, MilvusException


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()
    try:
        store.names()
    except MilvusException:
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
