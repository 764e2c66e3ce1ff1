"""A pool of three clients, gone as main() returns: open for as long as the program.

on: A E
must: note unclosed client x3 in main
options: --leak-after 0
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    pool = [MilvusClient(uri) for _ in range(3)]
    for client in pool:
        client.list_collections()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
