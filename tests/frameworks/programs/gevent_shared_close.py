# mypy: ignore-errors
"""Of three greenlets, one closes a client of its own, and takes the others' connection.

on: 2.6.6
must: error collateral close in upload
"""

import sys
from typing import Any

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from grpc.experimental import gevent as grpc_gevent  # noqa: E402

grpc_gevent.init_gevent()

from pymilvus import MilvusClient  # noqa: E402

uploaded = Event()


def search(client: Any) -> str:
    client.list_collections()
    uploaded.wait(10)
    try:
        client.list_collections()
    except Exception as error:
        return type(error).__name__
    return "no error"


def upload() -> None:
    client = MilvusClient(sys.argv[1])
    client.list_collections()
    client.close()
    uploaded.set()


def main() -> None:
    shared = MilvusClient(sys.argv[1])
    jobs = [gevent.spawn(search, shared), gevent.spawn(search, shared), gevent.spawn(upload)]
    gevent.joinall(jobs, timeout=20)
    sys.stdout.write(f"{[job.value for job in jobs]}\n")
    shared.close()


if __name__ == "__main__":
    main()
