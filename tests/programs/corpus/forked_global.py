"""A global client, used by the workers of a pool that forks.

on: D F
must: error used after fork x2
"""

import multiprocessing
import sys

from pymilvus import MilvusClient

client = MilvusClient(sys.argv[1])


def work(together: "multiprocessing.synchronize.Barrier") -> None:
    together.wait()
    client.list_collections(timeout=5)


def main() -> None:
    context = multiprocessing.get_context("fork")
    together = context.Barrier(2)
    workers = [context.Process(target=work, args=(together,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
        worker.kill()
    client.close()


if __name__ == "__main__":
    main()
