"""A token that changes; each client is closed. From 2.6.10 the connections stay.

on: D F
must: warning idle connection x4 in rotate on F
options: --leak-after 0.3 --idle-after 0.3
"""

import sys
import time

from pymilvus import MilvusClient


def rotate(uri: str, number: int) -> None:
    client = MilvusClient(uri, token=f"key-{number}-secret")
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    for number in range(4):
        rotate(uri, number)
    time.sleep(0.8)


if __name__ == "__main__":
    main(*sys.argv[1:])
