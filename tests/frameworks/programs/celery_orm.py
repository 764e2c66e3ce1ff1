# mypy: ignore-errors
"""A Celery worker's pool process uses an alias of the ORM that was connected at import.

on: 2.6.6
must: error used after fork in index
"""

import sys

from parts.celery_worker import make_app, run
from pymilvus import connections, utility

app = make_app()
connections.connect("default", uri=sys.argv[1])


@app.task
def index() -> None:
    utility.list_collections(timeout=2)


if __name__ == "__main__":
    run(app, index)
