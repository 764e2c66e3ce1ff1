"""Each thread has an alias of its own, and disconnects it at its end.

on: A D F
"""

import sys
import threading

from pymilvus import connections, utility


def job(uri: str, alias: str) -> None:
    connections.connect(alias, uri=uri)
    for _ in range(3):
        utility.list_collections(using=alias)
    connections.disconnect(alias)


def main(uri: str) -> None:
    threads = [threading.Thread(target=job, args=(uri, f"job-{n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
