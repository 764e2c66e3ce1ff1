"""A handler opens a client of its own at each request and lets it go: a leak, however short.

on: A D 3.0.2
must: warning unclosed client x12 in handle
note: false separation
"""

import sys

import pymilvus
from pymilvus import MilvusClient

RELEASE = tuple(map(int, pymilvus.__version__.split(".")[:3]))


def own(number: int) -> "dict[str, object]":
    if RELEASE >= (2, 6, 10):
        return {"dedicated": True}
    return {"alias": f"request-{number}"} if RELEASE >= (2, 5, 10) else {}


def handle(uri: str, number: int) -> None:
    MilvusClient(uri, **own(number)).list_collections()


def main(uri: str) -> None:
    for number in range(12):
        handle(uri, number)


if __name__ == "__main__":
    main(*sys.argv[1:])
