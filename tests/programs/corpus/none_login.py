"""A right login beside token=None, which some releases send as the text "None".

on: 2.5.18 E 2.6.17
servers: login
must: error failed connection in connect on D E
"""

import sys

from pymilvus import MilvusClient


def connect(uri: str) -> MilvusClient:
    return MilvusClient(uri, user="root", password="Milvus", token=None)


def main(uri: str) -> None:
    try:
        client = connect(uri)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    else:
        client.list_collections()
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
