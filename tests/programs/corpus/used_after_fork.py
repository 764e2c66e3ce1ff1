"""The parent's client is used in a forked child.

on: D F
must: error used after fork in main
"""

import os
import signal
import sys
import time

from pymilvus import MilvusClient


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    child = os.fork()
    if child == 0:
        signal.alarm(20)  # gRPC may hang in a child
        client.list_collections(timeout=5)
        time.sleep(0.5)
        os._exit(0)
    os.waitpid(child, 0)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
