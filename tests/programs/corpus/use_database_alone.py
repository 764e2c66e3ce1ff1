"""use_database() of the only client.

on: D F
"""

import os
import sys

from pymilvus import MilvusClient

NAME = f"alone_{os.getpid()}"


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.create_database(NAME)
    client.use_database(NAME)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
