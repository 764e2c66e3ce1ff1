# mypy: ignore-errors
"""A worker of gunicorn imports the app, which makes its async client, before its loop runs.

on: 2.6.3
must: error wrong event loop in <module>
note: unclosed client
"""

import os

from fastapi import FastAPI
from pymilvus import AsyncMilvusClient

COMMAND = (
    "gunicorn {app} --bind unix:{socket} --worker-class uvicorn_worker.UvicornWorker"
    " --log-level critical --no-control-socket"
)
ASKED = ["/", "/"]

app = FastAPI()
client = AsyncMilvusClient(os.environ["MILVUS_URI"])


@app.get("/")
async def index() -> str:
    await client.drop_collection("none_such", timeout=2)
    return "dropped"
