"""A script that never closes its client, which is collected as main() returns: the end is near.

on: D F
must: note unclosed client in main on A D
note: unclosed client on F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()


if __name__ == "__main__":
    main(*sys.argv[1:])
