# mypy: ignore-errors
"""eventlet patches threads, sockets and locks; one client, in green threads.

on: 2.6.6
"""

import sys
from contextlib import closing

import eventlet

eventlet.monkey_patch()

from pymilvus import MilvusClient  # noqa: E402


def main() -> None:
    with closing(MilvusClient(sys.argv[1])) as client:
        pool = eventlet.GreenPool()
        names = list(pool.imap(lambda _: client.list_collections(), range(4)))
        sys.stdout.write(f"{[type(each).__name__ for each in names]}\n")


if __name__ == "__main__":
    main()
