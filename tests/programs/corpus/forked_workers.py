"""Forked workers, each with a client of its own that it closes; the parent makes one later.

on: A D F
"""

import multiprocessing
import os
import sys

from pymilvus import MilvusClient


def work(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=work, args=(uri,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    child = os.fork()
    if child == 0:
        work(uri)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    work(uri)
    sys.exit(status or max(worker.exitcode or 0 for worker in workers))


if __name__ == "__main__":
    main(*sys.argv[1:])
