"""A global client, used by a worker that multiprocessing forks; gRPC may crash there, and another
one is started then.

on: D F
must: error used after fork in work
"""

import multiprocessing
import sys

from pymilvus import MilvusClient

TRIES = 8
SECONDS = 20

client = MilvusClient(sys.argv[1])


def work() -> None:
    client.list_collections(timeout=5)


def forked() -> bool:
    """Whether a worker used it, and ended in order."""
    worker = multiprocessing.get_context("fork").Process(target=work)
    worker.start()
    worker.join(SECONDS)
    worker.kill()
    worker.join()
    return worker.exitcode == 0


def main() -> None:
    if not any(forked() for _ in range(TRIES)):
        sys.exit("no worker survived")
    client.close()


if __name__ == "__main__":
    main()
