"""Twelve threads that live as long as the program, each with a client of its own.

on: A
note: unclosed client
"""

import sys
import threading

from pymilvus import MilvusClient

local = threading.local()


def work(uri: str, ready: threading.Event, end: threading.Event) -> None:
    local.client = MilvusClient(uri)
    local.client.list_collections()
    ready.set()
    end.wait()
    local.client.close()


def main(uri: str) -> None:
    end = threading.Event()
    threads = []
    for _ in range(12):
        ready = threading.Event()
        threads.append(threading.Thread(target=work, args=(uri, ready, end)))
        threads[-1].start()
        ready.wait()
    end.set()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
