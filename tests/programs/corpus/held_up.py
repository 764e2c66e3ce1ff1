"""One connects to a server that never answers; meanwhile another, to one that does, waits.

on: D F
servers: one silent
must: warning held up in main on F
must: error failed connection in hang
"""

import sys
import threading
import time

from pymilvus import MilvusClient, MilvusException


def hang(silent: str) -> None:
    try:
        MilvusClient(silent, timeout=6)
    except MilvusException:
        pass


def connects(thread: threading.Thread) -> bool:
    """Whether a thread waits for its server."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None and frame.f_code.co_name != "_wait_for_channel_ready":
        frame = frame.f_back
    return frame is not None


def main(uri: str, silent: str) -> None:
    thread = threading.Thread(target=hang, args=(silent,))
    thread.start()
    while thread.is_alive() and not connects(thread):
        time.sleep(0.01)
    client = MilvusClient(uri)
    client.list_collections()
    thread.join()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
