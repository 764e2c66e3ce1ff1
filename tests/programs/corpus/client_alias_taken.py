"""A second client names the alias of the first, for another server; the first one is open.

on: B C
servers: two
must: error failed connection in second and first
note: unclosed client
"""

import sys

from pymilvus import MilvusClient


def first(uri: str) -> MilvusClient:
    return MilvusClient(uri, alias="books")


def second(uri: str) -> None:
    try:
        MilvusClient(uri, alias="books")
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    else:
        raise SystemExit("the alias was connected twice")


def main(uri: str, other: str) -> None:
    client = first(uri)
    second(other)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
