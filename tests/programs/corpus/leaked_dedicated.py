"""Dedicated clients are let go unclosed.

on: 2.6.10 3.0.2
must: warning leaked alias x2 in export
note: false separation
options: --leak-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


def export(uri: str) -> None:
    MilvusClient(uri, dedicated=True).list_collections()


def main(uri: str) -> None:
    for _ in range(2):
        export(uri)
    gc.collect()
    time.sleep(0.8)


if __name__ == "__main__":
    main(*sys.argv[1:])
