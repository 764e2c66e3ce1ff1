"""A closed client is used again, and fails.

on: A D F 2.6.10
must: error used after close in main
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()
    for _ in range(3):
        try:
            client.list_collections()
        except Exception as error:
            sys.stdout.write(f"{type(error).__name__}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
