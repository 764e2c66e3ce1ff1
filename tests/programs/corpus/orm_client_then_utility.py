"""A client is connected, and the ORM is used, which knows nothing of the client.

on: A 3.0.2
must: error alias not connected in look
"""

import sys

from pymilvus import MilvusClient, MilvusException, utility


def look() -> None:
    try:
        utility.list_collections()
    except MilvusException:
        pass


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    look()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
