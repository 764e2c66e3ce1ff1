# mypy: ignore-errors
"""A Flask app makes one client for all requests, and closes it at its end.

on: 2.6.6
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from flask import Flask, current_app
from parts.flask_server import get, serving
from pymilvus import MilvusClient

app = Flask(__name__)


@app.get("/")
def names() -> list[str]:
    return list(current_app.extensions["milvus"].list_collections())


def main() -> None:
    with closing(MilvusClient(sys.argv[1])) as client:
        app.extensions["milvus"] = client
        with serving(app) as port, ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: get(port, "/"), range(8)))
    sys.stdout.write(f"{answers}\n")


if __name__ == "__main__":
    main()
