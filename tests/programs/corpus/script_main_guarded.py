"""A script whose main() never closes its client, within a `with` and a `finally` that end it.

on: D
must: note unclosed client in main
"""

import sys
from contextlib import suppress

from pymilvus import MilvusClient


def main(uri: str) -> int:
    client = MilvusClient(uri)
    client.list_collections()
    return 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        try:
            sys.exit(main(*sys.argv[1:]))
        finally:
            sys.stdout.write("the end\n")
