"""A short test run: each test drops its own client, the last one as the program ends.

on: A E
must: warning unclosed client in first on A E
must: warning unclosed client in second on A E
must: warning unclosed client in third on A E
"""

import sys

from pymilvus import MilvusClient


def first(uri: str) -> None:
    MilvusClient(uri).list_collections()


def second(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()


def third(uri: str) -> None:
    client = MilvusClient(uri)
    client.has_collection("none_such")
    del client


if __name__ == "__main__":
    for test in (first, second, third):
        test(sys.argv[1])
