"""A client in a `with` block, which closes it also when the block raises.

on: D F
"""

import sys
from contextlib import closing

from pymilvus import MilvusClient


def main(uri: str) -> None:
    try:
        with closing(MilvusClient(uri=uri)) as client:
            client.list_collections()
            raise LookupError("nothing there")
    except LookupError:
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
