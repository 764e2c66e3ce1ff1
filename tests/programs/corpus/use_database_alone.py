"""use_database() of the only client.

on: D F
"""

import sys

from pymilvus import MilvusClient

NAME = "alone"


def main(uri: str) -> None:
    client = MilvusClient(uri)
    if NAME not in client.list_databases():
        client.create_database(NAME)
    client.use_database(NAME)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
