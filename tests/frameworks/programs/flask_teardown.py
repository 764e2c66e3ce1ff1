# mypy: ignore-errors
"""A Flask app closes its client after each request, and another request uses the same connection.

on: 2.6.6
must: error collateral close in close_client
"""

import sys
import threading
from typing import Any

from flask import Flask, g
from parts.flask_server import get, serving
from pymilvus import MilvusClient

app = Flask(__name__)
slow_is_in, quick_is_over = threading.Event(), threading.Event()


def client() -> MilvusClient:
    if "client" not in g:
        g.client = MilvusClient(sys.argv[1])
    return g.client


@app.teardown_appcontext
def close_client(_: Any) -> None:
    if "client" in g:
        g.client.close()


@app.get("/slow")
def slow() -> list[str]:
    client().list_collections()
    slow_is_in.set()
    quick_is_over.wait(10)
    return list(client().list_collections())


@app.get("/quick")
def quick() -> list[str]:
    return list(client().list_collections())


def main() -> None:
    with serving(app) as port:
        answers: list[int] = []
        waiting = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
        waiting.start()
        slow_is_in.wait(10)
        answers.append(get(port, "/quick"))
        quick_is_over.set()
        waiting.join()
    sys.stdout.write(f"{answers}\n")


if __name__ == "__main__":
    main()
