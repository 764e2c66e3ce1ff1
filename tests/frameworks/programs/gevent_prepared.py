# mypy: ignore-errors
"""gevent with gRPC prepared for it: greenlets share a client, which is closed after them.

on: 2.6.6
"""

import sys
from contextlib import closing

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402
from grpc.experimental import gevent as grpc_gevent  # noqa: E402

grpc_gevent.init_gevent()

from pymilvus import MilvusClient  # noqa: E402


def main() -> None:
    with closing(MilvusClient(sys.argv[1])) as client:
        jobs = [gevent.spawn(client.list_collections) for _ in range(4)]
        gevent.joinall(jobs, timeout=20)
        sys.stdout.write(f"{[type(job.value).__name__ for job in jobs]}\n")


if __name__ == "__main__":
    main()
