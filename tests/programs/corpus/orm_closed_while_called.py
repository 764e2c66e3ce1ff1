"""The alias is disconnected while another thread's call is running: “Channel closed!”.

on: 2.5.18 F
must: error collateral close in main
"""

import sys
import threading
import time

from pymilvus import connections, utility

started = threading.Event()


def job() -> None:
    while True:
        started.set()
        try:
            utility.list_collections()
        except Exception:
            return


def main(uri: str) -> None:
    connections.connect(uri=uri)
    thread = threading.Thread(target=job, name="reader")
    thread.start()
    started.wait()
    time.sleep(0.2)
    connections.disconnect("default")
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
