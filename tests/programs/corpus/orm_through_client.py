"""The ORM is used through a client's alias, and the client closed at the end.

on: D
"""

import sys

from pymilvus import MilvusClient, utility


def main(uri: str) -> None:
    client = MilvusClient(uri)
    utility.list_collections(using=client._using)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
