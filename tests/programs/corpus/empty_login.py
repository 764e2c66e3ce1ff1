"""A right login beside an empty token, which is no login in any release.

on: 2.5.18 E
servers: login
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri, user="root", password="Milvus", token="")
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
