# mypy: ignore-errors
"""A Celery worker's pool process uses a client that was made at import, before the fork.

on: 2.6.6
must: error used after fork in index
note: unclosed client
"""

import sys

from parts.celery_worker import make_app, run
from pymilvus import MilvusClient

app = make_app()
client = MilvusClient(sys.argv[1])


@app.task
def index() -> None:
    client.list_collections(timeout=2)


if __name__ == "__main__":
    run(app, index)
