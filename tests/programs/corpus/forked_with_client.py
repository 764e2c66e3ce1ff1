"""The parent has a client when it forks; the child leaves it alone and ends.

on: D F
"""

import os
import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
