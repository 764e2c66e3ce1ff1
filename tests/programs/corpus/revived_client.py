"""A closed client is used again after somebody made the same anew, and works where they share.

on: A C D F
must: warning revived client in main on C D E
must: error used after close in main on A F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    old = MilvusClient(uri)
    old.close()
    new = MilvusClient(uri)
    new.list_collections()
    try:
        old.list_collections()
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    new.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
