"""Each request connects an alias of a new name, and nothing disconnects it.

on: A F
must: warning accumulating connections x15 in request
"""

import sys
import time
import uuid

from pymilvus import connections, utility


def request(uri: str) -> None:
    alias = uuid.uuid4().hex
    connections.connect(alias, uri=uri)
    utility.list_collections(using=alias)


def main(uri: str) -> None:
    for _ in range(15):
        request(uri)
        time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
