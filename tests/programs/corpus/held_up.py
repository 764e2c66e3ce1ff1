"""One connects to a server that never answers; meanwhile another, to one that does, waits.

on: D F
servers: one silent
must: warning held up in main on F
"""

import sys
import threading
import time

from pymilvus import MilvusClient, MilvusException


def hang(silent: str) -> None:
    try:
        MilvusClient(silent, timeout=3)
    except MilvusException:
        pass


def main(uri: str, silent: str) -> None:
    thread = threading.Thread(target=hang, args=(silent,))
    thread.start()
    time.sleep(0.5)
    client = MilvusClient(uri)
    client.list_collections()
    thread.join()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
