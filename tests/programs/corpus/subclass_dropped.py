"""A subclass whose object is let go unclosed; the place is the caller's, in the user's code.

on: A D
must: warning unclosed client in lookup
"""

import gc
import sys

from pymilvus import MilvusClient


class Store(MilvusClient):  # type: ignore[misc]
    def __init__(self, uri: str) -> None:
        super().__init__(uri=uri)


def lookup(uri: str) -> None:
    Store(uri).list_collections()


if __name__ == "__main__":
    lookup(sys.argv[1])
    gc.collect()
