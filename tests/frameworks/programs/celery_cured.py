# mypy: ignore-errors
"""Each pool process of a Celery worker makes its own client, and closes it when it ends.

on: 2.6.6
"""

import sys
from typing import Any

from celery import signals
from parts.celery_worker import make_app, run
from pymilvus import MilvusClient

app = make_app()
clients: list[Any] = []


@signals.worker_process_init.connect
def open_client(**_: Any) -> None:
    clients.append(MilvusClient(sys.argv[1]))


@signals.worker_process_shutdown.connect
def close_client(**_: Any) -> None:
    clients.pop().close()


@app.task
def index() -> None:
    clients[0].list_collections(timeout=2)


if __name__ == "__main__":
    run(app, index)
