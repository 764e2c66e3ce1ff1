"""A call has a wrong argument: pymilvus raises, and no server is to blame.

on: A D 3.0.2
must: note failed calls x2 in searched
"""

import sys

from pymilvus import MilvusClient


def searched(client: MilvusClient, limit: int) -> None:
    try:
        client.search("books", [[0.1, 0.2]], limit=limit)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    client = MilvusClient(uri)
    searched(client, -1)
    searched(client, 0)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
