"""A function makes a client at each call and lets it go: where nothing is shared, each leaks.

on: A D F
must: warning leaked alias x3 in count on A B
must: warning leaked alias in count on D
must: note idle connection on F
note: unclosed client on F
options: --leak-after 0.3 --idle-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


def count(uri: str) -> int:
    client = MilvusClient(uri)
    return len(client.list_collections())


def main(uri: str) -> None:
    for _ in range(3):
        count(uri)
    gc.collect()
    time.sleep(0.8)


if __name__ == "__main__":
    main(*sys.argv[1:])
